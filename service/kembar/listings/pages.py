"""Pages of collections and of searches, read from the tables of one revision (:mod:`kembar.listings.index`)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kembar.errors import BadInput, BadParameter, UnknownName, UnknownParameter
from kembar.listings.collection import Collection, Collections, Member
from kembar.listings.contract import Hit
from kembar.listings.index import FIELDS, value_of
from kembar.listings.search import Sought
from kembar.rdf.tabular import Value, csv_bytes, csv_text
from kembar.store.protocol import Store
from kembar.store.sparql import AnswerLimits

__all__ = ["IN_PAGES", "Asked", "Listing", "Page"]

_FEW = 2_000
"""So many things are sorted faster than they are found by going through all in order."""
_AT_ONCE = 500
IN_PAGES = "Ask for it in pages (limit=, then the link to the next), or for less"
_WEIGHTS = "10.0, 5.0, 3.0, 1.0"
"""Of a word by where it stands (:data:`kembar.listings.index.FIELDS`)."""


@dataclass(frozen=True)
class Asked:
    """What a page is asked for: filters by name, words, an order, so many items, after the item of an IRI; None for all, and from the first."""

    language: str
    given: Mapping[str, str] = field(default_factory=dict)
    q: str | None = None
    sort: str | None = None
    limit: int | None = None
    after: str | None = None
    fields: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Page:
    """Items; ``after`` is the IRI of the last where more follow. ``corrected`` tells which words were taken for which others."""

    revision: int
    items: Sequence[Mapping[str, Any]]
    after: str | None
    corrected: dict[str, list[str]]


@dataclass(frozen=True)
class _Condition:
    """Some things: a query for their numbers, and whether ``place.thing`` is one."""

    things: str
    holds: str
    given: tuple[object, ...]


@dataclass(frozen=True)
class Listing:
    """Reads the tables of one revision; its ``store`` is asked only which names there are."""

    tables: sqlite3.Connection
    collections: Collections
    store: Store
    revision: int

    def page(self, name: str, asked: Asked, limits: AnswerLimits) -> Page:
        """Some of a collection in its order.

        Raises :class:`NotFound`, :class:`UnknownParameter`, :class:`BadParameter`, :class:`UnknownName`, and :class:`AnswerTooLarge` where all are more
        than the limit of rows.
        """
        collection = self.collections[name]
        members = _members(collection, asked.fields)
        conditions = list(self._conditions(collection, asked.given))
        sought = None if asked.q is None else Sought.of(asked.q, self.tables)
        if sought:
            found = "SELECT rowid AS thing FROM words WHERE words MATCH ?"
            conditions.append(_Condition(found, f"place.thing IN ({found})", (sought.match,)))
        things = self._in_order(collection, asked, conditions, (asked.limit or limits.result_max_rows) + 1)
        if asked.limit is None:
            limits.check_rows(len(things), IN_PAGES)
        items = self._items(collection, members, things[: asked.limit], asked.language)
        return self._page(items, len(things), sought)

    def table(self, collection: Collection, asked: Asked, page: Page) -> bytes:
        """Return a page as CSV: a thing is its IRI in one column and its label in another, several values are one cell."""
        members = _members(collection, asked.fields)
        own = ("id", "type", "label")
        names = [*own, *(name for member in members for name in _column_names(member))]
        rows = (
            [*(item[name] for name in own), *(cell for member in members for cell in _cells(member, item[member.name]))]
            for item in page.items
        )
        return csv_bytes(csv_text(names, rows))

    def search(self, asked: Asked) -> Page:
        """Things by the words of ``q``, the best first; ``type`` among what is given asks for one class. Raises as :meth:`page` does."""
        sought = Sought.of(asked.q or "", self.tables)
        kind = asked.given.get("type")
        if (
            kind is not None
            and not self.tables.execute("SELECT 1 FROM thing WHERE type = ? LIMIT 1", [kind]).fetchone()
        ):
            raise UnknownName(
                f"type: there is no thing of a class {kind[:40]!r}.", parameter="type", known=self.types()
            )
        ranked = f"SELECT rowid AS thing, bm25(words, {_WEIGHTS}) AS rank FROM words WHERE words MATCH ?"
        given: list[object] = [sought.match]
        of_kind = after = ""
        if kind is not None:
            of_kind = "JOIN thing ON id = thing AND type = ?"
            given.append(kind)
        if asked.after is not None:
            place = self.tables.execute(
                f"SELECT rank, thing FROM ({ranked} AND rowid = ?)", [sought.match, self._number(asked.after)]
            ).fetchone()
            if place is None:
                raise BadInput("cursor is none of this search.", parameter="cursor")
            after = "WHERE (rank, thing) > (?, ?)"
            given += place
        limit = asked.limit or _AT_ONCE
        query = f"SELECT thing FROM ({ranked}) {of_kind} {after} ORDER BY rank, thing LIMIT ?"
        things = [thing for (thing,) in self.tables.execute(query, [*given, limit + 1])]
        return self._page(list(self._found(things[:limit], sought, asked.language)), len(things), sought)

    def types(self) -> list[str]:
        """The classes of which there are things, as the search names them."""
        return [
            kind
            for (kind,) in self.tables.execute("SELECT DISTINCT type FROM thing WHERE type IS NOT NULL ORDER BY type")
        ]

    def _page(self, items: Sequence[Mapping[str, Any]], found: int, sought: Sought | None) -> Page:
        return Page(
            self.revision, items, items[-1]["id"] if found > len(items) else None, sought.corrected if sought else {}
        )

    def _conditions(self, collection: Collection, given: Mapping[str, str]) -> Iterator[_Condition]:
        filters = {each.parameter.name: each for each in collection.filters}
        for name, text in given.items():
            if name not in filters:
                known = list(filters)
                raise UnknownParameter(
                    f"{collection.name} has no filter {name[:40]!r}; it has {', '.join(known)}.",
                    parameter=name[:40],
                    known=known,
                )
            each = filters[name]
            compared = f"list = ? AND value {each.compare} ?"
            condition = _Condition(
                f"SELECT DISTINCT thing FROM cell WHERE {compared}",
                f"EXISTS (SELECT 1 FROM cell WHERE thing = place.thing AND {compared})",
                (self.collections.lists[collection.name, each.pattern], value_of(each.parameter.bind(text))),
            )
            if not self._count(condition, 1):
                each.parameter.check(text, self.store)
            yield condition

    def _count(self, condition: _Condition, most: int = _FEW) -> int:
        count: int = self.tables.execute(
            f"SELECT count(*) FROM ({condition.things} LIMIT ?)", [*condition.given, most]
        ).fetchone()[0]
        return count

    def _in_order(self, collection: Collection, asked: Asked, conditions: list[_Condition], limit: int) -> list[int]:
        """The numbers of the things that meet all conditions: found by the narrowest and sorted, or met one by one in order where none is narrow."""
        sort = asked.sort or collection.sort
        if sort not in collection.sorts:
            raise BadParameter(
                f"sort is one of {', '.join(collection.sorts)}; {sort[:40]!r} is not.",
                parameter="sort",
                known=collection.sorts,
            )
        number = self.collections.orders[collection.name, sort.removeprefix("-"), asked.language]
        counts = [self._count(condition) for condition in conditions]
        narrow = counts.index(min(counts)) if counts and min(counts) < _FEW else None
        source, where = "place", ["place.list = ?"]
        given: list[object] = [number]
        if narrow is not None:
            source = f"({conditions[narrow].things}) AS narrow CROSS JOIN place ON place.thing = narrow.thing"
            given = [*conditions[narrow].given, number]
        for position, condition in enumerate(conditions):
            if position != narrow:
                where.append(condition.holds)
                given += condition.given
        way, beyond = ("DESC", "<") if sort.startswith("-") else ("ASC", ">")
        if asked.after is not None:
            where.append(f"(place.key, place.thing) {beyond} (?, ?)")
            given += self._place(number, asked.after)
        query = f"SELECT place.thing FROM {source} WHERE {' AND '.join(where)} ORDER BY place.key {way}, place.thing {way} LIMIT ?"
        return [thing for (thing,) in self.tables.execute(query, [*given, limit])]

    def _place(self, number: int, iri: str) -> tuple[object, int]:
        """Where a thing stands in an order."""
        thing = self._number(iri)
        found = self.tables.execute("SELECT key FROM place WHERE list = ? AND thing = ?", [number, thing]).fetchone()
        if found is None:
            raise BadInput("cursor is none of this collection.", parameter="cursor")
        return found[0], thing

    def _number(self, iri: str) -> int:
        found = self.tables.execute("SELECT id FROM thing WHERE iri = ?", [iri]).fetchone()
        if found is None:
            raise BadInput("cursor is none of this revision.", parameter="cursor")
        number: int = found[0]
        return number

    def _items(
        self, collection: Collection, members: list[Member], things: list[int], language: str
    ) -> list[dict[str, Any]]:
        numbers = {member.name: self.collections.lists[collection.name, member.pattern] for member in members}
        items = []
        for start in range(0, len(things), _AT_ONCE):
            some = things[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            named = {
                row[0]: row
                for row in self.tables.execute(
                    f"SELECT id, iri, type, {language}_label FROM thing WHERE id IN ({marks})", some
                )
            }
            values: dict[tuple[int, int], list[tuple[Any, str, str | None]]] = defaultdict(list)
            query = f"""SELECT list, cell.thing, value, cell.language, named.{language}_label FROM cell LEFT JOIN thing AS named ON named.iri = value
                WHERE list IN ({", ".join("?" * len(numbers))}) AND cell.thing IN ({marks}) ORDER BY value"""
            for number, thing, value, tag, label in self.tables.execute(query, [*numbers.values(), *some]):
                values[number, thing].append((value, tag, label))
            for thing in some:
                _, iri, kind, label = named[thing]
                shown = {each.name: _shown(each, values[numbers[each.name], thing], language) for each in members}
                items.append({"id": iri, "type": kind, "label": label, **shown})
        return items

    def _found(self, things: list[int], sought: Sought, language: str) -> Iterator[Hit]:
        """What a search found, each with the text that has most of its words; the first such, names before descriptions."""
        marks = ", ".join("?" * len(things))
        named = {
            row[0]: row
            for row in self.tables.execute(
                f"SELECT id, iri, type, {language}_label FROM thing WHERE id IN ({marks})", things
            )
        }
        query = (
            f"SELECT thing, field, text FROM text WHERE thing IN ({marks}) ORDER BY thing, field, language <> ?, text"
        )
        best: dict[int, tuple[int, str, str]] = {}
        for thing, position, text in self.tables.execute(query, [*things, language]):
            most = best[thing][0] if thing in best else -1
            if most < len(sought.terms) and (met := sought.meets(text)) > most:
                best[thing] = met, FIELDS[position], text
        for thing in things:
            _, iri, kind, label = named[thing]
            _, where, matched = best[thing]
            yield {"id": iri, "type": kind, "label": label, "matchedIn": where, "matched": matched}


def _members(collection: Collection, fields: Sequence[str] | None) -> list[Member]:
    known = [member.name for member in collection.members]
    for name in fields or ():
        if name not in known:
            raise UnknownName(
                f"fields: {collection.name} have no {name[:40]!r}; they have {', '.join(known)}.",
                parameter="fields",
                known=known,
            )
    return [member for member in collection.members if fields is None or member.name in fields]


def _shown(member: Member, found: list[tuple[Any, str, str | None]], language: str) -> Any:
    """The value of a member as JSON has it."""
    if member.kind == "texts":
        by_language: dict[str, list[str]] = defaultdict(list)
        for value, tag, _ in found:
            by_language[tag or "@none"].append(value)
        return dict(by_language)
    if member.refers:
        values: list[Any] = [{"id": value, "label": label} for value, _, label in found]
    elif member.kind == "boolean":
        values = [value == "true" for value, _, _ in found]
    elif member.kind == "date":
        values = [str(value) for value, _, _ in found]
    else:
        values = [value for value, tag, _ in found if member.kind != "translated" or tag == language]
    return values if member.several else values[0] if values else None


def _column_names(member: Member) -> list[str]:
    return [member.name, f"{member.name}_label"] if member.refers else [member.name]


def _cells(member: Member, value: Any) -> Iterator[Value]:
    """The cells of a member: one, or IRIs and labels."""
    if member.kind == "texts":
        yield "; ".join(dict.fromkeys(text for texts in value.values() for text in texts))
    elif member.refers:
        values = value if member.several else [value] if value else []
        yield "; ".join(each["id"] for each in values)
        yield "; ".join(each["label"] or "" for each in values)
    else:
        yield "; ".join(map(str, value)) if member.several else value
