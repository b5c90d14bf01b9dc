"""HEAD has the status and headers of GET, without the body."""

import httpx
import pytest

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
VARYING = {"date", "server-timing", "x-request-id"}


@pytest.mark.parametrize("page", PAGES)
def test_head_has_the_headers_of_get_and_no_body(raw: httpx.Client, page: str) -> None:
    get, head = raw.get(page), raw.head(page)
    assert (get.status_code, head.status_code, head.content) == (200, 200, b"")
    head_headers, get_headers = (
        {name: value for name, value in answer.headers.items() if name not in VARYING} for answer in (head, get)
    )
    assert head_headers == get_headers
