"""Freshness of the law: on which day provisions and diplomatic relations were last checked against their text."""

from collections.abc import Iterable
from datetime import date

from typing_extensions import TypedDict

from kembar.rdf.contract import Day, Iri
from kembar.rdf.names import kb, rdf
from kembar.rdf.terms import NamedNode, text_of
from kembar.store.protocol import Store, objects

__all__ = ["Checked", "checked", "checked_on", "to_be_checked"]


class Checked(TypedDict):
    """How fresh some provisions and relations are."""

    checkedOn: Day | None
    """The oldest of the days on which they were checked; null if none of them has been checked."""
    due: list[Iri]
    """Those whose check is older than the limit, and those that were never checked."""


def checked(store: Store, iris: Iterable[str], today: date, max_days: int) -> Checked:
    """Return how fresh provisions and diplomatic relations are.

    Args:
        store: The store that describes them.
        iris: Their IRIs.
        today: The day of the question. A later day of checking is a mistake and counts as none.
        max_days: The number of days for which a check is good (``Settings.law_checked_max_days``).
    """
    days = {iri: checked_on(store, iri, today) for iri in dict.fromkeys(iris)}
    known = [day for day in days.values() if day]
    return {
        "checkedOn": min(known).isoformat() if known else None,
        "due": [iri for iri, day in days.items() if day is None or (today - day).days > max_days],
    }


def checked_on(store: Store, iri: str, today: date) -> date | None:
    """Return the last day on which a provision or relation was checked, or None if it never was."""
    days = (_day(text) for text in objects(store, iri, kb.checkedOn))
    return max((day for day in days if day and day <= today), default=None)


def to_be_checked(store: Store) -> list[str]:
    """Return the IRIs of all provisions and diplomatic relations, sorted."""
    return sorted(
        text_of(quad.subject)
        for kind in (kb.Provision, kb.DiplomaticRelation)
        for quad in store.quads(None, rdf.type, kind)
        if isinstance(quad.subject, NamedNode)
    )


def _day(text: str) -> date | None:
    """Return the day that a value states, or None if it states none."""
    try:
        return date.fromisoformat(text[:10])  # xsd:date may have a time zone
    except ValueError:
        return None
