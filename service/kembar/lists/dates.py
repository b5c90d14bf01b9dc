"""Dates as lists have them: a day, a month or a year, in figures or with the name of the month."""

import re
from datetime import date

from kembar.lists.ledger import Unreadable
from kembar.lists.names import folded
from kembar.rdf.dates import DateError, Span, read_span
from kembar.rdf.names import xsd
from kembar.rdf.terms import Literal

__all__ = ["date_literal", "dates_in", "span_of"]

_MONTHS = """
    januari january jan|februari february feb|maret march mar|april apr|mei may|juni june jun|juli july jul
    |agustus august agu agt aug|september sept sep|oktober october okt oct|november nop nov|desember december des dec
"""
_MONTH = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_FIGURES = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2}) )?([a-z]+) (\d{4})")
_ANYWHERE = re.compile(
    r"\d{4}-\d{1,2}(?:-\d{1,2})?|(?:\d{1,2}[./-])?\d{1,2}[./-]\d{4}|(?:\d{1,2}\s+)?[^\W\d]{3,9}\s+\d{4}|\b\d{4}\b"
)


def date_literal(text: str) -> Literal:
    """Return a date at the precision at which it is written. Raise :class:`Unreadable` if it is none.

    Figures between slashes, dots or hyphens stand in the order of Indonesia: day, month, year.
    """
    year, month, day = _parts(text)
    try:
        date(year, month or 1, day or 1)
    except ValueError as error:
        raise Unreadable("lists.no-date", value=text) from error
    if day:
        return Literal(f"{year:04}-{month:02}-{day:02}", datatype=xsd.date)
    if month:
        return Literal(f"{year:04}-{month:02}", datatype=xsd.gYearMonth)
    return Literal(f"{year:04}", datatype=xsd.gYear)


def dates_in(text: str) -> list[Literal]:
    """Return the dates that stand somewhere in a text."""
    found = []
    for match in _ANYWHERE.finditer(text):
        try:
            found.append(date_literal(match[0]))
        except Unreadable:
            continue
    return found


def span_of(value: Literal) -> Span | None:
    """Return the first and last possible day of a date, or None for any other literal."""
    try:
        return read_span(value.value, value.datatype.value)
    except DateError:
        return None


def _parts(text: str) -> tuple[int, int, int]:
    """Return year, month and day; a part that is not written is 0."""
    plain = text.strip()
    if match := _ISO.fullmatch(plain):
        year, month, day = (int(part or 0) for part in match.groups())
    elif match := _FIGURES.fullmatch(plain):
        day, month, year = (int(part or 0) for part in match.groups())
    elif (match := _WORDS.fullmatch(folded(plain))) and match[2] in _MONTH:
        day, month, year = int(match[1] or 0), _MONTH[match[2]], int(match[3])
    else:
        raise Unreadable("lists.no-date", value=text)
    written_as_zero = re.search(r"(?<!\d)0{1,2}(?!\d)", plain)
    if not year or written_as_zero:
        raise Unreadable("lists.no-date", value=text)
    return year, month, day
