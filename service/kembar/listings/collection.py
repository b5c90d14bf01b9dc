"""Collections: the things of one kind, with their members, filters and orders."""

from collections.abc import Mapping
from dataclasses import dataclass

from kembar.namespaces import PREFIXES
from kembar.questions.parameters import Parameter

__all__ = ["RESERVED", "Collection", "Filter", "Member"]

RESERVED = ("q", "sort", "limit", "cursor", "fields", "lang", "format", "revision", "shape", "timeout_ms")
"""Names of parameters that every collection has."""
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


@dataclass(frozen=True)
class Member:
    """One member of an item.

    Attributes:
        name: The name in JSON and CSV.
        kind: The type of the values, one of :data:`kembar.listings.compiler.MEMBER_KINDS`.
        description: The description by language.
        pattern: The graph pattern that binds ``?thing`` and ``?value``.
        path: The property path from the thing to the values, empty if the file has a pattern instead.
        several: Whether a thing can have more than one value.
        sorts: Whether a collection can be sorted by the member.
    """

    name: str
    kind: str
    description: dict[str, str]
    pattern: str
    path: str = ""
    several: bool = False
    sorts: bool = False

    @property
    def refers(self) -> bool:
        """Whether the values are things with labels of their own."""
        return self.kind in ("iri", "concept")

    @property
    def translated(self) -> bool:
        """Whether the values, and so their order, depend on the language."""
        return self.refers or self.kind == "translated"


@dataclass(frozen=True)
class Filter:
    """A parameter that restricts a collection to the things with a matching value.

    Attributes:
        parameter: The parameter of the request.
        pattern: The graph pattern that binds ``?thing`` and ``?value``, and ``?key`` if the filters that compare by
            order must hold for one key: for one reading of a date, or one period. Empty if the filter only selects
            variants of others.
        compare: The operator between ``?value`` and the value of the parameter.
        variants: Patterns in its place: the value of another filter, as in ``readings=all``, and the pattern.
    """

    parameter: Parameter
    pattern: str
    compare: str
    variants: Mapping[str, str]

    def pattern_for(self, values: Mapping[str, str]) -> str:
        """Return the pattern for a request with these values of filters."""
        chosen = (self.variants.get(f"{name}={value}") for name, value in values.items())
        return next(filter(None, chosen), self.pattern)


@dataclass(frozen=True)
class Collection:
    """One collection.

    Attributes:
        name: The name, which is the path of the collection and the stem of its file.
        title: The title by language.
        description: The description by language.
        where: The graph pattern that binds ``?thing``.
        sort: The default order, one of :attr:`sorts`.
        search: Property paths from a thing to further texts by which a search finds it.
        members: The members of an item.
        filters: The filters.
        label: The term of the JSON-LD context for the label of a thing: ``label`` or ``prefLabel``.
    """

    name: str
    title: dict[str, str]
    description: dict[str, str]
    where: str
    sort: str
    search: tuple[str, ...]
    members: tuple[Member, ...]
    filters: tuple[Filter, ...]
    label: str

    @property
    def sort_members(self) -> list[str]:
        """The names of the members that the collection can be sorted by, and ``label``."""
        return ["label", *(member.name for member in self.members if member.sorts)]

    @property
    def sorts(self) -> list[str]:
        """The orders: the name of a member or ``label``, after ``-`` for the descending order."""
        return [f"{sign}{name}" for name in self.sort_members for sign in ("", "-")]

    @property
    def patterns(self) -> list[str]:
        """The distinct patterns of the members and filters."""
        patterns = [
            *(member.pattern for member in self.members),
            *(pattern for part in self.filters for pattern in (part.pattern, *part.variants.values())),
        ]
        return list(dict.fromkeys(filter(None, patterns)))

    def select(self, pattern: str = "") -> str:
        """Return the query for the things, and for the values of a pattern if there is one."""
        variables = "?thing ?value ?key" if "?key" in pattern else "?thing ?value" if pattern else "?thing"
        return f"{_PROLOGUE}SELECT DISTINCT {variables} WHERE {{\n{self.where}\n{pattern}\n}}"
