"""The compiler of canned questions: files of SPARQL with a header that declares parameters, columns and presets.

The header is TOML in lines that start with ``#+``. Parameters are written as ``$name`` and bound as typed terms at the
token, never pasted as text; ordinary variables are written ``?name``. A preset is a separate question: it has a name, a
title and values for some of the parameters, and inherits the rest of the header. A fault prevents the start.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kembar.errors import ContentError, Fault, KembarError
from kembar.files import ContentFile
from kembar.namespaces import slug_of
from kembar.questions.columns import SharedColumns, column_faults, compile_column
from kembar.questions.deprecation import Deprecation
from kembar.questions.parameters import UNDEF, Parameter, SharedParameters, parameter_faults
from kembar.questions.question import RESERVED, VIEWS, Question
from kembar.questions.shared import Shared
from kembar.store.embedded import EmbeddedStore
from kembar.store.templates import Template, Term, header

__all__ = ["compile_questions", "header_line"]

Header = dict[str, Any]
_CHANGED_BY_PRESETS = {"title", "description", "tags", "view", "example", "may_be_empty", "deprecated"}


def compile_questions(
    file: ContentFile, columns: SharedColumns, parameters: SharedParameters | None = None
) -> list[Question]:
    """Return the question of a file, then its presets. Raise :class:`ContentError` with the faults in it."""
    declared = header(file)
    presets = declared.pop("presets", [])
    try:
        declared["columns"] = _declarations(file, declared["columns"], columns)
        declared["parameters"] = _declarations(
            file, declared.get("parameters", []), SharedParameters() if parameters is None else parameters
        )
        question = _question(slug_of(file.name).removesuffix(".rq"), declared, Template.of(file.text))
        _check(question, file.name)
        return [question, *(_preset(file, question, declared, preset) for preset in presets)]
    except (KeyError, TypeError) as error:
        raise ContentError([Fault(file.name, 1, f"its header is broken: {error}.")]) from error


def _declarations(file: ContentFile, items: list[str | Mapping[str, Any]], shared: Shared) -> list[Header]:
    """Return the declarations of the columns or parameters of a header."""
    declarations, faults = [], []
    for item in items:
        try:
            declarations.append(shared.declaration(item))
        except KeyError:
            name = item if isinstance(item, str) else item["name"]
            reason = f"the {shared.noun} {name} is not declared, neither here nor in {shared.name}."
            faults.append(Fault(file.name, header_line(file, name), reason))
    if faults:
        raise ContentError(faults)
    return declarations


def _question(name: str, declared: Header, template: Template) -> Question:
    return Question(
        name=name,
        version=_version(declared, template),
        title=declared["title"],
        description=declared["description"],
        parameters=tuple(
            parameter
            for declaration in declared.get("parameters", ())
            for parameter in Parameter.declared(declaration, template.listed)
        ),
        columns=tuple(compile_column(declaration) for declaration in declared["columns"]),
        view=declared["view"],
        tags=tuple(declared["tags"]),
        template=template,
        example=dict(declared.get("example", {})),
        may_be_empty=declared.get("may_be_empty", False),
        deprecated=Deprecation.of(declared.get("deprecated")),
    )


def _version(declared: Header, template: Template) -> str:
    """Return the digest of the header, including the shared columns, and of the query."""
    text = json.dumps(declared, sort_keys=True, default=str) + template.body
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _preset(file: ContentFile, question: Question, declared: Header, preset: Header) -> Question:
    """Return the question of a preset. Raise :class:`ContentError` if it is broken."""
    name, values = preset["name"], preset["values"]
    changed = {member: value for member, value in preset.items() if member not in ("name", "values")}
    parameters = {parameter.name: parameter for parameter in question.parameters}
    faults = [
        *(f"the preset {name} fixes {other}, which is not a parameter." for other in values if other not in parameters),
        *(f"the preset {name} cannot change {other}." for other in changed if other not in _CHANGED_BY_PRESETS),
    ]
    if not re.fullmatch("[a-z0-9-]+", name):
        faults.append(f"the name of the preset {name} must consist of lower-case letters, digits and hyphens.")
    if not values:
        faults.append(f"the preset {name} fixes no parameter.")
    try:
        terms = {other: parameters[other].bind(value) for other, value in values.items() if other in parameters}
    except KembarError as error:
        faults.append(f"the preset {name}: {error.detail}")
    if faults:
        raise ContentError([Fault(file.name, header_line(file, name), reason) for reason in faults])
    rest = {
        "title": preset["title"],
        "parameters": [parameter for parameter in declared.get("parameters", ()) if parameter["name"] not in values],
        "example": {member: value for member, value in declared.get("example", {}).items() if member not in values},
    }
    fixed = _question(name, {**declared, **rest, **changed}, question.template.fix(terms))
    _check(fixed, file.name)
    return fixed


def header_line(file: ContentFile, name: str) -> int:
    """Return the first line of the header that contains a name in quotation marks, or 1."""
    lines = (
        number
        for number, line in enumerate(file.text.split("\n"), 1)
        if line.startswith("#+") and re.search(rf"""["']{re.escape(name)}["']""", line)
    )
    return next(lines, 1)


