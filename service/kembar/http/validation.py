"""``/validate``: judge the deed of a posted graph. Nothing is stored."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from kembar.http.negotiation import graph_format
from kembar.http.problems import PROBLEM_RESPONSES

__all__ = ["router"]

router = APIRouter(tags=["validation"], responses=PROBLEM_RESPONSES)
_BODY = {
    "requestBody": {
        "required": True,
        "content": {media: {"schema": {"type": "string"}} for media in ("text/turtle", "application/ld+json", "application/n-triples", "application/trig")},
    }
}


@router.post("/validate", summary="Judge a proposed partnership", openapi_extra=_BODY)
async def validate(
    request: Request,
    deed: Annotated[str | None, Query(description="IRI of the deed to judge, where the graph holds several.")] = None,
    as_of: Annotated[date | None, Query(description="The day whose facts are looked at; default is the act date.")] = None,
) -> JSONResponse:
    """The verdict on the deed that the graph describes, or names from the record (``deed:… a kb:Deed``)."""
    format_name = graph_format(request.headers.get("content-type"))
    data = await request.body()
    verdict = await run_in_threadpool(request.app.state.kembar.validate, data, format_name, deed, as_of)
    return JSONResponse(verdict.to_json())
