"""``/health`` and ``/metrics``, for operators."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from kembar.application import Health, Kembar
from kembar.http.dependencies import read, reading
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.http.schemas.components import reference
from kembar.snapshot import Snapshot

__all__ = ["router"]

router = APIRouter(tags=["service"], responses=PROBLEM_RESPONSES)
_HEALTH: dict[int | str, dict[str, Any]] = {
    200: {"description": "Ready.", "content": {"application/json": {"schema": reference(Health)}}}
}
_METRICS: dict[int | str, dict[str, Any]] = {200: {"description": "The figures.", "content": {"text/plain": {}}}}


@router.get(
    "/health",
    dependencies=[Depends(reading)],
    summary="Whether the service is ready",
    responses=_HEALTH,
    response_model=None,
)
async def health(request: Request, response: Response) -> Health:
    """Answer once the content is loaded and a worker answers; names the revision."""
    response.headers["Cache-Control"] = "no-store"
    await read(request, Snapshot.answers)
    kembar: Kembar = request.app.state.kembar
    state = request.app.state
    return kembar.health(state.readers.walls, state.loads, state.load_error)


@router.get("/metrics", summary="Figures for operators", responses=_METRICS, response_class=Response)
async def metrics(request: Request) -> Response:
    """Return figures on requests, queue, processes, cache and revision in the text format of Prometheus."""
    return Response(
        request.app.state.metrics.text(),
        media_type="text/plain; version=0.0.4; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
