"""JSON Schemas of what answers are made of (JSON Schema 2020-12, which OpenAPI 3.1 takes)."""

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = [
    "ANY_TEXTS",
    "BOOLEAN",
    "COUNTS",
    "DAY",
    "IRI",
    "REVISION",
    "STRING",
    "TEXTS",
    "Schema",
    "array",
    "nullable",
    "record",
]

Schema = dict[str, Any]


def record(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """An object with these members; more may come to it in time."""
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": dict(properties),
    }


def array(items: Schema) -> Schema:
    """A list of such."""
    return {"type": "array", "items": items}


def nullable(schema: Schema) -> Schema:
    """Such a one, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


STRING: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
IRI: Schema = {"type": "string", "format": "uri"}
REVISION: Schema = {"type": "integer", "minimum": 1}
TEXTS = record({"id": STRING, "en": STRING})
ANY_TEXTS: Schema = {"type": "object", "additionalProperties": STRING, "description": "By language."}
COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
