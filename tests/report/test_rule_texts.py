"""The texts of the rules: each in its own language, and sentences that can stand for one thing or several."""

import re

import pytest

from kembar.files import Content
from kembar.law.rules import Rules
from kembar.messages import MESSAGES
from tests.report.test_text import FOREIGN, LANGUAGES

RULES = Rules.of(Content.shipped())
FIELDS = ("label", "message", "needed", "next_step", "remedy", "responsible", "addressee", "paper", "time_limit")
LONELY = re.compile(r"\{(?!\?value\})|\bNone\b|  |\(\)|\.\.|,,| ,|;\.")
"""What a template leaves behind where a cell does not fit."""


def words_of(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", text.lower()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.iri.rsplit("/", 1)[-1])
def test_the_texts_of_a_rule_are_in_their_language_and_whole(rule: object, language: str) -> None:
    for field in FIELDS:
        text = getattr(rule, field).get(language, "")
        assert words_of(text) & FOREIGN[language] == set(), text
        assert not LONELY.search(text), text
        if field in ("message", "needed", "next_step", "remedy"):
            assert text[0].isupper(), text
            assert text.endswith("."), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("constraint", sorted({one.iri for one in RULES.constraints}))
def test_the_sentence_of_a_finding_names_things_only_at_its_end(constraint: str, language: str) -> None:
    text = RULES.message_of(constraint)[language]
    assert words_of(text.replace("{?value}", "")) & FOREIGN[language] == set(), text
    assert text.endswith("."), text
    assert "{?value}" not in text or text.endswith(": {?value}."), text


@pytest.mark.parametrize(
    "key", [key for key in MESSAGES if key.split(".")[0] in ("report", "overall", "outcome", "days")]
)
def test_the_words_of_a_report_are_in_their_language(key: str) -> None:
    for language, text in MESSAGES[key].items():
        assert words_of(re.sub(r"\{[^}]*\}", "", text)) & FOREIGN[language] == set(), text
