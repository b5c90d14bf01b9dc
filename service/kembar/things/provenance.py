"""Everything about one thing as plain JSON: what is said of it and what refers to it, and where each fact comes from.

A fact has its ``graph`` and its ``origin``: *source*, with the ``sources`` of the graph and the ``places`` in them that its subject names there; *derived*,
with the rule (``derivedBy``) or the properties (``derivedFrom``) that it follows from; *vocabulary* for our own terms, code lists and rules; and *service*
for what the service writes of itself.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from kembar import messages
from kembar.namespaces import GRAPH, KB, PREFIXES, slug_of
from kembar.rdf.terms import objects, text_of
from kembar.store.revisions import REVISIONS
from kembar.things.description import about, labels
from kembar.things.tense import Tense, tense_of

__all__ = ["account"]

Json = dict[str, Any]
_TYPE, _SOURCE = PREFIXES["rdf"] + "type", PREFIXES["prov"] + "hadPrimarySource"
_DERIVED, _VOCABULARY = GRAPH + "derived", tuple(f"{GRAPH}{kind}-" for kind in ("ontology", "concept", "shape"))
_LEFT_OUT = {"later": messages.text("left-out.later"), "derived": messages.text("left-out.derived")}


def account(store: ox.Store, iri: str, revision: int, as_of: date | None = None) -> Json:
    """All that the revision's ``store`` says of a thing. Raises as :func:`kembar.things.description.about`.

    With ``as_of`` each related thing says how it stands to that day (``when``); what certainly refers to it only later, and what a rule derived, is left
    out, counted with the reason.
    """
    own, incoming = about(store, iri)
    return _Account(store, as_of).of(iri, own, incoming) | {
        "revision": revision,
        "asOf": as_of.isoformat() if as_of else None,
    }


class _Account:
    """Reads the store for one answer, each node once."""

    def __init__(self, store: ox.Store, day: date | None) -> None:
        self._store, self._day = store, day
        self._label: Callable[[str], Json] = lru_cache(None)(self._read_label)
        self._types: Callable[[object], list[Json]] = lru_cache(None)(self._read_types)
        self._when: Callable[[object], Tense | None] = lru_cache(None)(self._read_when)

    def of(self, iri: str, own: list[ox.Quad], incoming: list[ox.Quad]) -> Json:
        left_out = dict.fromkeys(_LEFT_OUT, 0)
        statements, referring = [], []
        for quad in sorted(own, key=str):
            if self._day and self._rules(quad):
                left_out["derived"] += 1
            else:
                statements.append(
                    {"property": self._ref(quad.predicate), "value": self._value(quad.object)} | self._provenance(quad)
                )
        for quad in sorted(incoming, key=str):
            if self._day and self._rules(quad):
                left_out["derived"] += 1
            elif self._day and self._when(quad.subject) is Tense.AFTER:
                left_out["later"] += 1
            else:
                referring.append(
                    {"property": self._ref(quad.predicate), "thing": self._thing(quad.subject)} | self._provenance(quad)
                )
        return {
            **self._thing(ox.NamedNode(iri)),
            "places": [self._place(place) for place in self._iris(ox.NamedNode(iri), "statedAt")],
            "statements": statements,
            "referredToBy": referring,
            "contradictions": [self._contradiction(dispute) for dispute in _concerning(incoming)],
            "leftOut": [
                {"what": what, "count": count, "reason": _LEFT_OUT[what]} for what, count in left_out.items() if count
            ],
        }

    def _thing(self, node: object) -> Json:
        return self._ref(node) | {"type": self._types(node)} | self._told(node)

    def _value(self, term: object) -> Json:
        if isinstance(term, ox.Literal):
            return {"value": term.value, "datatype": term.datatype.value} | (
                {"language": term.language} if term.language else {}
            )
        told = self._told(term)
        return self._ref(term) | (told if told.get("when") else {})

    def _told(self, node: object) -> Json:
        return {"when": self._when(node)} if self._day else {}

    def _ref(self, node: object) -> Json:
        iri = text_of(node)
        return (
            {"id": f"_:{iri}", "label": {"id": iri, "en": iri}}
            if isinstance(node, ox.BlankNode)
            else {"id": iri, "label": self._label(iri)}
        )

    def _place(self, iri: str) -> Json:
        """A place, and the source that it is in; a source without parts is its own place."""
        within = next(iter(self._iris(ox.NamedNode(iri), "inSource")), iri)
        return {"id": iri, "label": self._label(iri), "source": {"id": within, "label": self._label(within)}}

    def _provenance(self, quad: ox.Quad) -> Json:
        graph = text_of(quad.graph_name)
        origin = (
            "derived" if graph.startswith(_DERIVED) else "vocabulary" if graph.startswith(_VOCABULARY) else "source"
        )
        rules = self._rules(quad)
        return {
            "graph": {"id": graph, "label": self._label(graph)},
            "origin": "service" if graph == REVISIONS.value else origin,
            "sources": [
                {"id": source, "label": self._label(source)}
                for source in sorted(set(objects(self._store, graph, _SOURCE)))
            ],
            "places": [self._place(place) for place in self._iris(quad.subject, "statedAt", quad.graph_name)],
            "derivedBy": [{"id": rule, "label": self._label(rule)} for rule in rules],
            "derivedFrom": [] if rules or origin != "derived" else self._bounded(quad),
        }

    def _rules(self, quad: ox.Quad) -> list[str]:
        if not text_of(quad.graph_name).startswith(_DERIVED):
            return []
        rules = self._iris(quad.subject, "derivedBy", quad.graph_name)
        itself = any(kind["id"] == KB + "DerivationRule" for kind in self._types(quad.subject))
        return rules or [text_of(quad.subject)] * itself

    def _bounded(self, quad: ox.Quad) -> list[Json]:
        """The date properties whose bounds or precision the statement gives (:mod:`kembar.rdf.bounds`)."""
        if quad.predicate.value == KB + "precision":
            return [self._ref(ox.NamedNode(KB + "date"))]
        kept = (ox.NamedNode(KB + name) for name in ("earliestIn", "latestIn"))
        return [
            self._ref(said.subject)
            for prop in kept
            for said in self._store.quads_for_pattern(None, prop, quad.predicate)
        ]

    def _contradiction(self, iri: str) -> Json:
        node = ox.NamedNode(iri)
        readings = [self._reading(reading) for reading in self._iris(node, "hasReading")]
        itself = next(self._store.quads_for_pattern(node, ox.NamedNode(_TYPE), None), None)
        return {
            "id": iri,
            "label": self._label(iri),
            "property": next((self._ref(ox.NamedNode(prop)) for prop in self._iris(node, "disputes")), None),
            "kind": next((self._ref(ox.NamedNode(kind)) for kind in self._iris(node, "contradictionKind")), None),
            "preferred": next((reading["id"] for reading in readings if reading["preferred"]), None),
            "reason": self._texts(iri, "reason"),
            "readings": readings,
        } | (self._provenance(itself) if itself else {})

    def _reading(self, iri: str) -> Json:
        node = ox.NamedNode(iri)
        return {
            "id": iri,
            "values": [self._value(value) for value in self._said(node, "value")],
            "preferred": any(text_of(value) == "true" for value in self._said(node, "preferred")),
            "reason": self._texts(iri, "reason"),
            "places": [self._place(place) for place in self._iris(node, "statedAt")],
        }

    def _said(self, node: object, name: str, graph: Any = None) -> list[Any]:
        found = self._store.quads_for_pattern(node, ox.NamedNode(KB + name), None, graph)  # type: ignore[arg-type]
        return sorted(dict.fromkeys(quad.object for quad in found), key=str)

    def _iris(self, node: object, name: str, graph: Any = None) -> list[str]:
        return [value.value for value in self._said(node, name, graph) if isinstance(value, ox.NamedNode)]

    def _texts(self, iri: str, name: str) -> Json | None:
        return {
            value.language: value.value
            for value in self._said(ox.NamedNode(iri), name)
            if isinstance(value, ox.Literal) and value.language
        } or None

    def _read_label(self, iri: str) -> Json:
        """In both languages: the other where it has one only, and the last part of the IRI where it has none."""
        found = labels(self._store, iri)
        return {
            language: found.get(language) or next(iter(found.values()), slug_of(iri)) for language in messages.LANGUAGES
        }

    def _read_types(self, node: object) -> list[Json]:
        kinds = self._store.quads_for_pattern(node, ox.NamedNode(_TYPE), None)  # type: ignore[arg-type]
        return [
            self._ref(kind)
            for kind in sorted({quad.object for quad in kinds if isinstance(quad.object, ox.NamedNode)}, key=str)
        ]

    def _read_when(self, node: object) -> Tense | None:
        return tense_of(self._store, node.value, self._day) if self._day and isinstance(node, ox.NamedNode) else None


def _concerning(incoming: list[ox.Quad]) -> list[str]:
    disputes = (quad.subject for quad in incoming if quad.predicate.value == KB + "concerns")
    return sorted({dispute.value for dispute in disputes if isinstance(dispute, ox.NamedNode)})
