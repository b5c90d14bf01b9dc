"""Collections: the things of one kind, to filter, sort, search and page. Each is one TOML file (``queries/collections/``).

A file says which things they are (``where``, a graph pattern of ``?thing``), what is shown of each (members), what they are filtered by, and what
beside their own names they are found by (``search``). Values come by a property path from the thing, or by a pattern of ``?thing`` and ``?value``. A member
whose path is one property has that property's name in our JSON-LD context, and no other has such a name: so what is sent is true JSON-LD.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kembar.errors import ContentError, Fault, KembarError, NotFound
from kembar.files import ContentFile
from kembar.messages import LANGUAGES
from kembar.namespaces import CONTEXT, PREFIXES, slug_of
from kembar.questions.kinds import KINDS
from kembar.questions.parameters import Parameter
from kembar.store.embedded import EmbeddedStore
from kembar.store.hints import check_terms

__all__ = ["LANGUAGES", "RESERVED", "Collection", "Collections", "Filter", "Member"]

RESERVED = ("q", "sort", "limit", "cursor", "fields", "lang", "format", "revision", "timeout_ms")
"""Names of parameters that every collection has."""

MEMBER_KINDS = ("iri", "concept", "text", "translated", "texts", "date", "day", "integer", "year", "boolean")
"""What a member may hold: a thing; a concept; a text without or with a language; all its texts by language; a date as recorded (EDTF); a day; and so on."""
_PROPERTY = re.compile(r"\w+:\w+")
_COMPARISONS = ("=", ">=", "<=")
_HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def _pattern(said: dict[str, Any]) -> str:
    return said["where"] if "where" in said else f"?thing {said['path']} ?value ."


@dataclass(frozen=True)
class Member:
    """One member of an item. ``pattern`` finds its values (``?value``); one that is not ``several`` has one value at most."""

    name: str
    kind: str
    description: dict[str, str]
    pattern: str
    path: str = ""
    several: bool = False
    sorts: bool = False

    @property
    def refers(self) -> bool:
        """Whether its values are things with labels of their own."""
        return self.kind in ("iri", "concept")

    @property
    def translated(self) -> bool:
        """Whether it reads, and sorts, otherwise in another language."""
        return self.refers or self.kind == "translated"


@dataclass(frozen=True)
class Filter:
    """A parameter, and the values that what it gives is compared with."""

    parameter: Parameter
    pattern: str
    compare: str


@dataclass(frozen=True)
class Collection:
    """One collection. ``sort`` is the name of a member, or ``label``, after ``-`` where the greatest comes first."""

    name: str
    title: dict[str, str]
    description: dict[str, str]
    where: str
    sort: str
    search: tuple[str, ...]
    members: tuple[Member, ...]
    filters: tuple[Filter, ...]
    label: str
    """The property of the context that labels its things."""

    @classmethod
    def compile(cls, file: ContentFile, context: dict[str, Any]) -> "Collection":
        """Read one file. Raises :class:`ContentError` with its name and line."""
        try:
            said = tomllib.loads(file.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            raise ContentError(
                [Fault(file.name, int(found[1]) if found else None, f"it is no TOML: {error}.")]
            ) from error
        try:
            members = tuple(
                Member(**{name: value for name, value in each.items() if name != "where"}, pattern=_pattern(each))
                for each in said["members"]
            )
            by_name = {member.name: member.pattern for member in members}
            collection = cls(
                name=slug_of(file.name).removesuffix(".toml"),
                title=said["title"],
                description=said["description"],
                where=said["where"],
                sort=said["sort"],
                search=tuple(said.get("search", ())),
                members=members,
                filters=tuple(_filter(each, by_name) for each in said["filters"]),
                label=said.get("label", "label"),
            )
        except (KeyError, TypeError) as error:
            raise ContentError([Fault(file.name, 1, f"it is broken: {error}.")]) from error
        faults = [
            Fault(file.name, _line(file.text, *about), reason)
            for *about, reason in collection._faults(context["@context"])
        ]
        if faults:
            raise ContentError(faults)
        return collection

    def _faults(self, terms: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        """What is wrong, each after the part of the file (members, filters, or none) and the name in it that it is about."""
        meanings = {name: term["@id"] if isinstance(term, dict) else str(term) for name, term in terms.items()}
        parts = {
            "members": [each.name for each in self.members],
            "filters": [each.parameter.name for each in self.filters],
        }
        for part, names in parts.items():
            yield from (
                (part, name, f"{name} is no name of letters that begins with a small one.")
                for name in names
                if not re.fullmatch("[a-z][A-Za-z]*", name)
            )
            yield from (
                (part, name, f"{name} is used twice.") for name in dict.fromkeys(names) if names.count(name) > 1
            )
        yield from (
            ("filters", name, f"{name} is a parameter of every collection.")
            for name in parts["filters"]
            if name in RESERVED
        )
        if self.sort not in self.sorts:
            yield "", self.sort, f"it is sorted by {self.sort}, which is none of {', '.join(self.sorts)}."
        if self.label not in ("label", "prefLabel"):
            yield "", self.label, f"its things are labelled by label or prefLabel, not {self.label}."
        yield from (
            ("members", each.name, reason)
            for each in self.members
            for reason in _faults_of_member(each, meanings.get(each.name))
        )
        yield from (
            ("filters", each.parameter.name, reason) for each in self.filters for reason in _faults_of_filter(each)
        )
        yield from self._broken({means.removeprefix("kb:") for means in meanings.values()})

    def _broken(self, known: set[str]) -> Iterator[tuple[str, str, str]]:
        """The patterns that are no SPARQL, or name a term of our vocabulary that there is not."""
        patterns = [("", "where", ""), *(("members", each.name, each.pattern) for each in self.members)]
        patterns += [("filters", each.parameter.name, each.pattern) for each in self.filters]
        for part, name, pattern in [*patterns, *(("", path, f"?thing {path} ?value .") for path in self.search)]:
            try:
                check_terms(self.select(pattern), known)
                EmbeddedStore().select(self.select(pattern))
            except KembarError as error:
                yield part, name, f"{name}: {re.sub('^Line [0-9]+, column [0-9]+: ', '', error.detail)}"

    @property
    def sorts(self) -> list[str]:
        """What it can be sorted by."""
        return [
            f"{sign}{name}"
            for name in ("label", *(member.name for member in self.members if member.sorts))
            for sign in ("", "-")
        ]

    @property
    def patterns(self) -> list[str]:
        """The patterns of its members and filters, each once."""
        return list(
            dict.fromkeys([*(member.pattern for member in self.members), *(each.pattern for each in self.filters)])
        )

    def select(self, pattern: str = "") -> str:
        """The query for the things, or for the things with the values that a pattern finds."""
        return f"{_HEAD}SELECT DISTINCT ?thing {'?value ' if pattern else ''}WHERE {{\n{self.where}\n{pattern}\n}}"

    def context(self, language: str) -> list[Any]:
        """The JSON-LD context of its items in a language: the published one, and what differs."""
        return context_of(
            language,
            {"label": _labelled(self.label, language)}
            | {each.name: _term(each, language) for each in self.members if _differs(each)},
        )


def context_of(language: str, more: dict[str, Any]) -> list[Any]:
    """The published context, and that items are stated with their labels in one language; ``more`` says how else this answer differs."""
    concept = {"skos:Concept": {"@id": "skos:Concept", "@context": {"label": _labelled("prefLabel", language)}}}
    return [CONTEXT, {"items": "@included", "label": _labelled("label", language), **concept, **more}]


def _faults_of_member(member: Member, means: str | None) -> Iterator[str]:
    if member.kind not in MEMBER_KINDS:
        yield f"{member.name} is of a kind that is not known: {member.kind}."
    if member.sorts and (member.several or member.kind == "texts"):
        yield f"{member.name} has several values and cannot sort."
    if _PROPERTY.fullmatch(member.path):
        if means != member.path:
            yield f"{member.path} is not what {member.name} means in the JSON-LD context."
    elif means:
        yield f"{member.name} means {means} in the JSON-LD context, which is not what is shown."


def _faults_of_filter(each: Filter) -> Iterator[str]:
    name, kind = each.parameter.name, each.parameter.kind
    if kind not in KINDS:
        yield f"{name} is of a kind that is not known: {kind}."
    if kind == "concept" and not each.parameter.scheme:
        yield f"{name} names no scheme."
    if kind == "choice" and not each.parameter.choices:
        yield f"{name} names no choices."
    if each.compare not in _COMPARISONS:
        yield f"{name} is compared by {each.compare}, which is none of {', '.join(_COMPARISONS)}."


def _labelled(name: str, language: str) -> dict[str, str]:
    return {"@id": {"label": "rdfs:label", "prefLabel": "skos:prefLabel"}[name], "@language": language}


def _differs(member: Member) -> bool:
    return member.kind in ("concept", "translated", "texts", "date") and bool(_PROPERTY.fullmatch(member.path))


def _term(member: Member, language: str) -> dict[str, Any] | None:
    """How a member is read where the published context is not enough. A date has one of several datatypes, so it is a text that states nothing."""
    terms: dict[str, dict[str, Any] | None] = {
        "concept": {"@id": member.path, "@type": "@id", "@context": {"label": _labelled("prefLabel", language)}},
        "translated": {"@id": member.path, "@language": language},
        "texts": {"@id": member.path, "@container": "@language"},
        "date": None,
    }
    return terms[member.kind]


def _filter(said: dict[str, Any], members: dict[str, str]) -> Filter:
    own: dict[str, Any] = {
        name: tuple(value) if name == "choices" else value
        for name, value in said.items()
        if name not in ("path", "where", "compare")
    }
    pattern = _pattern(said) if "path" in said or "where" in said else members[said["name"]]
    return Filter(Parameter(**own, optional=True), pattern, said.get("compare", "="))


def _line(text: str, part: str, name: str) -> int:
    """The line where a part names it, or where it stands in quotation marks or as a key before all parts; else the first."""
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        inside = line.strip("[] ") if line.startswith("[[") else inside
        if inside == part and (
            line == f'name = "{name}"' if part else f'"{name}"' in line or line.startswith(f"{name} =")
        ):
            return number
    return 1


class Collections:
    """All collections, by name."""

    def __init__(self, files: list[ContentFile], context: dict[str, Any]) -> None:
        """Compile them. Raises :class:`ContentError` with all that is wrong."""
        faults: list[Fault] = []
        self._by_name: dict[str, Collection] = {}
        for file in files:
            try:
                collection = Collection.compile(file, context)
                self._by_name[collection.name] = collection
            except ContentError as error:
                faults.extend(error.faults)
        if faults:
            raise ContentError(faults)
        self.digest = hashlib.sha256("\0".join(file.text for file in files).encode()).hexdigest()
        self.lists = {
            key: number for number, key in enumerate((each.name, pattern) for each in self for pattern in each.patterns)
        }
        """A collection's name and a pattern -> the number of the list of values that it finds."""
        self.orders = {key: number for number, key in enumerate(key for each in self for key in _orders(each))}
        """A collection's name, a member that sorts and a language -> the number of that order."""

    def __iter__(self) -> Iterator[Collection]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Collection:
        """The collection of this name. Raises :class:`NotFound`, which lists the names there are."""
        if name not in self._by_name:
            raise NotFound(f"There is no collection {name[:60]!r}.", known=sorted(self._by_name))
        return self._by_name[name]


def _orders(collection: Collection) -> Iterator[tuple[str, str, str]]:
    for name in ("label", *(member.name for member in collection.members if member.sorts)):
        yield from ((collection.name, name, language) for language in LANGUAGES)
