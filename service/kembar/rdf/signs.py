"""Signs that nobody sees: the byte order mark, skipped at the start of a text, and others, which errors name."""

import re
import unicodedata
from typing import NamedTuple

from kembar.rdf.lexer import unprotected

__all__ = ["Sign", "is_blank", "name_of_sign", "place_of", "sign_in", "sign_outside_texts", "visible", "without_mark"]

_MARK = "\ufeff"
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
"""Control and format characters, variation selectors, and all white space but space, tabulator and line ends."""


class Sign(NamedTuple):
    """A sign and its place, counted from 1."""

    name: str
    line: int
    column: int

    @property
    def hint(self) -> str:
        """A sentence that tells the reader of the sign."""
        return f"Line {self.line}, column {self.column} holds {self.name}, which is not visible; remove it."


def without_mark(data: bytes) -> bytes:
    """Return UTF-8 data without the byte order mark at its start."""
    return data.removeprefix(_MARK.encode())


def name_of_sign(sign: str) -> str:
    """Return the code point and the name of a character, such as ``U+200B ZERO WIDTH SPACE``."""
    name = "NULL" if sign == "\0" else unicodedata.name(sign, "CONTROL CHARACTER")
    return f"U+{ord(sign):04X} {name}" + (" (byte order mark)" if sign == _MARK else "")


def sign_in(text: str) -> str | None:
    """Return the name of the first sign in a text that nobody sees, or None."""
    found = _UNSEEN.search(text)
    return name_of_sign(found.group()) if found else None


def visible(text: str) -> str:
    """Return a text with the name of each invisible sign in its place."""
    return _UNSEEN.sub(lambda found: f"[{name_of_sign(found.group())}]", text)


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def sign_outside_texts(text: str, error_line: int | None = None) -> Sign | None:
    """Return the first invisible sign of a Turtle or SPARQL text that stands outside its literals and comments.

    Args:
        text: The text.
        error_line: The line of the error that the sign may explain; the sign is then in this line or the one before.
    """
    if not _UNSEEN.search(text):
        return None
    for start, part in unprotected(text):
        for found in _UNSEEN.finditer(part):
            line, column = place_of(text, start + found.start())
            if error_line is None or error_line - 1 <= line <= error_line:
                return Sign(name_of_sign(found.group()), line, column)
    return None


def is_blank(text: str) -> bool:
    """Return whether a text has neither a letter nor a digit, so that it names nothing."""
    return not any(unicodedata.category(sign)[0] in "LN" for sign in text)
