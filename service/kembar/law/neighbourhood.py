"""The neighbourhood of a deed: the part of the graph that the rules read to judge it.

It has all statements on each node along the declared paths (``kb:reads``), and the contradictions about these nodes,
from the store and from the graph of a proposal. The time of a verdict thus does not depend on the size of the dataset.
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
    """One reading of a disputed value; ``carries`` are other statements on the thing that hold only under it."""

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
    """The statements around a deed, and the contradictions about their subjects."""

    triples: tuple[Triple, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True)
class Flip:
    """A disputed fact under one of its readings, as if only that reading existed."""

    contradiction: Contradiction
    reading: Reading

    def apply(self, statements: list[Triple], dates: DateProperties) -> list[Triple]:
        """Return the statements on the thing, with those on the disputed property replaced by this reading."""
        thing, prop = self.contradiction.thing, self.contradiction.prop
        replaced = {
            prop.value,
            *dates.get(prop.value, ()),
            *(triple.predicate.value for triple in self.reading.carries),
        }
        new = [Triple(thing, prop, self.reading.value), *self.reading.carries]
        return [*(triple for triple in statements if triple.predicate.value not in replaced), *new, *bounds(new, dates)]


def gather(
    stores: Iterable[Store],
    deed: NamedNode,
    paths: Iterable[Path],
    dates: DateProperties,
    flip: Flip | None = None,
) -> Neighbourhood:
    """Return the neighbourhood of a deed.

    Args:
        stores: The stores whose union is read.
        deed: The deed.
        paths: The paths to follow from the deed.
        dates: The date properties.
        flip: A disputed fact to replace by one of its readings; the neighbourhood then lists no contradictions.
    """
    stores = tuple(stores)
    visited: dict[NamedNode, list[Triple]] = {}

    def about(node: NamedNode) -> list[Triple]:
        if node not in visited:
            triples = list(dict.fromkeys(quad.triple for store in stores for quad in store.quads(node, None, None)))
            visited[node] = flip.apply(triples, dates) if flip and flip.contradiction.thing == node else triples
        return visited[node]

    about(deed)
    for path in paths:
        nodes = {deed}
        for step in path:
            nodes = {value for node in nodes for value in _along(stores, about(node), node, step.prop, step.inverse)}
            for node in nodes:
                about(node)
    contradictions = (
        [dispute for node in visited for dispute in _contradictions(stores, node, dates)] if flip is None else []
    )
    return Neighbourhood(tuple(triple for triples in visited.values() for triple in triples), tuple(contradictions))


def deeds_touched(changed: Iterable[NamedNode], paths: Iterable[Path], stores: Iterable[Store]) -> set[NamedNode]:
    """Return the deeds whose verdict may change, by following every path backwards.

    Args:
        changed: The subjects of the statements that change.
        paths: The paths of all rules.
        stores: The stores before and after the change, because a statement along a path may exist in only one of them.
    """
    stores, changed = tuple(stores), set(changed)
    for store in stores:
        readings = {quad.subject for node in changed for quad in store.quads(None, kb.hasReading, node)}
        concerned = {quad.object for node in (*changed, *readings) for quad in store.quads(node, kb.concerns, None)}
        changed |= {node for node in concerned if isinstance(node, NamedNode)}
    reached = set(changed)
    for path in paths:
        nodes = set(changed)
        for step in reversed(path):
            prop = NamedNode(step.prop)
            sources = (
                (quad.object if step.inverse else quad.subject)
                for store in stores
                for node in nodes
                for quad in (store.quads(node, prop, None) if step.inverse else store.quads(None, prop, node))
            )
            nodes = {node for node in sources if isinstance(node, NamedNode)} | changed
        reached |= nodes
    return {node for node in reached if any(True for store in stores for _ in store.quads(node, rdf.type, kb.Deed))}


def _along(
    stores: tuple[Store, ...], statements: list[Triple], node: NamedNode, prop: str, inverse: bool
) -> Iterator[NamedNode]:
    """Yield the nodes one step from a node; ``statements`` are those on the node."""
    if inverse:
        values: Iterable[object] = (
            quad.subject for store in stores for quad in store.quads(None, NamedNode(prop), node)
        )
    else:
        values = (triple.object for triple in statements if triple.predicate.value == prop)
    yield from (value for value in values if isinstance(value, NamedNode))


def _contradictions(stores: tuple[Store, ...], node: NamedNode, dates: DateProperties) -> Iterator[Contradiction]:
    for store in stores:
        for quad in store.quads(None, kb.concerns, node):
            dispute = quad.subject
            props = [statement.object for statement in store.quads(dispute, kb.disputes, None)]
            readings = [
                _reading(store, statement.object, node, dates)
                for statement in store.quads(dispute, kb.hasReading, None)
            ]
            known = tuple(reading for reading in readings if reading)
            if isinstance(dispute, NamedNode) and props and isinstance(props[0], NamedNode):
                yield Contradiction(
                    dispute.value, node, props[0], tuple(sorted(known, key=lambda reading: reading.iri))
                )


def _reading(store: Store, node: object, thing: NamedNode, dates: DateProperties) -> Reading | None:
    """Return a reading of a disputed property of a thing, or None if it has no value that the property could have."""
    if not isinstance(node, NamedNode):
        return None
    statements = [quad.triple for quad in store.quads(node, None, None)]
    # A text with a language describes the wording of the source.
    value = next((triple.object for triple in statements if triple.predicate == kb.value), None)
    if not isinstance(value, (NamedNode, Literal)) or (isinstance(value, Literal) and value.language):
        return None
    carried = [
        Triple(thing, triple.predicate, triple.object) for triple in statements if triple.predicate.value in dates
    ]
    derived = bounds(carried, dates)
    preferred = any(triple.predicate == kb.preferred for triple in statements)
    return Reading(node.value, value, preferred, (*carried, *derived))
