"""Search text as a full-text query (SQLite FTS5), with misspelt words replaced by the nearest indexed words."""

import sqlite3
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Self

from kembar import messages
from kembar.errors import BadParameter
from kembar.listings.text import words
from kembar.questions.parameters import Parameter

__all__ = ["QUERY", "SearchText"]

QUERY = Parameter("q", "text", messages.text("parameter.q"), optional=True)
_MIN_CORRECTED_LETTERS = 4
"""Shorter words are not corrected: too many words are near to them."""
_MIN_SIMILARITY = 0.75
_MAX_CANDIDATES = 50


@dataclass(frozen=True)
class SearchText:
    """Search text, compiled for the index tables of one revision.

    Attributes:
        match: The FTS5 query; each word is quoted, so none is an operator.
        in_names: The same query for things whose names have all words.
        terms: The words of the query, corrected.
        corrected: The replacements of each misspelt word.
    """

    match: str
    terms: tuple[str, ...]
    corrected: dict[str, list[str]]

    @classmethod
    def compile(cls, q: str, tables: sqlite3.Connection) -> Self:
        """Return the query for all words of ``q``; the last one matches as a prefix.

        Raises:
            BadParameter: ``q`` is too long, or has no word.
        """
        QUERY.bind(q)
        *complete, last = words(q) or [""]
        if not last:
            raise BadParameter(messages.text("refused.no-word"), parameter="q")
        corrected = {
            word: near for word in complete if not _is_indexed(word, tables) and (near := _nearest(word, tables))
        }
        is_prefix = _is_prefix(last, tables)
        if not is_prefix and (near := _nearest(last, tables)):
            corrected[last] = near
        alternatives = [corrected.get(word, [word]) for word in (*complete, last)]
        parts = ["(" + " OR ".join(f'"{term}"' for term in terms) + ")" for terms in alternatives]
        if is_prefix:
            parts[-1] = f'"{last}" *'
        return cls(" AND ".join(parts), tuple(term for terms in alternatives for term in terms), corrected)

    @property
    def in_names(self) -> str:
        return f"{{label alternative}} : ({self.match})"

    def matched_words(self, text: str) -> int:
        """Return how many terms a word of the text begins with."""
        text_words = words(text)
        return sum(any(word.startswith(term) for word in text_words) for term in self.terms)


def _is_indexed(word: str, tables: sqlite3.Connection) -> bool:
    return tables.execute("SELECT 1 FROM vocabulary WHERE term = ?", [word]).fetchone() is not None


def _is_prefix(word: str, tables: sqlite3.Connection) -> bool:
    query = "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1"
    return tables.execute(query, [word, word + "\U0010ffff"]).fetchone() is not None


def _nearest(word: str, tables: sqlite3.Connection) -> list[str]:
    """Return the most similar indexed word, if there is one, among those that share most trigrams with ``word``."""
    if len(word) < _MIN_CORRECTED_LETTERS:
        return []
    framed = f"^{word}$"
    trigrams = sorted({framed[start : start + 3] for start in range(len(framed) - 2)})
    candidates = tables.execute(
        "SELECT word FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?",
        [" OR ".join(f'"{trigram}"' for trigram in trigrams), _MAX_CANDIDATES],
    )
    alike = get_close_matches(
        word, [near.strip("^$") for (near,) in candidates], n=_MAX_CANDIDATES, cutoff=_MIN_SIMILARITY
    )
    return sorted(alike, key=lambda near: _distance(word, near))[:1]


def _distance(word: str, other: str) -> tuple[float, int, str]:
    """Return how far two words are apart: by the letters that they share, then by those at the same place."""
    same_places = sum(letter == another for letter, another in zip(word, other, strict=False))
    return -SequenceMatcher(None, word, other).ratio(), -same_places, other
