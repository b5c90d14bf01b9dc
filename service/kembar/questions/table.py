"""The answer to a question as a table, in JSON and CSV."""

from dataclasses import dataclass, fields
from typing import Any

from kembar.questions import contract
from kembar.questions.deprecation import Deprecation
from kembar.rdf.tabular import Value, cell_text, csv_text

__all__ = ["Column", "Table"]


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        kind: The name of one of :data:`kembar.questions.kinds.COLUMN_KINDS`.
        fields: The names of the fields of a record, in a column of kind records.
    """

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
    """The answer to a question.

    Attributes:
        query: The name of the question.
        version: The version of the question.
        revision: The number of the revision.
        made: The time at which the revision was made (ISO 8601), if the graph states it.
        parameters: The values of the parameters, including defaults.
        complete: Whether these are all rows of the answer.
        coverage: The coverage of the record.
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
    def from_json(cls, document: dict[str, Any]) -> "Table":
        """Return the table that :meth:`to_json` wrote. Other members are ignored."""
        members = {field.name: document[field.name] for field in fields(cls)}
        columns = tuple(
            Column(**{**column, "deprecated": _deprecation(column["deprecated"])}) for column in members["columns"]
        )
        return cls(**{**members, "columns": columns, "deprecated": _deprecation(members["deprecated"])})

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
        """Return the rows as :func:`csv_text` writes them."""
        return csv_text(
            (column.name for column in self.columns),
            ((row[column.name] for column in self.columns) for row in self.rows),
        )

    def cells(self) -> list[list[str]]:
        """Return the cells of the rows as text."""
        return [[cell_text(row[column.name]) for column in self.columns] for row in self.rows]


def _deprecation(members: dict[str, Any] | None) -> Deprecation | None:
    return Deprecation(**members) if members else None
