"""No request makes others wait: what a client chooses to be long is refused, done in a worker, or done quickly."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conftest import serving
from tests.fuzz.raw import RAW
from tests.http.problems import problem

pytestmark = pytest.mark.serial

WAITS_AT_MOST_S = 1.0
"""Ten times as long as on a machine that does nothing else."""
LOOK_UP = "SELECT ?p ?o {{ <https://w3id.org/kembar/id/deed/seoul-mou-1984> ?p ?o }} # {}"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("bounded")) as url:
        yield url


def sent(url: str, data: bytes) -> bytes:
    """Send bytes and return the beginning of the answer, which may be none."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        with suppress(ConnectionError):  # the service closes it before everything has been sent
            connection.sendall(data)
        answer = b""
        with suppress(ConnectionError):
            while not answer.partition(b"\r\n\r\n")[2] and (part := connection.recv(65_536)):
                answer += part
        return answer


@pytest.mark.parametrize("name", RAW)
def test_look_ups_of_others_are_answered_while_a_request_is_hostile(url: str, name: str) -> None:
    end = threading.Event()

    def attack() -> None:
        for _ in range(3):
            if not end.is_set():
                sent(url, RAW[name])

    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        client.get("/sparql", params={"query": LOOK_UP.format(name)}).raise_for_status()
        attackers = [threading.Thread(target=attack) for _ in range(2)]
        for attacker in attackers:
            attacker.start()
        taken = []
        number = 0
        while any(attacker.is_alive() for attacker in attackers) or number < 20:
            started = time.monotonic()
            client.get("/sparql", params={"query": LOOK_UP.format(f"{name} {number}")}).raise_for_status()
            taken.append(time.monotonic() - started)
            number += 1
            if number >= 200:
                end.set()
        assert max(taken) < WAITS_AT_MOST_S


@pytest.mark.parametrize(
    ("name", "status", "slug"),
    [
        ("a head without end", 431, "head-too-large"),
        ("a head of many fields", 431, "head-too-large"),
        ("a long address", 431, "head-too-large"),
        ("an address with many parameters", 400, "bad-request"),
        ("Accept with many entries", 431, "head-too-large"),
        ("many Accept headers", 431, "head-too-large"),
        ("Accept-Language of hyphens", 431, "head-too-large"),
        ("a form with many fields", 400, "bad-request"),
        ("a form with a long name", 400, "bad-request"),
    ],
)
def test_what_is_too_long_is_refused_with_problem_details(url: str, name: str, status: int, slug: str) -> None:
    answer = sent(url, RAW[name])
    if answer:  # a client that goes on sending may see a reset instead
        assert answer.startswith(b"HTTP/1.1 %d " % status)
        assert b"problem/" + slug.encode() in answer


def test_a_head_within_the_limit_is_read_and_one_beyond_names_it(url: str) -> None:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        params = {"query": "ASK {}"}
        assert client.get("/sparql", params=params, headers={"X-Long": "a" * 31_000}).status_code == 200
        assert client.get("/sparql", params=params, headers={"Cookie": "a=b;" * 6_000}).status_code == 200
        details = problem(client.get("/sparql", params=params, headers={"X-Long": "a" * 32_000}), 431, "head-too-large")
        assert (details["setting"], details["limit"]) == ("KEMBAR_HEAD_MAX_BYTES", 32_000)


def test_a_long_query_in_a_form_is_decoded(url: str) -> None:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        answer = client.post("/sparql", data={"query": "ASK {} # " + "é&=+% " * 5_000, "format": "json"})
        assert answer.json()["boolean"] is True
        marked = client.post("/sparql", data={"query": "\ufeffASK {} #" + " " * 10_000, "format": "json"})
        assert marked.json()["boolean"] is True
        invalid = client.post(
            "/sparql",
            content=b"query=ASK{}%23" + b"%ff" * 5_000,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        problem(invalid, 400, "bad-request")
        long_graph = client.post("/sparql", data={"query": "ASK {}", "default-graph-uri": "a:" + "b" * 9_000})
        assert problem(long_graph, 422, "bad-parameter")["parameter"] == "default-graph-uri"
