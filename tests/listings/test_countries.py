"""The collection of countries, over a small graph: how relations stand, since when, and how often they were interrupted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kembar.application import Kembar
from kembar.files import Content
from kembar.listings.index import open_index
from kembar.listings.pages import Listing, PageRequest
from kembar.store.revisions import Revisions

GRAPH = """
@prefix c: <https://w3id.org/kembar/id/country/> . @prefix kb: <https://w3id.org/kembar/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix state: <https://w3id.org/kembar/concept/relation-state/> .
@prefix r: <https://w3id.org/kembar/id/relation/> . @prefix p: <https://w3id.org/kembar/id/period/> .
@prefix firm: <https://w3id.org/kembar/concept/confidence/> .

c:id a kb:Country ; rdfs:label "Indonesia"@en ; kb:isoCode "ID" .
c:aa a kb:Country ; rdfs:label "Alba"@en ; skos:altLabel "Old Alba"@en ; kb:isoCode "AA" ; kb:isoAlpha3 "AAA" .
c:bb a kb:Country ; rdfs:label "Borea"@en ; kb:isoCode "BB" .
c:cc a kb:Country ; rdfs:label "Cara"@en ; kb:isoCode "CC" .
c:dd a kb:Country ; rdfs:label "Dora"@en ; kb:isoCode "DD" .
c:ee a kb:Country ; rdfs:label "Esto"@en ; kb:isoCode "EE" .
c:ff a kb:Country ; rdfs:label "Fara"@en ; kb:isoCode "FF" .

r:aa a kb:DiplomaticRelation ; kb:with c:aa ; kb:relationState state:established ; kb:period p:aa-1 , p:aa-2 ; kb:confidence firm:high ;
    kb:checkedOn "2026-11-27"^^xsd:date .
p:aa-1 a kb:Period ; kb:start "1950"^^xsd:gYear ; kb:startEarliest "1950-01-01"^^xsd:date ; kb:startLatest "1950-12-31"^^xsd:date ;
    kb:end "1960-03-01"^^xsd:date ; kb:endEarliest "1960-03-01"^^xsd:date ; kb:endLatest "1960-03-01"^^xsd:date ; kb:confidence firm:high .
p:aa-2 a kb:Period ; kb:start "1970-05"^^xsd:gYearMonth ; kb:startEarliest "1970-05-01"^^xsd:date ; kb:startLatest "1970-05-31"^^xsd:date ;
    kb:confidence firm:medium .
r:bb a kb:DiplomaticRelation ; kb:with c:bb ; kb:relationState state:none ; kb:stateKnownAsOf "2019"^^xsd:gYear .
r:cc a kb:DiplomaticRelation ; kb:with c:cc ; kb:relationState state:established ; kb:stateKnownAsOf "2012-12-05"^^xsd:date .
r:dd a kb:DiplomaticRelation ; kb:with c:dd ; kb:relationState state:established ; kb:period p:dd-1 .
p:dd-1 a kb:Period ; kb:start "1950"^^xsd:gYear ; kb:startEarliest "1950-01-01"^^xsd:date ; kb:startLatest "1950-12-31"^^xsd:date ;
    kb:end "1960"^^xsd:gYear ; kb:endEarliest "1960-01-01"^^xsd:date ; kb:endLatest "1960-12-31"^^xsd:date .
r:ee a kb:DiplomaticRelation ; kb:with c:ee ; kb:relationState state:established ; kb:period p:ee-1 .
p:ee-1 a kb:Period ; kb:startEarliest "1948-01-01"^^xsd:date ; kb:startLatest "1950-12-31"^^xsd:date .

