"""The headers that announce the end of something that a request uses (RFC 9745 §2, RFC 8594 §3)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from kembar.questions.deprecation import Deprecation
from kembar.questions.parameters import Parameter

__all__ = ["announcement"]


def announcement(
    parameters: Iterable[Parameter], given: Mapping[str, str], whole: Deprecation | None = None
) -> dict[str, str]:
    """Return the headers on the deprecation that ends first; none if nothing in use is deprecated.

    Args:
        parameters: The parameters that a request can have.
        given: Those that it has.
        whole: The deprecation of what the request asks for, if it has one.
    """
    marks = [whole, *(parameter.deprecated for parameter in parameters if parameter.name in given)]
    first = min((mark for mark in marks if mark), key=lambda mark: mark.until, default=None)
    if first is None:
        return {}
    since, until = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (first.since, first.until))
    return {"Deprecation": f"@{since.timestamp():.0f}", "Sunset": format_datetime(until, usegmt=True)}
