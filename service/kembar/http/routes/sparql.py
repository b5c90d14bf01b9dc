"""``/sparql``: the query operation of the SPARQL 1.1 Protocol (§2.1), and without a query the service description."""

from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from kembar.errors import BadInput, BadParameter, TooLong, UnsupportedMediaType
from kembar.http.dependencies import read, revision_of, token_of
from kembar.http.negotiation import chooser, respond
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.rdf.formats import GRAPHS, SOLUTIONS
from kembar.snapshot import Snapshot

__all__ = ["OF_THE_READING", "router"]

OF_THE_READING = ("revision", "timeout_ms")
"""Parameters of every reading request, which this module reads itself."""

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
    said = request.query_params.multi_items()
    if request.query_params.keys() <= {"format", *OF_THE_READING}:
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
        return await _answer(request, [*_form(text), *request.query_params.multi_items()])
    if media == _DIRECT:
        return await _answer(request, [*request.query_params.multi_items(), ("query", text)])
    raise UnsupportedMediaType(f"A query is posted as {_DIRECT} or as {_FORM}.", available=[_DIRECT, _FORM])


def _form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise BadInput(f"The form cannot be read: {error}.") from error


def _read_as(request: Request, said: list[tuple[str, str]]) -> None:
    """Read the parameters of every reading request, also from a form; FastAPI would take longer than a look-up for
    it.
    """
    first = dict(reversed(said))
    request.state.revision = revision_of(request, first.get("revision"))
    request.state.timeout_ms = _whole("timeout_ms", first["timeout_ms"]) if "timeout_ms" in first else None


def _whole(name: str, text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) < 100 and int(text)):
        raise BadParameter(f"{name} is a whole number from 1 on; {text[:40]!r} is none.", parameter=name)
    return int(text)


async def _answer(request: Request, said: list[tuple[str, str]]) -> Response:
    _read_as(request, said)
    queries = [value.removeprefix("\ufeff") for name, value in said if name == "query"]  # without byte order mark
    if len(queries) != 1 or not queries[0].strip():
        raise BadInput(
            f"One query is expected in the parameter query; there are {len(queries)}."
            if len(queries) != 1
            else "The query is empty.",
            parameter="query",
        )
    default_graphs = [value for name, value in said if name == "default-graph-uri"]
    named_graphs = [value for name, value in said if name == "named-graph-uri"]
    token = token_of(request)
    limits = (token.result_max_bytes, token.result_max_rows) if token else (None, None)
    try:
        answer = await read(
            request, Snapshot.query, queries[0], chooser(request), default_graphs, named_graphs, *limits
        )
    except TooLong as error:
        advice = Snapshot.advice(queries[0])
        raise TooLong(" ".join(filter(None, (error.detail, advice))), advice=advice, **error.extra) from error
    return respond(answer)
