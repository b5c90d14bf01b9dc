"""One revision opened for reading: the answers to queries, questions, collections and things, as bytes and metadata."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from kembar.errors import BadInput, NotFound
from kembar.listings.catalogue import Collections
from kembar.listings.context import collection_context, search_context
from kembar.listings.index import open_index
from kembar.listings.pages import IN_PAGES, Listing, Page, PageRequest
from kembar.listings.paging import PageAddress
from kembar.namespaces import GRAPH, KB
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.questions.catalogue import Questions
from kembar.questions.citation import AnswerAddress, citation
from kembar.questions.description import describe_question, describe_questions
from kembar.questions.geojson import feature_collection
from kembar.questions.table import Table
from kembar.rdf.formats import DUMPS, GRAPHS, SOLUTIONS, Format
from kembar.rdf.serialization import graph_bytes
from kembar.rdf.tabular import csv_bytes
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
        asked = self.questions[name].bind(self.store, given)
        return answer_question(asked, self.store, self._summary, self.limits)

    def answer(self, name: str, given: Mapping[str, str], form: Format, address: AnswerAddress) -> tuple[Answer, str]:
        """Return the answer to a canned question in a format, and its permanent link. Raise as :meth:`ask` does."""
        question = self.questions[name]
        asked = question.bind(self.store, given)
        tag = next((tag for tag, number in self.revisions.tags.all().items() if number == self.number), None)
        link = address.permanent_link(question, asked.values, self.number, tag)
        if form in SOLUTIONS:
            return answer(self.store, asked.query, lambda _: form, limits=self.limits), link
        table = answer_question(asked, self.store, self._summary, self.limits)
        if form is Format.TABLE_CSV:
            return self.limits.answer(form, csv_bytes(table.to_csv())), link
        cite = {"cite": citation(question, link, self._summary, tag, address.revisions_kept)}
        if form is Format.GEOJSON and question.coordinates:
            return self.limits.json(feature_collection(table, *question.coordinates) | cite, form), link
        return self.limits.json(table.to_json() | cite), link

    def question(self, name: str, given: Mapping[str, str], origin: str, choose: Choose) -> Answer:
        """Return the RDF description of a canned question. Raise as :meth:`Question.terms` does."""
        self.questions[name].terms(self.store, given)
        return self._graph(describe_question(self.questions[name], origin), choose)

    def catalogue(self, tag: str | None, origin: str, choose: Choose) -> Answer:
        """Return the list of all canned questions, or of those with a tag, as JSON or RDF."""
        questions = self.questions.tagged(tag)
        form = choose([Format.TABLE_JSON, *GRAPHS])
        if form is Format.TABLE_JSON:
            return self.limits.json([question.to_json(self.store) for question in questions])
        return self.limits.answer(form, graph_bytes(describe_questions(questions, origin), form))

    def page(self, name: str, request: PageRequest, form: Format, address: PageAddress) -> tuple[Answer, str]:
        """Return a page of a collection and its ``Link`` header. Raise as :meth:`kembar.listings.pages.Listing.page` does."""
        collection = self.collections[name]
        page = self.listing.page(name, request, self.limits)
        if form is Format.TABLE_CSV:
            table = self.listing.table(collection, request, page)
            return self.limits.answer(form, table, IN_PAGES), address.links(self.number, page.after)[0]
        return self._page(name, collection_context(collection, request.language), request, page, form, address)

    def search(self, request: PageRequest, form: Format, address: PageAddress) -> tuple[Answer, str]:
        """Return a page of things found by words, the best first, and its ``Link`` header."""
        page = self.listing.search(request)
        return self._page("search", search_context(request.language), request, page, form, address)

    def _page(
        self, name: str, context: list[Any], request: PageRequest, page: Page, form: Format, address: PageAddress
    ) -> tuple[Answer, str]:
        link, addresses = address.links(self.number, page.after)
        document = {
            "@context": context,
            **addresses,
            "collection": name,
            "revision": self.number,
            "items": page.items,
            "complete": request.after is None and page.after is None,
            **({"corrected": page.corrected} if page.corrected else {}),
        }
        return self.limits.json(document, form, IN_PAGES), link

    def types(self) -> list[str]:
        """Return the classes that a search can be restricted to."""
        return self.listing.types()

    def thing(self, iri: str, choose: Choose, as_of: date | None = None) -> Answer:
        """Return one thing in a format of graphs, or as JSON with provenance, which alone can be as of a day.

        Raise :class:`NotFound`, :class:`Renamed`, :class:`Gone`, and :class:`BadInput` for a day with another format.
        """
        triples = describe(self.store, iri)
        form = choose([*GRAPHS, Format.TABLE_JSON])
        if form is Format.TABLE_JSON:
            return self.limits.json(account(self.store, iri, self.number, as_of))
        if as_of:
            raise BadInput(
                "Only the JSON of a thing can be as of a day: ask for application/json, .json or format=json.",
                parameter="as_of",
            )
        return self.limits.answer(form, graph_bytes(triples, form))

    def vocabulary_document(self, choose: Choose) -> Answer:
        """Return the vocabulary as RDF or as an HTML page."""
        form = choose([*GRAPHS, Format.HTML])
        vocabulary = self._vocabulary
        body = vocabulary_page(vocabulary) if form is Format.HTML else graph_bytes(vocabulary, form)
        return self.limits.answer(form, body)

    def dataset(self, choose: Choose) -> Answer:
        """Return the description of the dataset in DCAT and VoID."""
        return self._graph(describe_dataset(self.store, self.number), choose)

    def service_description(self, endpoint: str, choose: Choose) -> Answer:
        """Return the description of the query service at ``endpoint``."""
        return self._graph(describe_service(self.store, endpoint), choose)

    def graph(self, iri: str | None, choose: Choose) -> Answer:
        """Return a named graph, or for None the default graph, which holds all statements. Raise :class:`NotFound`."""
        return self._graph(graph_triples(self.store, iri), choose)

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

    def _graph(self, triples: list[Triple], choose: Choose) -> Answer:
        form = choose(GRAPHS)
        return self.limits.answer(form, graph_bytes(triples, form))

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
    def listing(self) -> Listing:
        """The collections and the search of this revision."""
        tables = open_index(self.revisions.path, self._opened, self.collections)
        return Listing(tables, self.collections, self.store, self.number)
