"""A canned question, and the question with its values bound."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from kembar import messages
from kembar.errors import BadInput, BadParameter
from kembar.questions import contract
from kembar.questions.deprecation import Deprecation
from kembar.questions.parameters import UNDEF, Parameter, check_period, unknown_parameter
from kembar.questions.table import Column
from kembar.store.protocol import Store
from kembar.store.templates import Template, Term

__all__ = ["RESERVED", "VIEWS", "BoundQuestion", "Question"]

VIEWS = get_args(contract.View)
"""How a person first looks at an answer."""

RESERVED = ("format", "revision", "shape", "timeout_ms", "version")
"""Names of parameters of every request, which no parameter of a question may have."""


@dataclass(frozen=True)
class Question:
    """One canned question.

    Attributes:
        version: The digest of its declarations and its query.
        example: Values, beside the defaults, for which the answer has a row.
        may_be_empty: Whether the answer to the example may have no rows.
    """

    name: str
    version: str
    title: dict[str, str]
    description: dict[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    view: contract.View
    tags: tuple[str, ...]
    template: Template
    example: Mapping[str, str]
    may_be_empty: bool
    deprecated: Deprecation | None

    @property
    def coordinates(self) -> tuple[str, str] | None:
        """The names of the columns of longitude and latitude, in this order, or None if there are none."""
        names = {column.kind: column.name for column in self.columns}
        return (names["longitude"], names["latitude"]) if "longitude" in names else None

    def to_json(self, store: Store) -> contract.Question:
        """Return the entry of the question in the list of questions, with the choices of its parameters."""
        return {
            "name": self.name,
            "version": self.version,
            "title": self.title,
            "description": self.description,
            "tags": list(self.tags),
            "view": self.view,
            "parameters": [parameter.to_json(store) for parameter in self.parameters],
            "columns": [column.to_json() for column in self.columns],
            "deprecated": self.deprecated.to_json() if self.deprecated else None,
            "href": f"/queries/{self.name}",
        }

    def bind(self, store: Store, given: Mapping[str, str]) -> "BoundQuestion":
        """Return the question with its values bound: those given, else the defaults.

        Raises:
            UnknownParameter: If the question has no parameter of a name.
            BadInput: If a parameter is given by its former name, too.
            BadParameter: If a value does not have the form of its kind, or a required value is missing.
            UnknownName: If the graph has no thing of a name.
        """
        given = self.in_present_names(given)
        terms: dict[str, Term | str] = dict(self.terms(store, given))
        values = {}
        for parameter in self._present:
            value = given.get(parameter.name, parameter.default)
            if value is not None:
                values[parameter.name] = value
                if parameter.name not in terms:
                    terms[parameter.name] = parameter.bind(value)
            elif parameter.optional:
                terms[parameter.name] = UNDEF
            else:
                said = messages.text("refused.required", name=parameter.name, description=parameter.description)
                raise BadParameter(said, parameter=parameter.name)
        check_period(values)
        return BoundQuestion(self, values, self.template.bind(terms))

    @property
    def _present(self) -> list[Parameter]:
        """The parameters without former names."""
        return [parameter for parameter in self.parameters if not parameter.renamed]

    def in_present_names(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the given values by the present names of their parameters.

        Raise :class:`BadInput` if one is given by its former name, too.
        """
        renamed = {parameter.name: parameter.renamed for parameter in self.parameters if parameter.renamed}
        for name in given.keys() & renamed.keys():
            if renamed[name] in given:
                raise BadInput(messages.text("refused.former", former=name, name=renamed[name]), parameter=name)
        return {renamed.get(name, name): value for name, value in given.items()}

    def terms(self, store: Store, given: Mapping[str, str]) -> dict[str, str]:
        """Return the terms of the given values in SPARQL. Raise as :meth:`bind` does, but not for a missing value."""
        given = self.in_present_names(given)
        known = [parameter.name for parameter in self._present]
        for name in given:
            if name not in known:
                raise unknown_parameter(self.name, name, known)
        terms = {}
        for parameter in self._present:
            if parameter.name in given:
                terms[parameter.name] = " ".join(map(str, parameter.current(given[parameter.name], store)))
                parameter.check(given[parameter.name], store)
        return terms


@dataclass(frozen=True)
class BoundQuestion:
    """A question with the values of its parameters, and its query with their terms bound."""

    question: Question
    values: dict[str, str]
    query: str
