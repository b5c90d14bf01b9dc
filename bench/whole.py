"""pySHACL over all statements in one rdflib graph, with the same shapes and the same deed, for comparison."""

import gc
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import pyoxigraph as ox
import pyshacl
from rdflib import SH, Graph

from kembar.law.findings import Findings
from kembar.law.rules import Rules
from kembar.namespaces import ID
from kembar.rdf.shacl import DataGraph
from kembar.rdf.terms import to_rdflib

__all__ = ["CallVariant", "WholeGraph", "results_of"]

Result = tuple[str, str, str | None]
"""A validation result: its constraint, its value, and its path if it has one."""


@dataclass(frozen=True)
class CallVariant:
    """A way to call pySHACL.

    Attributes:
        name: Its name in the results.
        focus_nodes: Whether the deed is passed as ``focus_nodes`` or is the target of the shapes.
        parses_once: Whether the graph is :class:`DataGraph`, which parses a query once, or the graph of rdflib.
    """

    name: str
    focus_nodes: bool
    parses_once: bool


class WholeGraph:
    """All statements in one rdflib graph."""

    def __init__(self, triples: Iterable[ox.Triple], rules: Rules) -> None:
        self._graph, self._rules = to_rdflib(triples, DataGraph()), rules
        self._plain = Graph(self._graph.store, self._graph.identifier)
        # Millions of permanent objects would slow down every garbage collection, also during a verdict.
        gc.collect()
        gc.freeze()

    def call(
        self, deed: str, facts: Iterable[ox.Triple], variant: CallVariant, timeout_s: float
    ) -> tuple[float, set[Result]]:
        """Return the processor seconds and results of one call; raise :class:`TimeoutError` after ``timeout_s``.

        ``facts`` are the facts on the deed under test, which the queries of the rules derive from its neighbourhood.
        """
        graph = self._graph if variant.parses_once else self._plain
        focus = [deed] if variant.focus_nodes else None
        added = [triple for triple in to_rdflib(facts, Graph()) if triple not in graph]
        for triple in added:
            graph.add(triple)
        try:
            with _alarm(timeout_s):
                start = time.process_time()
                _, report, _ = pyshacl.validate(
                    graph, shacl_graph=self._rules.shapes, focus_nodes=focus, inference="none", do_owl_imports=False
                )
                elapsed = time.process_time() - start
        finally:
            for triple in added:
                graph.remove(triple)
        if not isinstance(report, Graph):
            raise RuntimeError("pySHACL could not validate")
        return elapsed, set(_results(report))


def results_of(findings: Findings) -> set[Result]:
    """Return the findings of a verdict as pySHACL would report them."""
    return {
        (finding.constraint, finding.value, finding.requirement)
        for found in findings.by_shape.values()
        for finding in found
        if _of_a_requirement(finding.requirement)
    }


def _results(report: Graph) -> Iterator[Result]:
    for result in report.objects(None, SH.result):
        path = report.value(result, SH.resultPath)
        constraint, value = report.value(result, SH.sourceConstraint), report.value(result, SH.value)
        if _of_a_requirement(path):
            yield str(constraint), str(value), None if path is None else str(path)


def _of_a_requirement(path: object) -> bool:
    """Return whether a finding is of a requirement; one on what rests on a provision also finds steps and arguments."""
    return path is None or str(path).startswith(f"{ID}requirement/")


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def on_alarm(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
