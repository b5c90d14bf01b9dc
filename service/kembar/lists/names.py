"""Names as they are compared, and the slugs that are made of them."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["folded", "nearest", "shortened", "slug"]

_MOST_WORDS = 8
"""The most words of a source that are quoted; a longer text is cut."""
_MOST_NEAREST = 3
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_NO_LETTER = re.compile(r"[\W_]+")
_NOT_IN_A_SLUG = re.compile("[^a-z0-9]+")


def folded(text: str) -> str:
    """Return a name without capitals, accents and punctuation, as names are compared."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NO_LETTER.sub(" ", kept).strip()


def slug(text: str) -> str:
    """Return the slug of a name; it is empty where the name has no Latin letter and no digit."""
    return _NOT_IN_A_SLUG.sub("-", folded(text.replace("'", "").replace("’", ""))).strip("-")


def nearest(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that are spelled most like a text, the nearest first."""
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(folded(name), name)
    return [spelled[key] for key in get_close_matches(folded(text), spelled, n=_MOST_NEAREST, cutoff=0.6)]


def shortened(text: str) -> str:
    """Return at most eight words of a text, with an ellipsis where there are more."""
    words = text.split()
    return " ".join(words) if len(words) <= _MOST_WORDS else " ".join(words[: _MOST_WORDS - 1]) + " …"
