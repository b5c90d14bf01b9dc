"""All bilingual texts are in one file, which has every used message and no other."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

import kembar
from kembar import messages
from kembar.errors import ContentError, KembarError
from kembar.law.outcomes import Binding, DocumentState, Outcome, Overall
from kembar.messages import MESSAGES, read_messages
from kembar.questions.kinds import KINDS

NODES = [
    node
    for path in sorted(Path(kembar.__file__).parent.rglob("*.py"))
    for node in ast.walk(ast.parse(path.read_text()))
]


def kinds_of_errors(kind: type[KembarError] = KembarError) -> set[str]:
    return {kind.slug}.union(*map(kinds_of_errors, kind.__subclasses__()))


SLUGS: dict[str, Iterable[str]] = {
    "outcome": Outcome,
    "binding": Binding,
    "overall": Overall,
    "document-state": DocumentState,
    "kind": KINDS,
    "noun": [kind.name for kind in KINDS.values() if kind.class_],
    "problem": kinds_of_errors() | {"internal"},
}
"""Sections whose messages are looked up by slug."""


def test_a_message_has_both_languages() -> None:
    assert messages.text("search.title") == {"id": "Pencarian", "en": "Search"}


def test_values_replace_placeholders_and_are_not_substituted_again() -> None:
    assert messages.text("content.without-source", head="<a> {b}")["en"] == "does not state its source: add <a> {b}"


def test_every_message_is_used() -> None:
    used = {node.value for node in NODES if isinstance(node, ast.Constant)}
    assert {key for key in MESSAGES if key.split(".")[0] not in SLUGS} <= used


def test_every_message_that_is_used_exists() -> None:
    calls = (node for node in NODES if isinstance(node, ast.Call) and node.args)
    told = ("messages.text", "translate", "Misfit", "refusal")
    first = [argument for call in calls if ast.unparse(call.func) in told for argument in call.args[:2]]
    keys = {node.value for node in first if isinstance(node, ast.Constant) and "." in str(node.value)}
    assert len(keys) > 30
    assert keys <= MESSAGES.keys()


@pytest.mark.parametrize("section", SLUGS)
def test_every_slug_has_its_message(section: str) -> None:
    assert {key for key in MESSAGES if key.startswith(f"{section}.")} == {
        f"{section}.{slug}" for slug in SLUGS[section]
    }


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ('id = "Satu"', "must have one text in each of id, en"),
        ('id = "Satu"\nen = ""', "must have one text in each of id, en"),
        ('id = "Satu"\nen = "One"\nfr = "Un"', "must have one text in each of id, en"),
        ('id = "{n} buah"\nen = "{m} pieces"', "must have the same placeholders in each language"),
        ('id = "Satu"\nen = "{n}"', "must have the same placeholders in each language"),
    ],
)
def test_an_incomplete_message_is_a_fault(message: str, reason: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_messages(f'[a.good]\nid = "{{n!r}} baik"\nen = "good: {{n}}"\n[a.bad]\n{message}\n')
    assert [str(fault) for fault in caught.value.faults] == [f"messages.toml: a.bad {reason}."]


def test_a_fault_in_a_date_is_reported_in_both_languages() -> None:
    for key in (key for key in MESSAGES if key.startswith("date.")):
        texts = messages.text(key, text="2019-13", value="<a>", length=201, limit=200)
        assert texts["id"] != texts["en"]
