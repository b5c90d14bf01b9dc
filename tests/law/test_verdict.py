"""Verdicts on the record and on drafts, with the expected outcomes of the 22 partnerships and their reasons."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kembar.application import Kembar
from kembar.law.days import today
from kembar.namespaces import ID, KB
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


def with_government(government: str, day: str | None = None) -> str:
    dated = f' ; kb:date "{day}"^^xsd:date' if day else ""
    return f"{HEAD} deed:draft a kb:Deed ; kb:party government:jakarta , government:{government}{dated} ."


def judgement_of(kembar: Kembar, graph: str, requirement: str, **options: Any) -> dict[str, Any]:
    verdict = kembar.verdicts.validate(graph.encode(), Format.TURTLE, **options).to_json()
    (judgement,) = [
        judgement
        for judgement in verdict["requirements"]
        if judgement["requirement"] == f"{ID}requirement/{requirement}"
    ]
    return {**judgement, "overall": verdict["overall"], "actDate": verdict["actDate"]}


def finds(judgement: dict[str, Any]) -> set[str]:
    return {item["finds"] for side in ("for", "against") for item in judgement["evidence"][side]}


def judgement_in_record(kembar: Kembar, deed: str, requirement: str, **options: Any) -> dict[str, Any]:
    return judgement_of(kembar, f"{HEAD} deed:{deed} a kb:Deed .", requirement, **options)


RECORD = {
    # partnership: (founding deed, outcome of 27(1)a, outcome of 27(3)a, reason if it is not obvious)
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
def test_the_founding_deed_of_each_partnership_has_the_expected_outcomes(kembar: Kembar, partner: str) -> None:
    deed, relations, status, _reason = RECORD[partner]
    relations_judgement, status_judgement = (
        judgement_in_record(kembar, deed, "diplomatic-relations"),
        judgement_in_record(kembar, deed, "equal-status"),
    )
    assert (relations_judgement["outcome"], status_judgement["outcome"]) == (relations, status)
    binding = "bound" if partner == "shanghai" else "not-in-force"
    assert (relations_judgement["binding"], status_judgement["binding"]) == (binding, binding)
    assert relations_judgement["evidence"]["for"]
    assert all(evidence["statedAt"] for evidence in relations_judgement["evidence"]["for"])
    assert ("open" in finds(status_judgement)) == (status == "undetermined")


def test_every_partnership_has_expected_outcomes(kembar: Kembar) -> None:
    answer = kembar.snapshot.query(
        f"SELECT (COUNT(?p) AS ?n) {{ ?p <{KB}homeRegion> <{ID}government/jakarta> }}", lambda _: Format.SPARQL_CSV
    )
    assert answer.body.decode().split()[1] == str(len(RECORD)) == "22"


@pytest.mark.parametrize(("city", "country"), [("tel-aviv", "country:il"), ("pristina", "country:xk")])
def test_a_city_of_a_country_without_relations_violates_the_requirement(
    kembar: Kembar, city: str, country: str
) -> None:
    judgement = judgement_of(kembar, draft(city, country, "first"), "diplomatic-relations")
    assert (judgement["outcome"], judgement["binding"], judgement["overall"]) == ("violated", "bound", "not-lawful")
    assert judgement["evidence"]["against"][0]["facts"]["stateKnownAsOf"]


def test_a_denial_of_relations_proves_nothing_before_the_date_of_its_source(kembar: Kembar) -> None:
    assert (
        judgement_of(kembar, draft("pristina", "country:xk", "first"), "diplomatic-relations", as_of=date(2010, 1, 1))[
            "outcome"
        ]
        == "undetermined"
    )


def test_taipei_violates_the_requirement_and_the_decisive_reading_is_named(kembar: Kembar) -> None:
    judgement = judgement_of(kembar, draft("taipei", "country:tw", "first"), "diplomatic-relations")
    assert judgement["outcome"] == "violated"
    (contest,) = judgement["restsOn"]
    outcomes = {
        reading["value"].rsplit("/", 1)[-1]: (reading["preferred"], reading["outcome"])
        for reading in contest["readings"]
    }
    assert contest["turns"]
    assert outcomes == {"tw": (True, None), "cn": (False, "satisfied")}


def test_a_city_of_a_country_outside_the_table_is_undetermined_and_names_the_needed_evidence(kembar: Kembar) -> None:
    judgement = judgement_of(
        kembar,
        draft("atlantis", "country:atlantis", "first", "country:atlantis a kb:Country ."),
        "diplomatic-relations",
    )
    assert (judgement["outcome"], judgement["overall"]) == ("undetermined", "not-yet-shown")
    assert "Ministry of Foreign Affairs" in judgement["needed"]["en"]
    assert "Kementerian Luar Negeri" in judgement["needed"]["id"]


def test_a_second_foreign_party_needs_evidence_too(kembar: Kembar) -> None:
    graph = draft(
        "atlantis",
        "country:atlantis",
        "second",
        "country:atlantis a kb:Country . deed:draft kb:party government:berlin .",
    )
    for requirement in ("diplomatic-relations", "equal-status"):
        judgement = judgement_of(kembar, graph, requirement)
        assert judgement["outcome"] == "undetermined"
        assert finds(judgement) == {"satisfied", "open"}


def test_equal_levels_satisfy_the_requirement_with_texts_in_both_languages(kembar: Kembar) -> None:
    judgement = judgement_of(kembar, with_government("casablanca-settat"), "equal-status")
    assert (judgement["outcome"], judgement["provision"]["citation"]) == ("satisfied", "Pasal 27 ayat (3) huruf a")
    assert set(judgement["message"]) == {"id", "en"}


def test_rotterdam_today_is_undetermined_and_arguable_with_the_rebuttal_beside_it(kembar: Kembar) -> None:
    judgement = judgement_of(kembar, with_government("rotterdam"), "equal-status")
    assert (judgement["outcome"], judgement["arguable"]) == ("undetermined", True)
    (argument,) = judgement["arguments"]
    assert argument["rebuttal"]["en"]
    assert argument["rebuttedBy"][0]["id"] == f"{ID}provision/uu-29-2007-28-3"


def test_the_argument_of_2007_cannot_excuse_an_older_deed(kembar: Kembar) -> None:
    assert judgement_in_record(kembar, "rotterdam-mou-1986", "equal-status")["arguable"] is False


def test_al_quds_is_undetermined_because_its_level_is_disputed(kembar: Kembar) -> None:
    judgement = judgement_of(kembar, with_government("al-quds"), "equal-status")
    assert judgement["outcome"] == "undetermined"
    (contest,) = judgement["restsOn"]
    assert contest["turns"]
    assert {reading["outcome"] for reading in contest["readings"]} == {"satisfied", "undetermined"}


def test_pyongyang_violates_the_requirement_under_the_reading_of_the_chapter(kembar: Kembar) -> None:
    judgement = judgement_of(kembar, with_government("pyongyang"), "diplomatic-relations")
    assert judgement["outcome"] == "satisfied"
    (contest,) = judgement["restsOn"]
    assert contest["turns"]
    assert [reading["outcome"] for reading in contest["readings"]] == [None, "violated"]


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("1965-06-01", "satisfied"), ("1975-06-01", "violated"), ("1992-08-04", "satisfied"), ("1945-01-01", "violated")],
)
def test_relations_with_china_are_an_interval_with_a_gap(kembar: Kembar, day: str, outcome: str) -> None:
    assert judgement_of(kembar, with_government("beijing", day), "diplomatic-relations")["outcome"] == outcome


def test_a_day_between_two_readings_of_the_start_is_undetermined(kembar: Kembar) -> None:
    assert (
        judgement_of(kembar, with_government("jeddah", "1949-06-01"), "diplomatic-relations")["outcome"]
        == "undetermined"
    )


def test_as_of_applies_the_law_of_the_act_date_to_the_facts_of_another_day(kembar: Kembar) -> None:
    judgement = judgement_in_record(kembar, "beijing-mou-1992", "diplomatic-relations", as_of=date(1975, 1, 1))
    assert (judgement["outcome"], judgement["binding"]) == ("violated", "not-in-force")


def test_the_law_does_not_apply_to_a_deed_between_institutions(kembar: Kembar) -> None:
    for requirement in ("diplomatic-relations", "equal-status"):
        assert (
            judgement_in_record(kembar, "new-south-wales-institutional-mou-2017", requirement)["outcome"]
            == "not-applicable"
        )


def test_a_statement_of_a_body_without_competence_decides_nothing(kembar: Kembar) -> None:
    finding = "finding:f a kb:Finding ; kb:findingFor deed:draft ; kb:findsEqualTerritory true ; kb:attestor actor:dprd-jakarta ; kb:date '2024-03-01'^^xsd:date ; kb:document 'No. 3' ."
    assert judgement_of(kembar, with_government("rotterdam") + finding, "equal-status")["outcome"] == "undetermined"
    competent = finding.replace("dprd-jakarta", "ministry-of-home-affairs")
    assert judgement_of(kembar, with_government("rotterdam") + competent, "equal-status")["outcome"] == "attested"


def test_a_requirement_without_a_rule_is_undetermined_and_so_is_the_verdict(kembar: Kembar) -> None:
    judgement = judgement_of(kembar, with_government("casablanca-settat"), "complementary")
    assert (judgement["outcome"], judgement["binding"], judgement["overall"]) == (
        "undetermined",
        "bound",
        "not-yet-shown",
    )


def test_the_next_step_names_the_actor(kembar: Kembar) -> None:
    verdict = kembar.verdicts.validate(draft("tel-aviv", "country:il", "first").encode(), Format.TURTLE)
    (step,) = (step for step in verdict.next if step["requirement"] == f"{ID}requirement/diplomatic-relations")
    assert step["outcome"] == "violated"
    assert "Ministry of Foreign Affairs" in step["says"]["en"]
    assert step["towards"]["en"] == "the Ministry of Foreign Affairs"
    assert all(step[part]["id"] and step[part]["en"] for part in ("who", "towards", "document"))


@pytest.mark.parametrize("machine", ["America/Los_Angeles", "UTC", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("instant", "day"),
    [("2024-06-30T16:59:59+00:00", date(2024, 6, 30)), ("2024-06-30T17:00:00+00:00", date(2024, 7, 1))],
)
def test_today_is_the_date_in_jakarta_in_any_time_zone(
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
