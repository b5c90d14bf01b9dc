"""How long one whole verdict takes as the graph grows, what the time goes into, and how long pySHACL takes over the whole graph for the same.

Measured is time of the processor, because the machine may have others to serve; nothing in a verdict waits for a disk or a network.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox
from rdflib.query import Result

import kembar.law.findings
import kembar.law.judging
import kembar.law.verdict
from bench.home import fill
from bench.report import progress, table
from bench.spans import watched
from bench.whole import Way, Whole
from kembar.application import Kembar
from kembar.files import Content
from kembar.law.findings import Findings, find
from kembar.law.neighbourhood import gather
from kembar.law.proposal import read_proposal
from kembar.law.verdict import Judge, act_date
from kembar.namespaces import ID, KB, slug_of
from kembar.rdf.dates import Span
from kembar.rdf.formats import Format
from kembar.rdf.names import kb
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.shacl import DataGraph
from kembar.rdf.terms import text_of
from kembar.store.protocol import objects
from kembar.store.revisions import Revisions

__all__ = ["measure"]

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, WHOLE_ROUNDS = 15, 5
TIMEOUT_S = 60.0
WAYS = (Way("focus_nodes", True, False), Way("target", False, False), Way("target, queries parsed once", False, True))
PROPOSAL = Path(__file__).parents[1] / "docs" / "examples" / "complete-proposal.ttl"
SPANS: dict[str, list[tuple[Any, str]]] = {
    "parsing and checking what is sent": [(kembar.law.judging, "parse_bytes"), (kembar.law.judging, "read_proposal")],
    "gathering the neighbourhood": [(kembar.law.verdict, "gather")],
    "the neighbourhood as an rdflib graph": [(kembar.law.findings, "to_rdflib")],
    "pySHACL but for its queries": [(kembar.law.findings, "validate")],
    "rdflib's SPARQL": [(DataGraph, "query"), (Result, "__len__")],
    "findings from its report": [(kembar.law.findings, "findings")],
    "other readings: choosing them": [(Judge, "_flips")],
    "evidence and texts": [(Judge, "_judged")],
    "JSON": [(json, "dumps")],
}


_CONCERNS, _FOUNDS, _PARTY = (ox.NamedNode(KB + name) for name in ("concerns", "founds", "party"))


@dataclass(frozen=True)
class Case:
    """A deed to judge, and the graph that is sent."""

    name: str
    deed: str
    sent: bytes

    def judge(self, service: Kembar) -> float:
        """Seconds of one whole verdict, from the bytes that are sent to those of the answer."""
        begin = time.process_time()
        json.dumps(service.verdicts.validate(self.sent, Format.TURTLE).to_json())
        return time.process_time() - begin


def measure(seed: int) -> str:
    """The section ``verdict``."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        sides = [_filled(stack.enter_context(Revisions(Path(folder) / str(size))), size, seed) for size in SIZES]
        busiest = _busiest(sides[0], sides[-1])
        cases = list(_cases(sides[0], busiest))
        return "\n\n".join(
            [_flatness(sides, cases, busiest), _against_the_whole(sides[-1], cases), _spans(sides[-1], cases)]
        )


def _filled(revisions: Revisions, size: int, seed: int) -> Kembar:
    progress(f"verdict: a graph of {size:,} statements")
    fill(revisions, size, seed)
    service = Kembar(Content.shipped(), revisions)
    service.verdicts.warm()
    return service


def _busiest(small: Kembar, large: Kembar) -> str:
    """The founding deed of the small graph whose parties have the most partnerships in the large one."""
    founding = sorted(text_of(quad.subject) for quad in small.revision.store.quads(None, _FOUNDS, None))
    return max(
        (deed for deed in founding if slug_of(deed).startswith("synthetic-")),
        key=lambda deed: _partnerships(large, deed),
    )


def _partnerships(service: Kembar, deed: str) -> int:
    """How many partnerships the parties of a deed have."""
    store = service.revision.store
    parties = [ox.NamedNode(party) for party in objects(store, deed, kb.party)]
    having = {text_of(quad.subject) for party in parties for quad in store.quads(None, _PARTY, party)}
    return sum(one.startswith(f"{ID}partnership/") for one in having)


def _cases(service: Kembar, busiest: str) -> Iterator[Case]:
    """A proposal with all its papers between the busiest governments, their deed in the record, and a deed of the record whose date is disputed."""
    parties = sorted(slug_of(party) for party in objects(service.revision.store, busiest, kb.party))
    proposal = PROPOSAL.read_text("utf-8")
    for party, invented in zip(("jakarta", "casablanca-settat"), parties, strict=True):
        proposal = proposal.replace(f"government:{party} ", f"government:{invented} ")
    yield Case("a proposal", f"{ID}deed/casablanca-settat-mou", proposal.encode())
    yield _of_record("a deed of the record", busiest)
    store = service.revision.store
    founding = (f"{ID}deed/synthetic-{number}-1" for number in count(1))
    yield _of_record(
        "one with a disputed date",
        next(deed for deed in founding if any(store.quads(None, _CONCERNS, ox.NamedNode(deed)))),
    )


