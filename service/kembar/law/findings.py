"""Run the shapes of the rules over a neighbourhood; each validation result is a finding, and its value the evidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from kembar.graph.dates import Span
from kembar.graph.shacl import DataGraph, validate
from kembar.graph.terms import to_rdflib
from kembar.law.rules import KB, SH, Rules
from kembar.names import PREFIXES

__all__ = ["Finding", "find"]

XSD = Namespace(PREFIXES["xsd"])


@dataclass(frozen=True, order=True)
class Finding:
    """A result of ``shape``; ``said_by`` is the constraint or property shape that carries its messages, ``value`` the evidence."""

    shape: str
    said_by: str
    value: str


def find(rules: Rules, triples: Iterable[ox.Triple], deed: str, act: Span, as_of: Span) -> dict[str, list[Finding]]:
    """The findings on one deed, by the IRI of their node shape; ``act`` bounds the day of signature, ``as_of`` the day whose facts are looked at."""
    focus = URIRef(deed)
    data = to_rdflib(triples, DataGraph())
    data.add((focus, KB.actEarliest, Literal(act.earliest.isoformat(), datatype=XSD.date)))
    data.add((focus, KB.actLatest, Literal(act.latest.isoformat(), datatype=XSD.date)))
    data.add((focus, KB.asOfEarliest, Literal(as_of.earliest.isoformat(), datatype=XSD.date)))
    data.add((focus, KB.asOfLatest, Literal(as_of.latest.isoformat(), datatype=XSD.date)))
    shapes = Graph()
    shapes += rules.shapes
    wanted = [shape for rule in rules.rules for shape in rule.shapes.values()] + [argument.shape for argument in rules.arguments]
    for shape in wanted:
        # A target in the shapes graph, not pySHACL's focus_nodes: that one also filters nodes reached by sh:node (design §6).
        shapes.add((URIRef(shape), SH.targetNode, focus))
    report = validate(data, shapes)
    found: dict[str, list[Finding]] = defaultdict(list)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        source = str(report.value(result, SH.sourceShape))
        shape = rules.roles[source]
        value = report.value(result, SH.value)
        constraint = report.value(result, SH.sourceConstraint)
        found[shape].append(Finding(shape, source if constraint is None else str(constraint), deed if value is None else str(value)))
    return {shape: sorted(set(findings)) for shape, findings in found.items()}
