"""The findings are those of SHACL: pySHACL's report over the same graph has the same results.

Kembar runs the constraints itself, with Oxigraph and one focus node. A second implementation of SHACL-SPARQL, another
SPARQL engine included, must come to the same result, value and path for each constraint.
"""

import re
from pathlib import Path

import pytest
from rdflib import SH, Graph, URIRef

from kembar.application import Kembar
from kembar.law.findings import find, under_test
from kembar.law.rules import Rule, Rules
from kembar.rdf.shacl import DataGraph, validate
from kembar.rdf.terms import to_rdflib
from tests.law.judging import CONTENT, parsed, under_test_of

RULES = Rules.of(CONTENT)
COMPLETE = (Path(__file__).parents[2] / "docs/examples/complete-proposal.ttl").read_text()
Result = tuple[str, str, str | None]
"""The IRIs of a constraint and of its value, and of the requirement where the query gives it as ``?path``."""

EXAMPLES = [
    (rule, number, example.outcome, example.graph)
    for rule in RULES.rules
    for number, example in enumerate(rule.examples)
]


def _pattern(rule: Rule) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted(rule.shapes.items()))


FIRST = {_pattern(rule): (rule.iri, number) for rule, number, outcome, _ in EXAMPLES if outcome == "undetermined"}
FIRST |= {_pattern(rule): (rule.iri, number) for rule, number, outcome, _ in EXAMPLES if outcome == "violated"}
"""Rules of one pattern share their shapes: one example of each pattern is tried always, the others in the slow tests."""

PARAMETERS = [
    pytest.param(
        graph,
        id=f"{rule.iri.rsplit('/', 1)[-1]}-{outcome}-{number}",
        marks=() if (rule.iri, number) in FIRST.values() else pytest.mark.slow,
    )
    for rule, number, outcome, graph in EXAMPLES
]


def of_kembar(kembar: Kembar, graph: str) -> set[Result]:
    given = under_test_of(kembar, graph)
    found = find(kembar.rules, given.triples, given.deed, given.act, given.looked_at)
    return {
        (finding.constraint, finding.value, finding.requirement)
        for findings in found.by_shape.values()
        for finding in findings
    }


def of_pyshacl(kembar: Kembar, graph: str) -> set[Result]:
    given = under_test_of(kembar, graph)
    store, _ = under_test(kembar.rules, given.triples, given.deed, given.act, given.looked_at)
    data = to_rdflib((quad.triple for quad in store.quads()), DataGraph())
    report = validate(data, kembar.rules.shapes)
    assert {str(node) for node in report.objects(None, SH.focusNode)} == {given.deed}
    return set(results(report))


def results(report: Graph) -> list[Result]:
    found = []
    for result in report.objects(None, SH.result):
        path = report.value(result, SH.resultPath)
        assert path is None or isinstance(path, URIRef)
        constraint, value = report.value(result, SH.sourceConstraint), report.value(result, SH.value)
        found.append((str(constraint), str(value), None if path is None else str(path)))
    return found


@pytest.mark.parametrize("graph", PARAMETERS)
def test_pyshacl_finds_in_an_example_what_kembar_finds(kembar: Kembar, graph: str) -> None:
    assert of_pyshacl(kembar, graph) == of_kembar(kembar, graph)


def test_pyshacl_finds_in_the_complete_proposal_what_kembar_finds(kembar: Kembar) -> None:
    found = of_kembar(kembar, COMPLETE)
    assert len(found) > 50
    assert of_pyshacl(kembar, COMPLETE) == found


def test_no_constraint_has_what_shacl_forbids_in_one() -> None:
    """SHACL §5.3.1: no MINUS, SERVICE or VALUES; pySHACL refuses them, other engines may answer differently."""
    for constraint in RULES.constraints:
        assert not re.search(r"\b(MINUS|SERVICE|VALUES)\b", constraint.select), constraint.iri


def test_the_deed_under_test_is_the_only_focus_node(kembar: Kembar) -> None:
    """Two deeds in one graph: the findings are on the one that is judged."""
    other = "deed:other a kb:Deed ; kb:party government:jakarta , government:berlin ."
    graph = (
        "deed:example a kb:Deed ; kb:implements deed:seoul-mou-1984 ; kb:party government:jakarta , government:berlin ."
    )
    assert len(parsed(graph + other)) > len(parsed(graph))
    assert of_pyshacl(kembar, graph) == of_kembar(kembar, graph)
