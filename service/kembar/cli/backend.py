"""Backends of the commands: a running service over HTTP, or the store itself if no service holds it.

Only one process at a time can hold the store, so commands ask the service that does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from kembar.application import Health, Kembar
from kembar.cli.files import allow_files
from kembar.errors import BadInput, CannotRun, variable
from kembar.files import Content
from kembar.questions.table import Table
from kembar.rdf.formats import Format
from kembar.settings import Settings
from kembar.store.revisions import Revisions, holder
from kembar.store.sparql import Choose

__all__ = ["Backend", "open_backend"]

ANSWER_TIMEOUT_S = 120
"""Timeout of a request to the service; it is far above the deadline of a query, so only a dead service exceeds it."""

_PREFERRED = {
    "csv": (Format.SPARQL_CSV, Format.TURTLE, Format.SPARQL_JSON),
    "json": (Format.SPARQL_JSON, Format.JSON_LD),
    "table": (Format.SPARQL_TSV, Format.TURTLE, Format.SPARQL_JSON),
}
"""Formats by ``--output``, most preferred first. Which of them an answer can have depends on the form of the query."""


class Backend(Protocol):
    """Operations that commands need. Each method can raise a :class:`kembar.errors.KembarError`."""

    def ask(self, name: str, parameters: Mapping[str, str]) -> Table: ...
    def query(self, sparql: str, output: str) -> bytes: ...
    def validate(self, data: bytes, form: Format, deed: str | None, as_of: str | None) -> dict[str, Any]: ...
    def health(self) -> Health: ...


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

    def validate(self, data: bytes, form: Format, deed: str | None, as_of: str | None) -> dict[str, Any]:
        try:
            day = date.fromisoformat(as_of) if as_of else None
        except ValueError as error:
            raise BadInput(f"{as_of!r} is not a day, written as 2024-01-31.") from error
        verdict: dict[str, Any] = json.loads(
            json.dumps(self._kembar.verdicts.validate(data, form, deed, day).to_json())
        )
        return verdict

    def health(self) -> Health:
        return self._kembar.health()


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

    def validate(self, data: bytes, form: Format, deed: str | None, as_of: str | None) -> dict[str, Any]:
        parameters = urlencode({name: value for name, value in (("deed", deed), ("as_of", as_of)) if value})
        return self._json(self._request(f"/validate?{parameters}", data, {"Content-Type": form.media_type}))

    def health(self) -> Health:
        health: Health = json.loads(self._send(self._request("/health")))
        return health

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


def _accept(preferred: Sequence[Format]) -> str:
    """Return an Accept header with decreasing weights."""
    return ", ".join(f"{form.media_type};q={1 - index / 10:g}" for index, form in enumerate(preferred))


def _problem(error: HTTPError) -> BadInput:
    """Return the error that the problem details of a response describe (RFC 9457)."""
    body = error.read()
    try:
        members = json.loads(body)
        detail = members.pop("detail")
    except (ValueError, KeyError):
        return BadInput(f"The service answered with HTTP status {error.code}.")
    extra = {name: value for name, value in members.items() if name not in ("type", "title", "status")}
    return BadInput(detail, **extra)


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
        yield Local(Kembar(Content.at(settings.content), revisions, settings))
