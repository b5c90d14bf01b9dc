"""Strangers are hostile: each bad input gets problem details, calls nobody, and the service goes on."""

import json
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

TURTLE = {"Content-Type": "text/turtle"}
JSON_LD = {"Content-Type": "application/ld+json"}


@pytest.fixture
def goes_on(client: httpx.Client) -> Iterator[httpx.Client]:
    """The client; afterwards the service must still answer."""
    yield client
    assert client.get("/health").json()["status"] == "ready"


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and the list of who called it."""
    calls: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, address = listener.accept()
            except OSError:
                return
            calls.append(str(address))
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", calls
    listener.close()


def problem(response: httpx.Response, status: int, slug: str) -> dict[str, object]:
    """The problem details of a response, checked against the one form of errors."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json()
    assert {"type", "title", "status", "detail"} <= body.keys()
    assert (body["type"], body["status"]) == (f"https://w3id.org/kembar/problem/{slug}", status)
    return body


@pytest.mark.parametrize("content_type", ["text/turtle", "application/ld+json", "application/n-triples", "application/trig"])
def test_an_empty_body(goes_on: httpx.Client, content_type: str) -> None:
    problem(goes_on.post("/validate", content=b"", headers={"Content-Type": content_type}), 400, "graph-syntax")


def test_fifty_megabytes_announced(goes_on: httpx.Client) -> None:
    said = problem(goes_on.post("/validate", content=b"#" * 50_000_000, headers=TURTLE), 413, "too-large")
    assert (said["setting"], said["limit"]) == ("KEMBAR_REQUEST_MAX_BYTES", 2_000_000)


def test_fifty_megabytes_in_pieces_without_a_length(goes_on: httpx.Client) -> None:
    pieces = (b"#" * 1_000_000 for _ in range(50))
    problem(goes_on.post("/validate", content=pieces, headers=TURTLE), 413, "too-large")


@pytest.mark.parametrize("content_type", ["text/csv", "application/rdf+xml", "", "text/turtle/evil"])
def test_a_wrong_media_type(goes_on: httpx.Client, content_type: str) -> None:
    said = problem(goes_on.post("/validate", content=b"x", headers={"Content-Type": content_type}), 415, "unsupported-media-type")
    assert "text/turtle" in str(said["available"])


def test_broken_turtle(goes_on: httpx.Client) -> None:
    said = problem(goes_on.post("/validate", content=b"@prefix kb: <http://kb/> .\nkb:a kb:b .", headers=TURTLE), 400, "graph-syntax")
    assert said["line"] == 2


def test_turtle_that_is_not_utf_8(goes_on: httpx.Client) -> None:
    problem(goes_on.post("/validate", content=b"\xff\xfe<http://e/> .", headers=TURTLE), 400, "graph-syntax")


@pytest.mark.parametrize(
    "graph",
    [
        b"<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> <http://e/c> )>> .",
        b'<http://e/a> <http://e/b> "x"@en--ltr .',
        b"<http://e/a> <http://e/b> <http://e/c> {| <http://e/d> <http://e/e> |} .",
    ],
)
def test_terms_of_rdf_1_2(goes_on: httpx.Client, graph: bytes) -> None:
    said = problem(goes_on.post("/validate", content=graph, headers=TURTLE), 422, "unacceptable-graph")
    assert "RDF 1.2" in str(said["detail"])


@pytest.mark.parametrize("form", ["{0}", '["{0}"]', '[{{}}, "{0}"]'])
def test_a_json_ld_document_with_a_remote_context(goes_on: httpx.Client, trap: tuple[str, list[str]], form: str) -> None:
    address, calls = trap
    context = form.format(address) if form != "{0}" else f'"{address}"'
    problem(goes_on.post("/validate", content=f'{{"@context": {context}, "a": "b"}}'.encode(), headers=JSON_LD), 400, "graph-syntax")
    assert calls == []


def test_a_remote_context_inside_a_term_definition(goes_on: httpx.Client, trap: tuple[str, list[str]]) -> None:
    address, calls = trap
    document = {"@context": {"a": {"@id": "http://e/a", "@context": address}}, "a": {"b": "c"}}
    problem(goes_on.post("/validate", json=document, headers=JSON_LD), 400, "graph-syntax")
    assert calls == []


