"""``/queries``: the canned questions, their answers, and their part of the OpenAPI document."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from kembar.application import Kembar
from kembar.errors import BadInput, UnknownName
from kembar.http.connection import read, reading
from kembar.http.negotiation import MEDIA_TYPES, Choice, chooser, split_suffix
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.parameters import Parameter
from kembar.questions import Question
from kembar.reader import Reader
from kembar.table import Column

__all__ = ["paths", "router"]

router = APIRouter(tags=["questions"], responses=PROBLEM_RESPONSES, dependencies=[Depends(reading)])
_TABLE: dict[int | str, dict[str, Any]] = {200: {"description": "The table.", "content": {"application/json": {}, "text/csv": {}}}}
_SPARQL = ("json", "xml", "tsv")
"""The formats of SPARQL results, beside the CSV of our tables."""
_OF_EVERY_REQUEST = ("format", "revision", "timeout_ms")


def _kembar(request: Request) -> Kembar:
    kembar: Kembar = request.app.state.kembar
    return kembar


@router.get("/queries", summary="The canned questions")
async def list_questions(request: Request, tag: Annotated[str | None, Query(description="Only those with this tag.")] = None) -> list[dict[str, Any]]:
    """Each with its title, parameters and columns; a parameter that has a list of values, in the graph or its file, gives them as ``choices``."""
    kembar = _kembar(request)
    tags = sorted({each for question in kembar.reader.questions for each in question.tags})
    if tag is not None and tag not in tags:
        raise UnknownName(f"No question has the tag {tag[:40]!r}.", parameter="tag", known=tags)
    return [
        {
            "name": question.name,
            "title": question.title,
            "description": question.description,
            "tags": question.tags,
            "view": question.view,
            "parameters": [{**vars(parameter), "choices": kembar.choices(parameter)} for parameter in question.parameters],
            "columns": [vars(column) for column in question.columns],
            "href": f"/queries/{question.name}",
        }
        for question in kembar.reader.questions
        if tag is None or tag in question.tags
    ]


@router.get("/queries/{name}", summary="The answer to a canned question", responses=_TABLE, response_class=Response)
async def ask_question(request: Request, name: Annotated[str, Path(examples=["inactive-partners"])]) -> Response:
    """The question's own parameters go into the URL (``/queries`` lists them); ``format`` or a suffix (.json, .csv) picks the form; the formats of
    SPARQL results are given by ``Accept``, too.
    """
    name, suffix = split_suffix(name)
    given = _given(request)
    _kembar(request).reader.questions[name]  # a name that is none is told before a format that is
    chosen = chooser(request, suffix)(["table-json", "csv", *_SPARQL])
    if chosen in _SPARQL:
        answer = await read(request, Reader.ask_sparql, name, given, Choice(chosen, ""))
        return Response(answer.body, media_type=MEDIA_TYPES[answer.format][0], headers={"Vary": "Accept"})
    table = await read(request, Reader.ask, name, given)
    if chosen == "csv":
        return Response(table.to_csv(), media_type="text/csv; charset=utf-8; header=present", headers={"Vary": "Accept"})
    return JSONResponse(table.to_json(), headers={"Vary": "Accept"})


def _given(request: Request) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise BadInput(f"{name[:40]} is given more than once; one value is expected.", parameter=name[:40])
        if name not in _OF_EVERY_REQUEST:
            given[name] = value
    return given


def paths(kembar: Kembar, general: Mapping[str, Any]) -> dict[str, Any]:
    """The OpenAPI path item of each question, with what ``general``, the operation of any question, says of every request and of errors."""
    common = [parameter for parameter in general["parameters"] if parameter["name"] in _OF_EVERY_REQUEST]
    return {
        f"/queries/{question.name}": {
            "get": {
                "tags": ["questions"],
                "operationId": question.name.replace("-", "_"),
                "summary": question.title["en"],
                "description": f"{question.description['en']}\n\n{question.description['id']}",
                "parameters": [*(_parameter(each, kembar.choices(each)) for each in question.parameters), *common],
                "responses": {
                    **general["responses"],
                    "200": {
                        "description": "The table.",
                        "content": {"application/json": {"schema": _table(question)}, "text/csv": {"schema": {"type": "string"}}},
                    },
                },
            }
        }
        for question in kembar.reader.questions
    }


_SCHEMAS: dict[str, dict[str, Any]] = {
    "date": {"type": "string", "format": "date"},
    "year": {"type": "integer", "minimum": 1000, "maximum": 2999},
    "number": {"type": "integer", "minimum": -999_999_999, "maximum": 999_999_999},
    "boolean": {"type": "boolean"},
    "text": {"type": "string", "minLength": 1, "maxLength": 200},
    "iri": {"type": "string", "format": "uri"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
}


def _parameter(parameter: Parameter, choices: Iterable[str] | None) -> dict[str, Any]:
    schema = dict(_SCHEMAS.get(parameter.kind, {"type": "string"}))
    if choices is not None:
        schema["enum"] = list(choices)
    if parameter.default is not None:
        schema["default"] = parameter.default
    required = parameter.default is None and not parameter.optional
    return {"name": parameter.name, "in": "query", "required": required, "description": parameter.description["en"], "schema": schema}


def _table(question: Question) -> dict[str, Any]:
    row = {"type": "object", "required": [each.name for each in question.columns], "properties": {each.name: _cell(each) for each in question.columns}}
    return {
        "type": "object",
        "required": ["query", "revision", "parameters", "columns", "rows", "complete", "coverage"],
        "properties": {
            "query": {"const": question.name},
            "revision": {"type": "integer"},
            "parameters": {"type": "object"},
            "columns": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "array", "items": row},
            "complete": {"type": "boolean"},
            "coverage": {"type": "array", "items": {"type": "object"}},
        },
    }


def _cell(column: Column) -> dict[str, Any]:
    described = {"description": column.description["en"]}
    if column.kind == "records":
        record = {"type": "object", "properties": {name: {"type": "string"} for name in column.fields}}
        return {**described, "type": "array", "items": record}
    return {**described, "anyOf": [_SCHEMAS.get(column.kind, {"type": "string"}), {"type": "null"}]}
