"""Tables and verdicts as plain text for a terminal."""

import textwrap
from typing import Any, cast

from kembar.law.contract import Verdict
from kembar.namespaces import BASE
from kembar.questions.table import Table
from kembar.report.text import DEFAULT_DEPTH, report

__all__ = ["table_text", "verdict_text"]

_WIDTH, _CELL_WIDTH = 100, 40


def verdict_text(verdict: dict[str, Any], language: str, depth: int = DEFAULT_DEPTH) -> str:
    """Return a verdict as text.

    Args:
        verdict: The verdict as JSON.
        language: The language of the text.
        depth: How much the text tells, from 1 to 3.
    """
    return report(cast("Verdict", verdict), language, depth).removesuffix("\n")


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
