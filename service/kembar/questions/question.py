"""Canned questions: one SPARQL file each, with a header that declares its parameters and columns.

A header line begins with ``#+`` and is TOML. Parameters stand in the query as ``$name`` and are bound as typed terms at the token, never pasted;
ordinary variables are written ``?name``. Everything is compiled at the start: a broken file stops it.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from kembar.errors import (
    BadParameter,
    ContentError,
    Fault,
    KembarError,
    NotFound,
    UnknownName,
    UnknownParameter,
)
from kembar.files import ContentFile
from kembar.namespaces import BASE, slug_of
from kembar.questions import contract
from kembar.questions.deprecation import Deprecation
from kembar.questions.parameters import KINDS, UNDEF, Parameter
from kembar.questions.table import Column, Table
from kembar.rdf.names import prov
from kembar.rdf.tabular import Value
from kembar.rdf.terms import Literal, NamedNode, text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store, objects
from kembar.store.templates import bind, header, parameters_of

__all__ = ["Question", "Questions"]

VIEWS = get_args(contract.View)
"""How a person first looks at an answer."""

COLUMN_KINDS = ("iri", "text", "date", "integer", "decimal", "boolean", "latitude", "longitude", "records")
"""What a column may hold; latitude and longitude are degrees of WGS 84."""

RESERVED = ("format", "revision", "timeout_ms", "version")
"""What every request can say, so that no parameter of a question is called so."""

RECORD, FIELD = "\x1e", "\x1f"
"""What divides records, and fields in a record, in a column of kind ``records`` (Unicode's separators of just these names)."""


@dataclass(frozen=True)
class Question:
    """One canned question. ``example`` holds values to try it with (where it is silent, the defaults); unless it ``may_be_empty``, they give a row.

    ``version`` is a digest of its file: whatever changes there, it is another.
    """

    name: str
    version: str
    title: dict[str, str]
    description: dict[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    view: str
    tags: tuple[str, ...]
    sparql: str
    example: Mapping[str, str]
    may_be_empty: bool
    deprecated: Deprecation | None

    @classmethod
    def compile(cls, file: ContentFile) -> "Question":
        """Read one file. Raises :class:`ContentError` with its name and the line."""
        said = header(file)
        try:
            question = cls(
                name=slug_of(file.name).removesuffix(".rq"),
                version=hashlib.sha256(file.text.encode()).hexdigest()[:12],
                title=said["title"],
                description=said["description"],
                parameters=tuple(Parameter(**_compiled(spec, "choices")) for spec in said.get("parameters", ())),
                columns=tuple(Column(**_compiled(spec, "fields")) for spec in said["columns"]),
                view=said["view"],
                tags=tuple(said["tags"]),
                sparql=file.text,
                example=dict(said.get("example", {})),
                may_be_empty=said.get("may_be_empty", False),
                deprecated=Deprecation.of(said.get("deprecated")),
            )
        except (KeyError, TypeError) as error:
            raise ContentError([Fault(file.name, 1, f"its header is broken: {error}.")]) from error
        question._check(file.name)
        return question

    def _check(self, name: str) -> None:
        declared = {parameter.name for parameter in self.parameters}
        used = parameters_of(self.sparql)
        faults = [
            Fault(name, line, f"${token} is used and not declared.")
            for token, line in used.items()
            if token not in declared
        ]
        faults += [
            Fault(name, 1, f"the parameter {parameter} is declared and not used.")
            for parameter in declared - used.keys()
        ]
        faults += [
            Fault(name, 1, f"no parameter is called {parameter}: every request can say that.")
            for parameter in RESERVED
            if parameter in declared
        ]
        unknown = [parameter for parameter in self.parameters if parameter.kind not in KINDS]
        faults += [
            Fault(name, 1, f"{parameter.name} is of a kind that is not known: {parameter.kind}.")
            for parameter in unknown
        ]
        needed = {"concept": "scheme", "choice": "choices"}
        lacking = [
            (each.name, needed[each.kind])
            for each in self.parameters
            if each.kind in needed and not getattr(each, needed[each.kind])
        ]
        faults += [Fault(name, 1, f"{parameter} names no {what}.") for parameter, what in lacking]
        faults += [Fault(name, 1, f"the view {self.view} is none of {', '.join(VIEWS)}.")] * (self.view not in VIEWS)
        faults += [
            Fault(name, 1, f"the example gives {given}, which is no parameter.")
            for given in self.example.keys() - declared
        ]
        required = [each.name for each in self.parameters if each.default is None and not each.optional]
        faults += [
            Fault(name, 1, f"the example gives no {parameter}, which is required.")
            for parameter in required
            if parameter not in self.example
        ]
        faults += [
            Fault(name, 1, f"{each.name} is of a kind that no column is: {each.kind}.")
            for each in self.columns
            if each.kind not in COLUMN_KINDS
        ]
        faults += [
            Fault(name, 1, f"{each.name} holds records and names no fields.")
            for each in self.columns
            if each.kind == "records" and not each.fields
        ]
        places = sorted(column.kind for column in self.columns if column.kind in ("latitude", "longitude"))
        if places not in ([], ["latitude", "longitude"]) or (self.view == "map" and not places):
            faults.append(
                Fault(
                    name,
                    1,
                    "a map needs one column of kind latitude and one of kind longitude; it has "
                    + (" and ".join(places) or "none")
                    + ".",
                )
            )
        if faults:
            raise ContentError(faults)
        try:
            result = EmbeddedStore().select(
                self._bound({each.name: self.example.get(each.name, each.example()) for each in self.parameters})
            )
            EmbeddedStore().select(
                self._bound({each.name: each.example() for each in self.parameters if not each.optional})
            )
        except KembarError as error:
            raise ContentError([Fault(name, error.extra.get("line"), error.detail)]) from error
        columns = [variable.value for variable in result.variables]
        if columns != [column.name for column in self.columns]:
            raise ContentError(
                [
                    Fault(
                        name,
                        1,
                        f"its columns are {', '.join(columns)}; the header declares {', '.join(column.name for column in self.columns)}.",
                    )
                ]
            )

    def _bound(self, values: Mapping[str, str]) -> str:
        return bind(
            self.sparql,
            {each.name: each.bind(values[each.name]) if each.name in values else UNDEF for each in self.parameters},
        )

    def ask(self, store: Store, revision: int, given: Mapping[str, str]) -> Table:
        """Answer from one revision. Raises as :meth:`values` does."""
        values = self.values(store, given)
        solutions = store.select(self._bound(values))
        rows = [
            {column.name: _value(solution[column.name], column) for column in self.columns} for solution in solutions
        ]
        made = next(iter(objects(store, f"{BASE}id/revision/{revision}", prov.generatedAtTime)), None)
        return Table(
            self.name, self.version, revision, made, values, self.columns, rows, True, _coverage(store), self.deprecated
        )

    def query(self, store: Store, given: Mapping[str, str]) -> str:
        """The SPARQL query with its parameters bound. Raises as :meth:`values` does."""
        return self._bound(self.values(store, given))

    def values(self, store: Store, given: Mapping[str, str]) -> dict[str, str]:
        """The values that the question is asked with: those given, and the defaults of the rest.

        Raises :class:`UnknownParameter`, :class:`BadParameter` and :class:`UnknownName`.
        """
        self.check(store, given)
        values = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is None and parameter.optional:
                continue
            if value is None:
                raise BadParameter(
                    f"{parameter.name} is required: {parameter.description['en']}", parameter=parameter.name
                )
            values[parameter.name] = value
        return values

    def explicit(self, given: Mapping[str, str]) -> dict[str, str]:
        """Each value that the question is asked with, defaults too, unchecked."""
        values = ((each.name, given.get(each.name, each.default)) for each in self.parameters)
        return {name: value for name, value in values if value is not None}

    def check(self, store: Store, given: Mapping[str, str]) -> None:
        """Whether each value that is given can be asked with. Raises :class:`UnknownParameter`, :class:`BadParameter` and :class:`UnknownName`."""
        known = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in known:
                raise UnknownParameter(
                    f"{self.name} has no parameter {name[:40]!r}; it has {', '.join(known) or 'none'}.",
                    parameter=name[:40],
                    known=known,
                )
        for parameter in self.parameters:
            if parameter.name in given:
                parameter.bind(given[parameter.name])
                parameter.check(given[parameter.name], store)

    @property
    def coordinates(self) -> tuple[str, str] | None:
        """The columns that hold longitude and latitude, in this order; None where a row has no place on a map."""
        found = {column.kind: column.name for column in self.columns}
        return (found["longitude"], found["latitude"]) if "longitude" in found else None


class Questions:
    """All canned questions, by name."""

    def __init__(self, files: list[ContentFile]) -> None:
        """Compile them. Raises :class:`ContentError`."""
        self._by_name = {question.name: question for question in map(Question.compile, files)}

    @cached_property
    def digest(self) -> str:
        """Another as soon as a question is added, changed or taken away."""
        return hashlib.sha256(repr(sorted((each.name, each.version) for each in self)).encode()).hexdigest()

    def __iter__(self) -> Iterator[Question]:
        return iter(self._by_name.values())

    @property
    def tags(self) -> list[str]:
        """All tags that a question has."""
        return sorted({each for question in self for each in question.tags})

    def tagged(self, tag: str | None) -> list[Question]:
        """Those with a tag, or all. Raises :class:`UnknownName`, which lists the tags there are."""
        if tag is not None and tag not in self.tags:
            raise UnknownName(f"No question has the tag {tag[:40]!r}.", parameter="tag", known=self.tags)
        return [question for question in self if tag is None or tag in question.tags]

    def __getitem__(self, name: str) -> Question:
        """The question of this name. Raises :class:`NotFound`, which lists the names there are."""
        if name not in self._by_name:
            raise NotFound(f"There is no question {name[:60]!r}.", known=sorted(self._by_name))
        return self._by_name[name]


def _compiled(spec: Mapping[str, Any], listed: str) -> dict[str, Any]:
    """What the header says of a parameter or column, its list ``listed`` as a tuple."""
    return {**spec, listed: tuple(spec.get(listed, ())), "deprecated": Deprecation.of(spec.get("deprecated"))}


_NUMBERS: dict[str, Callable[[str], int | float | str]] = {
    "integer": int,
    "decimal": float,
    "latitude": float,
    "longitude": float,
}


def _value(term: object, column: Column) -> Value:
    if column.kind == "records":
        text = term.value if isinstance(term, Literal) else ""
        return [
            dict(zip(column.fields, record.split(FIELD), strict=True))
            for record in sorted(text.split(RECORD))
            if record
        ]
    if term is None:
        return None
    if isinstance(term, Literal):
        if column.kind == "boolean":
            return term.value == "true"
        return _NUMBERS.get(column.kind, str)(term.value)
    return term.value if isinstance(term, NamedNode) else str(term)


_COVERAGE = """
PREFIX kb: <https://w3id.org/kembar/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?coverage ?id ?en ?note_id ?note_en ?start ?end (GROUP_CONCAT(STR(?covered); separator=" ") AS ?partnerships) WHERE {
  ?coverage a kb:Coverage ; rdfs:label ?id , ?en . FILTER(LANG(?id) = "id" && LANG(?en) = "en")
  OPTIONAL { ?coverage kb:note ?note_id . FILTER(LANG(?note_id) = "id") } OPTIONAL { ?coverage kb:note ?note_en . FILTER(LANG(?note_en) = "en") }
  OPTIONAL { ?coverage kb:period ?period . OPTIONAL { ?period kb:start ?start } OPTIONAL { ?period kb:end ?end } }
  OPTIONAL { ?coverage kb:covers ?covered }
} GROUP BY ?coverage ?id ?en ?note_id ?note_en ?start ?end ORDER BY ?coverage
"""


def _coverage(store: Store) -> list[contract.Coverage]:
    """What the record covers: every negative answer rests on it."""
    solutions = store.select(_COVERAGE)

    def text(term: object) -> str | None:
        return term.value if isinstance(term, (NamedNode, Literal)) else None

    return [
        {
            "coverage": text_of(row["coverage"]),
            "label": {"id": text_of(row["id"]), "en": text_of(row["en"])},
            "note": {"id": text(row["note_id"]), "en": text(row["note_en"])},
            "from": text(row["start"]),
            "until": text(row["end"]),
            "partnerships": sorted((text(row["partnerships"]) or "").split()),
        }
        for row in solutions
    ]
