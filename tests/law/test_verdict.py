"""Verdicts on the record and on drafts. Each expected outcome of the 22 partnerships stands here with its reason."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kembar.application import Kembar
from kembar.law.verdict import today
from kembar.namespaces import ID
from kembar.rdf.formats import Format

HEAD = """
@prefix kb: <https://w3id.org/kembar/ontology#> .
@prefix country: <https://w3id.org/kembar/id/country/> .
@prefix deed: <https://w3id.org/kembar/id/deed/> .
@prefix finding: <https://w3id.org/kembar/id/finding/> .
@prefix actor: <https://w3id.org/kembar/id/actor/> .
@prefix government: <https://w3id.org/kembar/id/government/> .
@prefix level: <https://w3id.org/kembar/concept/level/> .
@prefix territory: <https://w3id.org/kembar/id/territory/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def draft(city: str, country: str, level: str, extra: str = "") -> str:
    return f"""{HEAD}
    deed:draft a kb:Deed ; kb:party government:jakarta , government:{city} .
    government:{city} a kb:LocalGovernment ; kb:governs territory:{city} .
    territory:{city} a kb:Territory ; kb:country {country} ; kb:level level:{level} .
    {extra}"""


def with_known(government: str, day: str | None = None) -> str:
    dated = f' ; kb:date "{day}"^^xsd:date' if day else ""
    return f"{HEAD} deed:draft a kb:Deed ; kb:party government:jakarta , government:{government}{dated} ."


def judged(kembar: Kembar, graph: str, requirement: str, **options: Any) -> dict[str, Any]:
    verdict = kembar.verdicts.validate(graph.encode(), Format.TURTLE, **options).to_json()
    (one,) = [one for one in verdict["requirements"] if one["requirement"] == f"{ID}requirement/{requirement}"]
    return {**one, "overall": verdict["overall"], "actDate": verdict["actDate"]}


def of_record(kembar: Kembar, deed: str, requirement: str, **options: Any) -> dict[str, Any]:
    return judged(kembar, f"{HEAD} deed:{deed} a kb:Deed .", requirement, **options)


RECORD = {
    # partnership: (founding deed, 27(1)a, 27(3)a, why where it is not plain)
    "jeddah": (
        "jeddah-mou-1979",
        "satisfied",
        "undetermined",
        "a city inside Makkah; relations since 1948 or 1950, long before 1979",
    ),
    "seoul": ("seoul-mou-1984", "satisfied", "satisfied", ""),
    "islamabad": ("islamabad-mou-1984", "satisfied", "satisfied", "1955 as the start, if true, still lies before 1984"),
    "rotterdam": (
        "rotterdam-mou-1986",
        "satisfied",
        "undetermined",
        "a second-level municipality; the second period of relations, from 1963",
    ),
    "tokyo": ("tokyo-mou-1989", "satisfied", "satisfied", ""),
    "los-angeles": ("los-angeles-mou-1991", "satisfied", "undetermined", "a city inside California"),
    "casablanca": ("casablanca-mou-1991", "satisfied", "undetermined", "a prefecture inside Casablanca-Settat"),
    "beijing": ("beijing-mou-1992", "satisfied", "satisfied", "two years after relations were resumed"),
    "arkansas": ("arkansas-mou-1993", "satisfied", "satisfied", ""),
    "berlin": ("berlin-mou-1994", "satisfied", "satisfied", ""),
    "new-south-wales": ("new-south-wales-mou-1994", "satisfied", "satisfied", ""),
    "paris": (
        "paris-mou-1995",
        "satisfied",
        "undetermined",
        "inside Île-de-France; relations since 1950 or 1951, none preferred, both before 1995",
    ),
    "bangkok": ("bangkok-mou-2002", "satisfied", "satisfied", ""),
    "hanoi": ("hanoi-mou-2004", "satisfied", "satisfied", ""),
    "istanbul": ("istanbul-mou-2007", "satisfied", "satisfied", ""),
    "maputo": ("maputo-mou-2007", "satisfied", "satisfied", "relations since 1991 or 1994, both before 2007"),
    "kyiv": ("kyiv-mou-2007", "satisfied", "satisfied", "June 1992 in both readings"),
    "moscow": ("moscow-mou-2007", "satisfied", "satisfied", "relations with the USSR, continued by Russia"),
    "al-quds": ("al-quds-mou-2007", "satisfied", "undetermined", "its level is disputed and no reading is preferred"),
    "pyongyang": (
        "pyongyang-mou-2007",
        "satisfied",
        "satisfied",
        "the chapter's claim of no relations is contradicted by every other source",
    ),
    "budapest": ("budapest-mou-2009", "satisfied", "satisfied", ""),
    "shanghai": ("shanghai-mou-2020", "satisfied", "satisfied", "the only founding deed that the law binds"),
}


