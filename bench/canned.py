"""Each canned question over HTTP, against its own query on Virtuoso, both over the same graph and asked in turn."""

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
_PATIENCE_S = 60
_AT_MOST = 5.0
_PEER = "Virtuoso"
_ROOM = {
    "KEMBAR_QUERY_MAX_MS": str(_PATIENCE_S * 1000),
    "KEMBAR_RESULT_MAX_BYTES": "500000000",
    "KEMBAR_RESULT_MAX_ROWS": "10000000",
}
"""What is measured is the time that an answer takes, so none is refused for its size."""


class _Refused(Exception):
    """An endpoint gave no answer."""


def measure(seed: int) -> str:
    """The section of the results."""
    peer = next(peer for peer in PEERS if peer.name == _PEER)
    if peer in missing():
        raise SystemExit(f"{_PEER} is not installed: {peer.install}.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="kembar-bench-")))
        progress(f"canned: a graph of {SIZE} statements, and the endpoints that hold it")
        quads, statements, _ = graph(folder, SIZE, seed)
        queries = _queries(folder / "home" / "revisions")
        endpoints = {
            "Kembar": stack.enter_context(kembar(folder / "home", _ROOM)),
            _PEER: stack.enter_context(peer.run(quads, folder)),
        }
        rows = [_compared(name, query, endpoints) for name, query in queries.items()]
    ratios = [ratio for _, ratio in rows if ratio is not None]
    slow = sum(ratio > _AT_MOST for ratio in ratios)
    said = (
        f"{statements:,} statements; {_PEER} {version(peer)}. Medians of {ROUNDS}, each the time to the end of the answer. Of {len(rows)} questions "
        f"{len(ratios)} were answered by both; {sum(ratio <= 1 for ratio in ratios)} of them no slower by Kembar, {slow} more than {_AT_MOST:g} times slower."
    )
    return f"{said}\n\n{table(['question', 'rows', 'Kembar, ms', f'{_PEER}, ms', 'Kembar ÷ ' + _PEER], [row for row, _ in rows])}"


def _queries(revisions: Path) -> dict[str, str]:
    """The query of each question with the values of its example bound."""
    folder = RevisionFolder(revisions)
    newest = folder.newest()
    if newest is None:
        raise ValueError(f"{revisions} holds no revision")
    store = folder.at(newest).store
    questions = Questions.of(Content.shipped())
    return {question.name: question.bind(store, question.example).query for question in questions}


def _compared(name: str, query: str, endpoints: Mapping[str, str]) -> tuple[list[str], float | None]:
    """A row of the table and the ratio, where both answered."""
    progress(f"canned: {name}")
    times: dict[str, list[float]] = {endpoint: [] for endpoint in endpoints}
    rows: dict[str, int] = {}
    refused: dict[str, str] = {}
    for _ in range(ROUNDS + 1):  # the first warms up
        for endpoint, address in endpoints.items():
            if endpoint in refused:
                continue
            try:
                took_ms, rows[endpoint] = _asked(address, query)
            except _Refused as error:
                refused[endpoint] = str(error)
                continue
            times[endpoint].append(took_ms)
    medians = {endpoint: median(took[1:]) for endpoint, took in times.items() if endpoint not in refused}
    ours, theirs = medians.get("Kembar"), medians.get(_PEER)
    found = f"{rows['Kembar']:,}" if "Kembar" in rows else "none"
    if ours and theirs and rows["Kembar"] != rows[_PEER]:
        found += f" ({_PEER}: {rows[_PEER]:,})"
    ratio = ours / theirs if ours and theirs else None
    cells = [f"{medians[endpoint]:,.1f}" if endpoint in medians else refused[endpoint] for endpoint in endpoints]
    return [f"`{name}`", found, *cells, f"{ratio:.2f}" if ratio else ""], ratio


def _asked(address: str, query: str) -> tuple[float, int]:
    """Milliseconds, and how many rows. By POST, whose answers nobody keeps."""
    request = Request(
        address, data=urlencode({"query": query}).encode(), headers={"Accept": "application/sparql-results+json"}
    )
    begun = time.perf_counter()
    try:
        with urlopen(request, timeout=_PATIENCE_S) as answer:
            body = answer.read()
    except HTTPError as error:
        raise _Refused(f"refused ({error.code})") from error
    except TimeoutError as error:
        raise _Refused(f"over {_PATIENCE_S} s") from error
    took_ms = (time.perf_counter() - begun) * 1000
    return took_ms, len(json.loads(body)["results"]["bindings"])
