"""Hostile requests: each gets problem details, causes no outgoing connection, and the service goes on."""

import json
import socket
from pathlib import Path

import httpx
import pytest

from tests.conftest import serving
from tests.http.problems import problem

TURTLE = {"Content-Type": "text/turtle"}
DEED = "<https://w3id.org/kembar/id/deed/draft> a <https://w3id.org/kembar/ontology#Deed> ."
JSON_LD = {"Content-Type": "application/ld+json"}


def test_fifty_megabytes_announced(live_client: httpx.Client) -> None:
    details = problem(live_client.post("/validate", content=b"#" * 50_000_000, headers=TURTLE), 413, "too-large")
    assert (details["setting"], details["limit"]) == ("KEMBAR_REQUEST_MAX_BYTES", 2_000_000)


def test_fifty_megabytes_in_pieces_without_a_length(live_client: httpx.Client) -> None:
    pieces = (b"#" * 1_000_000 for _ in range(50))
    problem(live_client.post("/validate", content=pieces, headers=TURTLE), 413, "too-large")


def test_a_body_that_never_ends(tmp_path: Path) -> None:
    with (
        serving(tmp_path, KEMBAR_REQUEST_MAX_MS="1000") as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        for path, media in (
            ("/validate", "text/turtle"),
            ("/sparql", "application/sparql-query"),
            ("/sparql", "application/x-www-form-urlencoded"),
        ):
            head = (
                f"POST {path} HTTP/1.1\r\nHost: kembar\r\nContent-Type: {media}\r\n"
                "Content-Length: 1000\r\nConnection: close\r\n\r\nhalf"
            )
            with socket.create_connection((client.base_url.host, client.base_url.port or 0), timeout=20) as line:
                line.sendall(head.encode())
                answer = line.makefile("rb").read()
            assert answer.startswith(b"HTTP/1.1 408 ")
            details = json.loads(answer.partition(b"\r\n\r\n")[2])
            assert (details["type"].rsplit("/", 1)[-1], details["setting"], details["limit"]) == (
                "too-slow",
                "KEMBAR_REQUEST_MAX_MS",
                1000,
            )
        assert client.get("/health").json()["status"] == "ready"


@pytest.mark.parametrize("content_type", ["text/csv", "application/rdf+xml", "", "text/turtle/evil"])
def test_a_wrong_media_type(live_client: httpx.Client, content_type: str) -> None:
    details = problem(
        live_client.post("/validate", content=b"x", headers={"Content-Type": content_type}),
        415,
        "unsupported-media-type",
    )
    assert "text/turtle" in str(details["available"])


@pytest.mark.parametrize(
    "query", ["SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}", "SELECT * {{ \\u0053ervice SILENT <{0}> {{ ?s ?p ?o }} }}"]
)
def test_a_query_with_service(live_client: httpx.Client, trap: tuple[str, list[str]], query: str) -> None:
    address, calls = trap
    problem(live_client.get("/sparql", params={"query": query.format(address)}), 400, "query-refused")
    assert calls == []


def test_from_names_our_graphs_or_nothing(live_client: httpx.Client, trap: tuple[str, list[str]]) -> None:
    address, calls = trap
    response = live_client.get("/sparql", params={"query": f"SELECT * FROM <{address}> {{ ?s ?p ?o }}"})
    assert response.json()["results"]["bindings"] == []
    assert calls == []


def test_a_query_may_begin_with_a_byte_order_mark(live_client: httpx.Client) -> None:
    query = "\ufeffSELECT (1 AS ?x) {}"
    direct = {"Content-Type": "application/sparql-query"}
    for response in (
        live_client.get("/sparql", params={"query": query}),
        live_client.post("/sparql", data={"query": query}),
        live_client.post("/sparql", content=query.encode(), headers=direct),
    ):
        assert response.status_code == 200, response.text
        assert response.json()["results"]["bindings"][0]["x"]["value"] == "1"


def test_a_sign_in_a_query_that_nobody_sees_is_named_with_its_place(live_client: httpx.Client) -> None:
    response = live_client.get("/sparql", params={"query": "SELECT *\n\u2060{ ?s ?p ?o }"})
    details = problem(response, 400, "query-syntax")
    assert "U+2060 WORD JOINER" in str(details["detail"])
    assert (details["line"], details["column"]) == (2, 1)


def test_an_update(live_client: httpx.Client) -> None:
    details = problem(
        live_client.post("/sparql", data={"query": "INSERT DATA { <http://e/a> <http://e/b> 1 }"}),
        400,
        "query-syntax",
    )
    assert "read-only" in str(details["detail"])


@pytest.mark.parametrize(
    "path", ["/id/partnership/nowhere", "/id/nothing/seoul", "/concept/status/nothing", "/shape/nothing", "/nothing"]
)
def test_an_unknown_name(live_client: httpx.Client, path: str) -> None:
    problem(live_client.get(path), 404, "not-found")


def test_a_slug_that_is_not_valid_in_an_iri(live_client: httpx.Client) -> None:
    for slug in ("a%20b", "a%3E%20%3Cb", "%22", "a%5Cb", "é", "a" * 3000):
        response = live_client.get(f"/id/partnership/{slug}")
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_an_unknown_question_and_an_unknown_parameter(live_client: httpx.Client) -> None:
    assert "inactive-partners" in str(problem(live_client.get("/queries/nothing"), 404, "not-found")["known"])
    assert problem(live_client.get("/queries/inactive-partners?until=2020"), 400, "unknown-parameter")["known"] == [
        "since",
        "contacts",
        "region",
    ]


@pytest.mark.parametrize(
    "day",
    [
        "2017-13-01",
        "2017",
        "yesterday",
        "2017-02-29",
        "",
        "0000-01-01",
        "99999-01-01",
        '2017-01-01"^^<x> . #',
        "2017-01-01\n",
    ],
)
def test_a_date_that_is_none(live_client: httpx.Client, day: str) -> None:
    assert (
        problem(live_client.get("/queries/inactive-partners", params={"since": day}), 422, "bad-parameter")["parameter"]
        == "since"
    )


def test_an_invalid_as_of_date(live_client: httpx.Client) -> None:
    assert (
        problem(live_client.post("/validate?as_of=soon", content=b"x", headers=TURTLE), 422, "bad-parameter")[
            "parameter"
        ]
        == "as_of"
    )


@pytest.mark.parametrize("revision", ["9" * 20, "9" * 300])
def test_an_unknown_revision(live_client: httpx.Client, revision: str) -> None:
    details = problem(
        live_client.post("/validate", params={"revision": revision}, content=DEED, headers=TURTLE),
        422,
        "unknown-name",
    )
    assert details["newest"] == live_client.get("/health").json()["revision"]


def test_a_choice_that_there_is_not(live_client: httpx.Client) -> None:
    assert (
        problem(live_client.get("/queries/inactive-partners?contacts=maybe"), 422, "bad-parameter")["parameter"]
        == "contacts"
    )


def test_an_unsupported_method(live_client: httpx.Client) -> None:
    response = live_client.delete("/validate")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
    assert "POST" in response.headers["allow"]


def test_an_error_is_never_an_html_page(live_client: httpx.Client) -> None:
    response = live_client.get("/nothing", headers={"Accept": "text/html"})
    assert json.loads(response.text)["status"] == 404


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"\x16\x03\x01 this is TLS\r\n\r\n", 400),
        (b"GET / HTTP/9\r\n\r\n", 400),
        (b"GET /queries/statements-by-source?name=" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
    ],
    ids=["TLS", "another version", "an address of 100,000 bytes"],
)
def test_malformed_http_and_too_long_addresses_get_problem_details(
    live_client: httpx.Client, request_bytes: bytes, status: int
) -> None:
    with socket.create_connection(
        (live_client.base_url.host, live_client.base_url.port or 0), timeout=20
    ) as connection:
        connection.sendall(request_bytes)
        with connection.makefile("rb") as stream:
            head, _, body = stream.read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"content-type: application/problem+json" in head
    assert "a graph to /validate" in json.loads(body)["detail"]
