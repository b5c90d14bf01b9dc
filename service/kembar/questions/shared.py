"""Declarations that several questions share: columns in ``queries/columns.toml``, parameters in ``parameters.toml``.

A question names a shared declaration by its key, or by a table without a ``kind``, which overrides members of the
declaration whose key is its ``name``. A table with a ``kind`` declares something of this question only. The name of a
shared column or parameter is its key, unless it declares a ``name``: a name with two meanings has two keys.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kembar.errors import ContentError, Fault
from kembar.files import ContentFile
from kembar.store.templates import read_toml

__all__ = ["Shared"]

_Declaration = Mapping[str, Any]


class Shared:
    """The declarations of a file, and the keys of those that questions use."""

    def __init__(self, noun: str, file: ContentFile | None, faults: Callable[[_Declaration], Iterator[str]]) -> None:
        """Read the file, if there is one.

        Args:
            noun: What it declares: column or parameter.
            file: The file.
            faults: Returns the faults of a declaration.

        Raises:
            ContentError: With all faults in the file.
        """
        self.name, self.noun = f"queries/{noun}s.toml", noun
        self._text = file.text if file else ""
        shared = read_toml(self.name, self._text, "it is not TOML")
        self._used: set[str] = set()
        self._declarations = {key: {"name": key, **declaration} for key, declaration in shared.items()}
        found = [
            self._fault(key, reason)
            for key, declaration in self._declarations.items()
            for reason in (*faults(declaration), *_untranslated(declaration))
        ]
        if found:
            raise ContentError(found)

    def declaration(self, item: str | _Declaration) -> dict[str, Any]:
        """Return the declaration for an item of a header. Raise :class:`KeyError` for an unknown key."""
        if isinstance(item, Mapping) and "kind" in item:
            return dict(item)
        key = item if isinstance(item, str) else item["name"]
        shared = self._declarations[key]
        self._used.add(key)
        return {**shared, **({} if isinstance(item, str) else item)}

    def unused(self) -> list[Fault]:
        """Return a fault for each declaration that no question uses."""
        keys = self._declarations.keys() - self._used
        reason = f"no question has the {self.noun} {{key}}."
        return [self._fault(key, reason.format(key=key)) for key in self._declarations if key in keys]

    def _fault(self, key: str, reason: str) -> Fault:
        declaration = re.search(rf'^\[?"?{re.escape(key)}"?\s*[=\]]', self._text, re.MULTILINE)
        return Fault(self.name, self._text.count("\n", 0, declaration.start()) + 1 if declaration else 1, reason)


def _untranslated(declaration: _Declaration) -> Iterator[str]:
    if set(declaration.get("description", ())) != {"id", "en"}:
        yield f"{declaration['name']} needs a description in id and in en."
