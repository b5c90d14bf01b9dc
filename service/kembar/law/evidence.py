"""What a finding names as evidence, with its dates, its document and its sources."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kembar import messages
from kembar.law import contract
from kembar.law.findings import Finding
from kembar.law.neighbourhood import Contradiction
from kembar.law.outcomes import Outcome
from kembar.law.rules import Texts
from kembar.messages import LANGUAGES
from kembar.namespaces import slug_of
from kembar.rdf.dates import Span
from kembar.rdf.names import kb, prov, rdf
from kembar.rdf.terms import NamedNode, Quad, text_of
from kembar.store.protocol import Store, objects
from kembar.things.description import labels

__all__ = ["AGAINST", "Evidence", "Witnesses", "label_of"]

AGAINST = frozenset({"violated", "open", "unclear", "gap"})
"""The roles of the shapes whose findings speak against an outcome that closes the requirement."""


@dataclass(frozen=True)
class Evidence:
    """A thing that decides an outcome or keeps it open.

    ``finds`` is the role of the shape that found it, ``shape`` its IRI. ``unchecked`` says that only the proposal
    describes the thing, so that what it says of it was not checked by anyone.
    """

    thing: str
    label: Texts
    finds: str
    shape: str
    says: Texts
    facts: dict[str, str]
    unchecked: bool
    stated_at: list[contract.StatedAt]

    def to_json(self) -> contract.Evidence:
        """Return the evidence in the form of the JSON contract."""
        return {
            "thing": self.thing,
            "label": self.label,
            "finds": self.finds,
            "says": self.says,
            "facts": self.facts,
            "unchecked": self.unchecked,
            "statedAt": self.stated_at,
        }


class _Described(NamedTuple):
    label: Texts
    facts: dict[str, str]
    unchecked: bool
    places: list[contract.StatedAt]


class Witnesses:
    """The stores that describe what a verdict rests on: the record, and the proposal where there is one."""

    def __init__(self, record: Store, proposal: Store | None, looked_at: Span) -> None:
        """Describe things of both stores as of the day looked at, each thing once."""
        self.record, self.proposal, self.looked_at = record, proposal, looked_at
        self._described = cache(self._describe)

    @property
    def stores(self) -> tuple[Store, ...]:
        """Both stores, the record first."""
        return (self.record,) if self.proposal is None else (self.record, self.proposal)

    def evidence(self, finding: Finding, role: str, message: Texts) -> Evidence:
        """Return the evidence that a finding names."""
        thing = self._described(finding.value)
        says = {language: text.replace("{?value}", thing.label[language]) for language, text in message.items()}
        # That something is not recorded has no source (design: absence is not negation).
        places = [] if role in ("open", "unclear", "gap") else thing.places
        return Evidence(finding.value, thing.label, role, finding.shape, says, thing.facts, thing.unchecked, places)

    def _describe(self, thing: str) -> _Described:
        facts = {
            prop: value
            for prop in ("start", "end", "date", "stateKnownAsOf", "document")
            for store in self.stores
            for value in objects(store, thing, kb[prop])
        }
        if "start" in facts and "end" not in facts:
            facts["noEndRecordedAsOf"] = self.looked_at.latest.isoformat()
        unchecked = not self.record.contains(NamedNode(thing))
        return _Described(label_of(self.stores, thing), facts, unchecked, self._places(thing))

    def stated(self, quad: Quad) -> contract.Stated:
        """Return a statement of the proposal, with its words."""
        thing, prop, value = text_of(quad.subject), quad.predicate.value, text_of(quad.object)
        names = self._labels(prop)
        subject = self.name(thing)
        of = self.name(value) if isinstance(quad.object, NamedNode) else dict.fromkeys(LANGUAGES, value)
        says = {
            language: messages.text(
                "verdict.stated",
                thing=subject[language],
                property=names.get(language, slug_of(prop)),
                value=of[language],
            )[language]
            for language in LANGUAGES
        }
        return {"thing": thing, "property": prop, "value": value, "says": says}

    def name(self, iri: str) -> Texts:
        """Return the label of a thing, or else its kind and that it has no name."""
        label = label_of(self.stores, iri)
        kinds = [kind for store in self.stores for kind in objects(store, iri, rdf.type)]
        if set(label.values()) != {slug_of(iri)} or not kinds:
            return label
        kind = labels(self.record, kinds[0])
        return {
            language: messages.text("verdict.unnamed", kind=kind.get(language, slug_of(kinds[0])))[language]
            for language in LANGUAGES
        }

    def contest(self, contradiction: Contradiction, otherwise: dict[str, Outcome], turns: bool) -> contract.Contest:
        """Return a contested fact with the outcome under each other reading."""
        readings: list[contract.ContestedReading] = [
            {
                "reading": reading.iri,
                "value": reading.value.value,
                "label": self._labels(reading.value.value) if isinstance(reading.value, NamedNode) else {},
                "preferred": reading.preferred,
                "outcome": otherwise.get(reading.iri),
                "statedAt": [
                    _place(store, iri) for store in self.stores for iri in objects(store, reading.iri, kb.statedAt)
                ],
            }
            for reading in contradiction.readings
        ]
        return {
            "contradiction": contradiction.iri,
            "label": self._labels(contradiction.iri),
            "thing": contradiction.thing.value,
            "property": contradiction.prop.value,
            "turns": turns,
            "readings": readings,
        }

    def _labels(self, iri: str) -> dict[str, str]:
        return next((found for store in self.stores if (found := labels(store, iri))), {})

    def _places(self, iri: str) -> list[contract.StatedAt]:
        return [_place(store, place) for store in self.stores for place in _stated_at(store, iri)]


def label_of(stores: tuple[Store, ...], iri: str) -> Texts:
    """Return the label of a thing, or else that of what it is about, and its document.

    The last resort is the last part of its IRI.
    """
    node = NamedNode(iri)
    about = (_value(stores, node, prop) for prop in (kb.step, kb.attestor, kb.signatory, kb.plan))
    owners = (text_of(quad.subject) for store in stores for quad in store.quads(None, kb.period, node))
    things = (iri, *(value for value in about if value), *owners)
    thing, found = next(
        ((thing, named) for thing in things for store in stores if (named := labels(store, thing))), (iri, {})
    )
    document = _value(stores, node, kb.document) if thing != iri else None
    return {
        language: found.get(language, slug_of(iri)) + (f" ({document})" if document else "") for language in LANGUAGES
    }


def _value(stores: tuple[Store, ...], node: NamedNode, prop: NamedNode) -> str | None:
    return next((value for store in stores for value in objects(store, node, prop)), None)


def _stated_at(store: Store, iri: str) -> list[str]:
    """Return the places that the graphs with the type of a thing give for it, or else the sources of these graphs."""
    node, places = NamedNode(iri), []
    for graph in sorted(
        {
            text_of(quad.graph_name)
            for quad in store.quads(node, rdf.type, None)
            if isinstance(quad.graph_name, NamedNode)
        }
    ):
        own = [text_of(quad.object) for quad in store.quads(node, kb.statedAt, None, NamedNode(graph))]
        places += own or objects(store, graph, prov.hadPrimarySource)
    return places


def _place(store: Store, iri: str) -> contract.StatedAt:
    """Return a source, or a place in one with the name of the source."""
    label = labels(store, iri)
    for source in objects(store, iri, kb.inSource)[:1]:
        named = labels(store, source)
        label = {
            language: f"{named[language]}, {text}" if language in named else text for language, text in label.items()
        }
    return {"id": iri, "label": label}
