"""The contradictions of the chapter are recorded, each with its places and of the kind that it says of itself."""

import re

import pytest

from kembar.application import Kembar
from tests.content.test_data import rows

KIND = "https://w3id.org/kembar/concept/contradiction-kind/"


def test_the_number_of_contradictions(kembar: Kembar) -> None:
    assert rows(kembar, "SELECT (COUNT(?c) AS ?n) { ?c a kb:Contradiction }") == [("185",)]


FOUND = {
    "letter-of-intent-order": (
        "legal-claim",
        "step/ksdpl-chapter-letter-of-intent",
        [{"chapter-c-p16"}, {"chapter-c-p17"}],
    ),
    "mature-since-when": (
        "date",
        "claim/competence-mature-from-2021",
        [
            {"chapter-d-2-p3"},
            {"chapter-g-less-active-5-p1", "chapter-i-p3", "chapter-i-p5", "chapter-table-5-1-row-4"},
        ],
    ),
    "success-against-inactivity": (
        "compatible",
        "claim/partners-in-big-countries",
        [
            {"chapter-abstract-p1", "chapter-i-p2"},
            {"chapter-g-inactive-1-p1", "chapter-g-inactive-3-p1", "chapter-g-less-active-1-p1", "chapter-i-p4"},
        ],
    ),
    "pyongyang-relations-within-the-chapter": (
        "diplomatic-claim",
        "partnership/pyongyang",
        [{"chapter-i-p11"}, {"chapter-g-inactive-6-p1"}, {"chapter-c-p7", "chapter-e-p1", "chapter-table-5-6-row-5"}],
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_a_contradiction_that_a_reader_finds_has_its_readings_at_their_places(kembar: Kembar, name: str) -> None:
    kind, thing, places = FOUND[name]
    selected = rows(
        kembar,
        f"""SELECT ?kind ?thing ?reading ?place {{ <https://w3id.org/kembar/id/contradiction/{name}>
            kb:contradictionKind ?kind ; kb:concerns ?thing ;
        kb:hasReading ?reading . ?reading kb:statedAt ?place .
            ?place kb:inSource <https://w3id.org/kembar/id/source/hutapea-2022> }}""",
    )
    assert {row[:2] for row in selected} == {(KIND + kind, thing)}
    by_reading: dict[str, set[str]] = {}
    for _, _, reading, place in selected:
        by_reading.setdefault(reading, set()).add(place.removeprefix("place/"))
    assert [by_reading[reading] for reading in sorted(by_reading)] == places


def test_the_consultation_comes_first_after_the_regulation_and_the_step_says_so(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        """SELECT ?preferred ?stated { <https://w3id.org/kembar/id/contradiction/letter-of-intent-order> kb:concerns
            ?step ; kb:hasReading ?reading .
        ?reading kb:preferred true ; kb:value ?preferred . ?step kb:precededBy ?stated }""",
    )
    assert selected == [("step/ksdpl-chapter-consultation", "step/ksdpl-chapter-consultation")]


def test_readings_that_may_hold_together_are_a_kind_of_their_own_and_none_is_preferred(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        f"""SELECT ?c (COUNT(?yes) AS ?preferred) {{ ?c kb:contradictionKind <{KIND}compatible> ; kb:hasReading ?reading
        OPTIONAL {{ ?reading kb:preferred ?yes }} }} GROUP BY ?c ORDER BY ?c""",
    )
    assert selected == [
        (f"contradiction/{name}", "0")
        for name in (
            "al-quds-cause",
            "no-interference-whom",
            "pyongyang-cause",
            "success-against-contribution",
            "success-against-inactivity",
        )
    ]


def test_a_contradiction_is_of_that_kind_exactly_where_it_says_that_both_may_hold(kembar: Kembar) -> None:
    said = {
        contradiction
        for contradiction, reason in rows(kembar, "SELECT ?c ?reason { ?c a kb:Contradiction ; kb:reason ?reason }")
        if re.search(r"both may hold|dapat berlaku bersama", reason)
    }
    of_the_kind = rows(kembar, f"SELECT ?c {{ ?c kb:contradictionKind <{KIND}compatible> }}")
    assert said == {row[0] for row in of_the_kind}
