"""The other side: pySHACL itself over all statements in one rdflib graph, given the same shapes and the same deed."""

import gc
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import pyoxigraph as ox
import pyshacl
from rdflib import Graph, URIRef

from kembar.law.findings import UNDER_TEST, Findings, findings, put_under_test
from kembar.law.rules import Rules
from kembar.rdf.dates import Span
from kembar.rdf.shacl import DataGraph
from kembar.rdf.terms import to_rdflib

__all__ = ["Way", "Whole"]


@dataclass(frozen=True)
class Way:
    """A way to call pySHACL: with ``focus_nodes``, or with the deed as the target of the shapes; and over our graph, which parses a query once, or rdflib's."""

    name: str
    focus_nodes: bool
    parses_once: bool


class Whole:
    """All statements in one rdflib graph."""

    def __init__(self, triples: Iterable[ox.Triple], rules: Rules) -> None:
        self._graph, self._rules = to_rdflib(triples, DataGraph()), rules
        self._plain = Graph(self._graph.store, self._graph.identifier)
        # Millions of objects that never go would slow every collection, that of a verdict beside them too.
        gc.collect()
        gc.freeze()

    def call(self, deed: str, act: Span, way: Way, timeout_s: float) -> tuple[float, Findings]:
        """Seconds of processor time of one call, and its findings. Raises :class:`TimeoutError`."""
        graph = self._graph if way.parses_once else self._plain
        focus = [deed] if way.focus_nodes else None
        put_under_test(graph, deed, act, act)
        try:
            with _alarm(timeout_s):
                begin = time.process_time()
                _, report, _ = pyshacl.validate(
                    graph, shacl_graph=self._rules.shapes, focus_nodes=focus, inference="none", do_owl_imports=False
                )
                took = time.process_time() - begin
        finally:
            for prop in UNDER_TEST:
                graph.remove((URIRef(deed), prop, None))
        if not isinstance(report, Graph):
            raise RuntimeError("pySHACL could not validate")
        return took, findings(report, self._rules, deed)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
