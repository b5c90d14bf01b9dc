"""A table as an answer (design §7): what was asked of which revision, the columns, the rows, and how far it can be trusted."""

import csv
import io
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Column", "Table"]

Value = str | int | float | bool | None | list[dict[str, str]]


@dataclass(frozen=True)
class Column:
    """A column: its name, kind and meaning (by language). Kind ``records`` holds a list of objects with the given ``fields``."""

    name: str
    kind: str
    description: dict[str, str]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """``complete`` is true where the rows are all that the revision gives; ``coverage`` says what the record itself covers."""

    query: str
    revision: int
    parameters: dict[str, str]
    columns: tuple[Column, ...]
    rows: list[dict[str, Value]]
    complete: bool
    coverage: list[dict[str, Any]]

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Table":
        """The table that :meth:`to_json` wrote."""
        return cls(**{**said, "columns": tuple(Column(**column) for column in said["columns"])})

    def to_json(self) -> dict[str, Any]:
        """The table as the JSON contract has it."""
        return asdict(self)

    def to_csv(self) -> str:
        """RFC 4180 with a header row; a list becomes one cell, its records divided by ``; ``."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(column.name for column in self.columns)
        writer.writerows(self.cells())
        return text.getvalue()

    def cells(self) -> list[list[str]]:
        """The rows as text, a list as one cell."""
        return [[_cell(row[column.name]) for column in self.columns] for row in self.rows]


def _cell(value: Value) -> str:
    if isinstance(value, list):
        return "; ".join(" | ".join(record.values()) for record in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
