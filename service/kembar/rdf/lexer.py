"""A lexer for the terminals that Turtle and SPARQL share: it tells names and words from strings, comments and IRIs."""

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Token", "tokens"]

# Turtle §6.5 and SPARQL 1.1 §19.8 have these terminals in common; the longest match wins, as the grammars demand.
_TOKEN = re.compile(
    r'''
    (?P<space>\s+)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>"""(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\' | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>[^\W\d_](?:[\w.-]*[\w-])?:(?:[\w:%-](?:[\w:%.\\-]*[\w:%-])?)? | :[\w:%-]*)
  | (?P<word>\w+)
  | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """``kind`` is one of string, iri, variable, language, name (a prefixed name), word, other; ``line`` counts from 1."""

    kind: str
    text: str
    line: int
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a Turtle or SPARQL text, without white space and comments."""
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind not in ("space", "comment"):
            yield Token(kind, match.group(), line, match.start())
        line += match.group().count("\n")
