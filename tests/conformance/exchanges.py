"""The W3C tests of HTTP protocols, read from their manifests, and a service over a store with given statements."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Literal, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from kembar.files import Content
from kembar.store.revisions import Revisions
from tests.conftest import serving

SUITE = Path(os.environ.get("KEMBAR_CONFORMANCE", "nowhere")) / "sparql11"
MF, HT, CNT = (
    Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"),
    Namespace("http://www.w3.org/2011/http#"),
    Namespace("http://www.w3.org/2011/content#"),
)
STATUSES = {
    "StatusCode2xx": range(200, 300),
    "StatusCode3xx": range(300, 400),
    "StatusCode4xx": range(400, 500),
    "OK": {200},
    "Created": {201},
    "NoContent": {204},
    "NotFound": {404},
}


@dataclass(frozen=True)
class Exchange:
    """One request and its expected response; ``format`` and ``boolean`` are properties of the protocol suite."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[int]
    format: str
    boolean: bool | None
    graph: str | None


def manifest(name: str) -> Graph:
    """Return a manifest of the suite, or an empty graph if the suite is not installed."""
    path = SUITE / name
    return Graph().parse(path, format="turtle", publicID=path.as_uri()) if path.is_file() else Graph()


def parameters(tests: Graph, kind: str, expected_failures: dict[str, str]) -> list[object]:
    """Return a pytest parameter for the name of each test of a kind."""
    names = sorted(str(test).rsplit("#")[-1] for test in tests.subjects(RDF.type, MF[kind]))
    return [
        pytest.param(
            name,
            marks=pytest.mark.xfail(reason=expected_failures[name], strict=True, raises=AssertionError)
            if name in expected_failures
            else (),
        )
        for name in names
    ] or [
        pytest.param("", marks=pytest.mark.skip(reason="KEMBAR_CONFORMANCE does not say where the W3C test suites are"))
    ]


def exchanges(tests: Graph, name: str) -> Iterator[Exchange]:
    """Yield the exchanges of a test in their order."""
    (test,) = {test for test in tests.subjects(RDF.type) if str(test).endswith(f"#{name}")}
    for request in Collection(tests, _value(tests, test, MF.action, HT.requests)):
        response = _value(tests, request, HT.resp)
        yield Exchange(
            method=str(_value(tests, request, HT.methodName)),
            path=str(_value(tests, request, HT.absolutePath)),
            headers=_headers(tests, request),
            body=_body(tests, request) or b"",
            statuses=frozenset(
                code
                for status in tests.objects(response, MF.expectedStatus)
                for code in STATUSES[str(status).rsplit("#")[-1]]
            ),
            format=str(tests.value(response, MF.expectedFormat) or ""),
            boolean=None
            if (expected := tests.value(response, MF.expectedBoolean)) is None
            else expected == Literal(True),
            graph=None if (body := _body(tests, response)) is None else body.decode(),
        )


def _value(graph: Graph, node: Node | None, *path: Node) -> Node:
    for prop in path:
        node = graph.value(node, prop)
    assert node is not None
    return node


def _headers(tests: Graph, message: Node) -> dict[str, str]:
    listed = tests.value(message, HT.headers)
    return (
        {
            str(tests.value(header, HT.fieldName)): str(tests.value(header, HT.fieldValue))
            for header in Collection(tests, listed)
        }
        if listed
        else {}
    )


def _body(tests: Graph, message: Node) -> bytes | None:
    body = tests.value(message, HT.body)
    return (
        None
        if body is None
        else str(tests.value(body, CNT.chars)).encode(str(tests.value(body, CNT.characterEncoding)))
    )


@contextmanager
def serving_graphs(home: Path, quads: list[ox.Quad]) -> Iterator[str]:
    """Yield the address of a service over a store that holds ``quads`` instead of the content."""
    with Revisions(home) as revisions:
        revisions.add(quads, Content.shipped().digest)
    with serving(home) as url:
        yield url
