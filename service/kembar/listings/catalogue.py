"""Catalogue of the collections, with the numbers of their lists of values and orders in the index tables."""

import hashlib
from collections.abc import Iterator
from typing import Any

from kembar.errors import ContentError, Fault, NotFound
from kembar.files import ContentFile
from kembar.listings.collection import Collection
from kembar.listings.compiler import compile_collection
from kembar.messages import LANGUAGES

__all__ = ["Collections"]


class Collections:
    """All collections by name.

    Attributes:
        digest: The SHA-256 of the files.
        lists: The number of each list of values, by the name of the collection and the pattern.
        orders: The number of each order, by the name of the collection, the member that sorts and the language.
    """

    def __init__(self, files: list[ContentFile], context: dict[str, Any]) -> None:
        """Compile the files. Raise :class:`ContentError` with the faults of all files."""
        faults: list[Fault] = []
        self._by_name: dict[str, Collection] = {}
        for file in files:
            try:
                collection = compile_collection(file, context)
                self._by_name[collection.name] = collection
            except ContentError as error:
                faults.extend(error.faults)
        if faults:
            raise ContentError(faults)
        self.digest = hashlib.sha256("\0".join(file.text for file in files).encode()).hexdigest()
        lists = [(collection.name, pattern) for collection in self for pattern in collection.patterns]
        self.lists = {key: number for number, key in enumerate(lists)}
        orders = [
            (collection.name, member, language)
            for collection in self
            for member in collection.sort_members
            for language in LANGUAGES
        ]
        self.orders = {key: number for number, key in enumerate(orders)}

    def __iter__(self) -> Iterator[Collection]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Collection:
        """Return the collection of a name. Raise :class:`NotFound`, which lists the names, if there is none."""
        if name not in self._by_name:
            raise NotFound(f"There is no collection {name[:60]!r}.", known=sorted(self._by_name))
        return self._by_name[name]
