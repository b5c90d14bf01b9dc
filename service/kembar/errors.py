"""Every error that Kembar raises on purpose.

KembarError
├── ContentError             a content file is broken; the service does not start        (500, never by a request)
├── StoreInUse               another process holds the store                             (503)
├── CannotRun                a command lacks something that it needs                     (exit status 2)
├── Renamed                  the thing has another name now: location                    (308)
├── NotFound                 there is no thing, question or page of this name            (404)
├── Gone                     the revision or thing was removed: nearest                  (410)
├── Unauthorized             the token is unknown                                        (401)
├── NotAcceptable            none of the requested formats is available                  (406)
├── TooLarge                 the request is larger than a limit                          (413)
├── HeadTooLarge             the address or the headers are larger than a limit          (431)
├── TooSlow                  the request did not arrive in time                          (408)
├── UnsupportedMediaType     the body has an unsupported media type                      (415)
├── Overloaded               there are too many requests: retryAfter                     (503)
├── TooLong                  the answer exceeded its deadline                            (503)
├── WorkerDied               the process of the request ended, mostly out of memory      (503)
└── BadInput                 the request is wrong, and its sender can correct it         (400)
    ├── AnswerTooLarge       the answer would exceed a limit                             (422)
    ├── QuerySyntaxError     the SPARQL does not parse: line, column                     (400)
    ├── UnknownTerm          the SPARQL has an unknown term of the vocabulary: near      (400)
    ├── QueryRefused         the query could send requests to other machines             (400)
    ├── UnsupportedQuery     the SPARQL uses what the engine does not know               (400)
    ├── TooNested            the request nests deeper than a process can follow          (400)
    ├── UnknownParameter     the question or collection has no such parameter: known     (400)
    ├── GraphSyntaxError     the RDF does not parse: line, column                        (400)
    ├── BadParameter         a parameter has an invalid value: parameter                 (422)
    ├── UnknownName          a parameter names something that does not exist: known      (422)
    └── UnacceptableGraph    a part of the RDF is forbidden or means nothing:            (422)
                             statement, or member and pointer in JSON-LD; nearest

The names after a colon are members of ``extra``, which holds what a client needs to correct its request.

What cannot be read is 400: a parameter that does not exist or is repeated, a text that does not parse. A parameter with
a value that cannot be used is 422 everywhere, whether the value has another form, names nothing or exceeds a limit.
``kembar.http.problems`` turns errors into problem details (RFC 9457); no other module does. Their titles, and details
in two languages, are in ``messages.toml``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypeVar

__all__ = [
    "SETTING_PREFIX",
    "AnswerTooLarge",
    "BadInput",
    "BadParameter",
    "CannotRun",
    "ContentError",
    "Fault",
    "Gone",
    "GraphSyntaxError",
    "HeadTooLarge",
    "KembarError",
    "Limits",
    "NotAcceptable",
    "NotFound",
    "Overloaded",
    "QueryRefused",
    "QuerySyntaxError",
    "Renamed",
    "StoreInUse",
    "TooLarge",
    "TooLong",
    "TooNested",
    "TooSlow",
    "UnacceptableGraph",
    "Unauthorized",
    "UnknownName",
    "UnknownParameter",
    "UnknownTerm",
    "UnsupportedMediaType",
    "UnsupportedQuery",
    "WorkerDied",
    "variable",
]

_Error = TypeVar("_Error", bound="KembarError")
SETTING_PREFIX = "KEMBAR_"
_OPERATOR_CAN_RAISE = {"id": "pengelola dapat menaikkan", "en": "an operator can raise"}


class KembarError(Exception):
    """Base class of all errors.

    Attributes:
        slug: The name of the kind of error, the last part of its problem type.
        status: The HTTP status.
        detail: What is wrong, and how to correct it, in English.
        texts: The same by language, in English at least.
        extra: Further members of the problem details.
    """

    slug: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, detail: str | Mapping[str, str], **extra: Any) -> None:
        self.texts = {"en": detail} if isinstance(detail, str) else dict(detail)
        self.detail = self.texts["en"]
        super().__init__(self.detail)
        self.extra = {name: value for name, value in extra.items() if value is not None}

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.texts, self.extra)


def _restored(kind: type[KembarError], texts: dict[str, str], extra: dict[str, Any]) -> KembarError:
    """Return an error that was pickled in another process."""
    return kind(texts, **extra)


class Fault(NamedTuple):
    """A fault in a content file.

    Attributes:
        file: The name of the file.
        line: The line, counted from 1; None if the fault is in the file as a whole.
        reason: What is wrong, in English.
        alasan: The reason in Indonesian; empty for a fault that concerns programmers only.
    """

    file: str
    line: int | None
    reason: str
    alasan: str = ""

    def text(self, language: str) -> str:
        """Return file, line and reason; the reason is in Indonesian for ``id`` if it exists in Indonesian."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {(self.alasan if language == 'id' else '') or self.reason}"

    def __str__(self) -> str:
        return self.text("en")


