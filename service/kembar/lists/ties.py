"""Ties: what the rows of one pair say of it, its states, and its deeds."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kembar import messages
from kembar.lists.columns import OF_A_DEED, properties_of
from kembar.lists.concepts import Concepts
from kembar.lists.countries import Countries
from kembar.lists.deeds import Deeds
from kembar.lists.names import shortened
from kembar.lists.parties import Parties, Party
from kembar.lists.reading import ReadRow
from kembar.lists.record import Record
from kembar.lists.settling import Settling
from kembar.lists.signing import Signing
from kembar.lists.turtle import Draft, Value
from kembar.namespaces import CONCEPT, ID, slug_of
from kembar.rdf.names import kb
from kembar.rdf.terms import Literal, NamedNode

__all__ = ["Tie", "Ties"]

_STATES = ("tahap", "status_tercetak")
_OF_A_DEED_ONLY = ("bidang_tercetak", "sumber_dana", "anggaran", "mata_uang", "tahun_anggaran")
"""Columns that only a deed has a place for; without one their words are kept as a note of the tie."""


@dataclass
class Tie:
    """A tie with the rows that are about it; ``iri`` is empty where the record has no such tie."""

    iri: str
    ours: Party
    partner: Party
    rows: list[ReadRow] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The name of the tie in both languages."""
        return f"{self.ours.name}–{self.partner.name}"


class Ties:
    """Writes the ties of a list."""

    def __init__(
        self, record: Record, concepts: Concepts, countries: Countries, parties: Parties, draft: Draft, graph: str
    ) -> None:
        self._record, self._concepts, self._parties, self._draft = record, concepts, parties, draft
        self._graph = graph
        self._signing = Signing(record, countries, draft)
        self._deeds = Deeds(record, concepts, draft, self._signing)
        self._settling = Settling(record, draft)

    def write(self, ties: Sequence[Tie]) -> None:
        """Write ties with their parties, each party once."""
        described: set[str] = set()
        taken: set[str] = set()
        for tie in ties:
            stated_at = [place for read in tie.rows for place in read.stated_at]
            for party in (tie.ours, tie.partner):
                if party.iri not in described:
                    described.add(party.iri)
                    self._parties.write(party, self._draft, stated_at[:1])
            self._write_tie(tie, stated_at, taken)
            for read in tie.rows:
                self._write_state(tie, read)
            deeds = self._deeds.write(tie.iri, (tie.ours, tie.partner), [read for read in tie.rows if read.with_deed])
            without = [read for read in tie.rows if not read.with_deed]
            self._signing.units(tie.iri, without, tie.ours)
            for read in without:
                for column in _OF_A_DEED_ONLY:
                    if read.row[column]:
                        read.keep_in_words(column, "lists.without-deed")
            for read in tie.rows:
                self._write_notes(tie.iri, deeds.get(read.row.number), read)

    def _write_tie(self, tie: Tie, stated_at: Sequence[str], taken: set[str]) -> None:
        new = not tie.iri
        if new:
            stem = f"{ID}partnership/{slug_of(tie.ours.iri)}-{slug_of(tie.partner.iri)}"
            choices = (f"{stem}{suffix}" for suffix in ("", *(f"-{number}" for number in range(2, 999))))
            tie.iri = next(iri for iri in choices if iri not in taken and not self._record.describes(iri))
            taken.add(tie.iri)
            self._draft.describe(tie.iri, kb.Partnership, {"id": tie.label, "en": tie.label})
            self._draft.add(tie.iri, kb.party, tie.ours.iri, tie.partner.iri)
            kind = "ksdpl" if tie.partner.local else "ksdll"
            self._draft.add(tie.iri, kb.cooperationType, f"{CONCEPT}cooperation-type/{kind}")
        for column, prop in properties_of("tie"):
            stated = [(value, read) for read in tie.rows for value in self._schemes(read)]
            self._settling.write(tie.iri, column, prop, stated, {"id": tie.label, "en": tie.label})
        self._draft.add(tie.iri, kb.statedAt, *stated_at)

    def _schemes(self, read: ReadRow) -> list[Value]:
        """Return what the row calls the tie. Lists print that as the stage, too: *sister city* says no stage."""
        stated = read.values.get("jenis_hubungan", [])
        if stated or read.row["jenis_hubungan"]:
            return stated
        found = [self._concepts.find("scheme", read.row[column]) for column in _STATES if read.row[column]]
        return [NamedNode(iri) for iri in dict.fromkeys(found) if iri]

    def _write_state(self, tie: Tie, read: ReadRow) -> None:
        """Write the state as it is printed, and the stage only where the words say it for sure."""
        words = [read.row[column] for column in _STATES if read.row[column]]
        if not words:
            read.entry.gap("tahap", "lists.no-state")
            return
        found = {column: self._concepts.find("tie-stage", read.row[column]) for column in _STATES if read.row[column]}
        stages = {iri for iri in found.values() if iri}
        printed = read.row["status_tercetak"] or read.row["tahap"]
        state = f"{ID}tie-state/{slug_of(tie.iri)}-{self._graph}-row-{read.row.position}"
        self._draft.describe(state, kb.TieState)
        self._draft.add(state, kb.stateOf, tie.iri)
        self._draft.add(state, kb.asPrinted, Literal(shortened(printed)))
        if read.row["tahap"] and not found.get("tahap"):
            self._draft.add(state, kb.asPrinted, Literal(shortened(read.row["tahap"])))
        if len(stages) == 1:
            self._draft.add(state, kb.tieStage, *stages)
        else:
            column = next(column for column in _STATES if read.row[column])
            read.entry.gap(column, "lists.two-stages" if stages else "lists.no-stage", value=" / ".join(words))
        if day := read.one("status_per_tanggal"):
            self._draft.add(state, kb.date, day)
        self._draft.add(state, kb.statedAt, *read.stated_at)

    def _write_notes(self, tie: str, deed: str | None, read: ReadRow) -> None:
        """Write the words of cells that are not mapped, and the remark of the list, as notes."""
        if read.row["kegiatan_terakhir"]:
            read.keep_in_words("kegiatan_terakhir")
        for column in read.unmapped:
            thing = deed if deed and (column in OF_A_DEED or column in _OF_A_DEED_ONLY) else tie
            words = shortened(read.row[column])
            self._draft.note(thing, messages.text("lists.note", column=column, words=words))
        if read.row["keterangan"]:
            self._draft.note(deed or tie, messages.text("lists.remark", words=shortened(read.row["keterangan"])))
            if shortened(read.row["keterangan"]) != " ".join(read.row["keterangan"].split()):
                read.entry.gap("keterangan", "lists.cut")
