"""Checks of the form of every answer: media types, verdicts and problem details."""

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
    """Return the media type of a response, without parameters."""
    return str(response.headers.get("content-type", "")).split(";")[0]


def overall_of(media: str, body: bytes) -> str:
    """Return the overall outcome of a verdict, from JSON or from a validation report."""
    if media == "application/json":
        return str(json.loads(body)["overall"])
    terms = {quad.object for quad in ox.parse(body, format=GRAPHS[media].rdf) if quad.predicate.value == KB + "overall"}
    (overall,) = (text_of(term).removeprefix(f"{CONCEPT}overall/") for term in terms)
    return overall


def problem_of(response: httpx.Response) -> str:
    """Return the slug of the problem in a response.

    Raise :class:`AssertionError` if the details are incomplete, or the status is 5xx but not a 503 with a setting.
    """
    assert media_of(response) == "application/problem+json", response.text[:300]
    details: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= details.keys()
    assert details["status"] == response.status_code
    slug = str(details["type"].rsplit("/", 1)[-1])
    if response.status_code >= 500:
        assert (response.status_code, "setting" in details) == (503, True), details
        assert (slug == "overloaded") == ("retry-after" in response.headers)
    return slug
