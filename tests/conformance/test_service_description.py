"""The W3C tests of SPARQL 1.1 Service Description; the suite names them, and the standard defines their checks."""

import httpx
import pytest
from rdflib import RDF, BNode, Graph, Namespace

from tests.conformance.exchanges import manifest, parameters

TESTS = manifest("service-description/manifest.ttl")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = {
    SD.endpoint: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}),
    SD.feature: (
        SD.Service,
        {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs, SD.BasicFederatedQuery},
    ),
    SD.resultFormat: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
"""Domain and range of the used properties (§3.4): a class, or the instances that the standard names."""


@pytest.mark.parametrize("name", parameters(TESTS, "ServiceDescriptionTest", {}))
def test_w3c(name: str, server: str) -> None:
    endpoint = f"{server}/sparql"
    response = httpx.get(endpoint, trust_env=False)
    description = Graph().parse(data=response.text, format=response.headers["content-type"].split(";")[0])
    if name == "returns-rdf":
        assert response.status_code == 200
        assert len(description) > 0
    elif name == "has-endpoint-triple":
        assert [str(address) for address in description.objects(None, SD.endpoint)] == [endpoint]
    else:
        assert name == "conforms-to-schema"
        conforms_to_schema(description)


def conforms_to_schema(description: Graph) -> None:
    assert {prop for prop in description.predicates() if str(prop).startswith(SD)} <= SCHEMA.keys()
    for prop, (domain, target) in SCHEMA.items():
        for subject, value in description.subject_objects(prop):
            assert (subject, RDF.type, domain) in description
            if isinstance(target, set):
                assert value in target
            elif target is not None:
                assert (value, RDF.type, target) in description
            else:
                assert not isinstance(value, BNode)
    (service,) = description.subjects(RDF.type, SD.Service)
    assert len(list(description.objects(service, SD.defaultDataset))) == 1
    for graph in description.subjects(RDF.type, SD.NamedGraph):
        assert len(list(description.objects(graph, SD.name))) == 1
