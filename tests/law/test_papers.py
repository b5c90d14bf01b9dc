"""Real papers are judged as what they are: a letter of intent, a memorandum of another region, an annex, a decision paper."""

from pathlib import Path

import pytest

from kembar.application import Kembar
from kembar.law.judge import Judge
from kembar.law.verdict import Verdict
from kembar.namespaces import CONCEPT, ID, PREFIXES
from kembar.rdf.formats import Format

PAPERS = Path(__file__).parent / "papers"
HEAD = "deed:new a kb:Deed ; kb:party government:jakarta , government:berlin ; kb:field field:culture ;"
SIGNED = HEAD + ' kb:date "2021-05-03"^^xsd:date ; kb:deedType deedType:mou .'
KINDS = {"deedType": f"{CONCEPT}deed-type/", "field": f"{CONCEPT}field/", "seen": f"{CONCEPT}seen-state/"}
PREFIXED = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, **KINDS}.items())
PROCEDURE = ("initiative", "exploration", "cooperation-plan", "plan-funding", "dprd-approval", "ministerial-approval",
             "confirmation-letter", "implementation-report", "loi-consultation")  # fmt: skip
STEP = "stepTaken:new a kb:StepTaken ; kb:takenFor deed:new ; kb:step step:ksdpl-dprd-approval ;"
PAPER = 'decisionPaper:new a kb:DecisionPaper ; kb:deedNumber "21/2021" ; kb:date "2021-02-01"^^xsd:date ;'


def outcomes(verdict: Verdict) -> dict[str, str]:
    return {one.requirement.removeprefix(f"{ID}requirement/"): str(one.outcome) for one in verdict.requirements}


def judged(kembar: Kembar, graph: str) -> Verdict:
    return kembar.verdicts.validate((PREFIXED + graph).encode(), Format.TURTLE)


def read(kembar: Kembar, name: str) -> Verdict:
    return kembar.verdicts.validate((PAPERS / name).read_bytes(), Format.TURTLE)


def recorded(kembar: Kembar, slug: str) -> dict[str, str]:
    judge = Judge(kembar.rules, kembar.revision.store, 1, kembar.vocabulary.dates)
    return outcomes(judge.judge(f"{ID}deed/{slug}"))


def said(verdict: Verdict, requirement: str) -> str:
    (one,) = [one for one in verdict.requirements if one.requirement == f"{ID}requirement/{requirement}"]
    return " ".join(item.says["en"] for item in one.evidence)


# ── Whose council, whose head ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_council_of_jakarta_approves_nothing_for_west_java(kembar: Kembar) -> None:
    verdict = read(kembar, "west-java-with-jakartas-council.ttl")
    assert verdict.overall != "lawful"
    assert outcomes(verdict)["dprd-approval"] == outcomes(verdict)["exploration"] == "undetermined"
    assert "is not competent for this deed" in said(verdict, "dprd-approval")


def test_with_its_own_council_and_governor_a_deed_of_west_java_can_be_lawful(kembar: Kembar) -> None:
    verdict = read(kembar, "west-java-with-its-own-council.ttl")
    assert outcomes(verdict)["dprd-approval"] == "satisfied"
    assert verdict.overall == "lawful"


# ── Kinds of paper ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_of_intent_before_the_approval_of_the_council_is_judged_as_a_letter(kembar: Kembar) -> None:
    verdict = read(kembar, "loi-then-dprd.ttl")
    assert verdict.overall == "not-yet-shown"
    assert outcomes(verdict)["dprd-approval"] == "not-applicable"
    assert outcomes(verdict)["loi-consultation"] == "undetermined"


def test_the_letter_of_surabaya_and_shah_alam_is_judged_as_a_letter(kembar: Kembar) -> None:
    found = recorded(kembar, "surabaya-shah-alam-loi-2009")
    assert found["dprd-approval-2004"] == found["ministerial-approval"] == "not-applicable"
    assert found["diplomatic-relations"] == "satisfied"


def test_the_memorandum_of_surabaya_and_kitakyushu_is_asked_for_all_and_violates_nothing(kembar: Kembar) -> None:
    found = recorded(kembar, "surabaya-kitakyushu-mou")
    assert found["dprd-approval"] == found["loi-consultation"] == found["equal-status"] == "undetermined"
    assert "violated" not in found.values()


@pytest.mark.parametrize("link", ["kb:annexOf", "kb:followsFrom"])
@pytest.mark.parametrize("kind", ["annex", "charter"])
def test_the_procedure_is_asked_of_the_deed_that_a_paper_is_part_of(kembar: Kembar, kind: str, link: str) -> None:
    verdict = judged(kembar, f"{HEAD} kb:deedType deedType:{kind} ; {link} deed:berlin-mou-1994 .")
    assert {outcomes(verdict)[name] for name in PROCEDURE} == {"not-applicable"}
    assert "is part of the following one" in said(verdict, "dprd-approval")
    assert outcomes(verdict)["matter-of-regional-government"] == "satisfied"


