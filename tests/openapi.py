"""The OpenAPI document as tests read it: without references."""

from functools import reduce
from typing import Any

__all__ = ["resolved"]


def resolved(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with the target of each reference in its place, and with ``allOf`` merged into one object."""

    def target(reference: str) -> dict[str, Any]:
        return reduce(lambda part, name: part[name], reference.removeprefix("#/").split("/"), document)

    def resolve(part: Any) -> Any:
        if isinstance(part, list):
            return [resolve(item) for item in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            beside = {name: value for name, value in part.items() if name != "$ref"}
            return resolve({**target(part["$ref"]), **beside})
        part = {name: resolve(value) for name, value in part.items()}
        return merged(part) if "allOf" in part else part

    whole: dict[str, Any] = resolve(document)
    return whole


def merged(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one object for that of several; no two of them declare the same member."""
    parts = schema.pop("allOf")
    names = [name for part in parts for name in part["properties"]]
    assert len(names) == len(set(names)), names
    return {
        **schema,
        "type": "object",
        "properties": {name: value for part in parts for name, value in part["properties"].items()},
        "required": [name for part in parts for name in part.get("required", ())],
    }
