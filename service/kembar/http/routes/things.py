"""Things by their IRIs, the dataset and the context."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from kembar.application import Kembar
from kembar.errors import Renamed
from kembar.http.dependencies import Day, Language, read, reading
from kembar.http.negotiation import chooser, language_of, respond, split_suffix
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.http.schemas.components import reference
from kembar.namespaces import BASE
from kembar.rdf.formats import DUMPS, GRAPHS, Format
from kembar.snapshot import Snapshot
from kembar.things.contract import Thing

__all__ = ["router"]

router = APIRouter(responses=PROBLEM_RESPONSES, dependencies=[Depends(reading)])
_GRAPH: dict[str, Any] = {form.media_type: {} for form in GRAPHS}
_DESCRIPTION: dict[int | str, dict[str, Any]] = {200: {"description": "What the graph says of it.", "content": _GRAPH}}
_PROBLEM = PROBLEM_RESPONSES["default"]
_THING: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What the graph says of it.",
        "content": {**_GRAPH, "application/json": {"schema": reference(Thing)}},
    },
    308: {
        **_PROBLEM,
        "description": "It has another name now.",
        "headers": {"Location": {"description": "Its present place.", "schema": {"type": "string"}}},
    },
    404: {**_PROBLEM, "description": "The graph says nothing of it."},
    410: {**_PROBLEM, "description": "It was withdrawn (reason, since), or the revision is kept no longer (nearest)."},
}


def _kembar(request: Request) -> Kembar:
    kembar: Kembar = request.app.state.kembar
    return kembar


async def _thing(request: Request, path: str, as_of: date | None) -> Response:
    stem, suffix = split_suffix(path)
    try:
        return respond(await read(request, Snapshot.thing, BASE + stem, chooser(request, suffix), as_of))
    except Renamed as error:
        query = f"?{request.url.query}" if request.url.query else ""
        raise Renamed(error.texts, location=f"{error.extra['location']}{path.removeprefix(stem)}{query}") from error


_SLUG = Path(pattern=r"^[A-Za-z0-9.-]{1,200}$", examples=["seoul"])
_AsOf = Annotated[
    Day | None,
    Query(
        description="Only for JSON: the relation of each related thing to this day. Statements that refer to the thing "
        "only later, and derived statements, are left out and counted."
    ),
]


@router.get("/id/{kind}/{slug}", tags=["things"], summary="One thing", responses=_THING, response_class=Response)
async def get_thing(
    request: Request, kind: Annotated[str, _SLUG], slug: Annotated[str, _SLUG], as_of: _AsOf = None
) -> Response:
    """Return the statements on a thing and those that refer to it, with labels; as JSON also their provenance.

    Suffixes .json, .ttl, .nt, .jsonld and .rdf win over ``format``, and that over ``Accept``.
    """
    return await _thing(request, f"id/{kind}/{slug}", as_of)


@router.get(
    "/concept/{scheme}/{slug}",
    tags=["things"],
    summary="A concept of a code list",
    responses=_THING,
    response_class=Response,
)
async def get_concept(
    request: Request, scheme: Annotated[str, _SLUG], slug: Annotated[str, _SLUG], as_of: _AsOf = None
) -> Response:
    """Return one concept of a code list."""
    return await _thing(request, f"concept/{scheme}/{slug}", as_of)


@router.get("/concept/{scheme}", tags=["things"], summary="A code list", responses=_THING, response_class=Response)
async def get_scheme(request: Request, scheme: Annotated[str, _SLUG], as_of: _AsOf = None) -> Response:
    """Return a code list with its concepts."""
    return await _thing(request, f"concept/{scheme}", as_of)


@router.get("/shape/{name}", tags=["things"], summary="A shape", responses=_THING, response_class=Response)
async def get_shape(request: Request, name: Annotated[str, _SLUG], as_of: _AsOf = None) -> Response:
    """Return a shape of a rule."""
    return await _thing(request, f"shape/{name}", as_of)


_DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The vocabulary.", "content": {**_GRAPH, "text/html": {}}}
}


@router.get("/ontology", tags=["dataset"], summary="The vocabulary", responses=_DOCUMENT, response_class=Response)
@router.get("/ontology.{suffix}", include_in_schema=False)
async def get_vocabulary(request: Request) -> Response:
    """Return every class and property, as RDF or as an HTML page."""
    return respond(
        await read(request, Snapshot.vocabulary_document, chooser(request, split_suffix(request.url.path)[1]))
    )


@router.get(
    "/dataset",
    tags=["dataset"],
    summary="What the dataset is and holds",
    responses=_DESCRIPTION,
    response_class=Response,
)
@router.get("/dataset.{suffix}", include_in_schema=False)
async def get_dataset(request: Request) -> Response:
    """Return licence, version, counts, sources, coverage and dumps in DCAT and VoID."""
    return respond(await read(request, Snapshot.dataset, chooser(request, split_suffix(request.url.path)[1])))


_DUMP: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole graph.", "content": {form.media_type: {} for form in DUMPS}}
}


@router.get(
    "/dataset/dump.{suffix}", tags=["dataset"], summary="The whole graph", responses=_DUMP, response_class=Response
)
async def get_dump(request: Request, suffix: Annotated[str, Path(examples=["trig"])]) -> Response:
    """Return all statements of the revision: ``trig`` and ``nq`` with their named graphs, ``ttl`` as their union.

    A dump is a file, sent with its length; a part of it can be asked for (RFC 9110 §14).
    """
    path, form = await read(request, Snapshot.dump, suffix)
    return FileResponse(path, media_type=form.content_type)


_TABLES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The ZIP file.", "content": {Format.ZIP.media_type: {}}},
}


@router.get(
    "/dataset/tables.zip",
    tags=["dataset"],
    summary="All collections as CSV",
    responses=_TABLES,
    response_class=Response,
)
async def get_tables(request: Request, lang: Language = None) -> Response:
    """Return a ZIP file with each collection as CSV, and in `dictionary.csv` what their columns mean."""
    language = language_of(request, lang)
    answer = await read(request, Snapshot.tables, language)
    return respond(answer, {"Vary": "Accept-Language", "Content-Language": language})


_CONTEXT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The context.",
        "content": {"application/ld+json": {"schema": {"type": "object", "required": ["@context"]}}},
    }
}


@router.get(
    "/context.jsonld", tags=["things"], summary="The JSON-LD context", responses=_CONTEXT, response_class=Response
)
async def get_context(request: Request) -> JSONResponse:
    """Return the context of our JSON-LD."""
    return JSONResponse(_kembar(request).context, media_type="application/ld+json")
