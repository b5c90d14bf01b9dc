"""The OpenAPI document with its references resolved."""

from functools import reduce
from typing import Any

__all__ = ["resolved"]


def resolved(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with each reference replaced by its target, and ``allOf`` merged into one object."""

    def target(reference: str) -> dict[str, Any]:
        return reduce(lambda part, name: part[name], reference.removeprefix("#/").split("/"), document)

    def resolve(part: Any) -> Any:
        if isinstance(part, list):
            return [resolve(item) for item in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            siblings = {name: value for name, value in part.items() if name != "$ref"}
            return resolve({**target(part["$ref"]), **siblings})
        part = {name: resolve(value) for name, value in part.items()}
        return merged(part) if "allOf" in part else part

    result: dict[str, Any] = resolve(document)
    return result


def merged(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one object for several that declare no member twice."""
    parts = schema.pop("allOf")
    names = [name for part in parts for name in part["properties"]]
    assert len(names) == len(set(names)), names
    return {
        **schema,
        "type": "object",
        "properties": {name: value for part in parts for name, value in part["properties"].items()},
        "required": [name for part in parts for name in part.get("required", ())],
    }
