"""The revisions on disk: each is a folder that never changes again, and the newest is the current one.

A new revision is written to a partial folder, flushed and renamed, so it is there whole or not at all. One process at a time
holds the store by a lock on a file, which also keeps the address at which that process answers.
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

from kembar.errors import BadParameter, CannotRun, Gone, NotFound, StoreInUse
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
"""Digits of the number of a revision; Python converts up to 4300."""


class Revision:
    """One state of the whole graph, open for reading."""

    def __init__(self, number: int, path: Path) -> None:
        self.number = number
        self.store: Store = EmbeddedStore.read(path)
        self._digests = objects(self.store, node_of(number), kb.contentDigest)
        self._times = objects(self.store, node_of(number), prov.generatedAtTime)

    @property
    def digest(self) -> str:
        """The digest of the content that the revision was made of."""
        return next(iter(self._digests), "")

    @property
    def made(self) -> str | None:
        """The time at which the revision was made (ISO 8601), where the graph has it."""
        return next(iter(self._times), None)


@dataclass(frozen=True)
class RevisionFolder:
    """The revisions in one folder, which any process may read."""

    path: Path

    def newest(self) -> int | None:
        """Return the number of the newest revision, or None in a new home."""
        return max(self.numbers(), default=None)

    def numbers(self) -> list[int]:
        """Return the numbers of the revisions that are kept, in ascending order."""
        return sorted(int(path.name) for path in self.path.iterdir() if path.name.isdecimal())

    @cached_property
    def tags(self) -> Tags:
        """The tags of revisions."""
        return Tags(self.path.parent)

    def tag(self, name: str, number: int | None) -> int:
        """Tag a revision, by default the newest, and return its number. Raise :class:`CannotRun`, and as :meth:`at` does."""
        number = number or (self.newest() if self.path.is_dir() else None)
        if number is None:
            raise CannotRun(f"There is no revision in {self.path.parent}; kembar load makes the first.")
        self.at(number)
        self.tags.add(name, number)
        self.at(number)  # a service may have deleted it just before the tag was written
        return number

    def numbered(self, text: str) -> int:
        """Return the number of the revision that a number or tag names.

        Raise :class:`NotFound` for an unknown tag, and :class:`BadParameter` for what is neither a number nor a tag.
        """
        if re.fullmatch("[1-9][0-9]*", text) and len(text) <= _LONGEST_NUMBER:
            return int(text)
        known = self.tags.all()
        if text in known:
            return known[text]
        if re.fullmatch(TAG, text, re.ASCII):
            raise NotFound(f"No revision has the tag {text[:40]!r}.", parameter="revision", known=list(known))
        raise BadParameter(
            f"revision is a whole number from 1 on or the name of a tag, not {text[:40]!r}.",
            parameter="revision",
            known=list(known),
        )

    def at(self, number: int) -> Revision:
        """Open a revision.

        Raise :class:`NotFound`, which names the newest, or :class:`Gone` for a deleted one, which names the nearest.
        """
        kept = self.numbers()
        if number in kept:
            return Revision(number, self.path / str(number))
        if kept and 0 < number < kept[-1]:
            nearest = min(kept, key=lambda other: abs(other - number))
            raise Gone(f"Revision {number} is kept no longer; the nearest that is, is {nearest}.", nearest=nearest)
        raise NotFound(f"There is no revision {number}.", newest=kept[-1] if kept else None)


class Revisions:
    """The store in a home folder, held by this process until :meth:`close`. Use it in a ``with`` statement."""

    def __init__(self, home: Path, kept: int | None = None) -> None:
        """Lock the store, which keeps the last ``kept`` revisions and those with a tag; None keeps all.


        Raise :class:`StoreInUse`, which carries the ``url`` of a service that holds the store.
        """
        self._kept = kept
        self._folder = home / "revisions"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.folder = RevisionFolder(self._folder)
        self._lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o644)
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
        """Make the next revision of ``quads`` and what ``complete`` adds to them; its graph carries the history on."""
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
    except FileNotFoundError:
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
    """Return the name of a revision."""
    return NamedNode(f"{ID}revision/{number}")


def _describe(number: int, digest: str) -> list[Quad]:
    node = node_of(number)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return [
        Quad(node, rdf.type, kb.Revision, REVISIONS),
        Quad(node, kb.revisionNumber, Literal(number), REVISIONS),
        Quad(node, kb.contentDigest, Literal(digest), REVISIONS),
        Quad(node, prov.generatedAtTime, Literal(now, datatype=xsd.dateTime), REVISIONS),
    ]
