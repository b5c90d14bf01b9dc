"""The relation of a thing to a day, by the derived bounds of its date or period, or of those of a related thing."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from kembar.rdf.names import kb
from kembar.rdf.terms import NamedNode
from kembar.store.protocol import Store, objects

__all__ = ["Tense", "tense_of"]


class Tense(StrEnum):
    """A relation to a day: ``before`` includes the day itself; ``cannot-tell`` if the bounds leave it open."""

    BEFORE = "before"
    AFTER = "after"
    HOLDS = "holds"
    ENDED = "ended"
    CANNOT_TELL = "cannot-tell"


_PARTS = ("period", "inForce", "provisionOf", "listedIn")
_WHOLES = ("signature", "participation")
"""A thing without a date has that of things to which it refers by ``_PARTS`` or that refer to it by ``_WHOLES``."""
_WEIGHT = (Tense.HOLDS, Tense.CANNOT_TELL, Tense.BEFORE, Tense.ENDED, Tense.AFTER)
"""The order of precedence among the relations of several periods."""


def tense_of(store: Store, iri: str, day: date, steps: int = 2) -> Tense | None:
    """Return the relation of a thing to a day, or None if it has no date.

    Args:
        store: The store of the revision.
        iri: The thing.
        day: The day.
        steps: How many references to follow to find a date.
    """
    tense = _dated(store, iri, day) or _lasting(store, iri, day)
    if tense or not steps:
        return tense
    related = {tense_of(store, thing, day, steps - 1) for thing in _dating(store, iri)}
    return next((tense for tense in _WEIGHT if tense in related), None) or _known(store, iri, day)


def _dating(store: Store, iri: str) -> Iterator[str]:
    """Yield the related things whose dates apply to a thing."""
    node = NamedNode(iri)
    for part in _PARTS:
        for quad in store.quads(node, kb[part]):
            if isinstance(quad.object, NamedNode):
                yield quad.object.value
    for reference in _WHOLES:
        for quad in store.quads(None, kb[reference], node):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value


def _dated(store: Store, iri: str, day: date) -> Tense | None:
    bounds = _bounds(store, iri, "earliest", "latest")
    if bounds is None:
        return None
    return Tense.BEFORE if bounds[1] <= day else Tense.AFTER if bounds[0] > day else Tense.CANNOT_TELL


def _lasting(store: Store, iri: str, day: date) -> Tense | None:
    """Return the relation of a period to a day.

    A period without a recorded end is assumed to continue. Some periods include the day of their end, so that day is
    uncertain.
    """
    start, end = _bounds(store, iri, "startEarliest", "startLatest"), _bounds(store, iri, "endEarliest", "endLatest")
    if start is None and end is None:
        return None
    if start and start[0] > day:
        return Tense.AFTER
    if end and end[1] < day:
        return Tense.ENDED
    return Tense.HOLDS if start and start[1] <= day and (end is None or day < end[0]) else Tense.CANNOT_TELL


def _known(store: Store, iri: str, day: date) -> Tense | None:
    """Return the relation of a state by the day on which it was known, which proves nothing about earlier days."""
    bounds = _bounds(store, iri, "stateKnownFrom", "stateKnownBy")
    if bounds is None:
        return None
    return Tense.BEFORE if bounds[1] <= day else Tense.CANNOT_TELL


def _bounds(store: Store, iri: str, earliest: str, latest: str) -> tuple[date, date] | None:
    first, last = objects(store, iri, kb[earliest]), objects(store, iri, kb[latest])
    return (date.fromisoformat(min(first)), date.fromisoformat(max(last))) if first and last else None
