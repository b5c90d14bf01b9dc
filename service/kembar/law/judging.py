"""The verdicts of the service: on the deed of a submitted graph, and on every deed of a revision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal, Self

from kembar import messages
from kembar.errors import UnacceptableGraph, UnknownName
from kembar.law import contract
from kembar.law.assumptions import assumptions, changes
from kembar.law.checklist import checklist
from kembar.law.checklist_text import checklist_csv, checklist_text
from kembar.law.days import today
from kembar.law.drafts import DEED, Draft, draft_store
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

__all__ = ["Asked", "Reporter", "Shown", "VerdictService"]

Assumed = tuple[tuple[str, date], ...]
"""Provisions assumed to be in force, each from a day."""

Reporter = Callable[[contract.Verdict, str, int], str]
"""Writes the report on a verdict as text, in a language and to a depth of 1 to 3."""


@dataclass(frozen=True)
class Asked:
    """Under which facts and law a deed is judged: day, revision, and assumptions as :func:`assumptions` reads them."""

    as_of: date | None = None
    revision: int | None = None
    assume: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """How a verdict is shown; ``language`` and ``depth`` are those of texts."""

    form: Format
    view: Literal["verdict", "report", "checklist"] = "verdict"
    language: str = "id"
    depth: int = 2


@dataclass(frozen=True)
class VerdictService:
    """The service that gives verdicts, with all that it needs in another process.

    Attributes:
        context: Our JSON-LD context.
        number: The revision by which deeds are judged unless a request names another.
        limits: The maximum size of a submitted graph.
        law_checked_max_days: For how long the check of a provision or relation is good.
        reporter: Writes the report on a verdict as text. It runs in another process, so it is a function of a module.
    """

    rules: Rules
    vocabulary: Vocabulary
    context: dict[str, Any]
    revisions: RevisionFolder
    number: int
    limits: GraphLimits
    answer_limits: AnswerLimits
    law_checked_max_days: int
    reporter: Reporter

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
            UnknownName: If the graph does not contain ``deed``.
        """
        return self._validated(data, form, deed, as_of, revision, assumed or {})[0]

    def _validated(
        self,
        data: bytes,
        form: Format,
        deed: str | None,
        as_of: date | None,
        revision: int | None,
        assumed: Mapping[str, date],
    ) -> tuple[Verdict, Store]:
        """Return the verdict with what the assumptions change, and the graph of the proposal."""
        store, judge = self._at(revision, assumed)
        proposal, deeds = read_proposal(
            parse_bytes(data, form, self.context, limits=self.limits), store, self.vocabulary
        )
        deed = deed_iri(deed)
        if deed is None and len(deeds) > 1:
            raise UnacceptableGraph(messages.text("refused.several-deeds"), deeds=deeds)
        if deed is not None and deed not in deeds:
            raise UnknownName(messages.text("refused.no-such-deed", deed=deed), parameter="deed", deeds=deeds)
        verdict = judge.judge(deed or deeds[0], proposal, as_of)
        if assumed:
            now = self._at(revision)[1].judge(verdict.deed, proposal, as_of, flips=False)
            verdict = replace(verdict, changes=changes(now, verdict))
        return verdict, proposal

    def answer(self, data: bytes, form: Format, deed: str | None, asked: Asked, shown: Shown) -> Answer:
        """Return the verdict on a deed of a submitted graph, as it is asked to be shown.

        Raise as :meth:`validate` and :meth:`assumptions` do.
        """
        assumed = self.assumptions(asked.assume, asked.revision)
        verdict, proposal = self._validated(data, form, deed, asked.as_of, asked.revision, assumed)
        if shown.view == "checklist":
            return self._checklist(verdict, proposal, asked, shown)
        if shown.view == "report":
            text = self.reporter(verdict.to_json(), shown.language, shown.depth)
            return self.answer_limits.answer(shown.form, text.encode())
        if shown.form is Format.TABLE_JSON:
            return self.answer_limits.json(verdict.to_json())
        return self.report(verdict, shown.form)

    def draft(self, draft: Draft, asked: Asked, shown: Shown) -> Answer:
        """Return the checklist of a draft that nobody proposed. It changes with the day.

        Raise as :func:`draft_store` and :meth:`assumptions` do.
        """
        store, judge = self._at(asked.revision, self.assumptions(asked.assume, asked.revision))
        proposal = draft_store(draft, store, self.vocabulary)
        answer = self._checklist(judge.judge(DEED, proposal, asked.as_of), proposal, asked, shown, made_up=True)
        return replace(answer, changes=True)

    def _checklist(
        self, verdict: Verdict, proposal: Store, asked: Asked, shown: Shown, made_up: bool = False
    ) -> Answer:
        store, _ = self._at(asked.revision)
        listed = checklist(verdict, self.rules, store, proposal, today(), made_up)
        if shown.form is Format.TABLE_JSON:
            return self.answer_limits.json(listed)
        csv = shown.form is Format.TABLE_CSV
        body = (
            csv_bytes(checklist_csv(listed, shown.language)) if csv else checklist_text(listed, shown.language).encode()
        )
        return self.answer_limits.answer(shown.form, body)

    def assumptions(self, texts: Sequence[str], revision: int | None = None) -> dict[str, date]:
        """Return the provisions that texts assume to be in force. Raise as :func:`assumptions` does."""
        return assumptions(texts, self._at(revision)[0], self.vocabulary) if texts else {}

    def report(self, verdict: Verdict, form: Format) -> Answer:
        """Return the validation report of a verdict (SHACL §3) in a format of graphs."""
        return self.answer_limits.answer(form, graph_bytes(validation_report(verdict), form))

    def matrix(
        self,
        as_of: date | None,
        all_deeds: bool,
        revision: int | None,
        form: Format,
        assume: Sequence[str] = (),
    ) -> Answer:
        """Return the matrix in TABLE_JSON or TABLE_CSV, or its judgements in a format of graphs.

        Raise as :meth:`assumptions` does.
        """
        assumed = self.assumptions(assume, revision)
        matrix = self._matrix(as_of, all_deeds, revision, tuple(sorted(assumed.items())))
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
