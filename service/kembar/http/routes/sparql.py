"""``/sparql``: the query operation of the SPARQL 1.1 Protocol (§2.1), and without a query the service description."""

import asyncio
from contextlib import suppress
from itertools import starmap
from typing import Any, NamedTuple

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kembar import messages
from kembar.errors import BadInput, BadParameter, KembarError, TooLong, UnsupportedMediaType
from kembar.http.dependencies import read, revision_of, token_of
from kembar.http.forms import Field, fields_of
from kembar.http.negotiation import chooser, respond
from kembar.http.problems import PROBLEM_RESPONSES, asked_language, problem
from kembar.rdf.formats import GRAPHS, SOLUTIONS
from kembar.snapshot import Snapshot

__all__ = ["OF_THE_READING", "QueriesFirst", "router"]

OF_THE_READING = ("revision", "timeout_ms")
"""Parameters of every reading request, which this module reads itself."""

_ADVICE_MS = 1_000
router = APIRouter(tags=["sparql"], responses=PROBLEM_RESPONSES)
_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole answer.", "content": {form.media_type: {} for form in (*SOLUTIONS, *GRAPHS)}}
}
_QUERY = {
    "name": "query",
    "in": "query",
    "required": False,
    "description": "A SPARQL 1.1 query.",
    "schema": {"type": "string", "minLength": 1},
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            _DIRECT: {"schema": {"type": "string"}},
            _FORM: {"schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}},
        },
    }
}


@router.get(
    "/sparql",
    summary="Run a SPARQL query",
    responses=_ANSWER,
    response_class=Response,
    openapi_extra={"parameters": [_QUERY]},
)
async def get_query(request: Request) -> Response:
    """Run a query: SELECT and ASK in JSON, XML, CSV or TSV, CONSTRUCT and DESCRIBE in Turtle, N-Triples, JSON-LD or
    RDF/XML.

    ``?format=`` or ``Accept`` picks the format. Without any parameter the answer is the service description (SPARQL 1.1
    Service Description §2).
    """
    said = _parameters(request)
    if {field.name for field in said} <= {"format", *OF_THE_READING}:
        _read_as(request, said)
        endpoint = str(request.url.replace(query=""))
        return respond(await read(request, Snapshot.service_description, endpoint, chooser(request)))
    return await _answer(request, said)


@router.post("/sparql", summary="Run a SPARQL query", responses=_ANSWER, response_class=Response, openapi_extra=_BODY)
async def post_query(request: Request) -> Response:
    """Run the query in the body (application/sparql-query) or in a form."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await request.body()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("The body is not UTF-8.") from error
    if media == _FORM:
        return await _answer(request, [*fields_of(text), *_parameters(request)])
    if media == _DIRECT:
        return await _answer(request, [*_parameters(request), Field("query", text)])
    raise UnsupportedMediaType(f"A query is posted as {_DIRECT} or as {_FORM}.", available=[_DIRECT, _FORM])


def _parameters(request: Request) -> list[Field]:
    return list(starmap(Field, request.query_params.multi_items()))


def _read_as(request: Request, said: list[Field]) -> None:
    """Read the parameters of every reading request, also from a form; FastAPI would take longer than a look-up for
    it.
    """
    first = {name: str(value) for name, value in reversed(said) if name in OF_THE_READING}
    request.state.revision = revision_of(request, first.get("revision"))
    request.state.timeout_ms = _whole("timeout_ms", first["timeout_ms"]) if "timeout_ms" in first else None


def _whole(name: str, text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) < 100 and int(text)):
        raise BadParameter(f"{name} is a whole number from 1 on; {text[:40]!r} is none.", parameter=name)
    return int(text)


async def _answer(request: Request, said: list[Field]) -> Response:
    _read_as(request, said)
    queries = [value for name, value in said if name == "query"]
    if len(queries) != 1 or not queries[0].removeprefix("\ufeff").strip():
        empty = messages.text("refused.empty-query")
        other = messages.text("refused.one-query", count=len(queries))
        raise BadInput(empty if len(queries) == 1 else other, parameter="query")
    default_graphs = [str(value) for name, value in said if name == "default-graph-uri"]
    named_graphs = [str(value) for name, value in said if name == "named-graph-uri"]
    token = token_of(request)
    limits = (token.result_max_bytes, token.result_max_rows) if token else (None, None)
    try:
        answer = await read(
            request, Snapshot.query, queries[0], chooser(request), default_graphs, named_graphs, *limits
        )
    except TooLong as error:
        advice = await _advice(request, queries[0])
        texts = error.texts if advice is None else {"en": f"{error.detail} {advice}"}
        raise TooLong(texts, advice=advice, **error.extra) from error
    return respond(answer)


async def _advice(request: Request, query: str) -> str | None:
    """Return advice that makes a slow query faster, if there is any and a worker finds it at once."""
    request.state.timeout_ms = _ADVICE_MS
    with suppress(KembarError, TimeoutError):
        async with asyncio.timeout(2 * _ADVICE_MS / 1000):
            return await read(request, Snapshot.advice, query)
    return None


class QueriesFirst:
    """ASGI middleware that answers ``/sparql`` itself and passes everything else on to FastAPI.

    FastAPI and its middleware take a quarter of the time of a look-up. The routes above remain for the documents and
    for methods that are not allowed.
    """

    def __init__(self, app: ASGIApp, state_of: FastAPI) -> None:
        self._app, self._state_of = app, state_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        function = _BY_METHOD.get(scope.get("method", "")) if scope.get("path") == _PATH else None
        if function is None:
            await self._app(scope, receive, send)
            return
        scope["app"], scope["route"] = self._state_of, _ROUTE
        request = Request(scope, receive, send)
        try:
            response = await function(request)
        except Exception as error:  # noqa: BLE001 -- every error is told as problem details
            response = problem(error, asked_language(scope))
        await response(scope, receive, send)


class _Route(NamedTuple):
    """What metrics read of a route."""

    path: str


_PATH = "/sparql"
_ROUTE = _Route(_PATH)
_BY_METHOD = {"GET": get_query, "POST": post_query}
