"""Pages of collections and searches against the same questions in SPARQL on Virtuoso, over HTTP, both over the same graph and asked in turn."""

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

__all__ = ["SCENARIOS", "Asked", "Subjects", "measure"]

SIZES = (1_000_000,)
CONNECTIONS = (1, 16)
ROUNDS, SECONDS = 3, 3
_MOST_A_SECOND = 4_000
_HEAD = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("kb", "rdfs", "skos", "xsd"))
_PEER = "Virtuoso"


@dataclass(frozen=True)
class Subjects:
    """What there is to ask about: how many invented partnerships, fields by their slugs, and words of names."""

    partnerships: int
    fields: Sequence[str]
    words: Sequence[str]


@dataclass(frozen=True)
class Asked:
    """One question: a path of ours, and the query."""

    path: str
    sparql: str


def _asked(number: int, path: str, given: dict[str, str], sparql: str) -> Asked:
    """With its number in both, where it changes nothing but that nobody has kept the answer or the plan."""
    return Asked(
        f"/{path}?{urlencode(given | {'limit': '50', 'lang': 'en', 'timeout_ms': str(10_000 + number)})}",
        f"{_HEAD}{sparql} LIMIT 50 # {number}",
    )


def _activities(number: int, of: Subjects) -> Asked:
    # A stride that has no factor in common with most counts, so that neighbours in time are none on disk.
    slug, since = f"synthetic-{number * 7919 % of.partnerships + 1}", date(1950, 1, 1) + timedelta(days=number % 20_011)
    return _asked(
        number,
        "activities",
        {"partnership": slug, "status": "held", "since": since.isoformat(), "fields": "date,earliest,latest,status"},
        f"""SELECT ?activity ?label ?date ?earliest ?latest ?status WHERE {{
  ?activity a kb:Activity ; kb:partnership <{ID}partnership/{slug}> ; kb:status <{CONCEPT}status/held> ; kb:status ?status ; rdfs:label ?label ;
    kb:earliest ?earliest ; kb:latest ?latest . FILTER(LANG(?label) = "en" && ?latest >= "{since}"^^xsd:date)
  OPTIONAL {{ ?activity kb:date ?date }}
}} ORDER BY DESC(?earliest) DESC(STR(?activity))""",
    )


def _partnerships(number: int, of: Subjects) -> Asked:
    field = of.fields[number % len(of.fields)]
    return _asked(
        number,
        "partnerships",
        {"field": field, "fields": "scheme"},
        f"""SELECT DISTINCT ?partnership ?label ?scheme ?named WHERE {{
  ?deed a kb:Deed ; (kb:founds|kb:partnership) ?partnership ; kb:field ?field . ?field skos:broader* <{CONCEPT}field/{field}> .
  ?partnership a kb:Partnership ; rdfs:label ?label . FILTER(LANG(?label) = "en")
  OPTIONAL {{ ?partnership kb:scheme ?scheme . ?scheme skos:prefLabel ?named . FILTER(LANG(?named) = "en") }}
}} ORDER BY ?label STR(?partnership)""",
    )


def _search(number: int, of: Subjects) -> Asked:
    word = of.words[number * 7919 % len(of.words)]
    return _asked(
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
    """The section of the results."""
    if not shutil.which("wrk"):
        raise SystemExit("The load comes from wrk, which is not installed. Debian and Ubuntu: apt install wrk")
    (peer,) = (peer for peer in PEERS if peer.name == _PEER)
    if peer in missing():
        raise SystemExit(f"{peer.name} is not installed: {peer.install}")
    return "\n\n".join(
        [f"{peer.name} {version(peer)}, with its index of texts.", *(_measured(size, seed) for size in SIZES)]
    )


def _measured(size: int, seed: int) -> str:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="kembar-bench-")))
        progress(f"collections: a graph of {size} statements, and the two that hold it")
        quads, statements, partnerships = graph(folder, size, seed)
        ours = stack.enter_context(kembar(folder / "home")).removesuffix("/sparql")
        (folder / "peer").mkdir()
        theirs = stack.enter_context(virtuoso(quads, folder / "peer", texts=True))
        subjects = Subjects(partnerships, _slugs(ours), _words(ours))
        said = [_same(name, ours, theirs, subjects) for name in SCENARIOS]
        numbers = count(1, _MOST_A_SECOND * SECONDS + 1)
        rows = []
        for name, connections in ((name, connections) for name in SCENARIOS for connections in CONNECTIONS):
            progress(f"collections: {name}, {connections} at once")
            rows.append(
                [f"{name}, {connections} at once", *_compared(name, ours, theirs, subjects, connections, numbers)]
            )
    head = ["requests/s (p50, p99 in ms)", "Kembar", _PEER, "ratio", "no slower"]
    return "\n\n".join([f"### {statements:,} statements", table(head, rows), *said])


def _compared(
    name: str, ours: str, theirs: str, subjects: Subjects, connections: int, numbers: Iterator[int]
) -> list[str]:
    found: tuple[list[Figures], list[Figures]] = ([], [])
    for turn in range(ROUNDS + 1):
        first = next(numbers)
        asked = [SCENARIOS[name](number, subjects) for number in range(first, first + _MOST_A_SECOND * SECONDS)]
        figures = (
            load_paths(ours, (each.path for each in asked), connections, SECONDS),
            load(theirs, (each.sparql for each in asked), connections, SECONDS),
        )
        if turn:  # the first warms up
            for kept, measured in zip(found, figures, strict=True):
                kept.append(measured)
    ratio = median(one.rate / max(other.rate, 1 / SECONDS) for one, other in zip(*found, strict=True))
    return [*map(_cell, found), f"{ratio:.3g}", "yes" if ratio >= 1 else "**no**"]


def _cell(runs: list[Figures]) -> str:
    rate, p50, p99 = (
        median(figures) for figures in zip(*((run.rate, run.p50_ms, run.p99_ms) for run in runs), strict=True)
    )
    failed = sum(run.failed for run in runs)
    return f"{rate:,.0f} ({p50:.3g}, {p99:.3g})" + (f"; {failed} failed" if failed else "")


def _same(name: str, ours: str, theirs: str, subjects: Subjects) -> str:
    """Whether both find as many, over a hundred questions."""
    differ = empty = 0
    for number in range(1, 101):
        asked = SCENARIOS[name](number, subjects)
        items, rows = (
            len(_json(ours + asked.path)["items"]),
            len(_json(f"{theirs}?query={quote(asked.sparql)}", accept(asked.sparql))["results"]["bindings"]),
        )
        differ += items != rows
        empty += items == 0
    said = (
        f"Of 100 requests of *{name}*, {100 - differ} had as many results on both sides; {empty} had none from Kembar."
    )
    progress(f"collections: {said}")
    return said


def _json(url: str, media: str = "application/json") -> Any:
    with urlopen(Request(url, headers={"Accept": media}), timeout=90) as answer:
        return json.loads(answer.read())


def _slugs(ours: str) -> list[str]:
    return [str(item["id"]).rsplit("/", 1)[-1] for item in _json(f"{ours}/fields?limit=1000&fields=matter")["items"]]


def _words(ours: str) -> list[str]:
    """The last words of partners' names, each once."""
    labels = [str(item["label"]) for item in _json(f"{ours}/partners?limit=1000&fields=governs&lang=en")["items"]]
    return sorted(
        {word for label in labels for word in label.split()[-1:] if word.isascii() and word.isalpha() and len(word) > 3}
    )
