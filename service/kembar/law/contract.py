"""The JSON contract of verdicts and of the matrix."""

from typing_extensions import TypedDict

from kembar.law.outcomes import Binding, DocumentState, Outcome, Overall
from kembar.rdf.contract import Day, Iri, RevisionNumber, Texts

__all__ = [
    "Argument",
    "Change",
    "Checklist",
    "ChecklistDeadline",
    "ChecklistDocument",
    "ChecklistRow",
    "ChecklistStep",
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


_From = TypedDict("_From", {"from": Outcome})


class Change(_From, TypedDict):
    """What an assumption changes for one requirement: ``from`` is the outcome without it."""

    requirement: Iri
    label: Texts
    to: Outcome
    bindingFrom: Binding
    bindingTo: Binding


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
    changes: list[Change]
    """What the assumptions change, in the order of the procedure; empty without any."""
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
    assumed: dict[str, Day]
    """Provisions taken to be in force from a day, for trial."""
    requirements: list[MatrixColumn]
    rows: list[MatrixRow]
    counts: dict[str, dict[str, int]]
    """By the IRI of the requirement: how often each outcome occurs."""
    overall: dict[str, int]
    """How often each overall answer occurs."""


class ChecklistStep(TypedDict):
    """A step of the procedure."""

    id: Iri
    label: dict[str, str]
    """By language."""


class ChecklistDocument(TypedDict):
    """A document of the proposal or the record that bears on a requirement."""

    thing: str
    """IRI, or the name of a node without one."""
    label: Texts
    document: str | None
    """Its number or title; null if none is stated."""
    date: str | None
    actors: list[Texts]
    """The names of those who acted."""
    unchecked: bool
    """Whether only the proposal describes it, so that nobody checked it."""


class ChecklistDeadline(TypedDict):
    """A time limit that runs from a known day. Lateness is noted and is no violation."""

    received: Day
    """The day from which it runs."""
    day: Day
    """Its last day."""
    estimated: bool
    """Whether a year on the way has holidays whose days are estimates."""
    passed: bool
    """Whether the last day is before today."""
    assumed: Texts
    """What was counted, because the law does not say."""


class ChecklistRow(TypedDict):
    """One requirement, or a step that no requirement is about, in the order of the procedure."""

    step: ChecklistStep | None
    """Null for a requirement without a place in the procedure; these come first."""
    requirement: Iri | None
    """Null for a step that no requirement is about."""
    label: Texts
    provision: Provision | None
    message: Texts | None
    """What the requirement asks."""
    responsible: Texts | None
    """Who acts."""
    addressee: Texts | None
    """Towards whom."""
    paper: Texts | None
    """The document that shows it."""
    timeLimit: Texts | None
    deadline: ChecklistDeadline | None
    documents: list[ChecklistDocument]
    documentState: DocumentState
    """The state of the document, which says nothing of the outcome."""
    documentStateText: Texts
    waitsFor: list[ChecklistStep]
    """The steps whose documents must be there before this one can begin."""
    outcome: Outcome | None
    """The outcome of the requirement, which says nothing of the document; null for a step without a requirement."""
    binding: Binding | None
    findings: list[Texts]
    """What decides the outcome or keeps it open, a sentence each."""


class Checklist(TypedDict):
    """The documents of a cooperation, in the order of the procedure."""

    deed: str | None
    """Null for a draft that was made up, because only a country was given."""
    label: Texts
    actDate: str | None
    """As in a verdict."""
    signed: bool | None
    """As in a verdict."""
    asOf: str | None
    lawCheckedOn: str | None
    lawDue: list[Iri]
    assumed: dict[str, Day]
    """Provisions taken to be in force from a day, for trial."""
    revision: RevisionNumber
    overall: Overall
    shown: int
    """How many of the requirements that count are satisfied or attested."""
    counted: int
    """How many requirements count and apply."""
    headline: Texts
    stops: list[ChecklistRow]
    """The requirements that count and are violated; they are among the rows, too."""
    rows: list[ChecklistRow]
    aside: list[MatrixColumn]
    """Requirements without a row: they do not apply, were not in force, or are known at second hand only."""
    note: Texts
    """What a checklist is and is not."""
