"""Load on an endpoint of this machine by wrk, a process of its own: connections that each ask again as soon as they are answered."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple
from urllib.parse import quote, urlsplit

__all__ = ["Figures", "accept", "load", "load_paths", "start", "stopped"]

_SCRIPT = Path(__file__).with_name("load.lua")


class Figures(NamedTuple):
    """What one run of load measured. ``failed`` counts answers that were no success, which are in the rate all the same."""

    rate: float
    p50_ms: float
    p99_ms: float
    failed: int


def accept(query: str) -> str:
    """The media type that a query is to be answered in."""
    return "text/turtle" if "CONSTRUCT" in query else "application/sparql-results+json"


def start(
    endpoint: str, queries: Iterable[str], connections: int, seconds: int, client: str = ""
) -> subprocess.Popen[str]:
    """Load that runs beside; :func:`stopped` waits for its end."""
    path = urlsplit(endpoint).path
    return _start(
        endpoint, (f"{path}?query={quote(query)}\t{accept(query)}\n" for query in queries), connections, seconds, client
    )


def _start(
    server: str, requests: Iterable[str], connections: int, seconds: int, client: str = ""
) -> subprocess.Popen[str]:
    if urlsplit(server).hostname != "127.0.0.1":
        raise ValueError(f"{server} is not on this machine")
    with NamedTemporaryFile("w", suffix=".paths", delete=False) as paths:
        paths.writelines(requests)
    options = [
        f"-c{connections}",
        "-t1",
        f"-d{seconds}s",
        "--timeout",
        "60s",
        "-s",
        str(_SCRIPT),
        *(["-H", f"X-Forwarded-For: {client}"] if client else []),
    ]
    return subprocess.Popen(["wrk", *options, server, "--", paths.name], stdout=subprocess.PIPE, text=True)


def stopped(running: subprocess.Popen[str]) -> Figures:
    """What it measured, at its end."""
    output, _ = running.communicate()
    Path(str(running.args[-1])).unlink()  # type: ignore[index]
    said = json.loads(output.splitlines()[-1])
    return Figures(said["count"] / said["us"] * 1e6, said["p50_us"] / 1000, said["p99_us"] / 1000, said["failed"])


def load(endpoint: str, queries: Iterable[str], connections: int, seconds: int, client: str = "") -> Figures:
    """What so many connections measure in so many seconds; each asks the next of the queries."""
    return stopped(start(endpoint, queries, connections, seconds, client))


def load_paths(server: str, paths: Iterable[str], connections: int, seconds: int) -> Figures:
    """The same of paths of a server, for JSON."""
    return stopped(_start(server, (f"{path}\tapplication/json\n" for path in paths), connections, seconds))
