"""The decision tables: findings to outcome, dates to binding, outcomes to the overall answer, and its prospects.

They are small enough to be tried whole: every set of roles, and every verdict of up to three requirements.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, combinations_with_replacement, product

import pytest

from kembar.law.outcomes import COUNTED, Binding, Outcome, Overall, binding_of, outcome_of, overall_of
from kembar.law.prospects import Result, prospects
from kembar.rdf.dates import Span

ROLES = ("exempt", "unclear", "violated", "open", "gap", "satisfied", "attested")
SETS_OF_ROLES = [set(roles) for size in range(len(ROLES) + 1) for roles in combinations(ROLES, size)]
RESULTS = list(product(Outcome, Binding, (False, True)))
VERDICTS = [list(results) for size in range(4) for results in combinations_with_replacement(RESULTS, size)]
"""Every verdict of up to three requirements; the order does not matter, which a test of its own shows."""


def test_there_are_as_many_sets_of_roles_and_verdicts_as_can_be() -> None:
    assert len(SETS_OF_ROLES) == 2**7
    assert len(RESULTS) == 50
    assert len(VERDICTS) == 1 + 50 + 50 * 51 // 2 + 50 * 51 * 52 // 6


def test_every_set_of_roles_gives_one_outcome_and_this_one() -> None:
    for roles in SETS_OF_ROLES:
        expected = (
            Outcome.NOT_APPLICABLE
            if "exempt" in roles
            else Outcome.UNDETERMINED
            if "unclear" in roles
            else Outcome.VIOLATED
            if "violated" in roles
            else Outcome.SATISFIED
            if {"satisfied"} == roles & {"satisfied", "open"}
            else Outcome.ATTESTED
            if "attested" in roles
            else Outcome.UNDETERMINED
        )
        assert outcome_of(roles) is expected, roles


def test_not_applicable_needs_evidence_that_the_requirement_is_not_asked() -> None:
    assert all(("exempt" in roles) == (outcome_of(roles) is Outcome.NOT_APPLICABLE) for roles in SETS_OF_ROLES)


def test_violated_needs_evidence_against_and_that_it_is_certain_that_the_requirement_is_asked() -> None:
    for roles in SETS_OF_ROLES:
        assert (outcome_of(roles) is Outcome.VIOLATED) == ("violated" in roles and not roles & {"exempt", "unclear"}), (
            roles
        )


def test_nothing_is_satisfied_while_one_party_field_or_paper_is_open() -> None:
    for roles in SETS_OF_ROLES:
        if outcome_of(roles) is Outcome.SATISFIED:
            assert "satisfied" in roles
            assert not roles & {"open", "violated", "unclear", "exempt"}


def test_attested_needs_a_statement_and_nothing_against() -> None:
    for roles in SETS_OF_ROLES:
        if outcome_of(roles) is Outcome.ATTESTED:
            assert "attested" in roles
            assert not roles & {"violated", "unclear", "exempt"}


def test_a_gap_explains_and_changes_nothing() -> None:
    assert all(outcome_of(roles) is outcome_of(roles - {"gap"}) for roles in SETS_OF_ROLES)


def test_without_evidence_the_outcome_is_undetermined() -> None:
    assert outcome_of(set()) is Outcome.UNDETERMINED


def test_evidence_for_a_requirement_never_makes_it_worse() -> None:
    for roles in SETS_OF_ROLES:
        if "exempt" not in roles:
            for good in ("satisfied", "attested"):
                better = list(Outcome).index(outcome_of(roles | {good}))
                assert better >= list(Outcome).index(outcome_of(roles)) or outcome_of(roles) is Outcome.SATISFIED


def test_evidence_against_a_requirement_never_makes_it_better() -> None:
    met = {Outcome.SATISFIED, Outcome.ATTESTED, Outcome.NOT_APPLICABLE}
    for roles, bad in product(SETS_OF_ROLES, ("violated", "open", "unclear")):
        assert outcome_of(roles) in met or outcome_of(roles | {bad}) not in met


def span(first: str, last: str | None = None) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last or first), "range")


LAW = span("2018-07-13")


@pytest.mark.parametrize(
    ("act", "end", "binding"),
    [
        (span("2018-07-13"), None, Binding.BOUND),
        (span("2018-07-12"), None, Binding.NOT_IN_FORCE),
        (span("2018-01-01", "2018-12-31"), None, Binding.UNKNOWN),
        (span("2020-01-01"), span("2020-01-01"), Binding.NOT_IN_FORCE),
        (span("2019-12-31"), span("2020-01-01"), Binding.BOUND),
        (span("2020-05-01"), span("2020-01-01", "2020-12-31"), Binding.UNKNOWN),
        (Span(date.min, date.max, "unknown"), None, Binding.UNKNOWN),
    ],
)
def test_a_provision_binds_the_acts_in_its_time_in_force(act: Span, end: Span | None, binding: Binding) -> None:
    assert binding_of(act, LAW, end) is binding


def test_without_a_known_time_in_force_the_binding_is_unknown() -> None:
    assert binding_of(span("2020-01-01"), None, None) is Binding.UNKNOWN


def test_an_act_before_the_year_of_a_regulation_is_not_bound_by_it() -> None:
    assert binding_of(span("2007-04-13"), None, None, 2014) is Binding.NOT_IN_FORCE
    assert binding_of(span("2014-04-13"), None, None, 2014) is Binding.UNKNOWN


DAYS = [date(2018, 1, day) for day in (1, 2, 3)]
SPANS = [Span(first, last, "range") for first in DAYS for last in DAYS if first <= last]


def test_the_binding_is_what_it_is_on_every_day_of_each_range_or_unknown() -> None:
    for act, start, end in product(SPANS, SPANS, [*SPANS, None]):
        certain = {
            binding_of(
                Span(day, day, "day"), Span(first, first, "day"), None if last is None else Span(last, last, "day")
            )
            for day in days(act)
            for first in days(start)
            for last in ([None] if end is None else days(end))
        }
        found = binding_of(act, start, end)
        assert found in certain or found is Binding.UNKNOWN
        if found is not Binding.UNKNOWN:
            assert certain == {found}


def days(within: Span) -> Iterator[date]:
    return (day for day in DAYS if within.earliest <= day <= within.latest)


def counted(verdict: list[tuple[Outcome, Binding, bool]]) -> list[tuple[Outcome, bool]]:
    return [(outcome, arguable) for outcome, binding, arguable in verdict if binding in COUNTED]


def test_bound_and_unknown_count_and_nothing_else_does() -> None:
    assert {Binding.BOUND, Binding.UNKNOWN} == COUNTED


def test_every_verdict_of_up_to_three_requirements_has_the_answer_that_the_design_gives() -> None:
    for verdict in VERDICTS:
        results = counted(verdict)
        outcomes = [outcome for outcome, _ in results]
        violated = [arguable for outcome, arguable in results if outcome is Outcome.VIOLATED]
        overall = overall_of(verdict)
        assert (overall is Overall.NOT_LAWFUL) == (False in violated), verdict
        assert (overall is Overall.ARGUABLE) == (bool(violated) and all(violated)), verdict
        assert (overall is Overall.NOT_YET_SHOWN) == (not violated and Outcome.UNDETERMINED in outcomes), verdict
        assert (overall is Overall.OUTSIDE) == (set(outcomes) <= {Outcome.NOT_APPLICABLE}), verdict
        assert (overall is Overall.LAWFUL) == (
            bool(outcomes)
            and not set(outcomes) & {Outcome.VIOLATED, Outcome.UNDETERMINED}
            and bool(set(outcomes) & {Outcome.SATISFIED, Outcome.ATTESTED})
        ), verdict


def test_what_does_not_count_changes_no_answer() -> None:
    silent = [result for result in RESULTS if result[1] not in COUNTED]
    for verdict in VERDICTS:
        if len(verdict) < 3:
            assert {overall_of([*verdict, result]) for result in silent} == {overall_of(verdict)}


def test_unknown_binding_counts_like_bound() -> None:
    for verdict in VERDICTS:
        as_bound = [(o, Binding.BOUND if b is Binding.UNKNOWN else b, a) for o, b, a in verdict]
        assert overall_of(as_bound) is overall_of(verdict)


def test_the_order_of_the_requirements_does_not_matter() -> None:
    for one, other in product(RESULTS, RESULTS):
        assert overall_of([one, other]) is overall_of([other, one])


def test_an_argument_matters_only_against_what_is_violated() -> None:
    for verdict in VERDICTS:
        without = [(o, b, a and o is Outcome.VIOLATED) for o, b, a in verdict]
        assert overall_of(without) is overall_of(verdict)


def test_each_undetermined_requirement_that_counts_has_a_prospect_and_no_other_has_one() -> None:
    for verdict in VERDICTS:
        for (outcome, binding, _), prospect in zip(verdict, prospects(verdict), strict=True):
            assert (prospect is not None) == (outcome is Outcome.UNDETERMINED and binding in COUNTED)


def test_the_prospects_are_those_of_all_assignments_of_the_open_requirements() -> None:
    """Compare with every way in which each open requirement can be met or violated; up to four requirements."""
    one_of_each = list(
        {
            (outcome if binding in COUNTED else Outcome.SATISFIED, binding, arguable)
            for outcome, binding, arguable in RESULTS
            if binding in (Binding.BOUND, Binding.NOT_IN_FORCE)
        }
    )
    four = combinations_with_replacement(sorted(one_of_each), 4)
    small = [verdict for verdict in VERDICTS if all(binding is not Binding.UNKNOWN for _, binding, _ in verdict)]
    verdicts: list[list[Result]] = [*small]
    verdicts.extend([*results] for results in four)
    for verdict in verdicts:
        for place, prospect in enumerate(prospects(verdict)):
            if prospect is not None:
                assert prospect.if_shown is overall_of(put(verdict, {place: Outcome.SATISFIED}))
                assert prospect.if_refuted is overall_of(put(verdict, {place: Outcome.VIOLATED}))
                assert prospect.can_matter == can_matter(verdict, place), (verdict, place)


def put(
    verdict: list[tuple[Outcome, Binding, bool]], outcomes: dict[int, Outcome]
) -> list[tuple[Outcome, Binding, bool]]:
    return [(outcomes.get(n, outcome), binding, arguable) for n, (outcome, binding, arguable) in enumerate(verdict)]


def can_matter(verdict: list[tuple[Outcome, Binding, bool]], place: int) -> bool:
    """Return whether the answer differs between met and violated, for any end of the other open requirements."""
    others = [n for n, (o, b, _) in enumerate(verdict) if n != place and o is Outcome.UNDETERMINED and b in COUNTED]
    ends = product((Outcome.SATISFIED, Outcome.VIOLATED, Outcome.UNDETERMINED), repeat=len(others))
    return any(
        overall_of(put(verdict, {**dict(zip(others, end, strict=True)), place: Outcome.SATISFIED}))
        is not overall_of(put(verdict, {**dict(zip(others, end, strict=True)), place: Outcome.VIOLATED}))
        for end in ends
    )
