"""``/sparql``: queries by GET and both forms of POST, in every format."""

import httpx
import pyoxigraph as ox
import pytest

SELECT = "SELECT ?p { ?p a <https://w3id.org/kembar/ontology#Partnership> } ORDER BY ?p LIMIT 2"
CONSTRUCT = "CONSTRUCT WHERE { <https://w3id.org/kembar/id/partnership/seoul> ?p ?o }"
FIRST = "https://w3id.org/kembar/id/partnership/al-quds"


def test_get_and_both_forms_of_post_give_the_same_answer(client: httpx.Client) -> None:
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
    ("accept", "beginning"),
    [
        ("application/sparql-results+json", '{"head"'),
        ("application/json", '{"head"'),
        ("application/sparql-results+xml", "<?xml"),
        ("text/csv", "p"),
        ("text/tab-separated-values", "?p"),
    ],
)
def test_a_table_has_the_requested_format(client: httpx.Client, accept: str, beginning: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.text.startswith(beginning)
    assert answer.headers["content-type"].split(";")[0] in accept.replace(
        "application/json", "application/sparql-results+json"
    )
    assert "Accept" in answer.headers["vary"].split(", ")
    assert "al-quds" in answer.text


@pytest.mark.parametrize(
    "form", [ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML], ids=str
)
def test_a_graph_has_the_requested_format_and_the_same_triples(client: httpx.Client, form: ox.RdfFormat) -> None:
    accept = form.media_type
    answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    turtle = client.get("/sparql", params={"query": CONSTRUCT, "format": "ttl"})
    assert set(ox.parse(answer.text, format=form)) == set(ox.parse(turtle.text, format=ox.RdfFormat.TURTLE))


def test_an_ask_query_has_a_boolean_result(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), ("ASK {}", "text/csv"), (SELECT, "application/pdf")],
)
def test_an_unavailable_format_is_406_and_lists_the_available_ones(
    client: httpx.Client, query: str, accept: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.json()["available"]


def test_a_syntax_error_is_400_with_line_and_column(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert answer.status_code == 400
    assert (answer.json()["line"], answer.json()["column"]) == (2, 16)


def test_an_unknown_term_of_the_vocabulary_is_400_with_the_nearest_term(client: httpx.Client) -> None:
    query = "PREFIX kb: <https://w3id.org/kembar/ontology#>\nSELECT * { ?p a kb:Partnershp }"
    details = client.get("/sparql", params={"query": query}).json()
    assert (details["status"], details["line"], details["column"], details["near"][0]) == (400, 2, 17, "Partnership")


def test_a_missing_or_repeated_query_and_a_wrong_body_are_refused(client: httpx.Client) -> None:
    for response in (
        client.get("/sparql?query="),
        client.get("/sparql?default-graph-uri=http://e/"),
        client.post("/sparql", data={"format": "csv"}),
    ):
        assert (response.status_code, response.json()["parameter"]) == (400, "query")
    assert client.get("/sparql", params=[("query", SELECT), ("query", SELECT)]).status_code == 400
    assert client.post("/sparql", content=SELECT, headers={"Content-Type": "text/plain"}).status_code == 415


COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) {0} {{ {1} }}"
PARTNERSHIPS = "?s a <https://w3id.org/kembar/ontology#Partnership>"
HERE, THERE, NOWHERE = (
    "https://w3id.org/kembar/graph/chapter-partnerships",
    "https://w3id.org/kembar/graph/sources",
    "http://e/nowhere",
)


@pytest.mark.parametrize(
    ("clause", "default", "named", "counted"),
    [
        ("", [], [], ("33", "33")),
        ("", [HERE], [], ("22", "0")),
        ("", [THERE], [], ("0", "0")),
        ("", [THERE, HERE], [], ("22", "0")),
        ("", [], [HERE], ("0", "22")),
        ("", [HERE], [THERE], ("22", "0")),
        ("", [NOWHERE], [NOWHERE], ("0", "0")),
        (f"FROM <{HERE}>", [], [], ("22", "0")),
        (f"FROM NAMED <{HERE}>", [], [], ("0", "22")),
        (f"FROM <{NOWHERE}> FROM NAMED <{NOWHERE}>", [], [], ("0", "0")),
        (f"FROM <{HERE}> FROM NAMED <{HERE}>", [THERE], [], ("0", "0")),
        (f"FROM <{HERE}> FROM NAMED <{HERE}>", [], [THERE], ("0", "0")),
        (f"FROM <{THERE}> FROM NAMED <{THERE}>", [HERE], [HERE], ("22", "22")),
    ],
)
def test_the_dataset_of_the_request_takes_precedence_over_that_of_the_query(
    client: httpx.Client, clause: str, default: list[str], named: list[str], counted: tuple[str, str]
) -> None:
    for pattern, expected in zip((PARTNERSHIPS, f"GRAPH ?g {{ {PARTNERSHIPS} }}"), counted, strict=True):
        query, graphs = COUNT.format(clause, pattern), {"default-graph-uri": default, "named-graph-uri": named}
        headers = {"Accept": "text/csv"}
        by_get = client.get("/sparql", params={"query": query, **graphs}, headers=headers)
        by_form = client.post("/sparql", data={"query": query, **graphs}, headers=headers)
        direct = client.post(
            "/sparql", params=graphs, content=query, headers={**headers, "Content-Type": "application/sparql-query"}
        )
        assert [by_get.text.split(), by_form.text.split(), direct.text.split()] == [["n", expected]] * 3


def test_an_invalid_graph_iri_is_400(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": SELECT, "default-graph-uri": "a b"}).status_code == 400


def test_a_relative_iri_is_resolved_against_the_namespace(client: httpx.Client) -> None:
    assert (
        client.get("/sparql", params={"query": "ASK { <id/partnership/seoul> a <ontology#Partnership> }"}).json()[
            "boolean"
        ]
        is True
    )


@pytest.mark.parametrize("path", ["/sparql", "/sparql?format=jsonld", "/sparql?format=rdf"])
def test_without_a_query_the_service_describes_itself(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    form = ox.RdfFormat.from_media_type(answer.headers["content-type"].split(";")[0])
    description = {
        (triple.predicate.value.rsplit("#", 1)[-1], str(triple.object))
        for triple in (quad.triple for quad in ox.parse(answer.content, format=form))
    }
    service = "<http://www.w3.org/ns/sparql-service-description#{}>"
    assert {
        ("endpoint", f"<{client.base_url}/sparql>".replace("//sparql", "/sparql")),
        ("supportedLanguage", service.format("SPARQL11Query")),
        ("feature", service.format("UnionDefaultGraph")),
        ("name", f"<{HERE}>"),
    } <= description
    assert client.get(path).content == answer.content


def test_an_invalid_host_is_400(client: httpx.Client) -> None:
    assert client.get("/sparql", headers={"Host": "a%zz"}).status_code == 400


def test_a_thing_is_served_at_the_path_of_its_iri_in_each_format(client: httpx.Client) -> None:
    for suffix, media in (
        (".ttl", "text/turtle"),
        (".jsonld", "application/ld+json"),
        (".nt", "application/n-triples"),
        ("", "text/turtle"),
    ):
        answer = client.get(f"/id/partnership/seoul{suffix}")
        assert answer.headers["content-type"].startswith(media)
        assert "government/seoul" in answer.text or "government:seoul" in answer.text
    assert (
        client.get("/id/partnership/seoul", headers={"Accept": "application/ld+json"}).headers["content-type"]
        == "application/ld+json"
    )
    for path in ("/concept/status", "/concept/status/held", "/shape/same-level", "/context.jsonld"):
        assert client.get(path).status_code == 200
