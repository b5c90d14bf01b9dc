"""The JSON contract of verdicts and of the matrix."""

from typing_extensions import TypedDict

from kembar.law.outcomes import Binding, Outcome, Overall
from kembar.rdf.contract import Day, Iri, RevisionNumber, Texts

__all__ = [
    "Argument",
    "Contest",
    "ContestedReading",
    "Evidence",
    "Matrix",
    "MatrixCell",
    "MatrixColumn",
    "MatrixRow",
    "Provision",
    "RequirementOutcome",
    "StatedAt",
    "Verdict",
]


class Provision(TypedDict):
    """A provision of a regulation."""

    id: Iri
    citation: str | None
    label: dict[str, str]
    """By language."""
    regulation: Iri | None
    regulationLabel: dict[str, str]
    """By language; empty without a regulation."""


class StatedAt(TypedDict):
    """A source, or a place in one."""

    id: Iri
    label: dict[str, str]
    """By language."""


class Evidence(TypedDict):
    """A thing that decides a requirement."""

    thing: str
    """IRI, or the name of a node without one."""
    label: Texts
    finds: str
    """The role of the shape that found it: exempt, applies, satisfied, violated, open or attested."""
    says: Texts
    facts: dict[str, str]
    """Its dates and document, by name."""
    statedAt: list[StatedAt]


class Argument(TypedDict):
    """An argument in law against an outcome, and what is said against the argument. Texts are by language."""

    argument: Iri
    label: dict[str, str]
    message: dict[str, str]
    rebuttal: dict[str, str]
    rebuttedBy: list[Provision]


class ContestedReading(TypedDict):
    """One value of a contested fact."""

    reading: Iri
    value: str
    label: dict[str, str]
    """Of the value, by language; empty for a literal."""
    preferred: bool
    outcome: Outcome | None
    """What the outcome would be under this reading; null for the preferred one."""
    statedAt: list[StatedAt]


class Contest(TypedDict):
    """A contested fact that a requirement rests on."""

    contradiction: Iri
    label: dict[str, str]
    """By language."""
    thing: Iri
    property: Iri
    turns: bool
    """Whether another reading gives another outcome."""
    readings: list[ContestedReading]


class RequirementOutcome(TypedDict):
    """One requirement as judged."""

    requirement: Iri
    label: Texts
    provision: Provision
    outcome: Outcome
    binding: Binding
    arguable: bool
    arguments: list[Argument]
    evidence: list[Evidence]
    needed: Texts | None
    """What would satisfy the requirement, if it is open or violated."""
    restsOn: list[Contest]
    message: Texts


class Verdict(TypedDict):
    """The verdict on one deed."""

    deed: str
    actDate: str
    """The date of signature at the precision known; today in Jakarta for a deed without one."""
    asOf: str
    """The day whose facts are looked at."""
    revision: RevisionNumber
    overall: Overall
    next: Texts | None
    """The next step."""
    requirements: list[RequirementOutcome]
    """The worst first."""


class MatrixColumn(TypedDict):
    """A requirement."""

    requirement: Iri
    label: Texts
    provision: Provision


class MatrixCell(TypedDict):
    """The outcome of a requirement for a deed."""

    outcome: Outcome
    binding: Binding
    arguable: bool


class MatrixRow(TypedDict):
    """A deed of a partnership."""

    partnership: Iri
    label: dict[str, str]
    """Of the partnership, by language."""
    deed: Iri
    actDate: str
    asOf: str
    overall: Overall
    cells: dict[str, MatrixCell]
    """By the IRI of the requirement."""


class Matrix(TypedDict):
    """Partnerships by requirements."""

    revision: RevisionNumber
    asOf: Day | None
    """The day whose facts are looked at; null if each row looks at those of its own act date."""
    requirements: list[MatrixColumn]
    rows: list[MatrixRow]
    counts: dict[str, dict[str, int]]
    """By the IRI of the requirement: how often each outcome occurs."""
    overall: dict[str, int]
    """How often each overall answer occurs."""
