"""How a thing stands to a day: by the derived bounds of its own date or period, or of what it belongs to. Absence is not negation."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import pyoxigraph as ox

from kembar.namespaces import KB
from kembar.rdf.terms import objects

__all__ = ["Tense", "tense_of"]


class Tense(StrEnum):
    """``before`` (on the day or earlier), ``after``, ``holds``, ``ended``, or ``cannot-tell`` where the bounds leave it open."""

    BEFORE = "before"
    AFTER = "after"
    HOLDS = "holds"
    ENDED = "ended"
    CANNOT_TELL = "cannot-tell"


_PARTS = ("period", "inForce", "provisionOf", "listedIn")
_WHOLES = ("signature", "participation")
"""What has no date of its own has that of these: what it names by one of ``_PARTS``, what names it by one of ``_WHOLES``."""
_WEIGHT = (Tense.HOLDS, Tense.CANNOT_TELL, Tense.BEFORE, Tense.ENDED, Tense.AFTER)
"""Of several periods the first of these counts."""


def tense_of(store: ox.Store, iri: str, day: date, steps: int = 2) -> Tense | None:
    """How the thing stands to ``day``; None where nothing that is recorded dates it. Looks ``steps`` things further for a date."""
    own = _dated(store, iri, day) or _lasting(store, iri, day)
    if own or not steps:
        return own
    found = {tense for other in _dating(store, iri) if (tense := tense_of(store, other, day, steps - 1))}
    return next((tense for tense in _WEIGHT if tense in found), None) or _known(store, iri, day)


def _dating(store: ox.Store, iri: str) -> Iterator[str]:
    node = ox.NamedNode(iri)
    for part in _PARTS:
        for quad in store.quads_for_pattern(node, ox.NamedNode(KB + part), None):
            if isinstance(quad.object, ox.NamedNode):
                yield quad.object.value
    for whole in _WHOLES:
        for quad in store.quads_for_pattern(None, ox.NamedNode(KB + whole), node):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value


def _dated(store: ox.Store, iri: str, day: date) -> Tense | None:
    bounds = _bounds(store, iri, "earliest", "latest")
    if bounds is None:
        return None
    return Tense.BEFORE if bounds[1] <= day else Tense.AFTER if bounds[0] > day else Tense.CANNOT_TELL


def _lasting(store: ox.Store, iri: str, day: date) -> Tense | None:
    """For a period. One without a recorded end is taken to last; on the very day of the end it cannot be told, which some periods still include."""
    start, end = _bounds(store, iri, "startEarliest", "startLatest"), _bounds(store, iri, "endEarliest", "endLatest")
    if start is None and end is None:
        return None
    if start and start[0] > day:
        return Tense.AFTER
    if end and end[1] < day:
        return Tense.ENDED
    return Tense.HOLDS if start and start[1] <= day and (end is None or day < end[0]) else Tense.CANNOT_TELL


def _known(store: ox.Store, iri: str, day: date) -> Tense | None:
    """For a state of which only is recorded when it was known: that proves nothing of earlier days."""
    bounds = _bounds(store, iri, "stateKnownFrom", "stateKnownBy")
    if bounds is None:
        return None
    return Tense.BEFORE if bounds[1] <= day else Tense.CANNOT_TELL


def _bounds(store: ox.Store, iri: str, earliest: str, latest: str) -> tuple[date, date] | None:
    first, last = objects(store, iri, KB + earliest), objects(store, iri, KB + latest)
    return (date.fromisoformat(min(first)), date.fromisoformat(max(last))) if first and last else None
