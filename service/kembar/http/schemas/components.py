"""The named schemas of the OpenAPI document, made from the types of the JSON contracts (JSON Schema 2020-12)."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import GenericAlias
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from kembar.application import Health
from kembar.http.contract import Problem
from kembar.law import contract as law
from kembar.listings import contract as listings
from kembar.questions import contract as questions
from kembar.things import contract as things

__all__ = [
    "PROBLEM",
    "Components",
    "Schema",
    "array",
    "extension",
    "nullable",
    "parameter_reference",
    "record",
    "reference",
]

Schema = dict[str, Any]
_CONTRACTS: tuple[Any, ...] = (
    Problem,
    Health,
    *(getattr(module, name) for module in (law, things, questions, listings) for name in module.__all__),
)
_PREFIX = "#/components/schemas/"
PROBLEM = {"$ref": "#/components/responses/Problem"}
"""The reference to the response of every operation that fails."""


def reference(contract: Any) -> Schema:
    """Return the reference to the schema of a contract, or to the schema of a name."""
    return {"$ref": f"{_PREFIX}{contract if isinstance(contract, str) else contract.__name__}"}


def parameter_reference(name: str) -> dict[str, str]:
    """Return the reference to a parameter of several operations."""
    return {"$ref": f"#/components/parameters/{name}"}


def extension(bases: Iterable[Any], schema: Schema) -> Schema:
    """Return the schema of an object that has the members of other contracts, too."""
    return {"allOf": [*(reference(base) for base in bases), schema]}


def record(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """Return the schema of an object with these members. Others may be added in later versions."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties)} | ({"required": required} if required else {})


def array(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def nullable(schema: Schema) -> Schema:
    """Return the schema of a value that can be null."""
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


class Components:
    """The named schemas of one document: the contracts, and those that its content adds."""

    def __init__(self) -> None:
        self.schemas = dict(_contracts())

    def add_shared(self, name: str, schema: Schema) -> Schema:
        """Add a schema, unless one that was added under another name is equal, and return the reference to it."""
        equal = (known for known, other in self.schemas.items() if other == schema)
        known = next(equal, None)
        return reference(known) if known else self.add(name, schema)

    def add(self, name: str, schema: Schema) -> Schema:
        """Add a schema and return the reference to it. A name that is taken gets a suffix."""
        while name in self.schemas:
            name += "2"
        self.schemas[name] = schema
        return reference(name)


@cache
def _contracts() -> Mapping[str, Schema]:
    """Return the schema of each contract by its name. One that extends others refers to them."""
    every: Any = GenericAlias(tuple, _CONTRACTS)
    adapter = TypeAdapter[Any](every, config=ConfigDict(use_attribute_docstrings=True))
    whole = adapter.json_schema(ref_template=_PREFIX + "{model}", schema_generator=_Generator)
    schemas: dict[str, Schema] = whole["$defs"]
    for schema in schemas.values():
        del schema["title"]  # which repeats the name
    extending = {contract.__name__: _extending(contract, schemas) for contract in _CONTRACTS if _bases(contract)}
    return schemas | extending


class _Generator(GenerateJsonSchema):
    """Leaves out the titles of members, which repeat their names."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False


def _bases(contract: Any) -> list[Any]:
    return [base for base in getattr(contract, "__orig_bases__", ()) if base in _CONTRACTS]


def _extending(contract: Any, schemas: Mapping[str, Schema]) -> Schema:
    """Return the schema of a contract with references for what its base classes declare."""
    schema, bases = schemas[contract.__name__], _bases(contract)
    inherited = {member for base in bases for member in schemas[base.__name__]["properties"]}
    own = {member: value for member, value in schema["properties"].items() if member not in inherited}
    optional = own.keys() - schema["required"]
    return {"description": schema["description"], **extension(bases, record(own, optional))}
