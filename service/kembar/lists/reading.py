"""One row of a list as it is read: the values of its cells, and the words of those that are not mapped."""

from dataclasses import dataclass, field
from datetime import date

from kembar.lists.columns import COLUMNS, OF_A_DEED, Column
from kembar.lists.concepts import Concepts
from kembar.lists.dates import date_literal, span_of
from kembar.lists.kinds import KINDS
from kembar.lists.ledger import Entry, Unreadable
from kembar.lists.rows import ListRow
from kembar.lists.turtle import Value
from kembar.rdf.dates import Span
from kembar.rdf.names import xsd
from kembar.rdf.terms import Literal

__all__ = ["ReadRow", "read_row"]

_SAID_AS_PRINTED = ("tahap", "status_tercetak")


@dataclass
class ReadRow:
    """A row that was read.

    Attributes:
        row: The row as it is.
        entry: Its entry in the ledger.
        values: Column -> the values of its cell.
        in_force_from: The day of entry into force, where the list gives a day.
        unmapped: Columns whose words are kept in a note.
        stated_at: Where it is stated: places and sources.
    """

    row: ListRow
    entry: Entry
    values: dict[str, list[Value]] = field(default_factory=dict)
    in_force_from: Literal | None = None
    unmapped: list[str] = field(default_factory=list)
    stated_at: list[str] = field(default_factory=list)

    @property
    def with_deed(self) -> bool:
        """Whether the row describes a deed."""
        return not OF_A_DEED.isdisjoint(self.row.cells)

    def one(self, column: str) -> Value | None:
        """Return the value of a cell, or None."""
        values = self.values.get(column)
        return values[0] if values else None

    def span(self, column: str) -> Span | None:
        """Return the first and last possible day of a date, or None."""
        value = self.one(column)
        return span_of(value) if isinstance(value, Literal) else None

    def keep_in_words(self, column: str, key: str = "lists.unmapped") -> None:
        """Note that a cell is not mapped; its words become a note."""
        self.entry.gap(column, key, value=self.row[column])
        if column not in self.unmapped:
            self.unmapped.append(column)


def read_row(row: ListRow, entry: Entry, concepts: Concepts, today: date) -> ReadRow:
    """Read the cells of a row that give one property each. What refuses the row goes to its entry."""
    read = ReadRow(row, entry)
    for column in COLUMNS:
        if column.kind and row[column.name]:
            _read(read, column, concepts)
    signed, end = read.span("tanggal_ttd"), read.span("akhir")
    if signed and signed.earliest > today:
        entry.refuse("tanggal_ttd", Unreadable("lists.after-today", value=row["tanggal_ttd"], today=today))
    if signed and end and end.latest < signed.earliest:
        entry.refuse("akhir", Unreadable("lists.ends-before", value=row["akhir"], signed=row["tanggal_ttd"]))
    if row["status_per_tanggal"] and not any(row[name] for name in _SAID_AS_PRINTED):
        read.keep_in_words("status_per_tanggal", "lists.date-of-no-state")
    return read


def _read(read: ReadRow, column: Column, concepts: Concepts) -> None:
    text = read.row[column.name]
    try:
        read.values[column.name] = KINDS[column.kind].read(text, concepts)
    except Unreadable as problem:
        if column.firm:
            read.entry.refuse(column.name, problem)
        elif column.name == "mulai_berlaku":
            _read_day_of_force(read, text)
        elif column.name not in _SAID_AS_PRINTED:
            read.keep_in_words(column.name)


def _read_day_of_force(read: ReadRow, text: str) -> None:
    """Read the entry into force as a day."""
    try:
        day = date_literal(text)
    except Unreadable:
        read.keep_in_words("mulai_berlaku")
        return
    if day.datatype == xsd.date:
        read.in_force_from = day
    else:
        read.keep_in_words("mulai_berlaku")
