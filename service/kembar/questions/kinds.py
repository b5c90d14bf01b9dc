"""The kinds of values of parameters and columns.

Error messages, the OpenAPI document, the description in RDF and the tables of the guide are made from them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kembar import messages
from kembar.namespaces import CONCEPT, ID, PREFIXES
from kembar.rdf.dates import is_day
from kembar.rdf.terms import Literal, NamedNode
from kembar.store.templates import Term

__all__ = ["COLUMN_KINDS", "KINDS", "ColumnKind", "Kind"]

Schema = Mapping[str, object]
"""A JSON Schema."""

_STRING: Schema = {"type": "string"}
_DATE: Schema = {"type": "string", "format": "date"}
_BOOLEAN: Schema = {"type": "boolean"}
_TEXT = r"[^\x00-\x1F\x7F-\x9F]{1,200}"
_SLUG = r"[a-z0-9-]{1,100}"


@dataclass(frozen=True)
class Kind:
    """A kind of parameter.

    Attributes:
        name: The name in the header of a question.
        parse: Returns the term for a text and the code list of the parameter, or None if the text has another form.
        example: A valid text.
        schema: The JSON Schema of a value.
        datatype: The datatype of its terms, if they are literals.
        class_: The class of its terms, if they are IRIs.
        valued_by: The property whose values are its terms, if they are fewer than the things of the class.
    """

    name: str
    parse: Callable[[str, str | None], Term | None]
    example: str
    schema: Schema
    datatype: str | None = None
    class_: str | None = None
    valued_by: str | None = None

    @property
    def forms(self) -> messages.Texts:
        """The form of its values by language, as the end of a sentence that starts with "It is"."""
        return messages.text(f"kind.{self.name}")

    @property
    def form(self) -> str:
        """The form of its values in English."""
        return self.forms["en"]


def _literal(
    name: str,
    datatype: str,
    pattern: str,
    example: str,
    schema: Schema,
    exists: Callable[[str], bool] = lambda _: True,
) -> Kind:
    """Return a kind of literals whose texts match ``pattern`` and satisfy ``exists``."""
    iri = PREFIXES["xsd"] + datatype
    node = NamedNode(iri)

    def parse(text: str, _: str | None) -> Term | None:
        matches = re.fullmatch(pattern, text, re.ASCII) and exists(text)
        return Literal(text, datatype=node) if matches else None

    return Kind(name, parse, example, schema, datatype=iri)


def _thing(name: str, class_: str) -> Kind:
    """Return a kind for the names of things of a class."""
    return Kind(
        name,
        lambda text, _: _named(text, f"{ID}{name}/"),
        "a",
        _STRING,
        class_=PREFIXES["kb"] + class_,
    )


def _named(text: str, space: str) -> Term | None:
    slug = text.removeprefix(space)
    return NamedNode(space + slug) if re.fullmatch(_SLUG, slug, re.ASCII) else None


def _whole(minimum: int, maximum: int) -> Schema:
    return {"type": "integer", "minimum": minimum, "maximum": maximum}


KINDS = {
    kind.name: kind
    for kind in (
        _literal(
            "date",
            "date",
            r"\d{4}-\d\d-\d\d",
            "2000-01-01",
            _DATE,
            is_day,
        ),
        _literal("year", "integer", r"[12]\d{3}", "2000", _whole(1000, 2999)),
        _literal(
            "number",
            "integer",
            r"-?\d{1,9}",
            "1",
            _whole(-999_999_999, 999_999_999),
        ),
        _literal("boolean", "boolean", "true|false", "true", _BOOLEAN),
        _literal(
            "text",
            "string",
            _TEXT,
            "a",
            {"type": "string", "pattern": f"^{_TEXT}$"},
        ),
        Kind(
            "choice",
            lambda text, _: Literal(text),
            "a",
            _STRING,
            datatype=PREFIXES["xsd"] + "string",
        ),
        Kind(
            "concept",
            lambda text, scheme: _named(text, f"{CONCEPT}{scheme}/"),
            "a",
            _STRING,
            class_=PREFIXES["skos"] + "Concept",
        ),
        _thing("partnership", "Partnership"),
        _thing("country", "Country"),
        _thing("requirement", "Requirement"),
        _thing("government", "LocalGovernment"),
        Kind(
            "region",
            lambda text, _: _named(text, f"{ID}government/"),
            "a",
            _STRING,
            class_=PREFIXES["kb"] + "LocalGovernment",
            valued_by=PREFIXES["kb"] + "homeRegion",
        ),
        _thing("venue", "Venue"),
        _thing("provision", "Provision"),
        _thing("regulation", "Regulation"),
    )
}
"""The kinds of parameters, by name."""


@dataclass(frozen=True)
class ColumnKind:
    """A kind of column.

    Attributes:
        name: The name in the header of a question.
        form: The content of a cell.
        schema: The JSON Schema of a cell that is not empty.
        read: Returns the JSON value for the lexical form of a term.
    """

    name: str
    form: str
    schema: Schema
    read: Callable[[str], str | int | float | bool] = str


def _degrees(bound: int) -> Schema:
    return {"type": "number", "minimum": -bound, "maximum": bound}


COLUMN_KINDS = {
    kind.name: kind
    for kind in (
        ColumnKind("iri", "an IRI", {"type": "string", "format": "uri"}),
        ColumnKind("text", "a text", _STRING),
        ColumnKind("date", "a day of the calendar", _DATE),
        ColumnKind("integer", "a whole number", {"type": "integer"}, int),
        ColumnKind("decimal", "a number", {"type": "number"}, float),
        ColumnKind("boolean", "true or false", _BOOLEAN, lambda text: text == "true"),
        ColumnKind("latitude", "degrees of WGS 84, from -90 to 90", _degrees(90), float),
        ColumnKind("longitude", "degrees of WGS 84, from -180 to 180", _degrees(180), float),
        ColumnKind("records", "a list of objects with its fields", {"type": "array"}),
    )
}
"""The kinds of columns, by name."""
