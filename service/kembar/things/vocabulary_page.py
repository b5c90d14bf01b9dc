"""The vocabulary as an HTML page, made by pyLODE."""

import logging
from collections.abc import Iterable

from rdflib import Graph

from kembar.namespaces import PREFIXES
from kembar.rdf.terms import Triple, to_rdflib

__all__ = ["vocabulary_page"]


def vocabulary_page(vocabulary: Iterable[Triple]) -> bytes:
    """Return a self-contained HTML page of all classes and properties."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    # Importing pylode configures logging for the whole process, which is undone here.
    from pylode import OntPub  # noqa: PLC0415

    root.handlers[:], root.level = handlers, level
    graph = to_rdflib(vocabulary, Graph())
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    return str(OntPub(ontology=graph).make_html()).encode()
