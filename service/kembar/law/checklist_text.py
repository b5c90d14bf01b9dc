"""A checklist as a table for a spreadsheet, and as plain text; its columns are in the order that offices know."""

import textwrap
from collections.abc import Iterator

from kembar import messages
from kembar.law import contract
from kembar.law.outcomes import COUNTED, DocumentState
from kembar.rdf.tabular import csv_text

__all__ = ["checklist_csv", "checklist_text"]

_WIDTH = 100
_COLUMNS = (
    "column.step", "column.basis", "column.requirement", "column.procedure", "column.paper", "column.document-number",
    "column.date", "column.actor", "column.time-limit", "column.document-state", "column.outcome", "column.findings",
)  # fmt: skip


def checklist_csv(checklist: contract.Checklist, language: str) -> str:
    """Return a row for each requirement, with the headings in a language."""
    names = [_say(name, language) for name in ("column.number", *_COLUMNS)]
    rows = [[str(number), *_cells(row, language).values()] for number, row in enumerate(checklist["rows"], start=1)]
    return csv_text(names, rows)


def checklist_text(checklist: contract.Checklist, language: str) -> str:
    """Return the checklist as text: how far it is, what stops it, and a paragraph for each requirement."""
    lines = [checklist["label"][language], checklist["headline"][language]]
    for provision, day in checklist["assumed"].items():
        lines += textwrap.wrap(_say("checklist.assumed", language, day=day, provision=provision), _WIDTH)
    if checklist["lawCheckedOn"]:
        due = len(checklist["lawDue"])
        checked = _say("checklist.law-checked", language, day=checklist["lawCheckedOn"])
        lines.append(f"{checked}; {_say('checklist.law-due', language, count=due)}." if due else f"{checked}.")
    recorded = [row for row in checklist["rows"] if row["documentState"] is DocumentState.RECORDED]
    for key, rows in (("checklist.stops", checklist["stops"]), ("checklist.recorded", recorded)):
        lines += ["", _say(key, language).upper()] if rows else []
        for row in rows:
            said = " ".join(finding[language] for finding in row["findings"])
            lines += textwrap.wrap(f"* {row['label'][language]}: {said}", _WIDTH, subsequent_indent="  ")
    for number, row in enumerate(checklist["rows"], start=1):
        lines += ["", f"{number}. {row['label'][language]}"]
        for name, text in _cells(row, language).items():
            if text and name != "column.step":
                heading = f"{_say(name, language)}: "
                lines += textwrap.wrap(heading + text, _WIDTH, initial_indent="   ", subsequent_indent="     ")
    if checklist["aside"]:
        lines += ["", *textwrap.wrap(_say("checklist.aside", language, count=len(checklist["aside"])), _WIDTH)]
    return "\n".join([*lines, "", *textwrap.wrap(checklist["note"][language], _WIDTH)]) + "\n"


def _cells(row: contract.ChecklistRow, language: str) -> dict[str, str]:
    """Return the text of each column of a row."""
    provision, documents = row["provision"], row["documents"]
    label, message = row["label"][language], row["message"][language] if row["message"] else ""
    basis = ""
    if provision:
        basis = f"{provision['citation'] or provision['id']}, {provision['regulationLabel'].get(language, '')}"
    texts = {
        "column.step": row["step"]["label"].get(language, row["step"]["id"]) if row["step"] else "",
        "column.basis": basis.removesuffix(", "),
        "column.requirement": message if message.startswith(label) else f"{label}: {message}".removesuffix(": "),
        "column.procedure": " → ".join(part[language] for part in (row["responsible"], row["addressee"]) if part),
        "column.paper": row["paper"][language] if row["paper"] else "",
        "column.document-number": "; ".join(_document(one, language) for one in documents),
        "column.date": "; ".join(one["date"] or "–" for one in documents),
        "column.actor": "; ".join(", ".join(actor[language] for actor in one["actors"]) or "–" for one in documents),
        "column.time-limit": "; ".join(_time_limit(row, language)),
        "column.document-state": row["documentStateText"][language],
        "column.outcome": _outcome(row, language),
        "column.findings": " ".join(finding[language] for finding in row["findings"]),
    }
    return {name: texts[name] for name in _COLUMNS}


def _document(document: contract.ChecklistDocument, language: str) -> str:
    unchecked = f" ({_say('checklist.unchecked', language)})" if document["unchecked"] else ""
    return f"{document['document'] or '–'}{unchecked}"


def _time_limit(row: contract.ChecklistRow, language: str) -> Iterator[str]:
    if row["timeLimit"]:
        yield row["timeLimit"][language]
    if until := row["deadline"]:
        yield _say("checklist.until", language, day=until["day"], received=until["received"])
        if until["estimated"]:
            yield _say("checklist.estimated", language)
        if until["passed"]:
            yield _say("checklist.passed", language)
        yield until["assumed"][language]


def _outcome(row: contract.ChecklistRow, language: str) -> str:
    if row["outcome"] is None:
        return ""
    outcome = _say(f"outcome.{row['outcome']}", language)
    return outcome if row["binding"] in COUNTED else f"{outcome} ({_say('checklist.not-counted', language)})"


def _say(key: str, language: str, **values: object) -> str:
    return messages.text(key, **values)[language]
