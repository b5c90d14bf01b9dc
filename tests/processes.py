"""Processes of a running service, as the system tells of them."""

import os
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["alive", "children", "descendants", "server_of", "workers_of"]


def children(pid: int) -> list[int]:
    """The processes that a process began and that have not been reaped."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [
            int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
        ]
    return []


def descendants(pid: int) -> list[int]:
    """Its children, and theirs."""
    below = children(pid)
    return below + [further for child in below for further in descendants(child)]


def server_of(home: Path) -> int:
    """The process that serves ``home``."""
    return next(
        pid
        for pid in descendants(os.getpid())
        if f"KEMBAR_HOME={home}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    )


def workers_of(server: int, count: int) -> set[int]:
    """The workers of a service, as soon as there are ``count``: the children of the process that forks them."""
    until = time.monotonic() + 20
    found: set[int] = set()
    while len(found) != count and time.monotonic() < until:
        time.sleep(0.05)
        with suppress(FileNotFoundError, ProcessLookupError):
            found = {
                child
                for pid in children(server)
                if b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()
                for child in children(pid)
                if alive(child)
            }
    assert len(found) == count
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ended(pids: set[int], within_s: float) -> bool:
    """Whether one of the processes ends in so many seconds."""
    until = time.monotonic() + within_s
    while all(map(alive, pids)):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def memory_of(pid: int) -> tuple[int, int]:
    """Bytes of the process, and of all that it started, without mapped files: those of the store grow into it as they are read."""
    family = descendants(pid)
    return _anonymous_bytes(pid), sum(map(_anonymous_bytes, family))


def _anonymous_bytes(pid: int) -> int:
    try:
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(lines.get("RssAnon", "0 kB").split()[0]) * 1024
