"""The duration of a verdict by the size of the graph, its parts, and pySHACL over the whole graph for comparison.

Times are processor times, because the machine may run other processes; no part of a verdict waits for disk or network.
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

import kembar.law.judge
import kembar.law.judging
from bench.home import fill
from bench.report import progress, table
from bench.spans import watched
from bench.whole import CallVariant, Result, WholeGraph
from kembar.application import Kembar
from kembar.files import Content
from kembar.law.days import act_date
from kembar.law.findings import find, under_test
from kembar.law.judge import Judge
from kembar.law.neighbourhood import gather
from kembar.law.proposal import read_proposal
from kembar.law.statutes import Statutes
from kembar.namespaces import ID, KB, slug_of
from kembar.rdf.formats import Format
from kembar.rdf.names import kb, rdf
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.terms import text_of
from kembar.store.protocol import objects
from kembar.store.revisions import Revisions

__all__ = ["measure"]

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, WHOLE_ROUNDS = 15, 5
TIMEOUT_S = 60.0
VARIANTS = (
    CallVariant("focus_nodes", True, False),
    CallVariant("target", False, False),
    CallVariant("target, queries parsed once", False, True),
)
PROPOSAL = Path(__file__).parents[1] / "docs" / "examples" / "complete-proposal.ttl"
SPANS: dict[str, list[tuple[Any, str]]] = {
    "parsing and checking what is sent": [(kembar.law.judging, "parse_bytes"), (kembar.law.judging, "read_proposal")],
    "gathering the neighbourhood": [(kembar.law.judge, "gather")],
    "findings": [(kembar.law.judge, "find")],
    "other readings: choosing them": [(Judge, "_flips")],
    "evidence and texts": [(Judge, "_judged")],
    "JSON": [(json, "dumps")],
}


_CONCERNS, _FOUNDS, _PARTY = (ox.NamedNode(KB + name) for name in ("concerns", "founds", "party"))


@dataclass(frozen=True)
class Case:
    """A deed to judge and the submitted graph."""

    name: str
    deed: str
    body: bytes

    def judge(self, service: Kembar) -> float:
        """Return the processor seconds of one verdict, from the submitted bytes to the bytes of the answer."""
        start = time.process_time()
        json.dumps(service.verdicts.validate(self.body, Format.TURTLE).to_json())
        return time.process_time() - start


def measure(seed: int) -> str:
    """Return the section ``verdict``."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        services = [_filled(stack.enter_context(Revisions(Path(folder) / str(size))), size, seed) for size in SIZES]
        busiest = _busiest(services[0], services[-1])
        cases = list(_cases(services[0], busiest))
        return "\n\n".join(
            [
                _growth_table(services, cases, busiest),
                _whole_graph_table(services[-1], cases),
                _spans_table(services[-1], cases),
            ]
        )


def _filled(revisions: Revisions, size: int, seed: int) -> Kembar:
    progress(f"verdict: a graph of {size:,} statements")
    fill(revisions, size, seed)
    service = Kembar(Content.shipped(), revisions)
    service.verdicts.warm()
    return service


def _busiest(small: Kembar, large: Kembar) -> str:
    """Return the founding deed of the small graph whose parties have most partnerships in the large graph."""
    founding = sorted(text_of(quad.subject) for quad in small.revision.store.quads(None, _FOUNDS, None))
    return max(
        (deed for deed in founding if slug_of(deed).startswith("synthetic-")),
        key=lambda deed: _partnerships(large, deed),
    )


def _partnerships(service: Kembar, deed: str) -> int:
    """Return the number of partnerships of the parties of a deed."""
    store = service.revision.store
    parties = [ox.NamedNode(party) for party in objects(store, deed, kb.party)]
    subjects = {text_of(quad.subject) for party in parties for quad in store.quads(None, _PARTY, party)}
    return sum(iri.startswith(f"{ID}partnership/") for iri in subjects)


def _cases(service: Kembar, busiest: str) -> Iterator[Case]:
    """Yield a complete proposal between the busiest governments, their deed, and a deed with a disputed date."""
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


