"""The head of a report, the overall answer in one sentence, and the lines that stand in every report."""

from kembar.law import contract
from kembar.law.outcomes import Binding, Outcome, Overall
from kembar.report.evidence import sentences, violating
from kembar.report.selection import applicable, counted, decisive, shown, with_binding
from kembar.report.words import Words, wrapped

__all__ = ["conclusion", "counts", "deed_name", "freshness", "head", "not_counted", "trial"]

_MOST_NAMES = 3
"""The most requirements that the sentence names."""


def deed_name(verdict: contract.Verdict, words: Words) -> str:
    """Return the name of the deed."""
    name = words.of(verdict["label"], verdict["deed"])
    return words.text("report.unnamed-deed") if name == words.text("report.unnamed") else name


def head(verdict: contract.Verdict, words: Words) -> list[str]:
    """Return the parties and the days of the report."""
    act, looked_at = verdict["actDate"], verdict["asOf"]
    lines = []
    if verdict["parties"]:
        parties = "; ".join(words.of(party) for party in verdict["parties"])
        lines.append(words.text("report.parties", parties=parties))
    if act is None:
        lines.append(words.text("report.undated"))
    elif verdict["signed"]:
        lines.append(words.text("report.signed", day=words.day(act)))
    else:
        lines.append(words.text("report.draft", day=words.day(act)))
    lines += [
        words.text("report.as-of-unknown" if looked_at is None else "report.as-of", day=words.day(looked_at or "")),
        words.text("report.revision", revision=verdict["revision"]),
    ]
    return [line for text in lines for line in wrapped(text, 0, 2)]


def trial(verdict: contract.Verdict, words: Words) -> list[str]:
    """Return which provisions are assumed to be in force, for trial."""
    return [
        line
        for provision in verdict["assumedProvisions"]
        for line in wrapped(
            words.text(
                "report.trial",
                provision=words.provision(provision),
                day=words.day(verdict["assumed"][provision["id"]]),
            )
        )
    ]


def conclusion(verdict: contract.Verdict, words: Words) -> list[str]:
    """Return the overall answer, and a sentence with what decides it in this deed."""
    overall = Overall(verdict["overall"])
    answer = words.text("report.conclusion", overall=words.text(f"overall.{overall}"))
    return [*wrapped(answer), "", *wrapped(_sentence(verdict, overall, words))]


def _sentence(verdict: contract.Verdict, overall: Overall, words: Words) -> str:
    deed = words.text("report.this-draft" if verdict["signed"] is False else "report.this-deed")
    on = words.on(verdict["actDate"])
    if overall is Overall.LAWFUL:
        return words.text("report.lawful", on=on, deed=deed, last=_last(verdict, words))
    if overall is Overall.OUTSIDE:
        return words.text("report.outside", on=on, deed=deed, why=_why_outside(verdict, words))
    deciding = decisive(verdict)
    names = _names(deciding, words)
    if overall is Overall.NOT_YET_SHOWN:
        return words.text("report.not-yet-shown", on=on, deed=deed, names=names)
    key = "report.arguable" if overall is Overall.ARGUABLE else "report.not-lawful"
    why = sentences(violating(deciding[0]), verdict["deed"], words, detail="marks")
    first = words.text("report.reason-at", name=f"“{words.of(deciding[0]['label'])}”") if deciding[1:] else ""
    reason = why[0] if why else words.of(deciding[0]["message"])
    return words.text(key, on=on, deed=deed, names=names, first=first, why=reason)


def _names(requirements: list[contract.RequirementOutcome], words: Words) -> str:
    names = [f"“{words.of(one['label'])}”" for one in requirements]
    left = len(names) - _MOST_NAMES
    if left > 1:
        names = [*names[:_MOST_NAMES], words.text("report.more", count=left)]
    return words.listing(names)


def _last(verdict: contract.Verdict, words: Words) -> str:
    """Return the latest day of the evidence for a requirement that is met, if its days are known."""
    dated = [
        (item["facts"]["date"], words.of(one["label"]))
        for one in shown(verdict)
        for item in one["evidence"]["for"]
        if "date" in item["facts"] and item["thing"] != verdict["deed"]
    ]
    if not dated:
        return ""
    day, label = max(dated)
    return words.text("report.last-shown", label=f"“{label}”", day=words.day(day))


def _why_outside(verdict: contract.Verdict, words: Words) -> str:
    """Return what shows that the first requirement is not asked of this deed, or only a full stop."""
    found = next((one["evidence"]["for"] for one in counted(verdict) if one["evidence"]["for"]), [])
    said = sentences(found, verdict["deed"], words, detail="marks")
    return f": {said[0]}" if said else "."


def counts(verdict: contract.Verdict, words: Words) -> list[str]:
    """Return how much is shown, what does not count, and that a draft is not filed."""
    asked = applicable(verdict)
    texts = [words.text("report.proven", shown=len(shown(verdict)), count=len(asked))] if asked else []
    unknown = sum(one["binding"] == Binding.UNKNOWN for one in asked)
    exempt = sum(one["outcome"] == Outcome.NOT_APPLICABLE for one in counted(verdict))
    texts += [words.text("report.unknown-binding", count=unknown)] if unknown else []
    texts += [words.text("report.exempt", count=exempt)] if exempt else []
    texts += [words.text("report.not-filed")] if verdict["signed"] is False else []
    return wrapped(" ".join(texts))


def not_counted(verdict: contract.Verdict, words: Words) -> list[str]:
    """Return how many requirements were looked at and do not count."""
    information = len(with_binding(verdict, Binding.FOR_INFORMATION))
    unread = len(with_binding(verdict, Binding.UNREAD))
    return (
        wrapped(words.text("report.not-counted", information=information, unread=unread))
        if information + unread
        else []
    )


def freshness(verdict: contract.Verdict, words: Words) -> list[str]:
    """Return on which day the law was checked, and how much of it is due for a new check."""
    day, due = verdict["lawCheckedOn"], len(verdict["lawDue"])
    if day is None:
        return wrapped(words.text("report.never-checked", count=due) if due else words.text("report.check-unknown"))
    if due:
        return wrapped(words.text("report.not-checked-since", day=words.day(day), count=due))
    return wrapped(words.text("report.checked", day=words.day(day)))
