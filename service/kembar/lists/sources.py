"""Sources that a list names, and the places in them where its rows stand."""

import re

from kembar.lists.kinds import parts
from kembar.lists.ledger import Entry
from kembar.lists.names import folded, slug
from kembar.lists.record import Record
from kembar.lists.rows import ListRow
from kembar.lists.turtle import Draft
from kembar.namespaces import ID
from kembar.rdf.names import dct, kb, xsd
from kembar.rdf.terms import Literal

__all__ = ["Sources"]

_TABLE_AND_ROW = re.compile(r"(.*?)[\s,.]*(?:\b(?:baris|row|no)\.?\s*)?\b(\d{1,6})", re.IGNORECASE)
_PAGE = re.compile(r"(?:hlm|hal|halaman|h|p|pp|page)\b", re.IGNORECASE)
_LONGEST_SLUG = 60


class Sources:
    """The sources of a list, each described once, with a place for each row."""

    def __init__(self, record: Record, draft: Draft, graph: str) -> None:
        self._record, self._draft, self._graph = record, draft, graph
        self._known: dict[str, str] = {}

    @property
    def all(self) -> list[str]:
        """The IRIs of the sources that the rows name, in their order."""
        return list(dict.fromkeys(self._known.values()))

    def stated_at(self, row: ListRow, entry: Entry) -> list[str]:
        """Return where a row is stated: a place in each source, or the source as a whole where no place is stated."""
        names = parts(row["sumber"])
        sources = [self._source(name) for name in names]
        places = [place.strip() for place in row["halaman_atau_baris"].split(";")]
        if len(names) > 1 and len(places) != len(names):
            if row["halaman_atau_baris"]:
                entry.gap("halaman_atau_baris", "lists.which-source", value=row["halaman_atau_baris"])
            return sources
        return [
            self._place(source, place, row, number) if place or len(sources) == 1 else source
            for number, (source, place) in enumerate(zip(sources, places, strict=True), 1)
        ]

    def _source(self, name: str) -> str:
        key = folded(name)
        if key not in self._known:
            found = self._record.explicit(name, "source") or next(iter(self._record.called(kb.Source, name)), None)
            self._known[key] = found or self._new(name)
        return self._known[key]

    def _new(self, name: str) -> str:
        made_of = slug(name)[:_LONGEST_SLUG].strip("-") or f"{self._graph}-source"
        taken = set(self._known.values())
        choices = (f"{ID}source/{made_of}{suffix}" for suffix in ("", *(f"-{n}" for n in range(2, 999))))
        iri = next(choice for choice in choices if choice not in taken and not self._record.describes(choice))
        self._draft.describe(iri, kb.Source, {"id": name, "en": name})
        if re.fullmatch(r"https?://\S+", name):
            self._draft.add(iri, kb.url, Literal(name, datatype=xsd.anyURI))
        else:
            self._draft.add(iri, dct.bibliographicCitation, Literal(name))
        return iri

    def _place(self, source: str, place: str, row: ListRow, number: int) -> str:
        """Describe the place of a row. Without one, it is the row by its number in the list."""
        iri = f"{ID}place/{self._graph}-row-{row.position}{f'-{number}' if number > 1 else ''}"
        match = None if _PAGE.match(place) else _TABLE_AND_ROW.fullmatch(place)
        table = match[1].strip() if match else ""
        printed = match[2] if match else row["no"] if row["no"].isdecimal() and not _PAGE.match(place) else ""
        line = int(printed or row.position) or row.position
        where = place if _PAGE.match(place) else ""
        label = {"id": where, "en": where} if where else {"id": f"Baris {line}", "en": f"Row {line}"}
        self._draft.describe(iri, kb.SourcePlace, label)
        self._draft.add(iri, kb.inSource, source)
        if where:
            self._draft.add(iri, kb.section, Literal(where))
        elif table or (place and not match):
            self._draft.add(iri, kb.table, Literal(table or place))
        else:
            self._draft.add(iri, kb.section, Literal("daftar"))
        if not where:
            self._draft.add(iri, kb.row, Literal(str(line), datatype=xsd.integer))
        return iri
