"""The language of a report: messages, names, dates and lists, and how its lines are laid out."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kembar import messages
from kembar.law import contract
from kembar.namespaces import slug_of
from kembar.report.dates import dated, in_words

__all__ = ["WIDTH", "Words", "heading", "wrapped"]

WIDTH = 100
"""The width of a line."""


@dataclass(frozen=True)
class Words:
    """What a report says in one language. With ``with_iris`` it gives the IRI beside the first mention of a thing."""

    language: str
    with_iris: bool = False
    given: set[str] = field(default_factory=set)
    """The IRIs that were given."""

    def text(self, key: str, **values: object) -> str:
        """Return a message."""
        return messages.text(key, **values)[self.language]

    def of(self, texts: Mapping[str, str], iri: str = "") -> str:
        """Return a label or text, or say that there is none. A label that is only the slug of the IRI is none."""
        found = texts.get(self.language) or next(iter(texts.values()), "")
        if not found or (iri and set(texts.values()) == {slug_of(iri)}):
            return self.text("report.unnamed")
        return found

    def day(self, text: str) -> str:
        """Return a date in words."""
        return in_words(text, self.language)

    def on(self, text: str | None) -> str:
        """Return a date in words with its preposition."""
        return dated(text, self.language)

    def provision(self, provision: contract.Provision) -> str:
        """Return the name of a provision: its article and its regulation."""
        article = self.article(provision)
        if not provision["regulationLabel"]:
            return article + self.iri(provision["id"])
        regulation = self.of(provision["regulationLabel"])
        return self.text("report.provision", article=article, regulation=regulation) + self.iri(provision["id"])

    def article(self, provision: contract.Provision) -> str:
        """Return the citation of a provision, or its label where the citation has Indonesian words and no number."""
        citation = provision["citation"]
        if citation and (self.language == "id" or any(character.isdigit() for character in citation)):
            return citation
        return self.of(provision["label"])

    def iri(self, iri: str) -> str:
        """Return an IRI in brackets if this report gives IRIs and has not given this one yet."""
        if not self.with_iris or iri in self.given:
            return ""
        self.given.add(iri)
        return f" [{iri}]"

    def listing(self, items: Sequence[str]) -> str:
        """Return items as a list in a sentence."""
        if len(items) < 2:
            return "".join(items)
        last = self.text("lists.of-two" if len(items) == 2 else "lists.last")
        return ", ".join(items[:-1]) + last + items[-1]


def wrapped(text: str, indent: int = 0, hanging: int = 0) -> list[str]:
    """Return the lines of a paragraph."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )


def heading(text: str) -> list[str]:
    """Return the lines of a heading."""
    return ["", text.upper(), ""]
