"""The read-only part of the W3C tests of the SPARQL 1.1 Graph Store Protocol.

Each test writes before it reads. The service must refuse the write; the test then writes to the store itself and reads
from a service over that store.
"""

import email
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from tests.conformance.exchanges import Exchange, exchanges, manifest, parameters, serving_graphs

TESTS = manifest("graph-store-protocol/manifest-direct.ttl") + manifest("graph-store-protocol/manifest-indirect.ttl")
DIRECT = (
    "graphs are named by ?graph=, or by their own IRIs under /graph/; not by any path under the endpoint (2026-11-24)"
)
EXPECTED_FAILURES = {
    **dict.fromkeys(
        ("put_get_repeat_direct", "put_delete_get_delete_direct", "post_get_post_get_direct", "head_existing_direct"),
        DIRECT,
    ),
    "post_get_new_graph": "the service must name a new graph itself, and the store is read-only here (2026-11-24)",
    "put_get_default": (
        "the default graph is the union of the named graphs, the record of revisions among them (2026-11-24)"
    ),
}
Store = dict[str, set[ox.Triple]]


@pytest.mark.parametrize("name", parameters(TESTS, "GraphStoreProtocolTest", EXPECTED_FAILURES))
def test_w3c(name: str, server: str, tmp_path: Path) -> None:
    store: Store = {}
    for number, exchange in enumerate(exchanges(TESTS, name)):
        if exchange.method in ("GET", "HEAD"):
            quads = [
                ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))
                for graph, triples in store.items()
                for triple in triples
            ]
            with serving_graphs(tmp_path / str(number), quads) as url:
                response = send(exchange, url)
                check(exchange, response)
        else:
            refused = send(exchange, server)
            assert (refused.status_code, refused.headers.get("allow")) == (405, "GET, HEAD"), refused.text
            write(exchange, store)


def send(exchange: Exchange, url: str) -> httpx.Response:
    address = url + exchange.path.replace("/gsp", "/rdf-graph-store", 1)
    return httpx.request(exchange.method, address, headers=exchange.headers, content=exchange.body, trust_env=False)


def write(exchange: Exchange, store: Store) -> None:
    """Apply a write of the protocol to ``store``; a multipart body may hold several graphs."""
    parameters_of_url = parse_qs(exchange.path.partition("?")[2], keep_blank_values=True)
    name = parameters_of_url["graph"][0] if "graph" in parameters_of_url else "urn:default"
    if exchange.method == "POST":
        store.setdefault(name, set())
    else:
        store.pop(name, None)
    if exchange.body:
        message = email.message_from_string(
            f"Content-Type: {exchange.headers['content-type']}\n\n{exchange.body.decode()}"
        )
        for part in message.walk():
            if not part.is_multipart():
                parsed = ox.parse(str(part.get_payload()), format=ox.RdfFormat.TURTLE)
                store.setdefault(name, set()).update(quad.triple for quad in parsed)


def check(exchange: Exchange, response: httpx.Response) -> None:
    assert response.status_code in exchange.statuses, response.text
    if response.status_code == 200:
        assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    if exchange.graph is not None:
        assert isomorphic(
            Graph().parse(data=response.text, format="turtle"), Graph().parse(data=exchange.graph, format="turtle")
        )
