"""Refusal of federated queries (SPARQL 1.1 Federated Query §2). No query may call another machine.

pyoxigraph cannot switch SERVICE off, and two readers can read one text differently: where a comment or a string ends,
whether ``<`` begins an IRI or compares, when escapes are resolved. So a query with the word SERVICE does not run as it
was sent: it is written anew from the tokens that were judged, in a form that leaves no room for another reading. A
query without the word cannot call and runs as sent. The processes that run queries cannot call out in any case
(:mod:`kembar.pool.walls`).
"""

import re
from bisect import bisect
from dataclasses import dataclass

from kembar.errors import QueryRefused
from kembar.rdf.lexer import ESCAPE, Token, string_value, tokens, unescape
from kembar.rdf.terms import is_iri
from kembar.store.prologue import Prologue

__all__ = ["Judged", "judged"]

_WORD = "service"
_SPECIAL = frozenset("\"'\\\n\r")
"""Characters that begin or end strings, escapes and comments."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_PASSES = 3
"""How often escapes are resolved to find the word; who hides it deeper is suspect."""
_CALLS = (
    "SERVICE would make this machine call another, which is not allowed here. "
    "Query each endpoint separately, and join the answers."
)


@dataclass(frozen=True)
class Judged:
    """The form of a query that may run.

    Attributes:
        text: The query, as sent or written anew.
        places: For each piece of a query that was written anew: its offset in ``text`` and in the query as sent.
    """

    text: str
    places: tuple[tuple[int, int], ...] = ()

    def place(self, sent: str, line: int, column: int) -> tuple[int, int]:
        """Return the line and column in the query as sent of those in ``text``."""
        if not self.places:
            return line, column
        offset = sum(len(each) + 1 for each in self.text.split("\n")[: line - 1]) + column - 1
        before, origin = self.places[max(0, bisect(self.places, (offset, len(sent))) - 1)]
        start = unescape(sent)[: origin + offset - before]
        return start.count("\n") + 1, len(start) - (start.rfind("\n") + 1) + 1


def judged(query: str) -> Judged:
    """Return the form of a query that may run. Raise :class:`QueryRefused` if it could call another machine."""
    if not _suspect(query):
        return Judged(query)
    for escape in ESCAPE.finditer(query):
        if unescape(escape[0]) in _SPECIAL or query[escape.start() - 1 : escape.start()] == "\\":
            raise QueryRefused(
                f"The query contains the word SERVICE, and the escape {escape[0]} stands for a quotation mark, a "
                "backslash or a line end, so two readers could read it differently. Write the character itself.",
            )
    return _rewritten(unescape(query))


def _suspect(query: str) -> bool:
    """Return whether the query contains the word SERVICE, literally or after resolving escapes, also repeatedly."""
    for _ in range(_PASSES):
        if _WORD in query.casefold():
            return True
        resolved = unescape(query)
        if resolved == query:
            return False
        query = resolved
    return True


def _rewritten(query: str) -> Judged:
    """Return a query without comments, with each string and IRI on a line of its own.

    Whatever a reader takes for a comment or a string that we do not, it ends with its line.
    """
    read = list(tokens(query))
    prologue = Prologue.of(read)
    text, places, size, end = [], [], 0, 0
    for token in read:
        blank = "".join(filter(str.isspace, query[end : token.start])) or (" " if token.start > end else "")
        piece = _written(token, prologue)
        places += [(size + len(blank) + piece.startswith("\n"), token.start)]
        text += [blank, piece]
        size, end = size + len(blank) + len(piece), token.start + len(token.text)
    form = "".join(text)
    again = ESCAPE.search(form)  # a backslash and what follows it, which could be resolved once more
    if again or (not form.isascii() and _SURROGATE.search(form)):
        raise _unreadable(again[0] if again else "\\uD800")
    return Judged(form, tuple(places))


def _written(token: Token, prologue: Prologue) -> str:
    """Return the form of a token that has one reading."""
    text, word = token.text, _WORD in token.text.casefold()
    if token.kind == "string":
        value = string_value(text)
        if value is None:
            raise _unreadable(text)
        escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
        return '\n"' + "".join(escapes.get(character, character) for character in value) + '"\n'
    if token.kind == "name" and (word or "\\" in text):
        iri = prologue.iri_of(token)
        if iri is None or _WORD in text.partition(":")[0].casefold() or not is_iri(iri):
            raise QueryRefused(
                f"The query contains the word SERVICE in {text[:60]!r}. Declare the prefix, and let it be without the "
                "word; or write the IRI in full.",
            )
        return _iri(f"<{iri}>")
    if token.kind == "iri":
        return _iri(text)
    if word and token.kind != "variable":
        raise QueryRefused(_CALLS)
    if _SPECIAL & set(text):
        raise _unreadable(text)
    return text


def _iri(text: str) -> str:
    """Return an IRI on its own line, if nothing in it is a string or ends an expression for who reads ``<`` as less."""
    if _SPECIAL & set(text) or (_WORD in text.casefold() and ")" in text):
        raise QueryRefused(
            f"The query contains the word SERVICE, and the IRI {text[:60]} a quotation mark or a bracket, so two "
            "readers could read it differently. Write the character as %27 or %29."
        )
    return f"\n{text}\n"


def _unreadable(text: str) -> QueryRefused:
    return QueryRefused(
        f"The query contains the word SERVICE and cannot be read with certainty near {text[:40]!r}, so it may call "
        "another machine."
    )
