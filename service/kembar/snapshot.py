"""What is read: SPARQL, canned questions, collections, things, the vocabulary and the dataset, over the revisions of one store."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

import pyoxigraph as ox

from kembar.errors import BadInput
from kembar.listings.collection import Collections
from kembar.listings.index import open_projection
from kembar.listings.pages import Asked, Listing, Page
from kembar.namespaces import GRAPH, KB
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.questions.catalogue import Questions
from kembar.questions.description import describe_question, describe_questions
from kembar.questions.table import Table
from kembar.rdf.terms import text_of
from kembar.store.hints import check_terms, faster_form
from kembar.store.revisions import Revision, RevisionFolder
from kembar.store.service_description import describe_service
from kembar.store.sparql import GRAPH_FORMATS, Answer, AnswerLimits, answer
from kembar.things.dataset import describe_dataset, dump, graph_triples
from kembar.things.description import describe, write
from kembar.things.provenance import account
from kembar.things.vocabulary_page import vocabulary_page

__all__ = ["Snapshot"]

_LONGEST_TEXT_ADVISED = 20_000
"""Characters; a longer query is no mistake of a person."""

Choose = Callable[[list[str]], str]
"""Picks one of the format names that an answer can be given in; raises :class:`NotAcceptable`."""


@dataclass(frozen=True)
class Snapshot:
    """Answers from revision ``number``. Each process has its own."""

    questions: Questions
    revisions: RevisionFolder
    number: int
    limits: AnswerLimits
    collections: Collections

    def do(self, revision: int, task: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """What a method of this class gives for another revision."""
        return task(self.at(revision), *arguments)

    def at(self, number: int) -> "Snapshot":
        """The reader of another revision. Raises :class:`NotFound`, and :class:`Gone` where it is no longer kept."""
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
        """The whole answer to a SPARQL query over the union of all graphs, or over those named; the limits are this reader's, unless others are given."""
        limits = replace(
            self.limits, max_bytes=max_bytes or self.limits.max_bytes, max_rows=max_rows or self.limits.max_rows
        )
        check_terms(text, self._terms)
        return answer(self._opened.store, text, choose, default_graphs, named_graphs, limits)

    @staticmethod
    def advice(text: str) -> str | None:
        """What makes a query that took too long faster, if we know it."""
        return faster_form(text) if len(text) < _LONGEST_TEXT_ADVISED else None

    def ask(self, name: str, given: Mapping[str, str]) -> Table:
        """Return the answer to a canned question.

        Raises :class:`NotFound` and as :meth:`kembar.questions.question.Question.bind`.
        """
        asked = self.questions[name].bind(self._opened.store, given)
        return answer_question(asked, self._opened.store, self._summary)

    def ask_sparql(self, name: str, given: Mapping[str, str], choose: Choose) -> tuple[dict[str, str], Answer]:
        """Return the values that a canned question is asked with, and the answer as SPARQL results.

        Raises as :meth:`ask`.
        """
        asked = self.questions[name].bind(self._opened.store, given)
        return asked.values, answer(self._opened.store, asked.query, choose, limits=self.limits)

    def question(self, name: str, given: Mapping[str, str], origin: str, choose: Choose) -> Answer:
        """Return the description in RDF of a canned question that the service at ``origin`` answers.

        Raises as :meth:`ask`, but not for a missing value.
        """
        self.questions[name].terms(self._opened.store, given)
        form = choose(list(GRAPH_FORMATS))
        return Answer(form, write(describe_question(self.questions[name], origin), form))

    def catalogue(self, tag: str | None, origin: str, choose: Choose) -> Answer:
        """What all canned questions are, or those with a tag."""
        form = choose(list(GRAPH_FORMATS))
        return Answer(form, write(describe_questions(self.questions.tagged(tag), origin), form))

    def page(self, name: str, asked: Asked) -> Page:
        """Some of a collection. Raises as :meth:`kembar.listings.pages.Listing.page` does."""
        return self._listing.page(name, asked, self.limits.max_rows)

    def page_csv(self, name: str, asked: Asked) -> tuple[Page, bytes]:
        """The same, and as CSV."""
        return self._listing.table(name, asked, self.limits.max_rows, self.limits.max_bytes)

    def search(self, asked: Asked) -> Page:
        """Things by words, the best first. Raises as :meth:`kembar.listings.pages.Listing.search` does."""
        return self._listing.search(asked)

    def types(self) -> list[str]:
        """The classes that a search can ask for."""
        return self._listing.types()

    def thing(self, iri: str, choose: Choose, as_of: date | None = None) -> Answer:
        """What the graph says of a thing: in formats of graphs, or as JSON with where each fact comes from, which alone can be as of a day.

        Raises :class:`NotFound`, :class:`Renamed`, :class:`Gone`, and :class:`BadInput` for a day with another format.
        """
        triples = describe(self._opened.store, iri)
        name = choose([*GRAPH_FORMATS, "table-json"])
        if name == "table-json":
            return Answer(
                name, json.dumps(account(self._opened.store, iri, self.number, as_of), ensure_ascii=False).encode()
            )
        if as_of:
            raise BadInput(
                "Only the JSON of a thing can be as of a day: ask for application/json, .json or format=json.",
                parameter="as_of",
            )
        return Answer(name, write(triples, name))

    def vocabulary_document(self, choose: Choose) -> Answer:
        """The vocabulary as RDF, or as a page for people."""
        name = choose([*GRAPH_FORMATS, "html"])
        graph = ox.NamedNode(GRAPH + "ontology-kembar")
        vocabulary = [quad.triple for quad in self._opened.store.quads_for_pattern(None, None, None, graph)]
        return Answer(name, vocabulary_page(vocabulary) if name == "html" else write(vocabulary, name))

    def dataset(self, choose: Choose) -> Answer:
        """What the dataset is and holds, in DCAT and VoID."""
        name = choose(list(GRAPH_FORMATS))
        return Answer(name, write(describe_dataset(self._opened.store, self.number), name))

    def service_description(self, endpoint: str, choose: Choose) -> Answer:
        """What the query service at ``endpoint`` can do."""
        name = choose(list(GRAPH_FORMATS))
        return Answer(name, write(describe_service(self._opened.store, endpoint), name))

    def graph(self, iri: str | None, choose: Choose) -> Answer:
        """A named graph, or for None the default graph, which holds all statements. Raises :class:`NotFound`."""
        triples = graph_triples(self._opened.store, iri)
        name = choose(list(GRAPH_FORMATS))
        return Answer(name, write(triples, name))

    def dump(self, name: str) -> Answer:
        """The whole graph; ``name`` is one of :data:`kembar.things.dataset.DUMPS`. Raises :class:`NotFound`."""
        return Answer(*dump(self._opened.store, name))

    def answers(self) -> bool:
        """Whether the store of this process can be read."""
        return len(self._opened.store) > 0

    def open(self) -> Self:
        """The same, with its store open."""
        self._opened  # noqa: B018
        return self

    def __getstate__(self) -> dict[str, Any]:
        """For another process: without the open store."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _terms(self) -> frozenset[str]:
        """The local names of our vocabulary."""
        graph = ox.NamedNode(GRAPH + "ontology-kembar")
        subjects = (text_of(quad.subject) for quad in self._opened.store.quads_for_pattern(None, None, None, graph))
        return frozenset(subject.removeprefix(KB) for subject in subjects if subject.startswith(KB))

    @cached_property
    def _summary(self) -> RevisionSummary:
        return RevisionSummary.of(self._opened.store, self.number)

    @cached_property
    def _opened(self) -> Revision:
        return self.revisions.at(self.number)

    @cached_property
    def _listing(self) -> Listing:
        tables = open_projection(self.revisions.path, self._opened, self.collections)
        return Listing(tables, self.collections, self._opened.store, self.number)
