"""The store on disk: every revision is a folder that never changes again; the newest is the current one.

A change is written to a new folder beside them, flushed, and renamed into place: it is there whole or not at all. One process at a time holds
the store, by a lock on a file that also says under which address that process answers.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kembar.errors import NotFound, StoreInUse
from kembar.graph.terms import text_of
from kembar.names import BASE, GRAPH, KB, PREFIXES

__all__ = ["REVISIONS", "Revision", "RevisionFolder", "Revisions", "holder"]

REVISIONS = ox.NamedNode(GRAPH + "revisions")
_DIGEST = ox.NamedNode(KB + "contentDigest")
_NUMBER = ox.NamedNode(KB + "revisionNumber")
_WHEN = ox.NamedNode(PREFIXES["prov"] + "generatedAtTime")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


class Revision:
    """One state of the whole graph, open for reading."""

    def __init__(self, number: int, path: Path) -> None:
        self.number = number
        self.store = ox.Store.read_only(str(path))
        node = _node(number)
        self.digest = next((text_of(quad.object) for quad in self.store.quads_for_pattern(node, _DIGEST, None, REVISIONS)), "")


@dataclass(frozen=True)
class RevisionFolder:
    """The revisions that are kept in one folder; any process may read them."""

    path: Path

    def newest(self) -> int | None:
        """The number of the newest revision, or None in a new home."""
        return max((int(path.name) for path in self.path.iterdir() if path.name.isdecimal()), default=None)

    def at(self, number: int) -> Revision:
        """A revision that is kept. Raises :class:`NotFound`, which names the newest."""
        newest = self.newest()
        path = self.path / str(number)
        if newest is None or not 0 < number <= newest or not path.is_dir():  # a long number makes a path that the system does not even look up
            raise NotFound(f"There is no revision {number}.", newest=newest)
        return Revision(number, path)


class Revisions:
    """The store below one home folder, held by this process until :meth:`close`. Use it in a ``with`` statement."""

    def __init__(self, home: Path, url: str = "") -> None:
        """Take hold of the store. Raises :class:`StoreInUse`, which carries the holder's ``url`` where it serves one."""
        self._folder = home / "revisions"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.folder = RevisionFolder(self._folder)
        self._lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held_by = holder(home)
            os.close(self._lock)
            raise StoreInUse(f"The store in {home} is held by another process{f', which serves {held_by}' if held_by else ''}.", url=held_by) from error
        self.announce(url)
        for partial in self._folder.glob("*.partial"):
            shutil.rmtree(partial)

    def announce(self, url: str) -> None:
        """Write into the lock file under which address this process answers, for :func:`holder`."""
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, url.encode(), 0)

    def current(self) -> Revision | None:
        """The newest revision, or None in a new home."""
        number = self.folder.newest()
        return None if number is None else self.folder.at(number)

    def add(self, quads: Iterable[ox.Quad], digest: str, complete: Callable[[ox.Store], None] = lambda _: None) -> Revision:
        """Make ``quads``, and what ``complete`` adds to them, the next revision; the history of revisions goes on in its own graph."""
        last = self.current()
        number = last.number + 1 if last else 1
        history = list(last.store.quads_for_pattern(None, None, None, REVISIONS)) if last else []
        partial = self._folder / f"{number}.partial"
        store = ox.Store(str(partial))
        store.extend([*quads, *history, *_describe(number, digest)])
        complete(store)
        store.flush()
        del store
        partial.replace(self._folder / str(number))
        _sync(self._folder)
        return Revision(number, self._folder / str(number))

    def close(self) -> None:
        """Let go of the store."""
        self.announce("")
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def holder(home: Path) -> str | None:
    """The address of the service that holds the store of ``home``, or None where no service does."""
    try:
        lock = os.open(home / "lock", os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(lock, 4096, 0).decode() or None
    finally:
        os.close(lock)
    return None


def _describe(number: int, digest: str) -> list[ox.Quad]:
    node = _node(number)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    xsd = PREFIXES["xsd"]
    return [
        ox.Quad(node, _TYPE, ox.NamedNode(KB + "Revision"), REVISIONS),
        ox.Quad(node, _NUMBER, ox.Literal(number), REVISIONS),
        ox.Quad(node, _DIGEST, ox.Literal(digest), REVISIONS),
        ox.Quad(node, _WHEN, ox.Literal(now, datatype=ox.NamedNode(xsd + "dateTime")), REVISIONS),
    ]


def _node(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}id/revision/{number}")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
