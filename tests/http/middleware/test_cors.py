"""What every answer has, whatever it says: it may be read from any web page, be asked for by HEAD, and come compressed."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kembar.application import Kembar
from kembar.http.app import create_app
from kembar.settings import Settings

PAGES = [
    "/sparql",
    "/sparql?query=ASK%7B%7D",
    "/rdf-graph-store?default",
    "/graph/sources",
    "/dataset",
    "/dataset/dump.nq",
    "/ontology.html",
    "/queries",
    "/queries/inactive-partners.csv",
    "/id/partnership/seoul",
    "/concept/status",
    "/context.jsonld",
    "/health",
    "/openapi.json",
]
ERRORS = [
    ("GET", "/sparql?query=SELECT", 400),
    ("GET", "/nothing", 404),
    ("PUT", "/sparql", 405),
    ("GET", "/sparql?query=ASK%7B%7D&format=html", 406),
    ("POST", "/sparql", 415),
    ("GET", "/queries/inactive-partners?since=soon", 422),
]
OF_THE_MOMENT = {"date", "server-timing", "x-request-id"}
ORIGIN = {"Origin": "https://example.org"}


def may_be_read_by_any_page(response: httpx.Response) -> None:
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert {"ETag", "Link", "Location", "Retry-After", "Server-Timing"} <= set(
        response.headers["access-control-expose-headers"].split(", ")
    )


@pytest.fixture
def raw(server: str) -> Iterator[httpx.Client]:
    """A client that asks for no compression by itself."""
    with httpx.Client(base_url=server, headers={"Accept-Encoding": "identity"}, timeout=60, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("page", PAGES)
def test_head_answers_as_get_does_without_the_body(raw: httpx.Client, page: str) -> None:
    get, head = raw.get(page, headers=ORIGIN), raw.head(page, headers=ORIGIN)
    assert (get.status_code, head.status_code, head.content) == (200, 200, b"")
    ours, theirs = (
        {name: value for name, value in answer.headers.items() if name not in OF_THE_MOMENT} for answer in (head, get)
    )
    assert ours == theirs
    may_be_read_by_any_page(get)


@pytest.mark.parametrize(("method", "page", "status"), ERRORS)
def test_an_error_may_be_read_by_any_page_too(raw: httpx.Client, method: str, page: str, status: int) -> None:
    response = raw.request(method, page, headers={**ORIGIN, "Accept-Encoding": "gzip"})
    assert (response.status_code, response.json()["status"]) == (status, status)
    may_be_read_by_any_page(response)


def test_a_body_that_is_too_large_may_too(raw: httpx.Client) -> None:
    response = raw.post("/validate", content=b"#" * 2_000_001, headers={**ORIGIN, "Content-Type": "text/turtle"})
    assert response.status_code == 413
    may_be_read_by_any_page(response)


@pytest.mark.anyio
async def test_a_fault_of_ours_may_too(kembar: Kembar, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kembar, "health", lambda: 1 / 0)
    transport = httpx.ASGITransport(
        create_app(kembar, Settings(content=None, home=tmp_path)), raise_app_exceptions=False
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://kembar") as client:
        response = await client.get("/health", headers=ORIGIN)
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    may_be_read_by_any_page(response)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_preflight_is_answered(raw: httpx.Client, method: str) -> None:
    asked = {
        **ORIGIN,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type, accept",
    }
    response = raw.options("/sparql", headers=asked)
    assert response.status_code == 204
    assert method in response.headers["access-control-allow-methods"].split(", ")
    assert response.headers["access-control-allow-headers"] == "*"
    may_be_read_by_any_page(response)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/sparql", "GET, HEAD, POST"),
        ("/validate", "POST"),
        ("/id/partnership/seoul", "GET, HEAD"),
        ("/rdf-graph-store", "GET, HEAD"),
    ],
)
def test_a_method_that_there_is_not_names_those_that_there_are(raw: httpx.Client, path: str, allowed: str) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        response = raw.request(method, path)
        assert (response.status_code, response.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [("gzip", True), ("br, gzip;q=0.1", True), ("*", True), ("gzip;q=0, *", False), ("identity", False), ("", False)],
)
def test_a_large_answer_comes_compressed_to_who_accepts_it(raw: httpx.Client, accepted: str, compressed: bool) -> None:
    with raw.stream("GET", "/dataset", headers={"Accept-Encoding": accepted}) as response:
        body = b"".join(response.iter_raw())
    assert ("content-encoding" in response.headers) is compressed
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert int(response.headers["content-length"]) == len(body)
    assert (gzip.decompress(body) if compressed else body) == raw.get("/dataset").content


def test_a_small_answer_is_not_compressed(raw: httpx.Client) -> None:
    assert "content-encoding" not in raw.get("/sparql?query=ASK%7B%7D", headers={"Accept-Encoding": "gzip"}).headers


def test_a_compressed_answer_has_an_etag_of_its_own(raw: httpx.Client) -> None:
    plain, compressed = raw.get("/dataset"), raw.get("/dataset", headers={"Accept-Encoding": "gzip"})
    assert plain.content == compressed.content
    assert plain.headers["etag"] != compressed.headers["etag"]
    again = {"Accept-Encoding": "gzip", "If-None-Match": compressed.headers["etag"]}
    assert raw.get("/dataset", headers=again).status_code == 304
