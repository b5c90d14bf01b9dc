"""Words of a text for searching and sorting, without accents and case."""

import re
import unicodedata

__all__ = ["fold", "words"]

# Unicode does not decompose these letters, but readers search them by the plain letter.
_STROKES = str.maketrans(
    {"ı": "i", "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe"}
)


def fold(text: str) -> str:
    """Return the text without accents and case: its Unicode compatibility decomposition (NFKD) without marks."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold().translate(_STROKES)


def words(text: str) -> list[str]:
    """Return the words of the folded text: runs of letters and digits."""
    return re.findall(r"[^\W_]+", fold(text))
