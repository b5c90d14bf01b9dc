"""The rows of a list, by the columns of the template: with headings that are mapped, and constants for missing ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kembar.errors import CannotRun
from kembar.lists.columns import COLUMNS, NEEDED, STAGES
from kembar.lists.names import folded, nearest

__all__ = ["ListRow", "SheetRow", "assignments", "read_rows"]

_NAMES = tuple(column.name for column in COLUMNS)
_FORMULA = re.compile("^'(?=[=+@-])")
"""The apostrophe that an export puts before a text that a spreadsheet would run as a formula."""
_BY_FOLDED = {folded(name): name for name in _NAMES}


class SheetRow(Protocol):
    """A row of a sheet: its number as a spreadsheet shows it, and its cells without white space around them."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> list[str]: ...


@dataclass(frozen=True)
class ListRow:
    """A row of a list: ``number`` as a spreadsheet shows it, ``position`` among the rows below the headings.

    ``cells`` holds the cells that are not blank, by column.
    """

    number: int
    position: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell; it is empty where the list states nothing."""
        return self.cells.get(column, "")


def assignments(pairs: Sequence[str], last: bool = False) -> dict[str, str]:
    """Return ``name=value`` texts as a mapping; ``last`` takes the last = as the sign, since a heading may hold one."""
    found = {}
    for pair in pairs:
        name, sign, value = pair.rpartition("=") if last else pair.partition("=")
        if not sign:
            raise CannotRun(f"{pair!r} is not written as NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found


def read_rows(sheet: Sequence[SheetRow], headings: Mapping[str, str], constants: Mapping[str, str]) -> list[ListRow]:
    """Return the rows of a list.

    Args:
        sheet: The rows of the sheet; the first has the headings.
        headings: Heading of the list -> column of the template; an empty column leaves that of the list out.
        constants: Column -> what every row says that leaves it blank.

    Raises:
        CannotRun: A heading is unknown or stands twice, or a column that every list needs is missing.
    """
    if not sheet:
        raise CannotRun("The list is empty. Its first row must hold the headings.")
    for name in [*(name for name in headings.values() if name), *constants]:
        if name not in _NAMES:
            raise CannotRun(f"{name!r} is no column of the template.{_near(name)}")
    columns = _columns(sheet[0].cells, headings)
    present = {*columns, *(name for name, value in constants.items() if value)}
    missing = [name for name in NEEDED if name not in present]
    if not present.intersection(STAGES):
        missing.append(" or ".join(STAGES))
    if missing:
        headings_found = ", ".join(filter(None, sheet[0].cells))
        raise CannotRun(
            f"The list has no column {', '.join(missing)}. Its headings are: {headings_found}. "
            'Name it by --map "heading=column", or give a constant by --set column=value.'
        )
    return [_row(row, position, columns, constants) for position, row in enumerate(sheet[1:], 1)]


def _columns(cells: Sequence[str], headings: Mapping[str, str]) -> list[str]:
    mapped = {folded(heading): name for heading, name in headings.items()}
    if unused := [heading for heading in headings if folded(heading) not in {folded(cell) for cell in cells}]:
        raise CannotRun(f"The list has no heading {unused[0]!r}. Its headings are: {', '.join(filter(None, cells))}.")
    columns = []
    for cell in cells:
        name = mapped.get(folded(cell), _BY_FOLDED.get(folded(cell)))
        if name is None and cell:
            raise CannotRun(
                f"The heading {cell!r} is no column of the template.{_near(cell)} "
                f'Name its column by --map "{cell}=column", or leave it out by --map "{cell}=".'
            )
        if name and name in columns:
            raise CannotRun(f"Two headings stand for the column {name!r}.")
        columns.append(name or "")
    return columns


def _row(row: SheetRow, position: int, columns: Sequence[str], constants: Mapping[str, str]) -> ListRow:
    if any(row.cells[len(columns) :]):
        raise CannotRun(f"Row {row.number} has more cells than there are headings. Is a comma outside quotation marks?")
    cells = (_FORMULA.sub("", cell) for cell in row.cells)
    stated = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    return ListRow(row.number, position, {**{name: value for name, value in constants.items() if value}, **stated})


def _near(name: str) -> str:
    near = nearest(name, _NAMES)
    return f" Nearest: {', '.join(near)}." if near else ""
