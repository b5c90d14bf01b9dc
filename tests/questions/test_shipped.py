"""The canned questions over the shipped content: each answers its example in time, and what they say is what a reading of the chapter gives.

What is expected here was read from the chapter and its tables 5.1 to 5.9; levels, diplomatic relations and times in force are those of the record's other sources.
"""

import re
from time import perf_counter
from typing import Any

import pytest

from kembar.application import Kembar
from kembar.errors import BadParameter
from kembar.files import Content
from kembar.namespaces import BASE, ID, KB
from kembar.questions.catalogue import Questions
from kembar.questions.table import Table
from kembar.rdf.tabular import Value
from kembar.store.hints import check_terms, faster_form

QUESTIONS = Questions.of(Content.shipped())
NAMES = [question.name for question in QUESTIONS]
VOCABULARY = set(
    re.findall(r"^kb:(\w+) a ", (Content.shipped().root / "ontology/kembar.ttl").read_text(), re.MULTILINE)
)
PROMISED_SECONDS, SLACK = 2, 10
KINDS: dict[str, Any] = {
    "integer": int,
    "decimal": float,
    "latitude": float,
    "longitude": float,
    "boolean": bool,
    "records": list,
}

TABLES = {
    1: ["los-angeles 1991-01-21 5", "new-south-wales 1994-05-30 5", "paris 1995-09-08 6", "shanghai 2020-10-23 3"],
    2: ["tokyo 1989-10-23 5", "berlin 1994-04-13 6", "budapest 2009-02-02 6"],
    3: ["beijing 1992-08-04 5", "arkansas 1993-11-17 4"],
    4: ["rotterdam 1986-08-01 4", "kyiv 2007-06-21 8", "moscow 2007-06-22 7"],
    5: [
        "jeddah 1979-03-10 4",
        "islamabad 1984-10-25 4",
        "casablanca 1991-05-27 5",
        "istanbul 2007-04-13 6",
        "al-quds 2007-10-22 5",
    ],
    6: [
        "seoul 1984-07-25 7",
        "bangkok 2002-01-21 5",
        "hanoi 2004-11-23 4",
        "maputo 2007-06-19 8",
        "pyongyang 2007-11-08 3",
    ],
}
"""Partner, date of the deed and number of fields in each row of the tables of section F."""

CATEGORIES = {
    7: (
        "active",
        [
            "seoul",
            "rotterdam",
            "tokyo",
            "beijing",
            "berlin",
            "new-south-wales",
            "bangkok",
            "istanbul",
            "moscow",
            "budapest",
            "kyiv",
        ],
    ),
    8: ("less-active", ["los-angeles", "casablanca", "paris", "hanoi", "shanghai"]),
    9: ("inactive", ["jeddah", "islamabad", "arkansas", "maputo", "al-quds", "pyongyang"]),
}
"""The category and the partners of the tables of section G."""


def short(value: Value) -> Value:
    return value.removeprefix(ID).removeprefix(BASE).rsplit("/", 1)[-1] if isinstance(value, str) else value


def ask(kembar: Kembar, name: str, /, **parameters: str) -> list[dict[str, Any]]:
    """The rows of an answer, with IRIs cut to the names of what they name."""
    return [{column: short(value) for column, value in row.items()} for row in table(kembar, name, parameters).rows]


def table(kembar: Kembar, name: str, parameters: dict[str, str]) -> Table:
    return kembar.snapshot.ask(name, parameters)


def column(rows: list[dict[str, Any]], *names: str) -> list[Any]:
    return [row[names[0]] if len(names) == 1 else tuple(row[name] for name in names) for row in rows]


# ── Every question ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_there_are_thirty_questions_at_least() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_a_question_answers_its_example_in_time_and_with_the_columns_that_it_declares(
    kembar: Kembar, name: str
) -> None:
    question = kembar.snapshot.questions[name]
    started = perf_counter()
    answer = table(kembar, name, dict(question.example))
    assert perf_counter() - started < PROMISED_SECONDS * SLACK
    assert answer.rows or question.may_be_empty
    for row in answer.rows:
        assert list(row) == [column.name for column in question.columns]
        for declared in question.columns:
            value = row[declared.name]
            assert value is None or type(value) is KINDS.get(declared.kind, str), declared.name
            if declared.kind == "date" and value is not None:
                assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)), declared.name
            if declared.kind == "iri" and value is not None:
                assert str(value).startswith("http"), declared.name


@pytest.mark.parametrize("name", NAMES)
def test_a_question_gives_the_same_rows_in_the_same_order_again(kembar: Kembar, name: str) -> None:
    example = dict(kembar.snapshot.questions[name].example)
    assert table(kembar, name, example).rows == table(kembar, name, example).rows
    assert "ORDER BY" in QUESTIONS[name].template.text.rsplit("}", 1)[-1]


