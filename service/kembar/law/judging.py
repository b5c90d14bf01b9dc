"""Verdicts over the revisions of one store: on a graph that is sent, and on every deed of the record."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Self

from kembar.errors import NotFound, UnacceptableGraph
from kembar.law.matrix import Matrix, matrix
from kembar.law.proposal import Vocabulary, read_proposal
from kembar.law.report import judgements, validation_report
from kembar.law.rules import Rules
from kembar.law.verdict import Judge, Verdict
from kembar.rdf.formats import Format
from kembar.rdf.names import kb, rdf
from kembar.rdf.parsing import GraphLimits, parse_bytes
from kembar.rdf.serialization import graph_bytes
from kembar.rdf.tabular import csv_bytes
from kembar.rdf.terms import text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store
from kembar.store.revisions import RevisionFolder
from kembar.store.sparql import Answer, AnswerLimits

__all__ = ["VerdictService"]


@dataclass(frozen=True)
class VerdictService:
    """What is judged by: rules, vocabulary, our JSON-LD context, and revision ``number`` unless a question names another."""

    rules: Rules
    vocabulary: Vocabulary
    context: dict[str, Any]
    revisions: RevisionFolder
    number: int
    limits: GraphLimits
    answer_limits: AnswerLimits

    def validate(
        self,
        data: bytes,
        form: Format,
        deed: str | None = None,
        as_of: date | None = None,
        revision: int | None = None,
    ) -> Verdict:
        """The verdict on the deed of a proposed graph; nothing is stored.

        ``revision`` judges by the knowledge of then.
        ``deed`` is needed where the graph holds several. Raises :class:`GraphSyntaxError` and :class:`UnacceptableGraph`.
        """
        store, judge = self._at(revision)
        proposal, deeds = read_proposal(
            parse_bytes(data, form, self.context, limits=self.limits), store, self.vocabulary
        )
        if deed is None and len(deeds) > 1:
            raise UnacceptableGraph(
                "The graph holds several deeds; name the one to judge by the parameter deed.", deeds=deeds
            )
        if deed is not None and deed not in deeds:
            raise NotFound(f"The graph does not say that <{deed}> is a kb:Deed.", deeds=deeds)
        return judge.judge(deed or deeds[0], proposal, as_of)

    def answer(
        self,
        data: bytes,
        form: Format,
        deed: str | None,
        as_of: date | None,
        revision: int | None,
        answer_form: Format,
    ) -> Answer:
        """Return the verdict in TABLE_JSON, or as a validation report in a format of graphs. Raise as :meth:`validate` does."""
        verdict = self.validate(data, form, deed, as_of, revision)
        if answer_form is Format.TABLE_JSON:
            return self.answer_limits.json(verdict.to_json())
        return self.report(verdict, answer_form)

    def report(self, verdict: Verdict, form: Format) -> Answer:
        """Return the validation report of a verdict (SHACL §3) in a format of graphs."""
        return self.answer_limits.answer(form, graph_bytes(validation_report(verdict, self.rules), form))

    def matrix(self, as_of: date | None, all_deeds: bool, revision: int | None, form: Format) -> Answer:
        """Return partnerships by requirements in TABLE_JSON, TABLE_CSV or a format of graphs."""
        matrix = self._matrix(as_of, all_deeds, revision)
        self.answer_limits.check_rows(len(matrix.rows))
        if form is Format.TABLE_JSON:
            return self.answer_limits.json(matrix.to_json())
        if form is Format.TABLE_CSV:
            return self.answer_limits.answer(form, csv_bytes(matrix.to_csv()))
        triples = judgements(verdict for _, _, verdict in matrix.rows)
        return self.answer_limits.answer(form, graph_bytes(triples, form))

    def warm(self) -> Self:
        """These verdicts, with the store open and the shapes prepared by a first verdict, which takes a second more than those after it."""
        deed = next(self._newest[0].quads(None, rdf.type, kb.Deed), None)
        if deed:
            self._newest[1].judge(text_of(deed.subject), EmbeddedStore(), None)
        return self

    def __getstate__(self) -> dict[str, Any]:
        """For another process: without the open store."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _newest(self) -> tuple[Store, Judge]:
        return self._open(self.number)

    @cached_property
    def _matrix(self) -> Callable[[date | None, bool, int | None], Matrix]:
        return lru_cache(maxsize=16)(self.judge_all)

    def judge_all(self, as_of: date | None, all_deeds: bool, revision: int | None) -> Matrix:
        """The verdict on every founding deed, or on every deed, without what it would be under other readings."""
        store, judge = self._at(revision)
        return matrix(judge, store, revision or self.number, as_of, all_deeds)

    def _at(self, revision: int | None) -> tuple[Store, Judge]:
        return self._newest if revision is None or revision == self.number else self._open(revision)

    def _open(self, number: int) -> tuple[Store, Judge]:
        then = self.revisions.at(number)
        return then.store, Judge(self.rules, then.store, then.number, self.vocabulary.dates)
