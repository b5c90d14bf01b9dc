"""``/queries``: the canned questions, their answers in every form, what they are in RDF, and their part of the OpenAPI document."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from kembar.application import Kembar
from kembar.errors import BadInput
from kembar.http.citation import check_version, citation, permanent_link
from kembar.http.dependencies import origin_of, read, reading
from kembar.http.negotiation import MEDIA_TYPES, Choice, chooser, csv_response, split_suffix
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.http.schemas.questions import (
    FEATURES,
    QUESTIONS,
    TABLE,
    features_schema,
    format_parameter,
    parameter_schema,
    table_schema,
)
from kembar.questions.geojson import feature_collection
from kembar.questions.question import RESERVED, Question
from kembar.snapshot import Snapshot

__all__ = ["given_once", "paths", "router"]

router = APIRouter(tags=["questions"], responses=PROBLEM_RESPONSES, dependencies=[Depends(reading)])
_SPARQL, _RDF = ("json", "xml", "tsv"), ("turtle", "n-triples", "json-ld", "rdf-xml")
"""The formats of SPARQL results, beside the CSV of our tables; and those of what a question is."""
_NAMES = {
    "table-json": "json",
    "json": MEDIA_TYPES["json"][0],
    "turtle": "ttl",
    "n-triples": "nt",
    "json-ld": "jsonld",
    "rdf-xml": "rdf",
}
"""What ``?format=`` calls a format, where not as we do."""


def _faces(question: Question | None) -> list[str]:
    """The formats that a question can be had in, or any."""
    return ["table-json", "csv", *(["geojson"] if question is None or question.coordinates else []), *_SPARQL, *_RDF]


def _answers(names: list[str], table: Mapping[str, Any], features: Mapping[str, Any]) -> dict[str, Any]:
    schemas = {"table-json": table, "geojson": features}
    content = {MEDIA_TYPES[name][0]: {"schema": schemas[name]} if name in schemas else {} for name in names}
    link = {"description": "The permanent link of an answer, by rel=cite-as (RFC 8574).", "schema": {"type": "string"}}
    return {"description": "The answer, or in RDF what the question is.", "content": content, "headers": {"Link": link}}


_OF_ANY: dict[int | str, dict[str, Any]] = {200: _answers(_faces(None), TABLE, FEATURES)}
_LIST: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The list.",
        "content": {"application/json": {"schema": QUESTIONS}, **{MEDIA_TYPES[name][0]: {} for name in _RDF}},
    }
}


def _kembar(request: Request) -> Kembar:
    kembar: Kembar = request.app.state.kembar
    return kembar


@router.get(
    "/queries", summary="The canned questions", responses=_LIST, response_class=Response,
    openapi_extra={"parameters": [format_parameter(_NAMES.get(name, name) for name in ("table-json", *_RDF))]},
)  # fmt: skip
@router.get("/queries.{suffix}", include_in_schema=False)
async def list_questions(
    request: Request, tag: Annotated[str | None, Query(description="Only those with this tag.")] = None
) -> Response:
    """Each with its title, parameters and columns; a parameter that has a list of values, in the graph or its file, gives them as ``choices``.

    In RDF (suffix .ttl, .nt, .jsonld or .rdf) a DCAT catalogue of SHACL SELECTs.
    """
    kembar = _kembar(request)
    choose = chooser(request, split_suffix(request.url.path)[1])
    questions = kembar.snapshot.questions.tagged(tag)
    if choose(["table-json", *_RDF]) != "table-json":
        answer = await read(request, Snapshot.catalogue, tag, origin_of(request), choose)
        return Response(answer.body, media_type=MEDIA_TYPES[answer.format][0], headers={"Vary": "Accept"})
    said = [
        {
            "name": question.name,
            "version": question.version,
            "title": question.title,
            "description": question.description,
            "tags": question.tags,
            "view": question.view,
            "parameters": [
                {**vars(parameter), "choices": kembar.choices(parameter)} for parameter in question.parameters
            ],
            "columns": question.columns,
            "deprecated": question.deprecated,
            "href": f"/queries/{question.name}",
        }
        for question in questions
    ]
    return JSONResponse(jsonable_encoder(said), headers={"Vary": "Accept"})


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
    """The question's own parameters go into the URL (``/queries`` lists them); ``format`` or a suffix (.json, .csv, .geojson) picks the form; the formats
    of SPARQL results are given by ``Accept``, too. In RDF (.ttl, .nt, .jsonld, .rdf) it says what the question is.
    """
    name, suffix = split_suffix(name)
    given = given_once(request)
    question = _kembar(request).snapshot.questions[name]  # a name that is none is told before a format that is
    check_version(request, question, given)
    chosen = chooser(request, suffix)(_faces(question))
    if chosen in _RDF:
        answer = await read(request, Snapshot.question, name, given, origin_of(request), Choice(chosen, ""))
        return Response(
            answer.body,
            media_type=MEDIA_TYPES[answer.format][0],
            headers={"Vary": "Accept", **_announced(question, given)},
        )
    if chosen in _SPARQL:
        values, answer = await read(request, Snapshot.ask_sparql, name, given, Choice(chosen, ""))
        headers = _headers(permanent_link(request, question, values), question, given)
        return Response(answer.body, media_type=MEDIA_TYPES[answer.format][0], headers=headers)
    table = await read(request, Snapshot.ask, name, given)
    link = permanent_link(request, question, table.parameters)
    headers = _headers(link, question, given)
    if chosen == "csv":
        return csv_response(table.to_csv().encode(), headers)
    cite = {"cite": citation(request, question, table, link)}
    if question.coordinates and chosen == "geojson":
        return JSONResponse(
            feature_collection(table, *question.coordinates) | cite,
            headers=headers,
            media_type=MEDIA_TYPES["geojson"][0],
        )
    return JSONResponse(table.to_json() | cite, headers=headers)


def given_once(request: Request) -> dict[str, str]:
    """The parameters of a request that are not those of every request. Raises :class:`BadInput` where one is given twice."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise BadInput(f"{name[:40]} is given more than once; one value is expected.", parameter=name[:40])
        if name not in RESERVED:
            given[name] = value
    return given


