"""Hints for the writer of a query that is refused: the place of an error, what was meant, and similar names."""

import re
from collections.abc import Callable, Collection
from difflib import get_close_matches
from typing import NamedTuple

from kembar import messages
from kembar.errors import QuerySyntaxError, UnknownTerm, UnsupportedQuery
from kembar.namespaces import BASE, KB, PREFIXES
from kembar.rdf.lexer import Token, tokens
from kembar.rdf.signs import sign_in, sign_outside_texts, visible
from kembar.store.prologue import Prologue

__all__ = ["check_terms", "misplaced", "syntax_error", "unsupported"]

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_VOCABULARY = KB.removeprefix(BASE).removesuffix("#")
"""Part of every IRI of our vocabulary: a query without it names no such IRI, unless it contains an escape."""
_LONGEST_NAME = 60
_FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_QUOTES = {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u00ab": '"', "\u00bb": '"'}
"""Typographic quotation marks, which word processors put in, and what to write instead."""
_UPDATES = {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}


def syntax_error(query: str, message: str) -> QuerySyntaxError:
    """Return the error for a query that the parser refuses with ``message``."""
    position = _POSITION.search(message)
    line, column = (int(position[1]), int(position[2])) if position else (None, None)
    sign = sign_outside_texts(query, line)
    if sign:
        return _error("", f"The query does not parse. {sign.hint}", sign.line, sign.column)
    hint = _hint(query)
    if hint:
        line, column = (hint.at.line, _column(query, hint.at)) if hint.at else (line, column)
    reason = hint.reason if hint else f"{position[3] if position else message}."
    return _error(_place(line, column), reason, line, column)


def misplaced(error: QuerySyntaxError, place: Callable[[int, int], tuple[int, int]]) -> QuerySyntaxError:
    """Return a syntax error with the line and column that ``place`` returns for its own, if it has any."""
    line, column = error.extra.get("line"), error.extra.get("column")
    if line is None or column is None or place(line, column) == (line, column):
        return error
    place_before = _place(line, column)
    detail = error.detail.removeprefix(place_before["en"] if isinstance(place_before, dict) else place_before)
    line, column = place(line, column)
    return _error(_place(line, column), detail, line, column)


def _error(place: str | messages.Texts, reason: str, line: int | None, column: int | None) -> QuerySyntaxError:
    said = messages.text("refused.query-syntax", place=place, reason=reason)
    return QuerySyntaxError(said, line=line, column=column)


def _place(line: int | None, column: int | None) -> str | messages.Texts:
    return messages.text("refused.place", line=line, column=column) if line else ""


def unsupported(message: str) -> UnsupportedQuery:
    """Return the error for a query that parses, but that the engine cannot evaluate and ends with ``message``."""
    return UnsupportedQuery(f"{message}. SPARQL 1.1 §17.4 lists the functions that there are.")


class _Hint(NamedTuple):
    """A reason, and the token that it is about, if it is not where the parser stopped."""

    reason: str
    at: Token | None = None


def _column(query: str, token: Token) -> int:
    """Return the column of a token, from 1."""
    return token.start - query.rfind("\n", 0, token.start)


def _hint(query: str) -> _Hint | None:
    """Return a reason that the parser does not give, such as an update or an undeclared prefix, if there is one."""
    read = list(tokens(query))
    for token in read:
        if token.text in _QUOTES:
            return _Hint(f"{token.text} is a typographic quotation mark; write {_QUOTES[token.text]}.", token)
    words = [token for token in read if token.kind in ("word", "name")]
    if any(word.text.lower() in _UPDATES for word in words[:1]):
        return _Hint("this looks like an update; the graph is read-only here.")
    return _undeclared(words) or _form(words) or _projection(read)


def _form(words: list[Token]) -> _Hint | None:
    """Return a hint if the query begins with none of the forms of a query (SPARQL 1.1 §16)."""
    remaining = iter(words)
    for word in remaining:
        keyword = word.text.upper()
        if keyword == "PREFIX":
            next(remaining, None)
        elif keyword != "BASE":
            near = get_close_matches(keyword, _FORMS, n=1)
            meant = f"; do you mean {near[0]}?" if near else f". A query begins with one of {', '.join(_FORMS)}."
            known = keyword in _FORMS
            return None if known else _Hint(f"{word.text[:_LONGEST_NAME]} begins no query{meant}", word)
    return None


def _projection(read: list[Token]) -> _Hint | None:
    """Return a hint if SELECT takes an expression without a name (SPARQL 1.1 §16.1.2)."""
    inside = False
    for before, token, after in zip(read, read[1:], read[2:], strict=False):
        if token.text == "{" or token.text.upper() == "WHERE":
            return None
        inside = inside or before.text.upper() == "SELECT"
        if inside and token.text.upper() in _AGGREGATES and after.text == "(" and before.text != "(":
            example = f"SELECT ({token.text.upper()}(*) AS ?n)"
            return _Hint(f"{token.text} needs parentheses and a name: {example}.", token)
    return None


def _undeclared(words: list[Token]) -> _Hint | None:
    """Return a hint if a name has a prefix that is not declared before it (SPARQL 1.1 §4.1.1)."""
    declared: set[str] = set()
    for before, word in zip([None, *words], words, strict=False):
        prefix = word.text.split(":")[0]
        if before and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif word.kind == "name" and prefix not in declared:
            known = f"; put PREFIX {prefix}: <{PREFIXES[prefix]}> before the query" if prefix in PREFIXES else ""
            return _Hint(f"the prefix {prefix}: is not declared{known}.", word)
    return None


def check_terms(query: str, known: Collection[str]) -> None:
    """Raise :class:`UnknownTerm` if the query names what cannot be in the graph, so that it would match nothing.

    That is a term that our vocabulary lacks, and a name of ours with a sign that nobody sees.

    Args:
        query: The query.
        known: The local names of the terms.
    """
    if _VOCABULARY not in query and "\\" not in query and not sign_in(query):
        return
    read = list(tokens(query))
    prologue = Prologue.of(read)
    for token in read:
        iri = prologue.iri_of(token) or ""
        name = iri.removeprefix(KB)
        if iri.startswith(BASE) and (sign := sign_in(iri)):
            column = _column(query, token)
            raise UnknownTerm(
                f"Line {token.line}, column {column}: the name {visible(iri)} holds {sign}, which is not visible.",
                line=token.line,
                column=column,
            )
        if name and name != iri and name not in known:
            near = get_close_matches(name[:_LONGEST_NAME], known, n=3, cutoff=0.5)
            column = _column(query, token)
            raise UnknownTerm(
                f"Line {token.line}, column {column}: "
                f"the vocabulary has no term {name[:_LONGEST_NAME]}"
                + (f"; near are {', '.join(near)}." if near else ". GET /ontology lists its terms."),
                line=token.line,
                column=column,
                near=near,
            )
