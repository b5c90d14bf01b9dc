"""Which requirements of a verdict a report speaks of, and in which order."""

from collections.abc import Iterable

from kembar.law import contract
from kembar.law.outcomes import COUNTED, OPEN, Binding, Outcome

__all__ = ["applicable", "counted", "decisive", "most_common", "open_ones", "shown", "with_binding"]

Requirements = list[contract.RequirementOutcome]


def counted(verdict: contract.Verdict) -> Requirements:
    """Return the requirements that count for the overall answer."""
    return with_binding(verdict, *COUNTED)


def with_binding(verdict: contract.Verdict, *bindings: Binding) -> Requirements:
    """Return the requirements with one of some bindings."""
    return [one for one in verdict["requirements"] if one["binding"] in bindings]


def applicable(verdict: contract.Verdict) -> Requirements:
    """Return the requirements that count and are asked of this deed."""
    return [one for one in counted(verdict) if one["outcome"] != Outcome.NOT_APPLICABLE]


def shown(verdict: contract.Verdict) -> Requirements:
    """Return the requirements that count and are met."""
    return [one for one in applicable(verdict) if one["outcome"] not in OPEN]


def open_ones(verdict: contract.Verdict) -> Requirements:
    """Return the open requirements that count, those that decide first.

    These are the violated ones, first those that no argument speaks for; then those that alone can change the overall
    answer, then those that can change it together with others, last those that cannot matter any more. In each the
    order is that of the procedure.
    """
    places = {item["requirement"]: place for place, item in enumerate(verdict["next"])}
    return sorted(
        (one for one in counted(verdict) if one["outcome"] in OPEN),
        key=lambda one: (_rank(one, verdict), places.get(one["requirement"], len(places))),
    )


def decisive(verdict: contract.Verdict) -> Requirements:
    """Return the open requirements on which the overall answer rests."""
    ranked = [(_rank(one, verdict), one) for one in open_ones(verdict)]
    return [one for rank, one in ranked if rank == ranked[0][0]]


def _rank(one: contract.RequirementOutcome, verdict: contract.Verdict) -> int:
    if one["outcome"] == Outcome.VIOLATED:
        return 1 if one["arguable"] else 0
    prospect = one["prospect"]
    if prospect is None or not prospect["canMatter"]:
        return 4
    return 2 if prospect["ifRefuted"] != verdict["overall"] else 3


def most_common(items: Iterable[contract.Prospect]) -> contract.Prospect | None:
    """Return the prospect that most open requirements have, the first of these."""
    seen = list(items)
    return max(seen, key=seen.count, default=None)
