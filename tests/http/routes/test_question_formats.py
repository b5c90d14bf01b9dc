"""The formats of a question: GeoJSON if it has coordinates, CSV for spreadsheets, and its description in RDF."""

import io
import sys
from functools import partial
from typing import Any

import httpx
import pandas
import pytest
from rdflib import DCTERMS, RDF, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from tests.openapi import resolved

QUERIES = Namespace("https://w3id.org/kembar/queries/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
KB = Namespace("https://w3id.org/kembar/ontology#")
QUIET = "/queries/inactive-partners"
WITH_PLACES = [
    "inactive-partners",
    "last-activity",
    *(f"partners-by-{name}" for name in ("country", "field", "issue-group", "level", "scheme")),
    "partners-without-relations",
]
GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


# GeoJSON (RFC 7946)


def test_a_row_is_a_feature_with_its_longitude_first(client: httpx.Client) -> None:
    answer = client.get("/queries/partners-by-country.geojson", params={"country": "kr", "region": "jakarta"})
    assert answer.headers["content-type"] == "application/geo+json"
    (seoul,) = answer.json()["features"]
    assert seoul["type"] == "Feature"
    assert seoul["geometry"] == {"type": "Point", "coordinates": [126.9784, 37.566]}
    assert (seoul["properties"]["territory_en"], seoul["properties"]["lat"]) == ("Seoul", 37.566)


def test_accept_and_format_give_the_same_features(client: httpx.Client) -> None:
    path = "/queries/partners-by-country"
    features = client.get(f"{path}.geojson").json()["features"]
    assert client.get(path, headers={"Accept": "application/geo+json"}).json()["features"] == features
    assert client.get(path, params={"format": "geojson"}).json()["features"] == features


@pytest.mark.parametrize("name", WITH_PLACES)
def test_geojson_has_the_rows_and_the_other_members_of_the_table(client: httpx.Client, name: str) -> None:
    said = {"on": "1985-01-01"} if name == "partners-without-relations" else {}  # by default none is without
    table, features = (client.get(f"/queries/{name}{suffix}", params=said).json() for suffix in ("", ".geojson"))
    assert features["type"] == "FeatureCollection"
    assert [feature["properties"] for feature in features["features"]] == table["rows"]
    members = table.keys() - {"rows", "cite"}
    assert {member: features[member] for member in members} == {member: table[member] for member in members}
    drawn = [feature["geometry"] for feature in features["features"] if feature["geometry"]]  # some have no point
    assert drawn
    for geometry in drawn:
        longitude, latitude = geometry["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90


def test_a_question_without_coordinates_is_406_and_lists_its_formats(client: httpx.Client) -> None:
    for answer in (
        client.get("/queries/deeds.geojson"),
        client.get("/queries/deeds", headers={"Accept": "application/geo+json"}),
    ):
        assert answer.status_code == 406
        assert "text/csv" in answer.json()["available"]
        assert "application/geo+json" not in answer.json()["available"]


def test_every_question_with_a_map_has_coordinates(client: httpx.Client) -> None:
    questions = client.get("/queries").json()
    placed = {
        question["name"]
        for question in questions
        if {"latitude", "longitude"} <= {column["kind"] for column in question["columns"]}
    }
    assert placed == set(WITH_PLACES)
    assert {question["name"] for question in questions if question["view"] == "map"} <= placed


# CSV


def test_csv_begins_with_the_byte_order_mark_that_excel_needs(client: httpx.Client) -> None:
    answer = client.get(f"{QUIET}.csv")
    assert answer.content.startswith(b"\xef\xbb\xbfpartnership,")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert next(iter(pandas.read_csv(io.BytesIO(answer.content)))) == "partnership"
    assert "Jakarta–" in answer.text


# Presets


def test_a_preset_is_a_question_of_its_own_in_every_format(client: httpx.Client) -> None:
    path, base, arguments = "/queries/table-5-3", "/queries/listed-partnerships", {"table": "5.3"}
    table = client.get(path).json()
    assert (table["query"], table["parameters"]) == ("table-5-3", {})
    assert table["rows"] == client.get(base, params=arguments).json()["rows"]
    assert client.get(f"{path}.csv").content == client.get(f"{base}.csv", params=arguments).content
    assert client.get(f"{path}.tsv").content == client.get(f"{base}.tsv", params=arguments).content
    (listed,) = [question for question in client.get("/queries").json() if question["name"] == "table-5-3"]
    assert (listed["href"], listed["parameters"], listed["version"]) == (path, [], table["version"])
    document = resolved(client.get("/openapi.json").json())["paths"]
    operation = document[path]["get"]
    assert (operation["operationId"], operation["summary"]) == ("table_5_3", listed["title"]["en"])
    names = [{parameter["name"] for parameter in document[name]["get"]["parameters"]} for name in (path, base)]
    assert names[1] - names[0] == {"table", "region"}
    assert (QUERIES["table-5-3"], RDF.type, SH.SPARQLSelectExecutable) in graph_of(client.get(f"{path}.ttl"))


def test_a_preset_is_cited_by_its_own_address(client: httpx.Client) -> None:
    answer = client.get("/queries/table-5-3")
    link = str(answer.links["cite-as"]["url"])
    assert f"/queries/table-5-3?version={answer.json()['version']}&revision=" in link
    assert client.get(link).content == answer.content
    assert client.get("/queries/table-5-3", params={"version": "000000000000"}).status_code == 410
    assert client.get("/queries/table-5-3", params={"table": "5.3"}).json()["parameter"] == "table"


# Description in RDF


def graph_of(answer: httpx.Response) -> Graph:
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.content, format=answer.headers["content-type"].split(";")[0])


def parameters(graph: Graph, question: URIRef) -> dict[str, Node]:
    return {str(graph.value(parameter, SH.name)): parameter for parameter in graph.objects(question, SH.parameter)}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(("suffix", "media"), GRAPHS.items())
def test_a_question_is_described_in_every_rdf_format(client: httpx.Client, suffix: str, media: str) -> None:
    by_suffix, by_accept = client.get(f"{QUIET}.{suffix}"), client.get(QUIET, headers={"Accept": media})
    assert by_suffix.headers["content-type"].split(";")[0] == by_accept.headers["content-type"].split(";")[0] == media
    graph, node = graph_of(by_suffix), QUERIES["inactive-partners"]
    assert (node, RDF.type, SH.SPARQLSelectExecutable) in graph
    (listed,) = [question for question in client.get("/queries").json() if question["name"] == "inactive-partners"]
    for prop, texts in ((DCTERMS.title, listed["title"]), (DCTERMS.description, listed["description"])):
        assert set(graph.objects(node, prop)) == {Literal(text, lang=language) for language, text in texts.items()}
    assert {str(word) for word in graph.objects(node, DCAT.keyword)} == set(listed["tags"])
    assert graph.value(node, DCAT.version) == Literal(listed["version"])
    assert graph.value(node, DCAT.endpointURL) == URIRef(f"{str(client.base_url).rstrip('/')}{QUIET}")


def test_the_described_parameters_have_types_and_descriptions(client: httpx.Client) -> None:
    graph, node = graph_of(client.get(f"{QUIET}.ttl")), QUERIES["inactive-partners"]
    by_name = parameters(graph, node)
    since, contacts = by_name["since"], by_name["contacts"]
    assert graph.value(since, SH.path) == URIRef(f"{node}#since")
    assert graph.value(since, SH.datatype) == XSD.date
    assert graph.value(since, SH.defaultValue) == Literal("2017-01-01", datatype=XSD.date)
    assert graph.value(since, SH.optional) == Literal(True)
    assert {literal.language for literal in graph.objects(since, SH.description) if isinstance(literal, Literal)} == {
        "id",
        "en",
    }
    assert [str(choice) for choice in Collection(graph, graph.value(contacts, SH["in"], any=False) or RDF.nil)] == [
        "exclude",
        "include",
    ]
    graph = graph_of(client.get("/queries/partners-by-country.ttl"))
    country = parameters(graph, QUERIES["partners-by-country"])["country"]
    assert (graph.value(country, SH["class"]), graph.value(country, SH.nodeKind)) == (KB.Country, SH.IRI)


@pytest.mark.slow
def test_the_described_query_is_sparql_with_its_parameters_as_free_variables(
    client: httpx.Client, request: pytest.FixtureRequest
) -> None:
    # The parser of rdflib descends some thirty calls with each nested expression.
    request.addfinalizer(partial(sys.setrecursionlimit, sys.getrecursionlimit()))
    sys.setrecursionlimit(10_000)
    graph = graph_of(client.get("/queries.ttl"))
    questions = client.get("/queries").json()
    assert len(set(graph.objects(URIRef("https://w3id.org/kembar/queries"), DCAT.service))) == len(questions)
    for question in questions:
        node = QUERIES[question["name"]]
        select = str(graph.value(node, SH.select))
        prepareQuery(select)
        answer = client.post(
            "/sparql",
            content=select,
            headers={"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"},
        )
        assert answer.status_code == 200, question["name"]
        if all(parameter["optional"] for parameter in question["parameters"]):
            assert len(answer.json()["results"]["bindings"]) == len(client.get(question["href"]).json()["rows"]), (
                question["name"]
            )
        by_name = parameters(graph, node)
        assert set(by_name) == {
            parameter["name"] for parameter in question["parameters"] if not parameter["deprecated"]
        }
        for parameter in by_name.values():
            variable = str(graph.value(parameter, SH.path)).rsplit("#", 1)[-1]
            assert f"?{variable}" in select or f"${variable}" in select
            assert f"VALUES ?{variable}" not in select
            assert not (f"?{variable} " in select and f"${variable}" in select), "one variable would have two meanings"
        declared = {
            str(graph.value(declaration, SH.prefix)): str(graph.value(declaration, SH.namespace))
            for declaration in graph.objects(graph.value(node, SH.prefixes), SH.declare)
        }
        assert all(f"PREFIX {prefix}: <{space}>" in select for prefix, space in declared.items())
        assert len(declared) == select.count("PREFIX ")


def test_the_described_query_with_arguments_selects_the_rows_of_the_question(client: httpx.Client) -> None:
    graph, node = graph_of(client.get(f"{QUIET}.ttl")), QUERIES["inactive-partners"]
    select = str(graph.value(node, SH.select))
    for name, parameter in parameters(graph, node).items():
        value = graph.value(parameter, SH.defaultValue)
        if isinstance(value, Literal):  # the region has no default: its variable stays free
            select = select.replace(f"${name}", value.n3())
    rows = client.post("/sparql", data={"query": select}, headers={"Accept": "application/sparql-results+json"}).json()[
        "results"
    ]["bindings"]
    assert [row["partnership"]["value"] for row in rows] == [
        row["partnership"] for row in client.get(QUIET).json()["rows"]
    ]


def test_the_catalogue_is_negotiated_and_can_be_filtered_by_tag(client: httpx.Client) -> None:
    def services(**parameters: str) -> set[Any]:
        graph = graph_of(client.get("/queries", params=parameters, headers={"Accept": "text/turtle"}))
        return set(graph.objects(URIRef("https://w3id.org/kembar/queries"), DCAT.service))

    assert len(services()) == len(client.get("/queries").json())
    assert services(tag="activity") == {
        QUERIES[question["name"]] for question in client.get("/queries", params={"tag": "activity"}).json()
    }


def test_a_description_refuses_an_unknown_parameter(client: httpx.Client) -> None:
    assert client.get(f"{QUIET}.ttl", params={"weather": "fine"}).json()["parameter"] == "weather"
    assert client.get("/queries/nothing.ttl").status_code == 404
