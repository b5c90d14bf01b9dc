"""Tables and verdicts as text for a terminal."""

import textwrap
from collections import Counter
from collections.abc import Callable
from string import ascii_uppercase
from typing import Any

from kembar import messages
from kembar.namespaces import BASE, slug_of
from kembar.questions.table import Table

__all__ = ["table_text", "verdict_text"]

_WIDTH, _CELL_WIDTH = 100, 40
Say = Callable[[str], str]
"""Returns a message in the language of the report."""


def verdict_text(verdict: dict[str, Any], language: str) -> str:
    """A verdict in the JSON form of the contracts as text: the answer first, then the requirements worst first, the arguments once, the next step last."""
    say = _in(language)
    dates = {"verdict.act-date": "actDate", "verdict.as-of": "asOf", "verdict.revision": "revision"}
    lines = [
        f"{say('verdict.title')} {slug_of(verdict['deed'])}",
        "    ".join(f"{say(key)}: {verdict[member]}" for key, member in dates.items()),
        f"{say('verdict.overall')}: {say('overall.' + verdict['overall']).upper()}",
        *_counts(verdict, say),
    ]
    if verdict["next"]:
        lines += textwrap.wrap(f"{say('verdict.next')}: {verdict['next'][language]}", _WIDTH)
    elif all(judged["binding"] == "information" for judged in verdict["requirements"]):
        lines += textwrap.wrap(say("verdict.none-bound"), _WIDTH)
    numbers = dict(zip(_arguments(verdict), ascii_uppercase, strict=False))
    group = None
    for judged in verdict["requirements"]:
        heading = f"{say('outcome.' + judged['outcome'])} ({say('binding.' + judged['binding'])})"
        if heading != group:
            lines += ["", heading.upper(), ""]
            group = heading
        lines += _requirement(judged, language, numbers)
    for iri, argument in _arguments(verdict).items():
        lines += ["", f"{say('verdict.argument').upper()} {numbers[iri]}: {argument['label'].get(language, '')}"]
        lines += _indented("", argument["message"].get(language, "")) + _indented(
            say("verdict.rebuttal"), argument["rebuttal"].get(language, "")
        )
    if verdict["next"]:
        lines += ["", *textwrap.wrap(f"{say('verdict.next')}: {verdict['next'][language]}", _WIDTH)]
    return "\n".join(lines)


def _in(language: str) -> Say:
    return lambda key: messages.text(key)[language]


def _counts(verdict: dict[str, Any], say: Say) -> list[str]:
    counted = Counter((judged["binding"] == "information", judged["outcome"]) for judged in verdict["requirements"])
    headings = {False: say("verdict.counted"), True: say("binding.information")}
    return [
        f"{headings[information].capitalize()}: "
        + ", ".join(
            f"{number} {say('outcome.' + outcome)}"
            for (about, outcome), number in counted.items()
            if about is information
        )
        for information in (False, True)
        if any(about is information for about, _ in counted)
    ]


def _arguments(verdict: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {argument["argument"]: argument for judged in verdict["requirements"] for argument in judged["arguments"]}


def _requirement(judged: dict[str, Any], language: str, numbers: dict[str, str]) -> list[str]:
    say = _in(language)
    provision = judged["provision"]
    lines = [f"* {judged['label'][language]}"]
    lines += _indented(
        say("verdict.basis"),
        f"{provision['citation'] or provision['id']}, {provision['regulationLabel'].get(language, provision['regulation'])}",
    )
    lines += _indented("", judged["message"][language])
    for evidence in judged["evidence"]:
        lines += _indented(
            say("verdict.open") if evidence["finds"] == "open" else say("verdict.evidence"),
            _evidence(evidence, language),
        )
    if judged["arguments"]:
        lines += _indented(
            say("verdict.arguable"),
            ", ".join(f"{say('verdict.argument')} {numbers[argument['argument']]}" for argument in judged["arguments"]),
        )
    for contest in judged["restsOn"]:
        lines += _indented(
            say("verdict.rests-on"),
            f"{contest['label'].get(language, contest['contradiction'])}: "
            + (say("verdict.turns") if contest["turns"] else say("verdict.stays")),
        )
        lines += [line for reading in contest["readings"] for line in _indented("  -", _reading(reading, language))]
    if judged["needed"]:
        lines += _indented(say("verdict.needed"), judged["needed"][language])
    return lines


def _evidence(evidence: dict[str, Any], language: str) -> str:
    say, facts = _in(language), dict(evidence["facts"])
    no_end = facts.pop("noEndRecordedAsOf", None)
    dates = ", ".join([*facts.values(), *([f"{say('verdict.no-end')} {no_end}"] if no_end else [])])
    sources = "; ".join(place["label"].get(language, place["id"]) for place in evidence["statedAt"])
    says: str = evidence["says"].get(language, evidence["thing"])
    return says + (f" ({dates})" if dates else "") + (f" [{say('verdict.sources')} {sources}]" if sources else "")


def _reading(reading: dict[str, Any], language: str) -> str:
    say = _in(language)
    value = reading["label"].get(language, reading["value"])
    places = "; ".join(place["label"].get(language, place["id"]) for place in reading["statedAt"])
    outcome = "verdict.preferred" if reading["preferred"] else f"outcome.{reading['outcome']}"
    return f"{value} [{places}]: {say(outcome) if reading['preferred'] or reading['outcome'] else ''}"


def _indented(head: str, text: str) -> list[str]:
    return textwrap.wrap(f"{head}: {text}" if head else text, _WIDTH, initial_indent="   ", subsequent_indent="     ")


def table_text(table: Table) -> str:
    """A table as aligned columns, with a line that says how complete it is."""
    names = [column.name for column in table.columns]
    rows = [[_short(cell) for cell in row] for row in table.cells()]
    widths = [min(max(len(cell) for cell in column), _CELL_WIDTH) for column in zip(names, *rows, strict=True)]
    lines = [
        "  ".join(cell[:width].ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [names, *rows]
    ]
    asked = ", ".join(f"{name} {value}" for name, value in table.parameters.items())
    count = f"{len(rows)} rows" if rows else "No rows: nothing in the record fits"
    lines += ["", f"{count} ({asked}); revision {table.revision}; complete: {'yes' if table.complete else 'no'}."]
    if any(len(cell) > _CELL_WIDTH for row in rows for cell in row):
        lines.append(f"Cells longer than {_CELL_WIDTH} characters are cut in this view; --output csv gives them whole.")
    if table.deprecated:
        lines += textwrap.wrap(
            f"This question goes on {table.deprecated.until}. {table.deprecated.instead['en']}", _WIDTH
        )
    lines += textwrap.wrap(
        "The record: " + " ".join((item["note"]["en"] or item["label"]["en"]) for item in table.coverage), _WIDTH
    )
    return "\n".join(lines) + "\n"


def _short(cell: str) -> str:
    """A cell with our IRIs shortened to their paths."""
    return cell.replace(f"{BASE}id/", "").replace(BASE, "")
