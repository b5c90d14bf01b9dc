"""Texts in Indonesian and English, from messages.toml, which is read and checked when this module is imported."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from kembar.errors import ContentError, Fault

__all__ = ["LANGUAGES", "MESSAGES", "Texts", "read_messages", "text"]

LANGUAGES = ("id", "en")
_FILE = "messages.toml"

Texts = dict[str, str]
"""A text by language tag."""


def read_messages(source: str) -> dict[str, Texts]:
    """Return the messages of a file by their keys, such as ``dataset.title``.

    Raises:
        ContentError: Messages lack a language, or their languages have not the same placeholders.
    """
    messages = {
        f"{section}.{name}": texts
        for section, entries in tomllib.loads(source).items()
        for name, texts in entries.items()
    }
    faults = [Fault(_FILE, None, f"{key} {reason}.") for key, texts in messages.items() for reason in _wrong(texts)]
    if faults:
        raise ContentError(faults)
    return messages


def _wrong(texts: Any) -> Iterator[str]:
    if not isinstance(texts, dict) or set(texts) != set(LANGUAGES) or not all(texts.values()):
        yield f"has not one text in each of {', '.join(LANGUAGES)}"
    elif len({_placeholders(form) for form in texts.values()}) > 1:
        yield "has not the same placeholders in each language"


def _placeholders(form: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(form) if name is not None)


MESSAGES = read_messages((Path(__file__).parent / _FILE).read_text("utf-8"))


def text(key: str, **values: object) -> Texts:
    """Return a message in both languages, with ``values`` in the place of its placeholders."""
    return {language: form.format(**values) for language, form in MESSAGES[key].items()}
