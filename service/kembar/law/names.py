"""Names in our namespaces: which the record or a proposal describes, and the nearest to one that neither does."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from heapq import nlargest
from itertools import islice
from weakref import WeakKeyDictionary

from kembar.law.vocabulary import Vocabulary
from kembar.namespaces import CONCEPT, ID, KB, PREFIXES, slug_of
from kembar.rdf.names import dct, rdf, skos
from kembar.rdf.terms import NamedNode, text_of
from kembar.store.protocol import Store, objects

__all__ = ["Names", "deed_iri", "nearest_term", "ours", "short"]

_HOST = re.compile(r"(https?:)?//(www\.)?w3id\.org/kembar(/|$)", re.IGNORECASE)
_SLUG = re.compile("[a-z0-9-]+")
_KINDS = {prefix: iri for prefix, iri in PREFIXES.items() if iri.startswith(ID)}
_REUSED = ("rdf", "rdfs", "skos", "dct", "xsd", "edtf")
_MOST_NAMES = 5_000
"""The most names of one kind that are compared. Of a larger kind those with one typing error are looked up as well."""
_LONGEST_TYPED = 60
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
_MOST_COMPARED = 60
_MOST_NEAREST = 3

_names_of_kinds: WeakKeyDictionary[Store, dict[str, tuple[str, ...]]] = WeakKeyDictionary()
"""The slugs of the kinds that were asked for, for each open store; a store never changes."""


def ours(iri: str) -> bool:
    """Return whether an IRI is in one of our namespaces, or looks as if it was meant to be."""
    return bool(_HOST.match(iri))


def deed_iri(name: str | None) -> str | None:
    """Return the IRI of a deed that is named by its IRI or slug."""
    return name if name is None or ":" in name else f"{ID}deed/{name}"


def short(iri: str) -> str:
    """Return the prefixed name of an IRI as content files write it, or the IRI itself."""
    if iri.startswith(KB):
        return "kb:" + iri.removeprefix(KB)
    for base in (ID, CONCEPT):
        kind, slash, slug = iri.removeprefix(base).partition("/")
        if iri.startswith(base) and slash:
            return f"{kind}:{slug}"
    prefix = next((prefix for prefix in _REUSED if iri.startswith(PREFIXES[prefix])), None)
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}" if prefix else iri


def nearest_term(iri: str, terms: Iterable[str]) -> list[str]:
    """Return the terms of our vocabulary whose local names are nearest to that of an IRI."""
    local = re.split("[#/:]", iri.rstrip("#/"))[-1]
    return [KB + name for name in _closest(local, [term.removeprefix(KB) for term in terms])]


class Names:
    """What the record and one proposal describe."""

    def __init__(self, content: Store, proposed: Mapping[str, frozenset[str]], vocabulary: Vocabulary) -> None:
        """Look names up.

        Args:
            content: The record.
            proposed: The classes that the proposal states, by thing.
            vocabulary: The vocabulary.
        """
        self._content, self._proposed, self._vocabulary = content, proposed, vocabulary
        self._classes: dict[str, frozenset[str]] = {}

    def classes(self, iri: str) -> frozenset[str]:
        """Return the classes of a thing in record and proposal, with those that they specialise; none if unknown."""
        if iri not in self._classes:
            stated = {*objects(self._content, iri, rdf.type), *self._proposed.get(iri, ())}
            self._classes[iri] = self._vocabulary.with_parents(stated)
        return self._classes[iri]

    def specific(self, iri: str) -> list[str]:
        """Return the classes of a thing in our vocabulary, without those that another of them specialises."""
        own = [name for name in self.classes(iri) if name in self._vocabulary.classes]
        general = {parent for name in own for parent in self._vocabulary.classes[name] - {name}}
        return sorted(set(own) - general)

    def in_record(self, iri: str) -> bool:
        """Return whether the record has a statement about a thing."""
        return self._content.contains(NamedNode(iri))

    def in_scheme(self, iri: str, scheme: str) -> bool:
        """Return whether a thing is a concept of a scheme in the record."""
        return self._content.contains(NamedNode(iri), skos.inScheme, NamedNode(scheme))

    def present_names(self, iri: str) -> list[str]:
        """Return the present name of a thing that was renamed."""
        return objects(self._content, iri, dct.isReplacedBy)

    def holders(self, prop: NamedNode, value: str) -> list[str]:
        """Return the things of the record that have a value of a property."""
        return sorted({text_of(quad.subject) for quad in self._content.quads(None, prop, NamedNode(value))})

    def nearest(self, iri: str, scheme: str | None = None, wanted: str | None = None) -> list[str]:
        """Return the names nearest to an unknown one: of its kind or scheme, and with the same slug of other kinds.

        Args:
            iri: The unknown name.
            scheme: The scheme in which a concept is expected, if one is.
            wanted: The class that is expected, if one is.
        """
        if "/ontology" in iri and ours(iri):
            return nearest_term(iri, self._vocabulary.classes)
        base, kind, slug = self._parts(iri)
        spelled = slug.casefold().replace("_", "-").replace(" ", "-")
        if scheme or base == CONCEPT:
            schemes = [scheme] if scheme else [CONCEPT + near for near in self._schemes_near(kind)]
            found = [f"{near}/{name}" for near in schemes for name in _closest(spelled, self._concepts(near))]
        else:
            prefixes = [f"{ID}{near}/" for near in self._kinds_near(kind)]
            of_kind = [prefix + spelled for prefix in prefixes]
            elsewhere = [prefix + spelled for prefix in _KINDS.values()]
            close = [prefix + name for prefix in prefixes for name in self._close(spelled, prefix)]
            found = [name for name in (*of_kind, *elsewhere) if self._fits(name, wanted)]
            found += [name for name in close if self._fits(name, wanted)]
        return list(dict.fromkeys(name for name in found if name != iri))[:_MOST_NEAREST]

    def _fits(self, iri: str, wanted: str | None) -> bool:
        """Return whether a thing is described, as one of the class that is wanted. The IRI may be malformed."""
        try:
            classes = self.classes(iri)
        except ValueError:
            return False
        return bool(classes) and (not wanted or wanted in classes)

    def _parts(self, iri: str) -> tuple[str, str, str]:
        """Return namespace, kind or scheme, and slug of a name; also of one such as ``country:il`` without a prefix."""
        path = _HOST.sub("", iri) if ours(iri) else iri.replace(":", "/", 1)
        first, _, rest = path.strip("/").partition("/")
        folder = first.casefold()
        if ours(iri):
            base = CONCEPT if folder == "concept" else ID
            kind, _, slug = rest.partition("/") if folder in ("concept", "id") else (first, "", rest)
            return base, kind, slug or kind
        base = ID if first in _KINDS or not self._content.contains(NamedNode(CONCEPT + folder), rdf.type) else CONCEPT
        return base, first, slug_of(rest) if rest else first

    def _schemes_near(self, name: str) -> list[str]:
        schemes = [
            text_of(quad.subject).removeprefix(CONCEPT)
            for quad in self._content.quads(None, rdf.type, skos.ConceptScheme)
        ]
        return [name] if name in schemes else _closest(name.casefold(), schemes)

    def _concepts(self, scheme: str) -> list[str]:
        quads = self._content.quads(None, skos.inScheme, NamedNode(scheme))
        return [text_of(quad.subject).removeprefix(scheme + "/") for quad in islice(quads, _MOST_NAMES)]

    def _kinds_near(self, kind: str) -> list[str]:
        kinds = [iri.removeprefix(ID).rstrip("/") for iri in _KINDS.values()]
        return [kind] if kind in kinds else _closest(kind.casefold(), kinds)

    def _close(self, slug: str, prefix: str) -> list[str]:
        """Return the slugs of a kind that are nearest to a slug."""
        slugs = self._slugs(prefix)
        if len(slugs) >= _MOST_NAMES and len(slug) <= _LONGEST_TYPED:
            near = [typed for typed in _typing_errors(slug) if self._fits(prefix + typed, None)]
            slugs = [*near, *slugs]
        return _closest(slug, slugs)

    def _slugs(self, prefix: str) -> list[str]:
        """Return the slugs of a kind in the proposal and, at most ``_MOST_NAMES``, in the record."""
        known = _names_of_kinds.setdefault(self._content, {})
        kind = prefix.removeprefix(ID).rstrip("/")
        if kind not in known:
            known[kind] = tuple(islice(self._recorded(kind, prefix), _MOST_NAMES))
        own = (iri.removeprefix(prefix) for iri in self._proposed if iri.startswith(prefix))
        return [*own, *known[kind]]

    def _recorded(self, kind: str, prefix: str) -> Iterator[str]:
        """Yield the slugs of a kind: those of the class that is named like it, such as FieldListing for listing."""
        named = {name for name in self._vocabulary.classes if f"-{_dashed(name)}".endswith(f"-{kind}")}
        for name, parents in self._vocabulary.classes.items():
            if parents & named:
                for quad in islice(self._content.quads(None, rdf.type, NamedNode(name)), _MOST_NAMES):
                    iri = text_of(quad.subject)
                    if iri.startswith(prefix):
                        yield iri.removeprefix(prefix)


def _dashed(name: str) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", "-", name.removeprefix(KB)).lower()


def _closest(word: str, names: list[str]) -> list[str]:
    """Return the names nearest to a word, the nearest first; case does not count."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.casefold(), name)
    candidates: Iterable[str] = folded
    if len(folded) > _MOST_COMPARED:
        pieces = _pieces(word)
        candidates = nlargest(_MOST_COMPARED, folded, key=lambda name: len(pieces & _pieces(name)) / (len(name) + 3))
    near = get_close_matches(word.casefold(), candidates, n=_MOST_NEAREST, cutoff=0.6)
    return [folded[name] for name in near]


def _typing_errors(slug: str) -> set[str]:
    """Return what differs from a slug by one letter, or by two neighbours that are swapped."""
    halves = [(slug[:cut], slug[cut:]) for cut in range(len(slug) + 1)]
    removed = {before + after[1:] for before, after in halves if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    replaced = {before + letter + after[1:] for before, after in halves if after for letter in _LETTERS}
    added = {before + letter + after for before, after in halves for letter in _LETTERS}
    return {typed for typed in removed | swapped | replaced | added if _SLUG.fullmatch(typed)} - {slug}


def _pieces(word: str) -> set[str]:
    """Return the pairs of letters in a word."""
    padded = f"^{word}$"
    return {padded[start : start + 2] for start in range(len(padded) - 1)}
