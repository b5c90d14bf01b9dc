"""One thing: what is said of it, what points to it, and the labels to read both by."""

import pyoxigraph as ox

from kembar.errors import Gone, NotFound, Renamed
from kembar.namespaces import KB, PREFIXES
from kembar.rdf.terms import objects, text_of
from kembar.store.sparql import GRAPH_FORMATS, expressible

__all__ = ["about", "describe", "labels", "write"]

_LABELS = [ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.NamedNode(PREFIXES["skos"] + "prefLabel")]
_TYPE, _WITHDRAWN = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(KB + "Withdrawn")
_REASON, _SINCE = ox.NamedNode(KB + "reason"), ox.NamedNode(PREFIXES["dct"] + "date")


def about(store: ox.Store, iri: str) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """What is said of a thing, and what names it.

    Raises :class:`NotFound` where the graph says nothing of it, :class:`Renamed` for a former name, and :class:`Gone` for one that is withdrawn.
    """
    node = ox.NamedNode(iri)
    for now in objects(store, iri, PREFIXES["dct"] + "isReplacedBy"):
        raise Renamed(f"<{iri}> is now <{now}>.", location=now)
    own = list(store.quads_for_pattern(node, None, None))
    if not own:
        raise NotFound(f"The graph says nothing about <{iri}>.")
    if any(quad.predicate == _TYPE and quad.object == _WITHDRAWN for quad in own):
        raise _withdrawn(iri, own)
    return own, list(store.quads_for_pattern(None, None, node))


def _withdrawn(iri: str, said: list[ox.Quad]) -> Gone:
    reason = {
        quad.object.language: quad.object.value
        for quad in said
        if quad.predicate == _REASON and isinstance(quad.object, ox.Literal)
    }
    since = next((text_of(quad.object) for quad in said if quad.predicate == _SINCE), None)
    return Gone(f"<{iri}> was withdrawn: {reason.get('en', 'no reason is recorded')}", reason=reason, since=since)


def describe(store: ox.Store, iri: str) -> list[ox.Triple]:
    """The statements about a thing and those that name it, with the labels to read both by. Raises as :func:`about`."""
    node = ox.NamedNode(iri)
    own, incoming = ([quad.triple for quad in quads] for quads in about(store, iri))
    neighbours = {triple.object for triple in own if isinstance(triple.object, ox.NamedNode)} | {
        triple.subject for triple in incoming
    }
    named = [
        quad.triple
        for neighbour in neighbours - {node}
        if isinstance(neighbour, ox.NamedNode)
        for prop in (*_LABELS, _TYPE)
        for quad in store.quads_for_pattern(neighbour, prop, None)
    ]
    return list(dict.fromkeys([*own, *incoming, *named]))


def labels(store: ox.Store, iri: str) -> dict[str, str]:
    """The labels of a thing by language tag; empty where it has none."""
    node = ox.NamedNode(iri)
    found: dict[str, str] = {}
    for prop in _LABELS:
        for quad in store.quads_for_pattern(node, prop, None):
            if isinstance(quad.object, ox.Literal):
                found.setdefault(quad.object.language or "", quad.object.value)
    return found


def write(triples: list[ox.Triple], format_name: str) -> bytes:
    """Triples in one of :data:`kembar.store.sparql.GRAPH_FORMATS`, with our prefixes where the format has any."""
    used = {prefix: iri for prefix, iri in PREFIXES.items() if any(iri in str(triple) for triple in triples)}
    return ox.serialize(expressible(triples, format_name), format=GRAPH_FORMATS[format_name], prefixes=used) or b""
