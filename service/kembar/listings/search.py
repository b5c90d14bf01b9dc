"""Words that are searched for, as the tables of a revision are asked for them; what is misspelt is taken for what is near, and that is told."""

import sqlite3
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

from kembar import messages
from kembar.errors import BadParameter
from kembar.listings.text import words
from kembar.questions.parameters import Parameter

__all__ = ["QUERY", "Sought"]

QUERY = Parameter("q", "text", messages.text("parameter.q"), optional=True)
_SHORTEST_CORRECTED = 4
"""Letters; of a shorter word too much is near."""
_LEAST_ALIKE = 0.75
_CANDIDATES = 50


@dataclass(frozen=True)
class Sought:
    """``match`` is the query in FTS5, in which each word is a string; ``corrected`` says which words were taken for which others."""

    match: str
    terms: tuple[str, ...]
    corrected: dict[str, list[str]]

    @classmethod
    def of(cls, q: str, tables: sqlite3.Connection) -> Self:
        """All words of ``q``, the last as the beginning of one. Raises :class:`BadParameter`."""
        QUERY.bind(q)
        *whole, last = words(q) or [""]
        if not last:
            raise BadParameter("q has no letter and no digit to search for.", parameter="q")
        corrected = {word: near for word in whole if not _is_word(word, tables) and (near := _near(word, tables))}
        begins = tables.execute(
            "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1", [last, last + "\U0010ffff"]
        ).fetchone()
        if not begins and (near := _near(last, tables)):
            corrected[last] = near
        parts = [
            "(" + " OR ".join(f'"{each}"' for each in corrected.get(word, [word])) + ")" for word in (*whole, last)
        ]
        if begins:
            parts[-1] = f'"{last}" *'
        return cls(
            " AND ".join(parts),
            tuple(each for word in (*whole, last) for each in corrected.get(word, [word])),
            corrected,
        )

    def meets(self, text: str) -> int:
        """How many of the words begin one of a text."""
        said = words(text)
        return sum(any(word.startswith(term) for word in said) for term in self.terms)


def _is_word(word: str, tables: sqlite3.Connection) -> bool:
    return tables.execute("SELECT 1 FROM vocabulary WHERE term = ?", [word]).fetchone() is not None


def _near(word: str, tables: sqlite3.Connection) -> list[str]:
    """The nearest of the words that there are, among those that have most groups of three letters in common with this."""
    if len(word) < _SHORTEST_CORRECTED:
        return []
    framed = f"^{word}$"
    grams = sorted({framed[start : start + 3] for start in range(len(framed) - 2)})
    found = tables.execute(
        "SELECT word FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT ?",
        [" OR ".join(f'"{gram}"' for gram in grams), _CANDIDATES],
    )
    return get_close_matches(word, [near.strip("^$") for (near,) in found], n=3, cutoff=_LEAST_ALIKE)
