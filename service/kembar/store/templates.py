"""SPARQL templates in files: a TOML header in lines that start with ``#+``, and parameters written as ``$name``.

Parameters are bound as typed terms at the token, never pasted as text; ordinary variables are written ``?name``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from kembar.errors import ContentError, Fault
from kembar.files import ContentFile
from kembar.rdf.lexer import Token, tokens
from kembar.rdf.terms import Literal, NamedNode
from kembar.store.prologue import Prologue

__all__ = ["Template", "Term", "header", "read_toml"]

Term = NamedNode | Literal
_MARK = "#+"


def header(file: ContentFile) -> dict[str, Any]:
    """Return the header of a file. Raise :class:`ContentError` with the line if it is not TOML."""
    lines = (
        line.removeprefix(_MARK).removeprefix(" ") if line.startswith(_MARK) else "" for line in file.text.split("\n")
    )
    return read_toml(file.name, "\n".join(lines), "its header is broken")


def read_toml(name: str, text: str, reason: str) -> dict[str, Any]:
    """Parse the TOML of the file ``name``. Raise :class:`ContentError` with ``reason`` and the line if it is broken."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        raise ContentError([Fault(name, int(place[1]) if place else 1, f"{reason}: {error}.")]) from error


@dataclass(frozen=True)
class Template:
    """A query that is split at its parameters.

    Attributes:
        parts: The texts between the parameters, one more than ``names``.
        names: The parameters in the order of the text.
    """

    parts: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Split a query at its parameters."""
        parts, names, end = [], [], 0
        for token in filter(_is_parameter, tokens(text)):
            parts.append(text[end : token.start])
            names.append(token.text[1:])
            end = token.start + len(token.text)
        return cls((*parts, text[end:]), tuple(names))

    @property
    def text(self) -> str:
        """The query with its parameters as ``$name``."""
        return self.bind({name: f"${name}" for name in self.names})

    @property
    def body(self) -> str:
        """The text without the header."""
        return "\n".join(line for line in self.text.split("\n") if not line.startswith(_MARK))

    @property
    def lines(self) -> dict[str, int]:
        """The parameters and the line of their first use."""
        lines: dict[str, int] = {}
        line = 1
        for part, name in zip(self.parts, self.names, strict=False):
            line += part.count("\n")
            lines.setdefault(name, line)
        return lines

    def bind(self, terms: Mapping[str, Term | str]) -> str:
        """Return the query with each parameter replaced by its term in SPARQL syntax, or by a SPARQL keyword."""
        written = {name: str(terms[name]) for name in set(self.names)}
        first, *rest = self.parts
        return first + "".join(written[name] + part for name, part in zip(self.names, rest, strict=True))

    def fix(self, terms: Mapping[str, Term]) -> Self:
        """Return the template with some of its parameters bound."""
        return type(self).of(self.bind({**{name: f"${name}" for name in self.names}, **terms}))

    @cached_property
    def listed(self) -> set[str]:
        """The parameters that occur only as ``VALUES ?x { $name }``, where several terms may stand."""
        text = self.standalone[0]
        return set(self.names) - {token.text[1:] for token in tokens(text) if _is_parameter(token)}

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The declared prefixes, with their IRIs."""
        return Prologue.of_text(self.text).prefixes

    @cached_property
    def standalone(self) -> tuple[str, dict[str, str]]:
        """The query in standard SPARQL, and for each parameter the variable to bind.

        ``VALUES ?x { $name }``, which also accepts UNDEF, is not standard SPARQL. It is removed, and ``x`` is the
        variable to bind; without a value it stays free.
        """
        text, variables = self.text, {name: name for name in self.names}
        read = list(tokens(text))
        for at in range(len(read) - 5, -1, -1):
            word, variable, opening, parameter, closing = read[at : at + 5]
            if (word.text.upper(), opening.text, closing.text) == ("VALUES", "{", "}") and _is_parameter(parameter):
                variables[parameter.text[1:]] = variable.text[1:]
                text = text[: word.start] + text[closing.start + 1 :].lstrip(" ")
        return text[read[0].start :], variables


def _is_parameter(token: Token) -> bool:
    return token.kind == "variable" and token.text.startswith("$")