def test_our_own_context_works_from_the_shipped_file(goes_on: httpx.Client) -> None:
    document = {
        "@context": "https://w3id.org/kembar/context.jsonld",
        "id": "kembar:id/deed/draft",
        "type": "Deed",
        "party": ["kembar:id/government/jakarta", "kembar:id/government/casablanca-settat"],
        "label": {"en": "Draft", "id": "Rancangan"},
    }
    verdict = goes_on.post("/validate", json=document, headers=JSON_LD)
    assert verdict.status_code == 200, verdict.text
    outcomes = {one["requirement"].rsplit("/", 1)[-1]: one["outcome"] for one in verdict.json()["requirements"]}
    assert outcomes["equal-status"] == "satisfied"


@pytest.mark.parametrize("document", [b"{", b"[" * 100_000, b'{"@context": {"a": ', b"null", b"{}", b'"text"', b"\xff"])
def test_half_a_json_document_and_one_nested_without_end(goes_on: httpx.Client, document: bytes) -> None:
    response = goes_on.post("/validate", content=document, headers=JSON_LD)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}", "SELECT * {{ \\u0053ervice SILENT <{0}> {{ ?s ?p ?o }} }}"])
def test_a_query_with_service(goes_on: httpx.Client, trap: tuple[str, list[str]], query: str) -> None:
    address, calls = trap
    problem(goes_on.get("/sparql", params={"query": query.format(address)}), 400, "query-refused")
    assert calls == []


def test_from_names_our_graphs_or_nothing(goes_on: httpx.Client, trap: tuple[str, list[str]]) -> None:
    address, calls = trap
    response = goes_on.get("/sparql", params={"query": f"SELECT * FROM <{address}> {{ ?s ?p ?o }}"})
    assert response.json()["results"]["bindings"] == []
    assert calls == []


def test_an_update(goes_on: httpx.Client) -> None:
    said = problem(goes_on.post("/sparql", data={"query": "INSERT DATA { <http://e/a> <http://e/b> 1 }"}), 400, "query-syntax")
    assert "read-only" in str(said["detail"])


@pytest.mark.parametrize("path", ["/id/partnership/nowhere", "/id/nothing/seoul", "/concept/status/nothing", "/shape/nothing", "/nothing"])
def test_an_unknown_name(goes_on: httpx.Client, path: str) -> None:
    problem(goes_on.get(path), 404, "not-found")


def test_a_slug_that_breaks_out_of_its_iri(goes_on: httpx.Client) -> None:
    for slug in ("a%20b", "a%3E%20%3Cb", "%22", "a%5Cb", "é", "a" * 3000):
        response = goes_on.get(f"/id/partnership/{slug}")
        assert response.status_code in (404, 422)
        assert response.headers["content-type"] == "application/problem+json"


def test_an_unknown_question_and_an_unknown_parameter(goes_on: httpx.Client) -> None:
    assert "inactive-partners" in str(problem(goes_on.get("/queries/nothing"), 404, "not-found")["known"])
    assert problem(goes_on.get("/queries/inactive-partners?until=2020"), 400, "unknown-parameter")["known"] == ["since", "contacts"]


@pytest.mark.parametrize("day", ["2017-13-01", "2017", "yesterday", "2017-02-29", "", "0000-01-01", "99999-01-01", '2017-01-01"^^<x> . #', "2017-01-01\n"])
def test_a_date_that_is_none(goes_on: httpx.Client, day: str) -> None:
    assert problem(goes_on.get("/queries/inactive-partners", params={"since": day}), 422, "bad-parameter")["parameter"] == "since"


def test_a_day_to_look_at_that_is_none(goes_on: httpx.Client) -> None:
    assert problem(goes_on.post("/validate?as_of=soon", content=b"x", headers=TURTLE), 422, "bad-parameter")["parameter"] == "as_of"


def test_a_choice_that_there_is_not(goes_on: httpx.Client) -> None:
    assert problem(goes_on.get("/queries/inactive-partners?contacts=maybe"), 422, "bad-parameter")["parameter"] == "contacts"


def test_a_method_that_there_is_not(goes_on: httpx.Client) -> None:
    response = goes_on.delete("/validate")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
    assert "POST" in response.headers["allow"]


def test_a_graph_that_claims_what_it_may_not(goes_on: httpx.Client) -> None:
    graph = b"<https://w3id.org/kembar/id/country/il> <https://w3id.org/kembar/ontology#countsAs> <https://w3id.org/kembar/id/country/de> ."
    said = problem(goes_on.post("/validate", content=graph, headers=TURTLE), 422, "unacceptable-graph")
    assert "country/il" in str(said["statement"])


def test_an_error_is_never_an_html_page(goes_on: httpx.Client) -> None:
    response = goes_on.get("/nothing", headers={"Accept": "text/html"})
    assert json.loads(response.text)["status"] == 404
