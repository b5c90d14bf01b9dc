"""Run the shapes of the rules over a neighbourhood; each validation result is a finding, and its value the evidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kembar.law.rules import KB, SH, Rule, Rules
from kembar.namespaces import PREFIXES
from kembar.rdf.dates import Span
from kembar.rdf.shacl import DataGraph, validate
from kembar.rdf.terms import Triple, to_rdflib

__all__ = ["UNDER_TEST", "Finding", "Findings", "find", "findings", "put_under_test"]

XSD = Namespace(PREFIXES["xsd"])
UNDER_TEST = (KB.actEarliest, KB.actLatest, KB.asOfEarliest, KB.asOfLatest)
"""The properties of the deed under test. Only this deed has the first, which makes it the target of all shapes."""


@dataclass(frozen=True)
class Finding:
    """A result of ``shape``; ``said_by`` is the constraint or property shape that carries its messages.

    ``value`` is the evidence. ``requirement`` is the requirement that it bears on, where the query of the shape gives
    it as ``?path``; otherwise the result bears on all requirements that name the shape.
    """

    shape: str
    said_by: str
    value: str
    requirement: str | None = None


@dataclass(frozen=True)
class Findings:
    """The findings on one deed, by shape and the requirement that they bear on."""

    by_shape: dict[tuple[str, str | None], set[Finding]]

    def of(self, shapes: Iterable[str], requirement: str) -> list[Finding]:
        """Return the findings of some shapes that bear on a requirement."""
        found = (self.by_shape.get((shape, key), ()) for shape in shapes for key in (requirement, None))
        return sorted(chain.from_iterable(found), key=lambda finding: (finding.said_by, finding.value))

    def roles(self, rule: Rule) -> set[str]:
        """Return the roles in which the shapes of a rule find something."""
        return {role for role, shapes in rule.shapes.items() if self.of(shapes, rule.iri)}


def find(rules: Rules, triples: Iterable[Triple], deed: str, act: Span, as_of: Span) -> Findings:
    """Run the shapes of the rules on one deed and return the findings.

    Args:
        rules: The rules and their shapes.
        triples: The neighbourhood of the deed.
        deed: The IRI of the deed.
        act: The bounds of the day of signature.
        as_of: The bounds of the day whose facts are read.
    """
    data = to_rdflib(triples, DataGraph())
    for fact in rules.facts:
        data.add(fact)
    put_under_test(data, deed, act, as_of)
    return findings(validate(data, rules.shapes), rules, deed)


def put_under_test(data: Graph, deed: str, act: Span, as_of: Span) -> None:
    """Add the bounds of the act date and of the day whose facts are read to the data graph."""
    for prop, day in zip(UNDER_TEST, (act.earliest, act.latest, as_of.earliest, as_of.latest), strict=True):
        data.add((URIRef(deed), prop, Literal(day.isoformat(), datatype=XSD.date)))


def findings(report: Graph, rules: Rules, deed: str) -> Findings:
    """Return the results of a validation report (SHACL §3.6) as findings."""
    found: dict[tuple[str, str | None], set[Finding]] = defaultdict(set)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        finding = _finding(report, result, rules, deed)
        found[finding.shape, finding.requirement].add(finding)
    return Findings(found)


def _finding(report: Graph, result: Node, rules: Rules, deed: str) -> Finding:
    source = str(report.value(result, SH.sourceShape))
    constraint, path = report.value(result, SH.sourceConstraint), report.value(result, SH.resultPath)
    value = str(report.value(result, SH.value) or deed)
    if constraint is None:
        return Finding(rules.roles[source], source, value)
    return Finding(rules.roles[source], str(constraint), value, None if path is None else str(path))
