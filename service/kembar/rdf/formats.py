"""The formats of answers and graphs: their names, media types, suffixes and serializers."""

from collections.abc import Sequence
from enum import Enum

import pyoxigraph as ox

__all__ = ["BOOLEANS", "DUMPS", "GRAPHS", "READABLE", "SOLUTIONS", "Format"]

Serializer = ox.RdfFormat | ox.QueryResultsFormat | None


class Format(Enum):
    """A format. If a suffix or media type names several formats, it means the first of them that is available.

    Attributes:
        media_types: The media type of an answer, then synonyms. ``?format=`` accepts all of them.
        suffixes: The suffix in addresses, then synonyms. ``?format=`` accepts all of them.
        w3c_name: The local name of the format in http://www.w3.org/ns/formats/.
    """

    TABLE_JSON = ("application/json",), ("json",), None, ""
    ROWS_JSON = ("application/vnd.kembar.rows+json",), (), None, ""
    TABLE_CSV = ("text/csv; charset=utf-8; header=present",), ("csv",), None, ""
    GEOJSON = ("application/geo+json",), ("geojson",), None, ""
    SPARQL_JSON = (
        ("application/sparql-results+json", "application/json"), ("json",),
        ox.QueryResultsFormat.JSON, "SPARQL_Results_JSON",
    )  # fmt: skip
    SPARQL_XML = (
        ("application/sparql-results+xml", "application/xml", "text/xml"), ("xml",),
        ox.QueryResultsFormat.XML, "SPARQL_Results_XML",
    )  # fmt: skip
    SPARQL_CSV = ("text/csv",), ("csv",), ox.QueryResultsFormat.CSV, "SPARQL_Results_CSV"
    SPARQL_TSV = ("text/tab-separated-values",), ("tsv",), ox.QueryResultsFormat.TSV, "SPARQL_Results_TSV"
    TURTLE = ("text/turtle", "application/x-turtle"), ("ttl", "turtle", "n3"), ox.RdfFormat.TURTLE, "Turtle"
    N_TRIPLES = ("application/n-triples", "text/plain"), ("nt", "n-triples"), ox.RdfFormat.N_TRIPLES, "N-Triples"
    JSON_LD = (
        ("application/ld+json", "application/json"),
        ("jsonld", "json-ld", "json"),
        ox.RdfFormat.JSON_LD,
        "JSON-LD",
    )
    JSON = ("application/json",), ("json",), ox.RdfFormat.JSON_LD, ""  # JSON-LD as submitted, with our context implied
    # Without application/xml, which browsers accept: people read Turtle better.
    RDF_XML = ("application/rdf+xml",), ("rdf", "rdf+xml", "xml"), ox.RdfFormat.RDF_XML, "RDF_XML"
    TRIG = ("application/trig",), ("trig",), ox.RdfFormat.TRIG, "TriG"
    N_QUADS = ("application/n-quads",), ("nq", "n-quads"), ox.RdfFormat.N_QUADS, "N-Quads"
    TEXT = ("text/plain; charset=utf-8",), ("txt",), None, ""
    ZIP = ("application/zip",), ("zip",), None, ""
    HTML = ("text/html", "application/xhtml+xml"), ("html",), None, ""

    def __init__(
        self, media_types: tuple[str, ...], suffixes: tuple[str, ...], serializer: Serializer, w3c_name: str
    ) -> None:
        self.content_type = media_types[0]
        self.media_types = (media_types[0].partition(";")[0], *media_types[1:])
        self.suffixes = suffixes
        self.serializer = serializer
        self.w3c_name = w3c_name

    def __reduce_ex__(self, protocol: object) -> tuple[object, ...]:
        """Pickle the member by its name, because serializers cannot be pickled."""
        return getattr, (Format, self.name)

    @property
    def media_type(self) -> str:
        """The media type of an answer, without parameters."""
        return self.media_types[0]

    @property
    def suffix(self) -> str:
        """The suffix in addresses; empty for a format that has none."""
        return next(iter(self.suffixes), "")

    @property
    def rdf(self) -> ox.RdfFormat:
        """The serializer of a format of graphs. Raise :class:`TypeError` for any other format."""
        if not isinstance(self.serializer, ox.RdfFormat):
            raise TypeError(f"{self.name} is not a format of graphs")
        return self.serializer

    @property
    def results(self) -> ox.QueryResultsFormat:
        """The serializer of a format of SPARQL results. Raise :class:`TypeError` for any other format."""
        if not isinstance(self.serializer, ox.QueryResultsFormat):
            raise TypeError(f"{self.name} is not a format of SPARQL results")
        return self.serializer

    def spelling(self, offered: Sequence["Format"]) -> str:
        """Return the value of ``?format=``: the suffix, or the media type if the suffix means another format."""
        return self.suffix if self is Format.meant(self.suffix, offered) else self.media_type

    @staticmethod
    def meant(name: str, offered: Sequence["Format"]) -> "Format | None":
        """Return the offered format that a suffix or media type means, or None."""
        by_suffix = (form for form in Format if name in form.suffixes)
        by_sent_type = (form for form in offered if name == form.media_type)
        by_any_type = (form for form in offered if name in form.media_types)
        return next((form for form in (*by_suffix, *by_sent_type, *by_any_type) if form in offered), None)


SOLUTIONS = (Format.SPARQL_JSON, Format.SPARQL_XML, Format.SPARQL_CSV, Format.SPARQL_TSV)
"""Formats of the answer to a SELECT."""

BOOLEANS = (Format.SPARQL_JSON, Format.SPARQL_XML)
"""Formats of the answer to an ASK; CSV and TSV have no form for a boolean (SPARQL 1.1 Query Results CSV and TSV §3)."""

GRAPHS = (Format.TURTLE, Format.N_TRIPLES, Format.JSON_LD, Format.RDF_XML)
"""Formats of a graph, as the answer to a CONSTRUCT or DESCRIBE."""

DUMPS = (Format.TRIG, Format.N_QUADS, Format.TURTLE)
"""Formats of the whole dataset."""

READABLE = (Format.TURTLE, Format.JSON_LD, Format.JSON, Format.N_TRIPLES, Format.TRIG)
"""Formats in which clients may submit a graph."""
