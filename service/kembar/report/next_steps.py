"""What to do about each open requirement, in the order of the procedure."""

from kembar.law import contract
from kembar.law.outcomes import Outcome
from kembar.report.evidence import sentences, unclear, violating
from kembar.report.words import Words, heading, wrapped

__all__ = ["next_steps"]


def next_steps(verdict: contract.Verdict, words: Words) -> list[str]:
    """Return an entry for each open requirement: what is wrong, the step, who acts, towards whom, by which document."""
    if not verdict["next"]:
        return []
    requirements = {one["requirement"]: one for one in verdict["requirements"]}
    lines = heading(words.text("report.next"))
    for number, step in enumerate(verdict["next"], 1):
        lead = f"{number}. "
        lines += wrapped(lead + words.of(step["label"]), 0, len(lead))
        lines += [
            line
            for text in _entry(step, requirements[step["requirement"]], verdict["deed"], words)
            for line in wrapped(text, 3, 2)
        ]
    return lines


def _entry(step: contract.Next, requirement: contract.RequirementOutcome, deed: str, words: Words) -> list[str]:
    violated = step["outcome"] == Outcome.VIOLATED
    found = sentences(violating(requirement) if violated else unclear(requirement), deed, words, detail="none")
    what = " ".join(found) or words.text("report.nothing-recorded")
    texts = [words.text("report.wrong" if violated else "report.missing", what=what)]
    if not violated and requirement["needed"]:
        texts.append(words.text("report.needed", needed=words.of(requirement["needed"])))
    texts.append(words.text("report.step", step=words.of(step["says"])))
    texts.append(
        words.text(
            "report.actors",
            who=words.of(step["who"]),
            towards=words.of(step["towards"]),
            document=words.of(step["document"]),
        )
    )
    if step["timeLimit"]:
        texts.append(words.text("report.time-limit", limit=words.of(step["timeLimit"])))
    return texts
