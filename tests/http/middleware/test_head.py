"""HEAD is answered as GET, without the body."""

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
OF_THE_MOMENT = {"date", "server-timing", "x-request-id"}


@pytest.mark.parametrize("page", PAGES)
def test_head_answers_as_get_does_without_the_body(raw: httpx.Client, page: str) -> None:
    get, head = raw.get(page), raw.head(page)
    assert (get.status_code, head.status_code, head.content) == (200, 200, b"")
    ours, theirs = (
        {name: value for name, value in answer.headers.items() if name not in OF_THE_MOMENT} for answer in (head, get)
    )
    assert ours == theirs
