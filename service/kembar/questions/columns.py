"""Columns that several questions share, each declared once in ``queries/columns.toml``.

A question lists its columns in the order of its SELECT. An item of the list is the key of a shared column, or a table.
A table with a ``kind`` declares a column of this question only; a table without one overrides members of the shared
column whose key is its ``name``. The name of a shared column is its key, unless it declares a ``name``: a name with two
meanings has two keys.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kembar.errors import ContentError, Fault
from kembar.files import ContentFile
from kembar.questions.deprecation import Deprecation
from kembar.questions.kinds import COLUMN_KINDS
from kembar.questions.table import Column
from kembar.store.templates import read_toml

__all__ = ["SHARED_FILE", "SharedColumns", "column_faults", "compile_column"]

SHARED_FILE = "queries/columns.toml"


class SharedColumns:
    """The declarations in :data:`SHARED_FILE`, and the keys of those that questions use."""

    def __init__(self, file: ContentFile | None = None) -> None:
        """Read the file, if there is one. Raise :class:`ContentError` with all faults in it."""
        self._text = file.text if file else ""
        shared = read_toml(SHARED_FILE, self._text, "it is not TOML")
        self._used: set[str] = set()
        self._declarations = {key: {"name": key, **declaration} for key, declaration in shared.items()}
        faults = [
            self._fault(key, reason)
            for key, declaration in self._declarations.items()
            for reason in _declaration_faults(declaration)
        ]
        if faults:
            raise ContentError(faults)

    def declaration(self, item: str | Mapping[str, Any]) -> dict[str, Any]:
        """Return the declaration for an item of a list. Raise :class:`KeyError` for an unknown column."""
        if isinstance(item, Mapping) and "kind" in item:
            return dict(item)
        key = item if isinstance(item, str) else item["name"]
        shared = self._declarations[key]
        self._used.add(key)
        return {**shared, **({} if isinstance(item, str) else item)}

    def unused(self) -> list[Fault]:
        """Return a fault for each shared column that no question uses."""
        keys = self._declarations.keys() - self._used
        return [self._fault(key, f"no question has the column {key}.") for key in self._declarations if key in keys]

    def _fault(self, key: str, reason: str) -> Fault:
        declaration = re.search(rf'^\[?"?{re.escape(key)}"?\s*[=\]]', self._text, re.MULTILINE)
        return Fault(SHARED_FILE, self._text.count("\n", 0, declaration.start()) + 1 if declaration else 1, reason)


def compile_column(declaration: Mapping[str, Any]) -> Column:
    """Return the column of a declaration. Raise :class:`KeyError` or :class:`TypeError` if it is broken."""
    fields, deprecated = tuple(declaration.get("fields", ())), Deprecation.of(declaration.get("deprecated"))
    return Column(**{**declaration, "fields": fields, "deprecated": deprecated})


def column_faults(column: Column) -> Iterator[str]:
    """Yield the faults of a column."""
    if column.kind not in COLUMN_KINDS:
        yield f"the column {column.name} has an unknown kind: {column.kind}."
    if column.kind == "records" and not column.fields:
        yield f"the column {column.name} holds records and declares no fields."


def _declaration_faults(declaration: Mapping[str, Any]) -> Iterator[str]:
    try:
        column = compile_column(declaration)
    except (KeyError, TypeError) as error:
        yield f"the column {declaration['name']} is broken: {error}."
        return
    yield from column_faults(column)
    if set(column.description) != {"id", "en"}:
        yield f"{column.name} needs a description in id and in en."
