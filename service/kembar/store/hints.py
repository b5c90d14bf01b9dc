"""Hints for the writer of a query: the place of an error, missing prefixes, similar names, and faster forms."""

import re
from collections.abc import Callable, Collection
from difflib import get_close_matches
from itertools import pairwise

from kembar.errors import QuerySyntaxError, UnknownTerm, UnsupportedQuery
from kembar.namespaces import BASE, KB, PREFIXES
from kembar.rdf.lexer import tokens
from kembar.rdf.signs import sign_in, sign_outside_texts, visible
from kembar.store.prologue import Prologue

__all__ = ["check_terms", "faster_form", "misplaced", "syntax_error", "unsupported"]

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_VOCABULARY = KB.removeprefix(BASE).removesuffix("#")
"""Part of every IRI of our vocabulary: a query without it names no such IRI, unless it contains an escape."""
_LONGEST_NAME = 60
_UPDATES = {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}


def syntax_error(query: str, message: str) -> QuerySyntaxError:
    """Return the error for a query that the parser refuses with ``message``."""
    position = _POSITION.search(message)
    line, column = (int(position[1]), int(position[2])) if position else (None, None)
    sign = sign_outside_texts(query, line)
    if sign:
        return QuerySyntaxError(f"The query does not parse. {sign.hint}", line=sign.line, column=sign.column)
    reason = _hint(query) or f"{position[3] if position else message}."
    return QuerySyntaxError(_place(line, column) + reason, line=line, column=column)


def misplaced(error: QuerySyntaxError, place: Callable[[int, int], tuple[int, int]]) -> QuerySyntaxError:
    """Return a syntax error with the line and column that ``place`` returns for its own, if it has any."""
    line, column = error.extra.get("line"), error.extra.get("column")
    if line is None or column is None or place(line, column) == (line, column):
        return error
    detail = error.detail.removeprefix(_place(line, column))
    line, column = place(line, column)
    return QuerySyntaxError(_place(line, column) + detail, line=line, column=column)


def _place(line: int | None, column: int | None) -> str:
    return f"Line {line}, column {column}: " if line else ""


def unsupported(message: str) -> UnsupportedQuery:
    """Return the error for a query that parses, but that the engine cannot evaluate and ends with ``message``."""
    return UnsupportedQuery(f"{message}. SPARQL 1.1 §17.4 lists the functions that there are.")


def _hint(query: str) -> str:
    """Return a reason that the parser does not give: an update, or an undeclared prefix; otherwise an empty text."""
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
            line_start = query.rfind("\n", 0, token.start) + 1
            column = token.start - line_start + 1
            raise UnknownTerm(
                f"Line {token.line}, column {column}: the name {visible(iri)} holds {sign}, which is not visible.",
                line=token.line,
                column=column,
            )
        if name and name != iri and name not in known:
            near = get_close_matches(name[:_LONGEST_NAME], known, n=3, cutoff=0.5)
            line_start = query.rfind("\n", 0, token.start) + 1
            raise UnknownTerm(
                f"Line {token.line}, column {token.start - line_start + 1}: "
                f"the vocabulary has no term {name[:_LONGEST_NAME]}"
                + (f"; near are {', '.join(near)}." if near else ". GET /ontology lists its terms."),
                line=token.line,
                column=token.start - line_start + 1,
                near=near,
            )


def faster_form(query: str) -> str | None:
    """Return advice for a slow query that joins inside (NOT) EXISTS, or None."""
    inside: list[bool] = []  # for each open brace, whether it is inside EXISTS
    read = list(tokens(query))
    for (word, brace), after in zip(pairwise(read), [*read[2:], None], strict=False):
        if brace.text == "{":
            inside.append(bool(inside and inside[-1]) or (word.kind == "word" and word.text.upper() == "EXISTS"))
        elif brace.text == "}" and inside:
            inside.pop()
        elif brace.text in (".", ";") and inside and inside[-1] and after and after.text != "}":
            return (
                "The query joins inside (NOT) EXISTS, which is evaluated for every row. Write instead OPTIONAL "
                "{ … BIND(true AS ?found) } and then FILTER(!BOUND(?found)), or FILTER(BOUND(?found)) for EXISTS."
            )
    return None
