"""Tables and verdicts as text for a terminal."""

import textwrap
from collections import Counter
from string import ascii_uppercase
from typing import Any

from kembar.namespaces import BASE, slug_of
from kembar.questions.table import Table

__all__ = ["table_text", "verdict_text"]

_WIDTH, _CELL_WIDTH = 100, 40
_WORDS = {
    "id": {
        "title": "Putusan atas naskah",
        "act": "Tanggal tindakan",
        "as_of": "Fakta dilihat per",
        "overall": "Jawaban",
        "basis": "Dasar hukum",
        "evidence": "Bukti",
        "needed": "Diperlukan",
        "open": "Terbuka",
        "revision": "Revisi",
        "counted": "Yang mengikat",
        "argument": "argumen",
        "arguable": "Dapat diperdebatkan",
        "rebuttal": "Bantahan",
        "rests": "Bertumpu pada fakta yang diperselisihkan",
        "turns": "bacaan lain mengubah hasilnya",
        "stays": "bacaan lain tidak mengubah hasilnya",
        "next": "Langkah berikut",
        "preferred": "diutamakan",
        "sources": "menurut",
        "no_end": "tanpa akhir yang tercatat per",
        "lawful": "sah",
        "not-lawful": "tidak sah",
        "not-yet-shown": "belum terbukti",
        "satisfied": "terpenuhi",
        "attested": "dinyatakan terpenuhi",
        "violated": "terlanggar",
        "undetermined": "belum dapat ditentukan",
        "not-applicable": "tidak berlaku",
        "bound": "mengikat",
        "information": "sebagai keterangan, tidak mengikat pada tanggal itu",
        "unknown": "daya ikat tidak diketahui",
        "none_bound": "Tidak satu pun syarat ini mengikat pada tanggal tindakan; hukum yang berlaku saat itu tidak diuji.",
    },
    "en": {
        "title": "Verdict on the deed",
        "act": "Act date",
        "as_of": "Facts looked at as of",
        "overall": "Answer",
        "basis": "Legal basis",
        "evidence": "Evidence",
        "needed": "Needed",
        "open": "Open",
        "revision": "Revision",
        "counted": "What binds",
        "argument": "argument",
        "arguable": "Arguable",
        "rebuttal": "Rebuttal",
        "rests": "Rests on a contested fact",
        "turns": "another reading turns the outcome",
        "stays": "no other reading turns the outcome",
        "next": "Next step",
        "preferred": "preferred",
        "sources": "by",
        "no_end": "no end recorded as of",
        "lawful": "lawful",
        "not-lawful": "not lawful",
        "not-yet-shown": "not yet shown",
        "satisfied": "satisfied",
        "attested": "attested",
        "violated": "violated",
        "undetermined": "undetermined",
        "not-applicable": "not applicable",
        "bound": "binds",
        "information": "for information, did not bind on that date",
        "unknown": "unknown whether it binds",
        "none_bound": "None of these requirements binds on the act date; the law in force then is not tested.",
    },
}


def verdict_text(verdict: dict[str, Any], language: str) -> str:
    """A verdict in the JSON form of the contracts as text: the answer first, then the requirements worst first, the arguments once, the next step last."""
    words = _WORDS[language]
    overall = words.get(verdict["overall"], words["arguable"])
    lines = [
        f"{words['title']} {slug_of(verdict['deed'])}",
        f"{words['act']}: {verdict['actDate']}    {words['as_of']}: {verdict['asOf']}    {words['revision']}: {verdict['revision']}",
        f"{words['overall']}: {overall.upper()}",
        *_counts(verdict, words),
    ]
    if verdict["next"]:
        lines += textwrap.wrap(f"{words['next']}: {verdict['next'][language]}", _WIDTH)
    elif all(judged["binding"] == "information" for judged in verdict["requirements"]):
        lines += textwrap.wrap(words["none_bound"], _WIDTH)
    numbers = dict(zip(_arguments(verdict), ascii_uppercase, strict=False))
    group = None
    for judged in verdict["requirements"]:
        heading = f"{words[judged['outcome']]} ({words[judged['binding']]})"
        if heading != group:
            lines += ["", heading.upper(), ""]
            group = heading
        lines += _requirement(judged, language, numbers)
    for iri, argument in _arguments(verdict).items():
        lines += ["", f"{words['argument'].upper()} {numbers[iri]}: {argument['label'].get(language, '')}"]
        lines += _indented("", argument["message"].get(language, "")) + _indented(
            words["rebuttal"], argument["rebuttal"].get(language, "")
        )
    if verdict["next"]:
        lines += ["", *textwrap.wrap(f"{words['next']}: {verdict['next'][language]}", _WIDTH)]
    return "\n".join(lines)


def _counts(verdict: dict[str, Any], words: dict[str, str]) -> list[str]:
    counted = Counter((judged["binding"] == "information", judged["outcome"]) for judged in verdict["requirements"])
    told = {False: words["counted"], True: words["information"]}
    return [
        f"{told[information].capitalize()}: "
        + ", ".join(
            f"{number} {words[outcome]}" for (about, outcome), number in counted.items() if about is information
        )
        for information in (False, True)
        if any(about is information for about, _ in counted)
    ]


def _arguments(verdict: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {argument["argument"]: argument for judged in verdict["requirements"] for argument in judged["arguments"]}


def _requirement(judged: dict[str, Any], language: str, numbers: dict[str, str]) -> list[str]:
    words = _WORDS[language]
    provision = judged["provision"]
    lines = [f"* {judged['label'][language]}"]
    lines += _indented(
        words["basis"],
        f"{provision['citation'] or provision['id']}, {provision['regulationLabel'].get(language, provision['regulation'])}",
    )
    lines += _indented("", judged["message"][language])
    for evidence in judged["evidence"]:
        lines += _indented(words["open" if evidence["finds"] == "open" else "evidence"], _evidence(evidence, language))
    if judged["arguments"]:
        lines += _indented(
            words["arguable"],
            ", ".join(f"{words['argument']} {numbers[argument['argument']]}" for argument in judged["arguments"]),
        )
    for contest in judged["restsOn"]:
        lines += _indented(
            words["rests"],
            f"{contest['label'].get(language, contest['contradiction'])}: {words['turns' if contest['turns'] else 'stays']}",
        )
        lines += [line for reading in contest["readings"] for line in _indented("  -", _reading(reading, language))]
    if judged["needed"]:
        lines += _indented(words["needed"], judged["needed"][language])
    return lines


def _evidence(evidence: dict[str, Any], language: str) -> str:
    words, facts = _WORDS[language], dict(evidence["facts"])
    no_end = facts.pop("noEndRecordedAsOf", None)
    dates = ", ".join([*facts.values(), *([f"{words['no_end']} {no_end}"] if no_end else [])])
    sources = "; ".join(place["label"].get(language, place["id"]) for place in evidence["statedAt"])
    says: str = evidence["says"].get(language, evidence["thing"])
    return says + (f" ({dates})" if dates else "") + (f" [{words['sources']} {sources}]" if sources else "")


def _reading(reading: dict[str, Any], language: str) -> str:
    words = _WORDS[language]
    value = reading["label"].get(language, reading["value"])
    places = "; ".join(place["label"].get(language, place["id"]) for place in reading["statedAt"])
    outcome = words["preferred"] if reading["preferred"] else words.get(reading["outcome"] or "", "")
    return f"{value} [{places}]: {outcome}"


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
