"""Dates at their recorded precision: xsd:date, xsd:gYearMonth, xsd:gYear, or EDTF (ISO 8601-2, levels 0 and 1)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from edtf import EDTFParseException, parse_edtf
from edtf.parser.parser_classes import Interval, OneOfASet

from kembar import messages
from kembar.messages import Texts
from kembar.namespaces import PREFIXES

__all__ = ["DATATYPES", "EDTF", "DateError", "Span", "is_day", "read_span"]

EDTF = PREFIXES["edtf"] + "EDTF"
_XSD = PREFIXES["xsd"]
DATATYPES = (_XSD + "date", _XSD + "gYearMonth", _XSD + "gYear", EDTF)
"""The datatypes of dates."""
_MAX_LENGTH = 200  # characters; the EDTF parser takes half a minute for a choice of 5,000 years
_PRECISION_BY_LENGTH = {4: "year", 7: "month", 10: "day"}


class DateError(ValueError):
    """A date that cannot be read, with the reason in both languages."""

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts["en"])
        self.texts = texts


@dataclass(frozen=True)
class Span:
    """The first and last possible day of a date, and its precision as a slug of ``concept/date-precision``."""

    earliest: date
    latest: date
    precision: str


def is_day(text: str) -> bool:
    """Return whether a text is a day of the calendar, written as 2017-01-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def read_span(text: str, datatype: str) -> Span:
    """Return the span of a date literal. Raise :class:`DateError` if it cannot be read."""
    if datatype == _XSD + "date":
        try:
            day = date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            day = None
        if day is None:
            raise DateError(messages.text("date.not-a-day", text=text))
        return Span(day, day, "day")
    if datatype not in DATATYPES:
        raise DateError(messages.text("date.datatype", text=text))
    if len(text) > _MAX_LENGTH:
        raise DateError(messages.text("date.too-long", length=len(text), limit=_MAX_LENGTH))
    try:
        parsed = parse_edtf(text)
        earliest, latest = date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except (EDTFParseException, ValueError, TypeError, AttributeError) as error:
        raise DateError(messages.text("date.unreadable", text=text)) from error
    if isinstance(parsed, OneOfASet):
        precision = "choice"
    elif isinstance(parsed, Interval):
        precision = "range"
    else:
        precision = _PRECISION_BY_LENGTH.get(len(text), "range")
    if latest < earliest:
        raise DateError(messages.text("date.reversed", text=text))
    return Span(earliest, latest, precision)
