"""A date in dispute is a set of readings, and what belongs to one occasion counts once."""

import pytest

from kembar.application import Kembar
from kembar.listings.pages import PageRequest
from kembar.store.embedded import EmbeddedStore
from tests.questions.shipped import ask, column
from tests.questions.small import answers, graph, rows

DISPUTED = """
partnership:one a kb:Partnership ; rdfs:label "Satu"@id , "One"@en ; kb:party government:home , government:abroad .
government:home a kb:LocalGovernment ; kb:country country:id . government:abroad a kb:LocalGovernment ;
    kb:country country:xx .
coverage:one a kb:Coverage ; kb:covers partnership:one .
activity:open a kb:Activity ; rdfs:label "Terbuka"@id , "Open"@en ; kb:partnership partnership:one ;
    kb:statedAt place:p ;
    kb:activityKind <https://w3id.org/kembar/concept/activity-kind/visit> ;
        kb:status <https://w3id.org/kembar/concept/status/held> ;
    kb:direction <https://w3id.org/kembar/concept/direction/from-home> .
<urn:c> a kb:Contradiction ; kb:concerns activity:open ; kb:disputes kb:date ; kb:hasReading <urn:r1> , <urn:r2> .
<urn:r1> kb:value "2019"^^xsd:gYear . <urn:r2> kb:value "2020-06-16"^^xsd:date .
activity:settled a kb:Activity ; rdfs:label "Selesai"@id , "Settled"@en ; kb:partnership partnership:one ;
    kb:statedAt place:p ;
    kb:activityKind <https://w3id.org/kembar/concept/activity-kind/visit> ;
        kb:status <https://w3id.org/kembar/concept/status/held> ;
    kb:direction <https://w3id.org/kembar/concept/direction/from-partner> ; kb:date "2007-06-22"^^xsd:date .
<urn:d> a kb:Contradiction ; kb:concerns activity:settled ; kb:disputes kb:date ; kb:hasReading <urn:r3> , <urn:r4> .
<urn:r3> kb:value "2007-06-22"^^xsd:date ; kb:preferred true . <urn:r4> kb:value "2008-10-03"^^xsd:date .
place:p a kb:SourcePlace ; rdfs:label "Tempat"@id , "Place"@en .
"""
FESTIVAL = """
activity:fair a kb:Activity ; rdfs:label "Pekan"@id , "Fair"@en ; kb:partnership partnership:one ;
    kb:statedAt place:p ; kb:date "2010-05"^^xsd:gYearMonth ;
    kb:activityKind <https://w3id.org/kembar/concept/activity-kind/visit> ;
        kb:status <https://w3id.org/kembar/concept/status/held> ;
    kb:direction <https://w3id.org/kembar/concept/direction/from-home> .
activity:opening a kb:Activity ; rdfs:label "Pembukaan"@id , "Opening"@en ; kb:partnership partnership:one ;
    kb:statedAt place:p ; kb:isPartOf activity:fair ;
    kb:activityKind <https://w3id.org/kembar/concept/activity-kind/visit> ;
        kb:status <https://w3id.org/kembar/concept/status/held> ;
    kb:date "2010-05-04"^^xsd:date ; kb:direction <https://w3id.org/kembar/concept/direction/from-home> .
activity:talk a kb:Activity ; rdfs:label "Konferensi"@id , "Conference"@en ; kb:partnership partnership:one ;
    kb:statedAt place:p ;
    kb:activityKind <https://w3id.org/kembar/concept/activity-kind/contact> ;
        kb:status <https://w3id.org/kembar/concept/status/held> ; kb:date "2010-09-01"^^xsd:date .
<urn:invitation> a kb:Contact ; rdfs:label "Undangan"@id , "Invitation"@en ; kb:partnership partnership:one ;
    kb:statedAt place:p ;
    kb:activityKind <https://w3id.org/kembar/concept/activity-kind/contact> ; kb:date "2010-08"^^xsd:gYearMonth ;
        kb:askedFor activity:talk .
deed:mou a kb:Deed ; rdfs:label "MoU"@id , "MoU"@en ; kb:founds partnership:one ; kb:date "2010-05-04"^^xsd:date ;
    kb:statedAt place:p .
"""


@pytest.fixture(scope="module")
def disputed() -> EmbeddedStore:
    return graph(DISPUTED)


def test_no_event_is_shown_between_its_readings(kembar: Kembar, disputed: EmbeddedStore) -> None:
    assert rows(disputed, "timeline", since="2020-03-01", until="2020-03-31") == []
    shipped = ask(kembar, "timeline", since="2020-03-01", until="2020-03-31")
    assert not {"beijing-2019-tourism-expo", "budapest-2019-water-workshop", "budapest-2019-painters-visit"} & set(
        column(shipped, "what")
    )


def test_a_disputed_date_shows_each_reading(kembar: Kembar, disputed: EmbeddedStore) -> None:
    assert answers(disputed, "timeline", "what", "date") == {"settled": "2007-06-22", "open": "2019 | 2020-06-16"}
    shipped = kembar.snapshot.ask("timeline", {"partnership": "beijing"})
    assert "2019 | 2020-06-16/2020-06-22" in [row["date"] for row in shipped.rows]


