"""The embedded store: pyoxigraph in memory or in a folder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Self

import pyoxigraph as ox

from kembar.errors import QueryRefused, QuerySyntaxError
from kembar.namespaces import BASE, PREFIXES
from kembar.rdf.formats import Format
from kembar.rdf.lexer import tokens
from kembar.rdf.terms import NamedNode, Quad, Triple
from kembar.store.hints import syntax_error
from kembar.store.protocol import Result

__all__ = ["EmbeddedStore"]


class EmbeddedStore:
    """A store of this process; implements :class:`kembar.store.protocol.WritableStore`."""

    def __init__(self, store: ox.Store | None = None) -> None:
        """Wrap a pyoxigraph store, or make an empty one in memory."""
        self._store = ox.Store() if store is None else store

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open the store in a folder for reading."""
        return cls(ox.Store.read_only(str(folder)))

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make a store in a folder."""
        return cls(ox.Store(str(folder)))

    def select(self, query: str) -> ox.QuerySolutions:
        result = self.query(query)
        if not isinstance(result, ox.QuerySolutions):
            raise QuerySyntaxError("A SELECT is expected.")
        return result

    def select_with(self, query: str, bound: Mapping[str, NamedNode]) -> ox.QuerySolutions:
        """Return the solutions of a SELECT of ours with variables pre-bound (SHACL §5.3.1)."""
        substitutions: dict[ox.Variable, Any] = {ox.Variable(name): node for name, node in bound.items()}
        result = self._store.query(query, base_iri=BASE, substitutions=substitutions)
        if not isinstance(result, ox.QuerySolutions):
            raise QuerySyntaxError("A SELECT is expected.")
        return result

    def derive(self, query: str) -> list[Triple]:
        """Add the triples of a CONSTRUCT of ours to the default graph, and return them."""
        result = self._store.query(query, base_iri=BASE)
        if not isinstance(result, ox.QueryTriples):
            raise QuerySyntaxError("A CONSTRUCT is expected.")
        derived = list(result)
        self._store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in derived)
        return derived

    def construct(self, query: str) -> Iterator[Triple]:
        result = self.query(query)
        if not isinstance(result, ox.QueryTriples):
            raise QuerySyntaxError("A CONSTRUCT is expected.")
        return result

    def query(self, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
        dataset: dict[str, Any] = {"default_graph": _nodes(default_graphs), "named_graphs": _nodes(named_graphs)}
        if not default_graphs and not named_graphs:
            # pyoxigraph would let the union win over FROM.
            dataset = {"use_default_graph_as_union": not _names_dataset(query)}
        try:
            return self._store.query(query, base_iri=BASE, **dataset)
        except SyntaxError as error:
            raise syntax_error(query, str(error)) from error

    def quads(
        self, subject: Any = None, predicate: NamedNode | None = None, value: Any = None, graph: Any = None
    ) -> Iterator[Quad]:
        return self._store.quads_for_pattern(subject, predicate, value, graph)

    def contains(
        self, subject: Any = None, predicate: NamedNode | None = None, value: Any = None, graph: Any = None
    ) -> bool:
        return next(self._store.quads_for_pattern(subject, predicate, value, graph), None) is not None

    def graphs(self) -> Iterator[NamedNode]:
        return (name for name in self._store.named_graphs() if isinstance(name, NamedNode))

    def __len__(self) -> int:
        return len(self._store)

    def dump(self, output: IO[bytes], form: Format) -> None:
        if form.rdf.supports_datasets:
            self._store.dump(output, form.rdf)
        else:
            ox.serialize({quad.triple for quad in self._store}, output, form.rdf, prefixes=PREFIXES)

    def extend(self, quads: Iterable[Quad]) -> None:
        self._store.extend(quads)

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads in portions, which takes half the memory and time of :meth:`extend` and is not atomic."""
        self._store.bulk_extend(quads)

    def flush(self) -> None:
        """Write everything to the disk, merged: scans of what was written in parts take nearly twice the time."""
        self._store.flush()
        self._store.optimize()


def _nodes(names: Sequence[str]) -> list[NamedNode]:
    try:
        return [NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryRefused(f"The name of a graph is not an IRI: {error}.") from error


def _names_dataset(query: str) -> bool:
    """Return whether the query has a FROM clause (SPARQL 1.1 §13.2)."""
    if "from" not in query.lower():
        return False
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(query))
