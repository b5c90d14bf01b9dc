"""SHACL validation by pySHACL, without inference and imports, and with each SPARQL text parsed once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

import pyshacl
import pyshacl.shape
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.shape import Shape
from rdflib import Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

__all__ = ["DataGraph", "validate"]

_PARAMETERS = frozenset(ALL_CONSTRAINT_PARAMETERS), CONSTRAINT_PARAMETERS_MAP


class DataGraph(Graph):
    """A graph that parses each query once per process; parsing the same few texts took nine tenths of a verdict."""

    def __init__(self) -> None:
        # Shapes declare the prefixes of their queries (SHACL §5.2.1); rdflib's defaults would hide a missing one.
        super().__init__(bind_namespaces="none")

    def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Result:
        prepared = _prepare(query_object, tuple(self.namespaces())) if isinstance(query_object, str) else query_object
        return super().query(prepared, *arguments, **options)


@lru_cache(maxsize=512)
def _prepare(text: str, namespaces: tuple[tuple[str, URIRef], ...]) -> Query:
    return prepareQuery(text, dict(namespaces))


def validate(data: DataGraph, shapes: Graph) -> Graph:
    """Return the validation report (SHACL §3) of data. Raise :class:`RuntimeError` if the shapes are ill-formed."""
    with _without_prose():
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False, do_owl_imports=False
        )
    if not isinstance(report, Graph):
        raise RuntimeError(f"pySHACL could not validate: {text}")
    return report


@contextmanager
def _without_prose() -> Iterator[None]:
    """Disable pySHACL's descriptions of results, and let it look up parameters in a set instead of a list.

    The descriptions took a third of the time of a verdict and are not used: messages come from the shapes.
    """
    with (
        patch.object(ConstraintComponent, "make_v_result_description", lambda *_, **__: ""),
        patch.object(pyshacl.shape, "CONSTRAINT_PARAMS", _PARAMETERS, create=True),
    ):
        yield


def _require_what_is_patched() -> None:
    """Raise :class:`RuntimeError` unless pySHACL uses the two names that :func:`_without_prose` replaces.

    Otherwise the patch would have no effect, and only slower verdicts would show it.
    """
    describes = "make_v_result_description" in ConstraintComponent.make_v_result.__code__.co_names
    looks_up = "CONSTRAINT_PARAMS" in Shape.validate.__code__.co_consts
    if not (describes and looks_up and hasattr(ConstraintComponent, "make_v_result_description")):
        raise RuntimeError(
            f"pySHACL {pyshacl.__version__} no longer has what kembar/rdf/shacl.py patches: "
            "adapt it, and the bound of pyshacl in pyproject.toml"
        )


_require_what_is_patched()
