"""What is said in OpenAPI of the canned questions: their parameters, and the JSON Schemas of their answers and of the list of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from kembar.parameters import Parameter
from kembar.questions import VIEWS, Question
from kembar.table import Column

__all__ = ["FEATURES", "QUESTIONS", "TABLE", "features_schema", "format_parameter", "parameter_schema", "table_schema"]

Schema = dict[str, Any]

_SCHEMAS: dict[str, Schema] = {
    "date": {"type": "string", "format": "date"},
    "year": {"type": "integer", "minimum": 1000, "maximum": 2999},
    "number": {"type": "integer", "minimum": -999_999_999, "maximum": 999_999_999},
    "boolean": {"type": "boolean"},
    "text": {"type": "string", "minLength": 1, "maxLength": 200},
    "iri": {"type": "string", "format": "uri"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "latitude": {"type": "number", "minimum": -90, "maximum": 90},
    "longitude": {"type": "number", "minimum": -180, "maximum": 180},
}


def _object(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    return {"type": "object", "required": [name for name in properties if name not in optional], "properties": dict(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_STRING: Schema = {"type": "string"}
_BOOLEAN: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "format": "date"}
_TEXTS = _object({"id": _STRING, "en": _STRING})
_DEPRECATED: Schema = {
    **_or_null(_object({"since": _DAY, "until": _DAY, "instead": _TEXTS})),
    "description": "Where it is announced to go: since when, the day on which it goes, and what to use instead.",
}
_COLUMN = _object({"name": _STRING, "kind": _STRING, "description": _TEXTS, "fields": _list(_STRING), "deprecated": _DEPRECATED})
_PARAMETER = _object(
    {
        "name": _STRING,
        "kind": _STRING,
        "description": _TEXTS,
        "default": _or_null(_STRING),
        "optional": _BOOLEAN,
        "choices": _or_null(_list(_STRING)),
        "scheme": _or_null(_STRING),
        "deprecated": _DEPRECATED,
    }
)
_COVERAGE = _object(
    {
        "coverage": {"type": "string", "format": "uri"},
        "label": _TEXTS,
        "note": _object({"id": _or_null(_STRING), "en": _or_null(_STRING)}),
        "from": _or_null(_STRING),
        "until": _or_null(_STRING),
        "partnerships": _list({"type": "string", "format": "uri"}),
    }
)
_CITE: Schema = {
    **_object(
        {
            "id": {"type": "string", "format": "uri"},
            "type": {"const": "dataset"},
            "title": _STRING,
            "author": _list(_object({"literal": _STRING})),
            "publisher": _STRING,
            "container-title": _STRING,
            "issued": _object({"date-parts": _list(_list({"type": "integer"}))}),
            "version": _STRING,
            "URL": {"type": "string", "format": "uri"},
            "note": _STRING,
        },
        optional=["issued"],
    ),
    "description": "How to cite the answer: an item of CSL-JSON, whose URL answers so as long as the question and the revision are there.",
}
_BESIDE_ROWS: dict[str, Schema] = {
    "query": _STRING,
    "version": {"type": "string", "description": "Of the question; another as soon as its text is."},
    "revision": {"type": "integer", "minimum": 1},
    "made": {**_or_null({"type": "string", "format": "date-time"}), "description": "When the revision was made."},
    "parameters": {"type": "object", "additionalProperties": _STRING, "description": "What was asked with, defaults too."},
    "columns": _list(_COLUMN),
    "complete": {"type": "boolean", "description": "Whether the rows are all that the revision gives."},
    "coverage": {**_list(_COVERAGE), "description": "What the record covers: every negative answer rests on it."},
    "deprecated": _DEPRECATED,
    "cite": _CITE,
}
TABLE = _object({**_BESIDE_ROWS, "rows": _list({"type": "object"})})
"""The answer to any question."""
_GEOMETRY = _or_null(_object({"type": {"const": "Point"}, "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}}))


def _features(row: Schema) -> Schema:
    feature = _object({"type": {"const": "Feature"}, "geometry": _GEOMETRY, "properties": row})
    return _object({"type": {"const": "FeatureCollection"}, **_BESIDE_ROWS, "features": _list(feature)})


FEATURES = _features({"type": "object"})
"""The answer to any question that has coordinates."""
QUESTIONS = _list(
    _object(
        {
            "name": _STRING,
            "version": _STRING,
            "title": _TEXTS,
            "description": _TEXTS,
            "tags": _list(_STRING),
            "view": {"enum": list(VIEWS)},
            "parameters": _list(_PARAMETER),
            "columns": _list(_COLUMN),
            "deprecated": _DEPRECATED,
            "href": _STRING,
        }
    )
)
"""The list of questions."""


def table_schema(question: Question) -> Schema:
    """The answer to one question in JSON."""
    return _object({**_BESIDE_ROWS, "query": {"const": question.name}, "rows": _list(_row(question))})


def features_schema(question: Question) -> Schema:
    """The answer to one question in GeoJSON."""
    return _features(_row(question))


def format_parameter(names: Iterable[str]) -> dict[str, Any]:
    """The parameter that picks one of some formats by its name."""
    return {"name": "format", "in": "query", "description": "The form of the answer; wins over Accept.", "schema": {"type": "string", "enum": list(names)}}


def parameter_schema(parameter: Parameter, choices: Iterable[str] | None) -> dict[str, Any]:
    """A parameter of a question; ``choices`` are the values that it can have, where they are a list."""
    schema = dict(_SCHEMAS.get(parameter.kind, _STRING))
    if choices is not None:
        schema["enum"] = list(choices)
    if parameter.default is not None:
        schema["default"] = parameter.default
    required = parameter.default is None and not parameter.optional
    said = {"name": parameter.name, "in": "query", "required": required, "description": parameter.description["en"], "schema": schema}
    return said | ({"deprecated": True} if parameter.deprecated else {})


def _row(question: Question) -> Schema:
    return _object({each.name: _cell(each) for each in question.columns})


def _cell(column: Column) -> Schema:
    described = {"description": column.description["en"]} | ({"deprecated": True} if column.deprecated else {})
    if column.kind == "records":
        return {**described, **_list(_object(dict.fromkeys(column.fields, _STRING)))}
    return {**described, **_or_null(_SCHEMAS.get(column.kind, _STRING))}
