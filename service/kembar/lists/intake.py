"""The intake of a list: each row is read by itself; then rows of one pair become one tie, and the ties are written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kembar.lists.concepts import Concepts
from kembar.lists.countries import Countries
from kembar.lists.ledger import Entry, Ledger, Unreadable
from kembar.lists.parties import Parties
from kembar.lists.reading import read_row
from kembar.lists.record import Record
from kembar.lists.rows import ListRow
from kembar.lists.sources import Sources
from kembar.lists.ties import Tie, Ties
from kembar.lists.turtle import Draft
from kembar.namespaces import GRAPH
from kembar.rdf.names import prov, void

__all__ = ["Intake", "take_in"]

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Intake:
    """What an import made: the ledger of the rows, and the statements."""

    ledger: Ledger
    draft: Draft


def take_in(rows: Iterable[ListRow], record: Record, graph: str, today: date) -> Intake:
    """Take in the rows of a list.

    Args:
        rows: The rows.
        record: What is recorded already; it is referred to, not described anew.
        graph: The slug of the file and of the named graph that the statements will be.
        today: The day after which nothing can have been signed.
    """
    draft = Draft()
    label = {"id": f"Daftar mitra ({graph})", "en": f"List of partners ({graph})"}
    draft.describe(GRAPH + graph, void.Dataset, label)
    reader = _Reader(record, draft, graph, today)
    entries = [reader.entry(row) for row in rows]
    draft.add(GRAPH + graph, prov.hadPrimarySource, *reader.sources.all)
    Ties(record, reader.concepts, reader.countries, reader.parties, draft, graph).write(reader.ties)
    return Intake(Ledger(entries), draft)


class _Reader:
    """Reads the rows, and gathers those that are taken by their tie."""

    def __init__(self, record: Record, draft: Draft, graph: str, today: date) -> None:
        self._record, self._today = record, today
        self.concepts, self.countries = Concepts.of(record.store), Countries.of(record.store)
        self.parties = Parties(record, self.countries, self.concepts)
        self.sources = Sources(record, draft, graph)
        self.ties: list[Tie] = []

    def entry(self, row: ListRow) -> Entry:
        """Read a row, and keep it with its tie unless it is refused."""
        entry = Entry(row.number, "–".join(filter(None, (row["pihak_indonesia"], row["pihak_mitra"]))) or "–")
        ours = _found(entry, "pihak_indonesia", lambda: self.parties.ours(row, entry))
        country = _found(entry, "negara", lambda: self.parties.country(row))
        partner = None
        if country:
            partner = _found(entry, "pihak_mitra", lambda: self.parties.partner(row, country, entry))
        elif not row["pihak_mitra"]:
            entry.refuse("pihak_mitra", Unreadable("lists.blank"))
        if not row["sumber"]:
            entry.refuse("sumber", Unreadable("lists.blank"))
        read = read_row(row, entry, self.concepts, self._today)
        if entry.refusals or ours is None or partner is None:
            return entry
        read.stated_at = self.sources.stated_at(row, entry)
        pair = {ours.iri, partner.iri}
        tie = next((tie for tie in self.ties if {tie.ours.iri, tie.partner.iri} == pair), None)
        if tie is None:
            tie = Tie(self._record.tie(*pair) or "", ours, partner)
            self.ties.append(tie)
        tie.rows.append(read)
        return entry


def _found(entry: Entry, column: str, find: Callable[[], _Found]) -> _Found | None:
    try:
        return find()
    except Unreadable as problem:
        entry.refuse(column, problem)
        return None
