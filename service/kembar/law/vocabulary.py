"""The vocabulary as proposals are checked against it: classes, properties, and which values a property takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kembar.content.belonging import Belonging
from kembar.rdf.bounds import DateProperties, date_properties
from kembar.rdf.names import kb, owl, rdf, rdfs
from kembar.rdf.terms import NamedNode, Triple, text_of

__all__ = ["Vocabulary"]


@dataclass(frozen=True)
class Vocabulary:
    """The part of the vocabulary against which proposals are checked. Terms are named by their IRIs.

    Attributes:
        properties: All properties.
        to_things: The object properties.
        to_literals: The datatype properties.
        belonging: Which classes take a property.
        ranges: Property -> its range, if it has one.
        schemes: Property -> the concept scheme of its values, if they are concepts.
        classes: The classes of our own namespace, each with itself and the classes that it specialises.
        dates: The date properties.
    """

    properties: frozenset[str]
    to_things: frozenset[str]
    to_literals: frozenset[str]
    belonging: Belonging
    ranges: Mapping[str, str]
    schemes: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    dates: DateProperties

    @classmethod
    def of(cls, triples: Sequence[Triple]) -> Self:
        """Return the part that the triples of the vocabulary declare."""
        kinds = {triple.subject: text_of(triple.object) for triple in triples if triple.predicate == rdf.type}
        belonging = Belonging.of(triples)
        return cls(
            frozenset(text_of(term) for term, kind in kinds.items() if kind.endswith("Property")),
            frozenset(text_of(term) for term, kind in kinds.items() if kind == owl.ObjectProperty.value),
            frozenset(text_of(term) for term, kind in kinds.items() if kind == owl.DatatypeProperty.value),
            belonging,
            _values(triples, rdfs.range),
            _values(triples, kb.ofScheme),
            belonging.classes,
            date_properties(triples),
        )

    def with_parents(self, classes: Iterable[str]) -> frozenset[str]:
        """Return classes with all classes that they specialise."""
        return self.belonging.with_parents(classes)


def _values(triples: Sequence[Triple], prop: NamedNode) -> dict[str, str]:
    return {text_of(triple.subject): text_of(triple.object) for triple in triples if triple.predicate == prop}
