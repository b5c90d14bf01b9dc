"""CORS: a page of any origin can read every answer and error, but never with the credentials of its visitor."""

from pathlib import Path

import httpx
import pytest

from kembar.application import Kembar
from kembar.http.app import create_app
from kembar.settings import Settings

ERRORS = [
    ("GET", "/sparql?query=SELECT", 400),
    ("GET", "/nothing", 404),
    ("PUT", "/sparql", 405),
    ("GET", "/sparql?query=ASK%7B%7D&format=html", 406),
    ("POST", "/sparql", 415),
    ("GET", "/queries/inactive-partners?since=soon", 422),
]
ORIGIN = {"Origin": "https://example.org"}


def assert_readable_by_any_page(response: httpx.Response) -> None:
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert {"ETag", "Link", "Location", "Retry-After", "Server-Timing"} <= set(
        response.headers["access-control-expose-headers"].split(", ")
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_any_page_can_read_a_computed_or_cached_answer(raw: httpx.Client, method: str) -> None:
    query = f"/sparql?query=ASK%7B%7D%23{method}"
    plain = raw.request(method, query)
    computed, cached = (raw.request(method, query, headers=ORIGIN) for _ in range(2))
    assert "cache;desc=hit" not in computed.headers["server-timing"]
    assert "cache;desc=hit" in cached.headers["server-timing"]
    for answer in (
        computed,
        cached,
        raw.request(method, query, headers={**ORIGIN, "If-None-Match": cached.headers["etag"]}),
    ):
        assert_readable_by_any_page(answer)
    for answer in (plain, raw.request(method, query)):
        assert "access-control-allow-origin" not in answer.headers
        assert "Origin" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize(("method", "page", "status"), ERRORS)
def test_an_error_may_be_read_by_any_page_too(raw: httpx.Client, method: str, page: str, status: int) -> None:
    response = raw.request(method, page, headers={**ORIGIN, "Accept-Encoding": "gzip"})
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert_readable_by_any_page(response)


def test_any_page_can_read_the_refusal_of_a_too_large_body(raw: httpx.Client) -> None:
    response = raw.post("/validate", content=b"#" * 2_000_001, headers={**ORIGIN, "Content-Type": "text/turtle"})
    assert response.status_code == 413
    assert_readable_by_any_page(response)


@pytest.mark.anyio
async def test_any_page_can_read_an_internal_error(
    kembar: Kembar, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kembar, "health", lambda: 1 / 0)
    transport = httpx.ASGITransport(
        create_app(kembar, Settings(content=None, home=tmp_path)), raise_app_exceptions=False
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://kembar") as client:
        response = await client.get("/health", headers=ORIGIN)
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert_readable_by_any_page(response)


def preflight(raw: httpx.Client, method: str, headers: str) -> httpx.Response:
    request_headers = {**ORIGIN, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    return raw.options("/sparql", headers=request_headers)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_preflight_is_answered(raw: httpx.Client, method: str) -> None:
    response = preflight(raw, method, "content-type, accept, if-none-match, x-requested-with")
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert method in response.headers["access-control-allow-methods"].split(", ")
    assert response.headers["access-control-max-age"] == "86400"


@pytest.mark.parametrize(("method", "headers"), [("PUT", "accept"), ("DELETE", "accept"), ("GET", "authorization")])
def test_a_page_may_neither_change_anything_nor_show_a_token(raw: httpx.Client, method: str, headers: str) -> None:
    response = preflight(raw, method, headers)
    assert response.status_code == 400
    assert "PUT" not in response.headers["access-control-allow-methods"]
    assert "authorization" not in response.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/sparql", "GET, HEAD, POST"),
        ("/validate", "GET, HEAD, POST"),
        ("/id/partnership/seoul", "GET, HEAD"),
        ("/rdf-graph-store", "GET, HEAD"),
    ],
)
def test_an_unsupported_method_is_405_and_lists_the_supported_ones(raw: httpx.Client, path: str, allowed: str) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        response = raw.request(method, path)
        assert (response.status_code, response.headers["allow"]) == (405, allowed)
