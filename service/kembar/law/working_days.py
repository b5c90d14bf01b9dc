"""Time limits of the law: working days by the calendar of Indonesian holidays, and periods of months and years.

The law uses both and defines neither. What is assumed is stated here, and in each answer.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

import holidays

from kembar import messages
from kembar.errors import BadInput
from kembar.messages import Texts

__all__ = ["Deadline", "Elapsed", "Shifted", "deadline", "elapsed", "shifted"]


@dataclass(frozen=True)
class Deadline:
    """The day after which a number of working days have passed.

    ``estimated`` says that a year on the way has holidays whose days are estimates, so the day can still move.
    ``assumed`` says what was counted, because the law does not.
    """

    day: date
    estimated: bool
    assumed: Texts


@dataclass(frozen=True)
class Elapsed:
    """A number of working days; ``estimated`` and ``assumed`` are as in :class:`Deadline`."""

    days: int
    estimated: bool
    assumed: Texts


@dataclass(frozen=True)
class Shifted:
    """The day some months before or after another. Where no such day exists, there are two; the earlier is safe."""

    earlier: date
    later: date


def deadline(received: date, working_days: int) -> Deadline:
    """Return the last of a number of working days after a day of receipt.

    PP 28/2018 Pasal 30(4) gives the regional council at most 45 working days from receipt of the letter. It does not
    say what a working day is, nor whether the day of receipt counts. Here it does not count, and working days are
    Monday to Friday without the national holidays. Days of collective leave (cuti bersama) are counted as working
    days, because they are leave and not a holiday.

    Raises:
        BadInput: If ``working_days`` is below 1, or the calendar does not have a year on the way.
    """
    if working_days < 1:
        raise BadInput(f"{working_days} is not a number of working days of at least 1.")
    day = received
    for _ in range(working_days):
        day = _next_day(day)
        while not _is_working_day(day):
            day = _next_day(day)
    return Deadline(day, *_reservations(received, day))


def elapsed(start: date, end: date) -> Elapsed:
    """Return the number of working days after ``start`` up to and including ``end``, counted as in :func:`deadline`.

    Raises:
        BadInput: If ``end`` is before ``start``, or the calendar does not have one of the years.
    """
    if end < start:
        raise BadInput(f"{end} is before {start}.")
    days = (start + timedelta(number) for number in range(1, (end - start).days + 1))
    return Elapsed(sum(map(_is_working_day, days)), *_reservations(start, end))


def shifted(day: date, months: int) -> Shifted:
    """Return the same day of the month some months later, or earlier for a negative number.

    A month may have no such day: three years after 29 February, or one month after 31 January. No provision says
    whether the period then ends on the last day of that month or on the first day of the next, and the two differ, so
    both are returned. Nor does a provision say whether the first or the last day of a period counts.

    Raises:
        BadInput: If the year is not between 1 and 9999.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= years <= date.max.year:
        raise BadInput(f"{months} months from {day} is not between the years 1 and 9999.")
    length = monthrange(years, month + 1)[1]
    earlier = date(years, month + 1, min(day.day, length))
    return Shifted(earlier, earlier if day.day <= length else _next_day(earlier))


@cache
def _calendar(year: int) -> holidays.HolidayBase:
    """Return the national holidays of a year. Raise :class:`BadInput` for a year that the calendar does not have."""
    country = holidays.country_holidays("ID", language="id", years=year)
    if not country.start_year <= year <= country.end_year:
        known = f"{country.start_year} to {country.end_year}"
        raise BadInput(f"The calendar has no holidays of Indonesia in {year}; it has those of {known}.")
    return country


def _is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _calendar(day.year)


@cache
def _is_estimated(year: int) -> bool:
    calendar = _calendar(year)
    mark = str(calendar.estimated_label).replace("%s", "").strip()
    return any(mark in name for name in calendar.values())


def _next_day(day: date) -> date:
    if day == date.max:
        raise BadInput(f"There is no day after {day}.")
    return day + timedelta(1)


def _reservations(start: date, end: date) -> tuple[bool, Texts]:
    """Return whether a year from ``start`` to ``end`` has estimated holidays, and what was assumed in counting."""
    estimated = any(_is_estimated(year) for year in range(start.year, end.year + 1))
    key = "working-days.estimated" if estimated else "working-days.assumed"
    return estimated, messages.text(key, calendar=f"holidays {version('holidays')}")
