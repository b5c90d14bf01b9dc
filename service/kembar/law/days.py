"""The days that a verdict goes by: today in Jakarta, and the act date of a deed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kembar.namespaces import KB, slug_of
from kembar.rdf.dates import Span
from kembar.rdf.terms import Triple, text_of

__all__ = ["ActDate", "act_date", "today"]

_EVER = Span(date.min, date.max, "unknown")


class ActDate(NamedTuple):
    """The day of signature, which alone decides which provisions bind.

    ``span`` bounds it; ``text`` is its literal form, None if it is unknown; ``signed`` is None if that is unknown.
    """

    span: Span
    text: str | None
    signed: bool | None


def today(instant: datetime | None = None) -> date:
    """Return the day in Jakarta at ``instant``, by default now: the act date of a deed that is not signed yet."""
    return (instant or datetime.now(UTC)).astimezone(ZoneInfo("Asia/Jakarta")).date()


def act_date(triples: Iterable[Triple], deed: str, of_the_record: bool) -> ActDate:
    """Return the act date of a deed.

    Without a date, a draft is judged as of today, and a deed of the record has an unknown act date: that its date is
    not recorded does not say that it is unsigned.
    """
    own = {triple.predicate.value: text_of(triple.object) for triple in triples if text_of(triple.subject) == deed}
    if KB + "earliest" in own:
        earliest, latest = date.fromisoformat(own[KB + "earliest"]), date.fromisoformat(own[KB + "latest"])
        span = Span(earliest, latest, slug_of(own.get(KB + "precision", "")))
        return ActDate(span, own.get(KB + "date", f"{earliest}/{latest}"), True)
    if of_the_record:
        return ActDate(_EVER, None, None)
    day = today()
    return ActDate(Span(day, day, "day"), day.isoformat(), False)
