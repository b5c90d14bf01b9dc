"""The description of the dataset, its dumps, and the vocabulary."""

import io
from dataclasses import replace
from zipfile import ZipFile

import httpx
import pandas
import pyoxigraph as ox
import pytest

from kembar.application import Kembar
from kembar.errors import AnswerTooLarge
from kembar.listings.tables import zipped_tables
from tests.http.routes.test_collections import COLLECTIONS

DATASET = ox.NamedNode("https://w3id.org/kembar/dataset")
VOID, DCT, DCAT = "http://rdfs.org/ns/void#", "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#"


def description(client: httpx.Client) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(client.get("/dataset").text, format=ox.RdfFormat.TURTLE)}


def values(triples: set[ox.Triple], prop: str, subject: ox.NamedNode = DATASET) -> list[str]:
    return [
        str(getattr(triple.object, "value", ""))
        for triple in triples
        if triple.subject == subject and triple.predicate.value == prop
    ]


def count(client: httpx.Client, pattern: str) -> str:
    query = f"PREFIX kb: <https://w3id.org/kembar/ontology#> SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    return client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1]


def test_the_described_counts_equal_those_of_the_graph(client: httpx.Client) -> None:
    triples = description(client)
    assert values(triples, VOID + "triples") == [count(client, "?s ?p ?o")]
    partnerships = ox.NamedNode("https://w3id.org/kembar/dataset/class/Partnership")
    assert values(triples, VOID + "entities", partnerships) == ["33"]
    assert values(triples, VOID + "entities", ox.NamedNode("https://w3id.org/kembar/dataset/class/Activity")) == [
        count(client, "?a a kb:Activity")
    ]


def test_the_description_has_licence_version_sources_and_coverage(client: httpx.Client) -> None:
    triples = description(client)
    assert values(triples, DCT + "license") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert values(triples, DCAT + "version") == ["revision 1"]
    assert "https://w3id.org/kembar/id/source/hutapea-2022" in values(triples, DCT + "source")
    for coverage in values(triples, DCT + "provenance"):
        assert values(triples, "https://w3id.org/kembar/ontology#covers", ox.NamedNode(coverage))


def test_every_source_of_a_graph_is_a_source_of_the_dataset(client: httpx.Client) -> None:
    triples = description(client)
    graphs = values(triples, VOID + "subset")
    primary = {
        source
        for graph in graphs
        for source in values(triples, "http://www.w3.org/ns/prov#hadPrimarySource", ox.NamedNode(graph))
    }
    assert primary
    assert primary == set(values(triples, DCT + "source"))


@pytest.mark.parametrize(
    ("suffix", "form"), [("trig", ox.RdfFormat.TRIG), ("nq", ox.RdfFormat.N_QUADS), ("ttl", ox.RdfFormat.TURTLE)]
)
def test_a_dump_holds_every_statement(client: httpx.Client, suffix: str, form: ox.RdfFormat) -> None:
    answer = client.get(f"/dataset/dump.{suffix}")
    assert answer.headers["content-type"].split(";")[0] == form.media_type
    assert str(len({quad.triple for quad in ox.parse(answer.content, format=form)})) == count(client, "?s ?p ?o")
    assert f"https://w3id.org/kembar/dataset/dump.{suffix}" in values(description(client), VOID + "dataDump")


def test_the_tables_are_those_of_the_collections_and_each_column_is_in_the_dictionary(client: httpx.Client) -> None:
    answer = client.get("/dataset/tables.zip?lang=en")
    assert (answer.headers["content-type"], answer.headers["content-language"]) == ("application/zip", "en")
    with ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert names == [*(f"{name}.csv" for name in COLLECTIONS), "dictionary.csv"]
        dictionary = pandas.read_csv(archive.open("dictionary.csv"))
        assert dictionary.notna().all(axis=None)
        for name in COLLECTIONS:
            assert archive.read(f"{name}.csv") == client.get(f"/{name}.csv?lang=en").content
            columns = pandas.read_csv(archive.open(f"{name}.csv")).columns
            assert list(dictionary[dictionary["file"] == f"{name}.csv"]["column"]) == list(columns)


def test_the_tables_are_the_same_bytes_every_time_and_announced(client: httpx.Client, kembar: Kembar) -> None:
    first, other = (client.get("/dataset/tables.zip", headers={"Accept-Language": each}) for each in ("id", "en"))
    assert first.headers["etag"] != other.headers["etag"]
    assert first.content == kembar.snapshot.tables("id").body
    again = client.get("/dataset/tables.zip?revision=1", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.headers["kembar-revision"]) == (304, "1")
    tables = ox.NamedNode("https://w3id.org/kembar/dataset/tables.zip")
    assert tables.value in values(description(client), DCAT + "distribution")
    media = "https://www.iana.org/assignments/media-types/"
    assert values(description(client), DCAT + "mediaType", tables) == [media + "text/csv"]
    assert values(description(client), DCAT + "packageFormat", tables) == [media + "application/zip"]


def test_tables_past_a_limit_are_refused_before_they_are_compressed(kembar: Kembar) -> None:
    limits = replace(kembar.snapshot.limits, result_max_bytes=len(kembar.snapshot.tables("id").body))
    with pytest.raises(AnswerTooLarge, match="one by one"):
        zipped_tables(kembar.snapshot.listing, "id", limits)


def test_an_unknown_dump_is_404_and_lists_the_known_ones(client: httpx.Client) -> None:
    answer = client.get("/dataset/dump.exe")
    assert (answer.status_code, answer.json()["known"]) == (404, ["trig", "nq", "ttl"])


def test_the_vocabulary_is_a_page_for_people_and_a_graph_for_programs(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "The lasting tie between two local governments" in page.text
    assert "Ikatan yang berlangsung lama" in page.text
    assert 'src="http' not in page.text
    assert client.get("/ontology.html").text == page.text
    graph = {
        quad.triple
        for quad in ox.parse(
            client.get("/ontology", headers={"Accept": "text/turtle"}).text, format=ox.RdfFormat.TURTLE
        )
    }
    assert ox.NamedNode("https://w3id.org/kembar/ontology#Partnership") in {triple.subject for triple in graph}
