"""The JSON contract of errors."""

from typing import NotRequired

from typing_extensions import TypedDict

from kembar.rdf.contract import Iri

__all__ = ["Problem"]


class Problem(TypedDict):
    """Problem details (RFC 9457), the only form of errors."""

    type: Iri
    """Names the kind of problem."""
    title: str
    status: int
    detail: str
    """What is wrong here, and what to change."""
    line: NotRequired[int]
    """Line of a text that does not parse, from 1."""
    column: NotRequired[int]
    """Column, from 1."""
    parameter: NotRequired[str]
    """The parameter that is meant."""
    statement: NotRequired[str]
    """The statement that is meant, in N-Triples."""
    setting: NotRequired[str]
    """The setting of the limit that was passed."""
    limit: NotRequired[int]
    """That limit, in the unit that the setting's name ends in."""
    known: NotRequired[list[str]]
    """The names that there are, where another was given."""
    near: NotRequired[list[str]]
    """The terms of the vocabulary that are most like the one given."""
    available: NotRequired[list[str]]
    """The media types that can be had, or that are read."""
    allowed: NotRequired[list[str]]
    """The origins that SERVICE may call."""
    advice: NotRequired[str]
    """What makes the query faster."""
    retryAfter: NotRequired[int]
    """Seconds after which to ask again."""
    nearest: NotRequired[int | list[str]]
    """The nearest revision that is kept; or the names nearest to an unknown one in a graph, the nearest first."""
    member: NotRequired[str]
    """The member or value of a JSON-LD document that is meant."""
    pointer: NotRequired[str]
    """Where it stands in the document (JSON Pointer, RFC 6901)."""
    newest: NotRequired[int]
    """The newest revision."""
    deeds: NotRequired[list[str]]
    """The deeds of the graph."""
    location: NotRequired[Iri]
    """The name that the thing has now."""
    reason: NotRequired[dict[str, str]]
    """Why the name was withdrawn, by language."""
    since: NotRequired[str]
    """The day on which it was withdrawn."""
    version: NotRequired[str]
    """The version of the question that answers now."""
    address: NotRequired[Iri]
    """Where it answers."""
