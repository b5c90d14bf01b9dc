"""What the query service can do, in the words of SPARQL 1.1 Service Description (§3)."""

from collections.abc import Iterator

import pyoxigraph as ox

from kembar.errors import BadInput
from kembar.namespaces import BASE, PREFIXES
from kembar.rdf.terms import text_of
from kembar.store.sparql import GRAPH_FORMATS, TABLE_FORMATS

__all__ = ["describe_service"]

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_RESULT_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "n-triples": "N-Triples",
    "json-ld": "JSON-LD",
    "rdf-xml": "RDF_XML",
}
_SERVICE, _DATASET, _UNION = (ox.NamedNode(BASE + name) for name in ("sparql#service", "dataset", "dataset#union"))


def describe_service(store: ox.Store, endpoint: str) -> list[ox.Triple]:
    """The description of the service at ``endpoint``, with its default dataset. Raises :class:`BadInput` where that is no IRI."""
    try:
        where = ox.NamedNode(endpoint)
    except ValueError as error:
        raise BadInput("The Host header does not name a host.") from error
    return [ox.Triple(*said) for said in _statements(store, where)]


def _statements(
    store: ox.Store, endpoint: ox.NamedNode
) -> Iterator[tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode]]:
    yield _SERVICE, _TYPE, _sd("Service")
    yield _SERVICE, _sd("endpoint"), endpoint
    yield _SERVICE, _sd("supportedLanguage"), _sd("SPARQL11Query")
    yield _SERVICE, _sd("feature"), _sd("UnionDefaultGraph")
    for name in (*TABLE_FORMATS, *GRAPH_FORMATS):
        yield _SERVICE, _sd("resultFormat"), ox.NamedNode("http://www.w3.org/ns/formats/" + _RESULT_FORMATS[name])
    yield _SERVICE, _sd("defaultDataset"), _DATASET
    yield _DATASET, _TYPE, _sd("Dataset")
    yield _DATASET, _sd("defaultGraph"), _UNION
    graphs = [
        (graph, ox.BlankNode(f"graph{number}"))
        for number, graph in enumerate(sorted(store.named_graphs(), key=text_of))
    ]
    for _, named in graphs:
        yield _DATASET, _sd("namedGraph"), named
    yield _UNION, _TYPE, _sd("Graph")
    for graph, named in graphs:
        yield named, _TYPE, _sd("NamedGraph")
        yield named, _sd("name"), graph
        yield named, _sd("graph"), graph
        yield graph, _TYPE, _sd("Graph")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sd"] + name)
