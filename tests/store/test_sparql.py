"""Query checks: federation is refused, and a syntax error is reported with its place."""

from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from kembar.errors import QueryRefused, QuerySyntaxError, UnsupportedQuery
from kembar.rdf.formats import Format
from kembar.settings import Settings
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store
from kembar.store.sparql import AnswerLimits, answer

LIMITS = Settings().limits(AnswerLimits)


@pytest.fixture
def store() -> EmbeddedStore:
    store = EmbeddedStore()
    subject, predicate = ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p")
    names = ("one", "two")
    store.extend(ox.Quad(subject, predicate, ox.Literal(name), ox.NamedNode(f"http://e/{name}")) for name in names)
    return store


def first(formats: Sequence[Format]) -> Format:
    return formats[0]


def csv(store: Store, query: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> list[str]:
    form = Format.SPARQL_CSV
    return answer(store, query, lambda _: form, default, named, limits=LIMITS).body.decode().split()[1:]


def test_the_default_graph_is_the_union_of_the_named_graphs(store: Store) -> None:
    assert sorted(csv(store, "SELECT ?o { ?s ?p ?o }")) == ["one", "two"]


def test_the_protocol_and_from_select_the_dataset(store: Store) -> None:
    assert csv(store, "SELECT ?o { ?s ?p ?o }", default=("http://e/one",)) == ["one"]
    assert csv(store, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", named=("http://e/two",)) == ["two"]
    assert csv(store, "SELECT ?o FROM <http://e/two> { ?s ?p ?o }") == ["two"]
    assert csv(store, "SELECT ?o FROM NAMED <http://e/two> { ?s ?p ?o }") == []


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "SELECT * { SERVICE # a comment\n <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053\\u0065rvice <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\u005Cu0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?there SERVICE ?there { ?a ?b ?c } }",
    "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o MINUS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p <<( ?a ?b ?c )>> } }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }" + " " * 30_000,
]


@pytest.mark.parametrize("query", SERVICES)
def test_a_query_that_could_call_out_is_refused_in_any_spelling(store: Store, query: str) -> None:
    with pytest.raises(QueryRefused):
        answer(store, query, first, limits=LIMITS)


def test_a_syntax_error_is_reported_with_line_and_column(store: Store) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        answer(store, "SELECT *\nWHERE { ?s ?p }", first, limits=LIMITS)
    assert (caught.value.extra["line"], caught.value.extra["column"]) == (2, 16)


def test_an_undeclared_prefix_of_the_vocabulary_is_answered_with_its_declaration(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match=r"PREFIX kb: <https://w3id\.org/kembar/ontology#>"):
        answer(store, "SELECT * { ?s kb:date ?o }", first, limits=LIMITS)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (<http://x/f>(1) AS ?y) {}",
        "SELECT ?s { ?s ?p ?o FILTER(<http://x/f>(?o)) }",
        "CONSTRUCT { ?s ?p ?y } { ?s ?p ?o BIND(<http://x/f>(?o) AS ?y) }",
        "ASK { ?s ?p ?o FILTER EXISTS { ?s ?p ?x FILTER(<http://x/f>(?x)) } }",
    ],
)
def test_a_function_that_the_engine_does_not_know_is_named(store: Store, query: str) -> None:
    with pytest.raises(UnsupportedQuery, match="<http://x/f> is not supported"):
        answer(store, query, first, limits=LIMITS)


def test_an_update_is_refused_because_the_graph_is_read_only(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="read-only"):
        answer(store, "LOAD <http://127.0.0.1:9/>", first, limits=LIMITS)
