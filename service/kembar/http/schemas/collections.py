"""The collections and ``/search`` in the OpenAPI document: each an operation of its own, with its parameters and what an item holds."""

from collections.abc import Mapping
from typing import Any

from kembar import messages
from kembar.application import Kembar
from kembar.http.routes.collections import DEFAULT_LIMIT, LANG, LIMIT
from kembar.http.schemas.parts import IRI, STRING, array, nullable, record
from kembar.http.schemas.questions import parameter_schema
from kembar.listings.collection import Collection, Member
from kembar.listings.search import QUERY
from kembar.messages import LANGUAGES
from kembar.questions.parameters import Parameter

__all__ = ["paths"]

_VALUES: dict[str, dict[str, Any]] = {
    "day": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "year": {"type": "integer"},
    "boolean": {"type": "boolean"},
}
_KIND = Parameter("type", "text", messages.text("parameter.type"), optional=True)
_CURSOR = {
    "name": "cursor",
    "in": "query",
    "required": False,
    "description": "Where the page begins: taken from the link to the next page. It holds for the same list only, and reads the revision of the first page.",
    "schema": STRING,
}


def paths(kembar: Kembar, general: Mapping[str, Any], max_items: int) -> dict[str, Any]:
    """The path items; ``general``, the operation of any question, says of every request and of errors what holds here too."""
    limit = {
        **parameter_schema(LIMIT, None),
        "schema": {"type": "integer", "minimum": 1, "maximum": max_items, "default": min(DEFAULT_LIMIT, max_items)},
    }
    every = [parameter for parameter in general["parameters"] if parameter["name"] in ("revision", "timeout_ms")]
    common = [limit, _CURSOR, parameter_schema(LANG, LANGUAGES), *every]
    errors = general["responses"]["default"]
    found = {}
    for each in kembar.snapshot.collections:
        filters = [parameter_schema(every.parameter, kembar.choices(every.parameter)) for every in each.filters]
        page = _page(each.name, _item(each))
        answers = {"application/json": page, "application/ld+json": page, "text/csv": STRING}
        found[f"/{each.name}"] = _operation(
            each.name,
            each.title,
            each.description,
            [*filters, parameter_schema(QUERY, None), _sort(each), _fields(each), *common],
            answers,
            errors,
        )
    hit = record(
        {"id": IRI, "type": nullable(STRING), "label": nullable(STRING), "matchedIn": STRING, "matched": STRING}
    )
    parameters = [
        {**parameter_schema(QUERY, None), "required": True},
        parameter_schema(_KIND, kembar.snapshot.types()),
        *common,
    ]
    answers = {media: _page("search", hit) for media in ("application/json", "application/ld+json")}
    title, about = messages.text("search.title"), messages.text("search.description")
    found["/search"] = _operation("search", title, about, parameters, answers, errors)
    return found


def _operation(
    name: str,
    title: dict[str, str],
    about: dict[str, str],
    parameters: list[dict[str, Any]],
    answers: dict[str, dict[str, Any]],
    errors: Any,
) -> dict[str, Any]:
    headers = {
        "Link": {
            "description": "The first page, and the next where there is one (RFC 8288).",
            "schema": STRING,
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
            "operationId": f"list_{name}" if name != "search" else name,
            "summary": title["en"],
            "description": f"{about['en']}\n\n{about['id']}",
            "parameters": parameters,
            "responses": {"200": {"description": "A page.", "headers": headers, "content": content}, "default": errors},
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


def _page(name: str, item: dict[str, Any]) -> dict[str, Any]:
    page = {
        "@context": {"type": "array"},
        "id": IRI,
        "next": {**IRI, "description": "The next page; absent on the last."},
        "collection": {"const": name},
        "revision": {"type": "integer"},
        "items": array(item),
        "complete": {"type": "boolean", "description": "Whether the items are all there are."},
        "corrected": {
            "type": "object",
            "additionalProperties": array(STRING),
            "description": "Words of q that there are not, and the nearest, which were searched for instead.",
        },
    }
    return record(page, optional=("next", "corrected"))


def _item(collection: Collection) -> dict[str, Any]:
    own = {"id": IRI, "type": nullable(STRING), "label": nullable(STRING)}
    members = {member.name: _value(member) for member in collection.members}
    return record(own | members, optional=members)


def _value(member: Member) -> dict[str, Any]:
    described = {"description": member.description["en"]}
    if member.kind == "texts":
        return {**described, "type": "object", "additionalProperties": array(STRING)}
    one = record({"id": IRI, "label": nullable(STRING)}) if member.refers else _VALUES.get(member.kind, STRING)
    return {**described, **(array(one) if member.several else nullable(one))}