def _check(question: Question, file_name: str) -> None:
    """Raise :class:`ContentError` if the parts of a question contradict each other."""
    lines = question.template.lines
    faults = [
        *(
            Fault(file_name, line, f"${name} is used and not declared.")
            for name, line in lines.items()
            if name not in {parameter.name for parameter in question.parameters}
        ),
        *(
            Fault(file_name, 1, reason)
            for reasons in (_parameter_faults(question), _example_faults(question), _column_faults(question))
            for reason in reasons
        ),
    ]
    if question.view not in VIEWS:
        faults.append(Fault(file_name, 1, f"the view {question.view} is not one of {', '.join(VIEWS)}."))
    if faults:
        raise ContentError(faults)
    try:
        columns = _selected(question)
    except KembarError as error:
        raise ContentError([Fault(file_name, error.extra.get("line"), error.detail)]) from error
    declared = [column.name for column in question.columns]
    if columns != declared:
        reason = f"its columns are {', '.join(columns)}; the header declares {', '.join(declared)}."
        raise ContentError([Fault(file_name, 1, reason)])


def _parameter_faults(question: Question) -> Iterator[str]:
    names = [parameter.name for parameter in question.parameters]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"the parameter {name} is declared twice, also counting former names."
    for parameter in question.parameters:
        name = parameter.name
        if name not in question.template.names and not parameter.renamed:
            yield f"the parameter {name} is declared and not used."
        if name in RESERVED:
            yield f"the parameter {name} has a reserved name: every request has a parameter of this name."
        yield from parameter_faults(parameter)


def _example_faults(question: Question) -> Iterator[str]:
    for name in question.example.keys() - {parameter.name for parameter in question.parameters}:
        yield f"the example has {name}, which is not a parameter."
    for parameter in question.parameters:
        if parameter.required and parameter.name not in question.example:
            yield f"the example lacks {parameter.name}, which is required."


def _column_faults(question: Question) -> Iterator[str]:
    for column in question.columns:
        yield from column_faults(column)
    places = sorted(column.kind for column in question.columns if column.kind in ("latitude", "longitude"))
    if places not in ([], ["latitude", "longitude"]) or (question.view == "map" and not places):
        has = " and ".join(places) or "none"
        yield f"a map needs one column of kind latitude and one of kind longitude; it has {has}."


def _selected(question: Question) -> list[str]:
    """Return the columns of the SELECT, after parsing it with and without values for the optional parameters."""
    complete: dict[str, Term | str] = {}
    minimal: dict[str, Term | str] = {}
    for parameter in question.parameters:
        complete[parameter.name] = parameter.bind(question.example.get(parameter.name, parameter.example()))
        minimal[parameter.name] = UNDEF if parameter.optional else parameter.bind(parameter.example())
    store = EmbeddedStore()
    store.select(question.template.bind(minimal))
    return [variable.value for variable in store.select(question.template.bind(complete)).variables]
