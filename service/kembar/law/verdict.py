"""The verdict on one deed.

It gives each requirement an outcome, whether the requirement binds, the evidence for and against, the contested facts
that the outcome depends on, and what to do about each open requirement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kembar.law import contract
from kembar.law.evidence import AGAINST, Evidence
from kembar.law.outcomes import COUNTED, OPEN, Binding, Outcome, Overall
from kembar.law.prospects import Prospect, prospects
from kembar.law.rules import Rule, Texts

__all__ = ["Judged", "Verdict"]


@dataclass(frozen=True)
class Judged:
    """The outcome for one requirement."""

    rule: Rule
    provision: contract.Provision
    outcome: Outcome
    binding: Binding
    arguable: list[contract.Argument]
    evidence: list[Evidence]
    rests_on: list[contract.Contest]

    @property
    def requirement(self) -> str:
        """The IRI of the requirement."""
        return self.rule.iri

    @property
    def counts(self) -> bool:
        """Whether the requirement counts for the overall answer."""
        return self.binding in COUNTED

    @property
    def needed(self) -> Texts | None:
        """What would show the requirement, if it is open."""
        return self.rule.needed if self.outcome in OPEN else None

    @property
    def cell(self) -> contract.MatrixCell:
        """The outcome as a cell of the matrix."""
        return {"outcome": self.outcome, "binding": self.binding, "arguable": bool(self.arguable)}

    @property
    def supporting(self) -> list[Evidence]:
        """The evidence that meets the requirement, or that shows that it is not asked."""
        return [item for item in self.evidence if item.finds not in AGAINST]

    @property
    def opposing(self) -> list[Evidence]:
        """What violates the requirement or keeps it open."""
        return [item for item in self.evidence if item.finds in AGAINST]

    def to_json(self, prospect: Prospect | None) -> contract.RequirementOutcome:
        """Return the outcome in the form of the JSON contract."""
        return {
            "requirement": self.rule.iri,
            "label": self.rule.label,
            "provision": self.provision,
            "outcome": self.outcome,
            "binding": self.binding,
            "arguable": bool(self.arguable),
            "arguments": self.arguable,
            "evidence": {
                "for": [item.to_json() for item in self.supporting],
                "against": [item.to_json() for item in self.opposing],
            },
            "prospect": None
            if prospect is None
            else {
                "ifShown": prospect.if_shown,
                "ifRefuted": prospect.if_refuted,
                "canMatter": prospect.can_matter,
            },
            "needed": self.needed,
            "restsOn": self.rests_on,
            "message": self.rule.message,
        }

    def next(self) -> contract.Next:
        """Return what to do about the requirement, which is violated or undetermined."""
        violated = self.outcome is Outcome.VIOLATED
        decisive = {"violated"} if violated else AGAINST
        return {
            "requirement": self.rule.iri,
            "label": self.rule.label,
            "outcome": self.outcome,
            "wrong": [item.says for item in self.evidence if item.finds in decisive],
            "says": self.rule.remedy if violated else self.rule.next_step,
            "who": self.rule.responsible,
            "towards": self.rule.addressee,
            "document": self.rule.paper,
            "timeLimit": self.rule.time_limit or None,
        }


@dataclass(frozen=True)
class Verdict:
    """The verdict on one deed; ``requirements`` are in the order of the procedure."""

    deed: str
    label: Texts
    act_date: str | None
    signed: bool | None
    as_of: str | None
    revision: int
    overall: Overall
    requirements: list[Judged]
    ended: list[contract.Ended] = field(default_factory=list)
    claims: list[contract.Stated] = field(default_factory=list)
    unused: list[contract.Stated] = field(default_factory=list)
    assumed: Mapping[str, date] = field(default_factory=dict)
    changes: list[contract.Change] = field(default_factory=list)
    assumed_provisions: list[contract.Provision] = field(default_factory=list)
    parties: list[Texts] = field(default_factory=list)
    checked_on: str | None = None
    due: list[str] = field(default_factory=list)

    @property
    def next(self) -> list[contract.Next]:
        """One entry for each open requirement that counts, in the order of the procedure."""
        return [judged.next() for judged in self.requirements if judged.counts and judged.outcome in OPEN]

    @property
    def worst_first(self) -> list[Judged]:
        """The requirements that count first; of these the violated ones first."""
        return sorted(self.requirements, key=_weight)

    def to_json(self) -> contract.Verdict:
        """Return the verdict in the form of the JSON contract, the worst requirement first."""
        ordered = self.worst_first
        expected = prospects([(judged.outcome, judged.binding, bool(judged.arguable)) for judged in ordered])
        return {
            "deed": self.deed,
            "label": self.label,
            "parties": self.parties,
            "actDate": self.act_date,
            "signed": self.signed,
            "asOf": self.as_of,
            "lawCheckedOn": self.checked_on,
            "lawDue": self.due,
            "assumed": {provision: day.isoformat() for provision, day in self.assumed.items()},
            "changes": self.changes,
            "assumedProvisions": self.assumed_provisions,
            "revision": self.revision,
            "overall": self.overall,
            "next": self.next,
            "ended": self.ended,
            "claims": self.claims,
            "unused": self.unused,
            "requirements": [judged.to_json(prospect) for judged, prospect in zip(ordered, expected, strict=True)],
        }


def _weight(judged: Judged) -> tuple[int, int, bool]:
    """Return the sort key: counted, then tested and not counted, then not in force; in each the worst outcome first."""
    group = 0 if judged.counts else 2 if judged.binding is Binding.NOT_IN_FORCE else 1
    return group, list(Outcome).index(judged.outcome), judged.binding is Binding.UNKNOWN
