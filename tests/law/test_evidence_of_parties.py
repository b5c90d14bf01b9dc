"""What is found on one party hides nothing that is found on another: a further party never makes an outcome better."""

import pytest

from kembar.application import Kembar
from kembar.law.rules import Rules
from kembar.rdf.names import kb
from tests.law.judging import CONTENT, judge, outcomes, parsed

RULES = Rules.of(CONTENT)
BETTER = {"satisfied", "attested", "not-applicable"}
UNIVERSITY = """deed:example kb:party actor:further . actor:further a kb:Actor ;
    kb:actorKind <https://w3id.org/kembar/concept/actor-kind/university> ; kb:country country:nl ."""
GOVERNMENT = "deed:example kb:party government:seoul ."
"""A first-level government of a country with relations, for which all is well."""

ONLY_OF_THE_KIND = {
    # With a regional government abroad the deed is KSDPL, of which what binds KSDLL only is not asked.
    ("partner-institution", GOVERNMENT),
    ("initiative-institution", GOVERNMENT),
}

OPEN = [
    (rule.iri.rsplit("/", 1)[-1], example.outcome, example.graph)
    for rule in RULES.rules
    for example in rule.examples
    if example.outcome in ("violated", "undetermined")
    if len({triple.object for triple in parsed(example.graph) if triple.predicate == kb.party}) > 1
]
"""A deed with one party is left out: the further party is the one that it lacks."""
ADDED = {"a university": UNIVERSITY, "a government": GOVERNMENT}


@pytest.mark.parametrize("added", ADDED.values(), ids=ADDED.keys())
@pytest.mark.parametrize(
    ("requirement", "outcome", "graph"),
    OPEN,
    ids=[f"{slug}-{outcome}-{n}" for n, (slug, outcome, _) in enumerate(OPEN)],
)
def test_a_further_party_makes_no_outcome_better(
    kembar: Kembar, requirement: str, outcome: str, graph: str, added: str
) -> None:
    found = outcomes(judge(kembar, f"{graph}\n{added}"))[requirement]
    if (requirement, added) in ONLY_OF_THE_KIND:
        assert found == "not-applicable"
    else:
        assert found not in BETTER, f"{outcome} became {found}"


@pytest.mark.parametrize("kind", ["person", "team", "community", None])
def test_a_party_of_any_kind_in_a_country_without_relations_violates(kembar: Kembar, kind: str | None) -> None:
    stated = f"actor:further kb:actorKind <https://w3id.org/kembar/concept/actor-kind/{kind}> ." if kind else ""
    verdict = outcomes(
        judge(
            kembar,
            f"""deed:x a kb:Deed ; kb:party government:jakarta , government:berlin , actor:further .
            actor:further a kb:Actor ; kb:country country:il . {stated}""",
        )
    )
    assert (verdict["diplomatic-relations"], verdict["no-contact-with-israel"]) == ("violated", "violated")


def test_a_party_without_kind_or_country_leaves_what_concerns_all_parties_open(kembar: Kembar) -> None:
    verdict = outcomes(
        judge(
            kembar,
            """deed:x a kb:Deed ; kb:party government:jakarta , government:berlin , actor:further .
            actor:further a kb:Actor .""",
        )
    )
    assert {verdict[slug] for slug in ("diplomatic-relations", "equal-status", "no-contact-with-israel")} == {
        "undetermined"
    }


def test_each_indonesian_region_that_is_a_party_has_its_own_council(kembar: Kembar) -> None:
    region = """government:other a kb:LocalGovernment ; kb:governs territory:other .
        territory:other a kb:Territory ; kb:country country:id ; kb:level <https://w3id.org/kembar/concept/level/first> .
        actor:dprd-other a kb:Actor ; kb:councilOf government:other ."""
    deed = f"deed:x a kb:Deed ; kb:party government:jakarta , government:berlin , government:other . {region}"
    first, second = (
        f"""stepTaken:{name} a kb:StepTaken ; kb:takenFor deed:x ; kb:step step:ksdpl-dprd-approval ;
            kb:actedBy actor:{name} ; kb:date "2026-05-04"^^xsd:date ; kb:document "No. 1" ."""
        for name in ("dprd-jakarta", "dprd-other")
    )
    assert outcomes(judge(kembar, deed + first))["dprd-approval"] == "undetermined"
    assert outcomes(judge(kembar, deed + second))["dprd-approval"] == "undetermined"
    assert outcomes(judge(kembar, deed + first + second))["dprd-approval"] == "satisfied"
