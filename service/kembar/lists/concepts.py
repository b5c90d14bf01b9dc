"""Concepts of the code lists by the words that lists print for them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Self

from kembar.lists.names import folded
from kembar.namespaces import CONCEPT, slug_of
from kembar.rdf.names import rdf, skos
from kembar.rdf.terms import Literal, text_of
from kembar.store.protocol import Store, objects, texts

__all__ = ["Concepts"]


class Concepts:
    """The concepts of the record: a word names a concept if it is one of its labels or its slug."""

    def __init__(self, words: Mapping[tuple[str, str], str], labels: Mapping[str, Mapping[str, str]]) -> None:
        """Keep the concepts.

        Args:
            words: Slug of a scheme and folded word -> IRI of the concept.
            labels: IRI -> the labels by language.
        """
        self._words, self._labels = words, labels

    @classmethod
    def of(cls, record: Store) -> Self:
        """Return the concepts of a record. A word that several concepts of a scheme have names none of them."""
        words: dict[tuple[str, str], set[str]] = defaultdict(set)
        labels = {}
        for quad in record.quads(None, rdf.type, skos.Concept):
            iri = text_of(quad.subject)
            labels[iri] = texts(record, iri, skos.prefLabel)
            names = [slug_of(iri).replace("-", " ")]
            names += [
                word.object.value
                for prop in (skos.prefLabel, skos.altLabel)
                for word in record.quads(quad.subject, prop)
                if isinstance(word.object, Literal)
            ]
            for scheme in objects(record, iri, skos.inScheme):
                for name in names:
                    words[scheme.removeprefix(CONCEPT), folded(name)].add(iri)
        return cls({key: min(found) for key, found in words.items() if len(found) == 1}, labels)

    def find(self, scheme: str, word: str) -> str | None:
        """Return the IRI of the concept of a scheme that a word names, or None."""
        return self._words.get((scheme, folded(word)))

    def words(self, scheme: str) -> list[str]:
        """Return the Indonesian labels of a scheme."""
        iris = {iri for (name, _), iri in self._words.items() if name == scheme}
        return sorted(self.label(iri) for iri in iris)

    def label(self, iri: str, language: str = "id") -> str:
        """Return the label of a concept."""
        return self._labels.get(iri, {}).get(language, slug_of(iri))
