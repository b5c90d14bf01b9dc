"""The protocol of a store. The embedded store implements it, and all layers above use only the protocol."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Protocol

from pyoxigraph import QueryBoolean, QuerySolution, QuerySolutions, QueryTriples

from kembar.rdf.formats import Format
from kembar.rdf.terms import Literal, NamedNode, Quad, Term, Triple, text_of, texts_of

__all__ = ["QuerySolution", "Result", "Solutions", "Store", "Subject", "WritableStore", "objects", "texts"]

Result = QuerySolutions | QueryBoolean | QueryTriples
"""The answer to a query of any form."""

Solutions = QuerySolutions
"""The answer to a SELECT."""

Subject = NamedNode | None


class Store(Protocol):
    """A dataset that can be read. Our own queries see the union of all named graphs as the default graph."""

    def select(self, query: str) -> Solutions:
        """Return the solutions of a SELECT. Raise :class:`QuerySyntaxError`, also for another form of query."""
        ...

    def construct(self, query: str) -> Iterator[Triple]:
        """Return the triples of a CONSTRUCT. Raise :class:`QuerySyntaxError`, also for another form of query."""
        ...

    def query(self, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
        """Return the answer to a query of any form over the union of all graphs, or over a specified dataset.

        The query specifies a dataset by FROM, the arguments as in SPARQL 1.1 Protocol §2.1.4. Relative IRIs are
        resolved against our base: ``<id/partnership/seoul>``.

        Raises:
            QuerySyntaxError: With line and column.
            QueryRefused: If the name of a graph is not an IRI.
        """
        ...

    def quads(
        self,
        subject: object | None = None,
        predicate: NamedNode | None = None,
        value: object | None = None,
        graph: object | None = None,
    ) -> Iterator[Quad]:
        """Return the quads of a pattern, in which None matches every term."""
        ...

    def contains(
        self,
        subject: object | None = None,
        predicate: NamedNode | None = None,
        value: object | None = None,
        graph: object | None = None,
    ) -> bool:
        """Return whether the store has a quad of this pattern."""
        ...

    def graphs(self) -> Iterator[NamedNode]:
        """Return the names of the named graphs."""
        ...

    def dump(self, output: IO[bytes], form: Format) -> None:
        """Write all statements: with their graph names, or as their union in a format without graph names."""
        ...

    def __len__(self) -> int:
        """Return the number of quads."""
        ...


class WritableStore(Store, Protocol):
    """A store to which a new revision is written. Each call is atomic."""

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads."""
        ...


def objects(store: Store, subject: str | NamedNode, predicate: NamedNode) -> list[str]:
    """Return the values of a property in all graphs as text."""
    node = NamedNode(subject) if isinstance(subject, str) else subject
    return [text_of(quad.object) for quad in store.quads(node, predicate)]


def texts(store: Store, subject: str | NamedNode, *predicates: NamedNode) -> dict[str, str]:
    """Return the literal values of properties by language tag; the first of each language counts."""
    node = NamedNode(subject) if isinstance(subject, str) else subject
    values: list[Term | Triple] = [quad.object for predicate in predicates for quad in store.quads(node, predicate)]
    return texts_of(value for value in values if isinstance(value, Literal))
