"""Our own cases, a row each in ``cases/cases.csv``: the verdict on each is the one that the row expects."""

from pathlib import Path

import pytest

from kembar.application import Kembar
from kembar.cli.backend import Local
from kembar.cli.cases import Case, Terms, read_cases
from kembar.cli.differences import differences
from kembar.cli.sheets import read_sheet
from kembar.files import Content

SHEET = Path(__file__).parent / "cases" / "cases.csv"
CASES = read_cases(read_sheet(SHEET), SHEET, Terms.of(Content.shipped()))
"""A fault in the sheet stops the tests here; each is named with its row and column."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_on_a_case_is_the_expected_one(kembar: Kembar, case: Case) -> None:
    found = [
        f'row {cell.row}, column "{cell.column}": expected {cell.expected}, got {cell.got}. {cell.provision}'
        for cell in differences(case, Local(kembar), kembar.context, "en")
    ]
    assert not found, "\n".join([case.what, *found])


def test_every_graph_beside_the_sheet_is_used() -> None:
    used = {cell for row in read_sheet(SHEET) for cell in row.cells}
    assert {path.name for path in SHEET.parent.iterdir() if path != SHEET} <= used
