"""Countries by any of their usual names: in Indonesian, in English, abbreviated, or by ISO code."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Self

from kembar.lists.ledger import Unreadable
from kembar.lists.names import folded, nearest
from kembar.namespaces import ID
from kembar.rdf.names import kb, rdf, rdfs, skos
from kembar.rdf.terms import Literal, text_of
from kembar.store.protocol import Store, objects, texts

__all__ = ["Countries"]

_NAMES = (rdfs.label, skos.altLabel)
_CODES = (kb.isoCode, kb.isoAlpha3)


class Countries:
    """The countries of the record by their names. A name comes before a code, so that AS is the United States."""

    def __init__(self, names: Mapping[str, frozenset[str]], printed: frozenset[str], labels: Mapping[str, str]) -> None:
        """Keep the countries.

        Args:
            names: Folded name or code -> the IRIs of the countries that have it.
            printed: The names as the record writes them.
            labels: IRI -> the Indonesian label.
        """
        self._names, self._printed, self._labels = names, printed, labels

    @classmethod
    def of(cls, record: Store) -> Self:
        """Return the countries that a record describes."""
        names: dict[str, set[str]] = defaultdict(set)
        codes: dict[str, set[str]] = defaultdict(set)
        printed: set[str] = set()
        labels = {}
        for quad in record.quads(None, rdf.type, kb.Country):
            iri = text_of(quad.subject)
            labels[iri] = texts(record, iri, rdfs.label).get("id", iri)
            for prop in _NAMES:
                for name in record.quads(quad.subject, prop):
                    if isinstance(name.object, Literal):
                        names[folded(name.object.value)].add(iri)
                        printed.add(name.object.value)
            for prop in _CODES:
                for code in objects(record, iri, prop):
                    codes[folded(code)].add(iri)
        known = {**codes, **names}
        return cls({name: frozenset(iris) for name, iris in known.items()}, frozenset(printed), labels)

    def find(self, name: str) -> str:
        """Return the IRI of the country of a name. Raise :class:`Unreadable` with the nearest names if none has it."""
        found = self._names.get(folded(name.removeprefix("country:")), frozenset())
        if not found:
            near = ", ".join(nearest(name, self._printed)) or "–"
            raise Unreadable("lists.unknown-country", value=name, near=near)
        if len(found) > 1:
            known = ", ".join(sorted(f"country:{iri.removeprefix(ID + 'country/')}" for iri in found))
            raise Unreadable("lists.ambiguous", value=name, known=known)
        return next(iter(found))

    def label(self, iri: str) -> str:
        """Return the Indonesian name of a country."""
        return self._labels.get(iri, iri)

    def names(self) -> frozenset[str]:
        """Return all names as the record writes them, without codes."""
        return self._printed
