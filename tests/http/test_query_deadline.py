"""Endless queries and oversized results are stopped at a limit that the answer names; the next query is answered."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.conftest import serving
from tests.processes import ended, server_of, workers_of

pytestmark = pytest.mark.serial

SETTINGS = {
    "KEMBAR_QUERY_MAX_MS": "3000",
    "KEMBAR_QUERY_WORKERS": "2",
    "KEMBAR_VERDICT_WORKERS": "1",
    "KEMBAR_QUERY_MAX_MEMORY_BYTES": "400000000",
    "KEMBAR_RESULT_MAX_BYTES": "2000000",
    "KEMBAR_RESULT_MAX_ROWS": "1000",
}
SMALL = "ASK { ?s ?p ?o }"
KILLERS = {
    "a cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "an unbounded path": "SELECT (COUNT(*) AS ?n) { ?a (<a:a>|!<a:b>)* ?b . ?c (<a:a>|!<a:b>)* ?d }",
    "a join inside NOT EXISTS": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?a ?x ?y . ?y ?z ?d . ?d ?u ?a } }",
    "a sort of everything": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i ?e",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def limited_client(home: Path) -> Iterator[httpx.Client]:
    with serving(home, **SETTINGS) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client


def ask(client: httpx.Client, query: str, **parameters: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters})


@pytest.mark.parametrize("query", KILLERS.values(), ids=KILLERS.keys())
def test_a_query_without_end_is_stopped_by_a_limit_that_is_named_and_frees_the_machine(
    limited_client: httpx.Client, home: Path, query: str
) -> None:
    server = server_of(home)
    workers = workers_of(server, 3)
    started = time.monotonic()
    answer = ask(limited_client, query)
    assert time.monotonic() - started < 30
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    if "NOT EXISTS" in query and answer.json()["setting"] == "KEMBAR_QUERY_MAX_MS":
        assert "OPTIONAL" in answer.json()["advice"]
    assert answer.json()["setting"] in ("KEMBAR_QUERY_MAX_MS", "KEMBAR_QUERY_MAX_MEMORY_BYTES")
    assert ask(limited_client, SMALL).json()["boolean"] is True
    assert ended(workers, within_s=5)


def test_a_client_can_request_a_shorter_deadline(limited_client: httpx.Client) -> None:
    details = ask(limited_client, KILLERS["a cross product"], timeout_ms="200").json()
    assert (details["status"], details["limit"]) == (503, 200)
    by_form = limited_client.post("/sparql", data={"query": KILLERS["a cross product"], "timeout_ms": "100"}).json()
    assert (by_form["status"], by_form["limit"]) == (503, 100)
    assert ask(limited_client, SMALL, timeout_ms="60000").status_code == 200
    for invalid in ("soon", "-1", "0", "1.5", ""):
        answer = ask(limited_client, SMALL, timeout_ms=invalid)
        assert (answer.status_code, answer.json()["parameter"]) == (422, "timeout_ms")


def test_a_query_whose_client_hangs_up_is_stopped(limited_client: httpx.Client, home: Path) -> None:
    assert ask(limited_client, SMALL).status_code == 200
    server = server_of(home)
    workers = workers_of(server, 3)
    with (
        httpx.Client(base_url=limited_client.base_url, timeout=0.5, trust_env=False) as short_client,
        pytest.raises(httpx.ReadTimeout),
    ):
        ask(short_client, KILLERS["a cross product"])
    assert ended(workers, within_s=2)  # long before the deadline


def test_an_answer_of_too_many_bytes_or_rows_is_refused_whole_and_says_what_to_do(limited_client: httpx.Client) -> None:
    everything = ask(limited_client, "SELECT * { ?s ?p ?o }")
    assert (everything.status_code, everything.json()["setting"], everything.json()["limit"]) == (
        422,
        "KEMBAR_RESULT_MAX_BYTES",
        2_000_000,
    )
    graph = ask(limited_client, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert (graph.status_code, graph.json()["setting"]) == (422, "KEMBAR_RESULT_MAX_BYTES")
    for form in ("json", "csv", "tsv", "xml"):
        rows = ask(limited_client, "SELECT ?s { ?s ?p ?o } LIMIT 1001", format=form)
        assert (rows.status_code, rows.json()["setting"], rows.json()["limit"]) == (422, "KEMBAR_RESULT_MAX_ROWS", 1000)
        assert "LIMIT and OFFSET" in rows.json()["detail"]
        assert ask(limited_client, "SELECT ?s { ?s ?p ?o } LIMIT 1000", format=form).status_code == 200
    empty = ask(limited_client, "SELECT ?x { ?s ?p ?o } LIMIT 1001", format="tsv")
    assert empty.json()["setting"] == "KEMBAR_RESULT_MAX_ROWS"


def test_look_ups_are_answered_while_another_client_asks_without_end(limited_client: httpx.Client) -> None:
    with ThreadPoolExecutor(4) as executor:
        endless = [executor.submit(ask, limited_client, KILLERS["a cross product"]) for _ in range(4)]
        time.sleep(0.3)
        with httpx.Client(
            base_url=limited_client.base_url, headers={"X-Forwarded-For": "192.0.2.1"}, timeout=60, trust_env=False
        ) as second_client:
            started = time.monotonic()
            assert {ask(second_client, SMALL).status_code for _ in range(5)} == {200}
            assert time.monotonic() - started < 3
        assert {answer.result().status_code for answer in endless} == {503}


def test_a_query_cannot_leave_the_machine(limited_client: httpx.Client) -> None:
    for query in (
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }",
    ):
        assert ask(limited_client, query).json()["type"].endswith("query-refused")
