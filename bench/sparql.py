"""SPARQL over HTTP against other endpoints, all of them running beside and asked in turn; and what one client's endless queries do to another's."""

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
from bench.load import Figures, accept, load, start, stopped
from bench.peers import PEERS, kembar, missing, version
from bench.questions import FEW, KINDS, LOOK_UPS, MIX, Question, asked
from bench.report import progress, table
from kembar.namespaces import KB
from kembar.rdf.formats import Format
from kembar.store.revisions import Revisions

__all__ = ["graph", "measure"]

SIZES = (10_000, 1_000_000)
CONNECTIONS = (1, 16)
ROUNDS, SECONDS = 3, 2
_MOST_A_SECOND = 6_000
"""Look-ups for which new questions are at hand; nobody answers as many here."""
_PATIENCE_S = 90
_OURS, _RDFLIB, _OXIGRAPH = "Kembar", "rdflib-endpoint", "Oxigraph server"


@dataclass(frozen=True)
class Scenario:
    """What is asked: ``kinds`` in turn, the same few questions again and again, or each only once."""

    name: str
    kinds: tuple[Question, ...]
    again: bool = False


REPEATED = Scenario("repeated answers", FEW, again=True)
FIRST = Scenario("first-time look-ups", LOOK_UPS)
MIXED = Scenario("first-time mix", MIX)


@dataclass(frozen=True)
class Target:
    """At least so many times the rate of a peer."""

    scenario: Scenario
    peer: str
    factor: float
    connections: tuple[int, ...] = CONNECTIONS


TARGETS = (
    Target(REPEATED, _OXIGRAPH, 10),
    Target(FIRST, _OXIGRAPH, 0.7, (1,)),
    Target(FIRST, _OXIGRAPH, 0.5, (16,)),
    Target(FIRST, _RDFLIB, 5),
    Target(MIXED, _RDFLIB, 30),
)
_BESIEGED_AT_MOST = 3.0

_ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
_BESIEGER, _OTHER = "192.0.2.1", "192.0.2.2"  # of the addresses for documentation (RFC 5737)
_SIEGE_BEGINS_S, _SIEGE_SECONDS = 1, 11
"""So the endless queries meet their deadline once, and come anew."""

Cell = tuple[str, int]
"""A scenario's name and how many connections."""


@dataclass
class _Field:
    """What runs over one graph, and what was measured."""

    endpoints: dict[str, str]
    partnerships: int
    numbers: Iterator[int] = field(default_factory=lambda: count(1, _MOST_A_SECOND * _SIEGE_SECONDS + 1))
    measured: dict[Cell, dict[str, list[Figures]]] = field(default_factory=dict)

    def queries(self, scenario: Scenario, seconds: int = SECONDS) -> list[str]:
        """Of a scenario that asks each question once, such as nobody has been asked yet."""
        first, many = (0, len(scenario.kinds)) if scenario.again else (next(self.numbers), _MOST_A_SECOND * seconds)
        return list(asked(scenario.kinds, range(first, first + many), self.partnerships))

    def compare(self, scenario: Scenario, connections: int) -> None:
        """Load each endpoint in turn, in so many rounds."""
        found = self.measured[scenario.name, connections] = {name: [] for name in self.endpoints}
        for turn in range(ROUNDS + 1):
            queries = self.queries(scenario)
            for name, endpoint in self.endpoints.items():
                figures = load(endpoint, queries, connections, SECONDS if turn else 1)
                _drain(endpoint)
                if turn:  # the first warms up
                    found[name].append(figures)


def measure(seed: int) -> str:
    """The section of the results."""
    if not shutil.which("wrk"):
        raise SystemExit("The load comes from wrk, which is not installed. Debian and Ubuntu: apt install wrk")
    return "\n\n".join([_versions(), *_absent(), *(_measured(size, seed) for size in SIZES)])


def _versions() -> str:
    absent = missing()
    return f"Peers: {', '.join(f'{peer.name} {version(peer)}' for peer in PEERS if peer not in absent)}."


def _absent() -> list[str]:
    lines = [f"{peer.name} was left out: it is not installed (`{peer.install}`)." for peer in missing()]
    for line in lines:
        progress(line)
    return lines


def _measured(size: int, seed: int) -> str:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="kembar-bench-")))
        progress(f"sparql: a graph of {size} statements, and the endpoints that hold it")
        quads, statements, partnerships = graph(folder, size, seed)
        absent = missing()
        endpoints = {_OURS: stack.enter_context(kembar(folder / "home"))}
        for number, peer in enumerate(peer for peer in PEERS if peer not in absent):
            own = folder / f"peer-{number}"
            own.mkdir()
            endpoints[peer.name] = stack.enter_context(peer.run(quads, own))
            progress(f"sparql: {peer.name} runs")
        field = _Field(endpoints, partnerships)
        differences = _differences(field)
        for scenario in (REPEATED, FIRST, MIXED):
            for connections in CONNECTIONS:
                progress(f"sparql: {scenario.name}, {connections} at once")
                field.compare(scenario, connections)
        progress("sparql: look-ups beside endless queries")
        siege = _siege(field)
    title = f"### {statements:,} statements"
    head = ["requests/s (p50, p99 in ms)", *field.endpoints]
    cells = [
        [f"{name}, {connections} at once", *(_cell(by_peer[peer]) for peer in field.endpoints)]
        for (name, connections), by_peer in field.measured.items()
    ]
    return "\n\n".join(
        [
            title,
            table(head, cells),
            *differences,
            table(["target", "measured", "met"], [*_against_targets(field), siege]),
        ]
    )