@pytest.mark.parametrize("partner", RECORD)
def test_the_founding_deed_of_each_partnership_is_judged(kembar: Kembar, partner: str) -> None:
    deed, relations, status, _why = RECORD[partner]
    one, other = of_record(kembar, deed, "diplomatic-relations"), of_record(kembar, deed, "equal-status")
    assert (one["outcome"], other["outcome"]) == (relations, status)
    binding = "bound" if partner == "shanghai" else "information"
    assert (one["binding"], other["binding"]) == (binding, binding)
    assert one["evidence"]
    assert all(evidence["statedAt"] for evidence in one["evidence"])
    assert bool([evidence for evidence in other["evidence"] if evidence["finds"] == "open"]) == (
        status == "undetermined"
    )


def test_there_are_as_many_pinned_as_there_are_partnerships(kembar: Kembar) -> None:
    answer = kembar.snapshot.query(
        "SELECT (COUNT(?p) AS ?n) { ?p a <https://w3id.org/kembar/ontology#Partnership> }", lambda _: Format.SPARQL_CSV
    )
    assert answer.body.decode().split()[1] == str(len(RECORD)) == "22"


@pytest.mark.parametrize(("city", "country"), [("tel-aviv", "country:il"), ("pristina", "country:xk")])
def test_a_city_of_a_country_stated_to_be_without_relations_is_violated(
    kembar: Kembar, city: str, country: str
) -> None:
    one = judged(kembar, draft(city, country, "first"), "diplomatic-relations")
    assert (one["outcome"], one["binding"], one["overall"]) == ("violated", "bound", "not-lawful")
    assert one["evidence"][0]["facts"]["stateKnownAsOf"]


def test_a_no_proves_nothing_before_the_date_of_its_source(kembar: Kembar) -> None:
    assert (
        judged(kembar, draft("pristina", "country:xk", "first"), "diplomatic-relations", as_of=date(2010, 1, 1))[
            "outcome"
        ]
        == "undetermined"
    )


def test_taipei_is_violated_and_the_reading_that_it_rests_on_is_named(kembar: Kembar) -> None:
    one = judged(kembar, draft("taipei", "country:tw", "first"), "diplomatic-relations")
    assert one["outcome"] == "violated"
    (contest,) = one["restsOn"]
    outcomes = {
        reading["value"].rsplit("/", 1)[-1]: (reading["preferred"], reading["outcome"])
        for reading in contest["readings"]
    }
    assert contest["turns"]
    assert outcomes == {"tw": (True, None), "cn": (False, "satisfied")}


def test_a_city_of_a_country_outside_the_table_is_undetermined_and_told_what_is_needed(kembar: Kembar) -> None:
    one = judged(kembar, draft("reykjavik", "country:is", "first", "country:is a kb:Country ."), "diplomatic-relations")
    assert (one["outcome"], one["overall"]) == ("undetermined", "not-yet-shown")
    assert "Foreign Ministry" in one["needed"]["en"]
    assert "Kementerian Luar Negeri" in one["needed"]["id"]


def test_a_second_foreign_party_must_be_shown_too(kembar: Kembar) -> None:
    graph = draft(
        "reykjavik", "country:is", "second", "country:is a kb:Country . deed:draft kb:party government:berlin ."
    )
    for requirement in ("diplomatic-relations", "equal-status"):
        one = judged(kembar, graph, requirement)
        assert one["outcome"] == "undetermined"
        assert {evidence["finds"] for evidence in one["evidence"]} == {"satisfied", "open"}


def test_equal_levels_satisfy_and_both_texts_are_there(kembar: Kembar) -> None:
    one = judged(kembar, with_known("casablanca-settat"), "equal-status")
    assert (one["outcome"], one["provision"]["citation"]) == ("satisfied", "Pasal 27 ayat (3) huruf a")
    assert set(one["message"]) == {"id", "en"}


