"""What is announced to go: a question, a parameter or a column, with the days and what to use instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from kembar.questions import contract

__all__ = ["Deprecation"]

_LEAST_DAYS = 180
"""Time to see the mark and to change (docs/stability.md)."""


@dataclass(frozen=True)
class Deprecation:
    """Deprecated ``since`` a day, and gone on the day ``until`` (both ISO 8601, by UTC); ``instead`` says by language what to use."""

    since: str
    until: str
    instead: dict[str, str]

    @classmethod
    def of(cls, said: Mapping[str, Any] | None) -> Self | None:
        """As a header says it, in days of TOML. Raises :class:`KeyError` for what is missing, and :class:`TypeError` for what is wrong."""
        if said is None:
            return None
        since, until = said["since"], said["until"]
        if (
            any(not isinstance(day, date) or isinstance(day, datetime) for day in (since, until))
            or (until - since).days < _LEAST_DAYS
        ):
            raise TypeError(f"deprecated has two days, since and until, at least {_LEAST_DAYS} days apart")
        return cls(
            since.isoformat(), until.isoformat(), {language: said["instead"][language] for language in ("id", "en")}
        )

    def to_json(self) -> contract.Deprecation:
        """Return the deprecation as the JSON contract has it."""
        return {"since": self.since, "until": self.until, "instead": self.instead}
