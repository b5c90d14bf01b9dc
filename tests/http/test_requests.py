"""Heads of requests and answers that hold everywhere: one host, known tokens, true media types, quiet logs."""

import socket
from pathlib import Path

import httpx
import pytest

from tests.conftest import running
from tests.http.problems import problem

PATHS = (
    "/", "/nowhere", "/health", "/metrics", "/openapi.json", "/context.jsonld", "/queries", "/queries/partners",
    "/partnerships", "/search?q=x", "/id/partnership/seoul", "/dataset", "/dataset/dump.nq", "/sparql", "/matrix",
    "/rdf-graph-store?default", "/docs",
)  # fmt: skip


def sent(client: httpx.Client, head: bytes) -> bytes:
    """Return the beginning of the answer to a head."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 0), timeout=20) as connection:
        connection.sendall(head)
        return connection.recv(4096)


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: a\r\n", b"Host: a\r\nhost: b\r\n"])
def test_a_request_without_a_host_or_with_two_is_400(live_client: httpx.Client, hosts: bytes) -> None:
    answer = sent(live_client, b"GET /health HTTP/1.1\r\n" + hosts + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"exactly one Host" in answer
    assert b"x-content-type-options: nosniff" in answer


def test_a_request_of_an_older_version_needs_no_host(live_client: httpx.Client) -> None:
    assert sent(live_client, b"GET /context.jsonld HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_is_taken_for_another_media_type(client: httpx.Client, path: str) -> None:
    assert client.get(path).headers["x-content-type-options"] == "nosniff"
    unchanged = client.get(path, headers={"If-None-Match": "*"})
    assert unchanged.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_token_is_401_everywhere(client: httpx.Client, path: str) -> None:
    client.get(path)  # an answer that is kept is not given to who shows an unknown token, either
    for authorization in ("Bearer guess", "Basic dTpw", ""):
        for method in ("GET", "HEAD", "POST", "PUT"):
            answer = client.request(method, path, headers={"Authorization": authorization, "Origin": "https://a.org"})
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
            assert answer.headers["access-control-allow-origin"] == "*"


def test_a_page_may_ask_what_it_may_send_without_a_token(client: httpx.Client) -> None:
    headers = {"Origin": "https://a.org", "Access-Control-Request-Method": "GET"}
    assert client.options("/sparql", headers=headers).status_code == 200


def test_a_function_that_the_engine_does_not_know_is_400_and_not_in_the_log(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w+") as log:
        with (
            running(tmp_path / "home", log) as server,
            httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client,
        ):
            query = "SELECT (<http://secret/f>(1) AS ?y) {}"
            details = problem(client.get("/sparql", params={"query": query}), 400, "query-unsupported")
            assert "<http://secret/f>" in str(details["detail"])
        log.seek(0)
        assert "secret" not in log.read()


def test_a_query_that_nests_too_deep_is_told_so(live_client: httpx.Client) -> None:
    query = "ASK " + "{" * 100_000 + "}" * 100_000
    problem(live_client.post("/sparql", data={"query": query}), 400, "too-nested")


def test_the_advice_is_a_header_of_the_answer_which_a_page_may_read(live_client: httpx.Client) -> None:
    query = "PREFIX kb: <https://w3id.org/kembar/ontology#> SELECT * { ?a kb:date ?d FILTER(YEAR(?d) = 2019) }"
    response = live_client.get("/sparql", params={"query": query}, headers={"Origin": "https://example.org"})
    assert response.headers["kembar-advice"].endswith("Use kb:earliest, which is an xsd:date.")
    assert "Kembar-Advice" in response.headers["access-control-expose-headers"]
    for property_ in ("start", "end", "stateKnownAsOf"):
        other = query.replace("kb:date", f"kb:{property_}")
        assert f"kb:{property_} has" in live_client.get("/sparql", params={"query": other}).headers["kembar-advice"]
    assert (
        "kembar-advice" not in live_client.get("/sparql", params={"query": query.replace("date", "earliest")}).headers
    )
