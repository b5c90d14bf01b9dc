"""The headings of a list are mapped to the columns of the template, and none is ignored silently."""

import csv
from pathlib import Path

import pytest

from kembar.errors import CannotRun
from kembar.lists.columns import COLUMNS
from kembar.lists.rows import assignments, read_rows
from tests.lists.conftest import SheetRow

HERE = Path(__file__).parent
CONSTANTS = {"pihak_indonesia": "Kota Surabaya", "sumber": "Daftar"}


def sheet(*rows: list[str]) -> list[SheetRow]:
    return [SheetRow(number, cells) for number, cells in enumerate(rows, 1)]


def test_the_table_of_columns_is_that_of_the_template() -> None:
    with (HERE / "template.csv").open() as file:
        assert next(csv.reader(file)) == [column.name for column in COLUMNS]


def test_headings_are_mapped_and_constants_fill_what_is_blank() -> None:
    rows = sheet(["Mitra", "Negara (tercetak)", "tahap"], ["Seattle", "AS", ""])
    (row,) = read_rows(rows, {"mitra": "pihak_mitra", "negara (tercetak)": "negara"}, {**CONSTANTS, "tahap": "LoI"})
    assert row.cells == {**CONSTANTS, "pihak_mitra": "Seattle", "negara": "AS", "tahap": "LoI"}
    assert (row.number, row.position) == (2, 1)


def test_a_cell_comes_before_a_constant() -> None:
    (row,) = read_rows(
        sheet(["pihak_mitra", "negara", "tahap"], ["Seattle", "AS", "LoI"]), {}, {**CONSTANTS, "tahap": "x"}
    )
    assert row["tahap"] == "LoI"


@pytest.mark.parametrize(
    ("headings", "mapped", "constants", "reason"),
    [
        (["pihak_mitra", "negara", "tahap", "telepon"], {}, CONSTANTS, "'telepon' is no column"),
        (["pihak_mitra", "negara", "tahap"], {}, {}, "no column pihak_indonesia, sumber"),
        (["pihak_mitra", "negara"], {}, CONSTANTS, "tahap or status_tercetak"),
        (["pihak_mitra", "negara", "tahap"], {"kota": "pihak_mitra"}, CONSTANTS, "no heading 'kota'"),
        (["mitra", "negara", "tahap"], {"mitra": "pihak_mitr"}, CONSTANTS, "Nearest: pihak_mitra"),
        (["mitra", "pihak_mitra", "negara", "tahap"], {"mitra": "pihak_mitra"}, CONSTANTS, "Two headings"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(
    headings: list[str], mapped: dict[str, str], constants: dict[str, str], reason: str
) -> None:
    with pytest.raises(CannotRun, match=reason):
        read_rows(sheet(headings), mapped, constants)


def test_a_heading_can_be_left_out_on_purpose() -> None:
    rows = sheet(["pihak_mitra", "negara", "tahap", "telepon"], ["Seattle", "AS", "LoI", "1"])
    (row,) = read_rows(rows, {"telepon": ""}, CONSTANTS)
    assert "1" not in row.cells.values()


def test_the_apostrophe_that_an_export_puts_before_a_formula_is_taken_off() -> None:
    (row,) = read_rows(sheet(["pihak_mitra", "negara", "tahap"], ["'=1+1", "AS", "'LoI"]), {}, CONSTANTS)
    assert (row["pihak_mitra"], row["tahap"]) == ("=1+1", "'LoI")


def test_assignments_are_split_at_the_sign_that_is_meant() -> None:
    assert assignments(["a=b=negara"], last=True) == {"a=b": "negara"}
    assert assignments(["sumber=a=b"]) == {"sumber": "a=b"}
    with pytest.raises(CannotRun):
        assignments(["sumber"])
