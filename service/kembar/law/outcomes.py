"""The fixed tables of design §5: from findings to an outcome, from dates to binding, from outcomes to the overall answer."""

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


def outcome_of(found: set[str], conditional: bool) -> Outcome:
    """The outcome for the roles of shapes that found something; ``conditional`` where the rule has an applies shape.

    A missing fact never violates; what is open for one party keeps the requirement from being satisfied by another; a statement of a competent body
    decides only where the graph itself does not.
    """
    if "exempt" in found:
        return Outcome.NOT_APPLICABLE
    if conditional and "applies" not in found:
        return Outcome.UNDETERMINED
    if "violated" in found:
        return Outcome.VIOLATED
    if "satisfied" in found and "open" not in found:
        return Outcome.SATISFIED
    return Outcome.ATTESTED if "attested" in found else Outcome.UNDETERMINED


def binding_of(act: Span, start: Span | None, end: Span | None, year: int | None = None) -> Binding:
    """Whether a provision in force from ``start`` until ``end`` (the first day no longer; None: no end recorded) binds an act of that date.

    ``year`` is that of its regulation: where the start is not sourced, an act of before that year is not bound all the same.
    """
    if start is None:
        return Binding.INFORMATION if year is not None and act.latest.year < year else Binding.UNKNOWN
    if act.latest < start.earliest or (end is not None and act.earliest >= end.latest):
        return Binding.INFORMATION
    if act.earliest >= start.latest and (end is None or act.latest < end.earliest):
        return Binding.BOUND
    return Binding.UNKNOWN


def overall_of(judged: Iterable[tuple[Outcome, Binding, bool]]) -> Overall:
    """The answer over all requirements that bind (unknown counts as bound), each with its outcome, binding, and whether it is arguable.

    Where none binds, nothing was shown.
    """
    bound = [(outcome, arguable) for outcome, binding, arguable in judged if binding is not Binding.INFORMATION]
    violated = [arguable for outcome, arguable in bound if outcome is Outcome.VIOLATED]
    if violated:
        return Overall.ARGUABLE if all(violated) else Overall.NOT_LAWFUL
    if bound and all(outcome is not Outcome.UNDETERMINED for outcome, _ in bound):
        return Overall.LAWFUL
    return Overall.NOT_YET_SHOWN
