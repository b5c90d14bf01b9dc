"""Things by their IRIs, canned questions, the context, and how the service is."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from kembar.application import Kembar
from kembar.http.negotiation import MEDIA_TYPES, chooser, split_suffix
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.names import BASE

__all__ = ["router"]

router = APIRouter(responses=PROBLEM_RESPONSES)
_THING: dict[int | str, dict[str, Any]] = {
    200: {"description": "What the graph says of it.", "content": {"text/turtle": {}, "application/n-triples": {}, "application/ld+json": {}}}
}
_TABLE: dict[int | str, dict[str, Any]] = {200: {"description": "The table.", "content": {"application/json": {}, "text/csv": {}}}}


def _kembar(request: Request) -> Kembar:
    kembar: Kembar = request.app.state.kembar
    return kembar


async def _thing(request: Request, path: str) -> Response:
    path, suffix = split_suffix(path)
    answer = await run_in_threadpool(_kembar(request).thing, BASE + path, chooser(request, suffix))
    return Response(answer.body, media_type=MEDIA_TYPES[answer.format][0], headers={"Vary": "Accept"})


_SLUG = Path(pattern=r"^[A-Za-z0-9.-]{1,200}$", examples=["seoul"])


@router.get("/id/{kind}/{slug}", tags=["things"], summary="One thing", responses=_THING, response_class=Response)
async def get_thing(request: Request, kind: Annotated[str, _SLUG], slug: Annotated[str, _SLUG]) -> Response:
    """What the graph says of a thing, what points to it, and the labels to read both by. Suffixes .ttl, .nt and .jsonld win over ``Accept``."""
    return await _thing(request, f"id/{kind}/{slug}")


@router.get("/concept/{scheme}/{slug}", tags=["things"], summary="A concept of a code list", responses=_THING, response_class=Response)
async def get_concept(request: Request, scheme: Annotated[str, _SLUG], slug: Annotated[str, _SLUG]) -> Response:
    """One concept of a code list."""
    return await _thing(request, f"concept/{scheme}/{slug}")


@router.get("/concept/{scheme}", tags=["things"], summary="A code list", responses=_THING, response_class=Response)
async def get_scheme(request: Request, scheme: Annotated[str, _SLUG]) -> Response:
    """A code list with its concepts."""
    return await _thing(request, f"concept/{scheme}")


@router.get("/shape/{name}", tags=["things"], summary="A shape", responses=_THING, response_class=Response)
async def get_shape(request: Request, name: Annotated[str, _SLUG]) -> Response:
    """A shape of a rule."""
    return await _thing(request, f"shape/{name}")


@router.get("/context.jsonld", tags=["things"], summary="The JSON-LD context")
async def get_context(request: Request) -> JSONResponse:
    """The context that our JSON-LD is read by."""
    return JSONResponse(_kembar(request).context, media_type="application/ld+json")


@router.get("/queries", tags=["questions"], summary="The canned questions")
async def list_questions(request: Request) -> list[dict[str, Any]]:
    """Each with its title, parameters and columns."""
    return [
        {
            "name": question.name,
            "title": question.title,
            "description": question.description,
            "parameters": [vars(parameter) for parameter in question.parameters],
            "columns": [vars(column) for column in question.columns],
            "href": f"/queries/{question.name}",
        }
        for question in _kembar(request).questions
    ]


@router.get("/queries/{name}", tags=["questions"], summary="The answer to a canned question", responses=_TABLE, response_class=Response)
async def ask_question(request: Request, name: Annotated[str, Path(examples=["inactive-partners"])]) -> Response:
    """The question's own parameters go into the URL (``/queries`` lists them); ``format`` or a suffix (.json, .csv) picks the form."""
    name, suffix = split_suffix(name)
    kembar = _kembar(request)
    given = {key: value for key, value in request.query_params.items() if key != "format"}
    choose = chooser(request, suffix)
    kembar.question(name)
    chosen = choose(["table-json", "csv"])
    table = await run_in_threadpool(kembar.ask, name, given)
    if chosen == "csv":
        return Response(table.to_csv(), media_type="text/csv; charset=utf-8; header=present", headers={"Vary": "Accept"})
    return JSONResponse(table.to_json(), headers={"Vary": "Accept"})


@router.get("/health", tags=["service"], summary="Whether the service is ready")
async def health(request: Request) -> dict[str, Any]:
    """Ready once the content is loaded; says which revision answers."""
    return _kembar(request).health()
