"""Canned questions in the OpenAPI document: their parameters, and the schemas of their answers."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kembar.http.schemas.components import Components, Schema, array, extension, nullable, record, reference
from kembar.questions.contract import Answer, Cited, FeatureCollection, Point, Table
from kembar.questions.kinds import COLUMN_KINDS, KINDS
from kembar.questions.parameters import Parameter
from kembar.questions.question import Question
from kembar.questions.table import Column
from kembar.rdf.formats import Format

__all__ = ["FEATURES", "ROWS", "TABLE", "answer_schemas", "format_parameter", "parameter_schema"]

_STRING: Schema = {"type": "string"}
TABLE: Schema = {"allOf": [reference(Table), reference(Cited)]}
"""The answer to any question."""
ROWS: Schema = array({"type": "object"})
"""The rows of the answer to any question."""
FEATURES: Schema = {"allOf": [reference(FeatureCollection), reference(Cited)]}
"""The answer to any question that has coordinates."""


def answer_schemas(question: Question, components: Components) -> tuple[Schema, Schema, Schema]:
    """Return the schemas of the answer to one question in JSON, as rows, and in GeoJSON.

    The components get their parts.
    """
    name = "".join(part.capitalize() for part in question.name.split("-"))
    members = {"query": {"const": question.name}}
    cells = record({column.name: _cell(column) for column in question.columns})
    row = components.add_shared(f"{name}Row", cells)  # a preset has the rows of its question
    table = extension([Answer, Cited], record({**members, "rows": array(row)}))
    if not question.coordinates:
        return components.add(f"{name}Answer", table), array(row), {}
    feature = {"type": {"const": "Feature"}, "geometry": nullable(reference(Point)), "properties": row}
    features = array(components.add(f"{name}Feature", record(feature)))
    collection = record({"type": {"const": "FeatureCollection"}, **members, "features": features})
    return (
        components.add(f"{name}Answer", table),
        array(row),
        components.add(f"{name}FeatureCollection", extension([Answer, Cited], collection)),
    )


def format_parameter(formats: Sequence[Format]) -> dict[str, Any]:
    """Return the parameter that picks one of some formats by its name."""
    names = [form.spelling(formats) for form in formats]
    description = "The form of the answer; wins over Accept."
    return {"name": "format", "in": "query", "description": description, "schema": {"type": "string", "enum": names}}


def parameter_schema(parameter: Parameter, choices: Iterable[str] | None) -> dict[str, Any]:
    """Return the schema of a parameter; ``choices`` are the values that it can have, if they are a list."""
    schema = dict(KINDS[parameter.kind].schema)
    if choices is not None:
        schema["enum"] = list(choices)
    if parameter.several:
        schema = {**array(schema), "minItems": 1}
    if parameter.default is not None:
        text = parameter.default
        value = text if schema.get("type") in ("string", "array") else json.loads(text)
        schema["default"] = [value] if parameter.several else value
    said = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description["en"],
        "schema": schema,
    }
    commas = {"style": "form", "explode": False} if parameter.several else {}
    return said | commas | ({"deprecated": True} if parameter.deprecated else {})


def _cell(column: Column) -> Schema:
    about = {"description": column.description["en"]} | ({"deprecated": True} if column.deprecated else {})
    if column.kind == "records":
        return {**about, **array(record(dict.fromkeys(column.fields, _STRING)))}
    return {**about, **nullable(dict(COLUMN_KINDS[column.kind].schema))}
