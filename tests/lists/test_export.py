"""The record is written in the columns of a list, and an import of that list finds the same ties again."""

import csv
import io

import pytest

from kembar.lists.columns import COLUMNS
from kembar.lists.export import list_text
from kembar.lists.intake import take_in
from kembar.lists.record import Record
from kembar.lists.rows import read_rows
from kembar.namespaces import ID
from kembar.rdf.names import kb
from kembar.rdf.terms import Quad, text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import objects
from tests.lists.conftest import KB, TODAY, SheetRow, Take


def sheet_of(text: str) -> list[SheetRow]:
    return [SheetRow(number, cells) for number, cells in enumerate(csv.reader(io.StringIO(text)), 1)]


@pytest.fixture(scope="module")
def exported(record: Record) -> str:
    return list_text(record)


def test_the_headings_are_those_of_the_template(exported: str) -> None:
    assert exported.splitlines()[0] == ",".join(column.name for column in COLUMNS)


def test_a_round_trip_finds_the_ties_and_deeds_of_the_record_and_makes_no_other(record: Record, exported: str) -> None:
    taken = take_in(read_rows(sheet_of(exported), {}, {}), record, "exported", TODAY)
    assert not [entry for entry in taken.ledger.entries if entry.refusals]
    made = {text_of(triple.object) for triple in taken.draft.triples() if triple.predicate.value.endswith("#type")}
    assert not made & {f"{KB}{name}" for name in ("Partnership", "Territory", "LocalGovernment", "Contradiction")}
    stated = {text_of(triple.subject) for triple in taken.draft.triples() if triple.predicate == kb.statedAt}
    assert set(record.things(kb.Partnership)) <= stated


def test_a_list_that_is_taken_in_and_written_again_gives_the_same_ties(record: Record, take: Take) -> None:
    first = take(
        {"pihak_mitra": "Seattle", "negara": "AS", "jenis_naskah": "MoU", "tanggal_ttd": "1992-09-29", "tahap": "berlaku",
         "jangka_waktu": "5 tahun", "perpanjangan": "otomatis", "penanda_tangan_1_jabatan": "Wali Kota"},
        {"pihak_mitra": "Dubai", "negara": "Uni Emirates Arab", "tahap": "proses penjajakan"},
    )  # fmt: skip
    store = EmbeddedStore()
    store.extend(record.store.quads())
    store.extend(Quad(*triple) for triple in first.intake.draft.triples())
    again = Record(store)
    text = list_text(again, f"{ID}government/surabaya")
    taken = take_in(read_rows(sheet_of(text), {}, {}), again, "again", TODAY)
    assert [entry.refusals for entry in taken.ledger.entries] == [[], []]
    assert not [
        triple for triple in taken.draft.triples() if triple.object in (kb.Partnership, kb.Deed, kb.Contradiction)
    ]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["tahap"] for row in rows] == ["penjajakan", "berlaku"]
    assert [row["jangka_waktu"] for row in rows] == ["", "5 tahun"]
    assert rows[1]["penanda_tangan_1_jabatan"] == "Wali Kota Surabaya"


def test_a_region_has_only_its_own_ties(record: Record, exported: str) -> None:
    jakarta = list_text(record, f"{ID}government/jakarta")
    ties = [
        tie
        for tie in record.things(kb.Partnership)
        if f"{ID}government/jakarta" in objects(record.store, tie, kb.party)
    ]
    partners = {row["pihak_mitra"] for row in csv.DictReader(io.StringIO(jakarta))}
    assert len(partners) == len(ties)
    assert len(jakarta) <= len(exported)
    assert {row["pihak_mitra"] for row in csv.DictReader(io.StringIO(list_text(record, f"{ID}government/berlin")))} == {
        "Berlin"
    }
