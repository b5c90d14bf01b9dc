"""Tables and verdicts as plain text for a terminal."""

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
Translate = Callable[[str], str]
"""Function that returns a message in the language of the report."""


def verdict_text(verdict: dict[str, Any], language: str, depth: int = 2) -> str:  # noqa: ARG001
    """Return a verdict as text: overall outcome, requirements (worst first), arguments, next step.

    Args:
        verdict: The verdict as JSON.
        language: The language of the text.
        depth: How much the text says.
    """
    translate = _translator(language)
    dates = {"verdict.act-date": "actDate", "verdict.as-of": "asOf", "verdict.revision": "revision"}
    lines = [
        f"{translate('verdict.title')} {slug_of(verdict['deed'])}",
        "    ".join(f"{translate(key)}: {verdict[member]}" for key, member in dates.items()),
        f"{translate('verdict.overall')}: {translate('overall.' + verdict['overall']).upper()}",
        *_counts(verdict, translate),
    ]
    if verdict["next"]:
        lines += textwrap.wrap(f"{translate('verdict.next')}: {verdict['next'][language]}", _WIDTH)
    elif all(judged["binding"] == "information" for judged in verdict["requirements"]):
        lines += textwrap.wrap(translate("verdict.none-bound"), _WIDTH)
    letters = dict(zip(_arguments(verdict), ascii_uppercase, strict=False))
    group = None
    for judged in verdict["requirements"]:
        heading = f"{translate('outcome.' + judged['outcome'])} ({translate('binding.' + judged['binding'])})"
        if heading != group:
            lines += ["", heading.upper(), ""]
            group = heading
        lines += _requirement(judged, language, letters)
    for iri, argument in _arguments(verdict).items():
        lines += ["", f"{translate('verdict.argument').upper()} {letters[iri]}: {argument['label'].get(language, '')}"]
        lines += _indented("", argument["message"].get(language, "")) + _indented(
            translate("verdict.rebuttal"), argument["rebuttal"].get(language, "")
        )
    if verdict["next"]:
        lines += ["", *textwrap.wrap(f"{translate('verdict.next')}: {verdict['next'][language]}", _WIDTH)]
    return "\n".join(lines)


def _translator(language: str) -> Translate:
    return lambda key: messages.text(key)[language]


def _counts(verdict: dict[str, Any], translate: Translate) -> list[str]:
    """Return a line for the requirements that bind, and one for those that are for information only."""
    headings = {False: translate("verdict.counted"), True: translate("binding.information")}
    lines = []
    for informative, heading in headings.items():
        counts = Counter(
            judged["outcome"]
            for judged in verdict["requirements"]
            if (judged["binding"] == "information") is informative
        )
        if counts:
            outcomes = ", ".join(f"{number} {translate('outcome.' + outcome)}" for outcome, number in counts.items())
            lines.append(f"{heading.capitalize()}: {outcomes}")
    return lines


def _arguments(verdict: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {argument["argument"]: argument for judged in verdict["requirements"] for argument in judged["arguments"]}


def _requirement(judged: dict[str, Any], language: str, letters: dict[str, str]) -> list[str]:
    translate = _translator(language)
    provision = judged["provision"]
    lines = [f"* {judged['label'][language]}"]
    regulation = provision["regulationLabel"].get(language, provision["regulation"])
    lines += _indented(translate("verdict.basis"), f"{provision['citation'] or provision['id']}, {regulation}")
    lines += _indented("", judged["message"][language])
    for evidence in judged["evidence"]:
        lines += _indented(
            translate("verdict.open") if evidence["finds"] == "open" else translate("verdict.evidence"),
            _evidence(evidence, language),
        )
    if judged["arguments"]:
        lines += _indented(
            translate("verdict.arguable"),
            ", ".join(
                f"{translate('verdict.argument')} {letters[argument['argument']]}" for argument in judged["arguments"]
            ),
        )
    for contest in judged["restsOn"]:
        lines += _indented(
            translate("verdict.rests-on"),
            f"{contest['label'].get(language, contest['contradiction'])}: "
            + (translate("verdict.turns") if contest["turns"] else translate("verdict.stays")),
        )
        lines += [line for reading in contest["readings"] for line in _indented("  -", _reading(reading, language))]
    if judged["needed"]:
        lines += _indented(translate("verdict.needed"), judged["needed"][language])
    return lines


def _evidence(evidence: dict[str, Any], language: str) -> str:
    translate, facts = _translator(language), dict(evidence["facts"])
    no_end = facts.pop("noEndRecordedAsOf", None)
    dates = ", ".join([*facts.values(), *([f"{translate('verdict.no-end')} {no_end}"] if no_end else [])])
    sources = "; ".join(place["label"].get(language, place["id"]) for place in evidence["statedAt"])
    statement: str = evidence["says"].get(language, evidence["thing"])
    return (
        statement
        + (f" ({dates})" if dates else "")
        + (f" [{translate('verdict.sources')} {sources}]" if sources else "")
    )


def _reading(reading: dict[str, Any], language: str) -> str:
    translate = _translator(language)
    value = reading["label"].get(language, reading["value"])
    places = "; ".join(place["label"].get(language, place["id"]) for place in reading["statedAt"])
    outcome = "verdict.preferred" if reading["preferred"] else f"outcome.{reading['outcome']}"
    return f"{value} [{places}]: {translate(outcome) if reading['preferred'] or reading['outcome'] else ''}"


def _indented(heading: str, text: str) -> list[str]:
    return textwrap.wrap(
        f"{heading}: {text}" if heading else text, _WIDTH, initial_indent="   ", subsequent_indent="     "
    )


def table_text(table: Table) -> str:
    """Return a table as aligned columns, with its parameters, revision and completeness below."""
    names = [column.name for column in table.columns]
    rows = [[_short(cell) for cell in row] for row in table.cells()]
    widths = [min(max(len(cell) for cell in column), _CELL_WIDTH) for column in zip(names, *rows, strict=True)]
    lines = [
        "  ".join(cell[:width].ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [names, *rows]
    ]
    parameters = ", ".join(f"{name} {value}" for name, value in table.parameters.items())
    count = f"{len(rows)} rows" if rows else "No rows: nothing in the record matches"
    lines += ["", f"{count} ({parameters}); revision {table.revision}; complete: {'yes' if table.complete else 'no'}."]
    if any(len(cell) > _CELL_WIDTH for row in rows for cell in row):
        lines.append(
            f"Cells longer than {_CELL_WIDTH} characters are cut in this view; --output csv has them complete."
        )
    if table.deprecated:
        notice = f"This question will be removed on {table.deprecated.until}. {table.deprecated.instead['en']}"
        lines += textwrap.wrap(notice, _WIDTH)
    coverage = " ".join(item["note"]["en"] or item["label"]["en"] for item in table.coverage)
    lines += textwrap.wrap(f"Coverage of the record: {coverage}", _WIDTH)
    return "\n".join(lines) + "\n"


def _short(cell: str) -> str:
    """Return a cell with the IRIs of this service shortened to their paths."""
    return cell.replace(f"{BASE}id/", "").replace(BASE, "")
