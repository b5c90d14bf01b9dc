"""Files: the content that ships with Kembar, files that are written whole or not at all, and files that are watched."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from kembar.errors import CannotRun

__all__ = ["DERIVATION_VERSION", "Content", "ContentFile", "Watched", "remove", "whole", "write_whole"]

_Value = TypeVar("_Value")

DERIVATION_VERSION = 1
"""Raise it when code derives other facts, judgements or index tables from the same content; a golden test fails until then."""

GRAPH_FOLDERS = ("ontology", "data", "shapes")


@dataclass(frozen=True)
class ContentFile:
    """One file; ``name`` is its path below the content's root, as errors and graphs call it."""

    name: str
    text: str


@dataclass(frozen=True)
class Content:
    """All content below one root folder."""

    root: Path

    @classmethod
    def at(cls, root: Path | None) -> "Content":
        """The content below ``root``, or the shipped one. Raises :class:`CannotRun` where there is none."""
        if root is None:
            return cls.shipped()
        if not (root / "ontology" / "kembar.ttl").is_file():
            raise CannotRun(f"{root} holds no content: ontology/kembar.ttl is missing there.")
        return cls(root)

    @classmethod
    def shipped(cls) -> "Content":
        """The content of this installation: inside the wheel, or the repository it is developed in."""
        package = Path(__file__).parent
        for root in (package / "content", package.parents[1]):
            if (root / "ontology" / "kembar.ttl").is_file():
                return cls(root)
        raise CannotRun(f"No content found beside {package}. Install the wheel, or run from the repository.")

    def files(self, folder: str, suffix: str) -> list[ContentFile]:
        """The files of one folder (and below), in the order of their names."""
        paths = sorted((self.root / folder).rglob(f"*{suffix}"))
        return [ContentFile(path.relative_to(self.root).as_posix(), path.read_text("utf-8")) for path in paths]

    @cached_property
    def context(self) -> dict[str, Any]:
        """The JSON-LD context document."""
        document: dict[str, Any] = json.loads((self.root / "ontology" / "context.jsonld").read_text("utf-8"))
        return document

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 over the content of the graph and the version of the derivation."""
        digest = hashlib.sha256(str(DERIVATION_VERSION).encode() + b"\0")
        content = sorted(path for folder in GRAPH_FOLDERS for path in (self.root / folder).rglob("*") if path.is_file())
        for path in content:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a path beside ``path`` at which to make a file or folder, which is then flushed and renamed to ``path``.

    A process that ends before the renaming leaves ``path`` as it was, and a ``….partial`` that the next call removes.
    """
    partial = path.with_name(f"{path.name}.partial")
    remove(partial)
    yield partial
    _flush(partial)
    partial.replace(path)
    _flush(path.parent)


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Replace the content of a file by ``data``, wholly or not at all.

    Args:
        path: The file, whose folder exists.
        data: The new content.
        mode: The permissions of the file, less those that the umask of the process takes away.
    """
    with whole(path) as partial, os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it, if it exists."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Make the content of a file, or the entries of a folder, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Watched(Generic[_Value]):
    """The value of a file that :func:`write_whole` writes; it is read again when the file has changed."""

    _ABSENT = (0, 0)

    def __init__(self, path: Path, read: Callable[[bytes], _Value], absent: _Value) -> None:
        """Watch ``path``, whose bytes ``read`` turns into a value; a missing file has the value ``absent``."""
        self._path, self._read, self._absent = path, read, absent
        self._state, self._value = self._ABSENT, absent

    @property
    def state(self) -> tuple[int, int]:
        """The time of the last change and the inode, in which alone two changes within one tick of the clock differ."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return self._ABSENT
        return status.st_mtime_ns, status.st_ino

    @property
    def value(self) -> _Value:
        """The value of the file as it is now."""
        state = self.state
        if state != self._state:
            self._value = self._absent if state == self._ABSENT else self._read(self._path.read_bytes())
            self._state = state
        return self._value
