"""A table as an answer (design §7): what was asked of which revision, the columns, the rows, and how far it can be trusted."""

from dataclasses import dataclass, fields
from typing import Any

from kembar.questions import contract
from kembar.questions.deprecation import Deprecation
from kembar.rdf.tabular import Value, cell_text, csv_text

__all__ = ["Column", "Table"]


@dataclass(frozen=True)
class Column:
    """A column: its name, kind and meaning (by language). Kind ``records`` holds a list of objects with the given ``fields``."""

    name: str
    kind: str
    description: dict[str, str]
    fields: tuple[str, ...] = ()
    deprecated: Deprecation | None = None

    def to_json(self) -> contract.Column:
        """Return the column as the JSON contract has it."""
        return {
            "name": self.name,
            "kind": self.kind,
            "description": self.description,
            "fields": list(self.fields),
            "deprecated": self.deprecated.to_json() if self.deprecated else None,
        }


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
    coverage: list[contract.Coverage]
    deprecated: Deprecation | None = None

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Table":
        """The table that :meth:`to_json` wrote, whatever else stands beside it."""
        known = {field.name: said[field.name] for field in fields(cls)}
        columns = tuple(
            Column(**{**column, "deprecated": _deprecation(column["deprecated"])}) for column in said["columns"]
        )
        return cls(**{**known, "columns": columns, "deprecated": _deprecation(said["deprecated"])})

    def to_json(self) -> contract.Table:
        """Return the table as the JSON contract has it."""
        return {"query": self.query, **self.answer(), "rows": self.rows}

    def answer(self) -> contract.Answer:
        """Return what the JSON holds beside the name of the question and the rows."""
        return {
            "version": self.version,
            "revision": self.revision,
            "made": self.made,
            "parameters": self.parameters,
            "columns": [column.to_json() for column in self.columns],
            "complete": self.complete,
            "coverage": self.coverage,
            "deprecated": self.deprecated.to_json() if self.deprecated else None,
        }

    def to_csv(self) -> str:
        """The rows as :func:`csv_text` writes them."""
        return csv_text(
            (column.name for column in self.columns),
            ((row[column.name] for column in self.columns) for row in self.rows),
        )

    def cells(self) -> list[list[str]]:
        """The rows as text, a list as one cell."""
        return [[cell_text(row[column.name]) for column in self.columns] for row in self.rows]


def _deprecation(said: dict[str, Any] | None) -> Deprecation | None:
    return Deprecation(**said) if said else None