@pytest.mark.parametrize("name", NAMES)
def test_no_column_is_empty_in_every_row(kembar: Kembar, name: str) -> None:
    """A column that no row fills is a slip of the query; where the content has nothing to fill it with, it is named here."""
    rows = table(kembar, name, dict(kembar.snapshot.questions[name].example)).rows
    empty = {column for column in rows[0] if all(row[column] in (None, []) for row in rows)} if rows else set()
    assert empty <= ({"other_dates"} if name in ("table-5-1", "table-5-3", "table-5-6") else set())


@pytest.mark.parametrize("name", NAMES)
def test_no_question_joins_within_exists(name: str) -> None:
    assert faster_form(QUESTIONS[name].template.text) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_question_names_only_terms_concepts_and_things_that_there_are(kembar: Kembar, name: str) -> None:
    """Another would match nothing, in silence."""
    template = QUESTIONS[name].template
    check_terms(template.text, VOCABULARY)
    query = "\n".join(line for line in template.body.splitlines() if not line.startswith("#"))
    for prefix, space in template.prefixes.items():
        for local in (
            re.findall(rf"(?<![\w:/-]){prefix}:([a-z0-9-]+)", query) if space.startswith(BASE) and space != KB else []
        ):
            assert kembar.revision.store.query(f"ASK {{ GRAPH ?g {{ <{space}{local}> ?p ?o }} }}"), local


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_descriptions_are_in_both_languages(kembar: Kembar, name: str) -> None:
    question = kembar.snapshot.questions[name]
    descriptions = [each.description for each in question.columns] + [each.description for each in question.parameters]
    for said in (question.title, question.description, *descriptions):
        assert set(said) == {"id", "en"}
        assert all(text.strip() for text in said.values())
    assert question.title["id"] != question.title["en"]


@pytest.mark.parametrize("name", NAMES)
def test_an_optional_parameter_narrows_the_answer(kembar: Kembar, name: str) -> None:
    """One of its values at least leaves some of the rows that there are without it, and not all."""
    question = kembar.snapshot.questions[name]
    everything = len(table(kembar, name, dict(question.example)).rows)
    for parameter in question.parameters:
        values = parameter.values(kembar.revision.store)
        if parameter.optional and values:
            counts = (len(table(kembar, name, {**question.example, parameter.name: value}).rows) for value in values)
            assert any(0 < count < everything for count in counts), parameter.name


# ── The tables of the chapter ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", TABLES)
def test_a_table_of_section_f_has_its_rows_dates_and_fields(kembar: Kembar, number: int) -> None:
    rows = ask(kembar, f"table-5-{number}")
    assert [f"{row['partnership']} {row['date']} {len(row['listed'])}" for row in rows] == TABLES[number]
    assert column(rows, "row") == list(range(1, len(rows) + 1))
    assert {row["place"].split("-row-")[0] for row in rows} == {f"chapter-table-5-{number}"}


@pytest.mark.parametrize(("base", "numbers"), [("listed-partnerships", TABLES), ("stated-categories", CATEGORIES)])
def test_the_question_of_several_tables_answers_for_each_as_its_preset(
    kembar: Kembar, base: str, numbers: dict[int, Any]
) -> None:
    for number in numbers:
        preset, chosen = table(kembar, f"table-5-{number}", {}), table(kembar, base, {"table": f"5.{number}"})
        assert (preset.query, preset.parameters) == (f"table-5-{number}", {})
        assert (chosen.query, chosen.parameters) == (base, {"table": f"5.{number}"})
        assert (preset.columns, preset.rows) == (chosen.columns, chosen.rows)
    with pytest.raises(BadParameter, match="table is required"):
        table(kembar, base, {})


@pytest.mark.parametrize("number", CATEGORIES)
def test_a_table_of_section_g_has_its_partners_under_its_category(kembar: Kembar, number: int) -> None:
    level, partners = CATEGORIES[number]
    rows = ask(kembar, f"table-5-{number}")
    assert column(rows, "partnership") == partners
    assert {row["level"] for row in rows} == {level}


def test_a_row_gives_the_fields_in_the_words_and_the_order_of_the_table(kembar: Kembar) -> None:
    (hanoi,) = [row for row in ask(kembar, "table-5-6") if row["partnership"] == "hanoi"]
    assert [item["as_printed"] for item in hanoi["listed"]] == [
        "Perencanaan Kota & Manaj. Ekonomi dan Perdagangan",
        "Pelatihan",
        "Pariwisata",
        "Bidang lain yang disepakati",
    ]


