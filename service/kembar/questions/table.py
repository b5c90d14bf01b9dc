"""A table as an answer (design §7): what was asked of which revision, the columns, the rows, and how far it can be trusted."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from kembar.questions.deprecation import Deprecation

__all__ = ["Column", "Table", "Value", "csv_text"]

Value = str | int | float | bool | None | list[dict[str, str]]


@dataclass(frozen=True)
class Column:
    """A column: its name, kind and meaning (by language). Kind ``records`` holds a list of objects with the given ``fields``."""

    name: str
    kind: str
    description: dict[str, str]
    fields: tuple[str, ...] = ()
    deprecated: Deprecation | None = None


@dataclass(frozen=True)
class Table:
    """``complete`` is true where the rows are all that the revision gives; ``coverage`` says what the record itself covers.

    ``version`` is that of the question's text, ``made`` the time of the revision (ISO 8601), None where the graph does not say it.
    """

    query: str
    version: str
    revision: int
    made: str | None
    parameters: dict[str, str]
    columns: tuple[Column, ...]
    rows: list[dict[str, Value]]
    complete: bool
    coverage: list[dict[str, Any]]
    deprecated: Deprecation | None = None

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Table":
        """The table that :meth:`to_json` wrote, whatever else stands beside it."""
        known = {field.name: said[field.name] for field in fields(cls)}
        columns = tuple(
            Column(**{**column, "deprecated": _deprecation(column["deprecated"])}) for column in said["columns"]
        )
        return cls(**{**known, "columns": columns, "deprecated": _deprecation(said["deprecated"])})

    def to_json(self) -> dict[str, Any]:
        """The table as the JSON contract has it."""
        return asdict(self)

    def to_csv(self) -> str:
        """The rows as :func:`csv_text` writes them."""
        return csv_text(
            (column.name for column in self.columns),
            ((row[column.name] for column in self.columns) for row in self.rows),
        )

    def cells(self) -> list[list[str]]:
        """The rows as text, a list as one cell."""
        return [[_cell(row[column.name]) for column in self.columns] for row in self.rows]


def csv_text(names: Iterable[str], rows: Iterable[Iterable[Value]]) -> str:
    """RFC 4180 with a header row; a list becomes one cell, its records divided by ``; ``.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection); numbers are left as they are.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(
        [_harmless(_cell(value)) if isinstance(value, (str, list)) else _cell(value) for value in row] for row in rows
    )
    return text.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _cell(value: Value) -> str:
    if isinstance(value, list):
        return "; ".join(" | ".join(record.values()) for record in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _deprecation(said: dict[str, Any] | None) -> Deprecation | None:
    return Deprecation(**said) if said else None