@pytest.mark.parametrize(
    "link", ["", "kb:annexOf deed:seoul-mou-1984 ;", "kb:followsFrom deed:casablanca-settat-loi-2018 ;"],
    ids=["none", "a deed with another party", "a letter of intent"],
)  # fmt: skip
def test_it_is_not_clear_what_an_annex_is_asked_that_is_part_of(kembar: Kembar, link: str) -> None:
    verdict = judged(kembar, f"{HEAD} {link} kb:deedType deedType:annex .")
    assert {outcomes(verdict)[name] for name in PROCEDURE if name != "implementation-report"} == {"undetermined"}


@pytest.mark.parametrize(
    "kind", ["amendment", "addendum", "renewal", "implementing-arrangement", "action-plan"],
)  # fmt: skip
def test_all_is_asked_of(kembar: Kembar, kind: str) -> None:
    link = "kb:renews" if kind == "renewal" else "kb:amends"
    found = outcomes(judged(kembar, f"{HEAD} {link} deed:berlin-mou-1994 ; kb:deedType deedType:{kind} ."))
    assert {found[name] for name in PROCEDURE if name != "implementation-report"} == {"undetermined"}


# ── Decision papers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_paper_documents_dates_and_takes_its_step(kembar: Kembar) -> None:
    verdict = judged(
        kembar, f"{SIGNED} {STEP} kb:decisionPaper decisionPaper:new . {PAPER} kb:issuer actor:dprd-jakarta ."
    )
    assert outcomes(verdict)["dprd-approval"] == "satisfied"
    assert not [row for row in verdict.unused if row["thing"].endswith("decision-paper/new")]


def test_a_paper_that_has_a_title_only_documents_its_step(kembar: Kembar) -> None:
    paper = PAPER.replace('kb:deedNumber "21/2021"', '<http://purl.org/dc/terms/title> "Persetujuan"@id')
    verdict = judged(
        kembar, f"{SIGNED} {STEP} kb:decisionPaper decisionPaper:new . {paper} kb:issuer actor:dprd-jakarta ."
    )
    assert outcomes(verdict)["dprd-approval"] == "satisfied"


def test_the_body_and_the_day_that_the_step_names_count_before_those_of_the_paper(kembar: Kembar) -> None:
    step = STEP + ' kb:actedBy government:berlin ; kb:date "2021-06-01"^^xsd:date ;'
    verdict = judged(
        kembar, f"{SIGNED} {step} kb:decisionPaper decisionPaper:new . {PAPER} kb:issuer actor:dprd-jakarta ."
    )
    assert outcomes(verdict)["dprd-approval"] == "undetermined"
    assert "is not competent" in said(verdict, "dprd-approval")


@pytest.mark.parametrize(
    ("paper", "reason"),
    [
        (PAPER + " kb:seenState seen:reported ; kb:issuer actor:dprd-jakarta .", "Only reported"),
        (PAPER + " kb:issuer actor:dprd-jakarta ; kb:approvedField field:tourism .", "Another text was approved"),
        (PAPER.replace('kb:deedNumber "21/2021" ;', "") + " kb:issuer actor:dprd-jakarta .", "no document"),
        (PAPER.replace('kb:date "2021-02-01"^^xsd:date ;', "") + " kb:issuer actor:dprd-jakarta .", "Without a date"),
        (PAPER + ' dct:description "a"@en .', "body that took the step is not named"),
    ],
    ids=["only reported", "for other fields", "without number", "without date", "without issuer"],
)
def test_a_step_stays_open_with_a_paper(kembar: Kembar, paper: str, reason: str) -> None:
    verdict = judged(kembar, f"{SIGNED} {STEP} kb:decisionPaper decisionPaper:new . {paper}")
    assert outcomes(verdict)["dprd-approval"] == "undetermined"
    assert reason in said(verdict, "dprd-approval")


def test_a_number_beside_a_paper_that_is_only_reported_is_no_document(kembar: Kembar) -> None:
    step = STEP + ' kb:document "21/2021" ; kb:actedBy actor:dprd-jakarta ;'
    verdict = judged(
        kembar, f"{SIGNED} {step} kb:decisionPaper decisionPaper:new . {PAPER} kb:seenState seen:reported ."
    )
    assert outcomes(verdict)["dprd-approval"] == "undetermined"


def test_the_approval_of_a_field_covers_its_narrower_fields(kembar: Kembar) -> None:
    signed = SIGNED.replace("field:culture", "field:museums")
    approved = f"{PAPER} kb:issuer actor:dprd-jakarta ; kb:approvedField field:culture ."
    verdict = judged(kembar, f"{signed} {STEP} kb:decisionPaper decisionPaper:new . {approved}")
    assert outcomes(verdict)["dprd-approval"] == "satisfied"


def test_a_paper_dated_after_the_signature_is_late(kembar: Kembar) -> None:
    paper = PAPER.replace("2021-02-01", "2021-08-01")
    verdict = judged(
        kembar, f"{SIGNED} {STEP} kb:decisionPaper decisionPaper:new . {paper} kb:issuer actor:dprd-jakarta ."
    )
    assert outcomes(verdict)["dprd-approval"] == "violated"
