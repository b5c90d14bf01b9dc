"""``/sparql``: the query operation of the SPARQL 1.1 Protocol (§2.1), by GET and by both forms of POST; without a query what it can do."""

from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request, Response

from kembar.errors import BadInput, BadParameter, UnsupportedMediaType
from kembar.http.connection import asker, read, while_asked
from kembar.http.negotiation import MEDIA_TYPES, chooser
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.reader import Reader
from kembar.workers import Workers

__all__ = ["router"]

router = APIRouter(tags=["sparql"], responses=PROBLEM_RESPONSES)
_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole answer.", "content": {types[0]: {} for name, types in MEDIA_TYPES.items() if name != "table-json"}}
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


@router.get("/sparql", summary="Run a SPARQL query", responses=_ANSWER, response_class=Response)
async def get_query(request: Request, _query: Annotated[str | None, Query(alias="query", description="A SPARQL 1.1 query.")] = None) -> Response:
    """SELECT and ASK answer in JSON, XML, CSV or TSV, CONSTRUCT and DESCRIBE in Turtle, N-Triples, JSON-LD or RDF/XML, by ``?format=`` or ``Accept``.

    Without any parameter the answer is the description of the service (SPARQL 1.1 Service Description §2).
    """
    if request.query_params.keys() <= {"format"}:
        endpoint = str(request.url.replace(query=""))
        answer = await read(request, Reader.service_description, endpoint, chooser(request))
        return Response(answer.body, media_type=MEDIA_TYPES[answer.format][0], headers={"Vary": "Accept"})
    return await _answer(request, request.query_params.multi_items())


@router.post("/sparql", summary="Run a SPARQL query", responses=_ANSWER, response_class=Response, openapi_extra=_BODY)
async def post_query(request: Request) -> Response:
    """The query as the body (application/sparql-query), or as a form."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await request.body()
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise BadInput("The body is not UTF-8.") from error
    if media == _FORM:
        return await _answer(request, [*request.query_params.multi_items(), *_form(text)])
    if media == _DIRECT:
        return await _answer(request, [*request.query_params.multi_items(), ("query", text)])
    raise UnsupportedMediaType(f"A query is posted as {_DIRECT} or as {_FORM}.", available=[_DIRECT, _FORM])


def _form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise BadInput(f"The form cannot be read: {error}.") from error


async def _answer(request: Request, said: list[tuple[str, str]]) -> Response:
    queries = [value for name, value in said if name == "query"]
    if len(queries) != 1 or not queries[0].strip():
        raise BadInput(
            f"One query is expected in the parameter query; there are {len(queries)}." if len(queries) != 1 else "The query is empty.", parameter="query"
        )
    default_graphs = [value for name, value in said if name == "default-graph-uri"]
    named_graphs = [value for name, value in said if name == "named-graph-uri"]
    readers: Workers[Reader] = request.app.state.readers
    work = readers.run(asker(request, _max_ms(said)), Reader.query, queries[0], chooser(request), default_graphs, named_graphs)
    answer = await while_asked(request, work)
    headers = {"Vary": "Accept"} | ({"Cache-Control": "no-store"} if answer.changes else {})
    return Response(answer.body, media_type=MEDIA_TYPES[answer.format][0], headers=headers)


def _max_ms(said: list[tuple[str, str]]) -> int | None:
    asked = next((value for name, value in said if name == "timeout_ms"), None)
    if asked is None:
        return None
    if not asked.isdecimal() or not int(asked[:9]) > 0:
        raise BadParameter(f"timeout_ms is a number of milliseconds; {asked[:40]!r} is none.", parameter="timeout_ms")
    return int(asked[:9])
