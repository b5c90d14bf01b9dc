"""The part of JSON-LD 1.1 contexts (§9.15) that submitted graphs may use, read so that every member has one meaning.

What could make a member mean nothing, or mean something else below another member, is refused with the reason.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any
from urllib.parse import urljoin

from kembar import messages
from kembar.errors import UnacceptableGraph
from kembar.messages import Texts
from kembar.namespaces import ID
from kembar.rdf.signs import sign_in
from kembar.rdf.terms import is_iri

__all__ = ["KEYWORDS", "Context", "Path", "Term", "is_language", "refusal"]

Path = tuple[str | int, ...]
"""The members and positions that lead to a value."""

KEYWORDS = frozenset(
    f"@{name}"
    for name in """
        context direction graph id included index json language list nest none reverse set type value
    """.split()  # noqa: SIM905 -- a list of words reads better
)
_SETTINGS = frozenset({"@version", "@vocab", "@base", "@language"})
_DEFINITION = frozenset({"@id", "@type", "@language", "@container"})
_CONTAINERS = frozenset({"@language", "@set"})
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ENDS_A_PREFIX = tuple(":/?#[]@")


@dataclass(frozen=True)
class Term:
    """The meaning of a member: its IRI or keyword, and how its values are read."""

    iri: str
    type: str | None = None
    language: str | None = None
    container: frozenset[str] = frozenset()
    is_prefix: bool = False


@dataclass(frozen=True)
class Context:
    """An active context."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    vocabulary: str | None = None
    base: str | None = None
    language: str | None = None

    def extended(self, local: Any, path: Path) -> "Context":
        """Return this context with a local one added. Raise :class:`UnacceptableGraph` for what is not read."""
        if local is None:
            return Context()
        if isinstance(local, list):
            context = self
            for number, item in enumerate(local):
                context = context.extended(item, (*path, number))
            return context
        if not isinstance(local, dict):
            raise refusal(path, "json-ld.no-context")
        for setting in local.keys() - _SETTINGS:
            if setting.startswith("@"):
                raise refusal((*path, setting), "json-ld.setting", setting, _SETTINGS)
        return _Definitions(self._with_settings(local, path), local, path).context()

    def _with_settings(self, local: dict[str, Any], path: Path) -> "Context":
        context = self
        if "@base" in local:
            context = replace(context, base=_absolute(local["@base"], (*path, "@base")))
        if "@vocab" in local:
            context = replace(context, vocabulary=_absolute(local["@vocab"], (*path, "@vocab")))
        if "@language" in local:
            language = local["@language"]
            if language is not None and not (isinstance(language, str) and is_language(language)):
                raise refusal((*path, "@language"), "json-ld.language", value=repr(language))
            context = replace(context, language=language)
        return context

    def member(self, key: str, path: Path) -> Term:
        """Return the meaning of a member. Raise :class:`UnacceptableGraph` if it has none."""
        term = self.terms.get(key)
        if term:
            return term
        if key.startswith("@"):
            if key in KEYWORDS:
                return Term(key)
            raise refusal(path, "json-ld.keyword", key, KEYWORDS)
        if ":" not in key and self.vocabulary is None:
            raise refusal(path, "json-ld.term", key, self.terms, advice=self._advice())
        iri = self.iri(key, path, vocabulary=True) or key
        if iri.startswith("_:"):
            raise refusal(path, "json-ld.blank-property", key)
        return Term(iri)

    def iri(self, value: str, path: Path, vocabulary: bool = False) -> str | None:
        """Return the IRI that a text stands for, or None for one that depends on the base.

        Args:
            value: The text.
            path: Where it stands, for the error.
            vocabulary: Whether it stands where terms are read: as a member or after ``@type``.

        Raises:
            UnacceptableGraph: If it stands for no absolute IRI.
        """
        if vocabulary and value in self.terms:
            return self.terms[value].iri
        if value.startswith("@"):
            raise refusal(path, "json-ld.like-keyword", value)
        if value.startswith("_:"):
            return value
        iri = self._absolute_iri(value, vocabulary)
        if iri is None and self.base is not None:
            _valid(urljoin(self.base, value), path, value)
            return None
        if iri is None:
            advice, example = self._advice(), f"{ID}country/my"
            raise refusal(path, "json-ld.relative", value, self.terms, advice=advice, example=example)
        return _valid(iri, path, value)

    def _absolute_iri(self, value: str, vocabulary: bool) -> str | None:
        prefix, colon, local = value.partition(":")
        if colon and not local.startswith("//") and prefix in self.terms and self.terms[prefix].is_prefix:
            return self.terms[prefix].iri + local
        if colon and re.fullmatch("[A-Za-z][A-Za-z0-9+.-]*", prefix):
            return value
        return self.vocabulary + value if vocabulary and self.vocabulary is not None else None

    def _advice(self) -> str | Texts:
        return "" if self.terms else messages.text("json-ld.without-context")