def _growth_table(services: Sequence[Kembar], cases: Sequence[Case], busiest: str) -> str:
    """Return a table of medians by size; every round measures each case in each graph."""
    durations: dict[tuple[int, str], list[float]] = defaultdict(list)
    for number in range(ROUNDS):
        progress(f"verdict: round {number + 1} of {ROUNDS}")
        for index, service in enumerate(services):
            for case in cases:
                durations[index, case.name].append(case.judge(service))
    medians = {case.name: [median(durations[index, case.name]) for index in range(len(services))] for case in cases}
    rows = [
        [
            f"{len(service.revision.store):,}",
            f"{_partnerships(service, busiest)}",
            *(_ms(times[index]) for times in medians.values()),
        ]
        for index, service in enumerate(services)
    ]
    rows.append(["slowest ÷ fastest", "", *(f"{max(times) / min(times):.2f}" for times in medians.values())])
    head = ["statements", "partnerships of the parties", *(case.name for case in cases)]
    return (
        f"One verdict by {len(services[0].rules.rules)} rules, median of {ROUNDS}, milliseconds:\n\n{table(head, rows)}"
    )


def _whole_graph_table(service: Kembar, cases: Sequence[Case]) -> str:
    """Return a table of Kembar and pySHACL over the whole graph, measured in turn."""
    store = service.revision.store
    prepared = [(case, *_neighbourhood(service, case)) for case in cases]
    progress("verdict: the whole graph into rdflib")
    whole_graph = WholeGraph(
        chain((quad.triple for quad in store.quads()), *(triples for _, triples, *_ in prepared)), service.rules
    )
    rows = []
    for variant in VARIANTS:
        for case, _, facts, expected in prepared:
            progress(f"verdict: pySHACL over the whole, {variant.name}, {case.name}")
            kembar_seconds: list[float] = []
            pyshacl_seconds: list[float] = []
            agreements = set()
            while len(kembar_seconds) < WHOLE_ROUNDS and max(pyshacl_seconds, default=0) < TIMEOUT_S:
                kembar_seconds.append(case.judge(service))
                try:
                    elapsed, pyshacl_findings = whole_graph.call(case.deed, facts, variant, TIMEOUT_S)
                except TimeoutError:
                    elapsed, pyshacl_findings = TIMEOUT_S, set()
                pyshacl_seconds.append(elapsed)
                agreements.add(pyshacl_findings == expected)
            prefix = "more than " if max(pyshacl_seconds) >= TIMEOUT_S else ""
            times = [
                _ms(median(kembar_seconds)),
                prefix + _ms(median(pyshacl_seconds)),
                f"{prefix}{median(pyshacl_seconds) / median(kembar_seconds):.1f}",
            ]
            rows.append([f"{variant.name}: {case.name}", *times, "yes" if agreements == {True} else "no"])
    head = ["pySHACL and deed", "ours, ms", "pySHACL, ms", "ratio", "same findings"]
    title = f"pySHACL over all {len(store):,} statements, median of {WHOLE_ROUNDS} in turn with ours:"
    return f"{title}\n\n{table(head, rows)}"


def _neighbourhood(service: Kembar, case: Case) -> tuple[list[ox.Triple], list[ox.Triple], set[Result]]:
    """Return the neighbourhood that a verdict on the deed reads, the facts derived on the deed, and the findings."""
    verdicts, store = service.verdicts, service.revision.store
    proposal, _ = read_proposal(
        parse_bytes(case.body, Format.TURTLE, verdicts.context, limits=verdicts.limits), store, verdicts.vocabulary
    )
    around = gather((store, proposal), ox.NamedNode(case.deed), service.rules.paths, verdicts.vocabulary.dates).triples
    act = act_date(around, case.deed, store.contains(ox.NamedNode(case.deed), rdf.type, kb.Deed))
    triples = [*around, *Statutes(service.rules, store).statements]
    facts = under_test(service.rules, triples, case.deed, act, act.span).quads()
    found = find(service.rules, triples, case.deed, act, act.span).by_shape.values()
    results = {(one.constraint, one.value, one.requirement) for findings in found for one in findings}
    return list(around), [quad.triple for quad in facts], results


def _spans_table(service: Kembar, cases: Sequence[Case]) -> str:
    columns = []
    for case in cases:
        progress(f"verdict: what the time goes into, {case.name}")
        with watched(SPANS) as spent:
            total = sum(case.judge(service) for _ in range(ROUNDS))
        columns.append([*(spent[name] for name in SPANS), total - sum(spent.values()), total])
    names = [*SPANS, "the rest", "all"]
    rows = [[name, *(_ms(column[row] / ROUNDS) for column in columns)] for row, name in enumerate(names)]
    title = f"Parts of a verdict, at {len(service.revision.store):,} statements, mean of {ROUNDS}, milliseconds:"
    return f"{title}\n\n{table(['', *(case.name for case in cases)], rows)}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"
