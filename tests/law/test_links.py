"""Nothing stays satisfied when one link of its evidence is taken away, unless other evidence remains."""

from pathlib import Path

import pytest

from kembar.application import Kembar
from kembar.errors import UnacceptableGraph
from kembar.law.rules import Rules
from kembar.namespaces import slug_of
from kembar.rdf.terms import Term, Triple, text_of
from tests.law.judging import CONTENT, by_slug, judge, parsed

RULES = Rules.of(CONTENT)
COMPLETE = parsed((Path(__file__).parents[2] / "docs/examples/complete-proposal.ttl").read_text())
SATISFIED = [
    (slug_of(rule.iri), example.graph)
    for rule in RULES.rules
    for example in rule.examples
    if example.outcome == "satisfied"
]

DEED_DATE = "the date of the deed"
ALWAYS_IDLE = {
    DEED_DATE: "without it the deed is a draft, which is judged as of today by the same requirements",
    "type": "the record gives the class as well, or nothing needs it",
    "result": "a step without a stated result is read as its name says",
    "actorKind": "of the university in the template, which is no party of a deed with a government",
    "country": "of the same, or the record gives it",
}
"""What an example states and no satisfied requirement needs."""

IDLE = {
    ("diplomatic-relations", "level"): "levels decide equal status",
    ("cooperation-object", "field"): "the other field remains",
    ("foreign-text", "language"): "another language remains",
    ("dprd-approval", "approvedField"): "an approval that names no fields is one of the deed",
    ("dprd-approval", "field"): "the approval covers the fields that the deed names",
    ("indonesian-text", "language"): "the text in Indonesian remains",
    ("loi-consultation", "document"): "the letter itself; that it was made is its date",
}
NEEDED = {
    ("consideration-result", "result"): "this requirement asks for a result",
    ("diplomatic-relations", "country"): "the country of the partner",
    ("initiative-institution", "country"): "the country of the institution",
    ("partner-institution", "country"): "the country of the institution",
    ("initiative-institution", "actorKind"): "the kind of the institution",
    ("partner-institution", "actorKind"): "the kind of the institution",
}
"""What is idle elsewhere and needed here."""


def link(triple: Triple) -> str:
    """Return the name of the property, or that it is the date of a deed."""
    name = slug_of(text_of(triple.predicate).replace("#", "/"))
    return DEED_DATE if name == "date" and "/id/deed/" in text_of(triple.subject) else name


def without(triples: list[Triple], gone: Triple) -> list[Triple]:
    return [triple for triple in triples if triple != gone]


@pytest.mark.parametrize(
    ("requirement", "graph"), SATISFIED, ids=[f"{slug}-{n}" for n, (slug, _) in enumerate(SATISFIED)]
)
def test_without_one_link_what_was_satisfied_is_so_no_longer(kembar: Kembar, requirement: str, graph: str) -> None:
    triples = parsed(graph)
    surviving, tried = set(), set()
    for triple in triples:
        try:
            found = by_slug(judge(kembar, without(triples, triple)))[requirement]
        except (UnacceptableGraph, ValueError):  # a thing without its class, and a graph without a deed, are refused
            continue
        tried.add(link(triple))
        if found.outcome == "satisfied":
            assert found.supporting
            surviving.add(link(triple))
    assert tried
    idle = set(ALWAYS_IDLE) | {name for slug, name in IDLE if slug == requirement}
    assert surviving <= idle - {name for slug, name in NEEDED if slug == requirement}


IRRELEVANT = {
    # (the thing, the property, the value or None for any): why the proposal is lawful without the statement
    ("casablanca-settat-mou", "contentItem", None): "Pergub 269/2014 is known at second hand and never counted",
    ("casablanca-settat-mou", "cooperationType", None): "the parties decide the kind, not the proposer's claim",
    ("casablanca-settat-mou", "deedType", None): "only a letter of intent is treated otherwise",
    ("casablanca-settat-mou", "field", None): "the other field remains, and is enough for a list of fields",
    ("casablanca-settat-mou", "founds", None): "the deed names its own parties",
    ("casablanca-settat-mou", "language", "en"): "French remains beside Indonesian",
    ("casablanca-settat-mou", "language", "fr"): "English remains beside Indonesian",
    ("casablanca-settat", "party", None): "the deed names its own parties",
    # The request to the council starts a clock, is for information and never counts (Pasal 30(4)).
    ("casablanca-settat-dprd-request", "actedBy", None): "a clock",
    ("casablanca-settat-dprd-request", "date", None): "a clock",
    ("casablanca-settat-dprd-request", "document", None): "a clock",
    ("casablanca-settat-dprd-request", "step", None): "a clock",
    ("casablanca-settat-dprd-request", "takenFor", None): "a clock",
}


@pytest.mark.parametrize(
    "gone",
    [triple for triple in COMPLETE if link(triple) not in ("label", "type")],
    ids=lambda triple: f"{slug_of(text_of(triple.subject))}-{link(triple)}-{slug_of(text_of(triple.object))}"[:90],
)
def test_the_complete_proposal_is_lawful_only_with_each_of_its_statements(kembar: Kembar, gone: Triple) -> None:
    """Classes are left out: a thing without its class is refused."""
    thing, name = slug_of(text_of(gone.subject)), link(gone)
    lawful = judge(kembar, without(COMPLETE, gone)).overall == "lawful"
    assert lawful == bool({(thing, name, None), (thing, name, value(gone.object))} & IRRELEVANT.keys())


def value(term: Term | Triple) -> str:
    assert not isinstance(term, Triple)
    return slug_of(text_of(term))
