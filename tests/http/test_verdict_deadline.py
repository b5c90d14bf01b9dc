"""Verdicts are made by processes that are killed at their deadline; the service goes on, and says what the limit was."""

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
SLOW = SMALL[:-1] + "".join(f", <http://e/{number}>" for number in range(4900)) + " ."
"""Shapes compare each party with each other."""


MANY = {"KEMBAR_GRAPH_MAX_STATEMENTS": "10000"}


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service that gives a verdict three seconds, and lets two wait."""
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


def test_a_verdict_past_its_deadline_is_given_up_and_the_next_is_given(hasty: httpx.Client) -> None:
    response = send(hasty, SLOW)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    said = response.json()
    assert said["type"].endswith("/too-long")
    assert (said["setting"], said["limit"]) == ("KEMBAR_VERDICT_MAX_MS", 3000)
    assert send(hasty, SMALL).status_code == 200


def test_who_comes_when_too_many_wait_is_told_to_come_again_and_others_are_served_meanwhile(
    hasty: httpx.Client,
) -> None:
    with ThreadPoolExecutor(4) as together:
        slow = [together.submit(send, hasty, SLOW) for _ in range(4)]
        assert hasty.get("/health").json()["status"] == "ready"
        answers = [answer.result() for answer in slow]
    kinds = sorted(answer.json()["type"].rsplit("/", 1)[-1] for answer in answers)
    assert kinds == ["overloaded", "overloaded", "too-long", "too-long"]
    refused = next(answer for answer in answers if answer.json()["type"].endswith("overloaded"))
    assert int(refused.headers["retry-after"]) == refused.json()["retryAfter"]
    assert send(hasty, SMALL).status_code == 200


def test_a_worker_whose_client_hangs_up_is_killed_and_those_killed_from_outside_are_replaced(tmp_path: Path) -> None:
    with (
        serving(tmp_path, KEMBAR_VERDICT_WORKERS="1", KEMBAR_QUERY_WORKERS="1", **MANY) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        assert send(client, SMALL).status_code == 200
        server = server_of(tmp_path)
        before = workers_of(server, 2)
        with httpx.Client(base_url=url, timeout=1, trust_env=False) as impatient, pytest.raises(httpx.ReadTimeout):
            send(impatient, SLOW)
        assert send(client, SMALL).status_code == 200
        after = workers_of(server, 2)
        assert len(before & after) == 1
        for pid in after:
            os.kill(pid, signal.SIGKILL)
        assert send(client, SMALL).status_code in (
            200,
            503,
        )  # 503 where the request was faster than the news of the death
        assert send(client, SMALL).status_code == 200


def test_workers_end_with_a_service_that_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        assert send(client, SMALL).status_code == 200
        server = server_of(tmp_path)
        below = descendants(server)
        assert len(below) >= 3
        os.kill(server, signal.SIGKILL)
        until = time.monotonic() + 20
        while (left := [pid for pid in below if alive(pid)]) and time.monotonic() < until:
            time.sleep(0.1)
    assert not left
