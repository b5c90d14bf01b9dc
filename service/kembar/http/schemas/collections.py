"""The operations of the collections and of ``/search`` in the OpenAPI document, with the schemas of their items."""

import re
from typing import Any

from kembar import messages
from kembar.application import Kembar
from kembar.http.routes.collections import DEFAULT_LIMIT, LANG, LIMIT
from kembar.http.schemas.components import (
    PROBLEM,
    Components,
    Schema,
    array,
    extension,
    nullable,
    parameter_reference,
    record,
    reference,
)
from kembar.http.schemas.questions import parameter_schema
from kembar.listings.collection import Collection, Member
from kembar.listings.contract import Item, Page, Reference, SearchPage
from kembar.listings.search import QUERY
from kembar.listings.values import column_names
from kembar.messages import LANGUAGES
from kembar.questions.parameters import Parameter
from kembar.rdf.formats import Format

__all__ = ["parameters", "paths"]

_STRING: Schema = {"type": "string"}
_VALUES: dict[str, Schema] = {
    "day": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "year": {"type": "integer"},
    "boolean": {"type": "boolean"},
}
_SHARED = ("limit", "cursor", "lang", "revision", "timeout_ms")
_KIND = Parameter("type", "text", messages.text("parameter.type"), optional=True)
_CURSOR = {
    "name": "cursor",
    "in": "query",
    "required": False,
    "description": "Where the page begins, as in the link to the next page. "
    "A cursor is valid for the same list only, and reads the revision of the first page.",
    "schema": _STRING,
}


def parameters(max_items: int) -> dict[str, dict[str, Any]]:
    """Return the parameters that lists share, by name."""
    limit = {"type": "integer", "minimum": 1, "maximum": max_items, "default": min(DEFAULT_LIMIT, max_items)}
    return {
        "limit": {**parameter_schema(LIMIT, None), "schema": limit},
        "cursor": _CURSOR,
        "lang": parameter_schema(LANG, LANGUAGES),
    }


def paths(kembar: Kembar, components: Components) -> dict[str, Any]:
    """Return the path items. The components get the schemas of pages and items."""
    items = {}
    for collection in kembar.snapshot.collections:
        filters = [parameter_schema(each.parameter, kembar.choices(each.parameter)) for each in collection.filters]
        page = _page(collection, components)
        rows = array(_row(collection))
        items[f"/{collection.name}"] = _operation(
            f"list_{collection.name}",
            collection.title["en"],
            collection.description,
            [
                *filters,
                parameter_schema(QUERY, None),
                _sort(collection),
                _fields(collection),
                parameter_reference("shape"),
            ],
            {
                Format.TABLE_JSON.media_type: page,
                Format.JSON_LD.media_type: page,
                Format.ROWS_JSON.media_type: rows,
                Format.TABLE_CSV.media_type: _STRING,
            },
        )
    items["/search"] = _operation(
        "search",
        messages.text("search.title")["en"],
        messages.text("search.description"),
        [{**parameter_schema(QUERY, None), "required": True}, parameter_schema(_KIND, kembar.snapshot.types())],
        dict.fromkeys(("application/json", "application/ld+json"), reference(SearchPage)),
    )
    return items


def _operation(
    identifier: str,
    summary: str,
    description: dict[str, str],
    own: list[dict[str, Any]],
    answers: dict[str, Schema],
) -> dict[str, Any]:
    headers = {
        "Link": {
            "description": "The first page, and the next where there is one (RFC 8288); with JSON also its context.",
            "schema": _STRING,
            "required": True,
        },
        "Content-Language": {
            "description": "The language of labels.",
            "schema": {"enum": list(LANGUAGES)},
            "required": True,
        },
    }
    content = {media: {"schema": schema} for media, schema in answers.items()}
    return {
        "get": {
            "tags": ["collections"],
            "operationId": identifier,
            "summary": summary,
            "description": f"{description['en']}\n\n{description['id']}",
            "parameters": [*own, *map(parameter_reference, _SHARED)],
            "responses": {
                "200": {"description": "A page.", "headers": headers, "content": content},
                "default": PROBLEM,
            },
        }
    }


def _sort(collection: Collection) -> dict[str, Any]:
    about = "The order; after - the greatest first. What has no value is the least."
    return {
        "name": "sort",
        "in": "query",
        "required": False,
        "description": about,
        "schema": {"enum": collection.sorts, "default": collection.sort},
    }


def _fields(collection: Collection) -> dict[str, Any]:
    names = {"type": "array", "minItems": 1, "items": {"enum": [member.name for member in collection.members]}}
    about = "The members to give beside id, type and label, divided by commas; default is all."
    return {
        "name": "fields",
        "in": "query",
        "required": False,
        "style": "form",
        "explode": False,
        "description": about,
        "schema": names,
    }


def _page(collection: Collection, components: Components) -> Schema:
    """Return the schema of a page. The components get it, and that of its items."""
    name = re.sub("ies$", "y", collection.name).removesuffix("s").capitalize()
    members = {member.name: _value(member) for member in collection.members}
    item = components.add(name, extension([Item], record(members, optional=members)))
    own = {"collection": {"const": collection.name}, "items": array(item)}
    return components.add(f"{name}Page", extension([Page], record(own)))


def _row(collection: Collection) -> Schema:
    """Return the schema of a row of the table. What its columns mean stands with the members of the item."""
    columns: dict[str, Schema] = {"id": _STRING, "type": nullable(_STRING), "label": nullable(_STRING)}
    for member in collection.members:
        one = _VALUES.get(member.kind, _STRING)
        several = member.several or member.kind == "texts"
        for name in column_names(member):
            columns[name] = array(_STRING) if several else nullable(one)
    return record(columns, optional=columns)


def _value(member: Member) -> Schema:
    about = {"description": member.description["en"]}
    if member.kind == "texts":
        return {**about, "type": "object", "additionalProperties": array(_STRING)}
    one = reference(Reference) if member.refers else _VALUES.get(member.kind, _STRING)
    return {**about, **(array(one) if member.several else nullable(one))}
