"""The RDF terms that all layers use (RDF 1.1 Concepts §3), and their conversion to rdflib."""

from collections.abc import Iterable
from typing import TypeVar

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.term import Node as RdflibNode

from kembar.rdf.names import xsd

__all__ = [
    "BlankNode",
    "Literal",
    "NamedNode",
    "Quad",
    "Term",
    "Triple",
    "in_graph",
    "is_iri",
    "text_of",
    "texts_of",
    "to_rdflib",
]

Term = NamedNode | BlankNode | Literal
_Graph = TypeVar("_Graph", bound=rdflib.Graph)


def text_of(term: object) -> str:
    """Return the IRI, identifier or lexical form of a term, and N-Triples syntax for a triple."""
    return term.value if isinstance(term, (NamedNode, BlankNode, Literal)) else str(term)


def texts_of(terms: Iterable[object]) -> dict[str, str]:
    """Return the first literal of each language among the terms, by language tag (``""`` without a language)."""
    texts: dict[str, str] = {}
    for term in terms:
        if isinstance(term, Literal):
            texts.setdefault(term.language or "", term.value)
    return texts


def is_iri(text: str) -> bool:
    """Return whether a text is an absolute IRI."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def in_graph(triples: Iterable[Triple], graph: NamedNode) -> list[Quad]:
    """Return the triples as quads of a named graph."""
    return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def to_rdflib(triples: Iterable[Triple], graph: _Graph) -> _Graph:
    """Add the triples to an rdflib graph, which pySHACL and pyLODE read, and return it."""
    for triple in triples:
        graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(term: object) -> RdflibNode:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # RDF 1.1 has one kind of plain text; rdflib holds "a" and "a"^^xsd:string for two.
        datatype = None if term.datatype == xsd.string else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype)
    return rdflib.BNode(text_of(term))
