"""Like things of the chapter are recorded alike: signings, summits, dates of what was only talked of, givers."""

import pytest

from kembar.application import Kembar
from tests.content.test_data import TABLES, rows

SIGNING_INFERRED = {"rotterdam", "tokyo", "kyiv", "moscow"}
CONCEPT = "https://w3id.org/kembar/concept/"


def test_every_founding_deed_has_one_signing_of_its_day(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        """SELECT ?p ?day { ?deed kb:founds ?p ; kb:date ?day . ?signing kb:concludes ?deed ; kb:date ?day ;
            kb:partnership ?p ;
        kb:activityKind <https://w3id.org/kembar/concept/activity-kind/document-signing> ;
            kb:status <https://w3id.org/kembar/concept/status/held> }""",
    )
    assert sorted(selected) == sorted((f"partnership/{partner}", day) for _, _, partner, day in TABLES)


def test_a_signing_that_the_chapter_does_not_state_is_marked_as_inferred(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT ?p { ?deed kb:founds ?p . ?signing kb:concludes ?deed ; kb:confidence "
        "<https://w3id.org/kembar/concept/confidence/inferred> }",
    )
    assert {row[0] for row in selected} == {f"partnership/{partner}" for partner in SIGNING_INFERRED}


def test_the_ten_signings_that_only_section_d_1_tells_of_name_that_place(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT ?p { ?signing kb:concludes/kb:founds ?p ; kb:statedAt "
        "<https://w3id.org/kembar/id/place/chapter-d-1-p1> } ORDER BY ?p",
    )
    partners = "al-quds arkansas casablanca hanoi islamabad jeddah los-angeles maputo paris pyongyang"
    assert selected == [(f"partnership/{partner}",) for partner in partners.split()]


def test_no_list_of_fields_is_recorded_twice(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT ?deed ?place ?n { ?listing a kb:FieldListing ; kb:listedIn ?deed ; kb:statedAt ?place ; "
        "kb:position ?n } GROUP BY ?deed ?place ?n HAVING(COUNT(?listing) > 1)",
    )
    assert selected == []


def test_the_doubled_listings_of_rotterdams_narrative_lead_to_the_ones_that_stayed(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT ?old ?new { ?old a kb:Renamed ; <http://purl.org/dc/terms/isReplacedBy> ?new "
        "FILTER(CONTAINS(STR(?old), '/listing/')) } ORDER BY ?old",
    )
    assert selected == [(f"listing/rotterdam-narrative-{n}", f"listing/rotterdam-h-{n}") for n in range(1, 5)]


def test_every_deed_but_the_one_whose_signature_page_was_not_seen_says_how_far_it_has_come(kembar: Kembar) -> None:
    selected = rows(kembar, "SELECT ?deed { ?deed a kb:Deed FILTER NOT EXISTS { ?deed kb:deedState ?state } }")
    assert selected == [("deed/surabaya-kitakyushu-mou",)]


STATES = {
    "agreed": "kyiv-mou-2007 moscow-mou-2007 new-south-wales-mou-2015 rotterdam-mou-1986 tokyo-mou-1989",
    "draft": "budapest-handover-mou-komodo casablanca-settat-loi-2018 new-south-wales-document-2021 "
    "shanghai-action-plan-2021",
}


@pytest.mark.parametrize("state", STATES)
def test_a_deed_is_called_agreed_or_a_draft_where_the_source_goes_no_further(kembar: Kembar, state: str) -> None:
    selected = rows(kembar, f"SELECT ?deed {{ ?deed kb:deedState <{CONCEPT}deed-state/{state}> }} ORDER BY ?deed")
    assert selected == [(f"deed/{deed}",) for deed in STATES[state].split()]


def test_the_state_of_a_deed_agrees_with_its_date_its_signatures_and_its_signing(kembar: Kembar) -> None:
    unlike = rows(
        kembar,
        """SELECT ?deed { ?deed kb:deedState <https://w3id.org/kembar/concept/deed-state/draft> .
        { ?deed kb:date ?day } UNION { ?deed kb:signature ?signature } UNION { ?signing kb:concludes ?deed ;
            kb:status <https://w3id.org/kembar/concept/status/held> } }""",
    )
    unsigned = rows(
        kembar,
        """SELECT ?deed { ?deed kb:deedState ?state FILTER(?state !=
            <https://w3id.org/kembar/concept/deed-state/signed>) ?deed kb:signature ?signature }""",
    )
    stated = rows(
        kembar,
        """SELECT ?deed ?state { ?signing kb:concludes ?deed ;
            kb:status <https://w3id.org/kembar/concept/status/held> . ?deed kb:deedState ?state
        BIND(EXISTS { ?signing kb:confidence <https://w3id.org/kembar/concept/confidence/inferred> } AS ?inferred)
        FILTER(?inferred = (?state = <https://w3id.org/kembar/concept/deed-state/signed>)) }""",
    )
    assert (unlike, unsigned, stated) == ([], [], [])


def test_the_summits_of_1985_and_1986_are_recorded_alike(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        """SELECT ?p ?event ?kind ?status ?direction ?channel ?preparatory (COUNT(?who) AS ?heads) {
        VALUES ?event { <https://w3id.org/kembar/id/event/summit-of-major-cities-1985>
            <https://w3id.org/kembar/id/event/summit-of-major-cities-1986> }
        ?activity a kb:Activity ; kb:partOfEvent ?event ; kb:partnership ?p ; kb:activityKind ?kind ;
            kb:status ?status ; kb:direction ?direction ;
          kb:channel ?channel ; kb:preparatory ?preparatory ; kb:followedBy/kb:concludes/kb:founds ?p ;
          kb:participation [ kb:participant ?who ; kb:role <https://w3id.org/kembar/concept/role/participant> ] }
        GROUP BY ?p ?event ?kind ?status ?direction ?channel ?preparatory ORDER BY ?event""",
    )
    assert [row[:2] for row in selected] == [
        ("partnership/berlin", "event/summit-of-major-cities-1985"),
        ("partnership/tokyo", "event/summit-of-major-cities-1986"),
    ]
    assert len({row[2:] for row in selected}) == 1
    assert selected[0][-1] == "2"


def test_the_meeting_at_the_summit_of_1986_is_a_part_of_attending_it(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT ?whole { <https://w3id.org/kembar/id/contact/tokyo-1986-governors-meeting> "
        "<https://w3id.org/kembar/ontology#isPartOf> ?whole }",
    )
    assert selected == [("activity/tokyo-1986-summit-of-major-cities",)]


ONLY_TALKED_OF = """beijing-2020-covid-policy-briefing casablanca-2019-smart-city-conference
    los-angeles-2020-smart-cities-webinar
los-angeles-2020-smart-mobility-study new-south-wales-2019-training-cooperation
    new-south-wales-2020-trade-investment-tourism"""


@pytest.mark.parametrize("activity", ONLY_TALKED_OF.split())
def test_what_was_only_talked_of_or_invited_to_has_no_date_of_its_own(kembar: Kembar, activity: str) -> None:
    selected = rows(
        kembar,
        f"""SELECT ?status ?date ?event_date {{ <https://w3id.org/kembar/id/activity/{activity}> kb:status ?status
        OPTIONAL {{ <https://w3id.org/kembar/id/activity/{activity}> kb:date|kb:earliest ?date }}
        OPTIONAL {{ <https://w3id.org/kembar/id/activity/{activity}> kb:partOfEvent/kb:date ?event_date }} }}""",
    )
    assert [row[1:] for row in selected] == [("", "")]
    assert not selected[0][0].endswith("/held")


def test_the_invitations_and_talks_keep_their_dates(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        """SELECT DISTINCT ?contact ?date { ?contact a kb:Contact ; kb:date ?date ; kb:askedFor ?activity .
            FILTER NOT EXISTS { ?activity kb:date ?day }
        FILTER NOT EXISTS { ?c kb:concerns ?activity ; kb:disputes kb:date } } ORDER BY ?contact""",
    )
    assert selected == [
        ("contact/beijing-2020-covid-policy-invitation", "2020-04-02"),
        ("contact/casablanca-2019-smart-city-conference-invitation", "2019"),
        ("contact/los-angeles-2020-smart-cities-webinar-invitation", "2020"),
        ("contact/new-south-wales-2020-talks", "2020"),
    ]


def test_all_aid_of_one_side_names_its_giver_or_the_one_asked_for_it(kembar: Kembar) -> None:
    roles = " ".join(f"<{CONCEPT}role/{role}>" for role in ("donor", "sender", "requested"))
    selected = rows(
        kembar,
        f"""SELECT ?activity {{ ?activity a kb:Activity ; kb:activityKind <{CONCEPT}activity-kind/aid> ;
            kb:direction ?from
        FILTER(?from != <{CONCEPT}direction/joint>) FILTER NOT EXISTS {{ VALUES ?role {{ {roles} }} ?activity
            kb:participation ?p . ?p kb:role ?role }} }}""",
    )
    assert selected == []


def test_the_givers_of_the_protective_equipment_are_beijing_and_its_communities(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        f"""SELECT ?giver {{ <https://w3id.org/kembar/id/activity/beijing-2020-protective-equipment> kb:participation
            ?p .
        ?p kb:participant ?giver ; kb:role <{CONCEPT}role/donor> }} ORDER BY ?giver""",
    )
    assert selected == [("actor/beijing-community",), ("government/beijing",)]
