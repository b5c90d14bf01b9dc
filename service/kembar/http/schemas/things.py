"""The JSON of a thing as a JSON Schema, for the OpenAPI document."""

from kembar.http.schemas.parts import STRING, TEXTS, Schema, array, nullable, record

__all__ = ["THING"]


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return record({**required, **(optional or {})}, optional or ())


def _told(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


_NAMED_PROPERTIES = {
    "id": _told(STRING, "IRI, or _:… where it has none."),
    "label": _told(TEXTS, "In Indonesian and English; the last part of the IRI where it has none."),
}
_NAMED = _object(_NAMED_PROPERTIES)
_WHEN = {
    "when": _told(
        nullable({"type": "string", "enum": ["before", "after", "holds", "ended", "cannot-tell"]}),
        "With as_of only: how it stands to that day by its dates. before: on the day or earlier; cannot-tell: its dates leave it open; null: nothing dates it.",
    )
}
_PLACE = _object({**_NAMED_PROPERTIES, "source": _told(_NAMED, "The source that the place is in.")})
_LITERAL = _object({"value": STRING, "datatype": _told(STRING, "IRI of the datatype.")}, {"language": STRING})
_VALUE: Schema = {"anyOf": [_object(_NAMED_PROPERTIES, _WHEN), _LITERAL]}
_PROVENANCE = {
    "graph": _told(_NAMED, "The named graph that holds the statement."),
    "origin": _told(
        {"type": "string", "enum": ["source", "derived", "vocabulary", "service"]},
        "source: stated by the sources; derived: follows from the record; vocabulary: our own terms, code lists and rules; service: written by the service.",
    ),
    "sources": _told(array(_NAMED), "The sources of the graph."),
    "places": _told(array(_PLACE), "Where in them, as the subject of the statement says in this graph."),
    "derivedBy": _told(array(_NAMED), "The rule that derived it."),
    "derivedFrom": _told(array(_NAMED), "The property whose bounds or precision it gives, over all readings."),
}
_THING_PROPERTIES = {**_NAMED_PROPERTIES, "type": array(_NAMED)}
_READING = _object(
    {
        "id": STRING,
        "values": array(_VALUE),
        "preferred": {"type": "boolean"},
        "reason": _told(nullable(TEXTS), "Why it is preferred."),
        "places": array(_PLACE),
    }
)
_CONTRADICTION = _object(
    {
        **_NAMED_PROPERTIES,
        "property": _told(nullable(_NAMED), "The property whose value is in dispute."),
        "kind": nullable(_NAMED),
        "preferred": _told(nullable(STRING), "The reading that is preferred, if any."),
        "reason": _told(nullable(TEXTS), "Why none is preferred."),
        "readings": array(_READING),
        **_PROVENANCE,
    }
)
THING = _object(
    {
        **_THING_PROPERTIES,
        "revision": {"type": "integer"},
        "asOf": nullable({"type": "string", "format": "date"}),
        "places": _told(array(_PLACE), "Where the thing is stated."),
        "statements": _told(
            array(_object({"property": _NAMED, "value": _VALUE, **_PROVENANCE})), "What is said of it."
        ),
        "referredToBy": _told(
            array(_object({"property": _NAMED, "thing": _object(_THING_PROPERTIES, _WHEN), **_PROVENANCE})),
            "What names it, and by which property.",
        ),
        "contradictions": _told(array(_CONTRADICTION), "Those that concern it, with every reading."),
        "leftOut": _told(
            array(
                _object(
                    {
                        "what": {"type": "string", "enum": ["later", "derived"]},
                        "count": {"type": "integer"},
                        "reason": TEXTS,
                    }
                )
            ),
            "What as_of leaves out, counted; empty without it.",
        ),
    },
    _WHEN,
)
