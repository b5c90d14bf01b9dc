"""What several rows say of one property of a thing: one value, or a contradiction that keeps the readings of all."""

from collections.abc import Sequence

from kembar import messages
from kembar.lists.columns import Column
from kembar.lists.dates import span_of
from kembar.lists.names import shortened
from kembar.lists.reading import ReadRow
from kembar.lists.record import Record
from kembar.lists.turtle import Draft, Value
from kembar.namespaces import CONCEPT, ID, slug_of
from kembar.rdf.names import kb, rdfs
from kembar.rdf.terms import Literal, NamedNode
from kembar.store.protocol import texts

__all__ = ["Settling", "differ"]

Stated = Sequence[tuple[Value, ReadRow]]
"""Values with the rows that state them."""


def differ(stated: Stated) -> bool:
    """Return whether rows differ on a value; a date differs from another only if neither lies within the other."""
    return len(_most_precise([value for value, _ in stated])) > 1


class Settling:
    """Writes what rows state of a property, and a contradiction where they differ."""

    def __init__(self, record: Record, draft: Draft) -> None:
        self._record, self._draft = record, draft

    def write(self, thing: str, column: Column, prop: NamedNode, stated: Stated, label: dict[str, str]) -> None:
        """State a property of a thing, unless its rows or the record differ on it.

        Args:
            thing: The thing.
            column: The column that the values come from.
            prop: The property.
            stated: The values.
            label: The label of the thing by language.
        """
        if column.kind == "languages":
            self._draft.add(thing, prop, *(value for value, _ in stated))
            return
        values = _most_precise([value for value, _ in stated])
        if len(values) > 1:
            self._contradiction(
                thing, column, prop, [(value, read) for value, read in stated if value in values], label
            )
        elif values and self._agrees(thing, column, prop, values[0], stated):
            self._draft.add(thing, prop, values[0])

    def _agrees(self, thing: str, column: Column, prop: NamedNode, value: Value, stated: Stated) -> bool:
        """Return whether a value is to be written: the record says nothing of it, and has no dispute about it."""
        recorded = [quad.object for quad in self._record.store.quads(NamedNode(thing), prop)]
        known = [held for held in recorded if isinstance(held, (Literal, NamedNode))]
        disputed = any(
            self._record.store.contains(quad.subject, kb.disputes, prop)
            for quad in self._record.store.quads(None, kb.concerns, NamedNode(thing))
        )
        if not known and not disputed:
            return True
        if not any(_same(value, held) for held in known):
            for _, read in stated:
                said = ", ".join(slug_of(held.value) for held in known) or "–"
                read.entry.gap(column.name, "lists.record-differs", value=read.row[column.name], recorded=said)
        return False

    def _contradiction(
        self, thing: str, column: Column, prop: NamedNode, stated: Stated, label: dict[str, str]
    ) -> None:
        name = slug_of(prop.value).lower()
        contradiction = f"{ID}contradiction/{slug_of(thing)}-{name}"
        called = texts(self._record.store, prop.value, rdfs.label) or messages.text("lists.title")
        heading = {language: f"{called.get(language, name).capitalize()}: {text}" for language, text in label.items()}
        self._draft.describe(contradiction, kb.Contradiction, heading)
        self._draft.add(contradiction, kb.concerns, thing)
        self._draft.add(contradiction, kb.disputes, prop)
        kind = "date" if column.kind == "date" else "other"
        self._draft.add(contradiction, kb.contradictionKind, f"{CONCEPT}contradiction-kind/{kind}")
        for language, text in messages.text("lists.reason").items():
            self._draft.add(contradiction, kb.reason, Literal(text, language=language))
        rows = ", ".join(str(read.row.number) for _, read in stated)
        for value in dict.fromkeys(value for value, _ in stated):
            number = len(self._draft.values(contradiction, kb.hasReading)) + 1
            reading = f"{ID}reading/{slug_of(contradiction)}-{number}"
            self._draft.add(contradiction, kb.hasReading, reading)
            self._draft.describe(reading, kb.Reading)
            self._draft.add(reading, kb.value, value)
            for held, read in stated:
                if held == value:
                    self._draft.add(reading, kb.asPrinted, Literal(shortened(read.row[column.name] or value.value)))
                    self._draft.add(reading, kb.statedAt, *read.stated_at)
        for _, read in stated:
            read.entry.gap(column.name, "lists.contradiction", rows=rows)


def _most_precise(values: Sequence[Value]) -> list[Value]:
    """Return the distinct values, without a date that another of them only makes more precise."""
    distinct = list(dict.fromkeys(values))
    return [value for value in distinct if not any(other != value and _within(other, value) for other in distinct)]


def _within(inner: Value, outer: Value) -> bool:
    """Return whether a date lies within a less precise one."""
    spans = [span_of(value) if isinstance(value, Literal) else None for value in (inner, outer)]
    if spans[0] is None or spans[1] is None or spans[0] == spans[1]:
        return False
    return spans[1].earliest <= spans[0].earliest and spans[0].latest <= spans[1].latest


def _same(value: Value, held: Value) -> bool:
    return value == held or value.value == held.value or _within(value, held) or _within(held, value)
