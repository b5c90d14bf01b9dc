"""The one form that answers have, however they end."""

import json
from typing import Any

import httpx
import pyoxigraph as ox

from kembar.namespaces import CONCEPT, KB
from kembar.rdf.formats import Format
from kembar.rdf.terms import text_of

__all__ = ["media_of", "overall_of", "problem_of"]

GRAPHS = {form.media_type: form for form in (Format.TURTLE, Format.N_TRIPLES, Format.JSON_LD)}


def media_of(response: httpx.Response) -> str:
    """The media type, without parameters."""
    return str(response.headers.get("content-type", "")).split(";")[0]


def overall_of(media: str, body: bytes) -> str:
    """The answer of a verdict as JSON, or as a validation report."""
    if media == "application/json":
        return str(json.loads(body)["overall"])
    said = {quad.object for quad in ox.parse(body, format=GRAPHS[media].rdf) if quad.predicate.value == KB + "overall"}
    (overall,) = (text_of(term).removeprefix(f"{CONCEPT}overall/") for term in said)
    return overall


def problem_of(response: httpx.Response) -> str:
    """The kind of a problem whose details are as they must be: never our own fault, and where there is no answer the setting that can give one."""
    assert media_of(response) == "application/problem+json", response.text[:300]
    said: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= said.keys()
    assert said["status"] == response.status_code
    kind = str(said["type"].rsplit("/", 1)[-1])
    if response.status_code >= 500:
        assert (response.status_code, "setting" in said) == (503, True), said
        assert (kind == "overloaded") == ("retry-after" in response.headers)
    return kind
