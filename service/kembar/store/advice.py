"""Advice for the writer of a query that is answered: a faster form, and comparisons that lose rows."""

import re
from collections.abc import Mapping
from itertools import pairwise

from kembar.namespaces import KB
from kembar.rdf.lexer import Token, tokens
from kembar.store.prologue import Prologue

__all__ = ["date_advice", "faster_form"]

_PARTS_OF_DATES = {"YEAR", "MONTH", "DAY"}


def date_advice(query: str, bounds: Mapping[str, str]) -> str | None:
    """Return advice for a query that compares dates of several datatypes, or None.

    Such a comparison is an error for values of another datatype, and their rows are lost (SPARQL 1.1 §17.2).

    Args:
        query: The query.
        bounds: Properties of dates as local names -> the property of their earliest bound.
    """
    if not bounds or not re.search(rf"[:#](?:{'|'.join(bounds)})>?\s+[?$]", query):
        return None
    read = list(tokens(query))
    prologue = Prologue.of(read)
    dates: dict[str, str] = {}
    for token, after in pairwise(read):
        name = (prologue.iri_of(token) or "").removeprefix(KB)
        if name in bounds and after.kind == "variable":
            dates[after.text[1:]] = name
    for place, token in enumerate(read):
        name = dates.get(token.text[1:], "") if token.kind == "variable" else ""
        if name and _is_compared(read, place):
            return (
                f"kb:{name} has values of four datatypes (xsd:date, xsd:gYearMonth, xsd:gYear, edtf:EDTF), and a "
                "comparison or a part of the date loses the rows of others. "
                f"Use kb:{bounds[name]}, which is an xsd:date."
            )
    return None


def _is_compared(read: list[Token], place: int) -> bool:
    """Return whether the variable at a place is compared by order, or asked for its year, month or day."""
    around = [read[at].text.upper() if 0 <= at < len(read) else "" for at in (place - 2, place - 1, place + 1)]
    further, before, after = around
    return (
        after in ("<", ">")
        or before in ("<", ">")
        or (before == "=" and further in ("<", ">"))
        or (before == "(" and further in _PARTS_OF_DATES)
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
