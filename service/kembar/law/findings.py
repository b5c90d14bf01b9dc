"""Run the shapes of the rules over a neighbourhood with pySHACL; each validation result is a finding, and its value the evidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from kembar.graph.dates import Span
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


class _PreparedGraph(Graph):
    """A graph that parses each query once for the process: nine tenths of the time of a verdict went into parsing the same few texts."""

    def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Result:
        prepared = _prepare(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *arguments, **options)


@lru_cache(maxsize=512)
def _prepare(text: str) -> Query:
    return prepareQuery(text)


def find(rules: Rules, triples: Iterable[ox.Triple], deed: str, act: Span, as_of: Span) -> dict[str, list[Finding]]:
    """The findings on one deed, by the IRI of their node shape; ``act`` bounds the day of signature, ``as_of`` the day whose facts are looked at."""
    focus = URIRef(deed)
    data = to_rdflib(triples, _PreparedGraph())
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
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False, do_owl_imports=False)
    if not isinstance(report, Graph):
        raise RuntimeError(f"pySHACL could not validate: {report}")
    found: dict[str, list[Finding]] = defaultdict(list)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        source = str(report.value(result, SH.sourceShape))
        shape = rules.roles[source]
        value = report.value(result, SH.value)
        constraint = report.value(result, SH.sourceConstraint)
        found[shape].append(Finding(shape, source if constraint is None else str(constraint), deed if value is None else str(value)))
    return {shape: sorted(set(findings)) for shape, findings in found.items()}
