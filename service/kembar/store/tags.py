"""Tags: names that are given to revisions for good, as those of releases. A tagged revision is kept for ever."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from kembar.errors import CannotRun
from kembar.files import Watched, write_whole

__all__ = ["TAG", "Tags"]

TAG = r"[a-z][a-z0-9.-]{0,59}"
"""The form of a name: never that of a number, which is a revision's own."""


class Tags:
    """The tags of one home folder, in the file ``tags.json``: name -> number of the revision. None is ever moved or taken away: they are cited."""

    def __init__(self, home: Path) -> None:
        self._path = home / "tags.json"
        self._tags: Watched[Mapping[str, int]] = Watched(self._path, json.loads, {})

    def all(self) -> Mapping[str, int]:
        """Return the number of each tag's revision, in the order in which the tags were given."""
        return self._tags.value

    def changed(self) -> tuple[int, int]:
        """Return the state of the file (:attr:`kembar.files.Watched.state`), which differs after each change."""
        return self._tags.state

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
        write_whole(self._path, json.dumps({**self.all(), name: number}, indent=1).encode())
