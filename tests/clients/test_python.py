"""Python clients of the service: SPARQLWrapper, SPARQLStore of rdflib, and pandas."""

import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pandas
import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

SEOUL = URIRef("https://w3id.org/kembar/id/partnership/seoul")
PARTNERSHIP = URIRef("https://w3id.org/kembar/ontology#Partnership")
SELECT = f"SELECT ?p {{ ?p a <{PARTNERSHIP}> }} ORDER BY ?p"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{SEOUL}> a ?class }}"


@pytest.fixture(autouse=True)
def _without_proxies() -> Iterator[None]:
    """Remove proxies from urllib, through which these clients call."""
    urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))
    yield
    urllib.request.install_opener(None)


@pytest.fixture(params=[(GET, None), (POST, None), (POST, POSTDIRECTLY)], ids=["get", "form", "direct"])
def wrapper(request: pytest.FixtureRequest, server: str) -> Any:
    """Return a SPARQLWrapper that uses one of its three ways to send a query."""
    wrapper = SPARQLWrapper(f"{server}/sparql")
    method, request_method = request.param
    wrapper.setMethod(method)
    if request_method:
        wrapper.setRequestMethod(request_method)
    return wrapper


def ask(wrapper: Any, query: str, form: str | None) -> Any:
    wrapper.setQuery(query)
    if form:
        wrapper.setReturnFormat(form)
    return wrapper.query().convert()


def test_sparqlwrapper_reads_a_table_in_every_format(wrapper: Any) -> None:
    assert len(ask(wrapper, SELECT, JSON)["results"]["bindings"]) == 33
    assert len(ask(wrapper, SELECT, XML).getElementsByTagName("result")) == 33
    for form in (CSV, TSV):
        assert len(ask(wrapper, SELECT, form).splitlines()) == 34


def test_sparqlwrapper_reads_a_boolean(wrapper: Any) -> None:
    assert ask(wrapper, f"ASK {{ <{SEOUL}> ?p ?o }}", JSON)["boolean"] is True


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("form", [None, XML, RDFXML, JSONLD])
def test_sparqlwrapper_reads_a_graph(wrapper: Any, form: str | None) -> None:
    assert (SEOUL, RDF.type, PARTNERSHIP) in ask(wrapper, CONSTRUCT, form)


@pytest.mark.parametrize("form", [TURTLE, N3])
def test_sparqlwrapper_returns_the_text_of_a_graph(wrapper: Any, form: str) -> None:
    assert (SEOUL, RDF.type, PARTNERSHIP) in Graph().parse(data=ask(wrapper, CONSTRUCT, form), format="turtle")


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_rdflib_reads_the_store_as_a_graph(server: str, method: str, form: str) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql", method=method, returnFormat=form))
    assert len(set(graph.subjects(RDF.type, PARTNERSHIP))) == 33
    assert (SEOUL, RDF.type, PARTNERSHIP) in graph
    row: Any = next(iter(graph.query(f"SELECT (COUNT(?p) AS ?n) {{ ?p a <{PARTNERSHIP}> }}")))
    assert int(row.n) == 33


def test_rdflib_reads_a_boolean_and_a_graph(server: str) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql"))
    assert graph.query(f"ASK {{ <{SEOUL}> ?p ?o }}").askAnswer is True
    assert (SEOUL, RDF.type, PARTNERSHIP) in (graph.query(CONSTRUCT).graph or ())
    assert {
        literal.language
        for literal in graph.objects(URIRef("https://w3id.org/kembar/concept/status/held"))
        if isinstance(literal, Literal)
    } >= {
        "id",
        "en",
    }


def test_rdflib_reads_single_graphs(server: str) -> None:
    for name, count in (("chapter-partnerships", 22), ("sources", 0)):
        graph = Graph(SPARQLStore(f"{server}/sparql"), identifier=URIRef(f"https://w3id.org/kembar/graph/{name}"))
        assert len(set(graph.subjects(RDF.type, PARTNERSHIP))) == count


def test_pandas_reads_a_table_from_its_address(server: str) -> None:
    frame = pandas.read_csv(f"{server}/sparql?{urlencode({'query': SELECT, 'format': 'csv'})}")
    assert (list(frame.columns), len(frame)) == (["p"], 33)
    partners = pandas.read_csv(f"{server}/queries/inactive-partners.csv?since=2017-01-01&region=jakarta")
    assert len(partners) == 7
    assert "inactive-partners" in set(pandas.read_json(f"{server}/queries")["name"])