@pytest.mark.parametrize(
    ("since", "until", "readings", "found"),
    [
        ("2019-05-01", "2019-05-31", "preferred", {"open": False}),
        ("2019-01-01", "2020-12-31", "preferred", {"open": True}),
        ("2007-01-01", "2007-12-31", "preferred", {"settled": True}),
        ("2008-01-01", "2008-12-31", "preferred", {}),
        ("2008-01-01", "2008-12-31", "all", {"settled": False}),
        ("2007-01-01", "2008-12-31", "all", {"settled": True}),
    ],
)
def test_a_period_is_compared_with_each_reading_alone(
    disputed: EmbeddedStore, since: str, until: str, readings: str, found: dict[str, bool]
) -> None:
    period = {"until": until, "readings": readings}
    assert answers(disputed, "timeline", "what", "certain", since=since, **period) == found
    assert answers(disputed, "visits", "activity", "certain", since=since, **period) == found
    (row,) = rows(disputed, "visit-reciprocity", since=since, **period)
    assert (row["from_home"], row["from_partner"]) == ("open" in found, "settled" in found)
    assert row["certain"] is all(found.values())


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"since": "2020-03-01", "until": "2020-03-31", "partnership": "beijing"}, False),
        ({"since": "2020-06-20", "until": "2020-06-30", "partnership": "beijing"}, True),
        ({"since": "2019-06-20", "until": "2019-06-30", "partnership": "beijing"}, True),
    ],
)
def test_a_collection_compares_a_period_with_each_reading_alone(
    kembar: Kembar, filters: dict[str, str], found: bool
) -> None:
    page = kembar.snapshot.listing.page("activities", PageRequest("en", filters), kembar.snapshot.limits)
    dates = {item["id"].rpartition("/")[2]: item["date"] for item in page.items}
    assert ("beijing-2019-tourism-expo" in dates) is found
    assert not found or dates["beijing-2019-tourism-expo"] == "2019 | 2020-06-16/2020-06-22"


def test_a_collection_compares_all_readings_if_asked(kembar: Kembar) -> None:
    def deeds(**filters: str) -> set[str]:
        page = kembar.snapshot.listing.page("deeds", PageRequest("en", filters), kembar.snapshot.limits)
        return {item["id"].rpartition("/")[2] for item in page.items}

    in_april_1983 = {"since": "1983-04-01", "until": "1983-04-30"}
    assert deeds(**in_april_1983) == deeds(**in_april_1983, readings="preferred") == set()
    assert deeds(**in_april_1983, readings="all") == {"rotterdam-mou-1986"}


def test_the_last_activities_are_that_of_the_earliest_bound_and_all_that_may_be_later() -> None:
    store = graph(DISPUTED.replace("2020-06-16", "2018-06-16").replace("2007-06-22", "2019-05-01"))
    (row,) = rows(store, "last-activity")
    assert row["last_held_earliest"] == "2019-05-01"
    assert {each["label_en"] for each in row["last_held"]} == {"Open", "Settled"}


def test_what_is_part_of_another_activity_counts_once_with_it() -> None:
    store = graph(DISPUTED + FESTIVAL)
    (row,) = rows(store, "visit-reciprocity", since="2010-01-01", until="2010-12-31")
    assert (row["from_home"], len(row["visits"])) == (1, 2)
    counts = {(row["year"], row["indicator"]): row["possible"] for row in rows(store, "activity-by-year")}
    assert counts[2010, "visit"] == 1
    (row,) = rows(store, "last-activity")
    assert row["held"] == 5  # the open and the settled visit, the fair, the conference and the deed


def test_an_invitation_is_no_second_conference() -> None:
    store = graph(DISPUTED + FESTIVAL)
    counts = {(row["year"], row["indicator"]): row["possible"] for row in rows(store, "activity-by-year")}
    assert counts[2010, "contact"] == 1


def test_a_dated_deed_is_a_signing_whether_or_not_its_signing_is_told(kembar: Kembar) -> None:
    store = graph(DISPUTED + FESTIVAL)
    counts = {(row["year"], row["indicator"]): row["possible"] for row in rows(store, "activity-by-year")}
    assert counts[2010, "document-signing"] == 1
    signings = ask(kembar, "activity-by-year", indicator="document-signing", region="jakarta")
    assert len({row["partnership"] for row in signings}) == 22


@pytest.mark.parametrize(
    ("partnership", "year", "indicator", "count"),
    [
        ("istanbul", 2019, "visit", 1),
        ("kyiv", 2019, "visit", 1),
        ("berlin", 2019, "joint-event", 2),
        ("berlin", 2020, "contact", 2),
    ],
)
def test_the_occasions_of_the_chapter_count_once(
    kembar: Kembar, partnership: str, year: int, indicator: str, count: int
) -> None:
    found = ask(kembar, "activity-by-year", partnership=partnership, indicator=indicator)
    assert {row["year"]: row["possible"] for row in found}[year] == count
