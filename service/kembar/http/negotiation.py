"""Content negotiation (RFC 9110 §12): from a suffix, ``?format=`` or ``Accept`` to one of the formats that an answer can be given in."""

from dataclasses import dataclass

from starlette.requests import Request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kembar.errors import NotAcceptable, UnsupportedMediaType

__all__ = ["MEDIA_TYPES", "Choice", "chooser", "graph_format", "split_suffix"]

MEDIA_TYPES = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle",),
    "n-triples": ("application/n-triples", "text/plain"),
    "json-ld": ("application/ld+json", "application/json"),
    "table-json": ("application/json",),
    "html": ("text/html", "application/xhtml+xml"),
    "trig": ("application/trig",),
    "n-quads": ("application/n-quads",),
}
"""Format name -> its media types, the one that is sent first."""

_SUFFIXES = {"json": "json", "csv": "csv", "tsv": "tsv", "xml": "xml", "ttl": "turtle", "nt": "n-triples", "jsonld": "json-ld", "html": "html"}
_NAMES = {**_SUFFIXES, "turtle": "turtle", "json-ld": "json-ld", "n-triples": "n-triples"}
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
    """Picks a format: ``wanted`` by a suffix or ``?format=`` wins, then ``accept`` by its weights, then the first."""

    wanted: str | None
    accept: str

    def __call__(self, names: list[str]) -> str:
        """One of ``names``. Raises :class:`NotAcceptable`, which lists what can be had."""
        chosen = _named(self.wanted, names) if self.wanted else _accepted(self.accept, names)
        if chosen is None:
            available = [MEDIA_TYPES[name][0] for name in names]
            raise NotAcceptable(f"This answer can be given as {', '.join(available)}.", available=available)
        return chosen


def _named(wanted: str, names: list[str]) -> str | None:
    return next((name for name in names if name == wanted or (wanted, name) in (("json", "table-json"), ("json", "json-ld"))), None)


def _accepted(accept: str, names: list[str]) -> str | None:
    offers: dict[str, str] = {}
    for name in names:
        for media in MEDIA_TYPES[name]:
            offers.setdefault(media, name)
    best = parse_accept_header(accept, MIMEAccept).best_match(list(offers))
    return offers.get(best) if best else None


def chooser(request: Request, suffix: str | None = None) -> Choice:
    """What the client of ``request`` would have, as data that any process can decide by."""
    asked = request.query_params.get("format")
    return Choice(suffix or (asked and _NAMES.get(asked.lower(), asked)), request.headers.get("accept") or "*/*")


def graph_format(content_type: str | None) -> str:
    """The format name of a submitted graph. Raises :class:`UnsupportedMediaType`, which lists what is read."""
    media = (content_type or "").split(";")[0].strip().lower()
    if media not in _GRAPHS:
        raise UnsupportedMediaType(f"A graph is read as {', '.join(_GRAPHS)}; {media or 'no media type'} is none of them.", available=list(_GRAPHS))
    return _GRAPHS[media]
