"""What of the rules is tried, and what of the law is tested."""

import re
from functools import cache

from kembar.application import Kembar
from kembar.law.findings import find
from kembar.law.rules import Rules
from kembar.namespaces import ID, slug_of
from kembar.rdf.names import kb
from kembar.store.protocol import objects
from tests.law.judging import CONTENT, under_test_of

RULES = Rules.of(CONTENT)
PP = f"{ID}provision/pp-28-2018-"
GUIDE = (CONTENT.root / "docs" / "jurists.md").read_text()

OF_A_GRAPH_OF_ITS_OWN = {
    "shape/displaced": "test_binding: the only displacement awaits its start, so that it is tried by an assumed one",
}
"""Constraints that no example reaches, and the test that does."""


def reached(kembar: Kembar) -> set[str]:
    """Return the constraints with a finding in an example of a rule."""
    found = set()
    for graph in {example.graph for rule in RULES.rules for example in rule.examples}:
        given = under_test_of(kembar, graph)
        findings = find(kembar.rules, given.triples, given.deed, given.act, given.looked_at)
        found |= {finding.constraint for of_shape in findings.by_shape.values() for finding in of_shape}
    return found


def test_every_constraint_finds_something_in_an_example_of_a_rule(kembar: Kembar) -> None:
    every = {constraint.iri for constraint in RULES.constraints}
    missed = sorted(every - reached(kembar))
    assert [iri.removeprefix("https://w3id.org/kembar/") for iri in missed] == sorted(OF_A_GRAPH_OF_ITS_OWN)


def test_every_rule_rests_on_a_provision_that_says_how_its_text_is_known(kembar: Kembar) -> None:
    store = kembar.revision.store
    for rule in RULES.rules:
        holders = [rule.basis, *objects(store, rule.basis, kb.provisionOf)]
        status = {slug_of(value) for holder in holders for value in objects(store, holder, kb.textStatus)}
        assert status & {"read", "second-hand", "unread"}, rule.basis


@cache
def paragraphs() -> tuple[set[str], set[str]]:
    """Return the paragraphs of PP 28/2018 Pasal 23 to 48 in the record, and those that are the basis of a rule."""
    text = "\n".join(file.text for file in CONTENT.files("data", ".ttl"))
    every = {
        name
        for name in re.findall(r"^provision:(pp-28-2018-\S+) a kb:Provision", text, re.MULTILINE)
        if 23 <= int(name.removeprefix("pp-28-2018-").split("-")[0]) <= 48
    }
    return every, every & {slug_of(rule.basis) for rule in RULES.rules}


def test_the_guide_says_how_many_paragraphs_of_pp_28_2018_are_tested() -> None:
    every, tested = paragraphs()
    assert (
        f"Of the {len(every)} paragraphs and letters of PP 28/2018 Pasal 23 to 48 in the record, "
        f"{len(tested)} are the basis of a rule" in " ".join(GUIDE.split())
    )


def test_the_guide_in_indonesian_says_the_same() -> None:
    every, tested = paragraphs()
    guide = " ".join((CONTENT.root / "docs" / "ahli-hukum.md").read_text().split())
    assert f"Dari {len(every)} ayat dan huruf PP 28/2018 Pasal 23 sampai dengan 48" in guide
    assert f"{len(tested)} menjadi dasar suatu aturan" in guide
