"""One revision opened for reading: the answers to queries, questions, collections and things, as bytes and metadata."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from kembar.errors import BadInput, NotFound
from kembar.listings.collection import Collections
from kembar.listings.index import open_index
from kembar.listings.pages import Asked, Listing, Page
from kembar.namespaces import GRAPH, KB
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.questions.catalogue import Questions
from kembar.questions.description import describe_question, describe_questions
from kembar.questions.table import Table
from kembar.rdf.formats import DUMPS, GRAPHS, Format
from kembar.rdf.serialization import graph_bytes
from kembar.rdf.terms import NamedNode, Triple, text_of
from kembar.store.dumps import dump_file
from kembar.store.hints import check_terms, faster_form
from kembar.store.protocol import Store
from kembar.store.revisions import Revision, RevisionFolder
from kembar.store.service_description import describe_service
from kembar.store.sparql import Answer, AnswerLimits, Choose, answer
from kembar.things.dataset import describe_dataset, graph_triples
from kembar.things.description import describe
from kembar.things.provenance import account
from kembar.things.vocabulary_page import vocabulary_page

__all__ = ["Snapshot"]

_LONGEST_ADVISED_CHARACTERS = 20_000
"""A longer query was not written by a person."""


@dataclass(frozen=True)
class Snapshot:
    """Answers from one revision. Each process has its own."""

    questions: Questions
    revisions: RevisionFolder
    number: int
    limits: AnswerLimits
    collections: Collections

    def do(self, revision: int, task: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Return what a method of this class returns for another revision."""
        return task(self.at(revision), *arguments)

    def at(self, number: int) -> "Snapshot":
        """Return the snapshot of another revision. Raise as :meth:`RevisionFolder.at` does."""
        return self if number == self.number else replace(self, number=number).open()

    def query(
        self,
        text: str,
        choose: Choose,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        max_bytes: int | None = None,
        max_rows: int | None = None,
    ) -> Answer:
        """Return the whole answer to a SPARQL query over all graphs or the dataset named, within the limits or those given."""
        limits = replace(
            self.limits,
            result_max_bytes=max_bytes or self.limits.result_max_bytes,
            result_max_rows=max_rows or self.limits.result_max_rows,
        )
        check_terms(text, self._terms)
        return answer(self.store, text, choose, default_graphs, named_graphs, limits=limits)

    @staticmethod
    def advice(text: str) -> str | None:
        """Return what would make a slow query faster, if it is known."""
        return faster_form(text) if len(text) < _LONGEST_ADVISED_CHARACTERS else None

    def ask(self, name: str, given: Mapping[str, str]) -> Table:
        """Return the answer to a canned question. Raise :class:`NotFound`, and as :meth:`Question.bind` does."""
        return answer_question(self.questions[name].bind(self.store, given), self.store, self._summary)

    def ask_sparql(self, name: str, given: Mapping[str, str], choose: Choose) -> tuple[dict[str, str], Answer]:
        """Return the values that a question is asked with, and the answer in a format of SPARQL results."""
        asked = self.questions[name].bind(self.store, given)
        return asked.values, answer(self.store, asked.query, choose, limits=self.limits)

    def question(self, name: str, given: Mapping[str, str], origin: str, choose: Choose) -> Answer:
        """Return the RDF description of a canned question. Raise as :meth:`Question.terms` does."""
        self.questions[name].terms(self.store, given)
        return _graph_answer(describe_question(self.questions[name], origin), choose)

    def catalogue(self, tag: str | None, origin: str, choose: Choose) -> Answer:
        """Return the RDF description of all canned questions, or of those with a tag."""
        return _graph_answer(describe_questions(self.questions.tagged(tag), origin), choose)

    def page(self, name: str, asked: Asked) -> Page:
        """Return a page of a collection. Raise as :meth:`kembar.listings.pages.Listing.page` does."""
        return self._listing.page(name, asked, self.limits)

    def page_csv(self, name: str, asked: Asked) -> tuple[Page, bytes]:
        """Return a page of a collection, and the same as CSV."""
        return self._listing.table(name, asked, self.limits)

    def search(self, asked: Asked) -> Page:
        """Return things found by words, the best first. Raise as :meth:`kembar.listings.pages.Listing.search` does."""
        return self._listing.search(asked)

    def types(self) -> list[str]:
        """Return the classes that a search can be restricted to."""
        return self._listing.types()

    def thing(self, iri: str, choose: Choose, as_of: date | None = None) -> Answer:
        """Return one thing in a format of graphs, or as JSON with provenance, which alone can be as of a day.

        Raise :class:`NotFound`, :class:`Renamed`, :class:`Gone`, and :class:`BadInput` for a day with another format.
        """
        triples = describe(self.store, iri)
        form = choose([*GRAPHS, Format.TABLE_JSON])
        if form is Format.TABLE_JSON:
            return self._json(account(self.store, iri, self.number, as_of))
        if as_of:
            raise BadInput(
                "Only the JSON of a thing can be as of a day: ask for application/json, .json or format=json.",
                parameter="as_of",
            )
        return self._limited(Answer(form, graph_bytes(triples, form)))

    def vocabulary_document(self, choose: Choose) -> Answer:
        """Return the vocabulary as RDF or as an HTML page."""
        form = choose([*GRAPHS, Format.HTML])
        vocabulary = self._vocabulary
        return Answer(form, vocabulary_page(vocabulary) if form is Format.HTML else graph_bytes(vocabulary, form))

    def dataset(self, choose: Choose) -> Answer:
        """Return the description of the dataset in DCAT and VoID."""
        return _graph_answer(describe_dataset(self.store, self.number), choose)

    def service_description(self, endpoint: str, choose: Choose) -> Answer:
        """Return the description of the query service at ``endpoint``."""
        return _graph_answer(describe_service(self.store, endpoint), choose)

    def graph(self, iri: str | None, choose: Choose) -> Answer:
        """Return a named graph, or for None the default graph, which holds all statements. Raise :class:`NotFound`."""
        return self._limited(_graph_answer(graph_triples(self.store, iri), choose))

    def dump(self, suffix: str) -> tuple[Path, Format]:
        """Return the file of all statements in a format. Raise :class:`NotFound`, which lists the formats there are."""
        form = next((form for form in DUMPS if form.suffix == suffix), None)
        if form is None:
            raise NotFound(f"There is no dump .{suffix[:20]}.", known=[form.suffix for form in DUMPS])
        return dump_file(self.revisions.path, self._opened, form, self.limits), form

    def answers(self) -> bool:
        """Return whether the store of this process can be read."""
        return len(self.store) > 0

    def open(self) -> Self:
        """Return this snapshot with its store open."""
        self._opened  # noqa: B018
        return self

    @property
    def store(self) -> Store:
        """The store of the revision."""
        return self._opened.store

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process needs: all but the open store."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _json(self, document: object) -> Answer:
        return self._limited(Answer(Format.TABLE_JSON, json.dumps(document, ensure_ascii=False).encode()))

    def _limited(self, answer: Answer) -> Answer:
        self.limits.check_bytes(len(answer.body))
        return answer

    @cached_property
    def _vocabulary(self) -> list[Triple]:
        return [quad.triple for quad in self.store.quads(graph=NamedNode(GRAPH + "ontology-kembar"))]

    @cached_property
    def _terms(self) -> frozenset[str]:
        """The local names of our vocabulary."""
        subjects = (text_of(triple.subject) for triple in self._vocabulary)
        return frozenset(subject.removeprefix(KB) for subject in subjects if subject.startswith(KB))

    @cached_property
    def _summary(self) -> RevisionSummary:
        return RevisionSummary.of(self._opened)

    @cached_property
    def _opened(self) -> Revision:
        return self.revisions.at(self.number)

    @cached_property
    def _listing(self) -> Listing:
        tables = open_index(self.revisions.path, self._opened, self.collections)
        return Listing(tables, self.collections, self.store, self.number)


def _graph_answer(triples: list[Triple], choose: Choose) -> Answer:
    form = choose(GRAPHS)
    return Answer(form, graph_bytes(triples, form))
