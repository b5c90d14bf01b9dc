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
``kembar.http.problems`` turns errors into problem details (RFC 9457); no other module does.
"""

from collections.abc import Sequence
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


class KembarError(Exception):
    """Base class of all errors.

    Attributes:
        slug: The name of the kind of error, the last part of its problem type.
        status: The HTTP status.
        title: A summary of the kind of error.
        detail: What is wrong, and how to correct it.
        extra: Further members of the problem details.
    """

    slug: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = {name: value for name, value in extra.items() if value is not None}

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.detail, self.extra)


def _restored(kind: type[KembarError], detail: str, extra: dict[str, Any]) -> KembarError:
    """Return an error that was pickled in another process."""
    return kind(detail, **extra)


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

    slug, title = "content", "A content file is broken"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class StoreInUse(KembarError):
    slug, status, title = "store-in-use", 503, "Another process holds the store"


class CannotRun(KembarError):
    slug, title = "cannot-run", "The command cannot run"


class Renamed(KembarError):
    slug, status, title = "renamed", 308, "The thing has another name now"


class NotFound(KembarError):
    slug, status, title = "not-found", 404, "There is no resource of this name"


class Gone(KembarError):
    slug, status, title = "gone", 410, "The resource was removed"


class Unauthorized(KembarError):
    slug, status, title = "unauthorized", 401, "The token is unknown"


class NotAcceptable(KembarError):
    slug, status, title = "not-acceptable", 406, "None of the requested formats is available"


class TooLarge(KembarError):
    slug, status, title = "too-large", 413, "The request is larger than the limit"


class HeadTooLarge(KembarError):
    slug, status, title = "head-too-large", 431, "The head of the request is larger than the limit"


class TooSlow(KembarError):
    slug, status, title = "too-slow", 408, "The request did not arrive in time"


class UnsupportedMediaType(KembarError):
    slug, status, title = "unsupported-media-type", 415, "The body has an unsupported media type"


class Overloaded(KembarError):
    slug, status, title = "overloaded", 503, "There are too many requests"


class TooLong(KembarError):
    slug, status, title = "too-long", 503, "The answer took too long"


class WorkerDied(KembarError):
    slug, status, title = "worker-died", 503, "The process of the request ended"


class BadInput(KembarError):
    slug, status, title = "bad-request", 400, "The request cannot be read"


class AnswerTooLarge(BadInput):
    slug, status, title = "answer-too-large", 422, "The answer is larger than the limit"


class QuerySyntaxError(BadInput):
    slug, title = "query-syntax", "The query does not parse"


class UnknownTerm(BadInput):
    slug, title = "unknown-term", "The vocabulary has no such term"


class QueryRefused(BadInput):
    slug, title = "query-refused", "The query is refused"


class TooNested(BadInput):
    slug, title = "too-nested", "The request nests too deep"


class UnsupportedQuery(BadInput):
    slug, title = "query-unsupported", "The query uses what this service does not know"


class UnknownParameter(BadInput):
    slug, title = "unknown-parameter", "There is no such parameter"


class UnknownName(BadInput):
    slug, status, title = "unknown-name", 422, "A parameter names something that does not exist"


class GraphSyntaxError(BadInput):
    slug, title = "graph-syntax", "The graph does not parse"


class BadParameter(BadInput):
    slug, status, title = "bad-parameter", 422, "A parameter has an invalid value"


class UnacceptableGraph(BadInput):
    slug, status, title = "unacceptable-graph", 422, "The graph has a forbidden statement"


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

    def exceeded(self, kind: type[_Error], field: str, problem: str, advice: str, **extra: Any) -> _Error:
        """Return the error for an exceeded limit.

        Args:
            kind: The class of the error.
            field: The name of the limit in this group.
            problem: A sentence without its full stop, in which ``{limit}`` stands for the value of the limit.
            advice: A sentence without its full stop, with what the client can do.
            extra: Further members of the error; ``limit`` replaces the value of the group.
        """
        extra = {"limit": getattr(self, field), "setting": variable(self.prefix + field), **extra}
        return kind(f"{problem.format(**extra)}. {advice}; an operator can raise {extra['setting']}.", **extra)
