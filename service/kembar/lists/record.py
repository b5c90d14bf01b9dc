"""The record as an import looks things up in it: governments, bodies, ties and deeds, by their names."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kembar.content.reading import read
from kembar.errors import ContentError
from kembar.files import Content
from kembar.lists.dates import span_of
from kembar.lists.names import folded
from kembar.namespaces import ID, slug_of
from kembar.rdf.dates import Span
from kembar.rdf.names import kb, rdf, rdfs, skos
from kembar.rdf.terms import Literal, NamedNode, Quad, text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store, objects, texts

__all__ = ["KnownDeed", "Record"]

_NAMES = (rdfs.label, skos.altLabel)


@dataclass(frozen=True)
class KnownDeed:
    """A deed of the record: its type as an IRI or None, and its day, month or year or None."""

    iri: str
    kind: str | None
    span: Span | None


class Record:
    """What the record describes, by name. It reads a store that never changes."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def of(cls, content: Content) -> "Record":
        """Return the record of a content. Raise :class:`ContentError` if a file does not parse."""
        files, faults = read(file for folder in ("ontology", "data") for file in content.files(folder, ".ttl"))
        if faults:
            raise ContentError(faults)
        store = EmbeddedStore()
        store.extend(Quad(*triple) for file in files for triple in file.triples)
        return cls(store)

    def describes(self, iri: str) -> bool:
        """Return whether the record has a statement about a thing."""
        return self.store.contains(NamedNode(iri))

    def one(self, iri: str, prop: NamedNode) -> str | None:
        """Return the first value of a property as text, or None."""
        return min(objects(self.store, iri, prop), default=None)

    def label(self, iri: str, language: str = "id") -> str:
        """Return the label of a thing, or else its slug."""
        return texts(self.store, iri, rdfs.label).get(language, slug_of(iri))

    def things(self, name: NamedNode) -> list[str]:
        """Return the things of a class, sorted."""
        return sorted({text_of(quad.subject) for quad in self.store.quads(None, rdf.type, name)})

    def names(self, iri: str) -> set[str]:
        """Return the folded labels and other names of a thing."""
        return {
            folded(quad.object.value)
            for prop in _NAMES
            for quad in self.store.quads(NamedNode(iri), prop)
            if isinstance(quad.object, Literal)
        }

    def called(self, name: NamedNode, *spellings: str) -> list[str]:
        """Return the things of a class that have one of the names."""
        wanted = {folded(spelling) for spelling in spellings}
        return [iri for iri in self.things(name) if self.names(iri) & wanted]

    @cached_property
    def _governments(self) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for iri in self.things(kb.LocalGovernment):
            territory = self.one(iri, kb.governs)
            names = self.names(iri) | (self.names(territory) if territory else set())
            for country in objects(self.store, iri, kb.country):
                for name in names:
                    found[country, name].add(iri)
        return found

    def governments(self, country: str, *spellings: str) -> list[str]:
        """Return the local governments of a country that have one of the names, or whose territory has."""
        return sorted({iri for name in spellings for iri in self._governments.get((country, folded(name)), ())})

    def bodies(self, country: str, name: str) -> list[str]:
        """Return the actors of a country, other than local governments, that have a name."""
        return [iri for iri in self.called(kb.Actor, name) if country in objects(self.store, iri, kb.country)]

    @cached_property
    def _ties(self) -> dict[frozenset[str], str]:
        return {frozenset(objects(self.store, iri, kb.party)): iri for iri in self.things(kb.Partnership)}

    def tie(self, *parties: str) -> str | None:
        """Return the partnership of exactly these parties, or None."""
        return self._ties.get(frozenset(parties))

    def deeds(self, tie: str) -> Iterator[KnownDeed]:
        """Yield the deeds of a partnership, sorted."""
        node = NamedNode(tie)
        found = {
            text_of(quad.subject) for prop in (kb.founds, kb.partnership) for quad in self.store.quads(None, prop, node)
        }
        for iri in sorted(found):
            if not self.store.contains(NamedNode(iri), rdf.type, kb.Deed):
                continue
            dates = (quad.object for quad in self.store.quads(NamedNode(iri), kb.date))
            spans = [span_of(value) for value in dates if isinstance(value, Literal)]
            yield KnownDeed(iri, self.one(iri, kb.deedType), spans[0] if spans else None)

    def explicit(self, cell: str, *kinds: str) -> str | None:
        """Return the IRI that a cell such as ``government:seoul`` names, if the record describes it, or None."""
        kind, colon, name = cell.partition(":")
        iri = f"{ID}{kind}/{name}"
        return iri if colon and kind in kinds and name and self._valid(iri) and self.describes(iri) else None

    @staticmethod
    def _valid(iri: str) -> bool:
        return all(letter.isalnum() or letter in "-:/." for letter in iri)
