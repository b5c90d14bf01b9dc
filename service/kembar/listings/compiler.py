"""Compiler of collections: one TOML file in ``queries/collections/`` becomes a checked :class:`Collection`.

A member whose path is a single property has the name of that property in the JSON-LD context, and no other member has
the name of a term of the context. So the JSON of a collection is JSON-LD with the meaning that the context gives it.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from kembar.errors import ContentError, Fault, KembarError
from kembar.files import ContentFile
from kembar.listings.collection import RESERVED, Collection, Filter, Member
from kembar.namespaces import RESERVED_NAMES, slug_of
from kembar.questions.kinds import KINDS
from kembar.questions.parameters import Parameter
from kembar.store.embedded import EmbeddedStore
from kembar.store.hints import check_terms

__all__ = ["PROPERTY", "compile_collection"]

MEMBER_KINDS = ("iri", "concept", "text", "translated", "texts", "date", "day", "integer", "year", "boolean")
"""Types of values. ``translated`` is a text in the language of the request, ``texts`` has the texts of all languages,
``date`` is a date as it is recorded (EDTF)."""
PROPERTY = re.compile(r"\w+:\w+")
"""A property path that consists of one property."""
_COMPARISONS = ("=", ">=", "<=")

_NAMES = {"members": "[a-z][A-Za-z0-9]*", "filters": "[a-z][a-z0-9_]*"}
_NAMES_SAID = {
    "members": "use letters and digits only",
    "filters": "use small letters, digits and underscores only",
}
"""Members have names as the terms of JSON-LD, parameters as everywhere in the service."""

_PartFault = tuple[str, str, str]
"""A fault before its line is known: the part (``members``, ``filters`` or empty), the name in it, and the reason."""


def compile_collection(file: ContentFile, context: dict[str, Any]) -> Collection:
    """Return the collection of a file.

    Args:
        file: The TOML file.
        context: The JSON-LD context document.

    Raises:
        ContentError: The file is broken; each fault has its line.
    """
    try:
        document = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else None
        raise ContentError([Fault(file.name, line, f"the file is not valid TOML: {error}.")]) from error
    try:
        collection = _collection(slug_of(file.name).removesuffix(".toml"), document)
    except (KeyError, TypeError) as error:
        raise ContentError([Fault(file.name, 1, f"a key is missing or unknown: {error}.")]) from error
    faults = [
        Fault(file.name, _line(file.text, part, name), reason)
        for part, name, reason in _faults(collection, context["@context"])
    ]
    if faults:
        raise ContentError(faults)
    return collection


def _collection(name: str, document: dict[str, Any]) -> Collection:
    members = tuple(
        Member(**{key: value for key, value in table.items() if key != "where"}, pattern=_pattern(table))
        for table in document["members"]
    )
    patterns = {member.name: member.pattern for member in members}
    return Collection(
        name=name,
        title=document["title"],
        description=document["description"],
        where=document["where"],
        sort=document["sort"],
        search=tuple(document.get("search", ())),
        members=members,
        filters=tuple(each for table in document["filters"] for each in _filters(table, patterns)),
        label=document.get("label", "label"),
    )


def _filters(table: dict[str, Any], member_patterns: dict[str, str]) -> list[Filter]:
    """Return a filter, and the one of its former name, if it has one.

    Without a path or pattern of its own it has that of the member of the same name: ``deed_type`` filters by
    ``deedType``.
    """
    settings = {key: value for key, value in table.items() if key not in ("path", "where", "compare", "variants")}
    if "path" in table or "where" in table:
        pattern = _pattern(table)
    else:
        pattern = member_patterns[re.sub("_([a-z])", lambda letter: letter[1].upper(), table["name"])]
    compare = table.get("compare", "=")
    declared = Parameter.declared({**settings, "optional": True}, [table["name"]] if compare == "=" else [])
    return [Filter(parameter, pattern, compare, table.get("variants", {})) for parameter in declared]


def _pattern(table: dict[str, Any]) -> str:
    pattern: str = table["where"] if "where" in table else f"?thing {table['path']} ?value ."
    return pattern


def _faults(collection: Collection, terms: dict[str, Any]) -> Iterator[_PartFault]:
    if collection.name.split(".")[0] in RESERVED_NAMES:
        yield "", "", f"/{collection.name} is a path of the service itself: give the file another name."
    meanings = {name: term["@id"] if isinstance(term, dict) else str(term) for name, term in terms.items()}
    yield from _faults_of_names("members", [member.name for member in collection.members])
    filters = [part.parameter for part in collection.filters]
    yield from _faults_of_names("filters", [parameter.name for parameter in filters if not parameter.renamed])
    if collection.sort not in collection.sorts:
        yield "", collection.sort, f"sort is {collection.sort}, which is none of {', '.join(collection.sorts)}."
    if collection.label not in ("label", "prefLabel"):
        yield "", collection.label, f"label is {collection.label}, which is neither label nor prefLabel."
    for member in collection.members:
        yield from (("members", member.name, reason) for reason in _faults_of_member(member, meanings.get(member.name)))
    for part in collection.filters:
        yield from (("filters", part.parameter.name, reason) for reason in _faults_of_filter(part))
    yield from _faults_of_patterns(collection, {meaning.removeprefix("kb:") for meaning in meanings.values()})


def _faults_of_names(part: str, names: list[str]) -> Iterator[_PartFault]:
    for name in names:
        if not re.fullmatch(_NAMES[part], name):
            yield part, name, f"{name} is not a valid name: {_NAMES_SAID[part]}, beginning with a small letter."
        if part == "filters" and name in RESERVED:
            yield part, name, f"{name} is a parameter of every collection: give the filter another name."
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield part, name, f"{name} is used twice."


def _faults_of_member(member: Member, meaning: str | None) -> Iterator[str]:
    if member.kind not in MEMBER_KINDS:
        yield f"{member.name} has an unknown kind: {member.kind}."
    if member.sorts and (member.several or member.kind == "texts"):
        yield f"{member.name} has several values and cannot sort."
    if PROPERTY.fullmatch(member.path):
        if meaning != member.path and member.kind != "date":  # its term is None in the context of a page
            yield f"{member.path} is not the meaning of {member.name} in the JSON-LD context."
    elif meaning:
        yield f"{member.name} means {meaning} in the JSON-LD context, which differs from its path or pattern."


def _faults_of_filter(part: Filter) -> Iterator[str]:
    name, kind = part.parameter.name, part.parameter.kind
    if kind not in KINDS:
        yield f"{name} has an unknown kind: {kind}."
    if kind == "concept" and not part.parameter.scheme:
        yield f"{name} has no scheme."
    if kind == "choice" and not part.parameter.choices:
        yield f"{name} has no choices."
    if part.compare not in _COMPARISONS:
        yield f"{name} is compared by {part.compare}, which is none of {', '.join(_COMPARISONS)}."


def _faults_of_patterns(collection: Collection, terms: set[str]) -> Iterator[_PartFault]:
    """Yield the patterns that are not valid SPARQL or contain an unknown term of the vocabulary."""
    patterns = [
        ("", "where", ""),
        *(("members", member.name, member.pattern) for member in collection.members),
        *(
            ("filters", part.parameter.name, pattern)
            for part in collection.filters
            for pattern in dict.fromkeys((part.pattern, *part.variants.values()))
            if pattern
        ),
        *(("", path, f"?thing {path} ?value .") for path in collection.search),
    ]
    for part, name, pattern in patterns:
        query = collection.select(pattern)
        try:
            check_terms(query, terms)
            EmbeddedStore().select(query)
        except KembarError as error:
            yield part, name, f"{name}: {re.sub('^Line [0-9]+, column [0-9]+: ', '', error.detail)}"


def _line(text: str, part: str, name: str) -> int:
    """Return the line that names ``name`` in a part.

    Outside of all parts, it is the line with ``name`` in quotation marks or as a key. The default is the first line.
    """
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        current = line.strip("[] ") if line.startswith("[[") else current
        names_it = line == f'name = "{name}"' if part else f'"{name}"' in line or line.startswith(f"{name} =")
        if current == part and names_it:
            return number
    return 1
