"""``/queries``: the canned questions, their answers and descriptions, and their part of the OpenAPI document."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from kembar import messages
from kembar.application import Kembar
from kembar.errors import BadInput
from kembar.http.announcement import announcement
from kembar.http.dependencies import origin_of, read, reading
from kembar.http.negotiation import Choice, chooser, respond, split_suffix, table_chooser
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.http.schemas.components import PROBLEM, Components, array, parameter_reference, reference
from kembar.http.schemas.questions import FEATURES, ROWS, TABLE, answer_schemas, format_parameter, parameter_schema
from kembar.questions import contract
from kembar.questions.citation import AnswerAddress
from kembar.questions.parameters import SHAPE
from kembar.questions.question import RESERVED, Question
from kembar.rdf.formats import GRAPHS, Format
from kembar.snapshot import Snapshot

__all__ = ["given_once", "parameters", "paths", "router"]

router = APIRouter(tags=["questions"], responses=PROBLEM_RESPONSES, dependencies=[Depends(reading)])
_SPARQL = (Format.SPARQL_JSON, Format.SPARQL_XML, Format.SPARQL_TSV)
"""The formats of SPARQL results that an answer has beside the CSV of tables."""


def _faces(question: Question | None) -> list[Format]:
    """Return the formats of a question, or for None those of any question."""
    geojson = [Format.GEOJSON] if question is None or question.coordinates else []
    return [Format.TABLE_JSON, Format.ROWS_JSON, Format.TABLE_CSV, *geojson, *_SPARQL, *GRAPHS]


def _answers(
    formats: list[Format], table: Mapping[str, Any], rows: Mapping[str, Any], features: Mapping[str, Any]
) -> dict[str, Any]:
    schemas = {Format.TABLE_JSON: table, Format.ROWS_JSON: rows, Format.GEOJSON: features}
    content = {form.media_type: {"schema": schemas[form]} if form in schemas else {} for form in formats}
    link = {"description": "The permanent link of an answer, by rel=cite-as (RFC 8574).", "schema": {"type": "string"}}
    return {"description": "The answer, or in RDF what the question is.", "content": content, "headers": {"Link": link}}


_OF_ANY: dict[int | str, dict[str, Any]] = {200: _answers(_faces(None), TABLE, ROWS, FEATURES)}
_LIST: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The list.",
        "content": {
            "application/json": {"schema": array(reference(contract.Question))},
            **{form.media_type: {} for form in GRAPHS},
        },
    }
}


def _kembar(request: Request) -> Kembar:
    kembar: Kembar = request.app.state.kembar
    return kembar


@router.get(
    "/queries", summary="The canned questions", responses=_LIST, response_class=Response,
    openapi_extra={"parameters": [format_parameter([Format.TABLE_JSON, *GRAPHS])]},
)  # fmt: skip
@router.get("/queries.{suffix}", include_in_schema=False)
async def list_questions(
    request: Request, tag: Annotated[str | None, Query(description="Only those with this tag.")] = None
) -> Response:
    """List the questions with title, parameters and columns; ``choices`` are the values that a parameter can have.

    In RDF (suffix .ttl, .nt, .jsonld or .rdf) the list is a DCAT catalogue of SHACL SELECTs.
    """
    choose = chooser(request, split_suffix(request.url.path)[1])
    return respond(await read(request, Snapshot.catalogue, tag, origin_of(request), choose))


@router.get("/queries/{name}", summary="The answer to a canned question", responses=_OF_ANY, response_class=Response)
async def ask_question(
    request: Request,
    name: Annotated[str, Path(examples=["inactive-partners"])],
    _version: Annotated[
        str | None,
        Query(
            alias="version", min_length=1, description="Of the question; 410 if another answers now, with its address."
        ),
    ] = None,
) -> Response:
    """Answer a question. Its own parameters go into the URL (``/queries`` lists them).

    ``format`` or a suffix (.json, .csv, .geojson) picks the format, ``Accept`` also a format of SPARQL results;
    ``shape=rows`` gives the rows of the JSON alone. In RDF
    (.ttl, .nt, .jsonld, .rdf) the answer is the description of the question.
    """
    name, suffix = split_suffix(name)
    given = given_once(request)
    question = _kembar(request).snapshot.questions[name]  # an unknown name is reported before an unknown format
    parameters = request.query_params
    kept = request.app.state.settings.revisions_kept
    form = {key: parameters[key] for key in ("format", "shape") if key in parameters}
    address = AnswerAddress(f"{origin_of(request)}{request.url.path}", form, kept)
    named = {key: parameters[key] for key in (*given, *form, "revision") if key in parameters}
    address.check_version(question, parameters.get("version"), named)
    chosen = table_chooser(request, suffix)(_faces(question))
    headers = announcement(question.parameters, given, question.deprecated)
    if chosen in GRAPHS:
        choice = Choice(chosen.suffix, "")
        return respond(await read(request, Snapshot.question, name, given, origin_of(request), choice), headers)
    answer, link = await read(request, Snapshot.answer, name, given, chosen, address)
    return respond(answer, {"Link": f'<{link}>; rel="cite-as"', **headers})


def given_once(request: Request) -> dict[str, str]:
    """Return the parameters that are not parameters of every request. Raise :class:`BadInput` if one is repeated."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise BadInput(messages.text("refused.twice", name=name[:40]), parameter=name[:40])
        if name not in RESERVED:
            given[name] = value
    return given


def parameters() -> dict[str, dict[str, Any]]:
    """Return the OpenAPI parameters that questions share, by their names among the components."""
    plain = [form for form in _faces(None) if form is not Format.GEOJSON]
    return {
        "format": format_parameter(plain),
        "format_with_geojson": format_parameter(_faces(None)),
        "shape": parameter_schema(SHAPE, SHAPE.choices),
    }


def paths(kembar: Kembar, components: Components) -> dict[str, Any]:
    """Return the OpenAPI path item of each question."""
    return {
        f"/queries/{question.name}": {"get": _operation(kembar, question, components)}
        for question in kembar.snapshot.questions
    }


def _operation(kembar: Kembar, question: Question, components: Components) -> dict[str, Any]:
    own = [parameter_schema(each, kembar.choices(each)) for each in question.parameters]
    common = ["format_with_geojson" if question.coordinates else "format", "shape", "version", "revision", "timeout_ms"]
    answers = _answers(_faces(question), *answer_schemas(question, components))
    if question.deprecated:
        answers["headers"] |= {
            name: {"required": True, "schema": {"type": "string"}} for name in ("Deprecation", "Sunset")
        }
    return {
        "tags": ["questions"],
        "operationId": question.name.replace("-", "_"),
        "summary": question.title["en"],
        "description": f"{question.description['en']}\n\n{question.description['id']}",
        "parameters": [*own, *map(parameter_reference, common)],
        "responses": {"200": answers, "default": PROBLEM},
    } | ({"deprecated": True} if question.deprecated else {})
