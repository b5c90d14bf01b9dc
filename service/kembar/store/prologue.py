"""The prologue of a SPARQL query: its base and its prefixes (SPARQL 1.1 §4.1)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import pyoxigraph as ox

from kembar.namespaces import BASE
from kembar.rdf.lexer import Token, tokens
from kembar.rdf.terms import text_of

__all__ = ["Prologue"]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\\]*")
_LOCAL_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Prologue:
    """The base and the prefixes of a query, as absolute IRIs. A query without a base has ours."""

    base: str
    prefixes: dict[str, str]

    @classmethod
    def of(cls, read: Iterable[Token]) -> Self:
        """Return the prologue of a tokenized query. Keywords are case-insensitive."""
        prologue = cls(BASE, {})
        remaining = iter(read)
        for word in remaining:
            keyword = word.text.upper()
            if keyword == "BASE":
                prologue = cls(prologue._resolve(next(remaining, word)), prologue.prefixes)
            elif keyword == "PREFIX":
                prefix = next(remaining, word).text.removesuffix(":")
                prologue.prefixes[prefix] = prologue._resolve(next(remaining, word))
            else:
                break
        return prologue

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Return the prologue of a query."""
        return cls.of(tokens(text))

    def iri_of(self, token: Token) -> str | None:
        """Return the absolute IRI of a token; None if it is neither an IRI nor a name with a declared prefix."""
        if token.kind == "iri":
            return self._resolve(token)
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)

    def _resolve(self, token: Token) -> str:
        """Return the absolute IRI of an IRI token, resolved by the parser; an invalid IRI is returned unchanged."""
        reference = token.text[1:-1]
        if _ABSOLUTE.fullmatch(reference):
            return reference
        try:
            parsed = ox.parse(f"<> <> <{reference}> .", format=ox.RdfFormat.TURTLE, base_iri=self.base)
            return text_of(next(parsed).object)
        except (SyntaxError, ValueError):
            return reference
