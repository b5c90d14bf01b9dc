"""Every rule gives the outcomes of its examples; an incomplete rule is refused at the start."""

import re

import pytest
from rdflib import BNode

from kembar.application import Kembar
from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.law.proposal import read_proposal
from kembar.law.rules import SH, Rules
from kembar.law.verdict import Judge
from kembar.rdf.formats import Format
from kembar.rdf.parsing import parse_bytes

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
    triples = parse_bytes(graph.encode(), Format.TURTLE, CONTENT.context, prefixes=True)
    proposal, (deed,) = read_proposal(triples, kembar.revision.store, kembar.vocabulary)
    verdict = Judge(kembar.rules, kembar.revision.store, 1, kembar.vocabulary.dates).judge(deed, proposal)
    (selected,) = [judgement for judgement in verdict.requirements if judgement.requirement == requirement]
    assert selected.outcome == outcome
    finds = {evidence.finds for evidence in selected.evidence}
    assert outcome == "undetermined" or finds - {"open"}, "a decided outcome names its evidence"
    assert outcome != "undetermined" or not finds or "open" in finds, (
        "evidence that decides nothing has an open finding"
    )


def test_a_rule_with_shapes_has_an_example_of_each_outcome_that_it_can_give() -> None:
    role_outcomes = {
        "exempt": "not-applicable",
        "satisfied": "satisfied",
        "violated": "violated",
        "attested": "attested",
    }
    for rule in RULES.rules:
        if rule.shapes:
            assert {example.outcome for example in rule.examples} == {
                role_outcomes[role] for role in rule.shapes if role != "open"
            } | {"undetermined"}


def test_evidence_for_one_requirement_decides_no_other(kembar: Kembar) -> None:
    graph = """deed:x a kb:Deed ; kb:date "2021-05-03"^^xsd:date ; kb:party government:jakarta , government:berlin .
        stepTaken:m a kb:StepTaken ; kb:takenFor deed:x ; kb:step step:ksdpl-inter-ministerial-meeting ;
            kb:date "2021-03-01"^^xsd:date ; kb:actedBy actor:ministry-of-home-affairs ; kb:document "1" ;
            kb:attendedBy actor:ministry-of-foreign-affairs ; kb:contentItem item:cooperation-plan-2 .
        attestation:a a kb:Attestation ; kb:attests requirement:exploration , requirement:negotiation ;
            kb:attestedFor deed:x ; kb:attestor actor:ministry-of-home-affairs ; kb:document "2" ."""
    triples = parse_bytes(graph.encode(), Format.TURTLE, CONTENT.context, prefixes=True)
    proposal, (deed,) = read_proposal(triples, kembar.revision.store, kembar.vocabulary)
    verdict = Judge(kembar.rules, kembar.revision.store, 1, kembar.vocabulary.dates).judge(deed, proposal)
    rows = {rule.iri for rule in RULES.rules if rule.iri.rsplit("/", 1)[-1] in ROWS}
    assert len(rows) == len(ROWS)
    judgements = {
        judgement.requirement.rsplit("/", 1)[-1]: judgement
        for judgement in verdict.requirements
        if judgement.requirement in rows
    }
    assert {
        name: str(judgement.outcome) for name, judgement in judgements.items() if judgement.outcome != "undetermined"
    } == {
        "inter-ministerial-meeting": "satisfied",
        "meeting-foreign-affairs": "satisfied",
        "meeting-regency": "not-applicable",
        "plan-background": "satisfied",
        "exploration": "attested",  # the Foreign Minister attests negotiations
    }
    (evidence,) = judgements["meeting-foreign-affairs"].evidence
    assert evidence.says == {
        "id": "m dihadiri Kementerian Luar Negeri.",
        "en": "m was attended by the Foreign Ministry.",
    }


def test_the_nine_requirements_of_article_27_have_rules() -> None:
    paragraphs = {rule.basis.rsplit("/", 1)[-1] for rule in RULES.rules}
    assert paragraphs >= {
        f"pp-28-2018-27-{part}" for part in ("1-a", "1-b", "1-c", "1-d", "1-e", "2", "3-a", "3-b", "3-c")
    }


RULE = (CONTENT.root / "shapes/requirements/equal-status.ttl").read_text()


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        (r"    kb:legalBasis [^;]*;", "legal basis"),
        (r'"Kesetaraan status[^"]*"@id ,', "a label in Indonesian"),
        (r"    kb:reads [^;]*;", "kb:reads"),
        (r"    kb:example [^.]*\.", "kb:example"),
        (r",\s*\"The administrative level[^;]*;", "kb:needed"),
    ],
)
def test_an_incomplete_rule_is_refused_with_its_file(missing: str, reason: str) -> None:
    broken = re.sub(missing, " ." if missing.endswith(r"\.") else ";" if missing.startswith(",") else "", RULE, count=1)
    broken = broken.replace(";\n .", ".\n")
    with pytest.raises(ContentError, match=reason) as caught:
        Rules.compile([ContentFile("shapes/requirements/equal-status.ttl", broken)])
    assert caught.value.faults[0].file == "shapes/requirements/equal-status.ttl"


def test_no_rule_uses_exists() -> None:
    """Reject EXISTS, in which a join is quadratic on Oxigraph (oxigraph#885); OPTIONAL with !BOUND is equivalent."""
    for file in CONTENT.files("shapes", ".ttl"):
        assert not re.search(r"\bEXISTS\s*\{", file.text), file.name


def test_every_shape_and_constraint_has_an_iri() -> None:
    for prop in (SH.property, SH.sparql, SH["not"], SH.node):
        assert not [node for node in RULES.shapes.objects(None, prop) if isinstance(node, BNode)]
