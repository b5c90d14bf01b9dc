"""The description of a thing as JSON: statements on it and statements that refer to it, with their provenance.

A statement has its ``graph`` and its ``origin``: *source*, with the ``sources`` of the graph and the ``places`` in
them that its subject names there; *derived*, with the rule (``derivedBy``) or the properties (``derivedFrom``) from
which it follows; *vocabulary* for our own terms, code lists and rules; and *service* for the history of revisions.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from kembar import messages
from kembar.namespaces import GRAPH, slug_of
from kembar.rdf.contract import Texts
from kembar.rdf.names import kb, prov, rdf
from kembar.rdf.terms import BlankNode, Literal, NamedNode, Quad, text_of, texts_of
from kembar.store.protocol import Store, objects
from kembar.store.revisions import REVISIONS
from kembar.things import contract
from kembar.things.description import about, labels
from kembar.things.tense import Tense, tense_of

__all__ = ["account"]

_DERIVED, _VOCABULARY = GRAPH + "derived", tuple(f"{GRAPH}{kind}-" for kind in ("ontology", "concept", "shape"))
_LEFT_OUT: dict[contract.Reason, Texts] = {
    "later": messages.text("left-out.later"),
    "derived": messages.text("left-out.derived"),
}
_DERIVED_FROM = {
    kb.precision: (kb.date,),
    kb.dating: (kb.date,),
    kb.otherDating: (kb.date,),
    kb.dateText: (kb.date,),
    kb.homeRegion: (kb.party,),
    kb.partnerSide: (kb.party,),
    kb.onlyExplored: (kb.tieStage,),
    kb.nextEnd: (kb.term, kb.duration),
    kb.nextEndLatest: (kb.term, kb.duration),
    kb.actBefore: (kb.term, kb.duration, kb.noticeMonths),
}
"""The properties that a derived statement without a rule of its own follows from."""


def account(store: Store, iri: str, revision: int, as_of: date | None = None) -> contract.Thing:
    """Return all statements on a thing and those that refer to it, with provenance.

    Args:
        store: The store of the revision.
        iri: The thing.
        revision: The number of the revision.
        as_of: A day to which the answer states the relation of each related thing (``when``). Statements that certainly
            refer to the thing only later, and statements that a rule derived, are left out and counted with the reason.

    Raise as :func:`kembar.things.description.about` does.
    """
    own, incoming = about(store, iri)
    return _Account(store, as_of).of(iri, own, incoming, revision)


class _Account:
    """The reader of the store for one answer, with a cache of labels, types and relations to the day."""

    def __init__(self, store: Store, day: date | None) -> None:
        self._store, self._day = store, day
        self._label: Callable[[str], Texts] = lru_cache(None)(self._read_label)
        self._types: Callable[[object], list[contract.NamedThing]] = lru_cache(None)(self._read_types)
        self._when: Callable[[object], Tense | None] = lru_cache(None)(self._read_when)

    def of(self, iri: str, own: list[Quad], incoming: list[Quad], revision: int) -> contract.Thing:
        left_out: dict[contract.Reason, int] = dict.fromkeys(_LEFT_OUT, 0)
        statements: list[contract.Statement] = []
        referring: list[contract.ReferringStatement] = []
        for quad in sorted(own, key=str):
            if self._day and self._rules(quad):
                left_out["derived"] += 1
            else:
                statements.append(
                    {
                        "property": self._ref(quad.predicate),
                        "value": self._value(quad.object),
                        **self._provenance(quad),
                    }
                )
        for quad in sorted(incoming, key=str):
            if self._day and self._rules(quad):
                left_out["derived"] += 1
            elif self._day and self._when(quad.subject) is Tense.AFTER:
                left_out["later"] += 1
            else:
                referring.append(
                    {
                        "property": self._ref(quad.predicate),
                        "thing": self._thing(quad.subject),
                        **self._provenance(quad),
                    }
                )
        return {
            **self._thing(NamedNode(iri)),
            "revision": revision,
            "asOf": self._day.isoformat() if self._day else None,
            "places": [self._place(place) for place in self._iris(NamedNode(iri), kb.statedAt)],
            "statements": statements,
            "referredToBy": referring,
            "contradictions": [self._contradiction(dispute) for dispute in _concerning(incoming)],
            "leftOut": [
                {"what": what, "count": count, "reason": _LEFT_OUT[what]} for what, count in left_out.items() if count
            ],
        }

    def _thing(self, node: object) -> contract.TypedThing:
        name = self._ref(node)
        thing: contract.TypedThing = {"id": name["id"], "label": name["label"], "type": self._types(node)}
        if self._day:
            thing["when"] = self._when(node)
        return thing

    def _value(self, term: object) -> contract.RelatedThing | contract.LiteralValue:
        if isinstance(term, Literal):
            literal: contract.LiteralValue = {"value": term.value, "datatype": term.datatype.value}
            if term.language:
                literal["language"] = term.language
            return literal
        name = self._ref(term)
        thing: contract.RelatedThing = {"id": name["id"], "label": name["label"]}
        if self._day and (relation := self._when(term)):
            thing["when"] = relation
        return thing

    def _ref(self, node: object) -> contract.NamedThing:
        iri = text_of(node)
        return (
            {"id": f"_:{iri}", "label": {"id": iri, "en": iri}}
            if isinstance(node, BlankNode)
            else {"id": iri, "label": self._label(iri)}
        )

    def _place(self, iri: str) -> contract.Place:
        """Return a place and its source; a source without parts is its own place."""
        within = next(iter(self._iris(NamedNode(iri), kb.inSource)), iri)
        return {"id": iri, "label": self._label(iri), "source": {"id": within, "label": self._label(within)}}

    def _provenance(self, quad: Quad) -> contract.Provenance:
        graph = text_of(quad.graph_name)
        origin: contract.Origin = (
            "derived" if graph.startswith(_DERIVED) else "vocabulary" if graph.startswith(_VOCABULARY) else "source"
        )
        rules = self._rules(quad)
        return {
            "graph": {"id": graph, "label": self._label(graph)},
            "origin": "service" if graph == REVISIONS.value else origin,
            "sources": [
                {"id": source, "label": self._label(source)}
                for source in sorted(set(objects(self._store, graph, prov.hadPrimarySource)))
            ],
            "places": [self._place(place) for place in self._iris(quad.subject, kb.statedAt, quad.graph_name)],
            "derivedBy": [{"id": rule, "label": self._label(rule)} for rule in rules],
            "derivedFrom": [] if rules or origin != "derived" else self._bounded(quad),
        }

    def _rules(self, quad: Quad) -> list[str]:
        if not text_of(quad.graph_name).startswith(_DERIVED):
            return []
        rules = self._iris(quad.subject, kb.derivedBy, quad.graph_name)
        itself = any(kind["id"] == kb.DerivationRule.value for kind in self._types(quad.subject))
        return rules or [text_of(quad.subject)] * itself

    def _bounded(self, quad: Quad) -> list[contract.NamedThing]:
        """Return the properties that a statement follows from; bounds follow from dates (:mod:`kembar.rdf.bounds`)."""
        if quad.predicate in _DERIVED_FROM:
            return [self._ref(prop) for prop in _DERIVED_FROM[quad.predicate]]
        return [
            self._ref(declaration.subject)
            for prop in (kb.earliestIn, kb.latestIn)
            for declaration in self._store.quads(None, prop, quad.predicate)
        ]

    def _contradiction(self, iri: str) -> contract.Contradiction:
        node = NamedNode(iri)
        readings = [self._reading(reading) for reading in self._iris(node, kb.hasReading)]
        itself = next(self._store.quads(node, rdf.type), None) or next(self._store.quads(node, kb.concerns))
        return {
            "id": iri,
            "label": self._label(iri),
            "property": next((self._ref(NamedNode(prop)) for prop in self._iris(node, kb.disputes)), None),
            "kind": next((self._ref(NamedNode(kind)) for kind in self._iris(node, kb.contradictionKind)), None),
            "preferred": next((reading["id"] for reading in readings if reading["preferred"]), None),
            "reason": self._texts(iri, kb.reason),
            "readings": readings,
            **self._provenance(itself),
        }

    def _reading(self, iri: str) -> contract.Reading:
        node = NamedNode(iri)
        return {
            "id": iri,
            "values": [self._value(value) for value in self._values(node, kb.value)],
            "preferred": any(text_of(value) == "true" for value in self._values(node, kb.preferred)),
            "reason": self._texts(iri, kb.reason),
            "places": [self._place(place) for place in self._iris(node, kb.statedAt)],
        }

    def _values(self, node: object, prop: NamedNode, graph: object = None) -> list[object]:
        quads = self._store.quads(node, prop, None, graph)
        return sorted(dict.fromkeys(quad.object for quad in quads), key=str)

    def _iris(self, node: object, prop: NamedNode, graph: object = None) -> list[str]:
        return [value.value for value in self._values(node, prop, graph) if isinstance(value, NamedNode)]

    def _texts(self, iri: str, prop: NamedNode) -> Texts | None:
        texts = texts_of(self._values(NamedNode(iri), prop))
        return {language: text for language, text in texts.items() if language} or None

    def _read_label(self, iri: str) -> Texts:
        """Return the label in both languages: the other one where one is missing, else the last part of the IRI."""
        known = labels(self._store, iri)
        default = next(iter(known.values()), slug_of(iri))
        return {language: known.get(language) or default for language in messages.LANGUAGES}

    def _read_types(self, node: object) -> list[contract.NamedThing]:
        kinds = {quad.object for quad in self._store.quads(node, rdf.type) if isinstance(quad.object, NamedNode)}
        return [self._ref(kind) for kind in sorted(kinds, key=str)]

    def _read_when(self, node: object) -> Tense | None:
        return tense_of(self._store, node.value, self._day) if self._day and isinstance(node, NamedNode) else None


def _concerning(incoming: list[Quad]) -> list[str]:
    disputes = {quad.subject for quad in incoming if quad.predicate == kb.concerns}
    return sorted(dispute.value for dispute in disputes if isinstance(dispute, NamedNode))
