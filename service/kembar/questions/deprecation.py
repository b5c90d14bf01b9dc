"""The announced end of a question, a parameter or a column: its days, and what to use instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from kembar.questions import contract

__all__ = ["Deprecation"]

_LEAST_DAYS = 180
"""The promised notice (docs/stability.md)."""


@dataclass(frozen=True)
class Deprecation:
    """Marked ``since`` a day, gone on the day ``until`` (ISO 8601, UTC); ``instead`` says by language what to use."""

    since: str
    until: str
    instead: dict[str, str]

    @classmethod
    def of(cls, declaration: Mapping[str, Any] | None) -> Self | None:
        """Return what a header declares, its days as dates of TOML.

        Raises:
            KeyError: A member is missing.
            TypeError: The days are not dates, or too close to each other.
        """
        if declaration is None:
            return None
        since, until = declaration["since"], declaration["until"]
        are_days = all(isinstance(day, date) and not isinstance(day, datetime) for day in (since, until))
        if not are_days or (until - since).days < _LEAST_DAYS:
            raise TypeError(f"deprecated has two days, since and until, at least {_LEAST_DAYS} days apart")
        instead = {"id": declaration["instead"]["id"], "en": declaration["instead"]["en"]}
        return cls(since.isoformat(), until.isoformat(), instead)

    def to_json(self) -> contract.Deprecation:
        """Return the deprecation as the JSON contract has it."""
        return {"since": self.since, "until": self.until, "instead": self.instead}
