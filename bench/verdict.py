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

import kembar.law.findings
import kembar.law.judge
import kembar.law.judging
from bench.home import fill
from bench.report import progress, table
from bench.spans import watched
from bench.whole import CallVariant, WholeGraph, results_of
from kembar.application import Kembar
from kembar.files import Content
from kembar.law.days import act_date
from kembar.law.findings import Findings, find
from kembar.law.judge import Judge
from kembar.law.neighbourhood import gather
from kembar.law.proposal import read_proposal
from kembar.law.statutes import Statutes
from kembar.namespaces import ID, KB, slug_of
from kembar.rdf.formats import Format
from kembar.rdf.names import kb
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.terms import text_of
from kembar.store.embedded import EmbeddedStore
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
    "the neighbourhood as a store": [(EmbeddedStore, "extend")],
    "facts on the deed": [(EmbeddedStore, "derive")],
    "constraints": [(kembar.law.findings, "_found")],
    "other readings": [(Judge, "_flips")],
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
    prepared = [_prepared(service, case) for case in cases]
    progress("verdict: the whole graph into rdflib")
    whole_graph = WholeGraph(
        chain((quad.triple for quad in store.quads()), *(each.triples for each in prepared)), service.rules
    )
    rows = []
    for variant in VARIANTS:
        for each in prepared:
            case = each.case
            progress(f"verdict: pySHACL over the whole, {variant.name}, {case.name}")
            expected = results_of(each.findings)
            kembar_seconds: list[float] = []
            pyshacl_seconds: list[float] = []
            agreements = set()
            while len(kembar_seconds) < WHOLE_ROUNDS and max(pyshacl_seconds, default=0) < TIMEOUT_S:
                kembar_seconds.append(case.judge(service))
                try:
                    elapsed, found = whole_graph.call(case.deed, each.findings.facts, variant, TIMEOUT_S)
                except TimeoutError:
                    elapsed, found = TIMEOUT_S, set()
                pyshacl_seconds.append(elapsed)
                agreements.add(found == expected)
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


@dataclass(frozen=True)
class Prepared:
    """What a verdict on the deed of a case reads, its findings, and the facts that were derived on the deed."""

    case: Case
    triples: list[ox.Triple]
    findings: Findings


def _prepared(service: Kembar, case: Case) -> Prepared:
    verdicts, store = service.verdicts, service.revision.store
    proposal, _ = read_proposal(
        parse_bytes(case.body, Format.TURTLE, verdicts.context, limits=verdicts.limits), store, verdicts.vocabulary
    )
    rules, dates = service.rules, verdicts.vocabulary.dates
    triples = list(gather((store, proposal), ox.NamedNode(case.deed), rules.paths, dates).triples)
    act = act_date(triples, case.deed, of_the_record=store.contains(ox.NamedNode(case.deed)))
    law = Statutes(rules, store).statements
    return Prepared(case, triples, find(rules, [*triples, *law], case.deed, act, act.span))


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
