"""Small helpers on RDF terms."""

from collections.abc import Iterable
from typing import TypeVar

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

G = TypeVar("G", bound=Graph)

__all__ = ["objects", "text_of", "to_rdflib"]


def text_of(term: object) -> str:
    """The IRI, identifier or lexical form of a term; N-Triples syntax for a triple."""
    return term.value if isinstance(term, (ox.NamedNode, ox.BlankNode, ox.Literal)) else str(term)


def to_rdflib(triples: Iterable[ox.Triple], graph: G) -> G:
    """The triples added to an rdflib graph, which pySHACL and pyLODE read."""
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        return (
            Literal(term.value, lang=term.language)
            if term.language
            else Literal(term.value, datatype=URIRef(term.datatype.value))
        )
    return BNode(text_of(term))


def objects(store: ox.Store, iri: str, prop: str) -> list[str]:
    """The values of a property (both by IRI) in all graphs, as text."""
    return [text_of(quad.object) for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(prop), None)]
