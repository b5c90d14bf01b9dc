"""Backends of the commands: a running service over HTTP, or the store itself if no service holds it.

Only one process at a time can hold the store, so commands ask the service that does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from http.client import HTTPException
from typing import Any, NamedTuple, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from kembar import messages
from kembar.application import Health, Kembar
from kembar.cli.files import allow_files
from kembar.cli.progress import progress
from kembar.errors import BadInput, CannotRun, ContentError, KembarError, variable
from kembar.files import Content
from kembar.law.drafts import Draft
from kembar.law.judging import Asked, Shown
from kembar.messages import LANGUAGE
from kembar.namespaces import slug_of
from kembar.questions import contract
from kembar.questions.table import Table
from kembar.rdf.formats import Format
from kembar.settings import Settings
from kembar.store.revisions import Revisions, holder
from kembar.store.sparql import Choose

__all__ = ["Backend", "Proposal", "open_backend"]

ANSWER_TIMEOUT_S = 120
"""Timeout of a request to the service; it is far above the deadline of a query, so only a dead service exceeds it."""

_PREFERRED = {
    "csv": (Format.SPARQL_CSV, Format.TURTLE, Format.SPARQL_JSON),
    "json": (Format.SPARQL_JSON, Format.JSON_LD),
    "table": (Format.SPARQL_TSV, Format.TURTLE, Format.SPARQL_JSON),
}
"""Formats by ``--output``, most preferred first. Which of them an answer can have depends on the form of the query."""


class Proposal(NamedTuple):
    """A graph with its format, and the deed in it; None if it has only one."""

    data: bytes
    form: Format
    deed: str | None


class Backend(Protocol):
    """Operations that commands need. Each method can raise a :class:`kembar.errors.KembarError`."""

    def ask(self, name: str, parameters: Mapping[str, str]) -> Table: ...
    def query(self, sparql: str, output: str) -> bytes: ...
    def validate(
        self, data: bytes, form: Format, deed: str | None, as_of: str | None, assume: Sequence[str] = ()
    ) -> dict[str, Any]: ...
    def checklist(
        self, of: Proposal | Draft, output: Format, language: str, as_of: str | None, assume: Sequence[str] = ()
    ) -> bytes: ...
    def health(self) -> Health: ...
    def questions(self) -> list[contract.Question]: ...
    def question(self, name: str) -> contract.Question: ...


class Local:
    """Backend on the store, which this process holds."""

    def __init__(self, kembar: Kembar) -> None:
        self._kembar = kembar

    def ask(self, name: str, parameters: Mapping[str, str]) -> Table:
        return self._kembar.snapshot.ask(name, parameters)

    def query(self, sparql: str, output: str) -> bytes:
        preferred = _PREFERRED[output]
        choose: Choose = lambda offered: next(form for form in preferred if form in offered)  # noqa: E731
        return self._kembar.snapshot.query(sparql, choose).body

    def validate(
        self, data: bytes, form: Format, deed: str | None, as_of: str | None, assume: Sequence[str] = ()
    ) -> dict[str, Any]:
        verdicts = self._kembar.verdicts
        given = verdicts.validate(data, form, deed, _day(as_of), assumed=verdicts.assumptions(assume))
        verdict: dict[str, Any] = json.loads(json.dumps(given.to_json()))
        return verdict

    def checklist(
        self, of: Proposal | Draft, output: Format, language: str, as_of: str | None, assume: Sequence[str] = ()
    ) -> bytes:
        asked, shown = Asked(_day(as_of), None, tuple(assume)), Shown(output, "checklist", language)
        verdicts = self._kembar.verdicts
        return (verdicts.draft(of, asked, shown) if isinstance(of, Draft) else verdicts.answer(*of, asked, shown)).body

    def health(self) -> Health:
        return self._kembar.health()

    def questions(self) -> list[contract.Question]:
        return [question.to_json(self._kembar.snapshot.store) for question in self._kembar.snapshot.questions]

    def question(self, name: str) -> contract.Question:
        return self._kembar.snapshot.questions[name].to_json(self._kembar.snapshot.store)


class Remote:
    """Backend on a running service."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("http://", "https://")):
            raise CannotRun(f"{variable('url')} must begin with http:// or https://; {url!r} does not.")
        self._url = url.rstrip("/")
        self._opener = build_opener(ProxyHandler({}))

    def ask(self, name: str, parameters: Mapping[str, str]) -> Table:
        request = self._request(
            f"/queries/{quote(name, safe='')}?{urlencode(parameters)}", headers={"Accept": "application/json"}
        )
        return Table.from_json(self._json(request))

    def query(self, sparql: str, output: str) -> bytes:
        headers = {"Accept": _accept(_PREFERRED[output]), "Content-Type": "application/sparql-query"}
        return self._send(self._request("/sparql", sparql.encode(), headers))

    def validate(
        self, data: bytes, form: Format, deed: str | None, as_of: str | None, assume: Sequence[str] = ()
    ) -> dict[str, Any]:
        parameters = _parameters({"deed": deed, "as_of": as_of}, assume)
        return self._json(self._request(f"/validate?{parameters}", data, {"Content-Type": form.media_type}))

    def checklist(
        self, of: Proposal | Draft, output: Format, language: str, as_of: str | None, assume: Sequence[str] = ()
    ) -> bytes:
        how = {"view": "checklist", "format": output.suffix, "lang": language, "as_of": as_of}
        if isinstance(of, Draft):
            return self._send(self._request(f"/validate?{_parameters(how | vars(of), assume)}"))
        headers = {"Content-Type": of.form.media_type}
        return self._send(self._request(f"/validate?{_parameters(how | {'deed': of.deed}, assume)}", of.data, headers))

    def health(self) -> Health:
        health: Health = json.loads(self._send(self._request("/health")))
        return health

    def questions(self) -> list[contract.Question]:
        questions: list[contract.Question] = json.loads(self._send(self._request("/queries")))
        return questions

    def question(self, name: str) -> contract.Question:
        for question in self.questions():
            if question["name"] == name:
                return question
        self._send(self._request(f"/queries/{quote(name, safe='')}.ttl"))  # says that there is none, and the nearest
        raise CannotRun(f"The service at {self._url} does not list {name}.")

    def _request(self, path: str, data: bytes | None = None, headers: Mapping[str, str] | None = None) -> Request:
        return Request(self._url + path, data, dict(headers or {}))  # noqa: S310 -- the constructor checks the scheme

    def _json(self, request: Request) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._send(request))
        return answer

    def _send(self, request: Request) -> bytes:
        try:
            with self._opener.open(request, timeout=ANSWER_TIMEOUT_S) as response:
                body: bytes = response.read()
                return body
        except HTTPError as error:
            raise _problem(error) from error
        except (URLError, HTTPException, OSError) as error:
            advice = f"Start it with `kembar serve`, or unset {variable('url')}"
            raise CannotRun(f"The service at {self._url} does not answer: {error}. {advice}.") from error


