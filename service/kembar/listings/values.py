"""Values of members as JSON and as cells of a table."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kembar.listings.collection import Member
from kembar.rdf.tabular import Value

__all__ = ["IndexedValue", "cells", "column_names", "json_value"]


class IndexedValue(NamedTuple):
    """A value in the index tables.

    Attributes:
        value: An IRI, text or number.
        tag: The language of a text, or an empty string.
        label: The label of the thing that an IRI names, in the language of the request.
    """

    value: Any
    tag: str
    label: str | None


def json_value(member: Member, indexed: Sequence[IndexedValue], language: str) -> Any:
    """Return the values of a member as JSON: a list if it can have several, else the one value or None."""
    if member.kind == "texts":
        by_language: dict[str, list[str]] = defaultdict(list)
        for value, tag, _ in indexed:
            by_language[tag or "@none"].append(value)
        return dict(by_language)
    if member.refers:
        values: list[Any] = [{"id": value, "label": label} for value, _, label in indexed]
    elif member.kind == "boolean":
        values = [value == "true" for value, _, _ in indexed]
    elif member.kind == "date":
        values = [str(value) for value, _, _ in indexed]
    else:
        values = [value for value, tag, _ in indexed if member.kind != "translated" or tag == language]
    return values if member.several else values[0] if values else None


def column_names(member: Member) -> list[str]:
    """Return the names of the columns of a member; things have a column of IRIs and one of labels."""
    return [member.name, f"{member.name}_label"] if member.refers else [member.name]


def cells(member: Member, value: Any) -> Iterator[Value]:
    """Yield the cells of a member, one for each of its columns: a list if it can have several values."""
    if member.kind == "texts":
        yield list(dict.fromkeys(text for texts in value.values() for text in texts))
    elif not member.refers:
        yield list(map(str, value)) if member.several else value
    elif member.several:
        yield [thing["id"] for thing in value]
        yield [thing["label"] or "" for thing in value]
    else:
        yield value["id"] if value else None
        yield value["label"] if value else None
