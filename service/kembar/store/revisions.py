"""Revisions on disk: each is an immutable folder, and the newest is the current one.

A new revision is written to a partial folder, flushed and renamed, so it exists completely or not at all. One process
at a time holds the store by a lock on a file, which also records the address at which that process answers.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from kembar import messages
from kembar.errors import BadParameter, CannotRun, Gone, StoreInUse, UnknownName, variable
from kembar.files import atomic_path, remove
from kembar.namespaces import GRAPH, ID
from kembar.rdf.names import kb, prov, rdf, xsd
from kembar.rdf.terms import Literal, NamedNode, Quad
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store, WritableStore, objects
from kembar.store.tags import TAG, Tags

__all__ = ["REVISIONS", "Holder", "Revision", "RevisionFolder", "Revisions", "holder", "node_of"]

REVISIONS = NamedNode(GRAPH + "revisions")
"""The named graph of the history of revisions."""
_LONGEST_NUMBER = 1_000
"""The maximum number of digits of a revision number; Python converts at most 4300."""


class Revision:
    """One state of the whole graph, open for reading."""

    def __init__(self, number: int, path: Path) -> None:
        self.number = number
        try:
            self.store: Store = EmbeddedStore.read(path)
            self._digests = objects(self.store, node_of(number), kb.contentDigest)
            self._times = objects(self.store, node_of(number), prov.generatedAtTime)
        except (OSError, ValueError, RuntimeError) as error:
            raise CannotRun(
                f"Revision {number} cannot be read; a file of its folder revisions/{number} in the home folder is "
                "missing, broken or closed to us. Restore the folder from a backup; or delete it, and the next start "
                "makes the newest revision from the content."
            ) from error

    @property
    def digest(self) -> str:
        """The digest of the content from which the revision was made."""
        return next(iter(self._digests), "")

    @property
    def made(self) -> str | None:
        """The time at which the revision was made (ISO 8601), or None if the graph does not state it."""
        return next(iter(self._times), None)


@dataclass(frozen=True)
class RevisionFolder:
    """The revisions in one folder, which any process may read."""

    path: Path

    def newest(self) -> int | None:
        """Return the number of the newest revision, or None in a new home."""
        return max(self.numbers(), default=None)

    def numbers(self) -> list[int]:
        """Return the numbers of the existing revisions in ascending order."""
        return sorted(int(path.name) for path in self.path.iterdir() if path.name.isdecimal())

    @cached_property
    def tags(self) -> Tags:
        """The tags of revisions."""
        return Tags(self.path.parent)

    def tag(self, name: str, number: int | None) -> int:
        """Tag a revision, by default the newest, and return its number.

        Raise :class:`CannotRun` if there is no revision or the tag cannot be added, and as :meth:`at` does.
        """
        number = number or (self.newest() if self.path.is_dir() else None)
        if number is None:
            raise CannotRun(f"There is no revision in {self.path.parent}; run kembar load to make the first.")
        self.at(number)
        self.tags.add(name, number)
        self.at(number)  # a service may have deleted the revision just before the tag was written
        return number

    def numbered(self, text: str) -> int:
        """Return the number of a revision given as a number or a tag.

        Raise :class:`UnknownName` if the tag is unknown, and :class:`BadParameter` if the text has the form of neither.
        """
        if re.fullmatch("[1-9][0-9]*", text) and len(text) <= _LONGEST_NUMBER:
            return int(text)
        known = self.tags.all()
        if text in known:
            return known[text]
        if re.fullmatch(TAG, text, re.ASCII):
            said = messages.text("refused.revision-tag", tag=repr(text[:40]))
            raise UnknownName(said, parameter="revision", known=list(known))
        raise BadParameter(
            messages.text("refused.revision-form", value=repr(text[:40])),
            parameter="revision",
            known=list(known),
        )

    def at(self, number: int) -> Revision:
        """Open a revision.

        Raises:
            CannotRun: If its files are broken.
            Gone: If it was deleted; ``nearest`` is the nearest existing one.
            UnknownName: If it never existed; ``newest`` is the newest one.
        """
        kept = self.numbers()
        if number in kept:
            return Revision(number, self.path / str(number))
        if kept and 0 < number < kept[-1]:
            nearest = min(kept, key=lambda other: abs(other - number))
            raise Gone(messages.text("refused.revision-gone", number=number, nearest=nearest), nearest=nearest)
        newest = kept[-1] if kept else None
        raise UnknownName(messages.text("refused.revision", number=number), parameter="revision", newest=newest)


class Revisions:
    """The store in a home folder, locked by this process until :meth:`close`. Use it in a ``with`` statement."""

    def __init__(self, home: Path, kept: int | None = None) -> None:
        """Lock the store.

        Args:
            home: The home folder, which is created if it does not exist.
            kept: How many revisions to keep beside the tagged ones; None keeps all.

        Raises:
            CannotRun: If the home folder cannot be written.
            StoreInUse: If another process holds the store; ``url`` is the address at which it answers, if any.
        """
        self._kept = kept
        self._folder = home / "revisions"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise CannotRun(
                f"The home folder {home} cannot be used ({error.strerror}: {error.filename}). "
                f"Set {variable('home')} to a folder that this user may write."
            ) from error
        self.folder = RevisionFolder(self._folder)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held_by = (holder(home) or Holder("", 0)).url
            os.close(self._lock)
            raise StoreInUse(
                f"The store in {home} is held by another process{f', which serves {held_by}' if held_by else ''}.",
                url=held_by or None,
            ) from error
        self.announce("")
        orphans = (file for file in self._folder.glob("*.*") if not (self._folder / file.name.split(".")[0]).exists())
        for path in {*self._folder.glob("*.partial"), *orphans}:
            remove(path)

    def announce(self, url: str) -> None:
        """Write the address at which this process answers into the lock file, for :func:`holder`."""
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{url} {os.getpid()}".encode() if url else b"", 0)

    def current(self) -> Revision | None:
        """Return the newest revision, or None in a new home."""
        number = self.folder.newest()
        return None if number is None else self.folder.at(number)

    def add(
        self, quads: Iterable[Quad], digest: str, complete: Callable[[WritableStore], None] = lambda _: None
    ) -> Revision:
        """Make the next revision, and delete untagged revisions beyond the number to keep.

        Args:
            quads: The content.
            digest: The digest of the content.
            complete: Adds what is derived from the content.
        """
        last = self.current()
        number = last.number + 1 if last else 1
        history = list(last.store.quads(graph=REVISIONS)) if last else []
        with atomic_path(self._folder / str(number)) as partial:
            store = EmbeddedStore.create(partial)
            store.load(chain(quads, history, _describe(number, digest)))
            complete(store)
            store.flush()
            del store
        past = self.folder.numbers()[: -self._kept] if self._kept else []
        for old in set(past) - set(self.folder.tags.all().values()):
            for path in (*self._folder.glob(f"{old}.*"), self._folder / str(old)):
                remove(path)
        return Revision(number, self._folder / str(number))

    def close(self) -> None:
        """Release the store."""
        self.announce("")
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Holder(NamedTuple):
    """The service that holds a store: its address and its process id."""

    url: str
    pid: int


def holder(home: Path) -> Holder | None:
    """Return the service that holds the store of ``home``, or None."""
    try:
        lock = os.open(home / "lock", os.O_RDWR)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        url, _, pid = os.pread(lock, 4096, 0).decode().partition(" ")
        return Holder(url, int(pid)) if url else None
    finally:
        os.close(lock)
    return None


def node_of(number: int) -> NamedNode:
    """Return the IRI of a revision."""
    return NamedNode(f"{ID}revision/{number}")


def _describe(number: int, digest: str) -> list[Quad]:
    """Return the statements on a new revision."""
    node = node_of(number)
    time = datetime.now(UTC).isoformat(timespec="seconds")
    return [
        Quad(node, rdf.type, kb.Revision, REVISIONS),
        Quad(node, kb.revisionNumber, Literal(number), REVISIONS),
        Quad(node, kb.contentDigest, Literal(digest), REVISIONS),
        Quad(node, prov.generatedAtTime, Literal(time, datatype=xsd.dateTime), REVISIONS),
    ]
