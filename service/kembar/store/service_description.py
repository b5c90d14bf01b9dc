"""The description of the query service (SPARQL 1.1 Service Description §3)."""

from collections.abc import Iterator

from kembar import messages
from kembar.errors import BadInput
from kembar.namespaces import BASE
from kembar.rdf.formats import GRAPHS, SOLUTIONS
from kembar.rdf.names import rdf, sd
from kembar.rdf.terms import BlankNode, NamedNode, Triple, text_of
from kembar.store.protocol import Store

__all__ = ["describe_service"]

_FORMATS = "http://www.w3.org/ns/formats/"
_SERVICE, _DATASET, _UNION = (NamedNode(BASE + name) for name in ("sparql#service", "dataset", "dataset#union"))


def describe_service(store: Store, endpoint: str) -> list[Triple]:
    """Return the description of the service and its dataset. Raise :class:`BadInput` if ``endpoint`` is not an IRI."""
    try:
        address = NamedNode(endpoint)
    except ValueError as error:
        raise BadInput(messages.text("refused.host")) from error
    return [Triple(*statement) for statement in _statements(store, address)]


def _statements(
    store: Store, endpoint: NamedNode
) -> Iterator[tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode]]:
    yield _SERVICE, rdf.type, sd.Service
    yield _SERVICE, sd.endpoint, endpoint
    yield _SERVICE, sd.supportedLanguage, sd.SPARQL11Query
    yield _SERVICE, sd.feature, sd.UnionDefaultGraph
    for form in (*SOLUTIONS, *GRAPHS):
        yield _SERVICE, sd.resultFormat, NamedNode(_FORMATS + form.w3c_name)
    yield _SERVICE, sd.defaultDataset, _DATASET
    yield _DATASET, rdf.type, sd.Dataset
    yield _DATASET, sd.defaultGraph, _UNION
    names = sorted(store.graphs(), key=text_of)
    graphs = [(graph, BlankNode(f"graph{number}")) for number, graph in enumerate(names)]
    for _, named in graphs:
        yield _DATASET, sd.namedGraph, named
    yield _UNION, rdf.type, sd.Graph
    for graph, named in graphs:
        yield named, rdf.type, sd.NamedGraph
        yield named, sd.name, graph
        yield named, sd.graph, graph
        yield graph, rdf.type, sd.Graph