<https://w3id.org/kembar/id/partnership/a> a kb:Partnership ; kb:party <https://w3id.org/kembar/id/government/a> .
<https://w3id.org/kembar/id/government/a> kb:governs <https://w3id.org/kembar/id/territory/a> .
<https://w3id.org/kembar/id/territory/a> kb:country c:aa .
"""


@pytest.fixture(scope="module")
def listing(kembar: Kembar, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listing]:
    """The collections over the small graph."""
    with Revisions(tmp_path_factory.mktemp("countries")) as revisions:
        quads = [ox.Quad(*quad.triple) for quad in ox.parse(GRAPH.encode(), format=ox.RdfFormat.TURTLE)]
        revision = revisions.add(quads, Content.shipped().digest)
        collections = kembar.snapshot.collections
        folder: Path = revisions.folder.path
        yield Listing(open_index(folder, revision, collections), collections, revision.store, revision.number)


@pytest.fixture
def found(listing: Listing, kembar: Kembar) -> Any:
    """Return the items that a request finds, by code."""

    def ask(q: str | None = None, sort: str | None = None, **filters: str) -> dict[str, dict[str, Any]]:
        page = listing.page("countries", PageRequest("en", filters, q=q, sort=sort), kembar.snapshot.limits)
        return {item["isoCode"]: dict(item) for item in page.items}

    return ask


def test_every_country_but_indonesia_is_listed_by_name(found: Any) -> None:
    assert list(found()) == ["AA", "BB", "CC", "DD", "EE", "FF"]


def test_the_state_is_established_none_or_unknown(found: Any) -> None:
    assert {code: item["state"] for code, item in found().items()} == {
        "AA": "established",
        "BB": "none",
        "CC": "established",  # known to exist, without a recorded start
        "DD": "none",  # ended, and not resumed
        "EE": "established",
        "FF": "unknown",
    }


def test_the_start_is_that_of_the_current_period_as_recorded(found: Any) -> None:
    items = found()
    assert [items["AA"][name] for name in ("establishedOn", "establishedEarliest", "establishedLatest")] == [
        "1970-05",
        "1970-05-01",
        "1970-05-31",
    ]
    assert items["AA"]["startConfidence"]["id"].endswith("/confidence/medium")
    assert items["AA"]["stateConfidence"]["id"].endswith("/confidence/high")


def test_a_disputed_start_has_bounds_only(found: Any) -> None:
    item = found()["EE"]
    assert (item["establishedOn"], item["establishedEarliest"]) == (None, "1948-01-01")


def test_where_no_period_is_recorded_the_day_of_the_source_is_told(found: Any) -> None:
    items = found()
    assert (items["BB"]["knownAsOf"], items["CC"]["knownAsOf"]) == ("2019", "2012-12-05")
    assert items["CC"]["establishedOn"] is items["CC"]["interruptions"] is None


def test_interruptions_and_partnerships_are_counted(found: Any) -> None:
    items = found()
    assert (items["AA"]["interruptions"], items["EE"]["interruptions"]) == (1, 0)
    assert {code: item["partnershipCount"] for code, item in items.items() if item["partnershipCount"]} == {"AA": 1}
    assert items["AA"]["relationCheckedOn"] == "2026-11-27"


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"state": "unknown"}, ["FF"]),
        ({"has_partner": "true"}, ["AA"]),
        ({"has_partner": "false", "state": "none"}, ["BB", "DD"]),
        ({"interrupted": "true"}, ["AA"]),
        ({"confidence": "medium"}, ["AA"]),
        ({"since": "1970-05-31"}, ["AA"]),
        ({"until": "1950-06-01"}, ["EE"]),
        ({"q": "old alba"}, ["AA"]),
        ({"q": "AAA"}, ["AA"]),
    ],
)
def test_countries_are_found_by_state_partner_start_and_name(
    found: Any, filters: dict[str, str], codes: list[str]
) -> None:
    assert list(found(**filters)) == codes


def test_countries_are_sorted_by_their_start_and_those_without_one_come_first(found: Any) -> None:
    assert list(found(sort="establishedEarliest"))[-2:] == ["EE", "AA"]
