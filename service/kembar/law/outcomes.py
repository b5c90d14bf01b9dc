"""The decision tables: findings to an outcome, dates to a binding, and outcomes to the overall answer."""

from collections.abc import Iterable
from enum import StrEnum

from kembar.rdf.dates import Span

__all__ = ["Binding", "Outcome", "Overall", "binding_of", "outcome_of", "overall_of"]


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
    INFORMATION = "information"
    UNKNOWN = "unknown"


class Overall(StrEnum):
    """Slugs of ``concept/overall``."""

    LAWFUL = "lawful"
    NOT_LAWFUL = "not-lawful"
    ARGUABLE = "arguable"
    NOT_YET_SHOWN = "not-yet-shown"


def outcome_of(roles: set[str], conditional: bool) -> Outcome:
    """Return the outcome of a requirement.

    A missing fact never violates. Evidence for one party does not satisfy the requirement while it is open for another.
    An attestation by a competent body decides only if the graph itself does not.

    Args:
        roles: The roles of the shapes that have findings.
        conditional: Whether the rule has a shape of the role ``applies``.
    """
    if "exempt" in roles:
        return Outcome.NOT_APPLICABLE
    if conditional and "applies" not in roles:
        return Outcome.UNDETERMINED
    if "violated" in roles:
        return Outcome.VIOLATED
    if "satisfied" in roles and "open" not in roles:
        return Outcome.SATISFIED
    return Outcome.ATTESTED if "attested" in roles else Outcome.UNDETERMINED


def binding_of(act: Span, start: Span | None, end: Span | None, year: int | None = None) -> Binding:
    """Return whether a provision binds an act.

    Args:
        act: The date of the act.
        start: The first day in force; None if it is not sourced.
        end: The first day no longer in force; None if no end is recorded.
        year: The year of the regulation. Without a sourced start, an act before that year is still not bound.
    """
    if start is None:
        return Binding.INFORMATION if year is not None and act.latest.year < year else Binding.UNKNOWN
    if act.latest < start.earliest or (end is not None and act.earliest >= end.latest):
        return Binding.INFORMATION
    if act.earliest >= start.latest and (end is None or act.latest < end.earliest):
        return Binding.BOUND
    return Binding.UNKNOWN


def overall_of(judged: Iterable[tuple[Outcome, Binding, bool]]) -> Overall:
    """Return the overall answer for requirements, each with its outcome, its binding and whether it is arguable.

    Only requirements that bind count, including those whose binding is unknown. If none binds, lawfulness is not shown.
    """
    bound = [(outcome, arguable) for outcome, binding, arguable in judged if binding is not Binding.INFORMATION]
    violated = [arguable for outcome, arguable in bound if outcome is Outcome.VIOLATED]
    if violated:
        return Overall.ARGUABLE if all(violated) else Overall.NOT_LAWFUL
    if bound and all(outcome is not Outcome.UNDETERMINED for outcome, _ in bound):
        return Overall.LAWFUL
    return Overall.NOT_YET_SHOWN
