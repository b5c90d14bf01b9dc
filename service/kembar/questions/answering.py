"""Answers to questions from one revision."""

from dataclasses import dataclass
from typing import Self

from kembar.questions.contract import Coverage
from kembar.questions.coverage import coverage_of
from kembar.questions.kinds import COLUMN_KINDS
from kembar.questions.question import BoundQuestion
from kembar.questions.table import Column, Table
from kembar.rdf.tabular import Value
from kembar.rdf.terms import Literal, NamedNode, text_of
from kembar.store.protocol import Store
from kembar.store.revisions import Revision
from kembar.store.sparql import AnswerLimits

__all__ = ["RevisionSummary", "answer_question"]

RECORD, FIELD = "\x1e", "\x1f"
"""The separators of records, and of fields in a record, in a cell of kind ``records`` (Unicode's RS and US)."""


@dataclass(frozen=True)
class RevisionSummary:
    """The parts of an answer that depend only on the revision: its number, its time and the coverage of the record."""

    number: int
    made: str | None
    coverage: list[Coverage]

    @classmethod
    def of(cls, revision: Revision) -> Self:
        """Read the summary of a revision."""
        return cls(revision.number, revision.made, coverage_of(revision.store))


def answer_question(bound: BoundQuestion, store: Store, revision: RevisionSummary, limits: AnswerLimits) -> Table:
    """Return the answer from the store of a revision. Raise :class:`AnswerTooLarge` if it has too many rows."""
    question = bound.question
    return Table(
        query=question.name,
        version=question.version,
        revision=revision.number,
        made=revision.made,
        parameters=bound.values,
        columns=question.columns,
        rows=limits.take(
            {column.name: _value(solution[column.name], column) for column in question.columns}
            for solution in store.select(bound.query)
        ),
        complete=True,
        coverage=revision.coverage,
        deprecated=question.deprecated,
    )


def _value(term: object, column: Column) -> Value:
    if column.kind == "records":
        text = term.value if isinstance(term, Literal) else ""
        records = sorted(record for record in text.split(RECORD) if record)
        return [dict(zip(column.fields, record.split(FIELD), strict=True)) for record in records]
    if term is None:
        return None
    if isinstance(term, Literal):
        return COLUMN_KINDS[column.kind].read(term.value)
    return text_of(term) if isinstance(term, NamedNode) else str(term)
