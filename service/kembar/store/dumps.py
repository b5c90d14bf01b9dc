"""Dumps: files beside a revision that hold all of its statements, written once in each format."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

from kembar.errors import AnswerTooLarge
from kembar.rdf.formats import Format
from kembar.store.revisions import Revision

__all__ = ["dump_file"]


def dump_file(folder: Path, revision: Revision, form: Format, max_bytes: int) -> Path:
    """Return the dump of a revision that is kept in ``folder``; write it if it is missing.

    Raise :class:`AnswerTooLarge` for more than ``max_bytes``.
    """
    path = folder / f"{revision.number}.{form.suffix}"
    if not path.exists():
        with _locked(folder / str(revision.number)):
            if not path.exists():
                _write(path, revision, form, max_bytes)
    return path


def _write(path: Path, revision: Revision, form: Format, max_bytes: int) -> None:
    partial = path.with_name(f"{path.name}.partial")
    with _BoundedFile(partial, max_bytes) as output:
        revision.store.dump(output, form)
        os.fsync(output.fileno())
    partial.replace(path)


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

    def __init__(self, path: Path, max_bytes: int) -> None:
        super().__init__(path, "w")
        self._left, self._max = max_bytes, max_bytes

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise AnswerTooLarge(
                f"The dump is larger than {self._max} bytes. Ask for single graphs (/rdf-graph-store); "
                "an operator can raise KEMBAR_DUMP_MAX_BYTES.",
                limit=self._max,
                setting="KEMBAR_DUMP_MAX_BYTES",
            )
        return super().write(data)