def graph(folder: Path, size: int, seed: int) -> tuple[Path, int, int]:
    """A home with a graph, the same as N-Quads, how many statements it has and how many invented partnerships."""
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


def _differences(field: _Field) -> list[str]:
    """Which endpoint answers a kind of question with another number of rows or triples than we do, or not in time; that one is asked no more."""
    said = []
    for kind, question in KINDS.items():
        rows: dict[str, int] = {}
        for name, endpoint in list(field.endpoints.items()):
            try:
                rows[name] = _rows(endpoint, question(1, field.partnerships))
            except TimeoutError:
                del field.endpoints[name]
                said.append(f"{name} did not answer “{kind}” within {_PATIENCE_S} s, and is left out here.")
        said += [
            f"{name} answers “{kind}” otherwise: {found}, not {rows[_OURS]} rows."
            for name, found in rows.items()
            if found != rows[_OURS]
        ]
    for line in said:
        progress(line)
    return said or ["Before the load, every endpoint answered every kind of question with the same number of rows."]


def _rows(endpoint: str, query: str) -> int:
    with urlopen(
        Request(f"{endpoint}?{urlencode({'query': query})}", headers={"Accept": accept(query)}), timeout=_PATIENCE_S
    ) as answer:
        body = answer.read()
    if "CONSTRUCT" in query:
        return sum(1 for _ in ox.parse(body, format=ox.RdfFormat.TURTLE))
    return len(json.loads(body)["results"]["bindings"])


def _drain(endpoint: str) -> None:
    """Wait till the endpoint is through with what the load has left to it: who hangs up is not noticed by all."""
    with urlopen(f"{endpoint}?{urlencode({'query': 'ASK { }'})}", timeout=600) as answer:
        answer.read()


def _siege(field: _Field) -> list[str]:
    """How the slowest hundredth of one client's look-ups fares while another client keeps four endless queries going, against how it fares without."""
    endpoint = field.endpoints[_OURS]
    calm, besieged = [], []
    for _ in range(ROUNDS):
        calm.append(load(endpoint, field.queries(FIRST), 1, SECONDS, _OTHER).p99_ms)
        siege = start(endpoint, [_ENDLESS], 4, _SIEGE_SECONDS + 2 * _SIEGE_BEGINS_S, _BESIEGER)
        time.sleep(_SIEGE_BEGINS_S)
        besieged.append(load(endpoint, field.queries(FIRST, _SIEGE_SECONDS), 1, _SIEGE_SECONDS, _OTHER).p99_ms)
        stopped(siege)
        time.sleep(_SIEGE_BEGINS_S)
    ratio = median(besieged) / median(calm)
    measured = f"{ratio:.2f} ({median(calm):.1f} ms, then {median(besieged):.1f} ms)"
    return [
        "p99 of look-ups while another client keeps 4 endless queries going, ÷ without: < 3",
        measured,
        _met(ratio < _BESIEGED_AT_MOST),
    ]


def _against_targets(field: _Field) -> Iterator[list[str]]:
    for target in TARGETS:
        for connections in target.connections:
            by_peer = field.measured[target.scenario.name, connections]
            if target.peer in by_peer:
                theirs = by_peer[target.peer]
                # Who answered none answered less than one in the time that there was.
                ratio = median(
                    ours.rate / max(peer.rate, 1 / SECONDS) for ours, peer in zip(by_peer[_OURS], theirs, strict=True)
                )
                at_least = "" if all(peer.rate for peer in theirs) else "> "
                name = f"{target.scenario.name}, {connections} at once: ≥ {target.factor:g} × {target.peer}"
                yield [name, f"{at_least}{ratio:.3g}", _met(ratio >= target.factor)]


def _cell(runs: list[Figures]) -> str:
    if not median(run.rate for run in runs):
        return "none"

    def middle(of: Callable[[Figures], float]) -> str:
        value = median(map(of, runs))
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

    failed = sum(run.failed for run in runs)
    return f"{middle(lambda run: run.rate)} ({middle(lambda run: run.p50_ms)}, {middle(lambda run: run.p99_ms)})" + (
        f"; {failed} failed" if failed else ""
    )


def _met(met: bool) -> str:
    return "yes" if met else "**no**"
