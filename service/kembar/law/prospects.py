"""What an open requirement can still do to the overall answer."""

from collections.abc import Sequence
from typing import NamedTuple

from kembar.law.outcomes import COUNTED, Binding, Outcome, Overall, overall_of

__all__ = ["Prospect", "Result", "prospects"]

Result = tuple[Outcome, Binding, bool]
"""Outcome, binding, and whether the outcome is arguable, of one requirement."""


class Prospect(NamedTuple):
    """The overall answer if an open requirement is shown or refuted and all else stays as it is.

    ``can_matter`` says whether the requirement can change the answer under any outcome of the other open ones.
    """

    if_shown: Overall
    if_refuted: Overall
    can_matter: bool


def prospects(results: Sequence[Result]) -> list[Prospect | None]:
    """Return the prospect of each requirement that is undetermined and counts, and None for the others.

    What the others may become is tried as sets and not one at a time. The overall answer depends only on whether some
    requirement is violated, whether one of these is not arguable, whether one is undetermined and whether one is met,
    so one representative of each such change stands for all assignments of the other open requirements.
    """
    return [_prospect(results, place) if _open(result) else None for place, result in enumerate(results)]


def _open(result: Result) -> bool:
    outcome, binding, _ = result
    return outcome is Outcome.UNDETERMINED and binding in COUNTED


def _prospect(results: Sequence[Result], place: int) -> Prospect:
    _, binding, arguable = results[place]
    rest = [result for other, result in enumerate(results) if other != place]
    settled = [result for result in rest if not _open(result)]
    others = [result for result in rest if _open(result)]

    def overall(these: Sequence[Result], outcome: Outcome) -> Overall:
        return overall_of([*these, (outcome, binding, arguable)])

    changes: list[list[Result]] = [[(Outcome.SATISFIED, Binding.BOUND, False)] if others else []]
    if any(not contested for _, _, contested in others):
        changes.append([(Outcome.VIOLATED, Binding.BOUND, False)])
    if any(contested for _, _, contested in others):
        changes.append([(Outcome.VIOLATED, Binding.BOUND, True)])
    return Prospect(
        overall(rest, Outcome.SATISFIED),
        overall(rest, Outcome.VIOLATED),
        any(
            overall([*settled, *change], Outcome.SATISFIED) is not overall([*settled, *change], Outcome.VIOLATED)
            for change in changes
        ),
    )
