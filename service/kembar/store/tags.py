"""Tags: permanent names of revisions, such as those of releases. A tagged revision is never deleted."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from kembar.errors import CannotRun
from kembar.files import Watched, write_atomically

__all__ = ["TAG", "Tags"]

TAG = r"[a-z][a-z0-9.-]{0,59}"
"""The form of a tag, which differs from that of a revision number."""


class Tags:
    """The tags of one home folder, stored in ``tags.json`` (name -> number of the revision).

    Tags are cited, so they are never moved or removed.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / "tags.json"
        self._tags: Watched[Mapping[str, int]] = Watched(self._path, _read, {})

    def all(self) -> Mapping[str, int]:
        """Return the current tags with the numbers of their revisions, oldest tag first."""
        return self._tags.value

    def changed(self) -> tuple[int, int]:
        """Return the state of the file (:attr:`kembar.files.Watched.state`), which differs after each change."""
        return self._tags.state

    def add(self, name: str, number: int) -> None:
        """Tag a revision. Raise :class:`CannotRun` if the name is malformed or already tags another revision."""
        if not re.fullmatch(TAG, name, re.ASCII):
            raise CannotRun(
                f"{name!r} is not the name of a tag: a tag is a lower-case letter, "
                "followed by lower-case letters, digits, hyphens and dots."
            )
        if self.all().get(name, number) != number:
            raise CannotRun(f"{name} already tags revision {self.all()[name]} and may be cited. Choose another name.")
        write_atomically(self._path, json.dumps({**self.all(), name: number}, indent=1).encode())


def _read(data: bytes) -> dict[str, int]:
    return {name: int(number) for name, number in json.loads(data).items()}
