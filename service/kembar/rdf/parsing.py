"""RDF in: our own files, and whatever a stranger sends. Always parsed by pyoxigraph, which never calls out (design §6)."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kembar.errors import ContentError, Fault, GraphSyntaxError, Limits, TooLarge, UnacceptableGraph
from kembar.namespaces import CONTEXT, PREFIXES
from kembar.rdf.lexer import tokens

__all__ = ["RDF_FORMATS", "GraphLimits", "line_of", "parse_bytes", "parse_content"]

RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "json-ld": ox.RdfFormat.JSON_LD,
}
"""The formats that are read, by the names that :func:`parse_bytes` takes."""


def parse_content(text: str, name: str) -> tuple[list[ox.Triple], dict[str, str]]:
    """The triples and prefixes of one of our Turtle files; ``name`` is how errors call it.

    Raises :class:`ContentError` with the line where it does not parse.
    """
    parser = ox.parse(text, format=ox.RdfFormat.TURTLE)
    try:
        return [quad.triple for quad in parser], parser.prefixes
    except SyntaxError as error:
        raise ContentError([Fault(name, error.lineno, f"does not parse as Turtle. {error.msg}.")]) from error


_UNFOLDING = 25
"""How far the bound on what a JSON-LD context unfolds to may pass the limit: it takes every value for as long as the whole context, and ours has 12 kB."""


_RDF_12 = "The graph uses terms of RDF 1.2 (triple terms or base directions); RDF 1.1 is read here."
_MAX_TRIPLE_TERMS = 1_000
"""More marks of triple terms than this are refused unread: a hundred thousand within one another overflow the parser's stack."""


@dataclass(frozen=True)
class GraphLimits(Limits):
    """How large a graph that a client sends may be."""

    graph_max_statements: int
    graph_max_bytes: int


def parse_bytes(
    data: bytes, format_name: str, context: dict[str, Any], prefixes: bool = False, limits: GraphLimits | None = None
) -> list[ox.Triple]:
    """The triples that a stranger sent, graph names left out, in one of :data:`RDF_FORMATS`.

    In JSON-LD the address of our own context is replaced by ``context``; any other remote context is refused.
    ``prefixes`` makes our prefixes known in Turtle (for the examples in our rules).
    Raises :class:`GraphSyntaxError` (line, column), :class:`TooLarge` beyond ``limits`` and, for terms of RDF 1.2, :class:`UnacceptableGraph`.
    """
    if not data.strip():
        raise GraphSyntaxError("The body is empty. Send the graph of the proposed partnership.")
    if format_name == "json-ld":
        try:
            data = _with_own_context(data, context, limits)
        except RecursionError as error:
            raise GraphSyntaxError("The JSON is nested too deeply to be read.") from error
    elif data.count(b"<<") > _MAX_TRIPLE_TERMS:
        raise UnacceptableGraph(_RDF_12)
    if prefixes:
        data = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()).encode() + data
    triples: list[ox.Triple] = []
    size = 0
    try:
        for quad in ox.parse(data, format=RDF_FORMATS[format_name], base_iri=None, rename_blank_nodes=True):
            _refuse_rdf12(quad.triple)
            triples.append(quad.triple)
            size += len(str(quad.triple)) if limits else 0
            if limits and len(triples) > limits.graph_max_statements:
                raise _too_large(limits, "graph_max_statements", "holds more than {limit} statements")
            if limits and size > limits.graph_max_bytes:
                raise _too_large(limits, "graph_max_bytes", "is larger than {limit} bytes when written out")
    except SyntaxError as error:
        raise _syntax_error(error) from error
    return triples


def _too_large(limits: GraphLimits, field: str, what: str) -> TooLarge:
    return limits.exceeded(TooLarge, field, f"The graph {what}", "Send one proposal at a time")


def line_of(text: str, iri: str, prefixes: dict[str, str]) -> int | None:
    """The first line of a Turtle text that mentions an IRI, in full or as a prefixed name."""
    spellings = {f"<{iri}>"}
    spellings |= {f"{prefix}:{iri.removeprefix(base)}" for prefix, base in prefixes.items() if iri.startswith(base)}
    if iri == PREFIXES["rdf"] + "type":
        spellings.add("a")
    return next((token.line for token in tokens(text) if token.text in spellings), None)


def _with_own_context(data: bytes, context: dict[str, Any], limits: GraphLimits | None) -> bytes:
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        raise GraphSyntaxError(f"Not JSON: {error.msg}.", line=error.lineno, column=error.colno) from error
    except UnicodeDecodeError as error:
        raise GraphSyntaxError("The body is not UTF-8.") from error
    except ValueError as error:
        raise GraphSyntaxError("The JSON holds a number of more digits than are read.") from error

    def local(value: Any) -> Any:
        if value == CONTEXT:
            return context["@context"]
        if isinstance(value, list):
            return [local(item) for item in value]
        if isinstance(value, str):
            raise GraphSyntaxError(
                f"The JSON-LD context {value!r} would have to be fetched, and nothing is fetched here. Use {CONTEXT}, or write the context out."
            )
        return value

    # The parser builds the whole graph before it gives the first statement; no value can unfold to more than the contexts together are long.
    stack: list[Any] = [document]
    values = context_size = 0
    while stack:
        node = stack.pop()
        values += 1
        if isinstance(node, dict):
            if "@context" in node:
                context_size += len(json.dumps(node["@context"]))
                node["@context"] = local(node["@context"])
            stack.extend(value for key, value in node.items() if key != "@context")
        elif isinstance(node, list):
            stack.extend(node)
    if limits and values * context_size > _UNFOLDING * limits.graph_max_bytes:
        raise _too_large(limits, "graph_max_bytes", "could unfold by its context to far more than {limit} bytes")
    return json.dumps(document).encode()


_POSITION = re.compile(r"at line (\d+) (?:between columns (\d+)|column (\d+))")


def _syntax_error(error: SyntaxError) -> GraphSyntaxError:
    message = re.sub(r" \(line \d+\)$", "", error.msg)
    found = _POSITION.search(message)
    if not found:
        return GraphSyntaxError(f"{message}.", line=error.lineno)
    return GraphSyntaxError(f"{message}.", line=int(found[1]), column=int(found[2] or found[3]))


def _refuse_rdf12(triple: ox.Triple) -> None:
    terms: Iterable[object] = (triple.subject, triple.predicate, triple.object)
    if any(isinstance(term, ox.Triple) for term in terms) or (
        isinstance(triple.object, ox.Literal) and triple.object.direction is not None
    ):
        raise UnacceptableGraph(_RDF_12, statement=str(triple))
