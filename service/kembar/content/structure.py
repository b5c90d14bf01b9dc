"""Validation of the content by the structure shapes (``shapes/structure/``), whose messages are for editors."""

from collections.abc import Iterable, Iterator

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kembar.namespaces import PREFIXES, slug_of
from kembar.rdf.shacl import DataGraph, validate
from kembar.rdf.terms import Triple, to_rdflib

__all__ = ["Breach", "breaches"]

SH = Namespace(PREFIXES["sh"])


class Breach:
    """A validation result: its focus node, and its messages by language."""

    def __init__(self, thing: str, texts: dict[str, str]) -> None:
        self.thing, self.texts = thing, texts


def breaches(triples: Iterable[Triple], shapes: Iterable[Triple]) -> Iterator[Breach]:
    """Yield the validation results of the triples in the order of their focus nodes."""
    shape_graph = to_rdflib(shapes, Graph())
    report = validate(to_rdflib(triples, DataGraph()), shape_graph)
    for result in sorted(
        report.subjects(RDF.type, SH.ValidationResult),
        key=lambda result: (str(report.value(result, SH.focusNode)), str(result)),
    ):
        thing = str(report.value(result, SH.focusNode))
        yield Breach(thing, _texts(report, shape_graph, result, thing))


def _texts(report: Graph, shapes: Graph, result: Node, thing: str) -> dict[str, str]:
    # Messages come from the shapes graph, because pySHACL drops their language tag inside sh:sparql.
    source = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
    value = report.value(result, SH.value)
    value_text = "" if value is None else slug_of(str(value)) if isinstance(value, URIRef) else str(value)
    texts = {
        text.language or "en": str(text) for text in shapes.objects(source, SH.message) if isinstance(text, Literal)
    }
    return {language: f"{slug_of(thing)}: {text.replace('{?value}', value_text)}" for language, text in texts.items()}
