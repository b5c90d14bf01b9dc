"""A lexer for the terminals that Turtle and SPARQL share: it separates names from strings, comments and IRIs."""

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["ESCAPE", "Token", "string_value", "tokens", "unescape", "unprotected"]

# Turtle §6.5 and SPARQL 1.1 §19.8 have these terminals in common; the longest match wins, as the grammars require.
# No part of a text is read more than a few times: repetitions are possessive where they could be tried again from each
# of their characters, and what looks like the start of a string or a name is consumed even if it is none.
_TOKEN = re.compile(
    r'''
    (?P<space>\s+)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*+""" | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+\'\'\'
      | (?!""")"(?:[^"\\\n\r]|\\.)*+" | (?!\'\'\')'(?:[^'\\\n\r]|\\.)*+')
  | (?P<open>"""(?:[^"\\]|\\.|"(?!""))*+ | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+
      | "(?:[^"\\\n\r]|\\.)*+ | '(?:[^'\\\n\r]|\\.)*+)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:\w(?:[\w.-]*[\w-])?)
  | (?P<name>(?P<prefix>[^\W\d_](?:[\w-]|\.++(?=[\w-]))*+)?+
      (?::(?:(?:[\w:%-]|\\.)(?:(?:[\w:%.-]|\\.)*(?:[\w:%-]|\\.))?)?|(?(prefix)|(?!))))
  | (?P<word>\w+)
  | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"(?P<word>\w+)|(?P<other>.)", re.DOTALL)
"""The tokens of a text that could have been a prefix but is not followed by a colon, such as ``a-b.c``."""


class Token(NamedTuple):
    """One token.

    Attributes:
        kind: One of string, iri, variable, language, blank, name (a prefixed name), word, other.
        line: The line of its first character, from 1.
        start: The offset of its first character.
    """

    kind: str
    text: str
    line: int
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a Turtle or SPARQL text, without white space and comments.

    The time is proportional to the length of the text, whatever it is. A string without its end is one token (other).
    """
    line = 1
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup or "other", match.group()
        if kind == "prefix" or (kind == "name" and match.end("prefix") == match.end()):
            for part in _PART.finditer(found):
                yield Token(part.lastgroup or "other", part.group(), line, match.start() + part.start())
        elif kind not in ("space", "comment"):
            yield Token("other" if kind == "open" else kind, found, line, match.start())
        line += found.count("\n")


def unprotected(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and text of everything that is neither a literal nor a comment, white space included."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup not in ("string", "comment"):
            yield match.start(), match.group()


ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
"""An escape for any character (SPARQL 1.1 §19.2, Turtle §6.4)."""
_OF_STRINGS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", "\\": "\\", '"': '"', "'": "'"}
"""The characters that a backslash escapes in strings (SPARQL 1.1 §19.7)."""


def unescape(text: str) -> str:
    """Return the text with each codepoint escape replaced by its character."""
    return ESCAPE.sub(lambda escape: chr(min(int(escape[1] or escape[2], 16), 0x10FFFF)), text)


def string_value(text: str) -> str | None:
    """Return the characters of a string token, in which escapes for any character are resolved already.

    None if there is another backslash than those of :data:`_OF_STRINGS`.
    """
    marks = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
    pieces = re.split(r"\\(.)", text[marks:-marks], flags=re.DOTALL)
    values = [_OF_STRINGS.get(piece) if place % 2 else piece for place, piece in enumerate(pieces)]
    return None if None in values else "".join(filter(None, values))
