"""A complete proposal is lawful.

Removing one piece of evidence changes exactly the outcomes that rest on it, and the verdict names what is missing.
"""

import re
from pathlib import Path

import pytest

from kembar.application import Kembar
from kembar.law.verdict import Verdict
from kembar.namespaces import ID, slug_of
from kembar.rdf.formats import Format

COMPLETE = (Path(__file__).parents[2] / "docs/examples/complete-proposal.ttl").read_text()
PIECES = re.findall(r"# rests: ([^\n]*)\n(.*?)\n(?=\n|\Z)", COMPLETE, re.DOTALL)
SHOWN_OUTCOMES = {"satisfied", "attested", "not-applicable"}


def outcomes(verdict: Verdict) -> dict[str, str]:
    return {
        judged.requirement.removeprefix(f"{ID}requirement/"): str(judged.outcome) for judged in verdict.requirements
    }


@pytest.fixture(scope="module")
def complete(kembar: Kembar) -> Verdict:
    return kembar.verdicts.validate(COMPLETE.encode(), Format.TURTLE)


def test_with_all_evidence_the_verdict_is_lawful(complete: Verdict) -> None:
    assert {
        judged.requirement for judged in complete.requirements if judged.counts and judged.outcome not in SHOWN_OUTCOMES
    } == set()
    assert complete.overall == "lawful"
    assert complete.next == []


def test_every_requirement_that_counts_rests_on_a_piece_of_evidence_or_on_the_record(complete: Verdict) -> None:
    supported = {requirement for dependents, _ in PIECES for requirement in dependents.split()}
    counted = {slug_of(judged.requirement) for judged in complete.requirements if judged.counts}
    assert counted - supported == ON_RECORD
    for judged in complete.requirements:
        if judged.counts:
            assert judged.supporting, judged.requirement


ON_RECORD = {
    "diplomatic-relations",
    "equal-status",
    "meeting-regency",  # the kind of territory
    "signed-by-head",  # a draft is not signed
    "implementation-report",
    "initiative-institution",  # the parties
    "partner-institution",
}


@pytest.mark.parametrize(
    ("dependents", "piece"), PIECES, ids=[re.sub(r"\W+", "-", piece.split(";")[0])[:60] for _, piece in PIECES]
)
def test_without_one_piece_exactly_the_outcomes_that_rest_on_it_change(
    kembar: Kembar, complete: Verdict, dependents: str, piece: str
) -> None:
    graph = COMPLETE.replace(piece, "")
    if " a kb:StepTaken" in piece and "contentItem" in COMPLETE:
        # The statements about a removed document are removed with it.
        subject = piece.split(" ", maxsplit=1)[0]
        graph = re.sub(rf"\n{re.escape(subject)} kb:[^\n]*", "", graph)
    incomplete = kembar.verdicts.validate(graph.encode(), Format.TURTLE)
    complete_outcomes, incomplete_outcomes = outcomes(complete), outcomes(incomplete)
    assert {
        requirement
        for requirement in complete_outcomes
        if complete_outcomes[requirement] != incomplete_outcomes[requirement]
    } == set(dependents.split())
    judgements = {judged.requirement.removeprefix(f"{ID}requirement/"): judged for judged in incomplete.requirements}
    for requirement in dependents.split():
        assert incomplete_outcomes[requirement] == "undetermined"
        assert judgements[requirement].needed
        assert set(judgements[requirement].needed or {}) == {"id", "en"}
    counted = {slug_of(judged.requirement) for judged in complete.requirements if judged.counts}
    missing = counted & set(dependents.split())
    assert incomplete.overall == ("not-yet-shown" if missing else "lawful")
    assert {slug_of(step["requirement"]) for step in incomplete.next} == missing