class ContentError(KembarError):
    """The content has faults; ``faults`` has all of them, so that an editor can correct them at once."""

    slug = "content"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class StoreInUse(KembarError):
    slug, status = "store-in-use", 503


class CannotRun(KembarError):
    slug = "cannot-run"


class Renamed(KembarError):
    slug, status = "renamed", 308


class NotFound(KembarError):
    slug, status = "not-found", 404


class Gone(KembarError):
    slug, status = "gone", 410


class Unauthorized(KembarError):
    slug, status = "unauthorized", 401


class NotAcceptable(KembarError):
    slug, status = "not-acceptable", 406


class TooLarge(KembarError):
    slug, status = "too-large", 413


class HeadTooLarge(KembarError):
    slug, status = "head-too-large", 431


class TooSlow(KembarError):
    slug, status = "too-slow", 408


class UnsupportedMediaType(KembarError):
    slug, status = "unsupported-media-type", 415


class Overloaded(KembarError):
    slug, status = "overloaded", 503


class TooLong(KembarError):
    slug, status = "too-long", 503


class WorkerDied(KembarError):
    slug, status = "worker-died", 503


class BadInput(KembarError):
    slug, status = "bad-request", 400


class AnswerTooLarge(BadInput):
    slug, status = "answer-too-large", 422


class QuerySyntaxError(BadInput):
    slug = "query-syntax"


class UnknownTerm(BadInput):
    slug = "unknown-term"


class QueryRefused(BadInput):
    slug = "query-refused"


class TooNested(BadInput):
    slug = "too-nested"


class UnsupportedQuery(BadInput):
    slug = "query-unsupported"


class UnknownParameter(BadInput):
    slug = "unknown-parameter"


class UnknownName(BadInput):
    slug, status = "unknown-name", 422


class GraphSyntaxError(BadInput):
    slug = "graph-syntax"


class BadParameter(BadInput):
    slug, status = "bad-parameter", 422


class UnacceptableGraph(BadInput):
    slug, status = "unacceptable-graph", 422


def variable(setting: str) -> str:
    """Return the environment variable of a setting."""
    return SETTING_PREFIX + setting.upper()


@dataclass(frozen=True)
class Limits:
    """A group of limits. Each field has the name of its setting (:class:`kembar.settings.Settings`)."""

    @property
    def prefix(self) -> str:
        """The prefix of the names of the settings."""
        return ""

    def exceeded(
        self,
        kind: type[_Error],
        field: str,
        problem: str | Mapping[str, str],
        advice: str | Mapping[str, str],
        **extra: Any,
    ) -> _Error:
        """Return the error for an exceeded limit.

        Args:
            kind: The class of the error.
            field: The name of the limit in this group.
            problem: A sentence without its full stop, in which ``{limit}`` stands for the value of the limit; in
                English, or by language.
            advice: A sentence without its full stop, with what the client can do; in English, or by language.
            extra: Further members of the error; ``limit`` replaces the value of the group.
        """
        extra = {"limit": getattr(self, field), "setting": variable(self.prefix + field), **extra}
        problems, advices = ({"en": text} if isinstance(text, str) else text for text in (problem, advice))
        texts = {
            language: f"{problems[language].format(**extra)}. {advices[language]}; {operator} {extra['setting']}."
            for language, operator in _OPERATOR_CAN_RAISE.items()
            if language in problems and language in advices
        }
        return kind(texts, **extra)
