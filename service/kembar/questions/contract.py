"""The JSON contract of the canned questions and of their answers."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from kembar.rdf.contract import Day, Iri, RevisionNumber, Texts
from kembar.rdf.tabular import Value

__all__ = [
    "Answer",
    "Author",
    "Citation",
    "Cited",
    "Column",
    "Coverage",
    "CoverageNote",
    "Deprecation",
    "Feature",
    "FeatureCollection",
    "Issued",
    "Parameter",
    "Point",
    "Question",
    "Table",
    "View",
]

Row = dict[str, Value]
View = Literal["table", "map", "timeline", "bars", "matrix"]


class Deprecation(TypedDict):
    """The announced end of a question, a parameter or a column."""

    since: Day
    until: Day
    """The day on which it goes."""
    instead: Texts
    """What to use instead."""


class Column(TypedDict):
    """A column of an answer."""

    name: str
    kind: str
    description: Texts
    fields: list[str]
    """Of each record, in a column of kind records."""
    deprecated: Deprecation | None


class Parameter(TypedDict):
    """A parameter of a question."""

    name: str
    kind: str
    description: Texts
    default: str | None
    optional: bool
    choices: list[str] | None
    """The values to choose from, if they are a list."""
    scheme: str | None
    """The code list of a concept."""
    several: bool
    """Whether it takes several names with commas between them."""
    deprecated: Deprecation | None


class Question(TypedDict):
    """A canned question."""

    name: str
    version: str
    """Changes with the text of the question."""
    title: Texts
    description: Texts
    tags: list[str]
    view: View
    """How a page shows the answer first."""
    parameters: list[Parameter]
    columns: list[Column]
    deprecated: Deprecation | None
    href: str
    """The path that answers the question."""


class CoverageNote(TypedDict):
    """A note on what is covered."""

    id: str | None
    en: str | None


_Period = TypedDict("_Period", {"from": str | None, "until": str | None})


class Coverage(_Period):
    """A part of the record: the period and the partnerships that it covers."""

    coverage: Iri
    label: Texts
    note: CoverageNote
    partnerships: list[Iri]


class Author(TypedDict):
    """A name in CSL-JSON."""

    literal: str


Issued = TypedDict("Issued", {"date-parts": list[list[int]]})
_Contained = TypedDict("_Contained", {"container-title": str})


class Citation(_Contained):
    """How to cite the answer, as a CSL-JSON item. Its URL returns this answer while question and revision are kept."""

    id: Iri
    type: Literal["dataset"]
    title: str
    author: list[Author]
    publisher: str
    issued: NotRequired[Issued]
    version: str
    URL: Iri
    note: str


class Answer(TypedDict):
    """What every answer to a question holds beside its name and its rows."""

    version: str
    """Of the question; changes with its text."""
    revision: RevisionNumber
    made: Annotated[str, Field(json_schema_extra={"format": "date-time"})] | None
    """When the revision was made."""
    parameters: dict[str, str]
    """The values that the question was asked with, defaults too."""
    columns: list[Column]
    complete: bool
    """Whether the rows are all that the revision gives."""
    coverage: list[Coverage]
    """What the record covers: every negative answer rests on it."""
    deprecated: Deprecation | None


class Cited(TypedDict):
    """What the service adds to an answer."""

    cite: Citation


class Table(Answer):
    """The answer to a question."""

    query: str
    rows: list[Row]


class Point(TypedDict):
    """A point of GeoJSON: longitude and latitude."""

    type: Literal["Point"]
    coordinates: Annotated[list[float], Field(min_length=2, max_length=2)]


class Feature(TypedDict):
    """A row with its place."""

    type: Literal["Feature"]
    geometry: Point | None
    properties: Row


class FeatureCollection(Answer):
    """The answer to a question as GeoJSON."""

    type: Literal["FeatureCollection"]
    query: str
    features: list[Feature]
