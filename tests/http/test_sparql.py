"""``/sparql``: the query operation by GET and both forms of POST, in every format, by Accept."""

import httpx
import pyoxigraph as ox
import pytest

SELECT = "SELECT ?p { ?p a <https://w3id.org/kembar/ontology#Partnership> } ORDER BY ?p LIMIT 2"
CONSTRUCT = "CONSTRUCT WHERE { <https://w3id.org/kembar/id/partnership/seoul> ?p ?o }"
FIRST = "https://w3id.org/kembar/id/partnership/al-quds"


def test_get_and_both_posts_give_the_same(client: httpx.Client) -> None:
    by_get = client.get("/sparql", params={"query": SELECT})
    by_form = client.post("/sparql", data={"query": SELECT})
    direct = client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query"})
    assert by_get.status_code == by_form.status_code == direct.status_code == 200
    assert by_get.json() == by_form.json() == direct.json()
    assert by_get.json()["results"]["bindings"][0]["p"]["value"] == FIRST


def test_a_plus_in_a_form_is_decoded_once(client: httpx.Client) -> None:
    answer = client.post("/sparql", data={"query": "SELECT (1+1 AS ?two) {}"}, headers={"Accept": "text/csv"})
    assert answer.text.split() == ["two", "2"]


@pytest.mark.parametrize(
    ("accept", "starts"),
    [
        ("application/sparql-results+json", '{"head"'),
        ("application/json", '{"head"'),
        ("application/sparql-results+xml", "<?xml"),
        ("text/csv", "p"),
        ("text/tab-separated-values", "?p"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "<?xml"),
        ("*/*", '{"head"'),
    ],
)
def test_a_table_comes_in_the_form_asked_for(client: httpx.Client, accept: str, starts: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.text.startswith(starts)
    assert answer.headers["content-type"].split(";")[0] in accept.replace("application/json", "application/sparql-results+json") or accept == "*/*"
    assert answer.headers["vary"] == "Accept"
    assert "al-quds" in answer.text


@pytest.mark.parametrize("form", [ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD], ids=str)
def test_a_graph_comes_in_the_form_asked_for_and_is_the_same_graph(client: httpx.Client, form: ox.RdfFormat) -> None:
    accept = form.media_type
    answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    turtle = client.get("/sparql", params={"query": CONSTRUCT, "format": "ttl"})
    assert set(ox.parse(answer.text, format=form)) == set(ox.parse(turtle.text, format=ox.RdfFormat.TURTLE))


def test_an_ask_answers_true_or_false(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), ("ASK {}", "text/csv"), (SELECT, "application/pdf")])
def test_a_form_that_there_is_not_is_406_with_the_forms_that_there_are(client: httpx.Client, query: str, accept: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.json()["available"]


def test_a_query_that_does_not_parse_is_400_with_line_and_column(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert answer.status_code == 400
    assert (answer.json()["line"], answer.json()["column"]) == (2, 16)


def test_no_query_two_queries_and_a_wrong_body_are_answered(client: httpx.Client) -> None:
    assert client.get("/sparql").status_code == 400
    assert client.get("/sparql", params=[("query", SELECT), ("query", SELECT)]).status_code == 400
    assert client.post("/sparql", content=SELECT, headers={"Content-Type": "text/plain"}).status_code == 415


def test_a_named_graph_can_be_the_whole_dataset(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/kembar/ontology#Partnership> }"
    graph = "https://w3id.org/kembar/graph/"
    counted = [
        client.get("/sparql", params={"query": query, "default-graph-uri": graph + name, "format": "csv"}).text.split()[1]
        for name in ("chapter-partnerships", "sources")
    ]
    assert counted == ["22", "0"]


def test_a_thing_opens_under_the_path_of_its_iri_in_each_form(client: httpx.Client) -> None:
    for suffix, media in ((".ttl", "text/turtle"), (".jsonld", "application/ld+json"), (".nt", "application/n-triples"), ("", "text/turtle")):
        answer = client.get(f"/id/partnership/seoul{suffix}")
        assert answer.headers["content-type"].startswith(media)
        assert "government/seoul" in answer.text or "government:seoul" in answer.text
    assert client.get("/id/partnership/seoul", headers={"Accept": "application/ld+json"}).headers["content-type"] == "application/ld+json"
    for path in ("/concept/status", "/concept/status/held", "/shape/equal-status-satisfied", "/context.jsonld"):
        assert client.get(path).status_code == 200
