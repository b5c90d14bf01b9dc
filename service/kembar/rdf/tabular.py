"""Tables as CSV (RFC 4180) for people and spreadsheets."""

import codecs
import csv
import io
import re
from collections.abc import Iterable

__all__ = ["Value", "cell_text", "csv_bytes", "csv_text"]

Value = str | int | float | bool | None | list[str] | list[dict[str, str]]
"""The value of a cell; a list holds several texts or records."""


def csv_text(names: Iterable[str], rows: Iterable[Iterable[Value]]) -> str:
    """Return a header row and the rows as CSV.

    An apostrophe precedes a text that a spreadsheet would read as a formula (OWASP, CSV Injection), but not a number.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(
        [_harmless(cell_text(value)) if isinstance(value, (str, list)) else cell_text(value) for value in row]
        for row in rows
    )
    return text.getvalue()


def csv_bytes(text: str) -> bytes:
    """Return CSV in UTF-8 with a byte order mark, without which Excel assumes the local code page."""
    return codecs.BOM_UTF8 + text.encode()


def cell_text(value: Value) -> str:
    r"""Return the text of a cell, with ``; `` between several values and `` | `` between the fields of a record.

    No value contains what stands between values: a backslash is put into it, ``;\ `` or ``\|``, one more where there
    are some already. So a cell is taken apart by splitting at the separators and removing one backslash from each.
    """
    if isinstance(value, list):
        return "; ".join(
            re.sub(r";(\\*) ", r";\\\1 ", each if isinstance(each, str) else _record(each)) for each in value
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _record(record: dict[str, str]) -> str:
    return " | ".join(re.sub(r"(\\*)\|", r"\\\1|", text) for text in record.values())


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
