"""SPARQL over HTTP against other endpoints, all running at once and measured in turn.

The benchmark also measures how endless queries of one client slow down another client.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox

from bench.home import fill
from bench.load import Figures, accept, finish, load, start
from bench.peers import PEERS, kembar, missing, version
from bench.questions import FEW, KINDS, LOOK_UPS, MIX, Question, queries_for
from bench.report import progress, table
from kembar.namespaces import KB
from kembar.rdf.formats import Format
from kembar.store.revisions import Revisions

__all__ = ["graph", "measure"]

SIZES = (10_000, 1_000_000)
CONNECTIONS = (1, 16)
ROUNDS, SECONDS = 3, 2
_MAX_RATE = 6_000
"""Look-ups per second for which new queries are prepared, more than any endpoint answers."""
_TIMEOUT_S = 90
_KEMBAR, _RDFLIB, _OXIGRAPH = "Kembar", "rdflib-endpoint", "Oxigraph server"


@dataclass(frozen=True)
class Scenario:
    """The kinds of queries to send in turn for some seconds: the same few repeatedly (``repeats``), or new ones only."""

    name: str
    kinds: tuple[Question, ...]
    repeats: bool = False
    seconds: int = SECONDS


REPEATED = Scenario("repeated answers", FEW, repeats=True)
FIRST = Scenario("first-time look-ups", LOOK_UPS)
MIXED = Scenario("first-time mix", MIX, seconds=10)
"""Longer, because queries that the end of the load cuts off are not counted: with a million statements, the slow ones."""


@dataclass(frozen=True)
class Target:
    """A minimum rate, as a factor of the rate of a peer."""

    scenario: Scenario
    peer: str
    factor: float
    connections: tuple[int, ...] = CONNECTIONS


TARGETS = (
    Target(REPEATED, _OXIGRAPH, 10),
    Target(FIRST, _OXIGRAPH, 0.4, (1,)),
    Target(FIRST, _OXIGRAPH, 0.25, (16,)),
    Target(MIXED, _OXIGRAPH, 1),
    Target(FIRST, _RDFLIB, 5),
    Target(MIXED, _RDFLIB, 30),
)
_BESIEGED_AT_MOST = 3.0

_ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
_BESIEGER, _OTHER = "192.0.2.1", "192.0.2.2"  # addresses for documentation (RFC 5737)
_SIEGE_BEGINS_S, _SIEGE_SECONDS = 1, 11
"""Long enough for the endless queries to reach their deadline once and to be sent again."""

Cell = tuple[str, int]
"""The name of a scenario and the number of connections."""


@dataclass
class _Measurements:
    """The endpoints over one graph and their measurements."""

    endpoints: dict[str, str]
    partnerships: int
    numbers: Iterator[int] = field(default_factory=lambda: count(1, _MAX_RATE * _SIEGE_SECONDS + 1))
    measured: dict[Cell, dict[str, list[Figures]]] = field(default_factory=dict)

    def queries(self, scenario: Scenario, seconds: int | None = None) -> list[str]:
        """Return the queries of a scenario; without repetition they are new to every endpoint."""
        seconds = seconds or scenario.seconds
        first, query_count = (0, len(scenario.kinds)) if scenario.repeats else (next(self.numbers), _MAX_RATE * seconds)
        return list(queries_for(scenario.kinds, range(first, first + query_count), self.partnerships))

    def compare(self, scenario: Scenario, connections: int) -> None:
        """Measure each endpoint in turn, in ``ROUNDS`` rounds."""
        results = self.measured[scenario.name, connections] = {name: [] for name in self.endpoints}
        for turn in range(ROUNDS + 1):
            queries = self.queries(scenario)
            for name, endpoint in self.endpoints.items():
                figures = load(endpoint, queries, connections, scenario.seconds if turn else 1)
                _drain(endpoint)
                if turn:  # the first round is the warm-up
                    results[name].append(figures)


def measure(seed: int) -> str:
    """Return the section of the results."""
    if not shutil.which("wrk"):
        raise SystemExit("The load comes from wrk, which is not installed. Debian and Ubuntu: apt install wrk")
    return "\n\n".join([_versions(), *_absent(), *(_measure(size, seed) for size in SIZES)])


def _versions() -> str:
    absent = missing()
    return f"Peers: {', '.join(f'{peer.name} {version(peer)}' for peer in PEERS if peer not in absent)}."


def _absent() -> list[str]:
    lines = [f"{peer.name} was left out: it is not installed (`{peer.install}`)." for peer in missing()]
    for line in lines:
        progress(line)
    return lines


def _measure(size: int, seed: int) -> str:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="kembar-bench-")))
        progress(f"sparql: a graph of {size} statements, and the endpoints that hold it")
        quads, statements, partnerships = graph(folder, size, seed)
        absent = missing()
        endpoints = {_KEMBAR: stack.enter_context(kembar(folder / "home"))}
        for number, peer in enumerate(peer for peer in PEERS if peer not in absent):
            peer_folder = folder / f"peer-{number}"
            peer_folder.mkdir()
            endpoints[peer.name] = stack.enter_context(peer.run(quads, peer_folder))
            progress(f"sparql: {peer.name} runs")
        measurements = _Measurements(endpoints, partnerships)
        differences = _differences(measurements)
        for scenario in (REPEATED, FIRST, MIXED):
            for connections in CONNECTIONS:
                progress(f"sparql: {scenario.name}, {connections} at once")
                measurements.compare(scenario, connections)
        progress("sparql: look-ups beside endless queries")
        siege = _siege(measurements)
    title = f"### {statements:,} statements"
    head = ["requests/s (p50, p99 in ms)", *measurements.endpoints]
    cells = [
        [f"{name}, {connections} at once", *(_cell(by_peer[peer]) for peer in measurements.endpoints)]
        for (name, connections), by_peer in measurements.measured.items()
    ]
    return "\n\n".join(
        [
            title,
            table(head, cells),
            *differences,
            table(["target", "measured", "met"], [*_against_targets(measurements), siege]),
        ]
    )


def graph(folder: Path, size: int, seed: int) -> tuple[Path, int, int]:
    """Fill a home with a graph; return its N-Quads file and its numbers of statements and invented partnerships."""
    quads = folder / "data" / "graph.nq"
    quads.parent.mkdir()
    with Revisions(folder / "home") as revisions:
        store = fill(revisions, size, seed).store
        with quads.open("wb") as file:
            store.dump(file, Format.N_QUADS)
        rows = store.select(
            f"SELECT ?p WHERE {{ GRAPH ?g {{ ?p a <{KB}Partnership> }} FILTER(CONTAINS(STR(?p), '/synthetic-')) }}"
        )
        return quads, len(store), sum(1 for _ in rows)


def _differences(measurements: _Measurements) -> list[str]:
    """Return the differences between the numbers of results of the endpoints.

    An endpoint that does not answer in time is removed from the measurements.
    """
    lines = []
    for kind, question in KINDS.items():
        rows: dict[str, int] = {}
        for name, endpoint in list(measurements.endpoints.items()):
            try:
                rows[name] = _rows(endpoint, question(1, measurements.partnerships))
            except TimeoutError:
                del measurements.endpoints[name]
                lines.append(f"{name} did not answer “{kind}” within {_TIMEOUT_S} s, and is left out here.")
        lines += [
            f"{name} answers “{kind}” otherwise: {row_count}, not {rows[_KEMBAR]} rows."
            for name, row_count in rows.items()
            if row_count != rows[_KEMBAR]
        ]
    for line in lines:
        progress(line)
    return lines or ["Before the load, every endpoint answered every kind of question with the same number of rows."]


def _rows(endpoint: str, query: str) -> int:
    with urlopen(
        Request(f"{endpoint}?{urlencode({'query': query})}", headers={"Accept": accept(query)}), timeout=_TIMEOUT_S
    ) as answer:
        body = answer.read()
    if "CONSTRUCT" in query:
        return sum(1 for _ in ox.parse(body, format=ox.RdfFormat.TURTLE))
    return len(json.loads(body)["results"]["bindings"])


def _drain(endpoint: str) -> None:
    """Wait until the endpoint has finished the queries of the load, because not every one notices a disconnection."""
    with urlopen(f"{endpoint}?{urlencode({'query': 'ASK { }'})}", timeout=600) as answer:
        answer.read()


def _siege(measurements: _Measurements) -> list[str]:
    """Return the row with the p99 of look-ups with and without four endless queries of another client."""
    endpoint = measurements.endpoints[_KEMBAR]
    calm_p99s, besieged_p99s = [], []
    for _ in range(ROUNDS):
        calm_p99s.append(load(endpoint, measurements.queries(FIRST), 1, SECONDS, _OTHER).p99_ms)
        siege = start(endpoint, [_ENDLESS], 4, _SIEGE_SECONDS + 2 * _SIEGE_BEGINS_S, _BESIEGER)
        time.sleep(_SIEGE_BEGINS_S)
        besieged_p99s.append(
            load(endpoint, measurements.queries(FIRST, _SIEGE_SECONDS), 1, _SIEGE_SECONDS, _OTHER).p99_ms
        )
        finish(siege)
        time.sleep(_SIEGE_BEGINS_S)
    ratio = median(besieged_p99s) / median(calm_p99s)
    ratio_text = f"{ratio:.2f} ({median(calm_p99s):.1f} ms, then {median(besieged_p99s):.1f} ms)"
    return [
        "p99 of look-ups while another client keeps 4 endless queries going, ÷ without: < 3",
        ratio_text,
        _met(ratio < _BESIEGED_AT_MOST),
    ]


def _against_targets(measurements: _Measurements) -> Iterator[list[str]]:
    for target in TARGETS:
        for connections in target.connections:
            by_peer = measurements.measured[target.scenario.name, connections]
            if target.peer in by_peer:
                peer_runs = by_peer[target.peer]
                # A peer without an answer counts as one answer in the whole time.
                ratio = median(
                    run.rate / max(peer.rate, 1 / target.scenario.seconds)
                    for run, peer in zip(by_peer[_KEMBAR], peer_runs, strict=True)
                )
                at_least = "" if all(peer.rate for peer in peer_runs) else "> "
                name = f"{target.scenario.name}, {connections} at once: ≥ {target.factor:g} × {target.peer}"
                yield [name, f"{at_least}{ratio:.3g}", _met(ratio >= target.factor)]


def _cell(runs: list[Figures]) -> str:
    if not median(run.rate for run in runs):
        return "none"

    def middle(value_of: Callable[[Figures], float]) -> str:
        value = median(map(value_of, runs))
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

    failed = sum(run.failed for run in runs)
    return f"{middle(lambda run: run.rate)} ({middle(lambda run: run.p50_ms)}, {middle(lambda run: run.p99_ms)})" + (
        f"; {failed} failed" if failed else ""
    )


def _met(met: bool) -> str:
    return "yes" if met else "**no**"
