"""Cases that a jurist writes in a sheet: a case a row, with the outcomes that should come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kembar import messages
from kembar.cli.graphs import FORMATS, deed_iri, deed_of_the_record
from kembar.cli.sheets import Row
from kembar.content.reading import read
from kembar.errors import ContentError, Fault
from kembar.files import Content
from kembar.namespaces import CONCEPT, PREFIXES, slug_of
from kembar.rdf.dates import is_day
from kembar.rdf.formats import Format
from kembar.rdf.names import kb, rdf, skos
from kembar.rdf.terms import Triple, text_of

__all__ = ["Case", "Expected", "Terms", "read_cases"]

_HEADINGS = {
    "case": ("case", "case id", "id", "kasus", "nomor kasus"),
    "what": ("what it is", "description", "uraian"),
    "graph": ("graph", "graf", "berkas"),
    "deed": ("deed", "naskah"),
    "act-date": ("act date", "day of signature", "tanggal tindakan", "tanggal penandatanganan"),
    "as-of": ("as of", "per tanggal"),
    "overall": ("overall", "kesimpulan"),
    "refused": ("refused", "ditolak"),
}
"""Headings of the columns that are not requirements, in both languages. Case, hyphens and underscores do not matter."""
_COLUMNS = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_NEEDED = ("case", "graph")
_STATUSES = ("400", "422")
_DECLARATIONS = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


@dataclass(frozen=True)
class Terms:
    """What cells may name.

    Attributes:
        requirements: Slugs of the requirements.
        outcomes: Slugs of outcomes, by slug and by label in each language.
        overall: Slugs of overall answers, likewise.
    """

    requirements: frozenset[str]
    outcomes: Mapping[str, str]
    overall: Mapping[str, str]

    @classmethod
    def of(cls, content: Content) -> Self:
        """Return the terms of a content. Raise :class:`ContentError` if it does not parse."""
        files, faults = read(
            file for folder, suffix in (("ontology/concepts", ".ttl"), ("shapes", ".ttl"), ("shapes", ".csv"))
            for file in content.files(folder, suffix)
        )  # fmt: skip
        if faults:
            raise ContentError(faults)
        triples = [triple for file in files for triple in file.triples]
        rules = (
            triple.subject for triple in triples if triple.predicate == rdf.type and triple.object == kb.Requirement
        )
        return cls(
            frozenset(slug_of(text_of(rule)) for rule in rules),
            *(_words(triples, scheme) for scheme in ("outcome", "overall")),
        )


@dataclass(frozen=True)
class Expected:
    """What a cell expects: one of ``values``; ``reason`` is the provision after the bar."""

    column: str
    values: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Case:
    """One row. ``expected`` is by column: ``overall``, ``refused`` or the slug of a requirement."""

    row: int
    name: str
    what: str
    data: bytes
    form: Format
    deed: str | None
    act_date: str | None
    as_of: str | None
    expected: Mapping[str, Expected]


def read_cases(rows: Sequence[Row], path: Path, terms: Terms) -> list[Case]:
    """Return the cases of a sheet.

    Args:
        rows: The rows; the first has the headings.
        path: The file, which graphs are named relative to.
        terms: What cells may name.

    Raises:
        ContentError: With every fault, each with its row and column.
    """
    sheet = _Sheet(path, terms)
    columns = sheet.columns(rows[0]) if rows else []
    complete = {column for column, _ in columns}.issuperset(_NEEDED)
    cases = [sheet.case(row, columns) for row in rows[1:]] if complete else []
    if not cases and not sheet.faults:
        sheet.fault(None, "", "cases.empty")
    if sheet.faults:
        raise ContentError(sheet.faults)
    return cases


class _Sheet:
    """Reads rows and collects the faults in them."""

    def __init__(self, path: Path, terms: Terms) -> None:
        self._path, self._terms = path, terms
        self._names: dict[str, int] = {}
        self.faults: list[Fault] = []

    def fault(self, row: int | None, column: str, key: str, **values: object) -> None:
        texts = messages.text(key, **values)
        if row is not None:
            places = messages.text("cases.place", row=row, column=column)
            texts = {language: f"{places[language]}: {text}" for language, text in texts.items()}
        self.faults.append(Fault(self._path.name, None, texts["en"], texts["id"]))

    def columns(self, head: Row) -> list[tuple[str, str]]:
        """Return what each column holds, with its heading; both are empty for a column that is not read.

        A column without a heading has remarks.
        """
        columns: list[tuple[str, str]] = []
        for heading in head.cells:
            column = _COLUMNS.get(
                " ".join(heading.lower().replace("_", " ").replace("-", " ").split()), heading.lower()
            )
            known = column in _HEADINGS or column in self._terms.requirements
            repeated = known and column in (earlier for earlier, _ in columns)
            if heading and not known:
                self.fault(head.number, heading, "cases.unknown-column")
            elif repeated:
                self.fault(head.number, heading, "cases.repeated-column")
            columns.append((column, heading) if known and not repeated else ("", ""))
        for needed in _NEEDED:
            if needed not in (column for column, _ in columns):
                self.fault(head.number, needed, "cases.missing-column")
        return columns

    def case(self, row: Row, columns: Sequence[tuple[str, str]]) -> Case:
        """Return the case of a row; it is of no use if the row has a fault."""
        cells = {column: cell for (column, _), cell in zip(columns, row.cells, strict=False) if column and cell}
        headings = dict(columns)
        if surplus := [cell for cell in row.cells[len(columns) :] if cell]:
            self.fault(row.number, "", "cases.surplus", cell=surplus[0])
        name = cells.get("case", "")
        if not name:
            self.fault(row.number, headings["case"], "cases.unnamed")
        elif name in self._names:
            self.fault(row.number, headings["case"], "cases.repeated", name=name, other=self._names[name])
        self._names.setdefault(name, row.number)
        expected = {
            column: self._expected(row.number, column, headings[column], cells[column])
            for column, _ in columns
            if column in cells and (column in ("overall", "refused") or column not in _HEADINGS)
        }
        if not expected:
            self.fault(row.number, headings.get("overall", "overall"), "cases.nothing-expected")
        if "refused" in expected and len(expected) > 1:
            self.fault(row.number, headings["refused"], "cases.refused-and-judged")
        for column in ("act-date", "as-of"):
            if column in cells and not is_day(cells[column]):
                self.fault(row.number, headings[column], "cases.not-a-day", value=cells[column])
        deed = deed_iri(cells.get("deed"))
        data, form = self._graph(row.number, headings["graph"], cells.get("graph", ""), deed)
        return Case(
            row.number, name, cells.get("what", ""), data, form, deed,
            cells.get("act-date"), cells.get("as-of"), expected,
        )  # fmt: skip

    def _expected(self, row: int, column: str, heading: str, cell: str) -> Expected:
        text, _, reason = cell.partition("|")
        words = [" ".join(word.lower().split()) for word in text.split("/")]
        known = {"overall": self._terms.overall, "refused": dict(zip(_STATUSES, _STATUSES, strict=True))}.get(
            column, self._terms.outcomes
        )
        for word in words:
            if word not in known:
                self.fault(
                    row, heading, "cases.unknown-value", value=word, known=", ".join(dict.fromkeys(known.values()))
                )
        return Expected(heading, tuple(known.get(word, word) for word in words), reason.strip())

    def _graph(self, row: int, heading: str, cell: str, deed: str | None) -> tuple[bytes, Format]:
        """Return the graph that a cell names or holds; without one, that of a recorded deed."""
        if not cell:
            if deed is None:
                self.fault(row, heading, "cases.no-graph")
            return deed_of_the_record(deed or ""), Format.TURTLE
        file = Path(cell)
        if file.suffix not in FORMATS and len(cell.split()) == 1:
            self.fault(row, heading, "cases.no-format", file=cell, known=", ".join(FORMATS))
        if "\n" in cell or file.suffix not in FORMATS:
            return (_DECLARATIONS + cell).encode(), Format.TURTLE
        try:
            return (self._path.parent / file).read_bytes(), FORMATS[file.suffix]
        except OSError as error:
            self.fault(row, heading, "cases.no-file", file=cell, reason=error.strerror)
            return b"", Format.TURTLE


def _words(triples: Sequence[Triple], scheme: str) -> dict[str, str]:
    """Return the slugs of the concepts of a scheme by slug and by label."""
    start = f"{CONCEPT}{scheme}/"
    concepts = [triple for triple in triples if text_of(triple.subject).startswith(start)]
    slugs = {slug_of(text_of(triple.subject)) for triple in concepts}
    labels = {
        text_of(triple.object).lower(): slug_of(text_of(triple.subject))
        for triple in concepts
        if triple.predicate == skos.prefLabel
    }
    return {**{slug: slug for slug in sorted(slugs)}, **labels}
