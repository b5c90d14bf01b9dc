"""The decision tables: findings to outcome, dates to binding, and outcomes to the overall verdict."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.law.outcomes import Binding, Outcome, Overall, binding_of, outcome_of, overall_of
from kembar.rdf.dates import Span


@pytest.mark.parametrize(
    ("findings", "outcome"),
    [
        ({"satisfied"}, Outcome.SATISFIED),
        ({"violated"}, Outcome.VIOLATED),
        ({"attested"}, Outcome.ATTESTED),
        (set(), Outcome.UNDETERMINED),
        ({"exempt", "violated"}, Outcome.NOT_APPLICABLE),
        ({"violated", "attested"}, Outcome.VIOLATED),
        ({"satisfied", "attested"}, Outcome.SATISFIED),
        ({"satisfied", "open"}, Outcome.UNDETERMINED),
        ({"satisfied", "open", "attested"}, Outcome.ATTESTED),
    ],
)
def test_a_set_of_findings_gives_one_outcome(findings: set[str], outcome: Outcome) -> None:
    assert outcome_of(findings, conditional=False) is outcome


def test_an_unknown_condition_leaves_the_outcome_undetermined_and_a_known_one_decides() -> None:
    assert outcome_of({"satisfied"}, conditional=True) is Outcome.UNDETERMINED
    assert outcome_of({"applies", "satisfied"}, conditional=True) is Outcome.SATISFIED


@given(st.sets(st.sampled_from(["exempt", "applies", "satisfied", "open", "attested"])), st.booleans())
def test_without_contrary_evidence_no_requirement_is_violated(findings: set[str], conditional: bool) -> None:
    assert outcome_of(findings, conditional) is not Outcome.VIOLATED


def span(first: str, last: str | None = None) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last or first), "range")


LAW = span("2018-07-13")


@pytest.mark.parametrize(
    ("act", "end", "binding"),
    [
        (span("2018-07-13"), None, Binding.BOUND),
        (span("2018-07-12"), None, Binding.INFORMATION),
        (span("2018-01-01", "2018-12-31"), None, Binding.UNKNOWN),
        (span("2020-01-01"), span("2020-01-01"), Binding.INFORMATION),
        (span("2019-12-31"), span("2020-01-01"), Binding.BOUND),
        (span("2020-05-01"), span("2020-01-01", "2020-12-31"), Binding.UNKNOWN),
    ],
)
def test_a_provision_binds_the_acts_in_its_time_in_force(act: Span, end: Span | None, binding: Binding) -> None:
    assert binding_of(act, LAW, end) is binding


def test_without_a_known_time_in_force_the_binding_is_unknown() -> None:
    assert binding_of(span("2020-01-01"), None, None) is Binding.UNKNOWN


def test_an_act_before_the_year_of_a_regulation_is_not_bound_by_it() -> None:
    assert binding_of(span("2007-04-13"), None, None, 2014) is Binding.INFORMATION
    assert binding_of(span("2014-04-13"), None, None, 2014) is Binding.UNKNOWN


BOUND, INFORMATION, UNKNOWN = Binding.BOUND, Binding.INFORMATION, Binding.UNKNOWN


@pytest.mark.parametrize(
    ("judgements", "overall"),
    [
        (
            [
                (Outcome.SATISFIED, BOUND, False),
                (Outcome.ATTESTED, BOUND, False),
                (Outcome.NOT_APPLICABLE, BOUND, False),
            ],
            Overall.LAWFUL,
        ),
        ([(Outcome.SATISFIED, BOUND, False), (Outcome.UNDETERMINED, BOUND, True)], Overall.NOT_YET_SHOWN),
        ([(Outcome.VIOLATED, BOUND, False), (Outcome.VIOLATED, BOUND, True)], Overall.NOT_LAWFUL),
        ([(Outcome.VIOLATED, BOUND, True), (Outcome.UNDETERMINED, BOUND, False)], Overall.ARGUABLE),
        ([(Outcome.VIOLATED, INFORMATION, False), (Outcome.SATISFIED, BOUND, False)], Overall.LAWFUL),
        ([(Outcome.VIOLATED, UNKNOWN, False)], Overall.NOT_LAWFUL),
        ([(Outcome.SATISFIED, INFORMATION, False)], Overall.NOT_YET_SHOWN),
        ([], Overall.NOT_YET_SHOWN),
    ],
)
def test_the_overall_verdict_counts_binding_requirements_only(
    judgements: list[tuple[Outcome, Binding, bool]], overall: Overall
) -> None:
    assert overall_of(judgements) is overall
