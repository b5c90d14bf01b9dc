"""Tags: names that are given to revisions for good, as those of releases. A tagged revision is kept for ever."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from kembar.errors import CannotRun

__all__ = ["TAG", "Tags"]

TAG = r"[a-z][a-z0-9.-]{0,59}"
"""The form of a name: never that of a number, which is a revision's own."""


class Tags:
    """The tags of one home folder, in the file ``tags.json``: name -> number of the revision. None is ever moved or taken away: they are cited."""

    _NEVER = (0, 0)

    def __init__(self, home: Path) -> None:
        self._path = home / "tags.json"
        self._read_at = self._NEVER
        self._tags: Mapping[str, int] = {}

    def all(self) -> Mapping[str, int]:
        """Name -> number, in the order in which they were given; read again where the file has changed."""
        changed = self.changed()
        if changed != self._read_at:
            self._tags = json.loads(self._path.read_text())
            self._read_at = changed
        return self._tags

    def changed(self) -> tuple[int, int]:
        """What is another after each change: the file's time alone may be that of two changes."""
        try:
            said = self._path.stat()
        except FileNotFoundError:
            return self._NEVER
        return said.st_mtime_ns, said.st_ino

    def add(self, name: str, number: int) -> None:
        """Give a revision a name. Raises :class:`CannotRun` where it is none, or is that of another revision."""
        if not re.fullmatch(TAG, name, re.ASCII):
            raise CannotRun(
                f"{name!r} is no name of a tag: a small letter, then small letters, digits, hyphens and dots make one."
            )
        if self.all().get(name, number) != number:
            raise CannotRun(
                f"{name} is revision {self.all()[name]} and stays that: it may be cited. Take another name."
            )
        partial = self._path.with_suffix(".partial")
        with partial.open("w") as file:
            json.dump({**self.all(), name: number}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path)
