"""What stands around a deed: signatures, place, witnesses, numbers, approvals, units, money."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kembar.lists.countries import Countries
from kembar.lists.kinds import parts
from kembar.lists.names import folded, slug
from kembar.lists.offices import Office, office
from kembar.lists.parties import Party
from kembar.lists.reading import ReadRow
from kembar.lists.record import Record
from kembar.lists.turtle import Draft
from kembar.namespaces import CONCEPT, ID, slug_of
from kembar.rdf.names import kb, xsd
from kembar.rdf.terms import Literal, NamedNode

__all__ = ["PAPERS", "Signing"]

PAPERS: Mapping[str, tuple[str, str, str]] = {
    "persetujuan_dprd": ("dprd-approval", "Persetujuan DPRD", "Approval of the council"),
    "persetujuan_mendagri": (
        "ministerial-approval",
        "Persetujuan Menteri Dalam Negeri",
        "Approval of the Minister of Home Affairs",
    ),
    "surat_kuasa": ("full-powers", "Surat kuasa", "Full powers"),
}
"""What the columns of a paper begin with -> the slug of its step, and its name in Indonesian and English."""
_MINISTER = f"{ID}actor/minister-of-home-affairs"
_AMOUNT = re.compile(r"(?:Rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?", re.IGNORECASE)
_NO_NAME = frozenset(("ada", "ya", "yes", "tidak", "tidak ada", "belum", "belum ada", "no", "none", "dibentuk"))


class Signing:
    """Writes what rows say of the signing of a deed and of what is needed for it."""

    def __init__(self, record: Record, countries: Countries, draft: Draft) -> None:
        self._record, self._countries, self._draft = record, countries, draft

    def write(self, deed: str, rows: Sequence[ReadRow], parties: Sequence[Party]) -> None:
        """Write all of it for one deed. Where rows differ the first counts, and the ledger says so."""
        self._signatures(deed, rows, parties)
        if read := _first(rows, "tempat_ttd"):
            self._draft.add(deed, kb.venue, self._venue(read.row["tempat_ttd"], read))
        if read := _first(rows, "saksi_jabatan"):
            for cell in parts(read.row["saksi_jabatan"]):
                witness = office(cell, self._places(parties), None)
                if witness:
                    self._draft.add(deed, kb.witness, self._officer(witness, None, read))
                else:
                    read.entry.gap("saksi_jabatan", "lists.no-office")
        self._papers(deed, rows, parties)
        self._money(deed, rows)
        self.units(deed, rows, parties[0])

    def units(self, thing: str, rows: Sequence[ReadRow], ours: Party) -> None:
        """Write the unit and the working group of a deed or a tie."""
        for column, prop, kind in (
            ("unit_penanggung_jawab", kb.responsibleUnit, "agency"), ("kelompok_kerja", kb.workingGroup, "team"),
        ):  # fmt: skip
            read = _first(rows, column)
            if read is None:
                continue
            name = read.row[column]
            if folded(name) in _NO_NAME or not slug(name):
                read.keep_in_words(column)
                continue
            found = self._record.bodies(ours.country, name)
            actor = found[0] if len(found) == 1 else f"{ID}actor/{slug(name)}-{slug_of(ours.iri)}"
            if not self._record.describes(actor):
                self._draft.describe(actor, kb.Actor, {"id": name, "en": name})
                self._draft.add(actor, kb.actorKind, f"{CONCEPT}actor-kind/{kind}")
                self._draft.add(actor, kb.country, ours.country)
                if kind == "agency":
                    self._draft.add(actor, kb.parentActor, ours.iri)
                self._draft.add(actor, kb.statedAt, *read.stated_at)
            self._draft.add(thing, prop, actor)

    def _signatures(self, deed: str, rows: Sequence[ReadRow], parties: Sequence[Party]) -> None:
        recorded = any(True for _ in self._record.store.quads(NamedNode(deed), kb.signature))
        for side, party in enumerate(parties, 1):
            numbered = _first(rows, f"nomor_pihak_{side}")
            number = Literal(numbered.row[f"nomor_pihak_{side}"]) if numbered else None
            column = f"penanda_tangan_{side}_jabatan"
            read = _first(rows, column)
            signatory = office(read.row[column], self._places(parties), party.name) if read else None
            if read and not signatory:
                read.entry.gap(column, "lists.no-office")
            if read and signatory and not recorded:
                signature = f"{ID}signature/{slug_of(deed)}-{side}"
                self._draft.add(deed, kb.signature, signature)
                self._draft.describe(signature, kb.Signature)
                self._draft.add(signature, kb.signatory, self._officer(signatory, party, read))
                label = signatory.label()
                self._draft.add(signature, kb.office, *(Literal(text, language=name) for name, text in label.items()))
                self._draft.add(signature, kb.onBehalfOf, party.iri)
                if number:
                    self._draft.add(signature, kb.deedNumber, number)
                self._draft.add(signature, kb.statedAt, *read.stated_at)
            elif number and numbered:
                self._draft.add(deed, kb.deedNumber, number)
                numbered.entry.gap(f"nomor_pihak_{side}", "lists.number-of-a-side")

    def _officer(self, held: Office, party: Party | None, read: ReadRow) -> str:
        """Return the actor that is an office, described anew where the record has none."""
        label = held.label()
        found = self._record.called(kb.Actor, *label.values())
        actor = found[0] if len(found) == 1 else f"{ID}actor/{held.slug()}"
        if not self._record.describes(actor):
            self._draft.describe(actor, kb.Actor, label)
            self._draft.add(actor, kb.actorKind, f"{CONCEPT}actor-kind/office")
            if party:
                if party.local:
                    self._draft.add(actor, kb.tier, f"{CONCEPT}tier/local")
                self._draft.add(actor, kb.country, party.country)
            self._draft.add(actor, kb.statedAt, *read.stated_at)
        return actor

    def _places(self, parties: Sequence[Party]) -> dict[str, str]:
        """Return the names that may stand behind an office, each with the name that labels have."""
        places = {party.name: party.name for party in parties}
        for party in parties:
            label = self._countries.label(party.country)
            places[label] = label
        return {**places, "RI": "Indonesia", "Republik Indonesia": "Indonesia"}

    def _venue(self, name: str, read: ReadRow) -> str:
        found = self._record.called(kb.Venue, name)
        if len(found) == 1:
            return found[0]
        venue = f"{ID}venue/{slug(name) or 'place'}"
        if self._record.describes(venue):
            venue += f"-{slug_of(read.stated_at[0])}"
        self._draft.describe(venue, kb.Venue, {"id": name, "en": name})
        self._draft.add(venue, kb.statedAt, *read.stated_at)
        return venue

    def _papers(self, deed: str, rows: Sequence[ReadRow], parties: Sequence[Party]) -> None:
        for column, (step, indonesian, english) in PAPERS.items():
            numbered, dated = _first(rows, f"{column}_nomor"), _first(rows, f"{column}_tanggal")
            read = numbered or dated
            if read is None:
                continue
            taken, paper = (f"{ID}{kind}/{slug_of(deed)}-{step}" for kind in ("step-taken", "decision-paper"))
            self._draft.describe(taken, kb.StepTaken)
            self._draft.add(taken, kb.takenFor, deed)
            self._draft.add(taken, kb.step, f"{ID}step/ksdpl-{step}")
            self._draft.describe(paper, kb.DecisionPaper, {"id": indonesian, "en": english})
            issuer = self._issuer(column, parties[0])
            if issuer:
                self._draft.add(taken, kb.actedBy, issuer)
                self._draft.add(paper, kb.issuer, issuer)
            if numbered:
                number = Literal(numbered.row[f"{column}_nomor"])
                self._draft.add(taken, kb.document, number)
                self._draft.add(paper, kb.deedNumber, number)
            if dated and (day := dated.one(f"{column}_tanggal")):
                self._draft.add(taken, kb.date, day)
                self._draft.add(paper, kb.date, day)
            if column != "surat_kuasa":
                self._draft.add(taken, kb.result, f"{CONCEPT}step-result/approved")
            self._draft.add(paper, kb.seenState, f"{CONCEPT}seen-state/reported")
            self._draft.add(taken, kb.decisionPaper, paper)
            for thing in (taken, paper):
                self._draft.add(thing, kb.statedAt, *read.stated_at)

    def _issuer(self, column: str, ours: Party) -> str | None:
        """Return who issues a paper: the council of the region, if the record knows it, or the minister."""
        if column == "persetujuan_dprd":
            councils = (quad.subject for quad in self._record.store.quads(None, kb.councilOf, NamedNode(ours.iri)))
            return min((node.value for node in councils if isinstance(node, NamedNode)), default=None)
        return _MINISTER if column == "persetujuan_mendagri" and self._record.describes(_MINISTER) else None

    def _money(self, deed: str, rows: Sequence[ReadRow]) -> None:
        read = _first(rows, "anggaran")
        if read is None:
            for column in ("sumber_dana", "mata_uang", "tahun_anggaran"):
                if alone := _first(rows, column):
                    alone.keep_in_words(column)
            return
        amount = _AMOUNT.fullmatch(read.row["anggaran"])
        currency = read.row["mata_uang"].upper()
        if not currency and read.row["anggaran"].casefold().startswith("rp"):
            currency = "IDR"
        currency = {"RP": "IDR", "RUPIAH": "IDR"}.get(currency, currency)
        if not amount or not re.fullmatch("[A-Z]{3}", currency):
            for column in ("anggaran", "mata_uang", "sumber_dana", "tahun_anggaran"):
                if read.row[column]:
                    read.keep_in_words(column)
            return
        budget = f"{ID}budget/{slug_of(deed)}"
        self._draft.add(deed, kb.budget, budget)
        self._draft.describe(budget, kb.Budget)
        number = Decimal(amount[1].replace(".", "") + (f".{amount[2]}" if amount[2] else ""))
        self._draft.add(budget, kb.amount, Literal(str(number), datatype=xsd.decimal))
        self._draft.add(budget, kb.currency, Literal(currency))
        year = read.row["tahun_anggaran"]
        if re.fullmatch("[12][0-9]{3}", year):
            self._draft.add(budget, kb.year, Literal(year, datatype=xsd.gYear))
        elif year:
            read.keep_in_words("tahun_anggaran")
        if read.row["sumber_dana"]:
            read.keep_in_words("sumber_dana")
        self._draft.add(budget, kb.statedAt, *read.stated_at)


def _first(rows: Sequence[ReadRow], column: str) -> ReadRow | None:
    """Return the first row that fills a column. The words of rows that say another thing are kept as notes."""
    filled = [read for read in rows if read.row[column]]
    for other in filled[1:]:
        if folded(other.row[column]) != folded(filled[0].row[column]):
            other.keep_in_words(column, "lists.differs")
    return filled[0] if filled else None
