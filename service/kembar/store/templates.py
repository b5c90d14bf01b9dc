"""SPARQL in files: a TOML header in lines that begin with ``#+``, and parameters that stand in the query as ``$name``.

Parameters are bound as typed terms at the token, never pasted; ordinary variables are written ``?name``.
"""

import tomllib
from collections.abc import Mapping
from typing import Any

from kembar.errors import ContentError, Fault
from kembar.files import ContentFile
from kembar.rdf.lexer import tokens
from kembar.rdf.terms import Literal, NamedNode

__all__ = ["bind", "header", "parameters_of", "standalone"]

Term = NamedNode | Literal


def header(file: ContentFile) -> dict[str, Any]:
    """The header of a file. Raises :class:`ContentError` with its line."""
    lines = (
        line.removeprefix("#+").removeprefix(" ") if line.startswith("#+") else "" for line in file.text.splitlines()
    )
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(
            [Fault(file.name, getattr(error, "lineno", 1), f"its header is broken: {error}.")]
        ) from error


def parameters_of(text: str) -> dict[str, int]:
    """The parameters that a query uses, with the line of their first use."""
    found: dict[str, int] = {}
    for token in tokens(text):
        if token.kind == "variable" and token.text.startswith("$"):
            found.setdefault(token.text[1:], token.line)
    return found


def bind(text: str, terms: Mapping[str, Term | str]) -> str:
    """The query with each parameter replaced by its term, as SPARQL writes it, or by a word of SPARQL."""
    for token in reversed(list(tokens(text))):
        if token.kind == "variable" and token.text.startswith("$"):
            text = text[: token.start] + str(terms[token.text[1:]]) + text[token.start + len(token.text) :]
    return text


def standalone(text: str) -> tuple[str, dict[str, str]]:
    """The query alone, as any SPARQL parser reads it, and for each parameter the variable that takes its value there.

    For ``VALUES ?x { $name }``, which binds UNDEF too and is no SPARQL, that is ``x``: left free, it is unbound where no value is given.
    """
    found = list(tokens(text))
    variables = {name: name for name in parameters_of(text)}
    for at in range(len(found) - 5, -1, -1):
        word, variable, opening, name, closing = found[at : at + 5]
        if word.text.upper() == "VALUES" and opening.text == "{" and name.text.startswith("$") and closing.text == "}":
            variables[name.text[1:]] = variable.text[1:]
            text = text[: word.start] + text[closing.start + 1 :].lstrip(" ")
    return text[found[0].start :], variables
