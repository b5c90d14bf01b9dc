"""HTTP load on an endpoint of this machine by wrk, whose connections each send the next request after an answer."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple
from urllib.parse import quote, urlsplit

__all__ = ["Figures", "accept", "finish", "load", "load_paths", "start"]

_SCRIPT = Path(__file__).with_name("load.lua")


class Figures(NamedTuple):
    """The measurements of one run; ``failed`` counts unsuccessful answers, which the rate includes."""

    rate: float
    p50_ms: float
    p99_ms: float
    failed: int


def accept(query: str) -> str:
    """Return the media type to request for the answer of a query."""
    return "text/turtle" if "CONSTRUCT" in query else "application/sparql-results+json"


def start(
    endpoint: str, queries: Iterable[str], connections: int, seconds: int, client: str = ""
) -> subprocess.Popen[str]:
    """Start load in the background; :func:`finish` waits for its end."""
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


def finish(process: subprocess.Popen[str]) -> Figures:
    """Wait for the end of the load and return its measurements."""
    output, _ = process.communicate()
    Path(str(process.args[-1])).unlink()  # type: ignore[index]
    report = json.loads(output.splitlines()[-1])
    return Figures(
        report["count"] / report["us"] * 1e6, report["p50_us"] / 1000, report["p99_us"] / 1000, report["failed"]
    )


def load(endpoint: str, queries: Iterable[str], connections: int, seconds: int, client: str = "") -> Figures:
    """Return the measurements of ``connections`` connections over ``seconds`` seconds, each with the next query."""
    return finish(start(endpoint, queries, connections, seconds, client))


def load_paths(server: str, paths: Iterable[str], connections: int, seconds: int) -> Figures:
    """Return the measurements for paths of a server, requested as JSON."""
    return finish(_start(server, (f"{path}\tapplication/json\n" for path in paths), connections, seconds))
