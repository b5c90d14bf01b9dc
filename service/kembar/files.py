"""Files: the content, atomic writing, and values that are read again when their file changes."""

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

from kembar import messages
from kembar.errors import CannotRun, ContentError, Fault

__all__ = ["DERIVATION_VERSION", "Content", "ContentFile", "Watched", "atomic_path", "remove", "write_atomically"]

_Value = TypeVar("_Value")

DERIVATION_VERSION = 3
"""Version of the derivation.

Increase it when the code derives other facts, judgements or index tables from the same content. A golden test fails if
the derivation changes and the version does not."""

GRAPH_FOLDERS = ("ontology", "data", "shapes")


@dataclass(frozen=True)
class ContentFile:
    """One file of the content; ``name`` is its path relative to the root."""

    name: str
    text: str


@dataclass(frozen=True)
class Content:
    """The content below one root folder.

    Attributes:
        root: The folder.
        added: A Turtle file elsewhere that is read as if it were in its ``data/``.
    """

    root: Path
    added: Path | None = None

    @classmethod
    def at(cls, root: Path | None) -> "Content":
        """Return the content below ``root``, or for None the shipped one. Raise :class:`CannotRun` if none is there."""
        if root is None:
            return cls.shipped()
        if not (root / "ontology" / "kembar.ttl").is_file():
            raise CannotRun(f"{root} holds no content: ontology/kembar.ttl is missing.")
        return cls(root)

    @classmethod
    def shipped(cls) -> "Content":
        """Return the content of this installation (wheel or repository). Raise :class:`CannotRun` if it has none."""
        package = Path(__file__).parent
        for root in (package / "content", package.parents[1]):
            if (root / "ontology" / "kembar.ttl").is_file():
                return cls(root)
        raise CannotRun(f"No content found beside {package}. Install the wheel, or run from the repository.")

    def files(self, folder: str, suffix: str) -> list[ContentFile]:
        """Return the files below a folder that have a suffix, sorted by path. A byte order mark is skipped.

        Raise :class:`ContentError` with all files that are not UTF-8.
        """
        paths = {path.relative_to(self.root).as_posix(): path for path in (self.root / folder).rglob(f"*{suffix}")}
        if self.added and folder == "data" and self.added.suffix == suffix:
            paths[f"data/{self.added.name}"] = self.added
        files: list[ContentFile] = []
        faults: list[Fault] = []
        for name, path in sorted(paths.items()):
            data = path.read_bytes()
            try:
                files.append(ContentFile(name, data.decode("utf-8-sig")))
            except UnicodeDecodeError as error:
                texts = messages.text("content.encoding")
                line = data.count(b"\n", 0, error.start) + 1
                faults.append(Fault(name, line, texts["en"], texts["id"]))
        if faults:
            raise ContentError(faults)
        return files

    @cached_property
    def context(self) -> dict[str, Any]:
        """The JSON-LD context document."""
        document: dict[str, Any] = json.loads((self.root / "ontology" / "context.jsonld").read_text("utf-8-sig"))
        return document

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the files of the graph and the version of the derivation."""
        digest = hashlib.sha256(str(DERIVATION_VERSION).encode() + b"\0")
        paths = sorted(path for folder in GRAPH_FOLDERS for path in (self.root / folder).rglob("*") if path.is_file())
        for path in paths:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Yield a temporary path at which to create a file or folder, then flush it and rename it to ``path``.

    If that fails, ``path`` is unchanged and the temporary ``….partial`` is removed; if the process ends before, the
    next call removes it.
    """
    partial = path.with_name(f"{path.name}.partial")
    remove(partial)
    try:
        yield partial
    except BaseException:
        remove(partial)
        raise
    _flush(partial)
    partial.replace(path)
    _flush(path.parent)


def write_atomically(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Replace the content of a file atomically.

    Args:
        path: The file; its folder must exist.
        data: The new content.
        mode: The permissions of the file, before the umask is applied.
    """
    with (
        atomic_path(path) as partial,
        os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file,
    ):
        file.write(data)


def remove(path: Path) -> None:
    """Remove a file, or a folder with its content, if it exists."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Flush the content of a file, or the entries of a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Watched(Generic[_Value]):
    """Value of a file that :func:`write_atomically` writes, read again when the file has changed."""

    _ABSENT = (0, 0)

    def __init__(self, path: Path, read: Callable[[bytes], _Value], absent: _Value) -> None:
        """Watch a file.

        Args:
            path: The file.
            read: Returns the value of its bytes.
            absent: The value while the file does not exist.
        """
        self._path, self._read, self._absent = path, read, absent
        self._state, self._value = self._ABSENT, absent

    @property
    def state(self) -> tuple[int, int]:
        """The time of the last change and the inode; only the inode differs after two changes within one clock tick."""
        try:
            status = self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return self._ABSENT
        return status.st_mtime_ns, status.st_ino

    @property
    def value(self) -> _Value:
        """The current value."""
        state = self.state
        if state != self._state:
            try:
                self._value = self._absent if state == self._ABSENT else self._read(self._path.read_bytes())
            except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
                raise CannotRun(
                    f"The file {self._path.name} in the home folder cannot be read ({type(error).__name__}). "
                    "Restore it from a backup."
                ) from error
            self._state = state
        return self._value
