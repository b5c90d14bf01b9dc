"""``/validate``: judge the deed of a posted graph. Nothing is stored."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import StringConstraints

from kembar.http.dependencies import Day, Language, Revision, client_of, revision_of, while_asked
from kembar.http.negotiation import chooser, graph_format, language_of, respond
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.http.schemas.components import reference
from kembar.law.assumptions import ASSUMPTION, MOST_ASSUMED
from kembar.law.contract import Checklist, Matrix, Verdict
from kembar.law.drafts import Draft
from kembar.law.judging import Asked, Shown, VerdictService
from kembar.pool.pool import Workers
from kembar.rdf.formats import READABLE, Format
from kembar.store.sparql import Answer

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


View = Literal["verdict", "report", "checklist"]
_FORMATS: dict[View, tuple[Format, ...]] = {
    "verdict": (Format.TABLE_JSON, *_GRAPHS),
    "report": (Format.TEXT,),
    "checklist": (Format.TABLE_JSON, Format.TABLE_CSV, Format.TEXT),
}
"""The formats of each view of a verdict, the first of which is the default."""

Assume = Annotated[
    list[Annotated[str, StringConstraints(pattern=ASSUMPTION)]],
    Query(
        max_length=MOST_ASSUMED,
        description="A provision that is taken to be in force from a day, for trial: its IRI or slug, @ and the day, "
        "as in uu-2-2024-49-5@2026-06-01. It may be repeated. The answer lists it under `assumed`.",
    ),
]
AsOf = Annotated[Day | None, Query(description="The day whose facts are looked at; default is the act date.")]
_CHECKLIST: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The checklist.",
        "content": {"application/json": {"schema": reference(Checklist)}, "text/csv": {}, "text/plain": {}},
    }
}
_VERDICT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The verdict or the W3C validation report, or by `view` the report or the checklist.",
        "content": {
            "application/json": {"schema": {"anyOf": [reference(Verdict), reference(Checklist)]}},
            "text/csv": {},
            "text/plain": {},
            **_RDF,
        },
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
    assume: Assume = [],  # noqa: B006 -- FastAPI copies it
) -> Response:
    """Return the outcome of every requirement for every deed, with counts."""
    chosen = chooser(request)([Format.TABLE_JSON, Format.TABLE_CSV, *_GRAPHS])
    number = revision_of(request, revision)
    answer = await while_asked(
        request,
        request.app.state.verdicts.run(
            client_of(request), VerdictService.matrix, as_of, deeds == "all", number, chosen, assume
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
    as_of: AsOf = None,
    revision: Revision = None,
    assume: Assume = [],  # noqa: B006 -- FastAPI copies it
    view: Annotated[View, Query(description="The verdict, its report as text, or the checklist.")] = "verdict",
    depth: Annotated[int, Query(ge=1, le=3, description="How much a report says, from 1 to 3.")] = 2,
    lang: Language = None,
) -> Response:
    """Return the verdict on the deed that the graph describes, or names from the record (``deed:… a kb:Deed``).

    It is JSON, or by ``Accept`` a SHACL validation report. With ``assume``, ``changes`` lists what the assumed
    provisions change. ``view=report`` is a text; ``view=checklist`` is JSON, CSV or a text.
    """
    chosen = chooser(request)(_FORMATS[view])
    form = graph_format(request.headers.get("content-type"))
    asked = Asked(as_of, revision_of(request, revision), tuple(assume))
    shown = Shown(chosen, view, language_of(request, lang), depth)
    data = await request.body()
    verdicts: Workers[VerdictService] = request.app.state.verdicts
    work = verdicts.run(client_of(request), VerdictService.answer, data, form, deed, asked, shown)
    return _in_language(await while_asked(request, work), shown)


@router.get("/validate", summary="Documents that a cooperation needs", responses=_CHECKLIST, response_class=Response)
async def get_checklist(
    request: Request,
    view: Annotated[Literal["checklist"], Query(description="Without a graph there is a checklist only.")],
    country: Annotated[
        str, Query(min_length=1, max_length=200, description="The partner's country: code, name, or IRI.")
    ],
    kind: Annotated[
        Literal["ksdpl", "ksdll"], Query(description="With a regional government (KSDPL) or an institution (KSDLL).")
    ] = "ksdpl",
    paper: Annotated[Literal["deed", "letter"], Query(description="A deed or a letter of intent.")] = "deed",
    region: Annotated[
        str | None,
        Query(max_length=200, description="The Indonesian region, by its slug: only with it do its own rules appear."),
    ] = None,
    as_of: AsOf = None,
    revision: Revision = None,
    assume: Assume = [],  # noqa: B006 -- FastAPI copies it
    lang: Language = None,
) -> Response:
    """Return the checklist of a cooperation that nobody proposed yet, between a region and a partner in a country."""
    chosen = chooser(request)(_FORMATS[view])
    asked = Asked(as_of, revision_of(request, revision), tuple(assume))
    shown = Shown(chosen, view, language_of(request, lang))
    draft = Draft(country, kind, paper, region)
    verdicts: Workers[VerdictService] = request.app.state.verdicts
    work = verdicts.run(client_of(request), VerdictService.draft, draft, asked, shown)
    return _in_language(await while_asked(request, work), shown)


def _in_language(answer: Answer, shown: Shown) -> Response:
    """Return the response; texts and tables are in one language, JSON and RDF in both."""
    if shown.form in (Format.TEXT, Format.TABLE_CSV):
        return respond(answer, {"Vary": "Accept, Accept-Language", "Content-Language": shown.language})
    return respond(answer)
