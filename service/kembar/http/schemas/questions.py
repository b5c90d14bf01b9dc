"""What is said in OpenAPI of the canned questions: their parameters, and the JSON Schemas of their answers and of the list of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from kembar.http.schemas.parts import BOOLEAN, DAY, IRI, REVISION, STRING, TEXTS, Schema, array, nullable, record
from kembar.questions.kinds import COLUMN_KINDS, KINDS
from kembar.questions.parameters import Parameter
from kembar.questions.question import VIEWS, Question
from kembar.questions.table import Column
from kembar.rdf.formats import Format

__all__ = ["FEATURES", "QUESTIONS", "TABLE", "features_schema", "format_parameter", "parameter_schema", "table_schema"]

_DEPRECATED: Schema = {
    **nullable(record({"since": DAY, "until": DAY, "instead": TEXTS})),
    "description": "Where it is announced to go: since when, the day on which it goes, and what to use instead.",
}
_COLUMN = record(
    {"name": STRING, "kind": STRING, "description": TEXTS, "fields": array(STRING), "deprecated": _DEPRECATED}
)
_PARAMETER = record(
    {
        "name": STRING,
        "kind": STRING,
        "description": TEXTS,
        "default": nullable(STRING),
        "optional": BOOLEAN,
        "choices": nullable(array(STRING)),
        "scheme": nullable(STRING),
        "deprecated": _DEPRECATED,
    }
)
_COVERAGE = record(
    {
        "coverage": IRI,
        "label": TEXTS,
        "note": record({"id": nullable(STRING), "en": nullable(STRING)}),
        "from": nullable(STRING),
        "until": nullable(STRING),
        "partnerships": array(IRI),
    }
)
_CITE: Schema = {
    **record(
        {
            "id": IRI,
            "type": {"const": "dataset"},
            "title": STRING,
            "author": array(record({"literal": STRING})),
            "publisher": STRING,
            "container-title": STRING,
            "issued": record({"date-parts": array(array({"type": "integer"}))}),
            "version": STRING,
            "URL": IRI,
            "note": STRING,
        },
        optional=["issued"],
    ),
    "description": "How to cite the answer: an item of CSL-JSON, whose URL answers so as long as the question and the revision are there.",
}
_BESIDE_ROWS: dict[str, Schema] = {
    "query": STRING,
    "version": {"type": "string", "description": "Of the question; another as soon as its text is."},
    "revision": REVISION,
    "made": {**nullable({"type": "string", "format": "date-time"}), "description": "When the revision was made."},
    "parameters": {
        "type": "object",
        "additionalProperties": STRING,
        "description": "What was asked with, defaults too.",
    },
    "columns": array(_COLUMN),
    "complete": {"type": "boolean", "description": "Whether the rows are all that the revision gives."},
    "coverage": {**array(_COVERAGE), "description": "What the record covers: every negative answer rests on it."},
    "deprecated": _DEPRECATED,
    "cite": _CITE,
}
TABLE = record({**_BESIDE_ROWS, "rows": array({"type": "object"})})
"""The answer to any question."""
_GEOMETRY = nullable(
    record(
        {
            "type": {"const": "Point"},
            "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        }
    )
)


def _features(row: Schema) -> Schema:
    feature = record({"type": {"const": "Feature"}, "geometry": _GEOMETRY, "properties": row})
    return record({"type": {"const": "FeatureCollection"}, **_BESIDE_ROWS, "features": array(feature)})


FEATURES = _features({"type": "object"})
"""The answer to any question that has coordinates."""
QUESTIONS = array(
    record(
        {
            "name": STRING,
            "version": STRING,
            "title": TEXTS,
            "description": TEXTS,
            "tags": array(STRING),
            "view": {"enum": list(VIEWS)},
            "parameters": array(_PARAMETER),
            "columns": array(_COLUMN),
            "deprecated": _DEPRECATED,
            "href": STRING,
        }
    )
)
"""The list of questions."""


def table_schema(question: Question) -> Schema:
    """The answer to one question in JSON."""
    return record({**_BESIDE_ROWS, "query": {"const": question.name}, "rows": array(_row(question))})


def features_schema(question: Question) -> Schema:
    """The answer to one question in GeoJSON."""
    return _features(_row(question))


def format_parameter(formats: Sequence[Format]) -> dict[str, Any]:
    """Return the parameter that picks one of some formats by its name."""
    names = [form.spelling(formats) for form in formats]
    description = "The form of the answer; wins over Accept."
    return {"name": "format", "in": "query", "description": description, "schema": {"type": "string", "enum": names}}


def parameter_schema(parameter: Parameter, choices: Iterable[str] | None) -> dict[str, Any]:
    """A parameter of a question; ``choices`` are the values that it can have, where they are a list."""
    schema = dict(KINDS[parameter.kind].schema)
    if choices is not None:
        schema["enum"] = list(choices)
    if parameter.default is not None:
        schema["default"] = parameter.default
    said = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description["en"],
        "schema": schema,
    }
    return said | ({"deprecated": True} if parameter.deprecated else {})


def _row(question: Question) -> Schema:
    return record({each.name: _cell(each) for each in question.columns})


def _cell(column: Column) -> Schema:
    described = {"description": column.description["en"]} | ({"deprecated": True} if column.deprecated else {})
    if column.kind == "records":
        return {**described, **array(record(dict.fromkeys(column.fields, STRING)))}
    return {**described, **nullable(dict(COLUMN_KINDS[column.kind].schema))}
