"""Parsing of content files and submitted graphs by pyoxigraph, which never fetches anything."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kembar import messages
from kembar.errors import ContentError, Fault, GraphSyntaxError, Limits, TooLarge, UnacceptableGraph
from kembar.namespaces import CONTEXT, PREFIXES
from kembar.rdf.formats import Format
from kembar.rdf.json_ld import Reading
from kembar.rdf.lexer import tokens
from kembar.rdf.names import rdf
from kembar.rdf.signs import name_of_sign, place_of, sign_in, sign_outside_texts, without_mark

__all__ = ["GraphLimits", "line_of", "parse_bytes", "parse_content"]


def parse_content(text: str, name: str) -> tuple[list[ox.Triple], dict[str, str]]:
    """Return the triples and prefixes of a Turtle content file.

    Args:
        text: The text of the file.
        name: The name of the file, for errors.

    Raises:
        ContentError: With the line at which the file does not parse.
    """
    parser = ox.parse(text.removeprefix("\ufeff"), format=ox.RdfFormat.TURTLE)
    try:
        return [quad.triple for quad in parser], parser.prefixes
    except SyntaxError as error:
        sign = sign_outside_texts(text, error.lineno)
        line, hint = (sign.line, f" {sign.hint}") if sign else (error.lineno, "")
        raise ContentError([Fault(name, line, f"does not parse as Turtle. {error.msg}.{hint}")]) from error


_UNFOLDING = 25
"""Factor by which the estimated size of expanded JSON-LD may exceed the limit.

The estimate takes each value to be as long as all contexts together, and our own context has 12 kB.
"""

_RDF_12 = messages.text("refused.rdf-1-2")
_MAX_TRIPLE_TERMS = 1_000
"""Graphs with more triple terms are refused unparsed: 100,000 nested ones overflow the parser's stack."""


@dataclass(frozen=True)
class GraphLimits(Limits):
    """The maximum size of a submitted graph."""

    graph_max_statements: int
    graph_max_bytes: int


def parse_bytes(
    data: bytes, form: Format, context: dict[str, Any], prefixes: bool = False, limits: GraphLimits | None = None
) -> list[ox.Triple]:
    """Return the triples of a submitted graph without their graph names.

    Args:
        data: The graph.
        form: One of :data:`kembar.rdf.formats.READABLE`. In JSON our context is implied where a document has none.
        context: Our JSON-LD context, which replaces its address; any other remote context is refused.
        prefixes: Whether to declare our prefixes in Turtle, as for the examples in rules.
        limits: The maximum size of the graph; None for our own graphs.

    Raises:
        GraphSyntaxError: With line and column if they are known.
        TooLarge: If the graph exceeds ``limits``.
        UnacceptableGraph: If the graph contains terms of RDF 1.2, or a JSON-LD processor would drop a part of it.
    """
    data = without_mark(data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise GraphSyntaxError(messages.text("refused.utf-16"))
    if not data.strip():
        raise GraphSyntaxError(messages.text("refused.empty-body"))
    reading: Reading | None = None
    if form in (Format.JSON_LD, Format.JSON):
        try:
            document = _with_own_context(data, context, limits, implied=form is Format.JSON)
            reading, data = Reading(document), json.dumps(document).encode()
        except RecursionError as error:
            raise GraphSyntaxError(messages.text("refused.json-nested")) from error
    elif data.count(b"<<") > _MAX_TRIPLE_TERMS:
        raise UnacceptableGraph(_RDF_12)
    if prefixes:
        data = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()).encode() + data
    triples: list[ox.Triple] = []
    size = 0
    try:
        for quad in ox.parse(data, format=form.rdf, base_iri=None, rename_blank_nodes=True):
            _refuse_rdf12(quad.triple)
            triples.append(quad.triple)
            size += len(str(quad.triple)) if limits else 0
            if limits and len(triples) > limits.graph_max_statements:
                raise _too_large(limits, "graph_max_statements", messages.template("limit.statements"))
            if limits and size > limits.graph_max_bytes:
                raise _too_large(limits, "graph_max_bytes", messages.template("limit.written-out"))
    except SyntaxError as error:
        raise _syntax_error(error, "" if reading else data.decode("utf-8", "replace")) from error
    if reading:
        reading.check(triples)
    return triples


def _too_large(limits: GraphLimits, field: str, problem: messages.Texts) -> TooLarge:
    return limits.exceeded(TooLarge, field, problem, messages.template("limit.one-proposal"))


def line_of(text: str, iri: str, prefixes: dict[str, str], start: int = 1) -> int | None:
    """Return the first line of a Turtle text, from ``start`` on, that mentions an IRI, in full or by its prefix."""
    spellings = {f"<{iri}>"}
    spellings |= {f"{prefix}:{iri.removeprefix(base)}" for prefix, base in prefixes.items() if iri.startswith(base)}
    if iri == rdf.type.value:
        spellings.add("a")
    return next((token.line for token in tokens(text) if token.line >= start and token.text in spellings), None)


