"""Pages of collections and searches as linked data: their context, their triples, and the addresses of their items."""

import json
import socket

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral

from kembar.application import Kembar
from kembar.files import Content
from tests.http.routes.test_collections import COLLECTIONS


@pytest.fixture(scope="module")
def content_triples(kembar: Kembar) -> set[ox.Triple]:
    return {quad.triple for quad in kembar.revision.store.quads()}


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning", "ignore:Dataset.default_context:DeprecationWarning"
)
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", [*COLLECTIONS, "search"])
def test_the_json_is_json_ld_with_triples_of_the_graph_only(
    client: httpx.Client, server: str, content_triples: set[ox.Triple], name: str, language: str
) -> None:
    answer = client.get(
        f"/{name}.jsonld", params={"lang": language, "limit": 1000, **({"q": "jakarta"} if name == "search" else {})}
    )
    assert answer.headers["content-type"] == "application/ld+json"
    document = answer.json()
    assert document["@context"][0] == f"{server}/context.jsonld"
    document["@context"][0] = Content.shipped().context["@context"]
    triples = {quad.triple for quad in ox.parse(json.dumps(document).encode(), format=ox.RdfFormat.JSON_LD)}
    assert triples - content_triples == set()
    assert {item["id"] for item in document["items"]} <= {str(triple.subject)[1:-1] for triple in triples}
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    assert len(graph) == len(triples)


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning", "ignore:Dataset.default_context:DeprecationWarning"
)
def test_a_json_ld_client_reads_a_page_without_any_other_machine(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, called = socket.socket.connect, []

    def recorded(self: socket.socket, address: tuple[str, int]) -> None:
        called.append(address[0])
        connect(self, address)

    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(socket.socket, "connect", recorded)
    graph = Graph().parse(f"{server}/partnerships.jsonld?country=kr&lang=en", format="json-ld")
    seoul = URIRef("https://w3id.org/kembar/id/partnership/seoul")
    assert (seoul, RDFS.label, RdfLiteral("Jakarta–Seoul", lang="en")) in graph
    assert set(called) == {"127.0.0.1"}


def test_only_plain_json_announces_its_context_in_a_header(client: httpx.Client) -> None:
    relation = "http://www.w3.org/ns/json-ld#context"
    for path in ("/partnerships", "/search?q=kyiv"):
        plain = client.get(path)
        announced = plain.links[relation]
        assert announced["url"] == plain.json()["@context"][0]
        assert client.get(announced["url"]).headers["content-type"] == announced["type"] == "application/ld+json"
        assert relation not in client.get(path, headers={"Accept": "application/ld+json"}).links
    assert relation not in client.get("/partnerships.csv").links


@pytest.mark.parametrize("name", [*COLLECTIONS, "search"])
def test_each_item_has_its_address_at_the_service_that_was_asked(client: httpx.Client, server: str, name: str) -> None:
    page = client.get(f"/{name}", params={"limit": 3, **({"q": "kyiv"} if name == "search" else {})}).json()
    assert page["items"]
    for item in page["items"]:
        assert item["href"].startswith(f"{server}/")
        assert client.get(f"{item['href']}.json").json()["id"] == item["id"]
    other = client.get("/partnerships?limit=1", headers={"Host": "twins.example"}).json()
    assert other["items"][0]["href"].startswith("http://twins.example/id/partnership/")
