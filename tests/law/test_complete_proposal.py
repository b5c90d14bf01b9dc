"""A complete proposal is lawful; taking away any one piece of evidence changes exactly the outcomes that rest on it, and says what is missing."""

import re
from pathlib import Path

import pytest

from kembar.application import Kembar
from kembar.law.verdict import Verdict
from kembar.namespaces import ID
from kembar.rdf.formats import Format

COMPLETE = (Path(__file__).parents[2] / "docs/examples/complete-proposal.ttl").read_text()
PIECES = re.findall(r"# rests: ([^\n]*)\n(.*?)\n(?=\n|\Z)", COMPLETE, re.DOTALL)
SHOWN = {"satisfied", "attested", "not-applicable"}


def outcomes(verdict: Verdict) -> dict[str, str]:
    return {
        judged.requirement.removeprefix(f"{ID}requirement/"): str(judged.outcome) for judged in verdict.requirements
    }


@pytest.fixture(scope="module")
def complete(kembar: Kembar) -> Verdict:
    return kembar.verdicts.validate(COMPLETE.encode(), Format.TURTLE)


def test_with_all_evidence_the_answer_is_lawful(complete: Verdict) -> None:
    open_ones = {
        judged.requirement
        for judged in complete.requirements
        if judged.binding != "information" and judged.outcome not in SHOWN
    }
    assert open_ones == set()
    assert complete.overall == "lawful"
    assert complete.next is None


def test_every_requirement_that_binds_rests_on_a_piece_or_on_the_record(complete: Verdict) -> None:
    rests = {requirement for named, _ in PIECES for requirement in named.split()}
    on_record = {
        "diplomatic-relations",
        "equal-status",
        "no-contact-with-israel",
        "contact-with-taiwan",
        "meeting-regency",
    }
    bound = {
        judged.requirement.removeprefix(f"{ID}requirement/")
        for judged in complete.requirements
        if judged.binding != "information"
    }
    assert (rests | on_record) - {"plan-format"} == bound


@pytest.mark.parametrize(
    ("named", "piece"), PIECES, ids=[re.sub(r"\W+", "-", piece.split(";")[0])[:60] for _, piece in PIECES]
)
def test_without_one_piece_exactly_what_rests_on_it_changes(
    kembar: Kembar, complete: Verdict, named: str, piece: str
) -> None:
    graph = COMPLETE.replace(piece, "")
    if " a kb:StepTaken" in piece and "contentItem" in COMPLETE:
        # What is said of a document goes with the document.
        subject = piece.split(" ", maxsplit=1)[0]
        graph = re.sub(rf"\n{re.escape(subject)} kb:[^\n]*", "", graph)
    without = kembar.verdicts.validate(graph.encode(), Format.TURTLE)
    before, after = outcomes(complete), outcomes(without)
    assert {requirement for requirement in before if before[requirement] != after[requirement]} == set(named.split())
    missing = {judged.requirement.removeprefix(f"{ID}requirement/"): judged for judged in without.requirements}
    for requirement in named.split():
        assert after[requirement] == "undetermined"
        assert missing[requirement].needed
        assert set(missing[requirement].needed or {}) == {"id", "en"}
    assert without.overall == "not-yet-shown"
    assert without.next
