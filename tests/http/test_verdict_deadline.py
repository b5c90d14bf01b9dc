"""A worker is killed at the deadline of its verdict; the service goes on and names the limit."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.conftest import serving
from tests.processes import alive, descendants, server_of, workers_of

pytestmark = pytest.mark.serial

PREFIXES = (
    "@prefix kb: <https://w3id.org/kembar/ontology#> . @prefix government: <https://w3id.org/kembar/id/government/> .\n"
)
SMALL = f"{PREFIXES}<http://e/deed> a kb:Deed ; kb:party government:jakarta , government:casablanca-settat ."
PARTIES = [f"<http://e/{number}>" for number in range(4900)]
SLOW = SMALL[:-1] + "".join(f", {party}" for party in PARTIES) + " ." + " a kb:LocalGovernment . ".join([*PARTIES, ""])
"""A deed with so many parties that its verdict exceeds the deadline: the rules compare every two."""


MANY = {"KEMBAR_GRAPH_MAX_STATEMENTS": "10000"}


@pytest.fixture(scope="module")
def limited_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a service with a deadline of three seconds per verdict and a queue of two."""
    settings = {
        "KEMBAR_VERDICT_MAX_MS": "3000",
        "KEMBAR_VERDICT_MAX_WAITING": "2",
        "KEMBAR_VERDICT_WORKERS": "1",
        **MANY,
    }
    with (
        serving(tmp_path_factory.mktemp("home"), **settings) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def send(client: httpx.Client, graph: str) -> httpx.Response:
    return client.post("/validate", content=graph.encode(), headers={"Content-Type": "text/turtle"})


def test_a_verdict_past_its_deadline_is_given_up_and_the_next_is_given(limited_client: httpx.Client) -> None:
    response = send(limited_client, SLOW)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    details = response.json()
    assert details["type"].endswith("/too-long")
    assert (details["setting"], details["limit"]) == ("KEMBAR_VERDICT_MAX_MS", 3000)
    assert send(limited_client, SMALL).status_code == 200


def test_a_request_to_a_full_queue_is_refused_with_retry_after_and_other_paths_are_served(
    limited_client: httpx.Client,
) -> None:
    with ThreadPoolExecutor(4) as executor:
        slow = [executor.submit(send, limited_client, SLOW) for _ in range(4)]
        assert limited_client.get("/health").json()["status"] == "ready"
        answers = [answer.result() for answer in slow]
    kinds = sorted(answer.json()["type"].rsplit("/", 1)[-1] for answer in answers)
    assert kinds == ["overloaded", "overloaded", "too-long", "too-long"]
    refused = next(answer for answer in answers if answer.json()["type"].endswith("overloaded"))
    assert int(refused.headers["retry-after"]) == refused.json()["retryAfter"]
    assert send(limited_client, SMALL).status_code == 200


def test_a_worker_whose_client_disconnects_is_killed_and_killed_workers_are_replaced(tmp_path: Path) -> None:
    with (
        serving(tmp_path, KEMBAR_VERDICT_WORKERS="1", KEMBAR_QUERY_WORKERS="1", **MANY) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        assert send(client, SMALL).status_code == 200
        server = server_of(tmp_path)
        workers = workers_of(server, 2)
        with httpx.Client(base_url=url, timeout=1, trust_env=False) as short_client, pytest.raises(httpx.ReadTimeout):
            send(short_client, SLOW)
        assert send(client, SMALL).status_code == 200
        workers_after_hang_up = workers_of(server, 2)
        assert len(workers & workers_after_hang_up) == 1
        for pid in workers_after_hang_up:
            os.kill(pid, signal.SIGKILL)
        assert send(client, SMALL).status_code in (
            200,
            503,
        )  # 503 if the request arrives before the death of the worker is noticed
        assert send(client, SMALL).status_code == 200


def test_workers_end_with_a_service_that_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        assert send(client, SMALL).status_code == 200
        server = server_of(tmp_path)
        processes = descendants(server)
        assert len(processes) >= 3
        os.kill(server, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while (remaining := [pid for pid in processes if alive(pid)]) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert not remaining
