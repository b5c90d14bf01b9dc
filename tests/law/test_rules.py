"""Every rule gives the outcomes of its examples; an incomplete rule is refused at the start."""

import re

import pytest
from rdflib import BNode

from kembar.application import Kembar
from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.law.rules import SH, Rules, rule_files
from kembar.namespaces import slug_of
from tests.law.judging import by_slug, judge

CONTENT = Content.shipped()
RULES = Rules.of(CONTENT)
ROWS = {
    row.partition(",")[0].removeprefix("requirement:")
    for file in CONTENT.files("shapes", ".csv")
    for row in file.text.splitlines()[1:]
}
EXAMPLES = [(rule.iri, example.outcome, example.graph) for rule in RULES.rules for example in rule.examples]


@pytest.mark.parametrize(
    ("requirement", "outcome", "graph"),
    EXAMPLES,
    ids=[f"{iri.rsplit('/', 1)[-1]}-{outcome}" for iri, outcome, _ in EXAMPLES],
)
def test_a_rule_gives_the_outcome_of_its_example(kembar: Kembar, requirement: str, outcome: str, graph: str) -> None:
    verdict = judge(kembar, graph)
    (judged,) = [judged for judged in verdict.requirements if judged.requirement == requirement]
    assert judged.outcome == outcome
    assert outcome == "undetermined" or {item.finds for item in judged.evidence} - {"open", "gap", "unclear"}, (
        "a decided outcome names its evidence"
    )
    assert not judged.opposing or outcome in ("violated", "undetermined", "attested", "not-applicable")


def test_a_rule_with_shapes_has_an_example_of_each_outcome_that_it_can_give() -> None:
    role_outcomes = {
        "exempt": "not-applicable",
        "satisfied": "satisfied",
        "violated": "violated",
        "attested": "attested",
    }
    for rule in RULES.rules:
        possible = {role_outcomes[role] for role in rule.shapes if role in role_outcomes} | {"undetermined"}
        never = {slug for rules, slug in NEVER if slug_of(rule.iri) in rules}
        assert {example.outcome for example in rule.examples} == possible - never, rule.iri


NEVER = (
    # A party in Israel is evidence against, whoever states the contrary; in any other country it is not asked.
    ({"no-contact-with-israel"}, "attested"),
    # The kind of a party whose kind is unknown may be a government's, so a statement decides nothing yet.
    ({"partner-institution"}, "attested"),
)
"""Outcomes that a rule names a shape for and that no graph can bring about."""


def test_evidence_for_one_requirement_decides_no_other(kembar: Kembar) -> None:
    verdict = judge(
        kembar,
        """deed:x a kb:Deed ; kb:date "2021-05-03"^^xsd:date ; kb:party government:jakarta , government:berlin .
        stepTaken:m a kb:StepTaken ; kb:takenFor deed:x ; kb:step step:ksdpl-inter-ministerial-meeting ;
            kb:date "2021-03-01"^^xsd:date ; kb:actedBy actor:ministry-of-home-affairs ; kb:document "No. 1" ;
            kb:attendedBy actor:ministry-of-foreign-affairs ; kb:contentItem item:cooperation-plan-2 .
        attestation:a a kb:Attestation ; kb:attests requirement:exploration , requirement:negotiation ;
            kb:attestedFor deed:x ; kb:attestor actor:ministry-of-home-affairs ; kb:date "2021-04-01"^^xsd:date ;
            kb:document "No. 2" .""",
    )
    rows = {slug_of(rule.iri) for rule in RULES.rules} & ROWS
    assert rows == ROWS
    assert {
        slug: str(judged.outcome)
        for slug, judged in by_slug(verdict).items()
        if slug in ROWS and judged.outcome not in ("undetermined", "not-applicable")
    } == {
        "inter-ministerial-meeting": "satisfied",
        "meeting-foreign-affairs": "satisfied",
        "equal-status-2008": "satisfied",
        "equal-status-1993": "satisfied",
        "exploration": "attested",  # the Foreign Minister attests negotiations
    }


def test_the_nine_requirements_of_article_27_have_rules() -> None:
    paragraphs = {rule.basis.rsplit("/", 1)[-1] for rule in RULES.rules}
    assert paragraphs >= {
        f"pp-28-2018-27-{part}" for part in ("1-a", "1-b", "1-c", "1-d", "1-e", "2", "3-a", "3-b", "3-c")
    }


OTHERS = [file for file in rule_files(CONTENT) if not file.name.endswith("/equal-status.ttl")]
RULE = (CONTENT.root / "shapes/requirements/equal-status.ttl").read_text()


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        (r"    kb:legalBasis [^;]*;", "legal basis"),
        (r'"Kesetaraan status[^"]*"@id ,', "a label in Indonesian"),
        (r"    kb:remedy [^\n]*\n[^\n]*\n", "kb:remedy"),
        (r" kb:addressee [^;]*;", "kb:addressee"),
        (r"    kb:paper [^;]*;", "kb:paper"),
        (r"    kb:example [^.]*\.", "kb:example"),
        (r",\s*\"The administrative level[^;]*;", "kb:needed"),
    ],
)
def test_an_incomplete_rule_is_refused_with_its_file(missing: str, reason: str) -> None:
    broken = re.sub(missing, " ." if missing.endswith(r"\.") else ";" if missing.startswith(",") else "", RULE, count=1)
    broken = broken.replace(";\n .", ".\n")
    with pytest.raises(ContentError, match=reason) as caught:
        Rules.compile([*OTHERS, ContentFile("shapes/requirements/equal-status.ttl", broken)])
    assert caught.value.faults[0].file == "shapes/requirements/equal-status.ttl"


def test_no_rule_uses_exists() -> None:
    """Reject EXISTS, in which a join is quadratic on Oxigraph (oxigraph#885); OPTIONAL with !BOUND is equivalent."""
    for file in [*CONTENT.files("shapes", ".ttl"), *CONTENT.files("shapes", ".rq")]:
        assert not re.search(r"\bEXISTS\s*\{", file.text), file.name


def test_every_shape_and_constraint_has_an_iri() -> None:
    for prop in (SH.property, SH.sparql, SH["not"], SH.node):
        assert not [node for node in RULES.shapes.objects(None, prop) if isinstance(node, BNode)]