def test_the_field_that_table_5_7_leaves_out_stands_beside_its_row(kembar: Kembar) -> None:
    seoul = ask(kembar, "table-5-7")[0]
    assert len(seoul["listed"]) == 6
    assert [item["as_printed"] for item in seoul["listed_elsewhere"]] == ["Ketenagakerjaan"]


def test_a_date_told_otherwise_in_section_h_stands_beside_the_date_of_the_table(kembar: Kembar) -> None:
    told = {row["partnership"]: [other["date"] for other in row["other_dates"]] for row in ask(kembar, "table-5-4")}
    assert told == {"rotterdam": ["1983-04"], "kyiv": [], "moscow": ["2008-10-03"]}


def test_three_partners_show_another_category_than_their_table_states(kembar: Kembar) -> None:
    rows = ask(kembar, "evidence-against-stated")
    assert column([row for row in rows if row["agrees"] is False], "partnership", "evidence") == [
        ("hanoi", "active"),
        ("istanbul", "less-active"),
        ("paris", "inactive"),
    ]


def test_the_shares_are_those_of_the_tables_and_stand_beside_those_that_section_i_prints(kembar: Kembar) -> None:
    stated = {row["level"]: row for row in ask(kembar, "category-shares") if row["basis"] == "stated"}
    assert {level: (row["count"], row["percent"]) for level, row in stated.items()} == {
        "active": (11, 50.0),
        "less-active": (5, 22.73),
        "inactive": (6, 27.27),
    }
    assert {level: {printed["percent"] for printed in row["printed"]} for level, row in stated.items()} == {
        "active": {"50"},
        "less-active": {"22.72"},
        "inactive": {"27.28"},
    }


# ── Deeds and law ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_six_of_the_partnerships_were_founded_in_2007_and_the_latest_in_2020(kembar: Kembar) -> None:
    years = {row["year"]: row["partners"] for row in ask(kembar, "founding-years")}
    assert (years[2007], years[1984], years[1991], years[1994], years[2020]) == (6, 2, 2, 2, 1)
    assert sum(years.values()) == 22
    assert max(years) == 2020


def test_only_shanghai_was_founded_under_pp_28_2018(kembar: Kembar) -> None:
    rows = ask(kembar, "deeds-by-law")
    assert column([row for row in rows if row["regulation"] == "pp-28-2018"], "partnership", "certain") == [
        ("shanghai", True)
    ]
    assert len({row["deed"] for row in rows}) == 22


def test_the_renewal_with_new_south_wales_came_after_21_years_and_four_months(kembar: Kembar) -> None:
    renewed = {
        row["deed"]: (row["renewed"], row["days_least"], row["days_most"]) for row in ask(kembar, "deed-renewals")
    }
    # From 30 May 1994 to 30 September 2015: 21 years with five leap days, and 123 days.
    assert renewed["new-south-wales-mou-2015"] == ("new-south-wales-mou-1994", 21 * 365 + 5 + 123, 21 * 365 + 5 + 123)


def test_the_rotterdam_arrangement_had_surely_expired_by_2020_and_was_renewed(kembar: Kembar) -> None:
    rows = {row["deed"]: row for row in ask(kembar, "deeds-expired", before="2020-01-01")}
    assert rows["rotterdam-arrangement-2017"]["certain"] is True
    assert [short(renewal["deed"]) for renewal in rows["rotterdam-arrangement-2017"]["renewed_by"]] == [
        "rotterdam-arrangement-2019"
    ]
    assert "rotterdam-arrangement-2019" not in rows


def test_a_term_whose_end_is_told_in_two_ways_only_may_have_expired(kembar: Kembar) -> None:
    """The Moscow programme ends in 2022 by figure 5.1, in 2020 by the text."""
    rows = {row["deed"]: row["certain"] for row in ask(kembar, "deeds-expired", before="2021-01-01")}
    assert rows["moscow-programme-2020"] is False


def test_when_each_deed_was_signed_there_were_diplomatic_relations(kembar: Kembar) -> None:
    assert column(ask(kembar, "relations-at-signing"), "state") == ["established"] * 22


def test_in_1985_there_were_none_with_china(kembar: Kembar) -> None:
    states = {
        row["partnership"]: (row["state"], row["existed"])
        for row in ask(kembar, "partners-without-relations", on="1985-01-01")
    }
    assert states["beijing"] == states["shanghai"] == ("none", False)
    assert ask(kembar, "partners-without-relations", on="2020-12-31") == []


