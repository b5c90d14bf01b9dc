"""SPARQL over one revision: refuse what could call out, run, write the answer in a format. Knows format names, no media types."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any, cast

import pyoxigraph as ox

from kembar.errors import AnswerTooLarge, NotAcceptable, QueryRefused, QuerySyntaxError
from kembar.namespaces import BASE
from kembar.rdf.lexer import tokens
from kembar.store.federation import refuse_calls
from kembar.store.hints import syntax_error

__all__ = [
    "GRAPH_FORMATS",
    "TABLE_FORMATS",
    "Answer",
    "AnswerLimits",
    "answer",
    "expressible",
    "run",
    "select",
    "too_large",
]

TABLE_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""Formats of a SELECT; an ASK has the first two (CSV and TSV have no form for a boolean, SPARQL 1.1 CSV/TSV §3)."""

GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "json-ld": ox.RdfFormat.JSON_LD,
    "rdf-xml": ox.RdfFormat.RDF_XML,
}
"""Formats of a CONSTRUCT or DESCRIBE."""


Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True)
class Answer:
    """A whole answer in the format chosen. ``changes`` where the same query over the same revision may answer otherwise next time."""

    format: str
    body: bytes
    changes: bool = False


@dataclass(frozen=True)
class AnswerLimits:
    """How large an answer to a stranger's query may be, and the origins of the endpoints that it may ask (SERVICE)."""

    max_bytes: int = 50_000_000
    max_rows: int = 1_000_000
    services: frozenset[str] = frozenset()


def run(store: ox.Store, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
    """Run a query of our own over the union of all named graphs, or the dataset named (SPARQL 1.1 Protocol §2.1.4).

    Relative IRIs are those of our things: ``<id/partnership/seoul>``.
    Raises :class:`QuerySyntaxError` (line, column).
    """
    try:
        if not default_graphs and not named_graphs:
            # pyoxigraph would let the union win over FROM.
            return store.query(query, base_iri=BASE, use_default_graph_as_union=not _names_dataset(query))
        default, named = _graphs(default_graphs), _graphs(named_graphs)
        return store.query(query, base_iri=BASE, default_graph=[*default], named_graphs=[*named])
    except SyntaxError as error:
        raise syntax_error(query, str(error)) from error


def select(store: ox.Store, query: str) -> ox.QuerySolutions:
    """Run a SELECT of our own over the union of all named graphs. Raises :class:`QuerySyntaxError` for another form too."""
    result = run(store, query)
    if not isinstance(result, ox.QuerySolutions):
        raise QuerySyntaxError("The query is not a SELECT.")
    return result


def answer(
    store: ox.Store,
    query: str,
    choose: Callable[[list[str]], str],
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    limits: AnswerLimits = AnswerLimits(),
) -> Answer:
    """Run a stranger's query; ``choose`` picks from the format names that its kind allows.

    Raises :class:`QuerySyntaxError` (line, column), :class:`QueryRefused` and :class:`AnswerTooLarge`: an answer is whole or there is none.
    """
    refuse_calls(query, limits.services)
    result = run(store, query, default_graphs, named_graphs)
    body = _Bounded(limits.max_bytes)
    changes = bool(_CHANGES.search(query))
    if isinstance(result, ox.QueryTriples):
        name = choose(list(GRAPH_FORMATS))
        ox.serialize(expressible(result, name), body, format=GRAPH_FORMATS[name])
        return Answer(name, body.getvalue(), changes)
    name = choose(list(TABLE_FORMATS) if isinstance(result, ox.QuerySolutions) else ["json", "xml"])
    result.serialize(body, format=TABLE_FORMATS[name])
    if isinstance(result, ox.QuerySolutions) and body.tell() > limits.max_rows:  # a row has a byte at least
        # Rows can be counted only instead of being written.
        rows = run(store, query, default_graphs, named_graphs)
        if sum(1 for _ in islice(cast("ox.QuerySolutions", rows), limits.max_rows + 1)) > limits.max_rows:
            raise too_large(limits.max_rows, "rows", "KEMBAR_RESULT_MAX_ROWS")
    return Answer(name, body.getvalue(), changes)


_CHANGES = re.compile(r"\b(now|rand|uuid|struuid|bnode)\s*\(|\\u", re.IGNORECASE)


def expressible(triples: Iterable[ox.Triple], name: str) -> Iterable[ox.Triple]:
    """The triples; while they are read, raises :class:`NotAcceptable` where the format cannot say one."""
    return _in_xml(triples) if name == "rdf-xml" else triples


_WITH_TAG = re.compile(r"[\x00-\x7f]*[A-Za-z_][A-Za-z0-9_.-]*")
_NEVER_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # \r is written, but read as \n


def _in_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """As RDF/XML can say them (RDF/XML §5.1, XML 1.0 §2.2); pyoxigraph would write what is not XML.

    Which letters beyond ASCII a tag may have is another matter in each edition of XML, so predicates with any are refused too.
    """
    for triple in triples:
        if not _WITH_TAG.fullmatch(triple.predicate.value) or (
            isinstance(triple.object, ox.Literal) and _NEVER_IN_XML.search(triple.object.value)
        ):
            available = [form.media_type for form in GRAPH_FORMATS.values()][:-1]
            raise NotAcceptable(f"RDF/XML cannot say {triple}. Ask for another format.", available=available)
        yield triple


class _Bounded(BytesIO):
    """A buffer that holds so many bytes and no more."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._max = max_bytes

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._max:
            raise too_large(self._max, "bytes", "KEMBAR_RESULT_MAX_BYTES")
        return super().write(data)


_INSTEAD = "Ask for it in pages (ORDER BY with LIMIT and OFFSET), ask a narrower question, or take the whole graph from /dataset/dump.nq"


def too_large(limit: int, unit: str, setting: str, instead: str = _INSTEAD) -> AnswerTooLarge:
    """The error for an answer of more than ``limit`` rows or bytes, with what to do ``instead``."""
    return AnswerTooLarge(
        f"The answer has more than {limit} {unit}, and half an answer is none. {instead}; an operator can raise {setting}.",
        limit=limit,
        setting=setting,
    )


def _names_dataset(query: str) -> bool:
    """Whether the query has a FROM clause (SPARQL 1.1 §13.2)."""
    return "from" in query.lower() and any(
        token.kind == "word" and token.text.upper() == "FROM" for token in tokens(query)
    )


def _graphs(names: Sequence[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryRefused(f"The name of a graph is not an IRI: {error}.") from error
