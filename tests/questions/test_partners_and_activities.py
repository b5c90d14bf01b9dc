"""The questions on partners and on what happened.

What is expected was read from the chapter and its tables 5.1 to 5.9; levels, diplomatic relations and times in force
are those of the other sources of the record.
"""

from kembar.application import Kembar
from tests.questions.shipped import ask, column, short


def test_the_partners_live_in_twenty_countries_two_each_in_china_and_america(kembar: Kembar) -> None:
    countries = column(ask(kembar, "partners-by-country", region="jakarta"), "country")
    assert len(set(countries)) == 20
    assert {country for country in countries if countries.count(country) == 2} == {"cn", "us"}


def test_five_partners_are_no_first_level_territory_and_one_is_not_settled(kembar: Kembar) -> None:
    rows = ask(kembar, "partners-by-level", region="jakarta")
    assert column([row for row in rows if row["same_level"] is False], "partnership") == [
        "casablanca",
        "jeddah",
        "los-angeles",
        "paris",
        "rotterdam",
    ]
    assert column([row for row in rows if row["same_level"] is None], "partnership") == ["al-quds"]


def test_five_ties_are_called_other_than_sister_city_or_province(kembar: Kembar) -> None:
    others = {
        row["partnership"]: row["scheme"]
        for row in ask(kembar, "partners-by-scheme", region="jakarta")
        if row["scheme"] not in ("sister-city", "sister-province")
    }
    assert others == {
        "berlin": "partnership",
        "moscow": "inter-city-cooperation",
        "new-south-wales": "sister-state",
        "paris": "inter-city-cooperation",
        "rotterdam": "inter-city-cooperation",
    }


def test_the_issue_groups_have_the_sizes_of_the_six_tables(kembar: Kembar) -> None:
    sizes = {
        row["group"]: (row["partners"], row["active_stated"]) for row in ask(kembar, "issue-groups", region="jakarta")
    }
    assert sizes == {
        "education": (4, 1),
        "flood": (3, 3),
        "public-health": (2, 1),
        "waste": (3, 3),
        "tolerance": (5, 1),
        "traffic": (5, 2),
    }


def test_what_only_maputo_al_quds_or_shanghai_list_no_active_partner_covers(kembar: Kembar) -> None:
    uncovered = {
        row["field"]: sorted(str(short(each["partnership"])) for each in row["partners"])
        for row in ask(kembar, "uncovered-fields", region="jakarta")
    }
    assert uncovered["public-order"] == uncovered["civil-defence"] == uncovered["roads"] == ["maputo"]
    assert uncovered["disaster-management"] == ["al-quds"]
    assert uncovered["libraries-and-archives"] == ["shanghai"]
    assert "tourism" not in uncovered


def test_paris_declined_twice_hanoi_once_and_jakarta_lent_pyongyang_no_animals(kembar: Kembar) -> None:
    rows = ask(kembar, "postponed-and-declined", region="jakarta")
    assert column(rows, "partnership", "status") == [
        ("hanoi", "declined"),
        ("paris", "declined"),
        ("paris", "declined"),
        ("pyongyang", "not-granted"),
        ("seoul", "postponed"),
        ("bangkok", "postponed"),
    ]
    assert all(row["asked_in"] for row in rows if row["status"] != "postponed")


def test_the_grants_that_took_place_came_to_jakarta_but_for_one_held_in_common(kembar: Kembar) -> None:
    held = ask(kembar, "grants", status="held", region="jakarta")
    assert {row["activity"]: row["direction"] for row in held} == {
        "kyiv-2019-statue": "from-partner",
        "moscow-2019-gagarin-statue": "from-partner",
        "berlin-2019-integrated-expert": "from-partner",
        "seoul-2020-pcr-machine": "from-partner",
        "berlin-2020-health-equipment": "from-partner",
        "berlin-2020-smart-change-project": "joint",
    }


def test_hanoi_exchanged_visits_and_budapest_came_without_a_return_visit_on_record(kembar: Kembar) -> None:
    ways = {
        row["partnership"]: (row["from_jakarta"], row["to_jakarta"], row["reciprocal"], row["both_ways"])
        for row in ask(kembar, "visit-reciprocity")
    }
    assert ways["hanoi"] == (0, 0, 1, True)
    assert ways["budapest"] == (0, 2, 0, False)
    assert ways["jeddah"] == (0, 0, 0, False)


def test_four_partners_sent_young_people_to_the_youth_programme_of_2017(kembar: Kembar) -> None:
    shared = {row["event"]: row["partners"] for row in ask(kembar, "shared-events", region="jakarta")}
    assert shared["jakarta-international-youth-program-2017"] == 4
    assert shared["jdcn-plenary-2020"] == 2


def test_the_mayor_of_paris_was_asked_and_invited_and_came_to_nothing(kembar: Kembar) -> None:
    rows = ask(kembar, "participation", name="Mayor of Paris")
    assert {row["status"] for row in rows} == {None, "declined"}
    assert {row["partnership"] for row in rows} == {"paris"}


def test_four_ties_are_to_be_stopped_by_one_recommendation_and_reviewed_by_another(kembar: Kembar) -> None:
    rows = ask(kembar, "recommendations")
    four = {"arkansas", "islamabad", "jeddah", "maputo"}
    for claim in ("recommend-stop-four", "recommend-review-four"):
        named = [row for row in rows if row["claim"] == claim]
        assert {row["partnership"] for row in named} == four
        assert {row["evidence"] for row in named} == {"inactive"}
        assert all(row["contradictions"] for row in named)


def test_the_count_of_countries_is_printed_as_22_and_computes_to_20(kembar: Kembar) -> None:
    (row,) = [row for row in ask(kembar, "figures") if row["claim"] == "count-countries"]
    assert (row["printed"], row["computed"], row["agrees"]) == (22.0, 20.0, False)
