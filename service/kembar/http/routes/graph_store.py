"""The reading operations of the SPARQL 1.1 Graph Store HTTP Protocol (§5.2, §5.6)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from kembar.errors import BadInput
from kembar.http.dependencies import read, reading
from kembar.http.negotiation import chooser, respond, split_suffix
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.namespaces import GRAPH
from kembar.rdf.formats import GRAPHS
from kembar.snapshot import Snapshot

__all__ = ["router"]

router = APIRouter(tags=["sparql"], responses=PROBLEM_RESPONSES, dependencies=[Depends(reading)])
_GRAPH: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole graph.", "content": {form.media_type: {} for form in GRAPHS}}
}


@router.get("/rdf-graph-store", summary="A graph of the store", responses=_GRAPH, response_class=Response)
async def get_stored_graph(
    request: Request,
    graph: Annotated[str | None, Query(description="IRI of a named graph.")] = None,
    default: Annotated[
        str | None, Query(description="Given, without a value, for the default graph: all statements.")
    ] = None,
) -> Response:
    """Return a graph that is named indirectly (Graph Store Protocol §4.2). The store is read-only."""
    if (graph is None) == (default is None) or len(request.query_params.getlist("graph")) > 1:
        raise BadInput("One graph is expected: ?default, or ?graph= with its IRI.", parameter="graph")
    return await _graph(request, graph)


@router.get("/graph/{name}", summary="A graph under its own IRI", responses=_GRAPH, response_class=Response)
async def get_graph(
    request: Request, name: Annotated[str, Path(pattern=r"^[A-Za-z0-9.-]{1,200}$", examples=["sources"])]
) -> Response:
    """Return a graph that is named directly (Graph Store Protocol §4.1): all statements of one content file."""
    stem, suffix = split_suffix(name)
    return await _graph(request, GRAPH + stem, suffix)


async def _graph(request: Request, iri: str | None, suffix: str | None = None) -> Response:
    return respond(await read(request, Snapshot.graph, iri, chooser(request, suffix)))
