"""Parameters of canned questions: a text as it stands in a URL becomes a typed term, or an error that says what to write instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kembar.errors import BadParameter, UnknownName
from kembar.namespaces import CONCEPT, ID, slug_of
from kembar.questions.deprecation import Deprecation
from kembar.rdf.names import kb, rdf, skos, xsd
from kembar.rdf.terms import Literal, NamedNode, text_of
from kembar.store.protocol import Store

__all__ = ["CLASSES", "KINDS", "TEXT", "UNDEF", "Parameter"]

Term = NamedNode | Literal
UNDEF = "UNDEF"
"""What stands for a parameter without a value (SPARQL 1.1 §10.2.2); a question binds such a parameter by VALUES."""

TEXT = r"[^\x00-\x1F\x7F-\x9F]{1,200}"
"""What a text is: not too long, and no control character in it."""

_SHOWN_CHARACTERS = 40


@dataclass(frozen=True)
class Parameter:
    """A parameter of one of :data:`KINDS`. ``scheme`` is the slug of the code list of a concept, ``choices`` are those of a choice.

    One without a default is required, unless it is ``optional``.
    """

    name: str
    kind: str
    description: dict[str, str]
    default: str | None = None
    optional: bool = False
    choices: tuple[str, ...] = ()
    scheme: str | None = None
    deprecated: Deprecation | None = None

    def bind(self, text: str) -> Term:
        """The typed term for a value. Raises :class:`BadParameter`, which names the parameter."""
        if self.kind == "choice":
            if text not in self.choices:
                raise self._bad(f"is one of {', '.join(self.choices)}", text)
            return Literal(text)
        term = KINDS[self.kind](text, self)
        if term is None:
            raise self._bad(_FORMS[self.kind], text)
        return term

    def example(self) -> str:
        """A value that the kind allows, to compile a question with."""
        return self.default or (self.choices[0] if self.kind == "choice" else _EXAMPLES[self.kind])

    def values(self, store: Store) -> list[str] | None:
        """The values that the graph gives to choose from, as slugs; None where the kind has no list."""
        if self.kind == "choice":
            return list(self.choices)
        if self.kind == "concept":
            found = store.quads(None, skos.inScheme, NamedNode(f"{CONCEPT}{self.scheme}"))
        elif self.kind in CLASSES:
            found = store.quads(None, rdf.type, kb[CLASSES[self.kind]])
        else:
            return None
        return sorted({slug_of(text_of(quad.subject)) for quad in found})

    def check(self, text: str, store: Store) -> None:
        """Raise :class:`UnknownName`, which lists those there are, where the graph has no thing of this name."""
        known = self.values(store)
        if known is not None and slug_of(text) not in known:
            raise UnknownName(
                f"{self.name}: there is no {self.kind} {text[:_SHOWN_CHARACTERS]!r}.", parameter=self.name, known=known
            )

    def _bad(self, form: str, text: str) -> BadParameter:
        return BadParameter(f"{self.name} {form}; {text[:_SHOWN_CHARACTERS]!r} is not.", parameter=self.name)


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=xsd[datatype])


def _date(text: str, _: Parameter) -> Term | None:
    try:
        return (
            _typed(date.fromisoformat(text).isoformat(), "date")
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)
            else None
        )
    except ValueError:
        return None


def _year(text: str, _: Parameter) -> Term | None:
    return _typed(text, "integer") if re.fullmatch(r"[12]\d{3}", text, re.ASCII) else None


def _number(text: str, _: Parameter) -> Term | None:
    return _typed(text, "integer") if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else None


def _boolean(text: str, _: Parameter) -> Term | None:
    return _typed(text, "boolean") if text in ("true", "false") else None


def _text(text: str, _: Parameter) -> Term | None:
    return Literal(text) if re.fullmatch(TEXT, text) else None


def _named(text: str, space: str) -> Term | None:
    slug = text.removeprefix(space)
    return NamedNode(space + slug) if re.fullmatch(r"[a-z0-9-]{1,100}", slug, re.ASCII) else None


def _concept(text: str, parameter: Parameter) -> Term | None:
    return _named(text, f"{CONCEPT}{parameter.scheme}/")


def _thing(text: str, parameter: Parameter) -> Term | None:
    return _named(text, f"{ID}{parameter.kind}/")


KINDS: dict[str, Callable[[str, Parameter], Term | None]] = {
    "date": _date,
    "year": _year,
    "number": _number,
    "boolean": _boolean,
    "text": _text,
    "concept": _concept,
    "partnership": _thing,
    "country": _thing,
    "requirement": _thing,
    "government": _thing,
    "venue": _thing,
    "regulation": _thing,
    "choice": _text,
}
"""Kind -> how its text becomes a term, or None where it cannot."""

CLASSES = {
    "partnership": "Partnership",
    "country": "Country",
    "requirement": "Requirement",
    "government": "LocalGovernment",
    "venue": "Venue",
    "regulation": "Regulation",
}
"""Kind -> the class of our vocabulary whose things it names."""

_FORMS = {
    "date": "is a day of the calendar, written as 2017-01-01",
    "year": "is a year of four digits, from 1000 to 2999",
    "number": "is a whole number of at most nine digits",
    "boolean": "is true or false",
    "text": "is a text of 1 to 200 characters, none of them a control character",
    "concept": "is the name of a concept: small letters, digits and hyphens, or its IRI",
    "partnership": "is the name of a partnership: small letters, digits and hyphens, or its IRI",
    "country": "is the code of a country as kr, or its IRI",
    "requirement": "is the name of a requirement: small letters, digits and hyphens, or its IRI",
    "government": "is the name of a government: small letters, digits and hyphens, or its IRI",
    "venue": "is the name of a venue: small letters, digits and hyphens, or its IRI",
    "regulation": "is the name of a regulation as pp-28-2018, or its IRI",
}
_EXAMPLES = {
    "date": "2000-01-01",
    "year": "2000",
    "number": "1",
    "boolean": "true",
    "text": "a",
    "concept": "a",
    "partnership": "a",
    "country": "a",
    "requirement": "a",
    "government": "a",
    "venue": "a",
    "regulation": "a",
}
