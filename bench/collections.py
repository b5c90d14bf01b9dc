"""Pages of collections and searches over HTTP against the same questions in SPARQL on Virtuoso, in turn."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from bench.load import Figures, accept, load, load_paths
from bench.peers import PEERS, kembar, missing, version, virtuoso
from bench.report import progress, table
from bench.sparql import graph
from kembar.namespaces import CONCEPT, ID, PREFIXES

__all__ = ["SCENARIOS", "Question", "Subjects", "measure"]

SIZES = (1_000_000,)
CONNECTIONS = (1, 16)
ROUNDS, SECONDS = 3, 3
_MAX_RATE = 4_000
_HEAD = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("kb", "rdfs", "skos", "xsd"))
_PEER = "Virtuoso"


@dataclass(frozen=True)
class Subjects:
    """Subjects of the questions: the number of invented partnerships, slugs of fields, and words of names."""

    partnerships: int
    fields: Sequence[str]
    words: Sequence[str]


@dataclass(frozen=True)
class Question:
    """One question as a path of Kembar and as a SPARQL query."""

    path: str
    sparql: str


def _question(number: int, path: str, parameters: dict[str, str], sparql: str) -> Question:
    """Return a question that contains its number, so that no answer or query plan is cached."""
    return Question(
        f"/{path}?{urlencode(parameters | {'limit': '50', 'lang': 'en', 'timeout_ms': str(10_000 + number)})}",
        f"{_HEAD}{sparql} LIMIT 50 # {number}",
    )


def _activities(number: int, subjects: Subjects) -> Question:
    # The stride is coprime to most counts, so that consecutive queries read distant parts of the disk.
    slug, since = (
        f"synthetic-{number * 7919 % subjects.partnerships + 1}",
        date(1950, 1, 1) + timedelta(days=number % 20_011),
    )
    return _question(
        number,
        "activities",
        {"partnership": slug, "status": "held", "since": since.isoformat(), "fields": "date,earliest,latest,status"},
        f"""SELECT ?activity ?label ?date ?earliest ?latest ?status WHERE {{
  ?activity a kb:Activity ; kb:partnership <{ID}partnership/{slug}> ; kb:status <{CONCEPT}status/held> ; kb:status ?status ; rdfs:label ?label ;
    kb:earliest ?earliest ; kb:latest ?latest . FILTER(LANG(?label) = "en" && ?latest >= "{since}"^^xsd:date)
  OPTIONAL {{ ?activity kb:date ?date }}
}} ORDER BY DESC(?earliest) DESC(STR(?activity))""",
    )


def _partnerships(number: int, subjects: Subjects) -> Question:
    field = subjects.fields[number % len(subjects.fields)]
    return _question(
        number,
        "partnerships",
        {"field": field, "fields": "scheme"},
        f"""SELECT DISTINCT ?partnership ?label ?scheme ?named WHERE {{
  ?deed a kb:Deed ; (kb:founds|kb:partnership) ?partnership ; kb:field ?field . ?field skos:broader* <{CONCEPT}field/{field}> .
  ?partnership a kb:Partnership ; rdfs:label ?label . FILTER(LANG(?label) = "en")
  OPTIONAL {{ ?partnership kb:scheme ?scheme . ?scheme skos:prefLabel ?named . FILTER(LANG(?named) = "en") }}
}} ORDER BY ?label STR(?partnership)""",
    )


def _search(number: int, subjects: Subjects) -> Question:
    word = subjects.words[number * 7919 % len(subjects.words)]
    return _question(
        number,
        "search",
        {"q": word},
        f"""SELECT ?thing ?label (MAX(?weight) AS ?best) WHERE {{
  ?thing ?property ?text . ?text bif:contains "'{word}'" OPTION (score ?weight) .
  ?thing rdfs:label ?label . FILTER(LANG(?label) = "en")
}} GROUP BY ?thing ?label ORDER BY DESC(?best)""",
    )


SCENARIOS = {"activities": _activities, "partnerships": _partnerships, "search": _search}


def measure(seed: int) -> str:
    """Return the section of the results."""
    if not shutil.which("wrk"):
        raise SystemExit("The load comes from wrk, which is not installed. Debian and Ubuntu: apt install wrk")
    (peer,) = (peer for peer in PEERS if peer.name == _PEER)
    if peer in missing():
        raise SystemExit(f"{peer.name} is not installed: {peer.install}")
    return "\n\n".join(
        [f"{peer.name} {version(peer)}, with its full-text index.", *(_measure(size, seed) for size in SIZES)]
    )


def _measure(size: int, seed: int) -> str:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="kembar-bench-")))
        progress(f"collections: a graph of {size} statements, and the two that hold it")
        quads, statements, partnerships = graph(folder, size, seed)
        kembar_url = stack.enter_context(kembar(folder / "home")).removesuffix("/sparql")
        (folder / "peer").mkdir()
        peer_url = stack.enter_context(virtuoso(quads, folder / "peer", texts=True))
        subjects = Subjects(partnerships, _slugs(kembar_url), _words(kembar_url))
        summaries = [_compare_counts(name, kembar_url, peer_url, subjects) for name in SCENARIOS]
        numbers = count(1, _MAX_RATE * SECONDS + 1)
        rows = []
        for name, connections in ((name, connections) for name in SCENARIOS for connections in CONNECTIONS):
            progress(f"collections: {name}, {connections} at once")
            rows.append(
                [
                    f"{name}, {connections} at once",
                    *_compare(name, kembar_url, peer_url, subjects, connections, numbers),
                ]
            )
    head = ["requests/s (p50, p99 in ms)", "Kembar", _PEER, "ratio", "no slower"]
    return "\n\n".join([f"### {statements:,} statements", table(head, rows), *summaries])


def _compare(
    name: str, kembar_url: str, peer_url: str, subjects: Subjects, connections: int, numbers: Iterator[int]
) -> list[str]:
    runs: tuple[list[Figures], list[Figures]] = ([], [])
    for turn in range(ROUNDS + 1):
        first = next(numbers)
        questions = [SCENARIOS[name](number, subjects) for number in range(first, first + _MAX_RATE * SECONDS)]
        figures = (
            load_paths(kembar_url, (question.path for question in questions), connections, SECONDS),
            load(peer_url, (question.sparql for question in questions), connections, SECONDS),
        )
        if turn:  # the first round is the warm-up
            for side, measured in zip(runs, figures, strict=True):
                side.append(measured)
    ratio = median(
        kembar_run.rate / max(peer_run.rate, 1 / SECONDS) for kembar_run, peer_run in zip(*runs, strict=True)
    )
    return [*map(_cell, runs), f"{ratio:.3g}", "yes" if ratio >= 1 else "**no**"]


def _cell(runs: list[Figures]) -> str:
    rate, p50, p99 = (
        median(figures) for figures in zip(*((run.rate, run.p50_ms, run.p99_ms) for run in runs), strict=True)
    )
    failed = sum(run.failed for run in runs)
    return f"{rate:,.0f} ({p50:.3g}, {p99:.3g})" + (f"; {failed} failed" if failed else "")


def _compare_counts(name: str, kembar_url: str, peer_url: str, subjects: Subjects) -> str:
    """Compare the numbers of results for a hundred questions and return a summary."""
    differ = empty = 0
    for number in range(1, 101):
        question = SCENARIOS[name](number, subjects)
        items, rows = (
            len(_json(kembar_url + question.path)["items"]),
            len(_json(f"{peer_url}?query={quote(question.sparql)}", accept(question.sparql))["results"]["bindings"]),
        )
        differ += items != rows
        empty += items == 0
    summary = (
        f"Of 100 requests of *{name}*, {100 - differ} had as many results on both sides; {empty} had none from Kembar."
    )
    progress(f"collections: {summary}")
    return summary


def _json(url: str, media: str = "application/json") -> Any:
    with urlopen(Request(url, headers={"Accept": media}), timeout=90) as answer:
        return json.loads(answer.read())


def _slugs(kembar_url: str) -> list[str]:
    return [
        str(item["id"]).rsplit("/", 1)[-1] for item in _json(f"{kembar_url}/fields?limit=1000&fields=matter")["items"]
    ]


def _words(kembar_url: str) -> list[str]:
    """Return the distinct last words of the names of partners."""
    labels = [str(item["label"]) for item in _json(f"{kembar_url}/partners?limit=1000&fields=governs&lang=en")["items"]]
    return sorted(
        {word for label in labels for word in label.split()[-1:] if word.isascii() and word.isalpha() and len(word) > 3}
    )
