"""The decision tables: findings to an outcome, dates to a binding, and outcomes to the overall answer."""

from collections.abc import Iterable
from enum import StrEnum

from kembar.rdf.dates import Span

__all__ = [
    "COUNTED",
    "OPEN",
    "Binding",
    "DocumentState",
    "Outcome",
    "Overall",
    "binding_of",
    "outcome_of",
    "overall_of",
]


class Outcome(StrEnum):
    """Slugs of ``concept/outcome``, worst first."""

    VIOLATED = "violated"
    UNDETERMINED = "undetermined"
    ATTESTED = "attested"
    SATISFIED = "satisfied"
    NOT_APPLICABLE = "not-applicable"


class Binding(StrEnum):
    """Slugs of ``concept/binding``."""

    BOUND = "bound"
    UNKNOWN = "unknown"
    UNREAD = "unread"
    FOR_INFORMATION = "for-information"
    NOT_IN_FORCE = "not-in-force"


class Overall(StrEnum):
    """Slugs of ``concept/overall``."""

    LAWFUL = "lawful"
    NOT_LAWFUL = "not-lawful"
    ARGUABLE = "arguable"
    NOT_YET_SHOWN = "not-yet-shown"
    OUTSIDE = "outside"


class DocumentState(StrEnum):
    """States of the document of a requirement in a checklist."""

    PRESENT = "present"
    INCOMPLETE = "incomplete"
    RECORDED = "recorded"
    """The record shows the requirement without a document of the proposal."""
    WAITING = "waiting"
    BLOCKED = "blocked"
    NONE = "none"


COUNTED = frozenset({Binding.BOUND, Binding.UNKNOWN})
"""The bindings of the requirements that count for the overall answer."""

OPEN = frozenset({Outcome.VIOLATED, Outcome.UNDETERMINED})
"""The outcomes that ask for something to be done."""


def outcome_of(roles: set[str]) -> Outcome:
    """Return the outcome of a requirement from the roles of the shapes that have findings.

    - ``exempt``: evidence shows that the requirement is not asked of this deed. The shapes of this role look at all
      parties and fields of the deed, so the finding on one party hides nothing that is found on another.
    - ``unclear``: it is not known whether the requirement is asked.
    - ``violated``: evidence against it, for any party, field or paper.
    - ``open``: a party, field or paper that no evidence decides; evidence on the others does not satisfy.
    - ``satisfied``: evidence for it.
    - ``attested``: the statement of a competent body on the deed as a whole, which also closes what is open.
    - ``gap``: explains why nothing counts, and closes nothing.
    """
    if "exempt" in roles:
        return Outcome.NOT_APPLICABLE
    if "unclear" in roles:
        return Outcome.UNDETERMINED
    if "violated" in roles:
        return Outcome.VIOLATED
    if "satisfied" in roles and "open" not in roles:
        return Outcome.SATISFIED
    return Outcome.ATTESTED if "attested" in roles else Outcome.UNDETERMINED


def binding_of(act: Span, start: Span | None, end: Span | None, year: int | None = None) -> Binding:
    """Return whether a provision binds an act: BOUND, NOT_IN_FORCE or UNKNOWN.

    Args:
        act: The date of the act.
        start: The first day in force; None if it is not sourced.
        end: The first day no longer in force; None if no end is recorded.
        year: The year of the regulation. Without a sourced start, an act before that year is still not bound.
    """
    if start is None:
        over = end is not None and act.earliest >= end.latest
        early = year is not None and act.latest.year < year
        return Binding.NOT_IN_FORCE if over or early else Binding.UNKNOWN
    if act.latest < start.earliest or (end is not None and act.earliest >= end.latest):
        return Binding.NOT_IN_FORCE
    if act.earliest >= start.latest and (end is None or act.latest < end.earliest):
        return Binding.BOUND
    return Binding.UNKNOWN


def overall_of(judged: Iterable[tuple[Outcome, Binding, bool]]) -> Overall:
    """Return the overall answer for requirements, each with its outcome, its binding and whether it is arguable.

    Only requirements that bind count, including those whose binding is unknown. If none of these applies to the deed,
    nothing was tested and the deed is outside.
    """
    bound = [(outcome, arguable) for outcome, binding, arguable in judged if binding in COUNTED]
    violated = [arguable for outcome, arguable in bound if outcome is Outcome.VIOLATED]
    outcomes = {outcome for outcome, _ in bound}
    if violated:
        return Overall.ARGUABLE if all(violated) else Overall.NOT_LAWFUL
    if Outcome.UNDETERMINED in outcomes:
        return Overall.NOT_YET_SHOWN
    return Overall.LAWFUL if outcomes & {Outcome.SATISFIED, Outcome.ATTESTED} else Overall.OUTSIDE
