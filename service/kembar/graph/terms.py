"""Small helpers on RDF terms."""

import pyoxigraph as ox

__all__ = ["objects", "text_of"]


def text_of(term: object) -> str:
    """The IRI, identifier or lexical form of a term; N-Triples syntax for a triple."""
    return term.value if isinstance(term, (ox.NamedNode, ox.BlankNode, ox.Literal)) else str(term)


def objects(store: ox.Store, iri: str, prop: str) -> list[str]:
    """The values of a property (both by IRI) in all graphs, as text."""
    return [text_of(quad.object) for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(prop), None)]
