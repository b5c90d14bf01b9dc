"""Run the shapes of the rules over a neighbourhood; each validation result is a finding, and its value the evidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import RDF, Graph, Literal, Namespace, URIRef

from kembar.law.rules import KB, SH, Rules
from kembar.namespaces import PREFIXES
from kembar.rdf.dates import Span
from kembar.rdf.shacl import DataGraph, validate
from kembar.rdf.terms import Triple, to_rdflib

__all__ = ["UNDER_TEST", "Finding", "find", "findings", "put_under_test"]

XSD = Namespace(PREFIXES["xsd"])
UNDER_TEST = (KB.actEarliest, KB.actLatest, KB.asOfEarliest, KB.asOfLatest)
"""What is stated of the deed under test alone, and the first of them of nothing else: it makes the deed the target of all shapes."""


@dataclass(frozen=True, order=True)
class Finding:
    """A result of ``shape``; ``said_by`` is the constraint or property shape that carries its messages, ``value`` the evidence."""

    shape: str
    said_by: str
    value: str


def find(rules: Rules, triples: Iterable[Triple], deed: str, act: Span, as_of: Span) -> dict[str, list[Finding]]:
    """The findings on one deed, by the IRI of their node shape; ``act`` bounds the day of signature, ``as_of`` the day whose facts are looked at."""
    data = to_rdflib(triples, DataGraph())
    put_under_test(data, deed, act, as_of)
    return findings(validate(data, rules.shapes), rules, deed)


def put_under_test(data: Graph, deed: str, act: Span, as_of: Span) -> None:
    """State the bounds of the two dates of a deed."""
    for prop, day in zip(UNDER_TEST, (act.earliest, act.latest, as_of.earliest, as_of.latest), strict=True):
        data.add((URIRef(deed), prop, Literal(day.isoformat(), datatype=XSD.date)))


def findings(report: Graph, rules: Rules, deed: str) -> dict[str, list[Finding]]:
    """The results of a validation report as findings."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        source = str(report.value(result, SH.sourceShape))
        shape = rules.roles[source]
        value = report.value(result, SH.value)
        constraint = report.value(result, SH.sourceConstraint)
        found[shape].append(
            Finding(shape, source if constraint is None else str(constraint), deed if value is None else str(value))
        )
    return {shape: sorted(set(those)) for shape, those in found.items()}