def _headers(link: str, question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a computed answer with a permanent link, to a request with the parameters ``given``."""
    return {"Vary": "Accept", "Link": f'<{link}>; rel="cite-as"', **_announced(question, given)}


def _announced(question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """Since when the question, or a parameter that is used, is deprecated, and when it goes (RFC 9745 §2, RFC 8594 §3)."""
    marks = [
        question.deprecated,
        *(parameter.deprecated for parameter in question.parameters if parameter.name in given),
    ]
    first = min((mark for mark in marks if mark), key=lambda mark: mark.until, default=None)
    if first is None:
        return {}
    since, until = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (first.since, first.until))
    return {"Deprecation": f"@{since.timestamp():.0f}", "Sunset": format_datetime(until, usegmt=True)}


def paths(kembar: Kembar, general: Mapping[str, Any]) -> dict[str, Any]:
    """The OpenAPI path item of each question, with what ``general``, the operation of any question, says of every request and of errors."""
    common = [parameter for parameter in general["parameters"] if parameter["name"] in RESERVED]
    return {
        f"/queries/{question.name}": {"get": _operation(kembar, question, common, general["responses"])}
        for question in kembar.snapshot.questions
    }


def _operation(
    kembar: Kembar, question: Question, common: list[dict[str, Any]], responses: Mapping[str, Any]
) -> dict[str, Any]:
    own = [parameter_schema(each, kembar.choices(each)) for each in question.parameters]
    answers = _answers(_faces(question), table_schema(question), features_schema(question))
    if question.deprecated:
        answers["headers"] |= {
            name: {"required": True, "schema": {"type": "string"}} for name in ("Deprecation", "Sunset")
        }
    return {
        "tags": ["questions"],
        "operationId": question.name.replace("-", "_"),
        "summary": question.title["en"],
        "description": f"{question.description['en']}\n\n{question.description['id']}",
        "parameters": [*own, format_parameter(_NAMES.get(name, name) for name in _faces(question)), *common],
        "responses": {**responses, "200": answers},
    } | ({"deprecated": True} if question.deprecated else {})
