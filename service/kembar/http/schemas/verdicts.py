"""JSON Schemas of verdicts and of the matrix (design §5, §7)."""

from kembar.http.schemas.parts import (
    ANY_TEXTS,
    BOOLEAN,
    COUNTS,
    DAY,
    IRI,
    REVISION,
    STRING,
    TEXTS,
    Schema,
    array,
    nullable,
    record,
)

__all__ = ["MATRIX", "VERDICT"]

_OUTCOME: Schema = {"enum": ["satisfied", "attested", "violated", "undetermined", "not-applicable"]}
_BINDING: Schema = {
    "enum": ["bound", "information", "unknown"],
    "description": "Whether the provision bound on the act date.",
}
_OVERALL: Schema = {"enum": ["lawful", "not-lawful", "arguable", "not-yet-shown"]}
_ACT_DATE: Schema = {"type": "string", "description": "Of the signature at the precision known, or today in Jakarta."}
_PROVISION = record(
    {
        "id": IRI,
        "citation": nullable(STRING),
        "label": ANY_TEXTS,
        "regulation": nullable(IRI),
        "regulationLabel": ANY_TEXTS,
    }
)
_PLACES = array(record({"id": IRI, "label": ANY_TEXTS}))
_EVIDENCE = record(
    {
        "thing": STRING,
        "label": TEXTS,
        "finds": {"type": "string", "description": "In whose favour it is found."},
        "says": TEXTS,
        "facts": {"type": "object", "additionalProperties": STRING},
        "statedAt": _PLACES,
    }
)
_ARGUMENT = record(
    {"argument": IRI, "label": ANY_TEXTS, "message": ANY_TEXTS, "rebuttal": ANY_TEXTS, "rebuttedBy": array(_PROVISION)}
)
_READING = record(
    {
        "reading": IRI,
        "value": STRING,
        "label": ANY_TEXTS,
        "preferred": BOOLEAN,
        "outcome": nullable(_OUTCOME),
        "statedAt": _PLACES,
    },
)
_CONTEST = record(
    {
        "contradiction": IRI,
        "label": ANY_TEXTS,
        "thing": IRI,
        "property": IRI,
        "turns": BOOLEAN,
        "readings": array(_READING),
    }
)
_JUDGED = record(
    {
        "requirement": IRI,
        "label": TEXTS,
        "provision": _PROVISION,
        "outcome": _OUTCOME,
        "binding": _BINDING,
        "arguable": BOOLEAN,
        "arguments": array(_ARGUMENT),
        "evidence": array(_EVIDENCE),
        "needed": nullable(TEXTS),
        "restsOn": array(_CONTEST),
        "message": TEXTS,
    }
)
VERDICT = record(
    {
        "deed": STRING,
        "actDate": _ACT_DATE,
        "asOf": STRING,
        "revision": REVISION,
        "overall": _OVERALL,
        "next": nullable(TEXTS),
        "requirements": array(_JUDGED),
    }
)
"""The verdict on one deed."""

_CELL = record({"outcome": _OUTCOME, "binding": _BINDING, "arguable": BOOLEAN})
_ROW = record(
    {
        "partnership": IRI,
        "label": ANY_TEXTS,
        "deed": IRI,
        "actDate": _ACT_DATE,
        "asOf": STRING,
        "overall": _OVERALL,
        "cells": {"type": "object", "additionalProperties": _CELL},
    }
)
MATRIX = record(
    {
        "revision": REVISION,
        "asOf": nullable(DAY),
        "requirements": array(record({"requirement": IRI, "label": TEXTS, "provision": _PROVISION})),
        "rows": array(_ROW),
        "counts": {"type": "object", "additionalProperties": COUNTS},
        "overall": COUNTS,
    }
)
"""Partnerships by requirements."""
