"""The JSON contract of a thing: the statements on it, and the provenance of each."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from kembar.rdf.contract import Day, RevisionNumber, Texts
from kembar.things.tense import Tense

__all__ = [
    "Contradiction",
    "LeftOut",
    "LiteralValue",
    "NamedThing",
    "Place",
    "Provenance",
    "Reading",
    "ReferringStatement",
    "RelatedThing",
    "Statement",
    "Thing",
    "TypedThing",
]

Origin = Literal["source", "derived", "vocabulary", "service"]
Reason = Literal["later", "derived"]


class NamedThing(TypedDict):
    """A thing with its label."""

    id: str
    """IRI, or _:… for a blank node."""
    label: Texts
    """The last part of the IRI if the thing has no label."""


class RelatedThing(NamedThing):
    """A thing and, with as_of, its relation to that day."""

    when: NotRequired[Tense | None]
    """Null if nothing dates it."""


class TypedThing(RelatedThing):
    """A thing with its classes."""

    type: list[NamedThing]


class LiteralValue(TypedDict):
    """A literal."""

    value: str
    datatype: str
    """IRI of the datatype."""
    language: NotRequired[str]


class Place(NamedThing):
    """A place in a source, or a source without parts."""

    source: NamedThing


class Provenance(TypedDict):
    """The provenance of a statement."""

    graph: NamedThing
    """The named graph that holds the statement."""
    origin: Origin
    """source: stated by the sources; derived: follows from the record; vocabulary: our own terms, code lists and rules;
    service: written by the service."""
    sources: list[NamedThing]
    """The sources of the graph."""
    places: list[Place]
    """Where in the sources, as the subject of the statement names it in this graph."""
    derivedBy: list[NamedThing]
    """The rule that derived it."""
    derivedFrom: list[NamedThing]
    """The property whose bounds or precision it gives, over all readings."""


class Statement(Provenance):
    """A statement on the thing."""

    property: NamedThing
    value: RelatedThing | LiteralValue


class ReferringStatement(Provenance):
    """A statement on another thing that refers to the thing."""

    property: NamedThing
    thing: TypedThing


class Reading(TypedDict):
    """One side of a contradiction."""

    id: str
    values: list[RelatedThing | LiteralValue]
    preferred: bool
    reason: Texts | None
    """Why it is preferred."""
    places: list[Place]


class Contradiction(NamedThing, Provenance):
    """A contradiction that concerns the thing, with every reading."""

    property: NamedThing | None
    """The property whose value is in dispute."""
    kind: NamedThing | None
    preferred: str | None
    """The reading that is preferred, if any."""
    reason: Texts | None
    """Why none is preferred."""
    readings: list[Reading]


class LeftOut(TypedDict):
    """Statements that as_of leaves out."""

    what: Reason
    count: int
    reason: Texts


class Thing(TypedThing):
    """A thing with all statements on it and those that refer to it."""

    revision: RevisionNumber
    asOf: Day | None
    places: list[Place]
    """Where the thing is stated."""
    statements: list[Statement]
    referredToBy: list[ReferringStatement]
    contradictions: list[Contradiction]
    leftOut: list[LeftOut]
    """Empty without as_of."""
