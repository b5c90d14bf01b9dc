"""Which classes take a property: its domain, or those that share it. Checks of files and of proposals go by it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

from kembar.namespaces import KB
from kembar.rdf.names import kb, owl, rdf, rdfs
from kembar.rdf.terms import Triple, text_of

__all__ = ["Belonging", "Elsewhere", "closures"]

_MOST_NEAREST = 3


@dataclass(frozen=True)
class Elsewhere:
    """Where a misplaced property belongs.

    Attributes:
        takers: The classes that take the property.
        instead: Properties that say it for the thing, each with the class that takes it.
        nearest: Properties that the thing itself takes and that are spelled alike, the nearest first.
    """

    takers: tuple[str, ...]
    instead: tuple[tuple[str, str], ...]
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class Belonging:
    """The classes that take each property. Terms are named by their IRIs.

    Attributes:
        takers: Property -> the classes that take it; a property that any class takes is missing.
        instead: Property -> the properties that say the same of things of other classes.
        ranges: Property -> its range, if it has one.
        classes: Class of our own namespace -> itself and the classes that it specialises.
    """

    takers: Mapping[str, frozenset[str]]
    instead: Mapping[str, frozenset[str]]
    ranges: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, triples: Sequence[Triple]) -> Self:
        """Return what the triples of the vocabulary declare."""
        instead: dict[str, set[str]] = defaultdict(set)
        takers: dict[str, set[str]] = defaultdict(set)
        ranges = {}
        for triple in triples:
            if triple.predicate == kb.insteadOf:
                instead[text_of(triple.object)].add(text_of(triple.subject))
            elif triple.predicate in (rdfs.domain, kb.onClass):
                takers[text_of(triple.subject)].add(text_of(triple.object))
            elif triple.predicate == rdfs.range:
                ranges[text_of(triple.subject)] = text_of(triple.object)
        return cls(_frozen(takers), _frozen(instead), ranges, closures(triples))

    def misplaced(self, prop: str, classes: Iterable[str]) -> Elsewhere | None:
        """Return where a property belongs that a thing of these classes does not take; None if it takes it."""
        takers = self.takers.get(prop)
        own = self.with_parents(classes)
        if not takers or not own or takers & own:
            return None
        instead = {
            (other, taker)
            for other in self.instead.get(prop, ())
            for taker in self.takers.get(other, ())
            if taker in own or self._names(taker, own)
        }
        taken = {other.removeprefix(KB) for other, classes_of in self.takers.items() if classes_of & own}
        near = get_close_matches(prop.removeprefix(KB), sorted(taken), n=_MOST_NEAREST)
        return Elsewhere(tuple(sorted(takers)), tuple(sorted(instead)), tuple(KB + name for name in near))

    def with_parents(self, classes: Iterable[str]) -> frozenset[str]:
        """Return classes with all classes that they specialise."""
        return frozenset(parent for name in classes for parent in self.classes.get(name, (name,)))

    def _names(self, taker: str, own: frozenset[str]) -> bool:
        """Return whether things of a class can name one of these classes, as the state of a tie names the tie."""
        return any(taker in classes and self.ranges.get(prop) in own for prop, classes in self.takers.items())


def closures(triples: Iterable[Triple]) -> dict[str, frozenset[str]]:
    """Return the classes of our own namespace, each with itself and the classes that it specialises."""
    parents: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate == rdf.type and triple.object == owl.Class:
            parents.setdefault(text_of(triple.subject), set())
        elif triple.predicate == rdfs.subClassOf:
            parents.setdefault(text_of(triple.subject), set()).add(text_of(triple.object))
    return {name: _closure(name, parents) for name in parents if name.startswith(KB)}


def _closure(name: str, parents: Mapping[str, set[str]]) -> frozenset[str]:
    found, pending = {name}, [name]
    while pending:
        new = parents.get(pending.pop(), set()) - found
        found |= new
        pending += new
    return frozenset(found)


def _frozen(values: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(found) for name, found in values.items()}
