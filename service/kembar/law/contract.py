"""The JSON contract of verdicts and of the matrix."""

from typing_extensions import TypedDict

from kembar.law.outcomes import Binding, Outcome, Overall
from kembar.rdf.contract import Day, Iri, RevisionNumber, Texts

__all__ = [
    "Argument",
    "Contest",
    "ContestedReading",
    "Ended",
    "Evidence",
    "EvidenceOfRequirement",
    "Matrix",
    "MatrixCell",
    "MatrixColumn",
    "MatrixRow",
    "Next",
    "Prospect",
    "Provision",
    "RequirementOutcome",
    "Stated",
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
    """The role of the shape that found it: exempt, unclear, satisfied, attested, violated, open or gap."""
    says: Texts
    facts: dict[str, str]
    """Its dates and document, by name."""
    unchecked: bool
    """Whether only the proposal describes it, so that nobody checked what the proposer states."""
    statedAt: list[StatedAt]
    """Empty for what is not shown: that something is not recorded has no source."""


_For = TypedDict("_For", {"for": list[Evidence]})


class EvidenceOfRequirement(_For):
    """The evidence on a requirement: ``for`` is what meets it, or shows that it is not asked."""

    against: list[Evidence]
    """What violates the requirement or keeps it open."""


class Prospect(TypedDict):
    """What an open requirement can still do to the overall answer."""

    ifShown: Overall
    """The overall answer if this requirement is shown and all else stays as it is."""
    ifRefuted: Overall
    canMatter: bool
    """Whether it can change the overall answer under any outcome of the other open requirements."""


class Next(TypedDict):
    """What to do about one open requirement."""

    requirement: Iri
    label: Texts
    outcome: Outcome
    wrong: list[Texts]
    """What is missing or wrong with this deed, a sentence each."""
    says: Texts
    """What has to be done."""
    who: Texts
    towards: Texts
    document: Texts
    timeLimit: Texts | None
    """The time limit that the provision sets; null if it sets none."""


class Stated(TypedDict):
    """A statement of the proposal."""

    thing: str
    property: Iri
    value: str
    says: Texts
    """The statement in words."""


class Ended(TypedDict):
    """What has ended by the day looked at."""

    thing: Iri
    says: Texts
    end: str


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
    evidence: EvidenceOfRequirement
    prospect: Prospect | None
    """For a requirement that counts and is undetermined; otherwise null."""
    needed: Texts | None
    """What would satisfy the requirement, if it is open or violated."""
    restsOn: list[Contest]
    message: Texts


class Verdict(TypedDict):
    """The verdict on one deed."""

    deed: str
    label: Texts
    """Of the deed."""
    parties: list[Texts]
    """The names of its parties."""
    actDate: str | None
    """The date of signature at the precision known; today in Jakarta for a draft; null where it is not known."""
    signed: bool | None
    """Whether the deed is signed; null for a deed of the record whose date is not recorded."""
    asOf: str | None
    """The day whose facts are looked at; null where the act date is not known and no day was asked for."""
    lawCheckedOn: str | None
    """The day on which the oldest of the provisions and relations used was last checked against its text."""
    lawDue: list[Iri]
    """The provisions and relations whose last check is older than the limit, or that were never checked."""
    assumed: dict[str, Day]
    """Provisions taken to be in force from a day, for trial."""
    assumedProvisions: list[Provision]
    """These provisions by name, in the same order."""
    revision: RevisionNumber
    overall: Overall
    next: list[Next]
    """One entry for each open requirement that counts, in the order of the procedure."""
    ended: list[Ended]
    claims: list[Stated]
    """What the proposer states of the parties and their bodies (level, kind, country …), which nobody checked."""
    unused: list[Stated]
    """What no rule used."""
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
    actDate: str | None
    asOf: str | None
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
