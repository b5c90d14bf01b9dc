"""One thing as RDF: the statements on it, those that refer to it, and the labels to read both by."""

from kembar.errors import Gone, NotFound, Renamed
from kembar.rdf.names import dct, kb, rdf, rdfs, skos
from kembar.rdf.terms import NamedNode, Quad, Triple, text_of, texts_of
from kembar.store.protocol import Store, objects, texts

__all__ = ["about", "describe", "labels"]


def about(store: Store, iri: str) -> tuple[list[Quad], list[Quad]]:
    """Return the statements on a thing and those that refer to it.

    Raises:
        NotFound: If the graph has no statement on it.
        Renamed: For a former name.
        Gone: For a withdrawn name.
    """
    node = NamedNode(iri)
    for successor in objects(store, node, dct.isReplacedBy):
        raise Renamed(f"<{iri}> is now <{successor}>.", location=successor)
    own = list(store.quads(node))
    if not own:
        raise NotFound(f"The graph says nothing about <{iri}>.")
    if any(quad.predicate == rdf.type and quad.object == kb.Withdrawn for quad in own):
        raise _withdrawn(iri, own)
    return own, list(store.quads(None, None, node))


def _withdrawn(iri: str, statements: list[Quad]) -> Gone:
    reason = texts_of(quad.object for quad in statements if quad.predicate == kb.reason)
    since = next((text_of(quad.object) for quad in statements if quad.predicate == dct.date), None)
    return Gone(f"<{iri}> was withdrawn: {reason.get('en', 'no reason is recorded')}", reason=reason, since=since)


def describe(store: Store, iri: str) -> list[Triple]:
    """Return the statements on a thing and those that refer to it, with labels of both. Raise as :func:`about` does."""
    node = NamedNode(iri)
    own, incoming = ([quad.triple for quad in quads] for quads in about(store, iri))
    neighbours: set[object] = {triple.object for triple in own} | {triple.subject for triple in incoming}
    named = [
        quad.triple
        for neighbour in neighbours - {node}
        if isinstance(neighbour, NamedNode)
        for prop in (rdfs.label, skos.prefLabel, rdf.type)
        for quad in store.quads(neighbour, prop)
    ]
    return list(dict.fromkeys([*own, *incoming, *named]))


def labels(store: Store, iri: str) -> dict[str, str]:
    """Return the labels of a thing by language tag; empty if it has none."""
    return texts(store, iri, rdfs.label, skos.prefLabel)
