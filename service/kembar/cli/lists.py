"""The commands ``import list`` and ``export list``."""

import argparse
import sys
from pathlib import Path

from kembar.cli.sheets import read_sheet
from kembar.errors import CannotRun
from kembar.files import Content, write_atomically
from kembar.law.days import today
from kembar.lists.export import list_text
from kembar.lists.intake import take_in
from kembar.lists.names import nearest, slug
from kembar.lists.record import Record
from kembar.lists.rows import assignments, read_rows
from kembar.namespaces import ID, slug_of
from kembar.rdf.names import kb
from kembar.rdf.tabular import csv_bytes
from kembar.settings import Settings

__all__ = ["export_list", "import_list"]


def import_list(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Write a list as Turtle in the style of the content, and say row by row what was taken.

    The ledger goes to standard output in a dry run, and otherwise to standard error.
    """
    rows = read_rows(read_sheet(options.file), assignments(options.map, last=True), assignments(options.set))
    name = slug((options.output or options.file).stem)
    if not name:
        raise CannotRun("The name of the file must hold a letter or a digit; the graph is named after it.")
    taken = take_in(rows, Record.of(Content.at(settings.content)), name, today())
    ledger = "\n".join(taken.ledger.lines(options.language))
    if options.dry_run:
        print(ledger)
        return taken.ledger.status
    print(ledger, file=sys.stderr)
    turtle = taken.draft.text(f"List of partners, taken in from {options.file.name}.", "Blank cells are not stated.")
    _write(turtle, turtle.encode(), options.output)
    return taken.ledger.status


def export_list(settings: Settings, options: argparse.Namespace, __: list[str]) -> int:
    """Write the ties of the record as CSV with the headings of the template."""
    record = Record.of(Content.at(settings.content))
    region = None
    if options.region:
        region = options.region if ":" in options.region else f"{ID}government/{options.region}"
        if region not in record.things(kb.LocalGovernment):
            near = nearest(options.region, map(slug_of, record.things(kb.LocalGovernment)))
            hint = f" Nearest: {', '.join(near)}." if near else ""
            raise CannotRun(f"The record has no local government {options.region!r}.{hint}")
    table = list_text(record, region)
    _write(table, csv_bytes(table), options.output)
    return 0


def _write(text: str, data: bytes, output: Path | None) -> None:
    """Write a text to standard output, or its bytes to a file."""
    if output is None:
        sys.stdout.write(text)
        return
    try:
        write_atomically(output, data)
    except OSError as error:
        raise CannotRun(f"{output}: {error.strerror}.") from error
