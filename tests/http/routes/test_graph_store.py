"""The Graph Store Protocol: named graphs are read by their IRIs."""

import httpx
import pyoxigraph as ox
import pytest

GRAPH = "https://w3id.org/kembar/graph/"


def triples(response: httpx.Response) -> set[ox.Triple]:
    assert response.status_code == 200, response.text
    return {quad.triple for quad in ox.parse(response.content, format=ox.RdfFormat.TURTLE)}


def test_a_graph_is_read_by_parameter_and_at_its_own_iri(client: httpx.Client) -> None:
    graph = triples(client.get("/rdf-graph-store", params={"graph": GRAPH + "chapter-partnerships"}))
    assert graph == triples(client.get("/graph/chapter-partnerships"))
    counted = client.get(
        "/sparql",
        params={"query": f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}chapter-partnerships> {{ ?s ?p ?o }}", "format": "csv"},
    )
    assert len(graph) == int(counted.text.split()[1])


def test_the_default_graph_holds_all_statements(client: httpx.Client) -> None:
    assert triples(client.get("/rdf-graph-store?default")) == triples(client.get("/dataset/dump.ttl"))


def test_every_graph_of_the_service_description_can_be_read(client: httpx.Client) -> None:
    names = {
        triple.object.value
        for triple in triples(client.get("/sparql"))
        if triple.predicate.value.endswith("#name") and isinstance(triple.object, ox.NamedNode)
    }
    assert GRAPH + "sources" in names
    for name in names:
        assert client.head("/rdf-graph-store", params={"graph": name}).status_code == 200


@pytest.mark.parametrize(
    "path", [f"/rdf-graph-store?graph={GRAPH}nothing", "/rdf-graph-store?graph=http://e/", "/graph/nothing"]
)
def test_an_unknown_graph_is_404(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "parameters",
    ["", "?default&graph=http://e/", "?graph=http://e/&graph=http://e/", "?graph=", "?graph=relative", "?graph=a%20b"],
)
def test_a_request_that_does_not_name_one_graph_is_400(client: httpx.Client, parameters: str) -> None:
    answer = client.get(f"/rdf-graph-store{parameters}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "graph")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_writing_is_refused(client: httpx.Client, method: str) -> None:
    for path in ("/rdf-graph-store?default", f"/rdf-graph-store?graph={GRAPH}sources", "/graph/sources"):
        answer = client.request(method, path, content=b"<a:a> <a:b> <a:c> .", headers={"Content-Type": "text/turtle"})
        assert (answer.status_code, answer.headers["allow"], answer.headers["content-type"]) == (
            405,
            "GET, HEAD",
            "application/problem+json",
        )
