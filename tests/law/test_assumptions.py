"""Provisions that are assumed to be in force: what they change, and what cannot be assumed."""

import json
from datetime import date
from typing import Any

import pytest

from kembar.application import Kembar
from kembar.errors import BadParameter, UnknownName
from kembar.law.judging import Asked, Shown
from kembar.namespaces import ID
from kembar.rdf.formats import Format
from tests.law.test_checklist import HEAD

ASSUMED = "uu-2-2024-49-5@2026-06-01"
PROVISION = f"{ID}provision/uu-2-2024-49-5"


def verdict(kembar: Kembar, *assume: str) -> Any:
    shown = Shown(Format.TABLE_JSON)
    return json.loads(kembar.verdicts.answer(HEAD.encode(), Format.TURTLE, None, Asked(assume=assume), shown).body)


def test_an_assumption_lists_what_it_changes_beside_what_holds_without_it(kembar: Kembar) -> None:
    assumed = verdict(kembar, ASSUMED)
    assert assumed["assumed"] == {PROVISION: "2026-06-01"}
    changes = {change["requirement"].rsplit("/", 1)[1]: change for change in assumed["changes"]}
    approval, written = changes["ministerial-approval"], changes["written-consultation"]
    assert (approval["from"], approval["to"]) == ("undetermined", "not-applicable")
    assert (written["bindingFrom"], written["bindingTo"]) == ("not-in-force", "bound")
    now = {one["requirement"]: one["outcome"] for one in verdict(kembar)["requirements"]}
    assert all(change["from"] == now[change["requirement"]] for change in assumed["changes"])


def test_without_assumptions_nothing_is_assumed_and_nothing_changes(kembar: Kembar) -> None:
    verdict(kembar, ASSUMED)
    plain = verdict(kembar)
    assert (plain["assumed"], plain["changes"]) == ({}, [])


def test_an_assumption_from_a_later_day_than_the_act_changes_nothing(kembar: Kembar) -> None:
    assert verdict(kembar, "uu-2-2024-49-5@2999-01-01")["changes"] == []


def test_the_iri_and_the_slug_name_the_same_provision(kembar: Kembar) -> None:
    read = kembar.verdicts.assumptions
    assert read([ASSUMED]) == read([f"{PROVISION}@2026-06-01"]) == {PROVISION: date(2026, 6, 1)}


@pytest.mark.parametrize("text", ["uu-2-2024-49-5", "@2026-06-01", "uu-2-2024-49-5@2026-13-01", "uu-2-2024-49-5@soon"])
def test_an_assumption_of_another_form_is_refused(kembar: Kembar, text: str) -> None:
    with pytest.raises(BadParameter, match="uu-2-2024-49-5@2026-06-01"):
        kembar.verdicts.assumptions([text])


def test_an_unknown_provision_is_refused_with_the_nearest(kembar: Kembar) -> None:
    with pytest.raises(UnknownName) as refused:
        kembar.verdicts.assumptions(["uu-2-2024-49-55@2026-06-01"])
    assert "uu-2-2024-49-5" in refused.value.extra["known"]


def test_a_start_that_the_record_has_already_assumes_nothing_and_is_refused(kembar: Kembar) -> None:
    with pytest.raises(BadParameter, match="by the record"):
        kembar.verdicts.assumptions(["uu-24-2009-31-1@2009-07-09"])


def test_one_regulation_cannot_begin_on_two_days(kembar: Kembar) -> None:
    with pytest.raises(BadParameter, match="one day only"):
        kembar.verdicts.assumptions([ASSUMED, "uu-2-2024-49-4@2026-07-01"])


def test_the_matrix_under_an_assumption_says_so_and_leaves_the_stored_one_alone(kembar: Kembar) -> None:
    def matrix(*assume: str) -> Any:
        return json.loads(kembar.verdicts.matrix(None, False, None, Format.TABLE_JSON, assume).body)

    plain, assumed = matrix(), matrix("uu-2-2024-49-5@1990-01-01")
    assert (plain["assumed"], assumed["assumed"]) == ({}, {PROVISION: "1990-01-01"})
    assert plain["rows"] != assumed["rows"]
    assert matrix() == plain
