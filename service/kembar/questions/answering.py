"""Answer a question from one revision."""

from dataclasses import dataclass
from typing import Self

import pyoxigraph as ox

from kembar.namespaces import BASE, PREFIXES
from kembar.questions.coverage import Coverage, coverage_of
from kembar.questions.kinds import COLUMN_KINDS
from kembar.questions.question import Asked
from kembar.questions.table import Column, Table, Value
from kembar.rdf.terms import objects, text_of
from kembar.store.sparql import select

__all__ = ["RevisionSummary", "answer_question"]

RECORD, FIELD = "\x1e", "\x1f"
"""The separators of records, and of fields in a record, in a cell of kind ``records`` (Unicode's RS and US)."""


@dataclass(frozen=True)
class RevisionSummary:
    """What every answer says of its revision: the number, when it was made (ISO 8601), and what the record covers."""

    number: int
    made: str | None
    coverage: list[Coverage]

    @classmethod
    def of(cls, store: ox.Store, number: int) -> Self:
        """Read the summary from the store of a revision."""
        times = objects(store, f"{BASE}id/revision/{number}", PREFIXES["prov"] + "generatedAtTime")
        return cls(number, next(iter(times), None), coverage_of(store))


def answer_question(asked: Asked, store: ox.Store, revision: RevisionSummary) -> Table:
    """Return the answer from the store of a revision."""
    question = asked.question
    return Table(
        query=question.name,
        version=question.version,
        revision=revision.number,
        made=revision.made,
        parameters=asked.values,
        columns=question.columns,
        rows=[
            {column.name: _value(solution[column.name], column) for column in question.columns}
            for solution in select(store, asked.query)
        ],
        complete=True,
        coverage=revision.coverage,
        deprecated=question.deprecated,
    )


def _value(term: object, column: Column) -> Value:
    if column.kind == "records":
        text = term.value if isinstance(term, ox.Literal) else ""
        records = sorted(record for record in text.split(RECORD) if record)
        return [dict(zip(column.fields, record.split(FIELD), strict=True)) for record in records]
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return COLUMN_KINDS[column.kind].read(term.value)
    return text_of(term) if isinstance(term, ox.NamedNode) else str(term)
