"""Where a command takes its answers from: a running service over HTTP, or the store itself where none runs (design §6)."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from kembar.application import Kembar
from kembar.errors import BadInput, CannotRun, variable
from kembar.files import Content
from kembar.questions.table import Table
from kembar.settings import Settings
from kembar.store.revisions import Revisions, holder

__all__ = ["Backend", "open_backend"]

ANSWER_TIMEOUT_S = 120
"""How long a command waits for the service: well beyond what a question takes, so that only a dead service meets it."""

_QUERY_ACCEPT = {
    "csv": "text/csv, text/turtle;q=0.5, application/sparql-results+json;q=0.4",
    "json": "application/sparql-results+json, application/ld+json;q=0.5",
    "table": "text/tab-separated-values, text/turtle;q=0.5, application/sparql-results+json;q=0.4",
}
_GRAPH_MEDIA = {
    "turtle": "text/turtle",
    "json-ld": "application/ld+json",
    "n-triples": "application/n-triples",
    "trig": "application/trig",
}


class Backend(Protocol):
    """What commands need. Each method raises a :class:`kembar.errors.KembarError`."""

    def ask(self, name: str, parameters: Mapping[str, str]) -> Table: ...
    def query(self, sparql: str, output: str) -> bytes: ...
    def validate(self, data: bytes, format_name: str, deed: str | None, as_of: str | None) -> dict[str, Any]: ...
    def health(self) -> dict[str, Any]: ...


class Local:
    """Answers from the store, held by this process."""

    def __init__(self, kembar: Kembar) -> None:
        self._kembar = kembar

    def ask(self, name: str, parameters: Mapping[str, str]) -> Table:
        return self._kembar.snapshot.ask(name, parameters)

    def query(self, sparql: str, output: str) -> bytes:
        wanted = {"csv": ["csv", "turtle", "json"], "json": ["json", "json-ld"], "table": ["tsv", "turtle", "json"]}[
            output
        ]
        return self._kembar.snapshot.query(sparql, lambda names: next(name for name in wanted if name in names)).body

    def validate(self, data: bytes, format_name: str, deed: str | None, as_of: str | None) -> dict[str, Any]:
        try:
            day = date.fromisoformat(as_of) if as_of else None
        except ValueError as error:
            raise BadInput(f"{as_of!r} is not a day, written as 2024-01-31.") from error
        verdict: dict[str, Any] = json.loads(
            json.dumps(self._kembar.verdicts.validate(data, format_name, deed, day).to_json())
        )
        return verdict

    def health(self) -> dict[str, Any]:
        return self._kembar.health()


class Remote:
    """Answers from a running service."""

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
        headers = {"Accept": _QUERY_ACCEPT[output], "Content-Type": "application/sparql-query"}
        return self._send(self._request("/sparql", sparql.encode(), headers))

    def validate(self, data: bytes, format_name: str, deed: str | None, as_of: str | None) -> dict[str, Any]:
        parameters = urlencode({name: value for name, value in (("deed", deed), ("as_of", as_of)) if value})
        return self._json(self._request(f"/validate?{parameters}", data, {"Content-Type": _GRAPH_MEDIA[format_name]}))

    def health(self) -> dict[str, Any]:
        return self._json(self._request("/health"))

    def _request(self, path: str, data: bytes | None = None, headers: Mapping[str, str] | None = None) -> Request:
        return Request(self._url + path, data, dict(headers or {}))  # noqa: S310 -- the scheme is checked by the constructor

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
            raise CannotRun(
                f"The service at {self._url} does not answer: {error}. "
                f"Start it with `kembar serve`, or unset {variable('url')}."
            ) from error


def _problem(error: HTTPError) -> BadInput:
    body = error.read()
    try:
        said = json.loads(body)
        detail = said.pop("detail")
    except (ValueError, KeyError):
        return BadInput(f"The service answered {error.code}.")
    return BadInput(detail, **{name: value for name, value in said.items() if name not in ("type", "title", "status")})


@contextmanager
def open_backend(settings: Settings) -> Iterator[Backend]:
    """The service of ``KEMBAR_URL``, the one that holds the store of ``KEMBAR_HOME``, or that store."""
    held_by = holder(settings.home)
    url = settings.url or (held_by and held_by.url)
    if url:
        yield Remote(url)
        return
    with Revisions(settings.home, settings.revisions_kept) as revisions:
        yield Local(Kembar(Content.at(settings.content), revisions, settings))