# ── Partners ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_partners_live_in_twenty_countries_two_each_in_china_and_america(kembar: Kembar) -> None:
    countries = column(ask(kembar, "partners-by-country"), "country")
    assert len(set(countries)) == 20
    assert {country for country in countries if countries.count(country) == 2} == {"cn", "us"}


def test_five_partners_are_no_first_level_territory_and_one_is_not_settled(kembar: Kembar) -> None:
    rows = ask(kembar, "partners-by-level")
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
        for row in ask(kembar, "partners-by-scheme")
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
    sizes = {row["group"]: (row["partners"], row["active_stated"]) for row in ask(kembar, "issue-groups")}
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
        for row in ask(kembar, "uncovered-fields")
    }
    assert uncovered["public-order"] == uncovered["civil-defence"] == uncovered["roads"] == ["maputo"]
    assert uncovered["disaster-management"] == ["al-quds"]
    assert uncovered["libraries-and-archives"] == ["shanghai"]
    assert "tourism" not in uncovered


# ── What happened ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_paris_declined_twice_hanoi_once_and_jakarta_lent_pyongyang_no_animals(kembar: Kembar) -> None:
    rows = ask(kembar, "postponed-and-declined")
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
    held = ask(kembar, "grants", status="held")
    assert {row["activity"]: row["direction"] for row in held} == {
        "kyiv-2019-statue": "to-jakarta",
        "moscow-2019-gagarin-statue": "to-jakarta",
        "berlin-2019-integrated-expert": "to-jakarta",
        "seoul-2020-pcr-machine": "to-jakarta",
        "berlin-2020-health-equipment": "to-jakarta",
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
    shared = {row["event"]: row["partners"] for row in ask(kembar, "shared-events")}
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


# ── The law ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("deeds", ["founding", "all"])
def test_the_outcomes_by_partner_are_those_of_the_matrix(kembar: Kembar, deeds: str) -> None:
    rows = kembar.verdicts.judge_all(None, deeds == "all", None).to_json()["rows"]
    dated = {row["deed"] for row in table(kembar, "overall-by-deed", {}).rows}
    said = {
        (
            row["partnership"],
            row["deed"],
            iri,
            cell["outcome"],
            cell["binding"],
            cell["arguable"],
            row["overall"],
            row["actDate"],
        )
        for row in rows
        for iri, cell in row["cells"].items()
        if row["deed"] in dated
    }
    asked = table(kembar, "requirements-by-partner", {"deeds": deeds}).rows
    concepts = ("outcome", "binding")
    assert {
        (
            row["partnership"],
            row["deed"],
            row["requirement"],
            *(short(row[name]) for name in concepts),
            row["arguable"],
            short(row["overall"]),
            row["act_date"],
        )
        for row in asked
    } == said
    assert len(asked) == len(said)
    assert {row["deed"] for row in rows} - dated == (
        set() if deeds == "founding" else {f"{ID}deed/{slug}" for slug in UNDATED}
    )


UNDATED = [
    "shanghai-action-plan-2021",
    "new-south-wales-document-2021",
    "budapest-institutional-mou-water",
    "budapest-handover-mou-komodo",
    "casablanca-settat-loi-2018",
]
"""Deeds that bear no date: they are judged as of the day of asking."""


def test_what_is_undetermined_says_what_would_decide_it_and_where_it_binds(kembar: Kembar) -> None:
    rows = ask(kembar, "undetermined-requirements")
    everything = ask(kembar, "requirements-by-partner", deeds="all", outcome="undetermined")
    assert sorted(column(rows, "deed", "requirement")) == sorted(column(everything, "deed", "requirement"))
    assert all(row["needed_id"] and row["needed_en"] and row["next_step_en"] for row in rows)
    bound = {row["deed"] for row in ask(kembar, "undetermined-requirements", binding="bound")}
    assert "shanghai-mou-2020" in bound
    assert not any(row["act_date"] < "2018" for row in rows if row["binding"] == "bound" and row["deed"] in bound)
    open_levels = ask(kembar, "undetermined-requirements", requirement="equal-status", partnership="al-quds")
    assert [slug["thing"] for slug in open_levels[0]["open"]], open_levels


def test_each_dated_deed_has_one_overall_answer_over_forty_requirements(kembar: Kembar) -> None:
    rows = ask(kembar, "overall-by-deed")
    assert len(set(column(rows, "deed"))) == len(rows)
    outcomes = ("violated", "undetermined", "attested", "satisfied", "not_applicable")
    assert {sum(row[outcome] for outcome in outcomes) for row in rows} == {len(kembar.rules.rules)}
    assert all(row["overall"] == "not-yet-shown" for row in rows if row["act_date"] < "1999")
