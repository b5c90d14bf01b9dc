"""Refusal of federated queries (SPARQL 1.1 Federated Query §2), except to endpoints that the operator allows."""

from collections.abc import Collection

from pyparsing import ParseBaseException
from rdflib import URIRef
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kembar.errors import QueryRefused
from kembar.namespaces import origin
from kembar.rdf.lexer import unescape

__all__ = ["refuse_calls"]

_LONGEST_SUSPECT_CHARACTERS = 20_000


def refuse_calls(query: str, allowed: Collection[str]) -> None:
    """Raise :class:`QueryRefused` if the query could call an origin that is not ``allowed``.

    pyoxigraph cannot switch SERVICE off. Parsing is skipped only if SERVICE occurs neither literally nor after decoding
    escapes.
    """
    if not _suspect(query):
        return
    if len(query) > _LONGEST_SUSPECT_CHARACTERS:
        raise QueryRefused(
            f"A query that contains the word SERVICE may have at most {_LONGEST_SUSPECT_CHARACTERS} characters, "
            "because it is parsed twice."
        )
    try:
        parsed = parseQuery(query)
    except (ParseBaseException, RecursionError) as error:
        raise QueryRefused(
            "The query contains the word SERVICE and cannot be parsed as SPARQL 1.1, so it may call another machine."
        ) from error
    stack: list[object] = [parsed]
    while stack:
        node = stack.pop()
        if isinstance(node, CompValue):
            if node.name == "ServiceGraphPattern" and not (
                isinstance(node.term, URIRef) and origin(node.term) in allowed
            ):
                raise QueryRefused(_refusal(allowed), allowed=sorted(allowed))
            stack.extend(node.values())
        elif not isinstance(node, str) and hasattr(node, "__iter__"):
            stack.extend(node)


def _suspect(query: str) -> bool:
    """Return whether the query may contain the keyword SERVICE."""
    decoded = unescape(query)
    # The standard decodes escapes once. A parser that decoded them again could find the word in what decoding produced.
    return any("service" in text.casefold() for text in (query, decoded)) or unescape(decoded) != decoded


def _refusal(allowed: Collection[str]) -> str:
    if allowed:
        return (
            f"SERVICE may name endpoints of {', '.join(sorted(allowed))} here, each by its full IRI; "
            "no other machine is called."
        )
    return (
        "SERVICE would make this machine call another, which is not allowed here. "
        "Query each endpoint separately, and join the answers."
    )
