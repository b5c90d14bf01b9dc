"""The announced end of a question, a parameter or a column, and its replacement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from kembar import messages
from kembar.questions import contract

__all__ = ["Deprecation"]

_LEAST_DAYS = 180
"""The promised notice (docs/stability.md)."""


@dataclass(frozen=True)
class Deprecation:
    """A deprecation.

    Attributes:
        since: The day on which it was announced (ISO 8601, UTC).
        until: The day on which the element is removed.
        instead: What to use instead, by language.
    """

    since: str
    until: str
    instead: dict[str, str]

    @classmethod
    def of(cls, declaration: Mapping[str, Any] | None) -> Self | None:
        """Return the deprecation that a header declares, with the days as TOML dates.

        Raises:
            KeyError: If a member is missing.
            TypeError: If the days are not dates, or too close to each other.
        """
        if declaration is None:
            return None
        since, until = declaration["since"], declaration["until"]
        are_days = all(isinstance(day, date) and not isinstance(day, datetime) for day in (since, until))
        if not are_days or (until - since).days < _LEAST_DAYS:
            raise TypeError(f"deprecated has two days, since and until, at least {_LEAST_DAYS} days apart")
        instead = {"id": declaration["instead"]["id"], "en": declaration["instead"]["en"]}
        return cls(since.isoformat(), until.isoformat(), instead)

    @classmethod
    def of_name(cls, declaration: Mapping[str, Any], name: str) -> tuple[str, Self]:
        """Return a former name and its deprecation in favour of ``name``. Raise as :meth:`of` does."""
        mark = cls.of({**declaration, "instead": messages.text("deprecation.renamed", name=name)})
        if mark is None:
            raise TypeError("formerly declares nothing")
        return str(declaration["name"]), mark

    def to_json(self) -> contract.Deprecation:
        """Return the deprecation as the JSON contract has it."""
        return {"since": self.since, "until": self.until, "instead": self.instead}
