"""Parameters of canned questions, which convert texts from a URL to typed terms."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kembar import messages
from kembar.errors import BadParameter, UnknownName, UnknownParameter
from kembar.files import ContentFile
from kembar.namespaces import CONCEPT, PREFIXES, slug_of
from kembar.questions import contract
from kembar.questions.deprecation import Deprecation
from kembar.questions.kinds import KINDS
from kembar.questions.shared import Shared
from kembar.rdf.names import dct
from kembar.rdf.terms import NamedNode, text_of
from kembar.store.protocol import Store, objects
from kembar.store.templates import Term

__all__ = ["SHAPE", "UNDEF", "Parameter", "SharedParameters", "check_period", "parameter_faults", "unknown_parameter"]

UNDEF = "UNDEF"
"""The keyword for a parameter without a value (SPARQL 1.1 §10.2.2); a question binds optional parameters by VALUES."""

_SHOWN_CHARACTERS = 40


@dataclass(frozen=True)
class Parameter:
    """A parameter.

    Attributes:
        kind: The name of one of :data:`kembar.questions.kinds.KINDS`.
        choices: The values of a parameter of kind choice.
        scheme: The slug of the code list of a parameter of kind concept.
        several: Whether a request may give several names, with commas between them, of which any one matches.
        renamed: The present name of the parameter, if ``name`` is a former one.
    """

    name: str
    kind: str
    description: dict[str, str]
    default: str | None = None
    optional: bool = False
    choices: tuple[str, ...] = ()
    scheme: str | None = None
    deprecated: Deprecation | None = None
    several: bool = False
    renamed: str = ""

    @classmethod
    def declared(cls, declaration: Mapping[str, Any], listed: Collection[str] = ()) -> "list[Parameter]":
        """Return the parameter of a declaration, and the one of its former name (``formerly``), if it has one.

        Args:
            declaration: The declaration.
            listed: The parameters that occur only where several terms may stand.

        Raises:
            KeyError: If a member is missing.
            TypeError: If a member is unknown or has another form.
        """
        members = {name: value for name, value in declaration.items() if name not in ("formerly", "deprecated")}
        choices, deprecated = tuple(declaration.get("choices", ())), Deprecation.of(declaration.get("deprecated"))
        kind = KINDS.get(declaration["kind"])
        several = kind is not None and kind.class_ is not None and declaration["name"] in listed
        parameter = cls(**{**members, "choices": choices, "deprecated": deprecated, "several": several})
        if "formerly" not in declaration:
            return [parameter]
        name, mark = Deprecation.of_name(declaration["formerly"], parameter.name)
        former = replace(parameter, name=name, default=None, optional=True, deprecated=mark, renamed=parameter.name)
        return [parameter, former]

    @property
    def required(self) -> bool:
        """Whether every request needs a value for it."""
        return self.default is None and not self.optional

    def bind(self, text: str) -> Term:
        """Return the typed term for a text. Raise :class:`BadParameter` if its kind has another form."""
        kind = KINDS[self.kind]
        term = kind.parse(text, self.scheme)
        if self.kind == "choice" and text not in self.choices:
            raise self._bad("refused.choices", text, choices=", ".join(self.choices))
        if term is None:
            raise self._bad("refused.form", text, form=kind.forms)
        return term

    def split(self, text: str) -> list[str]:
        """Return the single values of a text."""
        return text.split(",") if self.several else [text]

    def current(self, text: str, store: Store) -> list[Term]:
        """Return the terms for a text as :meth:`bind` does; for a name that was replaced, the one in its place."""
        return [self._current(self.bind(part), store) for part in self.split(text)]

    @staticmethod
    def _current(term: Term, store: Store) -> Term:
        successors = objects(store, term, dct.isReplacedBy) if isinstance(term, NamedNode) else []
        return next((NamedNode(successor) for successor in successors), term)

    def example(self) -> str:
        """Return a valid text, with which the question is compiled."""
        return self.default or (self.choices[0] if self.kind == "choice" else KINDS[self.kind].example)

    def to_json(self, store: Store) -> contract.Parameter:
        """Return the parameter as the JSON contract has it, with its choices."""
        return {
            "name": self.name,
            "kind": self.kind,
            "description": self.description,
            "default": self.default,
            "optional": self.optional,
            "choices": self.values(store),
            "scheme": self.scheme,
            "several": self.several,
            "deprecated": self.deprecated.to_json() if self.deprecated else None,
        }

    def values(self, store: Store) -> list[str] | None:
        """Return the possible values as slugs, or None if they are not enumerable."""
        if self.kind == "choice":
            return list(self.choices)
        kind = KINDS[self.kind]
        if kind.valued_by:
            named: set[object] = {quad.object for quad in store.quads(None, NamedNode(kind.valued_by))}
        elif self.kind == "concept":
            named = _subjects(store, PREFIXES["skos"] + "inScheme", f"{CONCEPT}{self.scheme}")
        elif kind.class_:
            named = _subjects(store, PREFIXES["rdf"] + "type", kind.class_)
        else:
            return None
        return sorted({slug_of(text_of(term)) for term in named})

    def check(self, text: str, store: Store) -> None:
        """Raise :class:`UnknownName` with the known names if the graph has no thing of this name, now or formerly."""
        known = self.values(store)
        if known is None:
            return
        for part, term in zip(self.split(text), self.current(text, store), strict=True):
            if slug_of(text_of(term)) not in known:
                value = repr(part[:_SHOWN_CHARACTERS])
                noun = messages.text(f"noun.{self.kind}")
                said = messages.text("refused.name", name=self.name, kind=noun, value=value)
                raise UnknownName(said, parameter=self.name, known=known)

    def _bad(self, key: str, text: str, **said: object) -> BadParameter:
        value = repr(text[:_SHOWN_CHARACTERS])
        return BadParameter(messages.text(key, name=self.name, value=value, **said), parameter=self.name)


SHAPE = Parameter("shape", "choice", messages.text("parameter.shape"), optional=True, choices=("rows",))
"""The parameter for a table in JSON without anything beside its rows, for programs that read tables."""


def unknown_parameter(name: str, given: str, known: Sequence[str]) -> UnknownParameter:
    """Return the error for a parameter that a question or collection does not have."""
    shown = given[:_SHOWN_CHARACTERS]
    key = "refused.parameter" if known else "refused.no-parameters"
    values = {"name": name, "given": repr(shown)} | ({"known": ", ".join(known)} if known else {})
    return UnknownParameter(messages.text(key, **values), parameter=shown, known=list(known))


class SharedParameters(Shared):
    """The declarations in ``queries/parameters.toml``, and the keys of those that questions use."""

    def __init__(self, file: ContentFile | None = None) -> None:
        """Read the file, if there is one. Raise :class:`ContentError` with all faults in it."""
        super().__init__("parameter", file, _declaration_faults)


def parameter_faults(parameter: Parameter) -> Iterator[str]:
    """Yield the faults of a parameter."""
    needed = {"concept": "scheme", "choice": "choices"}
    if parameter.kind not in KINDS:
        yield f"the parameter {parameter.name} has an unknown kind: {parameter.kind}."
    if parameter.kind in needed and not getattr(parameter, needed[parameter.kind]):
        yield f"the parameter {parameter.name} declares no {needed[parameter.kind]}."


def _declaration_faults(declaration: Mapping[str, Any]) -> Iterator[str]:
    try:
        parameter, *_ = Parameter.declared(declaration)
    except (KeyError, TypeError) as error:
        yield f"the parameter {declaration['name']} is broken: {error}."
        return
    yield from parameter_faults(parameter)


def check_period(values: Mapping[str, str]) -> None:
    """Raise :class:`BadParameter` if a period ends before it begins: no thing could lie in it."""
    for first in ("since", "from"):
        for last in ("until", "before"):
            if first in values and last in values and values[last] < values[first]:
                said = messages.text("refused.period", first=first, start=values[first], last=last, end=values[last])
                raise BadParameter(said, parameter=last)


def _subjects(store: Store, prop: str, value: str) -> set[object]:
    return {quad.subject for quad in store.quads(None, NamedNode(prop), NamedNode(value))}
