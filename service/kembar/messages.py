"""Texts in Indonesian and English, from ``messages.toml``, which is read and checked when this module is imported."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from kembar.errors import ContentError, Fault

__all__ = ["LANGUAGE", "LANGUAGES", "MESSAGES", "Texts", "read_messages", "template", "text"]

LANGUAGES = ("id", "en")
LANGUAGE = "id" if os.environ.get("LANG", "").startswith("id") else "en"
"""The language of the user of this machine."""
_FILE = "messages.toml"

Texts = dict[str, str]
"""One text in each language, by language tag."""


def read_messages(source: str) -> dict[str, Texts]:
    """Return the messages of a TOML document by their keys, such as ``dataset.title``.

    Raises:
        ContentError: A message lacks a language, or its languages have different placeholders.
    """
    messages = {
        f"{section}.{name}": texts
        for section, entries in tomllib.loads(source).items()
        for name, texts in entries.items()
    }
    faults = [Fault(_FILE, None, f"{key} {reason}.") for key, texts in messages.items() for reason in _faults(texts)]
    if faults:
        raise ContentError(faults)
    return messages


def _faults(texts: Any) -> Iterator[str]:
    if not isinstance(texts, dict) or set(texts) != set(LANGUAGES) or not all(texts.values()):
        yield f"must have one text in each of {', '.join(LANGUAGES)}"
    elif len({_placeholders(template) for template in texts.values()}) > 1:
        yield "must have the same placeholders in each language"


def _placeholders(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


MESSAGES = read_messages((Path(__file__).parent / _FILE).read_text("utf-8"))


def text(key: str, **values: object) -> Texts:
    """Return a message in both languages, with its placeholders replaced by ``values``, of which some may be texts."""
    return {
        language: template.format(
            **{name: value[language] if isinstance(value, dict) else value for name, value in values.items()}
        )
        for language, template in MESSAGES[key].items()
    }


def template(key: str) -> Texts:
    """Return a message in both languages with its placeholders."""
    return MESSAGES[key]
