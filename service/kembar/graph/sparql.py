"""SPARQL over one revision: refuse what could call out, run, write the answer in a format. Knows format names, no media types."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any, cast

import pyoxigraph as ox
from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kembar.errors import AnswerTooLarge, NotAcceptable, QueryRefused, QuerySyntaxError
from kembar.graph.lexer import tokens
from kembar.names import BASE, PREFIXES

__all__ = ["GRAPH_FORMATS", "TABLE_FORMATS", "Answer", "AnswerLimits", "answer", "expressible", "run"]

TABLE_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""Formats of a SELECT; an ASK has the first two (CSV and TSV have no form for a boolean, SPARQL 1.1 CSV/TSV §3)."""

GRAPH_FORMATS = {"turtle": ox.RdfFormat.TURTLE, "n-triples": ox.RdfFormat.N_TRIPLES, "json-ld": ox.RdfFormat.JSON_LD, "rdf-xml": ox.RdfFormat.RDF_XML}
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
    """How large an answer to a stranger's query may be."""

    max_bytes: int = 50_000_000
    max_rows: int = 1_000_000


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
        raise _syntax_error(query, str(error)) from error


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
    _refuse_service(query)
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
            raise _too_large(limits.max_rows, "rows", "KEMBAR_RESULT_MAX_ROWS")
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
        if not _WITH_TAG.fullmatch(triple.predicate.value) or (isinstance(triple.object, ox.Literal) and _NEVER_IN_XML.search(triple.object.value)):
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
            raise _too_large(self._max, "bytes", "KEMBAR_RESULT_MAX_BYTES")
        return super().write(data)


def _too_large(limit: int, unit: str, setting: str) -> AnswerTooLarge:
    return AnswerTooLarge(
        f"The answer has more than {limit} {unit}, and half an answer is none. Ask for it in pages (ORDER BY with LIMIT and OFFSET), ask a narrower question, "
        f"or take the whole graph from /dataset/dump.nq; an operator can raise {setting}.",
        limit=limit,
        setting=setting,
    )


def _names_dataset(query: str) -> bool:
    """Whether the query has a FROM clause (SPARQL 1.1 §13.2)."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(query))


def _graphs(names: Sequence[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryRefused(f"The name of a graph is not an IRI: {error}.") from error


_LONGEST_SUSPECT_CHARACTERS = 20_000


def _refuse_service(query: str) -> None:
    """Refuse a federated query (SPARQL 1.1 Federated Query §2). Only a text that has neither the word nor an escape is harmless unread."""
    if "\\u" not in query.lower() and "service" not in query.lower():
        return
    refusal = "SERVICE would make this machine call another; no query may do that here. Ask each endpoint by itself, and join the answers."
    if len(query) > _LONGEST_SUSPECT_CHARACTERS:
        raise QueryRefused(f"A query that holds the word SERVICE or an escape may have {_LONGEST_SUSPECT_CHARACTERS} characters at most, for it is read twice.")
    try:
        parsed = parseQuery(query)
    except (ParseBaseException, RecursionError) as error:
        raise QueryRefused("The query holds the word SERVICE or an escape, and cannot be read as SPARQL 1.1, so it cannot be shown to be harmless.") from error
    stack: list[object] = [parsed]
    while stack:
        node = stack.pop()
        if isinstance(node, CompValue):
            if node.name == "ServiceGraphPattern":
                raise QueryRefused(refusal)
            stack.extend(node.values())
        elif not isinstance(node, str) and hasattr(node, "__iter__"):
            stack.extend(node)


_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATES = {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}


def _syntax_error(query: str, message: str) -> QuerySyntaxError:
    found = _POSITION.search(message)
    line, column = (int(found[1]), int(found[2])) if found else (None, None)
    place = f"Line {line}, column {column}: " if found else ""
    return QuerySyntaxError(place + (_hint(query) or f"{found[3] if found else message}."), line=line, column=column)


def _hint(query: str) -> str:
    """What the parser's own message does not say: an update, or a prefix that is not declared."""
    declared: set[str] = set()
    words = [token for token in tokens(query) if token.kind in ("word", "name")]
    if any(word.text.lower() in _UPDATES for word in words[:1]):
        return "this looks like an update; the graph is read-only here."
    for before, word in zip([None, *words], words, strict=False):
        prefix = word.text.split(":")[0]
        if before and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif word.kind == "name" and prefix not in declared:
            known = f"; put PREFIX {prefix}: <{PREFIXES[prefix]}> before the query" if prefix in PREFIXES else ""
            return f"the prefix {prefix}: is not declared{known}."
    return ""