def _parameters(values: Mapping[str, str | None], assume: Sequence[str]) -> str:
    """Return the query of an address; values that are not given are left out."""
    return urlencode([(name, value) for name, value in values.items() if value] + [("assume", one) for one in assume])


def _day(text: str | None) -> date | None:
    """Return the day of an option. Raise :class:`BadInput` if it is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(f"{text!r} is not a day, written as 2024-01-31.") from error


def _accept(preferred: Sequence[Format]) -> str:
    """Return an Accept header with decreasing weights."""
    return ", ".join(f"{form.media_type};q={1 - index / 10:g}" for index, form in enumerate(preferred))


def _problem(error: HTTPError) -> KembarError:
    """Return the error that the problem details of a response describe (RFC 9457)."""
    body = error.read()
    try:
        members = json.loads(body)
        detail, kind = members.pop("detail"), _kinds(KembarError)[slug_of(members.pop("type"))]
    except (ValueError, KeyError):
        return CannotRun(f"The service answered with HTTP status {error.code}.")
    extra = {name: value for name, value in members.items() if name not in ("title", "status")}
    return kind(detail, **extra)


def _kinds(kind: type[KembarError]) -> dict[str, type[KembarError]]:
    """Return a kind of error and those below it by their slugs."""
    below = (_kinds(sub) for sub in kind.__subclasses__() if sub is not ContentError)
    return {slug: known for kinds in ({kind.slug: kind}, *below) for slug, known in kinds.items()}


@contextmanager
def open_backend(settings: Settings) -> Iterator[Backend]:
    """Open the service of ``KEMBAR_URL``, or the one that holds the store of ``KEMBAR_HOME``, or that store itself."""
    service = holder(settings.home)
    url = settings.url or (service and service.url)
    if url:
        yield Remote(url)
        return
    allow_files()
    with Revisions(settings.home, settings.revisions_kept) as revisions:
        with progress(messages.text("progress.loading")[LANGUAGE]):
            kembar = Kembar(Content.at(settings.content), revisions, settings)
        yield Local(kembar)
