"""The verdicts of the service: on the deed of a submitted graph, and on every deed of a revision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Self

from kembar.errors import NotFound, UnacceptableGraph
from kembar.law.judge import Judge
from kembar.law.matrix import Matrix, judged_matrix, stored_matrix
from kembar.law.names import deed_iri
from kembar.law.proposal import Vocabulary, read_proposal
from kembar.law.report import validation_report
from kembar.law.rules import Rules
from kembar.law.verdict import Verdict
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


Assumed = tuple[tuple[str, date], ...]
"""Provisions assumed to be in force, each from a day."""


@dataclass(frozen=True)
class VerdictService:
    """The service that gives verdicts, with all that it needs in another process.

    Attributes:
        context: Our JSON-LD context.
        number: The revision by which deeds are judged unless a request names another.
        limits: The maximum size of a submitted graph.
        law_checked_max_days: For how long the check of a provision or relation is good.
    """

    rules: Rules
    vocabulary: Vocabulary
    context: dict[str, Any]
    revisions: RevisionFolder
    number: int
    limits: GraphLimits
    answer_limits: AnswerLimits
    law_checked_max_days: int

    def validate(
        self,
        data: bytes,
        form: Format,
        deed: str | None = None,
        as_of: date | None = None,
        revision: int | None = None,
        assumed: Mapping[str, date] | None = None,
    ) -> Verdict:
        """Return the verdict on a deed of a submitted graph. Nothing is stored.

        Args:
            data: The graph.
            form: Its format.
            deed: The IRI or slug of the deed; required if the graph contains several.
            as_of: The day whose facts are used, by default the act date.
            revision: The revision whose facts are used, by default the current one.
            assumed: Provisions to take as in force from a day, for trial.

        Raises:
            GraphSyntaxError: If the graph cannot be parsed.
            UnacceptableGraph: If a proposal may not contain one of its statements, or ``deed`` is missing.
            NotFound: If the graph does not contain ``deed``.
        """
        store, judge = self._at(revision, assumed)
        proposal, deeds = read_proposal(
            parse_bytes(data, form, self.context, limits=self.limits), store, self.vocabulary
        )
        deed = deed_iri(deed)
        if deed is None and len(deeds) > 1:
            raise UnacceptableGraph("The graph contains several deeds; select one by the parameter deed.", deeds=deeds)
        if deed is not None and deed not in deeds:
            raise NotFound(f"The graph does not state that <{deed}> is a kb:Deed.", deeds=deeds)
        return judge.judge(deed or deeds[0], proposal, as_of)

    def answer(
        self,
        data: bytes,
        form: Format,
        deed: str | None,
        as_of: date | None,
        revision: int | None,
        answer_form: Format,
        assumed: Mapping[str, date] | None = None,
    ) -> Answer:
        """Return the verdict in TABLE_JSON, or its report in a format of graphs. Raise as :meth:`validate` does."""
        verdict = self.validate(data, form, deed, as_of, revision, assumed)
        if answer_form is Format.TABLE_JSON:
            return self.answer_limits.json(verdict.to_json())
        return self.report(verdict, answer_form)

    def report(self, verdict: Verdict, form: Format) -> Answer:
        """Return the validation report of a verdict (SHACL §3) in a format of graphs."""
        return self.answer_limits.answer(form, graph_bytes(validation_report(verdict, self.rules), form))

    def matrix(
        self,
        as_of: date | None,
        all_deeds: bool,
        revision: int | None,
        form: Format,
        assumed: Mapping[str, date] | None = None,
    ) -> Answer:
        """Return the matrix in TABLE_JSON or TABLE_CSV, or its judgements in a format of graphs."""
        matrix = self._matrix(as_of, all_deeds, revision, tuple(sorted((assumed or {}).items())))
        self.answer_limits.check_rows(len(matrix.rows))
        if form is Format.TABLE_JSON:
            return self.answer_limits.json(matrix.to_json())
        if form is Format.TABLE_CSV:
            return self.answer_limits.answer(form, csv_bytes(matrix.to_csv()))
        return self.answer_limits.answer(form, graph_bytes(matrix.judgements(), form))

    def warm(self) -> Self:
        """Open the store, give a first verdict, which takes a second longer than later ones, and return the service."""
        deed = next(self._newest[0].quads(None, rdf.type, kb.Deed), None)
        if deed:
            self._newest[1].judge(text_of(deed.subject), EmbeddedStore(), None)
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for another process, without the open store."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _newest(self) -> tuple[Store, Judge]:
        return self._open(self.number)

    @cached_property
    def _matrix(self) -> Callable[[date | None, bool, int | None, Assumed], Matrix]:
        return lru_cache(maxsize=16)(self.judge_all)

    def judge_all(self, as_of: date | None, all_deeds: bool, revision: int | None, assumed: Assumed = ()) -> Matrix:
        """Return the matrix of a revision, by default the current one.

        As of the act dates the outcomes are stored facts; for another day, or another law, the deeds are judged.
        """
        store, judge = self._at(revision, dict(assumed))
        number = revision or self.number
        if as_of is None and not assumed:
            return stored_matrix(self.rules, store, number, all_deeds)
        return judged_matrix(self.rules, judge, store, number, as_of, all_deeds)

    def _at(self, revision: int | None, assumed: Mapping[str, date] | None = None) -> tuple[Store, Judge]:
        if revision is None or revision == self.number:
            store, judge = self._newest
            return (store, self._judge(store, self.number, assumed)) if assumed else (store, judge)
        return self._open(revision, assumed)

    def _open(self, number: int, assumed: Mapping[str, date] | None = None) -> tuple[Store, Judge]:
        revision = self.revisions.at(number)
        return revision.store, self._judge(revision.store, revision.number, assumed)

    def _judge(self, store: Store, number: int, assumed: Mapping[str, date] | None) -> Judge:
        return Judge(self.rules, store, number, self.vocabulary.dates, assumed, self.law_checked_max_days)
