"""The report on a verdict as plain text, in three depths."""

from kembar.law import contract
from kembar.report.arguments import Disputes
from kembar.report.next_steps import next_steps
from kembar.report.requirements import all_requirements, contested_facts, displaced, open_requirements
from kembar.report.summary import conclusion, counts, deed_name, freshness, head, not_counted, trial
from kembar.report.words import Words, heading, wrapped

__all__ = ["DEFAULT_DEPTH", "report"]

DEFAULT_DEPTH = 2


def report(verdict: contract.Verdict, language: str, depth: int = DEFAULT_DEPTH) -> str:
    """Return a report on a verdict as plain text.

    Args:
        verdict: The verdict as JSON.
        language: The language of the text.
        depth: 1 for the answer in a sentence; 2 for what decides it and what to do next; 3 for all requirements with
            all evidence and the IRIs of things.
    """
    words = Words(language, with_iris=depth == 3)
    title = wrapped(words.text("report.title", deed=deed_name(verdict, words)) + words.iri(verdict["deed"]))
    lines = [*title, ""]
    if depth > 1:
        lines += [*head(verdict, words), *freshness(verdict, words), ""]
    lines += [*trial(verdict, words), "", *conclusion(verdict, words), "", *counts(verdict, words)]
    if depth == 1:
        lines += freshness(verdict, words)
    else:
        lines += [*not_counted(verdict, words), *_findings(verdict, words, depth)]
    lines += ["", *wrapped(words.text("report.disclaimer"))]
    return "".join(f"{line}\n" for place, line in enumerate(lines) if line or lines[place - 1])


def _findings(verdict: contract.Verdict, words: Words, depth: int) -> list[str]:
    disputes = Disputes(words)
    if depth == 3:
        lines = all_requirements(verdict, words, disputes)
    else:
        lines = [
            *open_requirements(verdict, words, disputes),
            *contested_facts(verdict, words, disputes),
            *displaced(verdict, words),
        ]
    lines += next_steps(verdict, words)
    if verdict["ended"]:
        lines += heading(words.text("report.ended"))
        for ended in verdict["ended"]:
            # The verdict writes the day as the record does.
            said = words.of(ended["says"]).replace(ended["end"], words.day(ended["end"]))
            lines += wrapped(f"- {said}", 0, 2)
    if verdict["claims"]:
        lines += heading(words.text("report.claims"))
        for claim in verdict["claims"]:
            lines += wrapped(f"- {words.of(claim['says'])} {words.text('report.unchecked')}", 0, 2)
    if verdict["unused"]:
        lines += heading(words.text("report.unused"))
        lines += [line for item in verdict["unused"] for line in wrapped(f"- {words.of(item['says'])}", 0, 2)]
    if depth == 3 and verdict["lawDue"]:
        lines += heading(words.text("report.due"))
        lines += [line for iri in verdict["lawDue"] for line in wrapped(f"- {iri}")]
    return lines
