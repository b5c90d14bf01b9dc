"""Content negotiation (RFC 9110 §12): from a suffix, ``?format=`` or ``Accept`` to a format; and the response in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from kembar import messages
from kembar.errors import BadParameter, NotAcceptable, UnsupportedMediaType
from kembar.messages import LANGUAGES
from kembar.questions.parameters import SHAPE
from kembar.rdf.formats import READABLE, Format
from kembar.store.sparql import Answer

__all__ = ["Choice", "chooser", "graph_format", "language_of", "respond", "split_suffix", "table_chooser"]

_SUFFIXES = frozenset(suffix for form in Format for suffix in form.suffixes)
_READ = {media: form for form in READABLE for media in form.media_types if media != "text/plain"}
"""Media type of a submitted graph -> its format; text/plain names other things as well and is not read."""
_NO_FORMAT = "no format"


def split_suffix(name: str) -> tuple[str, str | None]:
    """Return a name without its suffix, and the suffix, or None if no format has it: ``seoul``, ``ttl``."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix) if dot and suffix in _SUFFIXES else (name, None)


@dataclass(frozen=True)
class Choice:
    """The wishes of a client, as data that any process can choose a format by.

    ``wanted``, from a suffix or ``?format=``, wins; then ``accept`` by its weights; then the first format. A media
    type gets the weight of the most specific range that names it (RFC 9110 §12.5.1); parameters other than q are
    ignored.
    """

    wanted: str
    accept: str

    def __call__(self, offered: Sequence[Format]) -> Format:
        """Return one of the formats. Raise :class:`NotAcceptable`, which lists their media types."""
        chosen = Format.meant(self.wanted, offered) if self.wanted else _accepted(self.accept, tuple(offered))
        if chosen is None:
            available = list(dict.fromkeys(form.media_type for form in offered))
            raise NotAcceptable(messages.text("refused.formats", available=", ".join(available)), available=available)
        return chosen


@lru_cache(256)
def _accepted(accept: str, offered: tuple[Format, ...]) -> Format | None:
    sent = {form.media_type: form for form in reversed(offered)}
    # Another media type of a format counts where the client names it; text/* does not match what is sent as
    # application/….
    other = {media: form.media_type for form in reversed(offered) for media in form.media_types}
    ranges = [(media.split(";")[0].lower(), weight) for media, weight in parse_accept_header(accept, MIMEAccept)]
    if any(media == "text/html" for media, _ in ranges):  # a browser, which names XML for pages
        ranges = [each for each in ranges if each[0] != "application/xml"]
    known = MIMEAccept([(media if media in sent else other.get(media, media), weight) for media, weight in ranges])
    best = known.best_match([form.media_type for form in offered])
    return sent[best] if best else None


def chooser(request: Request, suffix: str | None = None) -> Choice:
    """Return the wishes of the client of ``request``."""
    # SPARQLWrapper sends format twice, the better one first.
    format_name = next(iter(request.query_params.getlist("format")), None)
    wanted = _NO_FORMAT if format_name == "" else (format_name or "").lower()
    return Choice(suffix or wanted, ", ".join(request.headers.getlist("accept")) or "*/*")


def table_chooser(request: Request, suffix: str | None = None) -> Choice:
    """Return the wishes of the client for a table, of which ``shape=rows`` is one.

    Raise :class:`BadParameter` if the shape does not exist, or if another format than JSON is asked for.
    """
    choice = chooser(request, suffix)
    if "shape" not in request.query_params:
        return choice
    SHAPE.bind(request.query_params["shape"])
    if choice.wanted and choice.wanted not in (*Format.TABLE_JSON.suffixes, *Format.TABLE_JSON.media_types):
        raise BadParameter(messages.text("refused.shape", format=repr(choice.wanted[:40])), parameter="shape")
    return Choice(Format.ROWS_JSON.media_type, "")


def language_of(request: Request, given: str | None = None) -> str:
    """Return the language of texts: the given one, or by ``Accept-Language``, or Indonesian."""
    accepted = parse_accept_header(", ".join(request.headers.getlist("accept-language")), LanguageAccept)
    return given or accepted.best_match(LANGUAGES, default=LANGUAGES[0])


def graph_format(content_type: str | None) -> Format:
    """Return the format of a submitted graph. Raise :class:`UnsupportedMediaType`, which lists what is read."""
    media = (content_type or "").split(";")[0].strip().lower()
    if media not in _READ:
        said = messages.text("refused.graph-media", available=", ".join(_READ), media=repr(media))
        raise UnsupportedMediaType(said, available=list(_READ))
    return _READ[media]


def respond(answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
    """Return the response with an answer."""
    varying = {
        "Vary": "Accept",
        **({"Cache-Control": "no-store"} if answer.changes else {}),
        **({"Kembar-Advice": answer.advice} if answer.advice else {}),
        **(headers or {}),
    }
    return Response(answer.body, media_type=answer.format.content_type, headers=varying)
