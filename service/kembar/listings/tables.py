"""All collections as CSV with a dictionary of their columns, in one ZIP file that is the same for the same revision."""

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kembar import messages
from kembar.listings.collection import Collection
from kembar.listings.pages import Listing, PageRequest
from kembar.listings.values import column_names
from kembar.messages import LANGUAGES
from kembar.rdf.tabular import Value, csv_bytes, csv_text
from kembar.store.sparql import AnswerLimits

__all__ = ["DICTIONARY", "zipped_tables"]

DICTIONARY = "dictionary.csv"
_COLUMNS = ("file", "column", "kind", "several", *(f"description_{language}" for language in LANGUAGES))
_WITHOUT_TIME = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP file can hold: a real one would make each file another one."""
_INSTEAD = messages.template("limit.one-by-one")
_OF_ALL = (
    ("id", "iri", messages.text("dictionary.id")),
    ("type", "text", messages.text("dictionary.type")),
    ("label", "text", messages.text("dictionary.label")),
)
"""Name, kind and description of the columns that all tables begin with."""


def zipped_tables(listing: Listing, language: str, limits: AnswerLimits) -> bytes:
    """Return the ZIP file.

    Args:
        listing: The reader of the collections.
        language: The language of labels and translated texts; the dictionary has all languages.
        limits: The limits of each table, and of all files together before they are compressed.

    Raises:
        AnswerTooLarge: A table has too many rows, or the files are too large.
    """
    written, size = io.BytesIO(), 0
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in _files(listing, language, limits):
            size += len(content)
            limits.check_bytes(size, _INSTEAD)
            entry = ZipInfo(name, _WITHOUT_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, content)
    return written.getvalue()


def _files(listing: Listing, language: str, limits: AnswerLimits) -> Iterator[tuple[str, bytes]]:
    request = PageRequest(language)
    described: list[list[Value]] = []
    for collection in listing.collections:
        page = listing.page(collection.name, request, limits)
        yield f"{collection.name}.csv", csv_bytes(csv_text(*listing.table(collection, request, page)))
        described += _described(collection)
    yield DICTIONARY, csv_bytes(csv_text(_COLUMNS, described))


def _described(collection: Collection) -> Iterator[list[Value]]:
    """Yield a row of the dictionary for each column of a collection."""
    file = f"{collection.name}.csv"
    for name, kind, description in _OF_ALL:
        yield [file, name, kind, False, *(description[language] for language in LANGUAGES)]
    for member in collection.members:
        name, *labels = column_names(member)
        several = member.several or member.kind == "texts"
        kind = "iri" if member.refers else member.kind
        yield [file, name, kind, several, *(member.description[language] for language in LANGUAGES)]
        for label in labels:
            description = messages.text("dictionary.labels", column=name)
            yield [file, label, "text", several, *(description[language] for language in LANGUAGES)]
