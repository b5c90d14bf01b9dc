"""Every error that Kembar raises on purpose.

KembarError
├── ContentError             a shipped content file is broken: the start stops          (500, never by a request)
├── StoreInUse               another process holds the store                           (503)
├── CannotRun                a command lacks what it needs                             (exit status 2)
├── Renamed                  the thing has another name now: location                 (308)
├── NotFound                 no such thing, question or page                           (404)
├── Gone                     it was here, and is kept no longer: nearest                (410)
├── Unauthorized             the token is none of ours                                 (401)
├── NotAcceptable            none of the formats asked for can be given                (406)
├── TooLarge                 the request is larger than a limit                        (413)
├── TooSlow                  the request was not whole in time                         (408)
├── UnsupportedMediaType     the body is of a kind that is not read here               (415)
├── Overloaded               too many ask at once: retryAfter                          (503)
├── TooLong                  the work was given up at its deadline                     (503)
├── WorkerDied               the process that worked on it ended, mostly of hunger     (503)
└── BadInput                 the request can be mended by its sender                   (400)
    ├── AnswerTooLarge       the whole answer would pass a limit                       (422)
    ├── QuerySyntaxError     the SPARQL does not parse: line, column                   (400)
    ├── UnknownTerm          the SPARQL names a term that our vocabulary has not: near  (400)
    ├── QueryRefused         the query could call out of this machine                  (400)
    ├── UnknownName          a parameter names no thing that there is: known            (400)
    ├── UnknownParameter     a parameter that the question does not have               (400)
    ├── GraphSyntaxError     the RDF does not parse: line, column                      (400)
    ├── BadParameter         a parameter's value is not of its type: parameter         (422)
    └── UnacceptableGraph    the RDF parses, but says what it may not: statement       (422)

Each carries in ``extra`` what its reader needs to mend it. ``kembar.http.problems`` turns them into RFC 9457 problem details; nothing else does.
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
    "TooSlow",
    "UnacceptableGraph",
    "Unauthorized",
    "UnknownName",
    "UnknownParameter",
    "UnknownTerm",
    "UnsupportedMediaType",
    "WorkerDied",
    "variable",
]

_Error = TypeVar("_Error", bound="KembarError")
SETTING_PREFIX = "KEMBAR_"


class KembarError(Exception):
    """Base of all. ``slug`` names the kind, ``status`` its HTTP status, ``title`` says it in one line, ``detail`` says what to mend."""

    slug: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = {name: value for name, value in extra.items() if value is not None}

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.detail, self.extra)


def _again(kind: type[KembarError], detail: str, extra: dict[str, Any]) -> KembarError:
    """The error that another process raised."""
    return kind(detail, **extra)


class Fault(NamedTuple):
    """One thing to mend in a content file; ``line`` counts from 1, None where the whole file is meant.

    ``alasan`` is the reason in Indonesian, for editors; a fault that only programmers meet has none.
    """

    file: str
    line: int | None
    reason: str
    alasan: str = ""

    def text(self, language: str) -> str:
        """File, line and reason, in Indonesian for ``id`` where there is one."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {(self.alasan if language == 'id' else '') or self.reason}"

    def __str__(self) -> str:
        return self.text("en")


class ContentError(KembarError):
    """``faults`` holds everything found wrong, so that an editor mends it in one go."""

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
    slug, status, title = "not-found", 404, "There is nothing of this name"


class Gone(KembarError):
    slug, status, title = "gone", 410, "It was here, and is kept no longer"


class Unauthorized(KembarError):
    slug, status, title = "unauthorized", 401, "The token is none of ours"


class NotAcceptable(KembarError):
    slug, status, title = "not-acceptable", 406, "None of the formats asked for can be given"


class TooLarge(KembarError):
    slug, status, title = "too-large", 413, "The request is larger than the limit"


class TooSlow(KembarError):
    slug, status, title = "too-slow", 408, "The request was not whole in time"


class UnsupportedMediaType(KembarError):
    slug, status, title = "unsupported-media-type", 415, "A body of this kind is not read here"


class Overloaded(KembarError):
    slug, status, title = "overloaded", 503, "Too many ask at once"


class TooLong(KembarError):
    slug, status, title = "too-long", 503, "The answer took too long"


class WorkerDied(KembarError):
    slug, status, title = "worker-died", 503, "The process that worked on the answer ended"


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


class UnknownParameter(BadInput):
    slug, title = "unknown-parameter", "There is no such parameter"


class UnknownName(BadInput):
    slug, title = "unknown-name", "There is nothing of this name"


class GraphSyntaxError(BadInput):
    slug, title = "graph-syntax", "The graph does not parse"


class BadParameter(BadInput):
    slug, status, title = "bad-parameter", 422, "A parameter has a value that it cannot have"


class UnacceptableGraph(BadInput):
    slug, status, title = "unacceptable-graph", 422, "The graph says what it may not say"


def variable(setting: str) -> str:
    """Return the environment variable of a setting."""
    return SETTING_PREFIX + setting.upper()


@dataclass(frozen=True)
class Limits:
    """A group of limits for one part of the code; each field has the name of its setting."""

    @property
    def prefix(self) -> str:
        """What stands before the name of a field in the name of its setting."""
        return ""

    def exceeded(self, kind: type[_Error], field: str, problem: str, advice: str, **extra: Any) -> _Error:
        """Return the error for a limit that is exceeded.

        Args:
            kind: The class of the error.
            field: The name of the limit in this group.
            problem: A sentence without its full stop; ``{limit}`` stands for the value of the limit.
            advice: What the client can do, as a sentence without its full stop.
            extra: What else the error carries; ``limit`` replaces the value of the group.
        """
        extra = {"limit": getattr(self, field), "setting": variable(self.prefix + field), **extra}
        return kind(f"{problem.format(**extra)}. {advice}; an operator can raise {extra['setting']}.", **extra)
