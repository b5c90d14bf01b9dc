"""Compile the file of a canned question: SPARQL under a header that declares its parameters, columns and presets.

A header line begins with ``#+`` and is TOML. Parameters stand in the query as ``$name`` and are bound as typed terms at
the token, never pasted; ordinary variables are written ``?name``. A preset is a question of its own: it has a name, a
title and values for some of the parameters, and takes over the rest of the header. A fault stops the start.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kembar.errors import ContentError, Fault, KembarError
from kembar.files import ContentFile
from kembar.namespaces import slug_of
from kembar.questions.columns import SHARED_FILE, SharedColumns, column_faults, compile_column
from kembar.questions.deprecation import Deprecation
from kembar.questions.kinds import KINDS
from kembar.questions.parameters import UNDEF, Parameter
from kembar.questions.question import RESERVED, VIEWS, Question
from kembar.store.embedded import EmbeddedStore
from kembar.store.templates import Template, header

__all__ = ["compile_questions", "header_line"]

Header = dict[str, Any]
_CHANGED_BY_PRESETS = {"title", "description", "tags", "view", "example", "may_be_empty", "deprecated"}


def compile_questions(file: ContentFile, shared: SharedColumns) -> list[Question]:
    """Return the question of a file, then its presets. Raises :class:`ContentError` with the file and the line."""
    declared = header(file)
    presets = declared.pop("presets", [])
    try:
        declared["columns"] = _columns(file, declared["columns"], shared)
        question = _question(slug_of(file.name).removesuffix(".rq"), declared, Template.of(file.text))
        _check(question, file.name)
        return [question, *(_preset(file, question, declared, preset) for preset in presets)]
    except (KeyError, TypeError) as error:
        raise ContentError([Fault(file.name, 1, f"its header is broken: {error}.")]) from error


def _columns(file: ContentFile, items: list[str | Mapping[str, Any]], shared: SharedColumns) -> list[Header]:
    """Return the declarations of the columns of a header."""
    declarations, faults = [], []
    for item in items:
        try:
            declarations.append(shared.declaration(item))
        except KeyError:
            name = item if isinstance(item, str) else item["name"]
            reason = f"the column {name} is not declared, neither here nor in {SHARED_FILE}."
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
        parameters=tuple(_parameter(declaration) for declaration in declared.get("parameters", ())),
        columns=tuple(compile_column(declaration) for declaration in declared["columns"]),
        view=declared["view"],
        tags=tuple(declared["tags"]),
        template=template,
        example=dict(declared.get("example", {})),
        may_be_empty=declared.get("may_be_empty", False),
        deprecated=Deprecation.of(declared.get("deprecated")),
    )


def _version(declared: Header, template: Template) -> str:
    """Return a digest of what the header declares, shared columns included, and of the query."""
    text = json.dumps(declared, sort_keys=True, default=str) + template.body
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _parameter(declaration: Mapping[str, Any]) -> Parameter:
    choices, deprecated = tuple(declaration.get("choices", ())), Deprecation.of(declaration.get("deprecated"))
    return Parameter(**{**declaration, "choices": choices, "deprecated": deprecated})


def _preset(file: ContentFile, question: Question, declared: Header, preset: Header) -> Question:
    """Return the question that a preset is."""
    name, values = preset["name"], preset["values"]
    changed = {member: value for member, value in preset.items() if member not in ("name", "values")}
    parameters = {parameter.name: parameter for parameter in question.parameters}
    faults = [
        *(f"the preset {name} fixes {other}, which is no parameter." for other in values if other not in parameters),
        *(f"the preset {name} cannot change {other}." for other in changed if other not in _CHANGED_BY_PRESETS),
    ]
    if not re.fullmatch("[a-z0-9-]+", name):
        faults.append(f"the preset {name} needs a name of small letters, digits and hyphens.")
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
        "parameters": [each for each in declared.get("parameters", ()) if each["name"] not in values],
        "example": {member: value for member, value in declared.get("example", {}).items() if member not in values},
    }
    fixed = _question(name, {**declared, **rest, **changed}, question.template.fix(terms))
    _check(fixed, file.name)
    return fixed


def header_line(file: ContentFile, name: str) -> int:
    """Return the first line of the header that has a name in quotation marks."""
    lines = (
        number
        for number, line in enumerate(file.text.split("\n"), 1)
        if line.startswith("#+") and re.search(rf"""["']{re.escape(name)}["']""", line)
    )
    return next(lines, 1)


def _check(question: Question, file_name: str) -> None:
    """Raise :class:`ContentError` if the parts of a question do not fit each other."""
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
        faults.append(Fault(file_name, 1, f"the view {question.view} is none of {', '.join(VIEWS)}."))
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
    needed = {"concept": "scheme", "choice": "choices"}
    for parameter in question.parameters:
        name, kind = parameter.name, parameter.kind
        if name not in question.template.names:
            yield f"the parameter {name} is declared and not used."
        if name in RESERVED:
            yield f"no parameter is called {name}: every request can say that."
        if kind not in KINDS:
            yield f"{name} is of a kind that is not known: {kind}."
        if kind in needed and not getattr(parameter, needed[kind]):
            yield f"{name} names no {needed[kind]}."


def _example_faults(question: Question) -> Iterator[str]:
    for name in question.example.keys() - {parameter.name for parameter in question.parameters}:
        yield f"the example gives {name}, which is no parameter."
    for parameter in question.parameters:
        if parameter.required and parameter.name not in question.example:
            yield f"the example gives no {parameter.name}, which is required."


def _column_faults(question: Question) -> Iterator[str]:
    for column in question.columns:
        yield from column_faults(column)
    places = sorted(column.kind for column in question.columns if column.kind in ("latitude", "longitude"))
    if places not in ([], ["latitude", "longitude"]) or (question.view == "map" and not places):
        has = " and ".join(places) or "none"
        yield f"a map needs one column of kind latitude and one of kind longitude; it has {has}."


def _selected(question: Question) -> list[str]:
    """Return the columns of the SELECT, with a value for each parameter and with none for the optional ones."""
    texts = {each.name: question.example.get(each.name, each.example()) for each in question.parameters}
    every = {each.name: each.bind(texts[each.name]) for each in question.parameters}
    needed = {each.name: UNDEF if each.optional else each.bind(each.example()) for each in question.parameters}
    store = EmbeddedStore()
    store.select(question.template.bind(needed))
    return [variable.value for variable in store.select(question.template.bind(every)).variables]
