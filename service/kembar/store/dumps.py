"""Dumps: files beside a revision that hold all of its statements, written once in each format."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

from kembar.errors import AnswerTooLarge
from kembar.files import atomic_path
from kembar.rdf.formats import Format
from kembar.store.revisions import Revision
from kembar.store.sparql import AnswerLimits

__all__ = ["dump_file"]


def dump_file(folder: Path, revision: Revision, form: Format, limits: AnswerLimits) -> Path:
    """Return the dump of a revision that is kept in ``folder``; write it if it is missing.

    Raise :class:`AnswerTooLarge` if it would have more bytes than the limit.
    """
    path = folder / f"{revision.number}.{form.suffix}"
    if not path.exists():
        with _locked(folder / str(revision.number)):
            if not path.exists():
                with atomic_path(path) as partial, _BoundedFile(partial, limits) as output:
                    revision.store.dump(output, form)
    return path


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a lock on the folder of a revision: another process may be writing the same file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class _BoundedFile(FileIO):
    """A file that refuses more bytes than the limit."""

    def __init__(self, path: Path, limits: AnswerLimits) -> None:
        super().__init__(path, "w")
        self._limits, self._size = limits, 0

    def write(self, data: Any) -> int:
        self._size += len(data)
        if self._size > self._limits.dump_max_bytes:
            raise self._limits.exceeded(
                AnswerTooLarge,
                "dump_max_bytes",
                "The dump has more than {limit} bytes. Partial answers are never sent",
                "Ask for single graphs (/rdf-graph-store)",
            )
        return super().write(data)