def _with_own_context(data: bytes, context: dict[str, Any], limits: GraphLimits | None, implied: bool) -> Any:
    """Return a JSON-LD document with our context in place of its address. Raise as :func:`parse_bytes` does.

    Args:
        data: The document.
        context: Our context.
        limits: The maximum size of the graph.
        implied: Whether our context is added where the document has none.
    """
    document = _json(data)
    for item in document if isinstance(document, list) else [document]:
        if implied and isinstance(item, dict):
            item.setdefault("@context", CONTEXT)

    def local(value: Any) -> Any:
        if value == CONTEXT:
            return context["@context"]
        if isinstance(value, list):
            return [local(item) for item in value]
        if isinstance(value, str):
            raise _remote(value)
        return value

    # The parser builds the whole graph before it yields the first statement. No value can expand to more characters
    # than all contexts together have.
    stack: list[Any] = [document]
    values = context_size = 0
    while stack:
        node = stack.pop()
        values += 1
        if isinstance(node, dict):
            if "@context" in node:
                context_size += len(json.dumps(node["@context"]))
                node["@context"] = local(node["@context"])
                _refuse_remote(node["@context"], context["@context"])
            stack.extend(value for key, value in node.items() if key != "@context")
        elif isinstance(node, list):
            stack.extend(node)
    if limits and values * context_size > _UNFOLDING * limits.graph_max_bytes:
        raise _too_large(limits, "graph_max_bytes", messages.template("limit.expanded"))
    return document


def _json(data: bytes) -> Any:
    """Return a JSON document in which no object has a member twice. Raise :class:`GraphSyntaxError`."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        read = dict(pairs)
        if len(read) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise GraphSyntaxError(messages.text("refused.json-twice", member=repr(twice[:100])), member=twice)
        return read

    def constant(name: str) -> None:
        raise GraphSyntaxError(messages.text("refused.json-number", name=name))

    try:
        text = data.decode()
        return json.loads(text, object_pairs_hook=members, parse_constant=constant)
    except json.JSONDecodeError as error:
        character = error.doc[error.pos : error.pos + 1]
        unseen = sign_in(character) is not None
        sign = messages.text("refused.json-sign", sign=name_of_sign(character)) if unseen else ""
        line, column = place_of(error.doc, error.pos)
        said = messages.text("refused.json", reason=error.msg, line=line, column=column, sign=sign)
        raise GraphSyntaxError(said, line=line, column=column) from error
    except UnicodeDecodeError as error:
        raise GraphSyntaxError(messages.text("refused.not-utf-8")) from error
    except ValueError as error:
        raise GraphSyntaxError(messages.text("refused.json-digits")) from error


def _refuse_remote(context: Any, own: dict[str, Any]) -> None:
    """Raise :class:`GraphSyntaxError` if the definition of a term has a remote context."""
    for part in context if isinstance(context, list) else [context]:
        if not isinstance(part, dict) or part is own:
            continue
        for definition in part.values():
            if isinstance(definition, dict) and isinstance(definition.get("@context"), str):
                raise _remote(definition["@context"])


def _remote(address: str) -> GraphSyntaxError:
    return GraphSyntaxError(messages.text("refused.remote-context", address=repr(address), context=CONTEXT))


_POSITION = re.compile(r"at line (\d+) (?:between columns (\d+)|column (\d+))")


def _syntax_error(error: SyntaxError, text: str) -> GraphSyntaxError:
    """Return the error for a graph that the parser refuses; ``text`` is searched for a sign that explains it."""
    message = re.sub(r" \(line \d+\)$", "", error.msg)
    position = _POSITION.search(message)
    line = int(position[1]) if position else error.lineno
    column = int(position[2] or position[3]) if position else None
    sign = sign_outside_texts(text, line)
    if sign:
        message, line, column = f"{message}. {sign.hint}", sign.line, sign.column
    else:
        message += "."
    said = messages.text("refused.graph-syntax", place="", reason=message)
    return GraphSyntaxError(said, line=line, column=column)


def _refuse_rdf12(triple: ox.Triple) -> None:
    """Raise :class:`UnacceptableGraph` if a triple contains a term of RDF 1.2."""
    terms: Iterable[object] = (triple.subject, triple.predicate, triple.object)
    if any(isinstance(term, ox.Triple) for term in terms) or (
        isinstance(triple.object, ox.Literal) and triple.object.direction is not None
    ):
        raise UnacceptableGraph(_RDF_12, statement=str(triple))
