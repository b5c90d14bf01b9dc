"""The questions that repeat the tables of the chapter.

What is expected was read from the chapter and its tables 5.1 to 5.9; levels, diplomatic relations and times in force
are those of the other sources of the record.
"""

from typing import Any

import pytest

from kembar.application import Kembar
from kembar.errors import BadParameter
from tests.questions.shipped import ask, column, table

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
