"""The W3C SHACL test suite, run through :mod:`kembar.rdf.shacl`.

The suite is not part of the repository; ``KEMBAR_CONFORMANCE`` is the folder that holds it.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from rdflib import RDF, BNode, Graph, Literal, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from kembar.rdf.shacl import DataGraph, validate

SUITE = Path(os.environ.get("KEMBAR_CONFORMANCE", "nowhere")) / "data-shapes-test-suite" / "tests"
MF, SHT, SH = (
    Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"),
    Namespace("http://www.w3.org/ns/shacl-test#"),
    Namespace("http://www.w3.org/ns/shacl#"),
)
COMPARED = {
    RDF.type,
    SH.conforms,
    SH.result,
    SH.focusNode,
    SH.resultPath,
    SH.resultSeverity,
    SH.sourceConstraint,
    SH.sourceConstraintComponent,
    SH.sourceShape,
    SH.value,
}
"""The normative properties of a report (SHACL §3); messages and details are not among them."""

EXPECTED_FAILURES = {
    "core/property/uniqueLang-002": (
        'pySHACL takes sh:uniqueLang "1"^^xsd:boolean for true; the suite expects only the literal true (2026-11-24)'
    ),
    "sparql/pre-binding/shapesGraph-001": (
        "$shapesGraph is optional (SHACL §5.3.1), and pySHACL does not pre-bind it (2026-11-24)"
    ),
}


TESTS = {
    path.relative_to(SUITE).with_suffix("").as_posix(): path
    for path in sorted(SUITE.rglob("*.ttl"))
    if "sht:Validate"
    in path.read_text(encoding="utf-8")  # manifests are not used: that of sparql/component lacks one test
}
PARAMETERS = [
    pytest.param(
        name, marks=pytest.mark.xfail(reason=EXPECTED_FAILURES[name], strict=True) if name in EXPECTED_FAILURES else ()
    )
    for name in TESTS
] or [pytest.param("", marks=pytest.mark.skip(reason="KEMBAR_CONFORMANCE does not say where the W3C test suites are"))]


def path_text(graph: Graph, node: Node) -> Node:
    """Return a path as a term that is equal for equal paths, even if results do not share its nodes."""
    if not isinstance(node, BNode):
        return node
    if (node, RDF.first, None) in graph:
        return Literal(" / ".join(path_text(graph, part).n3() for part in Collection(graph, node)))
    return Literal(
        " ".join(
            f"{prop.n3()} ({path_text(graph, value).n3()})" for prop, value in sorted(graph.predicate_objects(node))
        )
    )


def normative_part(report: Graph, node: Node) -> Graph:
    """Return the normative part of a report."""
    part = Graph()
    for subject in (node, *report.objects(node, SH.result)):
        for prop, value in report.predicate_objects(subject):
            if prop in COMPARED:
                part.add((subject, prop, path_text(report, value) if prop == SH.resultPath else value))
    return part


@pytest.mark.parametrize("name", PARAMETERS)
def test_w3c(name: str) -> None:
    path = TESTS[name]
    manifest = Graph().parse(path, format="turtle", publicID=path.as_uri())
    (entry,) = manifest.subjects(RDF.type, SHT.Validate)
    action, expected = manifest.value(entry, MF.action), manifest.value(entry, MF.result)
    is_one_graph = manifest.value(action, SHT.dataGraph) == manifest.value(action, SHT.shapesGraph)
    data, shapes = DataGraph(), Graph()
    data.parse(
        Path(unquote(urlparse(str(manifest.value(action, SHT.dataGraph))).path)),
        format="turtle",
        publicID=str(manifest.value(action, SHT.dataGraph)),
    )
    if is_one_graph:
        shapes += data
    else:
        shapes.parse(
            Path(unquote(urlparse(str(manifest.value(action, SHT.shapesGraph))).path)),
            format="turtle",
            publicID=str(manifest.value(action, SHT.shapesGraph)),
        )
    if expected == SHT.Failure:
        with pytest.raises(RuntimeError):
            validate(data, shapes)
        return
    report = validate(data, shapes)
    node = next(report.subjects(RDF.type, SH.ValidationReport))
    assert expected is not None
    assert isomorphic(normative_part(report, node), normative_part(manifest, expected))
