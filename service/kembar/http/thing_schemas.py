"""The JSON of a thing as a JSON Schema, for the OpenAPI document."""

from typing import Any

__all__ = ["THING"]

Schema = dict[str, Any]


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _told(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


_TEXT: Schema = {"type": "string"}
_TEXTS = _object({"id": _TEXT, "en": _TEXT})
_NAMED_PROPERTIES = {
    "id": _told(_TEXT, "IRI, or _:… where it has none."),
    "label": _told(_TEXTS, "In Indonesian and English; the last part of the IRI where it has none."),
}
_NAMED = _object(_NAMED_PROPERTIES)
_WHEN = {
    "when": _told(
        _or_null({"type": "string", "enum": ["before", "after", "holds", "ended", "cannot-tell"]}),
        "With as_of only: how it stands to that day by its dates. before: on the day or earlier; cannot-tell: its dates leave it open; null: nothing dates it.",
    )
}
_PLACE = _object({**_NAMED_PROPERTIES, "source": _told(_NAMED, "The source that the place is in.")})
_LITERAL = _object({"value": _TEXT, "datatype": _told(_TEXT, "IRI of the datatype.")}, {"language": _TEXT})
_VALUE: Schema = {"anyOf": [_object(_NAMED_PROPERTIES, _WHEN), _LITERAL]}
_PROVENANCE = {
    "graph": _told(_NAMED, "The named graph that holds the statement."),
    "origin": _told(
        {"type": "string", "enum": ["source", "derived", "vocabulary", "service"]},
        "source: stated by the sources; derived: follows from the record; vocabulary: our own terms, code lists and rules; service: written by the service.",
    ),
    "sources": _told(_list(_NAMED), "The sources of the graph."),
    "places": _told(_list(_PLACE), "Where in them, as the subject of the statement says in this graph."),
    "derivedBy": _told(_list(_NAMED), "The rule that derived it."),
    "derivedFrom": _told(_list(_NAMED), "The property whose bounds or precision it gives, over all readings."),
}
_THING_PROPERTIES = {**_NAMED_PROPERTIES, "type": _list(_NAMED)}
_READING = _object(
    {
        "id": _TEXT,
        "values": _list(_VALUE),
        "preferred": {"type": "boolean"},
        "reason": _told(_or_null(_TEXTS), "Why it is preferred."),
        "places": _list(_PLACE),
    }
)
_CONTRADICTION = _object(
    {
        **_NAMED_PROPERTIES,
        "property": _told(_or_null(_NAMED), "The property whose value is in dispute."),
        "kind": _or_null(_NAMED),
        "preferred": _told(_or_null(_TEXT), "The reading that is preferred, if any."),
        "reason": _told(_or_null(_TEXTS), "Why none is preferred."),
        "readings": _list(_READING),
        **_PROVENANCE,
    }
)
THING = _object(
    {
        **_THING_PROPERTIES,
        "revision": {"type": "integer"},
        "asOf": _or_null({"type": "string", "format": "date"}),
        "places": _told(_list(_PLACE), "Where the thing is stated."),
        "statements": _told(_list(_object({"property": _NAMED, "value": _VALUE, **_PROVENANCE})), "What is said of it."),
        "referredToBy": _told(
            _list(_object({"property": _NAMED, "thing": _object(_THING_PROPERTIES, _WHEN), **_PROVENANCE})), "What names it, and by which property."
        ),
        "contradictions": _told(_list(_CONTRADICTION), "Those that concern it, with every reading."),
        "leftOut": _told(
            _list(_object({"what": {"type": "string", "enum": ["later", "derived"]}, "count": {"type": "integer"}, "reason": _TEXTS})),
            "What as_of leaves out, counted; empty without it.",
        ),
    },
    _WHEN,
)
