"""Each canned question over HTTP against its query on Virtuoso, over the same graph and in turn."""

import json
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bench.peers import PEERS, kembar, missing, version
from bench.report import progress, table
from bench.sparql import graph
from kembar.files import Content
from kembar.questions.catalogue import Questions
from kembar.store.revisions import RevisionFolder

__all__ = ["measure"]

SIZE, ROUNDS = 1_000_000, 3
_TIMEOUT_S = 60
_SLOW_FACTOR = 5.0
_PEER = "Virtuoso"
_SETTINGS = {
    "KEMBAR_QUERY_MAX_MS": str(_TIMEOUT_S * 1000),
    "KEMBAR_RESULT_MAX_BYTES": "500000000",
    "KEMBAR_RESULT_MAX_ROWS": "10000000",
}
"""Limits so high that no answer is refused for its size, because the benchmark measures time only."""


class _Refused(Exception):
    """A refusal or timeout of an endpoint."""


def measure(seed: int) -> str:
    """Return the section of the results."""
    peer = next(peer for peer in PEERS if peer.name == _PEER)
    if peer in missing():
        raise SystemExit(f"{_PEER} is not installed: {peer.install}.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="kembar-bench-")))
        progress(f"canned: a graph of {SIZE} statements, and the endpoints that hold it")
        quads, statements, _ = graph(folder, SIZE, seed)
        queries = _queries(folder / "home" / "revisions")
        endpoints = {
            "Kembar": stack.enter_context(kembar(folder / "home", _SETTINGS)),
            _PEER: stack.enter_context(peer.run(quads, folder)),
        }
        rows = [_compare(name, query, endpoints) for name, query in queries.items()]
    ratios = [ratio for _, ratio in rows if ratio is not None]
    slow = sum(ratio > _SLOW_FACTOR for ratio in ratios)
    summary = (
        f"{statements:,} statements; {_PEER} {version(peer)}. Medians of {ROUNDS}, "
        "each the time to the end of the answer. "
        f"Of {len(rows)} questions {len(ratios)} were answered by both; {sum(ratio <= 1 for ratio in ratios)} of them "
        f"no slower by Kembar, {slow} more than {_SLOW_FACTOR:g} times slower."
    )
    head = ["question", "rows", "Kembar, ms", f"{_PEER}, ms", f"Kembar ÷ {_PEER}"]
    return f"{summary}\n\n{table(head, [row for row, _ in rows])}"


def _queries(revisions: Path) -> dict[str, str]:
    """Return the query of each question, bound to the values of its example."""
    folder = RevisionFolder(revisions)
    newest = folder.newest()
    if newest is None:
        raise ValueError(f"{revisions} holds no revision")
    store = folder.at(newest).store
    questions = Questions.of(Content.shipped())
    return {question.name: question.bind(store, question.example).query for question in questions}


def _compare(name: str, query: str, endpoints: Mapping[str, str]) -> tuple[list[str], float | None]:
    """Return a row of the table and, if both answered, the ratio."""
    progress(f"canned: {name}")
    times: dict[str, list[float]] = {endpoint: [] for endpoint in endpoints}
    rows: dict[str, int] = {}
    refused: dict[str, str] = {}
    for _ in range(ROUNDS + 1):  # the first round is the warm-up
        for endpoint, address in endpoints.items():
            if endpoint in refused:
                continue
            try:
                elapsed_ms, rows[endpoint] = _query(address, query)
            except _Refused as error:
                refused[endpoint] = str(error)
                continue
            times[endpoint].append(elapsed_ms)
    medians = {endpoint: median(durations[1:]) for endpoint, durations in times.items() if endpoint not in refused}
    kembar_ms, peer_ms = medians.get("Kembar"), medians.get(_PEER)
    row_count = f"{rows['Kembar']:,}" if "Kembar" in rows else "none"
    if kembar_ms and peer_ms and rows["Kembar"] != rows[_PEER]:
        row_count += f" ({_PEER}: {rows[_PEER]:,})"
    ratio = kembar_ms / peer_ms if kembar_ms and peer_ms else None
    cells = [f"{medians[endpoint]:,.1f}" if endpoint in medians else refused[endpoint] for endpoint in endpoints]
    return [f"`{name}`", row_count, *cells, f"{ratio:.2f}" if ratio else ""], ratio


def _query(address: str, query: str) -> tuple[float, int]:
    """Return the milliseconds and the number of rows of a query, by POST because such answers are not cached."""
    request = Request(
        address, data=urlencode({"query": query}).encode(), headers={"Accept": "application/sparql-results+json"}
    )
    start = time.perf_counter()
    try:
        with urlopen(request, timeout=_TIMEOUT_S) as answer:
            body = answer.read()
    except HTTPError as error:
        raise _Refused(f"refused ({error.code})") from error
    except TimeoutError as error:
        raise _Refused(f"over {_TIMEOUT_S} s") from error
    elapsed_ms = (time.perf_counter() - start) * 1000
    return elapsed_ms, len(json.loads(body)["results"]["bindings"])
