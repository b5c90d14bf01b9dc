"""Lists of tests, taken in against the shipped record without the ties that they bring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from kembar.files import Content
from kembar.lists.intake import Intake, take_in
from kembar.lists.record import Record
from kembar.lists.rows import read_rows
from kembar.rdf.terms import text_of
from tests.conftest import copied_content

TODAY = date(2026, 11, 27)
KB = "https://w3id.org/kembar/ontology#"
NAMESPACES = {
    "kb": KB, "dct": "http://purl.org/dc/terms/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}  # fmt: skip
Take = Callable[..., "Taken"]


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Taken:
    """An intake whose statements can be asked for by short names."""

    intake: Intake

    def values(self, thing: str, prop: str) -> list[str]:
        """Return the values of ``kb:party`` and the like of ``tie:…`` and the like, shortened likewise."""
        return [
            _short(text_of(triple.object))
            for triple in self.intake.draft.triples()
            if _short(text_of(triple.subject)) == thing and _short(triple.predicate.value) == prop
        ]

    def things(self, name: str) -> list[str]:
        """Return the things of a class."""
        return [
            _short(text_of(triple.subject))
            for triple in self.intake.draft.triples()
            if _short(text_of(triple.object)) == name and _short(triple.predicate.value) == "rdf:type"
        ]

    def remarks(self, row: int) -> dict[str, str]:
        """Return what the ledger says of the cells of a row, by column, in English."""
        entry = next(entry for entry in self.intake.ledger.entries if entry.number == row)
        return {remark.column: remark.texts["en"] for remark in (*entry.refusals, *entry.gaps)}

    def result(self, row: int) -> str:
        """Return ``taken``, ``gaps`` or ``refused``."""
        return next(entry.result for entry in self.intake.ledger.entries if entry.number == row)


def _short(iri: str) -> str:
    for prefix, base in NAMESPACES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    for folder in ("id/", "concept/"):
        base = f"https://w3id.org/kembar/{folder}"
        if iri.startswith(base):
            return iri.removeprefix(base).replace("/", ":", 1)
    return iri


SURABAYAS_TIES = "surabaya-[dp]*.ttl"
"""The files of the record that hold what the lists bring; the region itself stays."""


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The shipped record without the ties of Surabaya, which the lists bring."""
    return Record.of(Content(copied_content(tmp_path_factory.mktemp("content"), without=SURABAYAS_TIES)))


@pytest.fixture(scope="session")
def take(record: Record) -> Take:
    """Take in rows, each given by the cells that it fills beside the usual ones."""

    def taken(*rows: dict[str, str]) -> Taken:
        usual = {"pihak_indonesia": "Kota Surabaya", "sumber": "Daftar", "tahap": "penjajakan"}
        filled = [{**usual, **row} for row in rows]
        headings = list(dict.fromkeys(name for row in filled for name in row))
        cells: Sequence[list[str]] = [headings, *([row.get(name, "") for name in headings] for row in filled)]
        sheet = [SheetRow(number, line) for number, line in enumerate(cells, 1)]
        return Taken(take_in(read_rows(sheet, {}, {}), record, "list", TODAY))

    return taken
