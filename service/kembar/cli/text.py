"""Tables and verdicts as plain text for a terminal."""

import re
import textwrap
from collections.abc import Mapping
from typing import Any, cast

from kembar import messages
from kembar.law.contract import Verdict
from kembar.messages import LANGUAGES
from kembar.namespaces import BASE
from kembar.questions.table import Table
from kembar.report.text import DEFAULT_DEPTH, report

__all__ = ["table_text", "verdict_text"]

_WIDTH, _CELL_WIDTH, _NARROWEST = 100, 40, 16
_GAP = "  "
_KIND = re.compile(r"[a-z-]+/(?=[a-z0-9-]+$)")


def verdict_text(verdict: dict[str, Any], language: str, depth: int = DEFAULT_DEPTH) -> str:
    """Return a verdict as text.

    Args:
        verdict: The verdict as JSON.
        language: The language of the text.
        depth: How much the text tells, from 1 to 3.
    """
    return report(cast("Verdict", verdict), language, depth).removesuffix("\n")


def table_text(table: Table, language: str, width: int) -> str:
    """Return a table as aligned columns, with its parameters, revision and completeness below.

    Args:
        table: The table. Of columns that exist in both languages, those of the language are shown.
        language: The language.
        width: The characters of a line of the terminal; 0 if there is no limit.
    """
    other = next(each for each in LANGUAGES if each != language)
    names = [column.name for column in table.columns]
    rows = _without_kinds([[_short(cell) for cell in row] for row in table.cells()])
    wanted = [
        place
        for place, name in enumerate(names)
        if not (name.endswith(f"_{other}") and f"{name.removesuffix(other)}{language}" in names)
    ]
    longest = [max(len(row[place]) for row in [names, *rows]) for place in wanted]
    widths = _fitting([min(size, _CELL_WIDTH) for size in longest], width)
    shown = list(zip(wanted, widths, strict=False))
    lines = [_GAP.join(_fill(row[place], size) for place, size in shown).rstrip() for row in [names, *rows]]
    parameters = ", ".join(f"{name} {value}" for name, value in table.parameters.items())
    complete = messages.text("answers.yes" if table.complete else "answers.no")[language]
    notes = [
        messages.text("answers.rows", count=len(rows)) if rows else messages.text("answers.none"),
        messages.text("answers.parameters", parameters=parameters) if parameters else None,
        messages.text("answers.revision", revision=table.revision, complete=complete),
    ]
    lines += ["", *textwrap.wrap(" ".join(note[language] for note in notes if note), width or _WIDTH)]
    if any(size > kept for size, kept in zip(longest, widths, strict=False)):
        lines += textwrap.wrap(messages.text("answers.cut")[language], width or _WIDTH)
    if hidden := [names[place] for place in wanted[len(shown) :]]:
        lines += textwrap.wrap(messages.text("answers.hidden", columns=", ".join(hidden))[language], width or _WIDTH)
    if table.deprecated:
        instead = table.deprecated.instead[language]
        notice = messages.text("answers.removed", until=table.deprecated.until, instead=instead)[language]
        lines += textwrap.wrap(notice, width or _WIDTH)
    coverage = " ".join(_in(language, item["note"]) or _in(language, item["label"]) for item in table.coverage)
    lines += textwrap.wrap(messages.text("answers.coverage", coverage=coverage)[language], width or _WIDTH)
    return "\n".join(lines) + "\n"


def _in(language: str, texts: Mapping[str, object]) -> str:
    return str(texts[language])


def _without_kinds(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows with slugs in columns whose things are all of one kind: ``seoul`` for ``partnership/seoul``."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    for column in columns:
        kinds = {_KIND.match(cell) for cell in column if cell}
        if len({kind and kind[0] for kind in kinds}) == 1 and None not in kinds:
            column[:] = [_KIND.sub("", cell) for cell in column]
    return [list(row) for row in zip(*columns, strict=True)]


def _fitting(widths: list[int], limit: int) -> list[int]:
    """Return the widths of the columns that fit into a line: the widest are narrowed, then the last are left out."""
    widths = list(widths)
    while limit and sum(widths) + len(_GAP) * (len(widths) - 1) > limit:
        widest = max(widths)
        if widest > _NARROWEST:
            widths[widths.index(widest)] -= 1
        elif len(widths) > 1:
            widths.pop()
        else:
            break
    return widths


def _fill(cell: str, width: int) -> str:
    return (cell if len(cell) <= width else f"{cell[: width - 1]}…").ljust(width)


def _short(cell: str) -> str:
    """Return a cell with the IRIs of this service shortened to their paths."""
    return cell.replace(f"{BASE}id/", "").replace(BASE, "")
