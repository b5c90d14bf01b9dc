"""Good, slow, broken and hostile clients at eight addresses share one server.

Each gets an allowed outcome, and the memory and the processes of the service are unchanged afterwards.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TextIO

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Running
from tests.fuzz.answers import media_of, problem_of
from tests.fuzz.calls import OK, Call, calls
from tests.fuzz.clients import Client
from tests.fuzz.truth import Truth
from tests.fuzz.watching import HANGS_AFTER_S, SECONDS, as_before, trapped
from tests.processes import memory_of, workers_of

QUERY_WORKERS, VERDICT_WORKERS = 4, 2
SETTINGS = {
    "KEMBAR_QUERY_WORKERS": str(QUERY_WORKERS),
    "KEMBAR_QUERY_MAX_MS": "2000",
    "KEMBAR_QUERY_MAX_MEMORY_BYTES": "400000000",
    "KEMBAR_QUERY_MAX_WAITING_PER_CLIENT": "3",
    "KEMBAR_VERDICT_WORKERS": str(VERDICT_WORKERS),
    "KEMBAR_RESULT_MAX_BYTES": "2000000",
    "KEMBAR_RESULT_MAX_ROWS": "5000",
    "KEMBAR_CACHE_MAX_BYTES": "5000000",
    "RUST_BACKTRACE": "0",
}
# The last five are one client, which exceeds its share of the queue.
ADDRESSES = [f"192.0.2.{number}" for number in range(1, 8)] + ["192.0.2.99"] * 5
WAITS_AT_MOST_S = 2.5
"""Ten times what 99 of 100 look-ups may take on a machine that does nothing else."""
PARTS = 3
"""The number of runs; memory is measured at rest after each.

