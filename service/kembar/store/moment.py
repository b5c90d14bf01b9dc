"""Whether the answer to a query depends on the moment at which it is asked, so that it must not be kept."""

from itertools import pairwise

from kembar.namespaces import PREFIXES
from kembar.rdf.lexer import tokens, unescape
from kembar.store.prologue import Prologue

__all__ = ["depends_on_moment"]

_FUNCTIONS = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}


def depends_on_moment(query: str) -> bool:
    """Return whether a query calls a function that can give another value later.

    The tokens decide, because a comment may stand between a function and its parenthesis, and an escape in its name.
    Functions that an IRI names are assumed to depend on the moment, except the casts of XML Schema.
    """
    if "(" not in query and "\\" not in query:  # as in most look-ups
        return False
    resolved = unescape(query)
    return _calls(query) or (resolved != query and _calls(resolved))


def _calls(query: str) -> bool:
    read = list(tokens(query))
    prologue = Prologue.of(read)
    for token, after in pairwise(read):
        if token.kind == "other" and len(token.text) > 1:
            return True  # a string without an end: the parser of the store reads the text in another way
        if after.text != "(":
            continue
        if token.kind == "word" and token.text.upper() in _FUNCTIONS:
            return True
        if token.kind in ("iri", "name") and not (prologue.iri_of(token) or "").startswith(PREFIXES["xsd"]):
            return True
    return False