class _Definitions:
    """The definitions of one local context, each made when it is first needed (§9.16)."""

    def __init__(self, active: Context, local: dict[str, Any], path: Path) -> None:
        self._active, self._path = active, path
        self._raw = {name: raw for name, raw in local.items() if name not in _SETTINGS}
        self._made: dict[str, Term] = {}
        self._in_progress: set[str] = set()

    def context(self) -> Context:
        """Return the active context with all definitions."""
        for name in self._raw:
            term = self._term(name)
            known = self._active.terms.get(name)
            if known and known != term:
                raise refusal((*self._path, name), "json-ld.redefined", name)
        return replace(self._active, terms={**self._active.terms, **self._made})

    def _term(self, name: str) -> Term:
        if name not in self._made:
            if name in self._in_progress:
                raise refusal((*self._path, name), "json-ld.by-itself", name)
            self._in_progress.add(name)
            self._made[name] = self._define(name, self._raw[name], (*self._path, name))
        return self._made[name]

    def _define(self, name: str, raw: Any, path: Path) -> Term:
        definition = {"@id": raw} if isinstance(raw, str) or raw is None else raw
        if not name or not isinstance(definition, dict):
            raise refusal(path, "json-ld.no-definition", name)
        for key in sorted(definition.keys() - _DEFINITION):
            raise refusal((*path, key), "json-ld.in-definition", key, _DEFINITION)
        if "@id" in definition and not isinstance(definition["@id"], str):
            raise refusal(path, "json-ld.to-nothing", name)
        if "@id" in definition and ":" in name and definition["@id"] != name:
            raise refusal(path, "json-ld.other-iri", name)
        iri = self._mapping(definition.get("@id", name), name, path)
        container = definition.get("@container", [])
        containers = frozenset([container] if isinstance(container, str) else container or [])
        if not containers <= _CONTAINERS:
            raise refusal((*path, "@container"), "json-ld.container", None, _CONTAINERS)
        language = definition.get("@language")
        if language is not None and not (isinstance(language, str) and is_language(language)):
            raise refusal((*path, "@language"), "json-ld.language", value=repr(language))
        if "@language" in definition and language is None:
            raise refusal((*path, "@language"), "json-ld.language-away")
        return Term(
            iri,
            self._type(definition["@type"], path) if "@type" in definition else None,
            language,
            containers,
            isinstance(raw, str) and iri.endswith(_ENDS_A_PREFIX),
        )

    def _type(self, value: Any, path: Path) -> str:
        if not isinstance(value, str) or value == "@json":
            raise refusal((*path, "@type"), "json-ld.type", None, ("@id", "@vocab"), value=repr(value))
        return value if value in ("@id", "@vocab", "@none") else self._mapping(value, "", path)

    def _mapping(self, value: str, name: str, path: Path) -> str:
        """Return the IRI or keyword that a text of a definition stands for."""
        if value.startswith("@"):
            if value in KEYWORDS - {"@context"}:
                return value
            raise refusal(path, "json-ld.to-no-keyword", name, KEYWORDS, value=repr(value))
        if value != name:
            for needed in (value, value.partition(":")[0]):
                if needed in self._raw and needed != name:
                    self._term(needed)
        known = {
            word: term
            for word in (value, value.partition(":")[0])
            if word != name and (term := self._made.get(word) or self._active.terms.get(word))
        }
        iri = replace(self._active, terms=known, base=None).iri(value, path, vocabulary=True)
        if iri is None or iri.startswith("_:"):
            raise refusal(path, "json-ld.to-no-iri", name, value=repr(value))
        return iri


def is_language(text: str) -> bool:
    """Return whether a text is a well-formed language tag."""
    return bool(_LANGUAGE.fullmatch(text))


def _valid(iri: str, path: Path, value: str) -> str:
    if not is_iri(iri):
        raise refusal(path, "json-ld.sign-in-iri", value)
    return iri


def _absolute(value: Any, path: Path) -> str | None:
    if value is not None and not (isinstance(value, str) and is_iri(value)):
        raise refusal(path, "json-ld.not-absolute", value=repr(value))
    return value


def refusal(path: Path, key: str, name: str | None = None, known: Any = (), **values: object) -> UnacceptableGraph:
    """Return the error for a member or value that is not read.

    Args:
        path: Where it stands.
        key: The message that says why.
        name: The member or value, where the place does not say it.
        known: The names among which the nearest are sought.
        values: What replaces the placeholders of the message.
    """
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
    near = list(_near(name, known)) if name else sorted(known)
    sign = sign_in(name) if name else None
    place = pointer[:300] or messages.text("json-ld.document")
    said = messages.text(
        "refused.json-ld",
        what=f"{name[:200]!r} ({pointer[:300]})" if name else place,
        reason=messages.text(key, **values),
        sign=messages.text("json-ld.sign", sign=sign) if sign else "",
        near=messages.text("refused.near", names=", ".join(near)) if near else "",
    )
    return UnacceptableGraph(said, member=name, pointer=pointer, nearest=near or None)


def _near(name: str, known: Any) -> Iterator[str]:
    by_folded = {term.casefold(): term for term in known}
    local = re.split("[:/#]", name.rstrip("/#"))[-1]
    for form in dict.fromkeys((name.casefold(), local.casefold())):
        yield from (by_folded[near] for near in get_close_matches(form, by_folded, n=3, cutoff=0.6))
