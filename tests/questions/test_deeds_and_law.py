"""The questions on deeds, their law and their verdicts.

What is expected was read from the chapter and its tables 5.1 to 5.9; levels, diplomatic relations and times in force
are those of the other sources of the record.
"""

import pytest

from kembar.application import Kembar
from tests.questions.shipped import ask, column, short, table


def test_six_of_the_partnerships_were_founded_in_2007_and_the_latest_in_2020(kembar: Kembar) -> None:
    years = {row["year"]: row["partners"] for row in ask(kembar, "founding-years", region="jakarta")}
    assert (years[2007], years[1984], years[1991], years[1994], years[2020]) == (6, 2, 2, 2, 1)
    assert sum(years.values()) == 22
    assert max(years) == 2020


def test_only_shanghai_was_founded_under_pp_28_2018(kembar: Kembar) -> None:
    rows = [row for row in ask(kembar, "deeds-by-law", region="jakarta") if row["founding"]]
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
    assert column(ask(kembar, "relations-at-signing", region="jakarta"), "state") == ["established"] * 22


def test_in_1985_there_were_none_with_china(kembar: Kembar) -> None:
    states = {
        row["partnership"]: (row["state"], row["existed"])
        for row in ask(kembar, "partners-without-relations", on="1985-01-01")
    }
    assert states["beijing"] == states["shanghai"] == ("none", False)
    assert ask(kembar, "partners-without-relations", on="2020-12-31", region="jakarta") == []


@pytest.mark.parametrize("deeds", ["founding", "all"])
def test_the_outcomes_by_partner_are_those_of_the_matrix(kembar: Kembar, deeds: str) -> None:
    rows = kembar.verdicts.judge_all(None, deeds == "all", None).to_json()["rows"]
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
    undated = {short(row["deed"]) for row in asked if row["act_date"] is None}
    assert undated == (set() if deeds == "founding" else UNDATED)


UNDATED = {
    "shanghai-action-plan-2021",
    "new-south-wales-document-2021",
    "budapest-institutional-mou-water",
    "budapest-handover-mou-komodo",
    "casablanca-settat-loi-2018",
    "surabaya-kitakyushu-mou",
}
"""Deeds whose date is not recorded: it is not known what binds them."""


def test_what_is_undetermined_says_what_would_decide_it_and_where_it_binds(kembar: Kembar) -> None:
    rows = ask(kembar, "undetermined-requirements")
    everything = ask(kembar, "requirements-by-partner", deeds="all", outcome="undetermined")
    assert sorted(column(rows, "deed", "requirement")) == sorted(column(everything, "deed", "requirement"))
    assert all(row["needed_id"] and row["needed_en"] and row["next_step_en"] for row in rows)
    bound = {row["deed"] for row in ask(kembar, "undetermined-requirements", binding="bound")}
    assert "shanghai-mou-2020" in bound
    of_pp_28 = [row for row in rows if row["requirement"] == "confirmation-letter"]
    assert {row["act_date"][:4] for row in of_pp_28 if row["binding"] == "bound"} == {"2019", "2020"}
    assert {row["act_date"] for row in rows if row["binding"] == "unknown"} == {None}
    open_levels = ask(kembar, "undetermined-requirements", requirement="equal-status", partnership="al-quds")
    assert [slug["thing"] for slug in open_levels[0]["open"]], open_levels


def test_each_deed_has_one_overall_answer_over_all_requirements(kembar: Kembar) -> None:
    rows = ask(kembar, "overall-by-deed")
    assert len(set(column(rows, "deed"))) == len(rows)
    outcomes = ("violated", "undetermined", "attested", "satisfied", "not_applicable")
    assert {sum(row[outcome] for outcome in outcomes) for row in rows} == {len(kembar.rules.rules)}
    early = [row for row in rows if row["act_date"] and row["act_date"] < "2000"]
    assert {(row["overall"], row["binding_count"]) for row in early} == {("outside", 0)}
