"""The W3C tests of the SPARQL 1.1 Protocol, sent to a service whose store holds the data of the suite."""

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

from tests.conformance.exchanges import SUITE, exchanges, manifest, parameters, serving_graphs

TESTS = manifest("protocol/manifest.ttl")
READ_ONLY = "an update must succeed, and the graph is read-only here (2026-11-24)"
EXPECTED_FAILURES = dict.fromkeys(
    (
        "update_dataset_default_graph",
        "update_dataset_default_graphs",
        "update_dataset_named_graphs",
        "update_dataset_full",
        "update_post_form",
        "update_post_direct",
        "update_base_uri",
    ),
    READ_ONLY,
)
FORMATS = {
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    quads = [
        ox.Quad(
            quad.subject,
            quad.predicate,
            quad.object,
            ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/{path.stem}.rdf"),
        )
        for path in sorted((SUITE / "protocol").glob("*.nt"))
        for quad in ox.parse(path=path)
    ]
    with serving_graphs(tmp_path_factory.mktemp("home"), quads) as url:
        yield url


@pytest.mark.parametrize("name", parameters(TESTS, "ProtocolTest", EXPECTED_FAILURES))
def test_w3c(name: str, endpoint: str) -> None:
    for exchange in exchanges(TESTS, name):
        url = endpoint + exchange.path.replace("/sparql/", "/sparql", 1)
        response = httpx.request(exchange.method, url, headers=exchange.headers, content=exchange.body, trust_env=False)
        assert response.status_code in exchange.statuses, response.text
        if exchange.format:
            assert response.headers["content-type"].split(";")[0] in FORMATS[exchange.format]
        if exchange.boolean is not None:
            assert response.json()["boolean"] is exchange.boolean
        if response.status_code >= 400:
            assert response.headers["content-type"] == "application/problem+json"