def _of_record(name: str, deed: str) -> Case:
    return Case(name, deed, f"<{deed}> a <{KB}Deed> .".encode())


def _flatness(sides: Sequence[Kembar], cases: Sequence[Case], busiest: str) -> str:
    """Medians by size; every round asks each side for each case."""
    took: dict[tuple[int, str], list[float]] = defaultdict(list)
    for number in range(ROUNDS):
        progress(f"verdict: round {number + 1} of {ROUNDS}")
        for side, service in enumerate(sides):
            for case in cases:
                took[side, case.name].append(case.judge(service))
    medians = {case.name: [median(took[side, case.name]) for side in range(len(sides))] for case in cases}
    rows = [
        [
            f"{len(service.revision.store):,}",
            f"{_partnerships(service, busiest)}",
            *(_ms(those[side]) for those in medians.values()),
        ]
        for side, service in enumerate(sides)
    ]
    rows.append(["slowest ÷ fastest", "", *(f"{max(those) / min(those):.2f}" for those in medians.values())])
    head = ["statements", "partnerships of the parties", *(case.name for case in cases)]
    return f"One verdict by {len(sides[0].rules.rules)} rules, median of {ROUNDS}, milliseconds:\n\n{table(head, rows)}"


def _against_the_whole(service: Kembar, cases: Sequence[Case]) -> str:
    """Ours and pySHACL over the whole graph in turn."""
    store = service.revision.store
    tried = [(case, *_neighbourhood(service, case)) for case in cases]
    progress("verdict: the whole graph into rdflib")
    whole = Whole(chain((quad.triple for quad in store.quads()), *(near for _, near, _ in tried)), service.rules)
    rows = []
    for way in WAYS:
        for case, near, act in tried:
            progress(f"verdict: pySHACL over the whole, {way.name}, {case.name}")
            expected = find(service.rules, near, case.deed, act, act)
            ours: list[float] = []
            theirs: list[float] = []
            same = set()
            while len(ours) < WHOLE_ROUNDS and max(theirs, default=0) < TIMEOUT_S:
                ours.append(case.judge(service))
                try:
                    took, found = whole.call(case.deed, act, way, TIMEOUT_S)
                except TimeoutError:
                    took, found = TIMEOUT_S, Findings({})
                theirs.append(took)
                same.add(found == expected)
            more = "more than " if max(theirs) >= TIMEOUT_S else ""
            times = [_ms(median(ours)), more + _ms(median(theirs)), f"{more}{median(theirs) / median(ours):.1f}"]
            rows.append([f"{way.name}: {case.name}", *times, "yes" if same == {True} else "no"])
    head = ["pySHACL and deed", "ours, ms", "pySHACL, ms", "ratio", "same findings"]
    return f"pySHACL over all {len(store):,} statements, median of {WHOLE_ROUNDS} in turn with ours:\n\n{table(head, rows)}"


def _neighbourhood(service: Kembar, case: Case) -> tuple[list[ox.Triple], Span]:
    """What a verdict on the deed is made of, and the day of its signature."""
    verdicts, store = service.verdicts, service.revision.store
    proposal, _ = read_proposal(
        parse_bytes(case.sent, Format.TURTLE, verdicts.context, limits=verdicts.limits), store, verdicts.vocabulary
    )
    paths = dict.fromkeys(path for rule in service.rules.rules for path in rule.reads)
    near = list(gather((store, proposal), ox.NamedNode(case.deed), paths, verdicts.vocabulary.dates).triples)
    return near, act_date(near, case.deed)[0]


def _spans(service: Kembar, cases: Sequence[Case]) -> str:
    columns = []
    for case in cases:
        progress(f"verdict: what the time goes into, {case.name}")
        with watched(SPANS) as spent:
            total = sum(case.judge(service) for _ in range(ROUNDS))
        columns.append([*(spent[name] for name in SPANS), total - sum(spent.values()), total])
    names = [*SPANS, "the rest", "all"]
    rows = [[name, *(_ms(column[row] / ROUNDS) for column in columns)] for row, name in enumerate(names)]
    return f"Parts of a verdict, at {len(service.revision.store):,} statements, mean of {ROUNDS}, milliseconds:\n\n{table(['', *(c.name for c in cases)], rows)}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"