The first run is the warm-up. Of the others the least counts, because the age of the processes varies.
"""

AT_REST = {
    'kembar_worker_requests{kind="query"}': 0,
    'kembar_worker_requests{kind="verdict"}': 0,
    'kembar_workers_idle{kind="query"}': QUERY_WORKERS,
    'kembar_workers_idle{kind="verdict"}': VERDICT_WORKERS,
}
"""The metrics when no request runs and every process waits for work."""


@dataclass
class Watched:
    """A server and the observations of it."""

    server: Running
    address: str
    calls: list[str]
    log: Path
    truth: Truth
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    taken_s: list[float] = field(default_factory=list)
    """Seconds of each look-up of the client that does nothing else."""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("soak")
    with (folder / "log").open("w+") as log, trapped(folder / "home", log, **SETTINGS) as (server, address, calls):
        yield Watched(server, address, calls, folder / "log", Truth(folder / "home"))


def end_of(response: httpx.Response, call: Call) -> str:
    """Return the outcome of a request; raise :class:`AssertionError` if it is not allowed or the answer is wrong."""
    end = OK if response.status_code in (200, 204, 304) else problem_of(response) if call.method != "HEAD" else ""
    assert not end or end in call.ends, f"{end} is not among {sorted(call.ends)}"
    if call.method == "HEAD":
        assert not response.content
    elif response.status_code == 200 and call.truth:
        assert call.truth(media_of(response), response.content), "the answer is wrong"
    return f"{response.status_code} {end}"


def send_for(watched: Watched, address: str, seconds: float) -> None:
    """Send requests drawn by hypothesis until the time is over.

    Failures are not shrunk, because they may depend on the other clients.
    """
    deadline = time.monotonic() + seconds
    with Client(watched.server.url, address) as client:

        @settings(
            max_examples=200,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(calls(watched.truth, watched.address), st.floats(0, 1))
        def send(call: Call, patience: float) -> None:
            if time.monotonic() > deadline:
                return
            response = None
            try:
                response = client.send(call, patience)
                end = end_of(response, call) if response else call.manner
            except (AssertionError, httpx.HTTPError) as error:
                end = "a fault"
                response_text = f"{response.status_code} {response.headers} {response.text[:500]}" if response else ""
                watched.faults.append(f"{error!r}\n  {str(call)[:1500]}\n  {response_text}")
            watched.ends[call.kind, end] += 1

        while time.monotonic() < deadline:
            send()


def look_up(url: str, seconds: float) -> list[float]:
    """Look things up, as a client that does nothing else; return the seconds of each answer."""
    deadline = time.monotonic() + seconds
    headers, taken_s = {"X-Forwarded-For": "192.0.2.200"}, []
    with httpx.Client(base_url=url, headers=headers, timeout=HANGS_AFTER_S, trust_env=False) as client:
        while time.monotonic() < deadline:
            started = time.monotonic()
            query = f"SELECT * {{ <https://w3id.org/kembar/id/partnership/seoul> ?p ?o }} # {started}"
            client.get("/sparql", params={"query": query}).raise_for_status()
            taken_s.append(time.monotonic() - started)
            time.sleep(0.02)
    return taken_s


def soak(watched: Watched, seconds: float) -> tuple[int, int]:
    """Run all clients; return the memory of the server and of its processes when every process waits for work."""
    with (
        ThreadPoolExecutor(len(ADDRESSES)) as clients,
        # A process of its own, because the threads of the others would delay it.
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other,
    ):
        looking_up = other.submit(look_up, watched.server.url, seconds)
        for client_run in [clients.submit(send_for, watched, address, seconds) for address in ADDRESSES]:
            client_run.result()
        watched.taken_s += looking_up.result()
    with httpx.Client(base_url=watched.server.url, timeout=HANGS_AFTER_S, trust_env=False) as client:
        deadline = time.monotonic() + 30
        while (figures := figures_of(client)) != AT_REST and time.monotonic() < deadline:
            time.sleep(0.2)
    assert figures == AT_REST
    workers_of(watched.server.pid, QUERY_WORKERS + VERDICT_WORKERS)
    return memory_of(watched.server.pid)


def figures_of(client: httpx.Client) -> dict[str, float]:
    """Return the metrics of waiting requests and idle processes."""
    lines = [line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines()]
    return {name: float(value) for name, value in lines if name in AT_REST}


KNOWN_MESSAGES = (
    *("deeds judged", "Invalid HTTP request", "Unsupported upgrade request", "WebSocket library"),
    *(
        "memory allocation of",
        "has overflowed its stack",
        "fatal runtime error: stack overflow",
        "stack backtrace:",
        "note: run with `RUST_BACKTRACE=1`",
        "note: Some details are omitted",
    ),
)
"""Parts of expected warnings of the service and its HTTP server, and of messages of a process that exceeded a limit."""


def check_log(log: TextIO) -> Iterator[str]:
    """Yield the unexpected lines of a log: unknown messages, and requests with a status of 5xx but not 503."""
    for line in log:
        if line.startswith("{"):
            status = json.loads(line)["status"]
            if status >= 500 and status != 503:
                yield line
        elif not any(message in line for message in KNOWN_MESSAGES):
            yield line


@pytest.mark.soak
def test_every_client_gets_an_allowed_outcome_and_the_service_is_unchanged_afterwards(watched: Watched) -> None:
    at_rest = [soak(watched, SECONDS / PARTS) for _ in range(PARTS)]
    report(watched)
    with watched.log.open() as log:
        unexpected = list(check_log(log))
    print(*watched.faults[:50], *unexpected[:200], sep="\n")
    grown_parts = [
        name
        for name, sizes in zip(("the server", "its processes"), zip(*at_rest, strict=True), strict=True)
        if not as_before(name, *sizes)
    ]
    assert (len(watched.faults), len(unexpected), grown_parts, watched.calls) == (0, 0, [], [])
    assert p99_s(watched) < WAITS_AT_MOST_S
    queries = {end: count for (kind, end), count in watched.ends.items() if kind == "a query"}
    assert queries["200 ok"] > sum(queries.values()) / 2


def p99_s(watched: Watched) -> float:
    """Return the time within which 99 of 100 look-ups were answered."""
    return sorted(watched.taken_s)[int(len(watched.taken_s) * 0.99)]


def report(watched: Watched) -> None:
    """Print the outcomes of each kind of request, and why processes were replaced."""
    for (kind, end), count in sorted(watched.ends.items()):
        print(f"{count:7} {kind}: {end}")
    print(f"{watched.ends.total():7} in all")
    print(f"99 of 100 of {len(watched.taken_s)} look-ups were answered within {p99_s(watched) * 1000:.0f} ms")
    metrics = httpx.get(f"{watched.server.url}/metrics", timeout=HANGS_AFTER_S, trust_env=False).text
    print(*(line for line in metrics.splitlines() if line.startswith("kembar_workers_replaced_total")), sep="\n")
