"""Dates in words, in Indonesian and English: days, months, years, and the ranges and choices of EDTF."""

import re

from kembar import messages

__all__ = ["MONTHS", "dated", "in_words"]

MONTHS = (
    "month.1", "month.2", "month.3", "month.4", "month.5", "month.6",
    "month.7", "month.8", "month.9", "month.10", "month.11", "month.12",
)  # fmt: skip
"""The keys of the names of the months."""
_SIMPLE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
_OPEN = ("", "..")


def in_words(text: str, language: str) -> str:
    """Return a date of the record in words, as "24 Juni 2019" or "between 24 and 28 June 2019".

    What is no date of a form that the record uses is returned as it stands.
    """
    if text.startswith("[") and text.endswith("]"):
        days = [_interval(part, "..", language) for part in re.split(r",\s*", text[1:-1])]
        return messages.text("days.or")[language].join(filter(None, [", ".join(days[:-1]), days[-1]]))
    return _interval(text, "/", language)


def dated(text: str | None, language: str) -> str:
    """Return a date in words with its preposition, as "pada 24 Juni 2019" or "in June 2019"."""
    if text is None:
        return messages.text("days.unknown")[language]
    words = in_words(text, language)
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return words
    key = {10: "days.on-day", 7: "days.in-month"}.get(len(text), "days.in-year")
    return messages.text(key, day=words)[language]


def _interval(text: str, divider: str, language: str) -> str:
    """Return a day, or an interval whose ends a divider parts, in words."""
    start, found, end = text.partition(divider)
    if not found:
        return _day(text, language)
    if start in _OPEN:
        return messages.text("days.to", end=_day(end, language))[language]
    if end in _OPEN:
        return messages.text("days.from", start=_day(start, language))[language]
    shared = _shared(start, end)
    first = _day(start, language, leave_out=shared)
    return messages.text("days.between", start=first, end=_day(end, language))[language]


def _shared(start: str, end: str) -> int:
    """Return how many parts both ends have in common, counted from the year."""
    one, other = _SIMPLE.fullmatch(start), _SIMPLE.fullmatch(end)
    if not one or not other or len(start) != len(end) or one[4] or other[4]:
        return 0
    pairs = [(a, b) for a, b in zip(one.groups()[:3], other.groups()[:3], strict=True) if a is not None]
    return next((place for place, (a, b) in enumerate(pairs) if a != b), 0)


def _day(text: str, language: str, leave_out: int = 0) -> str:
    """Return a day, month or year in words, without the first parts that are left out."""
    match = _SIMPLE.fullmatch(text)
    if not match or not 1 <= int(match[2] or 1) <= len(MONTHS):
        return text
    year, month, day, sign = match.groups()
    name = messages.text(MONTHS[int(month) - 1])[language] if month else None
    parts = [year, name, None if day is None else str(int(day))][leave_out:]
    words = " ".join(part for part in reversed(parts) if part)
    if sign in ("~", "%"):
        words = messages.text("days.about", day=words)[language]
    return messages.text("days.uncertain", day=words)[language] if sign in ("?", "%") else words
