"""A comparison of this checkout with an earlier commit: look-ups, kept answers and verdicts, in turn, in one run."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from bench.report import progress, table

__all__ = ["measure"]

ROOT = Path(__file__).parents[1]
COMMIT = os.environ.get("BENCH_COMMIT", "HEAD~1")
"""The earlier commit."""
ROUNDS = 9
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PROPOSAL = (ROOT / "docs" / "examples" / "complete-proposal.ttl").read_bytes()
_DEED = "<https://w3id.org/kembar/id/deed/seoul-mou-1984>"
_TURTLE = {"Content-Type": "text/turtle"}


class Server(NamedTuple):
    """A running service."""

    connection: HTTPConnection
    pid: int


Work = Callable[[Server, int], None]


def _get(server: Server, query: str) -> None:
    server.connection.request("GET", f"/sparql?query={quote(query)}")
    _read(server)


def _validate(server: Server, graph: bytes) -> None:
    server.connection.request("POST", "/validate", graph, _TURTLE)
    _read(server)


def _read(server: Server) -> None:
    response = server.connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(body.decode())


KINDS: dict[str, tuple[int, Work]] = {
    "look-ups, each for the first time": (
        400,
        lambda server, number: _get(server, f"SELECT ?p ?o {{ {_DEED} ?p ?o }} # {number}"),
    ),
    "kept answers": (2_000, lambda server, _: _get(server, f"SELECT ?p ?o {{ {_DEED} ?p ?o }}")),
    "verdicts on a deed of the record": (
        10,
        lambda server, _: _validate(server, f"{_DEED} a <https://w3id.org/kembar/ontology#Deed> .".encode()),
    ),
    "verdicts on a complete proposal": (5, lambda server, _: _validate(server, _PROPOSAL)),
}
"""What is measured -> requests of a round, and one request."""


def measure(seed: int) -> str:  # noqa: ARG001 -- the shipped content is measured
    """Return the section: times per request now and before, with the median ratio over the rounds."""
    with TemporaryDirectory() as folder, _checkout(Path(folder) / "before") as before:
        homes = Path(folder) / "home-now", Path(folder) / "home-before"
        with _serving(ROOT, homes[0]) as now, _serving(before, homes[1]) as then:
            rows = [_row(name, requests, work, now, then) for name, (requests, work) in KINDS.items()]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", COMMIT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    head = ("milliseconds per request", "processor, now", "before", "ratio", "elapsed, now", "before", "ratio")
    return f"Beside commit {commit.stdout.strip()}, in turn, median of {ROUNDS} rounds:\n\n{table(head, rows)}"


def _row(name: str, requests: int, work: Work, now: Server, then: Server) -> tuple[str, ...]:
    numbers = count()
    rounds = []
    for number in range(ROUNDS + 1):
        sides = (now, then) if number % 2 else (then, now)
        times = {server.pid: _time(server, requests, work, numbers) for server in sides}
        rounds.append((times[now.pid], times[then.pid]))
    cells = [name]
    for part in (0, 1):
        pairs = [(ours[part], theirs[part]) for ours, theirs in rounds[1:]]  # the first round warms up
        mine, theirs = (median(side) * 1000 for side in zip(*pairs, strict=True))
        cells += [f"{mine:.3g}", f"{theirs:.3g}", f"{median(mine / theirs for mine, theirs in pairs):.2f}"]
    progress(" · ".join(cells))
    return tuple(cells)


def _time(server: Server, requests: int, work: Work, numbers: "count[int]") -> tuple[float, float]:
    """Return the processor time of the service and the elapsed time of one request, in seconds."""
    server.connection.close()  # the server ends connections that idle while the other side is measured
    server.connection.connect()
    processor, begun = _processor_s(server.pid), time.perf_counter()
    for _ in range(requests):
        work(server, next(numbers))
    elapsed = time.perf_counter() - begun
    return (_processor_s(server.pid) - processor) / requests, elapsed / requests


def _processor_s(pid: int) -> float:
    """Return the processor time of a process and all its descendants."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = [
        int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
    ]
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S + sum(map(_processor_s, children))


@contextmanager
def _checkout(folder: Path) -> Iterator[Path]:
    subprocess.run(["git", "worktree", "add", "--detach", "--quiet", str(folder), COMMIT], cwd=ROOT, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(folder)], cwd=ROOT, check=True)


@contextmanager
def _serving(checkout: Path, home: Path) -> Iterator[Server]:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "service"), "KEMBAR_HOME": str(home), "KEMBAR_PORT": "0"}
    command = [sys.executable, "-m", "kembar", "serve"]
    with subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            address = urlsplit(line.split(" on ")[1].split(" ")[0])
            connection = HTTPConnection(str(address.hostname), address.port, timeout=60)
            yield Server(connection, process.pid)
        finally:
            process.terminate()
