"""The description of a thing in RDF: statements on it, statements that refer to it, and labels of both."""

from kembar import messages
from kembar.errors import Gone, NotFound, Renamed
from kembar.rdf.names import dct, kb, rdf, rdfs, skos
from kembar.rdf.terms import NamedNode, Quad, Triple, text_of, texts_of
from kembar.store.protocol import Store, objects, texts

__all__ = ["about", "describe", "labels"]


def about(store: Store, iri: str) -> tuple[list[Quad], list[Quad]]:
    """Return the statements on a thing and those that refer to it.

    Raises:
        NotFound: If the graph has no statement on it.
        Renamed: If the name was replaced by another.
        Gone: If the name was withdrawn.
    """
    node = NamedNode(iri)
    for successor in objects(store, node, dct.isReplacedBy):
        raise Renamed(messages.text("refused.renamed", iri=iri, successor=successor), location=successor)
    outgoing = list(store.quads(node))
    if not outgoing:
        raise NotFound(messages.text("refused.thing", iri=iri))
    if any(quad.predicate == rdf.type and quad.object == kb.Withdrawn for quad in outgoing):
        raise _withdrawn(iri, outgoing)
    return outgoing, list(store.quads(None, None, node))


def _withdrawn(iri: str, statements: list[Quad]) -> Gone:
    reason = texts_of(quad.object for quad in statements if quad.predicate == kb.reason)
    since = next((text_of(quad.object) for quad in statements if quad.predicate == dct.date), None)
    return Gone(f"<{iri}> was withdrawn: {reason.get('en', 'no reason is recorded')}", reason=reason, since=since)


def describe(store: Store, iri: str) -> list[Triple]:
    """Return the statements on a thing and those that refer to it, with labels of both. Raise as :func:`about` does."""
    node = NamedNode(iri)
    outgoing, incoming = ([quad.triple for quad in quads] for quads in about(store, iri))
    neighbours: set[object] = {triple.object for triple in outgoing} | {triple.subject for triple in incoming}
    named = [
        quad.triple
        for neighbour in neighbours - {node}
        if isinstance(neighbour, NamedNode)
        for prop in (rdfs.label, skos.prefLabel, rdf.type)
        for quad in store.quads(neighbour, prop)
    ]
    return list(dict.fromkeys([*outgoing, *incoming, *named]))


def labels(store: Store, iri: str) -> dict[str, str]:
    """Return the labels of a thing by language tag; empty if it has none."""
    return texts(store, iri, rdfs.label, skos.prefLabel)
