"""``/validate``: judge the deed of a posted graph. Nothing is stored."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from kembar.http.dependencies import Day, Revision, client_of, revision_of, while_asked
from kembar.http.negotiation import chooser, graph_format, respond
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.http.schemas.components import reference
from kembar.law.contract import Matrix, Verdict
from kembar.law.judging import VerdictService
from kembar.pool.pool import Workers
from kembar.rdf.formats import READABLE, Format

__all__ = ["router"]

_GRAPHS = (Format.TURTLE, Format.JSON_LD, Format.N_TRIPLES)
_RDF: dict[str, Any] = {form.media_type: {} for form in _GRAPHS}
router = APIRouter(tags=["validation"], responses=PROBLEM_RESPONSES)
_BODY = {
    "requestBody": {
        "required": True,
        "description": "The graph. JSON without a context is read by the context of the service (/context.jsonld).",
        "content": {
            form.media_type: {"schema": {"type": "object" if form is Format.JSON else "string"}} for form in READABLE
        },
    }
}


_VERDICT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The verdict, or the W3C validation report.",
        "content": {"application/json": {"schema": reference(Verdict)}, **_RDF},
    }
}
_MATRIX: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The matrix.",
        "content": {"application/json": {"schema": reference(Matrix)}, "text/csv": {}, **_RDF},
    }
}


@router.get("/matrix", summary="Partnerships by requirements", responses=_MATRIX, response_class=Response)
async def get_matrix(
    request: Request,
    as_of: Annotated[
        Day | None, Query(description="The day whose facts are looked at; default is the act date of each deed.")
    ] = None,
    revision: Revision = None,
    deeds: Annotated[
        Literal["founding", "all"], Query(description="A row for each founding deed, or for every deed.")
    ] = "founding",
) -> Response:
    """Return the outcome of every requirement for every deed, with counts."""
    chosen = chooser(request)([Format.TABLE_JSON, Format.TABLE_CSV, *_GRAPHS])
    number = revision_of(request, revision)
    answer = await while_asked(
        request,
        request.app.state.verdicts.run(
            client_of(request), VerdictService.matrix, as_of, deeds == "all", number, chosen
        ),
    )
    return respond(answer)


@router.post(
    "/validate",
    summary="Judge a proposed partnership",
    openapi_extra=_BODY,
    responses=_VERDICT,
    response_class=Response,
)
async def validate(
    request: Request,
    deed: Annotated[
        str | None, Query(description="IRI or slug of the deed to judge, where the graph holds several.")
    ] = None,
    as_of: Annotated[
        Day | None, Query(description="The day whose facts are looked at; default is the act date.")
    ] = None,
    revision: Revision = None,
) -> Response:
    """Return the verdict on the deed that the graph describes, or names from the record (``deed:… a kb:Deed``).

    It is JSON, or by ``Accept`` a SHACL validation report.
    """
    chosen = chooser(request)([Format.TABLE_JSON, *_GRAPHS])
    form = graph_format(request.headers.get("content-type"))
    number = revision_of(request, revision)
    data = await request.body()
    verdicts: Workers[VerdictService] = request.app.state.verdicts
    work = verdicts.run(client_of(request), VerdictService.answer, data, form, deed, as_of, number, chosen)
    return respond(await while_asked(request, work))
