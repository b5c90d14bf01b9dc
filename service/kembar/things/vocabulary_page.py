"""The vocabulary as a page for people, made by pyLODE."""

import logging
from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import Graph

from kembar.namespaces import PREFIXES
from kembar.rdf.terms import to_rdflib

__all__ = ["vocabulary_page"]


def vocabulary_page(vocabulary: Iterable[ox.Triple]) -> bytes:
    """An HTML page of every class and property; it needs nothing from elsewhere."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    from pylode import OntPub  # noqa: PLC0415 -- its import sets up logging for the whole process, which is undone here

    root.handlers[:], root.level = handlers, level
    graph = to_rdflib(vocabulary, Graph())
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    return str(OntPub(ontology=graph).make_html()).encode()
