"""The deeds of a tie: rows of the same deed joined, and what they say of it written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kembar.lists.columns import Column, properties_of
from kembar.lists.concepts import Concepts
from kembar.lists.dates import dates_in, span_of
from kembar.lists.names import folded, shortened
from kembar.lists.parties import Party
from kembar.lists.reading import ReadRow
from kembar.lists.record import KnownDeed, Record
from kembar.lists.settling import Settling, differ
from kembar.lists.signing import Signing
from kembar.lists.turtle import Draft, Value
from kembar.namespaces import CONCEPT, ID, slug_of
from kembar.rdf.dates import Span
from kembar.rdf.names import kb, xsd
from kembar.rdf.terms import Literal, NamedNode

__all__ = ["RELATIONS", "Deeds"]

RELATIONS: Mapping[NamedNode, tuple[str, ...]] = {
    kb.followsFrom: ("menyusul", "tindak lanjut", "follows", "follows from"),
    kb.renews: ("memperbarui", "memperpanjang", "perpanjangan", "pembaruan", "renews", "renewal"),
    kb.amends: ("mengubah", "perubahan", "amandemen", "adendum", "amends"),
    kb.annexOf: ("lampiran", "lampiran dari", "annex of", "annex"),
    kb.implements: ("melaksanakan", "pelaksanaan", "implements"),
}
"""How a deed relates to an earlier one -> the words for it in a list; the first is written in an export."""
_OF_MANY = frozenset(
    """
    programme exchange-programme action-plan implementing-arrangement institutional-mou handover-mou amendment addendum
    annex renewal
    """.split()  # noqa: SIM905 -- a list of words reads better
)
"""Types of deed of which a pair has many: with other dates they are other deeds, and no contradiction."""
_BY_WORD = {folded(word): prop for prop, words in RELATIONS.items() for word in words}


@dataclass
class _Deed:
    """A deed: the rows that describe it, and the deed of the record that it is, if it is one."""

    recorded: str | None = None
    rows: list[ReadRow] = field(default_factory=list)
    iri: str = ""

    @property
    def known(self) -> bool:
        """Whether the record describes it."""
        return self.iri == self.recorded

    @property
    def kind(self) -> str | None:
        return next((value.value for read in self.rows if (value := read.one("jenis_naskah"))), None)

    @property
    def span(self) -> Span | None:
        spans = [span for read in self.rows if (span := read.span("tanggal_ttd"))]
        return min(spans, key=lambda span: (span.latest - span.earliest, span.earliest), default=None)

    def takes(self, other: ReadRow, known: str | None) -> bool:
        """Return whether another row, of a deed of the record or not, describes this deed too.

        That is so where nothing but a date tells the two apart, unless a pair has many deeds of that type.
        """
        mine = self.rows[0]
        if known and self.recorded and known != self.recorded:
            return False
        for column in ("judul_naskah", "nomor_pihak_1", "nomor_pihak_2"):
            said = folded(mine.row[column]), folded(other.row[column])
            if all(said) and said[0] != said[1]:
                return False
        if bool(mine.row["naskah_sebelumnya"]) != bool(other.row["naskah_sebelumnya"]):
            return False
        kind = other.one("jenis_naskah")
        if self.kind and kind and self.kind != kind.value:
            return False
        alike = (self.kind is None) == (kind is None) and slug_of(self.kind or "") not in _OF_MANY
        return alike or _overlap(self.span, other.span("tanggal_ttd"))


def _recorded(read: ReadRow, recorded: Sequence[KnownDeed]) -> str | None:
    """Return the deed of the record that a row describes for sure: of its type, and of its date where it has one."""
    value, span = read.one("jenis_naskah"), read.span("tanggal_ttd")
    kind = value.value if value else None
    same_kind = [known for known in recorded if known.kind == kind or None in (known.kind, kind)]
    found = [known for known in same_kind if known.span and span and _overlap(known.span, span)]
    if not found and not span and kind:
        found = [known for known in recorded if known.kind == kind]
    return found[0].iri if len(found) == 1 else None


class Deeds:
    """Writes the deeds of one tie."""

    def __init__(self, record: Record, concepts: Concepts, draft: Draft, signing: Signing) -> None:
        self._record, self._concepts, self._draft, self._signing = record, concepts, draft, signing
        self._settling = Settling(record, draft)

    def write(self, tie: str, parties: Sequence[Party], rows: Sequence[ReadRow]) -> dict[int, str]:
        """Write the deeds that rows describe, and return the IRI of the deed of each row by its number."""
        deeds: list[_Deed] = []
        recorded = list(self._record.deeds(tie))
        for read in rows:
            known = _recorded(read, recorded)
            deed = next((deed for deed in deeds if deed.takes(read, known)), None)
            if deed is None:
                deed = _Deed()
                deeds.append(deed)
            deed.recorded = deed.recorded or known
            deed.rows.append(read)
        for deed in deeds:
            self._name(deed, tie, recorded, {other.iri for other in deeds})
        for deed in deeds:
            self._write(deed, tie, parties)
        for deed in deeds:
            for read in deed.rows:
                self._relate(deed, read, deeds, recorded)
        return {read.row.number: deed.iri for deed in deeds for read in deed.rows}

    def _name(self, deed: _Deed, tie: str, recorded: Sequence[KnownDeed], taken: set[str]) -> None:
        """Find the deed in the record, or give it an IRI of its own."""
        if deed.recorded and deed.recorded not in taken:
            deed.iri = deed.recorded
            return
        others = [known.iri for known in recorded if deed.kind and known.kind == deed.kind]
        if others:
            names = ", ".join(f"deed:{slug_of(iri)}" for iri in others)
            for read in deed.rows:
                column = "tanggal_ttd" if read.row["tanggal_ttd"] else "jenis_naskah"
                read.entry.gap(column, "lists.other-deed", known=names)
        year = deed.span.earliest.year if deed.span else "undated"
        stem = f"{ID}deed/{slug_of(tie)}-{slug_of(deed.kind) if deed.kind else 'deed'}-{year}"
        choices = (f"{stem}{suffix}" for suffix in ("", *(f"-{number}" for number in range(2, 999))))
        deed.iri = next(iri for iri in choices if iri not in taken and not self._record.describes(iri))

    def _write(self, deed: _Deed, tie: str, parties: Sequence[Party]) -> None:
        label = self._label(deed, parties)
        if not deed.known:
            self._draft.describe(deed.iri, kb.Deed, label)
            self._draft.add(deed.iri, kb.partnership, tie)
            self._draft.add(deed.iri, kb.party, *(party.iri for party in parties))
            kind = "ksdpl" if parties[1].local else "ksdll"
            self._draft.add(deed.iri, kb.cooperationType, f"{CONCEPT}cooperation-type/{kind}")
        for column, prop in properties_of("deed"):
            stated = [(value, read) for read in deed.rows for value in read.values.get(column.name, ())]
            self._settling.write(deed.iri, column, prop, stated, label)
        self._write_force(deed, label)
        self._write_end(deed, label)
        self._write_fields(deed)
        self._signing.write(deed.iri, deed.rows, parties)
        self._draft.add(deed.iri, kb.statedAt, *(place for read in deed.rows for place in read.stated_at))

    def _write_force(self, deed: _Deed, label: dict[str, str]) -> None:
        stated: list[tuple[Value, ReadRow]] = [(read.in_force_from, read) for read in deed.rows if read.in_force_from]
        if stated:
            column = Column("mulai_berlaku", "deed", kb.inForceFrom, "date")
            self._settling.write(deed.iri, column, kb.inForceFrom, stated, label)
            if not self._draft.values(deed.iri, kb.entryIntoForce):
                self._draft.add(deed.iri, kb.entryIntoForce, f"{CONCEPT}entry-into-force/on-day")

    def _write_end(self, deed: _Deed, label: dict[str, str]) -> None:
        """Write the end of the term; where rows differ on it there is no term, and the deed is in dispute."""
        for column, prop in properties_of("term"):
            stated = [(value, read) for read in deed.rows for value in read.values.get(column.name, ())]
            if not stated:
                continue
            recorded = self._record.one(deed.iri, kb.term) if deed.known else None
            period = recorded or f"{ID}period/term-{slug_of(deed.iri)}"
            if differ(stated):
                self._settling.write(deed.iri, column, prop, stated, label)
                continue
            self._settling.write(period, column, prop, stated, label)
            if not recorded:
                self._draft.add(deed.iri, kb.term, period)
                self._draft.describe(period, kb.Period)

    def _write_fields(self, deed: _Deed) -> None:
        """Write the fields as the list has them, each tied to the concepts that it names."""
        read = next((read for read in deed.rows if read.row["bidang_tercetak"]), None)
        if read is None:
            return
        for other in deed.rows:
            if other.row["bidang_tercetak"] not in ("", read.row["bidang_tercetak"]):
                other.keep_in_words("bidang_tercetak", "lists.differs")
        if deed.known and self._record.one(deed.iri, kb.field):
            return
        for position, (printed, concepts, rest) in enumerate(self._fields(read.row["bidang_tercetak"]), 1):
            if rest:
                read.entry.gap("bidang_tercetak", "lists.unmapped-field", value=shortened(rest))
            if not concepts:
                self._draft.note(deed.iri, _field_note(printed))
                continue
            self._draft.add(deed.iri, kb.field, *concepts)
            listing = f"{ID}listing/{slug_of(deed.iri)}-list-{position}"
            self._draft.describe(listing, kb.FieldListing)
            self._draft.add(listing, kb.listedIn, deed.iri)
            self._draft.add(listing, kb.position, Literal(str(position), datatype=xsd.integer))
            self._draft.add(listing, kb.asPrinted, Literal(printed))
            self._draft.add(listing, kb.field, *concepts)
            self._draft.add(listing, kb.statedAt, *read.stated_at)

    def _fields(self, text: str) -> Iterator[tuple[str, list[str], str]]:
        """Yield each field as printed, its concepts, and the words that name none."""
        for printed in filter(None, (part.strip() for part in text.split(";"))):
            whole = self._concepts.find("field", printed)
            if whole:
                yield printed, [whole], ""
                continue
            pieces = [piece.strip() for piece in _split(printed)]
            found = {piece: self._concepts.find("field", piece) for piece in pieces}
            concepts = [iri for iri in found.values() if iri]
            yield printed, concepts, "; ".join(piece for piece, iri in found.items() if not iri)

    def _relate(self, deed: _Deed, read: ReadRow, deeds: Sequence[_Deed], recorded: Sequence[KnownDeed]) -> None:
        """Tie a deed to the earlier one that its row names, if that is one of the list or of the record for sure."""
        cell = read.row["naskah_sebelumnya"]
        if not cell:
            if read.row["hubungan_dengannya"]:
                read.keep_in_words("hubungan_dengannya")
            return
        prop = _BY_WORD.get(folded(read.row["hubungan_dengannya"]))
        kind = self._kind_in(cell)
        spans = [span for value in dates_in(cell) if (span := span_of(value))]
        candidates = {other.iri: (other.kind, other.span) for other in deeds if other is not deed}
        candidates.update({known.iri: (known.kind, known.span) for known in recorded if known.iri != deed.iri})
        found = [
            iri
            for iri, (its_kind, its_span) in candidates.items()
            if (kind or spans)
            and (not kind or its_kind == kind)
            and all(its_span and _overlap(its_span, span) for span in spans)
        ]
        if prop and len(found) == 1:
            self._draft.add(deed.iri, prop, found[0])
            return
        read.keep_in_words("naskah_sebelumnya", "lists.no-earlier")
        if read.row["hubungan_dengannya"]:
            read.unmapped.append("hubungan_dengannya")

    def _kind_in(self, text: str) -> str | None:
        """Return the type of deed that a text names by one of its words."""
        words = folded(text).split()
        found = {
            iri
            for length in (1, 2, 3)
            for start in range(len(words))
            if (iri := self._concepts.find("deed-type", " ".join(words[start : start + length])))
        }
        return found.pop() if len(found) == 1 else None

    def _label(self, deed: _Deed, parties: Sequence[Party]) -> dict[str, str]:
        pair = "–".join(party.name for party in parties)
        stated = [(value, read) for read in deed.rows if (value := read.one("tanggal_ttd"))]
        year = f" {deed.span.earliest.year}" if deed.span and not differ(stated) else ""
        names = {"id": "Naskah", "en": "Deed"}
        if deed.kind:
            names = {language: self._concepts.label(deed.kind, language) for language in names}
        return {language: f"{name[:1].upper()}{name[1:]} {pair}{year}" for language, name in names.items()}


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is None or other is None or (one.earliest <= other.latest and other.earliest <= one.latest)


def _split(text: str) -> list[str]:
    for sign in (" dan ", " serta ", " and ", "&", "/"):
        text = text.replace(sign, ",")
    return [part for part in text.split(",") if part.strip()]


def _field_note(printed: str) -> dict[str, str]:
    words = shortened(printed)
    return {
        "id": f"Bidang seperti tercetak, belum dipetakan: “{words}”.",
        "en": f"Field as printed, not mapped: “{words}”.",
    }
