"""Sheets: the rows of a CSV file, or of the first sheet of an XLSX workbook, as texts."""

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from kembar.errors import CannotRun

__all__ = ["Row", "read_sheet"]


@dataclass(frozen=True)
class Row:
    """A row: its number as a spreadsheet shows it, and its cells without white space around them."""

    number: int
    cells: list[str]


def read_sheet(path: Path) -> list[Row]:
    """Return the rows that are not empty. Raise :class:`CannotRun` if the file cannot be read."""
    readers = {".csv": _csv, ".xlsx": _xlsx}
    if path.suffix.lower() not in readers:
        raise CannotRun(f"{path}: the suffix of a sheet must be one of {', '.join(readers)}.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRun(f"{path}: {error.strerror}.") from error
    try:
        rows = [Row(number, list(cells)) for number, cells in enumerate(readers[path.suffix.lower()](data), 1)]
    except UnicodeDecodeError as error:
        raise CannotRun(f"{path}: the text is not UTF-8. Save it as CSV UTF-8.") from error
    except (csv.Error, BadZipFile, KeyError, ValueError) as error:
        raise CannotRun(f"{path}: cannot be read as a sheet: {error}.") from error
    return [row for row in rows if any(row.cells)]


def _csv(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file. Spreadsheets of Indonesia and of others separate its cells by semicolons."""
    text = data.decode("utf-8-sig")
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    for cells in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True):
        yield [cell.strip() for cell in cells]


def _xlsx(data: bytes) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 -- it takes long to import, and no other command needs it

    with warnings.catch_warnings(action="ignore", category=UserWarning):  # parts of a workbook that are of no use here
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            for cells in workbook.worksheets[0].iter_rows(values_only=True):
                yield [_text(cell) for cell in cells]
        finally:
            workbook.close()


def _text(cell: Any) -> str:
    """Return the value of a cell as the text that a person typed: days as 2024-01-31, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
