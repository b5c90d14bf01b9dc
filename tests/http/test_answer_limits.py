"""The limits on rows and bytes hold for every answer, in every format, and an answer past them is never cut."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import serving

ROOT = Path(__file__).parents[2]
PATHS = [
    "/queries/deeds",
    "/queries/deeds.csv",
    "/queries/deeds?format=xml",
    "/queries/inactive-partners.geojson",
    "/partnerships",
    "/partnerships.csv",
    "/search?q=jakarta",
    "/id/partnership/seoul.json",
    "/id/partnership/seoul.ttl",
    "/graph/chapter-deeds.ttl",
    "/matrix",
    "/matrix?format=csv",
    "/sparql?query=SELECT * { ?s ?p ?o }",
]


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        serving(
            tmp_path_factory.mktemp("limited"), KEMBAR_RESULT_MAX_BYTES="1500", KEMBAR_RESULT_MAX_ROWS="1000000"
        ) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def assert_refused(answer: httpx.Response, setting: str, limit: int) -> None:
    problem = answer.json()
    assert (answer.status_code, problem["setting"], problem["limit"]) == (422, setting, limit), problem


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_of_too_many_bytes_is_refused_with_the_limit(limited: httpx.Client, path: str) -> None:
    assert_refused(limited.get(path), "KEMBAR_RESULT_MAX_BYTES", 1500)


@pytest.mark.parametrize("accept", ["application/json", "text/turtle"])
def test_a_verdict_of_too_many_bytes_is_refused_with_the_limit(limited: httpx.Client, accept: str) -> None:
    graph = (ROOT / "docs/examples/complete-proposal.ttl").read_bytes()
    answer = limited.post("/validate", content=graph, headers={"Content-Type": "text/turtle", "Accept": accept})
    assert_refused(answer, "KEMBAR_RESULT_MAX_BYTES", 1500)


def test_an_answer_of_too_many_rows_is_refused_with_the_limit(tmp_path: Path) -> None:
    with serving(tmp_path, KEMBAR_RESULT_MAX_ROWS="3") as url, httpx.Client(base_url=url, trust_env=False) as client:
        for path in ("/queries/deeds", "/queries/deeds.csv", "/queries/inactive-partners.geojson", "/deeds.csv"):
            assert_refused(client.get(path), "KEMBAR_RESULT_MAX_ROWS", 3)
