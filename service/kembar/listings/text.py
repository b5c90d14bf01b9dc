"""Words of a text as they are searched and sorted: without regard to accents and case."""

import re
import unicodedata

__all__ = ["fold", "words"]

# Letters that Unicode takes for others, and readers for the same with a stroke.
_STROKES = str.maketrans(
    {"ı": "i", "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe"}
)


def fold(text: str) -> str:
    """The text without accents and case (Unicode's compatibility decomposition, without marks)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold().translate(_STROKES)


def words(text: str) -> list[str]:
    """Its words, folded: runs of letters and digits."""
    return re.findall(r"[^\W_]+", fold(text))
