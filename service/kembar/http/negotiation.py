"""Content negotiation (RFC 9110 §12): from a suffix, ``?format=`` or ``Accept`` to one of the formats that an answer can be given in."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kembar.errors import NotAcceptable, UnsupportedMediaType

__all__ = ["MEDIA_TYPES", "Choice", "chooser", "csv_response", "graph_format", "split_suffix"]

MEDIA_TYPES = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle",),
    "n-triples": ("application/n-triples", "text/plain"),
    "json-ld": ("application/ld+json", "application/json"),
    "rdf-xml": ("application/rdf+xml",),  # not application/xml: browsers ask for that, and read Turtle better
    "table-json": ("application/json",),
    "geojson": ("application/geo+json",),
    "html": ("text/html", "application/xhtml+xml"),
    "trig": ("application/trig",),
    "n-quads": ("application/n-quads",),
}
"""Format name -> its media types, the one that is sent first."""

_SUFFIXES = {
    "json": "json", "csv": "csv", "tsv": "tsv", "xml": "xml", "ttl": "turtle", "nt": "n-triples", "jsonld": "json-ld", "rdf": "rdf-xml", "html": "html",
    "geojson": "geojson",
}  # fmt: skip
_NAMES = {
    **_SUFFIXES,
    "turtle": "turtle",
    "n3": "turtle",
    "json-ld": "json-ld",
    "n-triples": "n-triples",
    "rdf+xml": "rdf-xml",
}
_KINDS = {"json": ("table-json", "json", "json-ld"), "xml": ("xml", "rdf-xml")}
"""What a name may mean, by the kind of the answer; the first of them that there is."""

_GRAPHS = {
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "n-triples",
    "application/trig": "trig",
}


def split_suffix(name: str) -> tuple[str, str | None]:
    """``seoul.ttl`` -> ``seoul`` and ``turtle``; a name without a known suffix stays whole."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, _SUFFIXES[suffix]) if dot and suffix in _SUFFIXES else (name, None)


@dataclass(frozen=True)
class Choice:
    """Picks a format: ``wanted`` by a suffix or ``?format=`` (a name or a media type) wins, then ``accept`` by its weights, then the first.

    Of ``accept`` each media type gets the weight of the most specific range that names it (RFC 9110 §12.5.1); other parameters than q decide nothing.
    """

    wanted: str
    accept: str

    def __call__(self, names: list[str]) -> str:
        """One of ``names``. Raises :class:`NotAcceptable`, which lists what can be had."""
        chosen = _named(self.wanted, names) if self.wanted else _accepted(self.accept, tuple(names))
        if chosen is None:
            available = list(dict.fromkeys(MEDIA_TYPES[name][0].split(";")[0] for name in names))
            raise NotAcceptable(f"This answer can be given as {', '.join(available)}.", available=available)
        return chosen


def _named(wanted: str, names: list[str]) -> str | None:
    meant = _KINDS.get(_NAMES.get(wanted, wanted), (_NAMES.get(wanted, wanted),))
    sent = (name for name in names if wanted == MEDIA_TYPES[name][0])
    return next(
        (name for name in (*meant, *sent, *names) if name in names and (name in meant or wanted in MEDIA_TYPES[name])),
        None,
    )


@lru_cache(256)
def _accepted(accept: str, names: tuple[str, ...]) -> str | None:
    sent = {MEDIA_TYPES[name][0]: name for name in names}
    # Another spelling counts where it is written out; text/* shall not get what is sent as application/….
    spelled = {media: MEDIA_TYPES[name][0] for name in reversed(names) for media in MEDIA_TYPES[name]}
    ranges = [(media.split(";")[0].lower(), weight) for media, weight in parse_accept_header(accept, MIMEAccept)]
    best = MIMEAccept(
        [(media if media in sent else spelled.get(media, media), weight) for media, weight in ranges]
    ).best_match(sent)
    return sent[best] if best else None


def chooser(request: Request, suffix: str | None = None) -> Choice:
    """What the client of ``request`` would have, as data that any process can decide by."""
    asked = next(
        iter(request.query_params.getlist("format")), None
    )  # SPARQLWrapper gives it twice, the better one first
    return Choice(
        suffix or ("no format" if asked == "" else (asked or "").lower()),
        ", ".join(request.headers.getlist("accept")) or "*/*",
    )


def graph_format(content_type: str | None) -> str:
    """The format name of a submitted graph. Raises :class:`UnsupportedMediaType`, which lists what is read."""
    media = (content_type or "").split(";")[0].strip().lower()
    if media not in _GRAPHS:
        raise UnsupportedMediaType(
            f"A graph is read as {', '.join(_GRAPHS)}; {media or 'no media type'} is none of them.",
            available=list(_GRAPHS),
        )
    return _GRAPHS[media]


def csv_response(body: bytes, headers: Mapping[str, str]) -> Response:
    """A table for people and spreadsheets. It has a byte order mark: without one Excel takes UTF-8 for the code page of its country."""
    return Response(codecs.BOM_UTF8 + body, media_type="text/csv; charset=utf-8; header=present", headers=dict(headers))