def test_rotterdam_today_is_undetermined_and_arguable_with_the_rebuttal_beside_it(kembar: Kembar) -> None:
    one = judged(kembar, with_known("rotterdam"), "equal-status")
    assert (one["outcome"], one["arguable"]) == ("undetermined", True)
    (argument,) = one["arguments"]
    assert argument["rebuttal"]["en"]
    assert argument["rebuttedBy"][0]["id"] == f"{ID}provision/uu-29-2007-28-3"


def test_the_argument_of_2007_cannot_excuse_an_older_deed(kembar: Kembar) -> None:
    assert of_record(kembar, "rotterdam-mou-1986", "equal-status")["arguable"] is False


def test_al_quds_is_undetermined_because_its_level_is_disputed(kembar: Kembar) -> None:
    one = judged(kembar, with_known("al-quds"), "equal-status")
    assert one["outcome"] == "undetermined"
    (contest,) = one["restsOn"]
    assert contest["turns"]
    assert {reading["outcome"] for reading in contest["readings"]} == {"satisfied", "undetermined"}


def test_pyongyang_would_turn_under_the_reading_of_the_chapter(kembar: Kembar) -> None:
    one = judged(kembar, with_known("pyongyang"), "diplomatic-relations")
    assert one["outcome"] == "satisfied"
    (contest,) = one["restsOn"]
    assert contest["turns"]
    assert [reading["outcome"] for reading in contest["readings"]] == [None, "violated"]


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("1965-06-01", "satisfied"), ("1975-06-01", "violated"), ("1992-08-04", "satisfied"), ("1945-01-01", "violated")],
)
def test_relations_with_china_are_an_interval_with_a_gap(kembar: Kembar, day: str, outcome: str) -> None:
    assert judged(kembar, with_known("beijing", day), "diplomatic-relations")["outcome"] == outcome


def test_a_day_between_two_readings_of_the_start_cannot_be_told(kembar: Kembar) -> None:
    assert judged(kembar, with_known("jeddah", "1949-06-01"), "diplomatic-relations")["outcome"] == "undetermined"


def test_the_facts_of_another_day_can_be_looked_at_under_the_law_of_the_act_date(kembar: Kembar) -> None:
    one = of_record(kembar, "beijing-mou-1992", "diplomatic-relations", as_of=date(1975, 1, 1))
    assert (one["outcome"], one["binding"]) == ("violated", "information")


def test_a_deed_between_institutions_gets_no_outcome_of_this_law(kembar: Kembar) -> None:
    for requirement in ("diplomatic-relations", "equal-status"):
        assert of_record(kembar, "new-south-wales-institutional-mou-2017", requirement)["outcome"] == "not-applicable"


def test_the_statement_of_a_body_that_is_not_competent_decides_nothing(kembar: Kembar) -> None:
    finding = "finding:f a kb:Finding ; kb:findingFor deed:draft ; kb:findsEqualTerritory true ; kb:attestor actor:dprd-jakarta ; kb:document 'No. 3' ."
    assert judged(kembar, with_known("rotterdam") + finding, "equal-status")["outcome"] == "undetermined"
    competent = finding.replace("dprd-jakarta", "ministry-of-home-affairs")
    assert judged(kembar, with_known("rotterdam") + competent, "equal-status")["outcome"] == "attested"


def test_a_requirement_without_a_rule_is_undetermined_and_keeps_the_answer_open(kembar: Kembar) -> None:
    one = judged(kembar, with_known("casablanca-settat"), "complementary")
    assert (one["outcome"], one["binding"], one["overall"]) == ("undetermined", "bound", "not-yet-shown")


def test_the_next_step_says_who_acts(kembar: Kembar) -> None:
    verdict = kembar.verdicts.validate(draft("tel-aviv", "country:il", "first").encode(), Format.TURTLE)
    assert verdict.next
    assert "Foreign Ministry" in verdict.next["en"]


@pytest.mark.parametrize("machine", ["America/Los_Angeles", "UTC", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("instant", "day"),
    [("2024-06-30T16:59:59+00:00", date(2024, 6, 30)), ("2024-06-30T17:00:00+00:00", date(2024, 7, 1))],
)
def test_today_is_the_day_in_jakarta_wherever_the_machine_stands(
    monkeypatch: pytest.MonkeyPatch, machine: str, instant: str, day: date
) -> None:
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:
        assert today(datetime.fromisoformat(instant)) == day
        assert today() == (datetime.now(UTC) + timedelta(hours=7)).date()
    finally:
        monkeypatch.undo()
        time.tzset()
