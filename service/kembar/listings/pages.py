"""Pages of collections and of the search, read from the index tables of one revision (:mod:`kembar.listings.index`)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kembar import messages
from kembar.errors import BadParameter, UnknownName
from kembar.listings.catalogue import Collections
from kembar.listings.collection import Collection, Member
from kembar.listings.contract import Head
from kembar.listings.index import FIELDS
from kembar.listings.search import SearchText
from kembar.listings.selection import Condition, Selection, number_of
from kembar.listings.values import IndexedValue, cells, column_names, json_value
from kembar.rdf.tabular import Value
from kembar.store.protocol import Store
from kembar.store.sparql import AnswerLimits

__all__ = ["IN_PAGES", "Listing", "Page", "PageRequest"]

_BATCH = 500
"""Things per SQL statement, and items of a search without a limit."""
IN_PAGES = messages.template("limit.in-pages")
"""Advice for an answer that exceeds a limit."""
_WEIGHTS = "10.0, 5.0, 3.0, 1.0"
"""Weights of the fields (:data:`kembar.listings.index.FIELDS`) in the rank of a match."""

_FIRST = (
    "Partnership", "Territory", "LocalGovernment", "Country", "Deed", "skos:Concept", "Activity", "Event", "Regulation",
    "Provision", "Requirement", "Actor", "Person",
)  # fmt: skip
"""Classes of things that a search shows before what is said about them, in this order."""
_MANY_NAMES = 10
_GEOMETRY = "http://www.opengis.net/ont/geosparql#Geometry"
_MATCHES = f"FROM words JOIN thing ON thing.id = words.rowid WHERE words MATCH ? AND type IS NOT '{_GEOMETRY}'"
"""What a search finds, with one parameter."""


@dataclass(frozen=True)
class PageRequest:
    """The parameters of a page.

    Attributes:
        language: The language of labels and translated texts.
        filters: The values of filters by name; for a search, ``type`` alone.
        q: The search text.
        sort: The order, one of the orders of the collection; None for its default.
        limit: The number of items; None for all.
        after: The IRI of the last item of the previous page; None for the first page.
        fields: The names of the members to return; None for all.
    """

    language: str
    filters: Mapping[str, str] = field(default_factory=dict)
    q: str | None = None
    sort: str | None = None
    limit: int | None = None
    after: str | None = None
    fields: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Page:
    """Items of a collection or search.

    Attributes:
        revision: The number of the revision.
        items: The items as JSON.
        after: The IRI of the last item, or None on the last page.
        total: The number of items on all pages; None if counting them takes long.
        corrected: The replacements of each misspelt word of the search text.
    """

    revision: int
    items: Sequence[Mapping[str, Any]]
    after: str | None
    total: int | None
    corrected: dict[str, list[str]]


@dataclass(frozen=True)
class Listing:
    """Reader of the index tables of one revision; its store is used to check names only."""

    tables: sqlite3.Connection
    collections: Collections
    store: Store
    revision: int

    def page(self, name: str, request: PageRequest, limits: AnswerLimits) -> Page:
        """Return a page of a collection.

        Raises:
            NotFound: There is no collection of this name.
            UnknownParameter: The collection has no filter of this name.
            BadParameter: A parameter has a value of the wrong type, the collection does not have the order, or not the
                item before the page.
            UnknownName: A filter names a thing, or ``fields`` a member, that does not exist.
            AnswerTooLarge: All items are requested, and they are more than the limit of rows.
        """
        collection = self.collections[name]
        members = _members(collection, request.fields)
        selection = Selection(self.tables, self.collections, self.store)
        conditions = list(selection.conditions(collection, request.filters))
        search_text = None if request.q is None else SearchText.compile(request.q, self.tables)
        if search_text:
            matches = "SELECT rowid AS thing FROM words WHERE words MATCH ?"
            conditions.append(Condition(matches, f"place.thing IN ({matches})", (search_text.match,)))
        limit = (request.limit or limits.result_max_rows) + 1
        sort = collection.sort if request.sort is None else request.sort
        things = selection.in_order(collection, conditions, sort, request.language, request.after, limit)
        if request.limit is None:
            limits.check_rows(len(things), IN_PAGES)
        items = self._items(collection, members, things[: request.limit], request.language)
        total = None if request.limit is None else selection.total(collection, conditions, request.language)
        return self._page(items, len(things), search_text, total)

    def table(
        self, collection: Collection, request: PageRequest, page: Page
    ) -> tuple[list[str], Iterator[list[Value]]]:
        """Return the names of the columns of a page, and its rows.

        A thing has a column for its IRI and one for its label; several values share a cell.
        """
        members = _members(collection, request.fields)
        common = ("id", "type", "label")
        names = [*common, *(name for member in members for name in column_names(member))]
        rows = (
            [
                *(item[name] for name in common),
                *(cell for member in members for cell in cells(member, item[member.name])),
            ]
            for item in page.items
        )
        return names, rows

    def search(self, request: PageRequest) -> Page:
        """Return a page of the things that match ``q``, best match first. The filter ``type`` restricts it to a class.

        Raises:
            BadParameter: ``q`` has no word or is too long, or the item before the page does not match.
            UnknownName: No thing has the class.
        """
        search_text = SearchText.compile(request.q or "", self.tables)
        kind = request.filters.get("type")
        if kind is not None and not self._has_type(kind):
            said = messages.text("refused.class", kind=repr(kind[:40]))
            raise UnknownName(said, parameter="type", known=self.types())
        ranked, parameters = self._ranked(search_text)
        condition = after = ""
        if kind is not None:
            condition = "AND type = ?"
            parameters.append(kind)
        if request.after is not None:
            number = number_of(request.after, self.tables)
            place = self.tables.execute(f"{ranked} AND thing.id = ?", [*parameters[:2], number]).fetchone()
            if place is None:
                raise BadParameter(messages.text("refused.cursor-elsewhere"), parameter="cursor")
            after = "WHERE (tier, rank, thing) > (?, ?, ?)"
            parameters += place
        limit = request.limit or _BATCH
        query = f"SELECT thing FROM ({ranked} {condition}) {after} ORDER BY tier, rank, thing LIMIT ?"
        things = [thing for (thing,) in self.tables.execute(query, [*parameters, limit + 1])]
        items = list(self._matches(things[:limit], search_text, request.language))
        return self._page(items, len(things), search_text, self._found(search_text, kind))

    def _found(self, search_text: SearchText, kind: str | None) -> int:
        """Return the number of matches, of a class if one is asked for. It is less work than to rank them."""
        condition, parameters = ("", []) if kind is None else ("AND type = ?", [kind])
        query = f"SELECT count(*) {_MATCHES} {condition}"
        found: int = self.tables.execute(query, [search_text.match, *parameters]).fetchone()[0]
        return found

    def _ranked(self, search_text: SearchText) -> tuple[str, list[object]]:
        """Return the SELECT of tier, rank and number of each match, and its parameters.

        What bears all words in its name comes first, in the order of :data:`_FIRST`. If many things of a class do, as
        the partnerships of a region do for its name, the words do not tell them apart, and they come after the others.
        """
        counts = dict(
            self.tables.execute(
                "SELECT type, count(*) FROM words JOIN thing ON id = words.rowid WHERE words MATCH ? GROUP BY type",
                [search_text.in_names],
            )
        )
        tiers = " ".join(
            f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(_FIRST) if counts.get(kind, 0) <= _MANY_NAMES
        )
        named = "thing.id IN (SELECT rowid FROM words WHERE words MATCH ?)"
        tier = f"CASE WHEN {named} THEN CASE type {tiers} ELSE {len(_FIRST)} END ELSE {len(_FIRST) + 1} END"
        return (
            f"SELECT {tier} AS tier, bm25(words, {_WEIGHTS}) AS rank, thing.id AS thing {_MATCHES}",
            [search_text.in_names, search_text.match],
        )

    def types(self) -> list[str]:
        """Return the classes of all things, as the search names them."""
        query = "SELECT DISTINCT type FROM thing WHERE type IS NOT NULL ORDER BY type"
        return [kind for (kind,) in self.tables.execute(query)]

    def _has_type(self, kind: str) -> bool:
        return self.tables.execute("SELECT 1 FROM thing WHERE type = ? LIMIT 1", [kind]).fetchone() is not None

    def _page(
        self, items: Sequence[Mapping[str, Any]], matches: int, search_text: SearchText | None, total: int | None
    ) -> Page:
        """Return the page of some items; there is a next page if there are more matches than items."""
        after = items[-1]["id"] if matches > len(items) else None
        return Page(self.revision, items, after, total, search_text.corrected if search_text else {})

    def _heads(self, things: Sequence[int], language: str) -> dict[int, Head]:
        """Return IRI, class and label of things by number."""
        query = f"SELECT id, iri, type, {language}_label FROM thing WHERE id IN ({_marks(things)})"
        rows = self.tables.execute(query, things)
        return {number: {"id": iri, "type": kind, "label": label} for number, iri, kind, label in rows}

    def _items(
        self, collection: Collection, members: list[Member], things: list[int], language: str
    ) -> list[dict[str, Any]]:
        numbers = {member.name: self.collections.lists[collection.name, member.pattern] for member in members}
        items = []
        for start in range(0, len(things), _BATCH):
            batch = things[start : start + _BATCH]
            heads = self._heads(batch, language)
            values: dict[tuple[int, int], list[IndexedValue]] = defaultdict(list)
            query = f"""SELECT list, cell.thing, value, cell.language, named.{language}_label
                FROM cell LEFT JOIN thing AS named ON named.iri = value
                WHERE list IN ({_marks(numbers)}) AND cell.thing IN ({_marks(batch)}) ORDER BY value"""
            for number, thing, *value in self.tables.execute(query, [*numbers.values(), *batch]):
                values[number, thing].append(IndexedValue(*value))
            for thing in batch:
                shown = {
                    member.name: json_value(member, values[numbers[member.name], thing], language) for member in members
                }
                items.append({**heads[thing], **shown})
        return items

    def _matches(self, things: list[int], search_text: SearchText, language: str) -> Iterator[dict[str, Any]]:
        """Yield the matches of a search, each with the text that contains most of the words.

        Of several such texts it is the first in the order of fields, in the language of the request if it has one.
        """
        query = f"""SELECT thing, field, text FROM text WHERE thing IN ({_marks(things)})
            ORDER BY thing, field, language <> ?, text"""
        best: dict[int, tuple[int, str, str]] = {}
        for thing, position, text in self.tables.execute(query, [*things, language]):
            most = best[thing][0] if thing in best else -1
            if most < len(search_text.terms) and (count := search_text.matched_words(text)) > most:
                best[thing] = count, FIELDS[position], text
        heads = self._heads(things, language)
        for thing in things:
            _, matched_field, text = best[thing]
            yield {**heads[thing], "matchedIn": matched_field, "matched": text}


def _marks(values: Mapping[str, int] | Sequence[int]) -> str:
    """Return the placeholders of an SQL list."""
    return ", ".join("?" * len(values))


def _members(collection: Collection, fields: Sequence[str] | None) -> list[Member]:
    known = [member.name for member in collection.members]
    for name in fields or ():
        if name not in known:
            said = messages.text(
                "refused.fields", collection=collection.name, name=repr(name[:40]), known=", ".join(known)
            )
            raise UnknownName(said, parameter="fields", known=known)
    return [member for member in collection.members if fields is None or member.name in fields]
