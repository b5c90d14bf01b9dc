"""What the rules read around one deed: every statement about each node that a declared path (``kb:reads``) passes, and the contradictions about those nodes.

Taken from the store and, where a proposal is judged, from its graph as well; never the whole graph (design §6).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kembar.law.rules import Path
from kembar.rdf.bounds import DateProperties, bounds
from kembar.rdf.names import kb, rdf
from kembar.rdf.terms import Literal, NamedNode, Triple
from kembar.store.protocol import Store

__all__ = ["Contradiction", "Flip", "Neighbourhood", "Reading", "deeds_touched", "gather"]


@dataclass(frozen=True)
class Reading:
    """One reading of a disputed value; ``carries`` are statements that hold of the thing only under this reading."""

    iri: str
    value: NamedNode | Literal
    preferred: bool
    carries: tuple[Triple, ...]


@dataclass(frozen=True)
class Contradiction:
    """A disagreement about one property of one thing."""

    iri: str
    thing: NamedNode
    prop: NamedNode
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Neighbourhood:
    """The statements around a deed."""

    triples: tuple[Triple, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True)
class Flip:
    """A contested fact as it would be if one of its readings alone were true."""

    contradiction: Contradiction
    reading: Reading

    def apply(self, said: list[Triple], dates: DateProperties) -> list[Triple]:
        """What is said of the thing, under this reading."""
        thing, prop = self.contradiction.thing, self.contradiction.prop
        gone = {prop.value, *dates.get(prop.value, ()), *(triple.predicate.value for triple in self.reading.carries)}
        now = [Triple(thing, prop, self.reading.value), *self.reading.carries]
        return [*(triple for triple in said if triple.predicate.value not in gone), *now, *bounds(now, dates)]


def gather(
    stores: Iterable[Store],
    deed: NamedNode,
    paths: Iterable[Path],
    dates: DateProperties,
    flip: Flip | None = None,
) -> Neighbourhood:
    """The neighbourhood of ``deed`` along ``paths`` over the union of ``stores``, with one contested fact flipped where ``flip`` is given."""
    stores = tuple(stores)
    visited: dict[NamedNode, list[Triple]] = {}

    def about(node: NamedNode) -> list[Triple]:
        if node not in visited:
            said = list(dict.fromkeys(quad.triple for store in stores for quad in store.quads(node, None, None)))
            visited[node] = flip.apply(said, dates) if flip and flip.contradiction.thing == node else said
        return visited[node]

    about(deed)
    for path in paths:
        nodes = {deed}
        for step in path:
            nodes = {there for here in nodes for there in _along(stores, about(here), here, step.prop, step.inverse)}
            for node in nodes:
                about(node)
    contradictions = (
        [found for node in visited for found in _contradictions(stores, node, dates)] if flip is None else []
    )
    return Neighbourhood(tuple(triple for said in visited.values() for triple in said), tuple(contradictions))


def deeds_touched(changed: Iterable[NamedNode], paths: Iterable[Path], stores: Iterable[Store]) -> set[NamedNode]:
    """The deeds whose verdict may be another where what is said of ``changed`` nodes is: every path, walked back from them.

    ``stores`` are those of before and after, for a statement on the way may have come or gone.
    """
    stores, changed = tuple(stores), set(changed)
    for store in stores:
        readings = {quad.subject for node in changed for quad in store.quads(None, kb.hasReading, node)}
        concerned = {quad.object for node in (*changed, *readings) for quad in store.quads(node, kb.concerns, None)}
        changed |= {node for node in concerned if isinstance(node, NamedNode)}
    reached = set(changed)
    for path in paths:
        here = set(changed)
        for step in reversed(path):
            prop = NamedNode(step.prop)
            back = (
                (quad.object if step.inverse else quad.subject)
                for store in stores
                for node in here
                for quad in (store.quads(node, prop, None) if step.inverse else store.quads(None, prop, node))
            )
            here = {node for node in back if isinstance(node, NamedNode)} | changed
        reached |= here
    return {node for node in reached if any(True for store in stores for _ in store.quads(node, rdf.type, kb.Deed))}


def _along(
    stores: tuple[Store, ...], said: list[Triple], node: NamedNode, prop: str, inverse: bool
) -> Iterator[NamedNode]:
    if inverse:
        found: Iterable[object] = (
            quad.subject for store in stores for quad in store.quads(None, NamedNode(prop), node)
        )
    else:
        found = (triple.object for triple in said if triple.predicate.value == prop)
    yield from (there for there in found if isinstance(there, NamedNode))


def _contradictions(stores: tuple[Store, ...], node: NamedNode, dates: DateProperties) -> Iterator[Contradiction]:
    for store in stores:
        for quad in store.quads(None, kb.concerns, node):
            dispute = quad.subject
            props = [found.object for found in store.quads(dispute, kb.disputes, None)]
            readings = [
                _reading(store, found.object, node, dates) for found in store.quads(dispute, kb.hasReading, None)
            ]
            known = tuple(reading for reading in readings if reading)
            if isinstance(dispute, NamedNode) and props and isinstance(props[0], NamedNode):
                yield Contradiction(
                    dispute.value, node, props[0], tuple(sorted(known, key=lambda reading: reading.iri))
                )


def _reading(store: Store, node: object, thing: NamedNode, dates: DateProperties) -> Reading | None:
    if not isinstance(node, NamedNode):
        return None
    said = [quad.triple for quad in store.quads(node, None, None)]
    # A text in a language describes what a place says; it is no value that the property could have.
    value = next((triple.object for triple in said if triple.predicate == kb.value), None)
    if not isinstance(value, (NamedNode, Literal)) or (isinstance(value, Literal) and value.language):
        return None
    carried = [Triple(thing, triple.predicate, triple.object) for triple in said if triple.predicate.value in dates]
    derived = bounds(carried, dates)
    return Reading(node.value, value, any(triple.predicate == kb.preferred for triple in said), (*carried, *derived))
