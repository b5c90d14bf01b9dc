"""One revision, open for reading: answers to queries, questions, collections and things, as bytes and metadata."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from cachetools import LRUCache

from kembar import messages
from kembar.errors import BadParameter, NotFound
from kembar.listings.catalogue import Collections
from kembar.listings.context import collection_context, search_context
from kembar.listings.index import open_index
from kembar.listings.pages import IN_PAGES, Listing, Page, PageRequest
from kembar.listings.paging import PageAddress
from kembar.listings.tables import zipped_tables
from kembar.namespaces import GRAPH, KB
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.questions.catalogue import Questions
from kembar.questions.citation import AnswerAddress, citation
from kembar.questions.description import describe_question, describe_questions
from kembar.questions.geojson import feature_collection
from kembar.questions.table import Table
from kembar.rdf.formats import DUMPS, GRAPHS, SOLUTIONS, Format
from kembar.rdf.names import kb
from kembar.rdf.serialization import graph_bytes
from kembar.rdf.tabular import csv_bytes, csv_text
from kembar.rdf.terms import NamedNode, Triple, text_of
from kembar.store.advice import date_advice, faster_form
from kembar.store.dumps import dump_file
from kembar.store.hints import check_terms
from kembar.store.protocol import Store
from kembar.store.revisions import Revision, RevisionFolder
from kembar.store.service_description import describe_service
from kembar.store.sparql import Answer, AnswerLimits, Choose, Encoded, answer
from kembar.things.dataset import describe_dataset, graph_triples
from kembar.things.description import describe
from kembar.things.provenance import account
from kembar.things.vocabulary_page import vocabulary_page

__all__ = ["Snapshot"]

_LONGEST_ADVISED_CHARACTERS = 20_000
"""Longer queries get no advice: no person wrote them."""
_MOST_MADE = 32
"""Answers that a process keeps, of some 100 kB each. A client can invent the host that is part of some."""


def _read(query: str) -> str:
    """Return a query that may still be encoded, without a byte order mark."""
    return (query.decoded() if isinstance(query, Encoded) else query).removeprefix("\ufeff")


@dataclass(frozen=True)
class Snapshot:
    """Reader of one revision, one in each process.

    Attributes:
        questions: The canned questions.
        revisions: The folder of the revisions.
        number: The number of the revision.
        limits: The limits of answers.
        collections: The collections.
    """

    questions: Questions
    revisions: RevisionFolder
    number: int
    limits: AnswerLimits
    collections: Collections

    def do(self, revision: int, task: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Return the result of a method of this class for another revision."""
        return task(self.at(revision), *arguments)

    def at(self, number: int) -> "Snapshot":
        """Return the snapshot of another revision. Raise the errors of :meth:`RevisionFolder.at`."""
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
        """Return the answer to a SPARQL query.

        Args:
            text: The query, which may still be encoded.
            choose: Chooses the format among those that the query can be answered in.
            default_graphs: The default graphs of the dataset (SPARQL 1.1 Protocol §2.1.4); all graphs if it is empty.
            named_graphs: The named graphs of the dataset.
            max_bytes: The largest size of the answer; None for the limit of the service.
            max_rows: The largest number of rows; None for the limit of the service.
        """
        limits = replace(
            self.limits,
            result_max_bytes=max_bytes or self.limits.result_max_bytes,
            result_max_rows=max_rows or self.limits.result_max_rows,
        )
        text = _read(text)
        check_terms(text, self._terms)
        whole = answer(self.store, text, choose, default_graphs, named_graphs, limits=limits)
        advice = date_advice(text, self._bounds)
        return replace(whole, advice=advice) if advice else whole

    def advice(self, text: str) -> str | None:
        """Return advice that makes a slow query faster, or None."""
        text = _read(text)
        return faster_form(text) if len(text) < _LONGEST_ADVISED_CHARACTERS else None

    def ask(self, name: str, given: Mapping[str, str]) -> Table:
        """Return the answer to a canned question. Raise :class:`NotFound`, and the errors of :meth:`Question.bind`."""
        bound = self.questions[name].bind(self.store, given)
        return answer_question(bound, self.store, self._summary, self.limits)

    def answer(self, name: str, given: Mapping[str, str], form: Format, address: AnswerAddress) -> tuple[Answer, str]:
        """Return the answer to a canned question and its permanent link. Raise the errors of :meth:`ask`."""
        question = self.questions[name]
        bound = question.bind(self.store, given)
        tag = next((tag for tag, number in self.revisions.tags.all().items() if number == self.number), None)
        link = address.permanent_link(question, bound.values, self.number, tag)
        if form in SOLUTIONS:
            return answer(self.store, bound.query, lambda _: form, limits=self.limits), link
        table = answer_question(bound, self.store, self._summary, self.limits)
        if form is Format.TABLE_CSV:
            return self.limits.answer(form, csv_bytes(table.to_csv())), link
        if form is Format.ROWS_JSON:
            return self.limits.json(table.rows, form), link
        cite = {"cite": citation(question, link, self._summary, tag, address.revisions_kept)}
        if form is Format.GEOJSON and question.coordinates:
            return self.limits.json(feature_collection(table, *question.coordinates) | cite, form), link
        return self.limits.json(table.to_json() | cite), link

    def question(self, name: str, given: Mapping[str, str], origin: str, choose: Choose) -> Answer:
        """Return the RDF description of a canned question. Raise the errors of :meth:`Question.terms`."""
        self.questions[name].terms(self.store, given)
        return self._graph(describe_question(self.questions[name], origin), choose)

    def catalogue(self, tag: str | None, origin: str, choose: Choose) -> Answer:
        """Return the list of the canned questions, all or those with a tag, as JSON or RDF."""
        questions = self.questions.tagged(tag)
        form = choose([Format.TABLE_JSON, *GRAPHS])
        if form is Format.TABLE_JSON:
            return self._once(
                ("catalogue", tag), lambda: self.limits.json([question.to_json(self.store) for question in questions])
            )
        return self._once(
            ("catalogue", tag, origin, form),
            lambda: self.limits.answer(form, graph_bytes(describe_questions(questions, origin), form)),
        )

    def page(self, name: str, request: PageRequest, form: Format, address: PageAddress) -> tuple[Answer, str]:
        """Return a page of a collection and its ``Link`` header. Raise the errors of :meth:`Listing.page`."""
        collection = self.collections[name]
        page = self.listing.page(name, request, self.limits)
        if form in (Format.TABLE_CSV, Format.ROWS_JSON):
            link = address.links(self.number, page.after)[0]
            names, rows = self.listing.table(collection, request, page)
            if form is Format.TABLE_CSV:
                return self.limits.answer(form, csv_bytes(csv_text(names, rows)), IN_PAGES), link
            return self.limits.json([dict(zip(names, row, strict=True)) for row in rows], form, IN_PAGES), link
        return self._page(name, collection_context(address.context, collection, request.language), page, form, address)

    def search(self, request: PageRequest, form: Format, address: PageAddress) -> tuple[Answer, str]:
        """Return a page of the search and its ``Link`` header. Raise the errors of :meth:`Listing.search`."""
        page = self.listing.search(request)
        return self._page("search", search_context(address.context, request.language), page, form, address)

    def _page(
        self, name: str, context: list[Any], page: Page, form: Format, address: PageAddress
    ) -> tuple[Answer, str]:
        link, addresses = address.links(self.number, page.after)
        document = {
            "@context": context,
            **addresses,
            "collection": name,
            "revision": self.number,
            "items": [{**item, "href": address.of(item["id"])} for item in page.items],
            "complete": page.after is None,
            **({} if page.total is None else {"total": page.total}),
            **({"corrected": page.corrected} if page.corrected else {}),
        }
        return self.limits.json(document, form, IN_PAGES), link

    def tables(self, language: str) -> Answer:
        """Return all collections as CSV in a ZIP file. Raise the errors of :func:`zipped_tables`."""
        return self._once(
            ("tables", language),
            lambda: self.limits.answer(Format.ZIP, zipped_tables(self.listing, language, self.limits)),
        )

    def types(self) -> list[str]:
        """Return the classes that a search can be restricted to."""
        return self.listing.types()

    def thing(self, iri: str, choose: Choose, as_of: date | None = None) -> Answer:
        """Return a thing as RDF, or as JSON with provenance.

        Args:
            iri: The IRI of the thing.
            choose: Chooses the format.
            as_of: The day to which the JSON relates the thing; None for all time.

        Raises:
            NotFound: The graph has no such thing.
            Renamed: The thing has another name now.
            Gone: The thing was withdrawn.
            BadParameter: A day is given with another format than JSON.
        """
        triples = describe(self.store, iri)
        form = choose([*GRAPHS, Format.TABLE_JSON])
        if form is Format.TABLE_JSON:
            return self.limits.json(account(self.store, iri, self.number, as_of))
        if as_of:
            raise BadParameter(
                messages.text("refused.as-of"),
                parameter="as_of",
            )
        return self.limits.answer(form, graph_bytes(triples, form))

    def vocabulary_document(self, choose: Choose) -> Answer:
        """Return the vocabulary as RDF or as an HTML page."""
        form = choose([*GRAPHS, Format.HTML])
        write = vocabulary_page if form is Format.HTML else lambda triples: graph_bytes(triples, form)
        return self._once(("vocabulary", form), lambda: self.limits.answer(form, write(self._vocabulary)))

    def dataset(self, choose: Choose) -> Answer:
        """Return the description of the dataset in DCAT and VoID."""
        form = choose(GRAPHS)
        return self._once(
            ("dataset", form),
            lambda: self.limits.answer(form, graph_bytes(describe_dataset(self.store, self.number), form)),
        )

    def service_description(self, endpoint: str, choose: Choose) -> Answer:
        """Return the description of the query service at ``endpoint``."""
        return self._graph(describe_service(self.store, endpoint), choose)

    def graph(self, iri: str | None, choose: Choose) -> Answer:
        """Return a named graph, or for None the union of all graphs. Raise :class:`NotFound` if it is unknown."""
        return self._graph(graph_triples(self.store, iri), choose)

    def dump(self, suffix: str) -> tuple[Path, Format]:
        """Return the dump with a suffix, and its format. Raise :class:`NotFound`, which lists the suffixes."""
        form = next((form for form in DUMPS if form.suffix == suffix), None)
        if form is None:
            raise NotFound(messages.text("refused.dump", suffix=suffix[:20]), known=[form.suffix for form in DUMPS])
        return dump_file(self.revisions.path, self._opened, form, self.limits), form

    def answers(self) -> bool:
        """Return whether the store of this process can be read."""
        return next(self.store.quads(), None) is not None

    def open(self) -> Self:
        """Return this snapshot with its store open."""
        self._opened  # noqa: B018
        return self

    def warm(self) -> Self:
        """Return this snapshot with its store open, and with the terms read that every query is checked against."""
        self._terms, self._bounds  # noqa: B018
        return self

    @property
    def store(self) -> Store:
        """The store of the revision."""
        return self._opened.store

    def __getstate__(self) -> dict[str, Any]:
        """Return the state for another process, without the open store."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _graph(self, triples: list[Triple], choose: Choose) -> Answer:
        form = choose(GRAPHS)
        return self.limits.answer(form, graph_bytes(triples, form))

    def _once(self, name: tuple[object, ...], make: Callable[[], Answer]) -> Answer:
        """Return an answer that takes long to make and is the same for everybody; this process keeps the last ones."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    @cached_property
    def _made(self) -> LRUCache[tuple[object, ...], Answer]:
        return LRUCache(_MOST_MADE)

    @cached_property
    def _vocabulary(self) -> list[Triple]:
        return [quad.triple for quad in self.store.quads(graph=NamedNode(GRAPH + "ontology-kembar"))]

    @cached_property
    def _terms(self) -> frozenset[str]:
        """The local names of the terms of the vocabulary."""
        subjects = (text_of(triple.subject) for triple in self._vocabulary)
        return frozenset(subject.removeprefix(KB) for subject in subjects if subject.startswith(KB))

    @cached_property
    def _bounds(self) -> dict[str, str]:
        """The local names of properties of dates -> those of their earliest bounds."""
        pairs = (triple for triple in self._vocabulary if triple.predicate == kb.earliestIn)
        return {text_of(pair.subject).removeprefix(KB): text_of(pair.object).removeprefix(KB) for pair in pairs}

    @cached_property
    def _summary(self) -> RevisionSummary:
        return RevisionSummary.of(self._opened)

    @cached_property
    def _opened(self) -> Revision:
        return self.revisions.at(self.number)

    @cached_property
    def listing(self) -> Listing:
        """The reader of collections and search."""
        tables = open_index(self.revisions.path, self._opened, self.collections)
        return Listing(tables, self.collections, self.store, self.number)
