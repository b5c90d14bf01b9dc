"""Selection of the things of a collection by conditions, in an order, as SQL over the index tables."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kembar import messages
from kembar.errors import BadParameter
from kembar.listings.catalogue import Collections
from kembar.listings.collection import Collection
from kembar.listings.index import value_of
from kembar.questions.parameters import check_period, unknown_parameter
from kembar.store.protocol import Store

__all__ = ["Condition", "Selection", "number_of"]

_MAX_SORTED = 2_000
"""Up to this many matches, sort them; above it, walk the index of the order."""
_MAX_COUNTED = 5_000
"""Things of a collection that are looked at, to count those that meet conditions."""


@dataclass(frozen=True)
class Condition:
    """A condition on things, in two forms of SQL with the same parameters.

    Attributes:
        things: The query for the numbers of the things that meet it.
        test: The expression that is true if ``place.thing`` meets it.
        parameters: The parameters of either form.
    """

    things: str
    test: str
    parameters: tuple[object, ...]


@dataclass(frozen=True)
class Selection:
    """Selection of things from the index tables of one revision; its store is used to check names only."""

    tables: sqlite3.Connection
    collections: Collections
    store: Store

    def conditions(self, collection: Collection, values: Mapping[str, str]) -> Iterator[Condition]:
        """Yield the conditions of filters.

        Args:
            collection: The collection.
            values: The values of filters by name.

        Raises:
            UnknownParameter: The collection has no filter of this name.
            BadParameter: A value has the wrong type.
            UnknownName: A value names a thing that does not exist.
        """
        filters = {part.parameter.name: part for part in collection.filters}
        compared = []
        for name, text in values.items():
            if name not in filters:
                known = list(filters)
                raise unknown_parameter(collection.name, name, known)
            part = filters[name]
            wanted = [value_of(term) for term in part.parameter.current(text, self.store)]
            pattern = part.pattern_for(values)
            if not pattern:
                continue
            number = self.collections.lists[collection.name, pattern]
            if part.compare != "=":
                compared.append((part.compare, number, wanted[0]))
                continue
            comparison = f"list = ? AND value IN ({', '.join('?' * len(wanted))})"
            condition = Condition(
                f"SELECT DISTINCT thing FROM cell WHERE {comparison}",
                f"EXISTS (SELECT 1 FROM cell WHERE thing = place.thing AND {comparison})",
                (number, *wanted),
            )
            if len(wanted) > 1 or not self._count(condition, 1):
                part.parameter.check(text, self.store)
            yield condition
        check_period(values)
        if compared:
            yield _in_order(compared)

    def _count(self, condition: Condition, limit: int = _MAX_SORTED) -> int:
        """Return the number of things that meet a condition, counted up to the limit."""
        query = f"SELECT count(*) FROM ({condition.things} LIMIT ?)"
        count: int = self.tables.execute(query, [*condition.parameters, limit]).fetchone()[0]
        return count

    def in_order(
        self,
        collection: Collection,
        conditions: Sequence[Condition],
        sort: str,
        language: str,
        after: str | None,
        limit: int,
    ) -> list[int]:
        """Return the numbers of the things of a collection that meet all conditions, in order.

        If a condition is selective, its things are sorted; if none is, the index of the order is walked.

        Args:
            collection: The collection.
            conditions: The conditions.
            sort: One of the orders of the collection.
            language: The language of labels and translated texts.
            after: The IRI of the thing after which to begin, if any.
            limit: The number of things to return at most.

        Raises:
            BadParameter: The collection does not have the order, or not the thing after which to begin.
        """
        if sort not in collection.sorts:
            said = messages.text("refused.sort", known=", ".join(collection.sorts), value=repr(sort[:40]))
            raise BadParameter(said, parameter="sort", known=collection.sorts)
        number = self.collections.orders[collection.name, sort.removeprefix("-"), language]
        places, parameters = self._places(number, conditions, self._selective(conditions))
        direction, beyond = ("DESC", "<") if sort.startswith("-") else ("ASC", ">")
        if after is not None:
            places += f" AND (place.key, place.thing) {beyond} (?, ?)"
            parameters += self._place(number, after)
        query = f"""SELECT place.thing {places}
            ORDER BY place.key {direction}, place.thing {direction} LIMIT ?"""
        return [thing for (thing,) in self.tables.execute(query, [*parameters, limit])]

    def total(self, collection: Collection, conditions: Sequence[Condition], language: str) -> int | None:
        """Return the number of the things of a collection that meet all conditions.

        Return None if no condition is selective and the collection is large: each of its things would be looked at.
        """
        number = self.collections.orders[collection.name, "label", language]
        selective = self._selective(conditions)
        if conditions and selective is None:
            one_more = "SELECT 1 FROM place WHERE list = ? LIMIT 1 OFFSET ?"
            if self.tables.execute(one_more, [number, _MAX_COUNTED]).fetchone():
                return None
        places, parameters = self._places(number, conditions, selective)
        total: int = self.tables.execute(f"SELECT count(*) {places}", parameters).fetchone()[0]
        return total

    def _selective(self, conditions: Sequence[Condition]) -> int | None:
        """Return the position of the condition that fewest things meet, or None if each is met by many."""
        counts = [self._count(condition) for condition in conditions]
        return counts.index(min(counts)) if counts and min(counts) < _MAX_SORTED else None

    def _places(self, order: int, conditions: Sequence[Condition], selective: int | None) -> tuple[str, list[object]]:
        """Return FROM and WHERE for the places, in an order, of what meets all conditions, and their parameters."""
        source, where = "place", ["place.list = ?"]
        parameters: list[object] = [order]
        if selective is not None:
            source = f"({conditions[selective].things}) AS matches CROSS JOIN place ON place.thing = matches.thing"
            parameters = [*conditions[selective].parameters, order]
        for position, condition in enumerate(conditions):
            if position != selective:
                where.append(condition.test)
                parameters += condition.parameters
        return f"FROM {source} WHERE {' AND '.join(where)}", parameters

    def _place(self, order: int, iri: str) -> tuple[object, int]:
        """Return the sort key and the number of a thing in an order."""
        thing = number_of(iri, self.tables)
        row = self.tables.execute("SELECT key FROM place WHERE list = ? AND thing = ?", [order, thing]).fetchone()
        if row is None:
            raise BadParameter(messages.text("refused.cursor-elsewhere"), parameter="cursor")
        return row[0], thing


def _in_order(comparisons: Sequence[tuple[str, int, object]]) -> Condition:
    """Return the condition that all comparisons hold for one key of a thing: one reading of its date, or one period.

    Args:
        comparisons: For each the operator, the number of the list of values, and the value to compare with.
    """
    cells = [f"cell AS cell{at}" for at in range(len(comparisons))]
    tests = [f"cell{at}.list = ? AND cell{at}.value {compare} ?" for at, (compare, *_) in enumerate(comparisons)]
    tests += [f"cell{at}.thing = cell0.thing AND cell{at}.language = cell0.language" for at in range(1, len(cells))]
    source = f"FROM {', '.join(cells)} WHERE {' AND '.join(tests)}"
    return Condition(
        f"SELECT DISTINCT cell0.thing AS thing {source}",
        f"EXISTS (SELECT 1 {source} AND cell0.thing = place.thing)",
        tuple(value for _, *values in comparisons for value in values),
    )


def number_of(iri: str, tables: sqlite3.Connection) -> int:
    """Return the number of a thing. Raise :class:`BadParameter` if the revision does not have it."""
    row = tables.execute("SELECT id FROM thing WHERE iri = ?", [iri]).fetchone()
    if row is None:
        raise BadParameter(messages.text("refused.cursor-elsewhere"), parameter="cursor")
    number: int = row[0]
    return number
