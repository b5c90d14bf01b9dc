"""The store on disk: every revision is a folder that never changes again; the newest is the current one.

A change is written to a new folder beside them, flushed, and renamed into place: it is there whole or not at all. One process at a time holds
the store, by a lock on a file that also says under which address that process answers.
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

import pyoxigraph as ox

from kembar.errors import BadParameter, CannotRun, Gone, NotFound, StoreInUse
from kembar.files import remove, whole
from kembar.namespaces import BASE, GRAPH, KB, PREFIXES
from kembar.rdf.terms import text_of
from kembar.store.tags import TAG, Tags

__all__ = ["REVISIONS", "Holder", "Revision", "RevisionFolder", "Revisions", "holder"]

REVISIONS = ox.NamedNode(GRAPH + "revisions")
_DIGEST = ox.NamedNode(KB + "contentDigest")
_NUMBER = ox.NamedNode(KB + "revisionNumber")
_WHEN = ox.NamedNode(PREFIXES["prov"] + "generatedAtTime")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_LONGEST_NUMBER = 1_000
"""Digits; Python reads 4300."""


class Revision:
    """One state of the whole graph, open for reading."""

    def __init__(self, number: int, path: Path) -> None:
        self.number = number
        self.store = ox.Store.read_only(str(path))
        node = _node(number)
        self.digest = next(
            (text_of(quad.object) for quad in self.store.quads_for_pattern(node, _DIGEST, None, REVISIONS)), ""
        )


@dataclass(frozen=True)
class RevisionFolder:
    """The revisions that are kept in one folder; any process may read them."""

    path: Path

    def newest(self) -> int | None:
        """The number of the newest revision, or None in a new home."""
        return max(self.numbers(), default=None)

    def numbers(self) -> list[int]:
        """The numbers of the revisions that are kept, ascending."""
        return sorted(int(path.name) for path in self.path.iterdir() if path.name.isdecimal())

    @cached_property
    def tags(self) -> Tags:
        """The names that revisions were given."""
        return Tags(self.path.parent)

    def tag(self, name: str, number: int | None) -> int:
        """Give a revision, or the newest, a name; returns its number. Raises :class:`CannotRun` and as :meth:`at`."""
        number = number or (self.newest() if self.path.is_dir() else None)
        if number is None:
            raise CannotRun(f"There is no revision in {self.path.parent}; kembar load makes the first.")
        self.at(number)
        self.tags.add(name, number)
        self.at(number)  # a service may have let go of it just before it had the name
        return number

    def numbered(self, text: str) -> int:
        """The number of a revision that is written as its number or its tag. Raises :class:`BadParameter`, and :class:`NotFound` for a tag that is none."""
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
        """A revision. Raises :class:`NotFound`, which names the newest, and :class:`Gone` for one that is kept no longer, which names the nearest."""
        kept = self.numbers()
        if number in kept:
            return Revision(number, self.path / str(number))
        if kept and 0 < number < kept[-1]:
            nearest = min(kept, key=lambda other: abs(other - number))
            raise Gone(f"Revision {number} is kept no longer; the nearest that is, is {nearest}.", nearest=nearest)
        raise NotFound(f"There is no revision {number}.", newest=kept[-1] if kept else None)


class Revisions:
    """The store below one home folder, held by this process until :meth:`close`. Use it in a ``with`` statement."""

    def __init__(self, home: Path, kept: int | None = None) -> None:
        """Take hold of the store, which keeps the last ``kept`` revisions and those with a tag; None keeps all.

        Raises :class:`StoreInUse`, which carries the holder's ``url`` where it serves.
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
        orphans = (tables for tables in self._folder.glob("*.sqlite") if not tables.with_suffix("").exists())
        for left in [*self._folder.glob("*.partial"), *orphans]:
            remove(left)

    def announce(self, url: str) -> None:
        """Write into the lock file under which address this process answers, for :func:`holder`."""
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{url} {os.getpid()}".encode() if url else b"", 0)

    def current(self) -> Revision | None:
        """The newest revision, or None in a new home."""
        number = self.folder.newest()
        return None if number is None else self.folder.at(number)

    def add(
        self, quads: Iterable[ox.Quad], digest: str, complete: Callable[[ox.Store], None] = lambda _: None
    ) -> Revision:
        """Make ``quads``, and what ``complete`` adds to them, the next revision; the history of revisions goes on in its own graph."""
        last = self.current()
        number = last.number + 1 if last else 1
        history = list(last.store.quads_for_pattern(None, None, None, REVISIONS)) if last else []
        with whole(self._folder / str(number)) as partial:
            store = ox.Store(str(partial))
            # In portions, which takes half the memory and time; the renaming makes them one change.
            store.bulk_extend(chain(quads, history, _describe(number, digest)))
            complete(store)
            store.flush()
            del store
        past = self.folder.numbers()[: -self._kept] if self._kept else []
        for old in set(past) - set(self.folder.tags.all().values()):
            for kept in (self._folder / f"{old}.sqlite", self._folder / str(old)):
                remove(kept)
        return Revision(number, self._folder / str(number))

    def close(self) -> None:
        """Let go of the store."""
        self.announce("")
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Holder(NamedTuple):
    """The service that holds a store: its address and its process."""

    url: str
    pid: int


def holder(home: Path) -> Holder | None:
    """The service that holds the store of ``home``, or None where none does."""
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
