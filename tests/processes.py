"""The processes of a running service, read from /proc."""

import os
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["alive", "children", "descendants", "server_of", "workers_of"]


def children(pid: int) -> list[int]:
    """Return the ids of the children of a process, zombies included."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return [
            int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
        ]
    return []


def descendants(pid: int) -> list[int]:
    """Return the ids of all descendants of a process."""
    direct = children(pid)
    return direct + [descendant for child in direct for descendant in descendants(child)]


def server_of(home: Path) -> int:
    """Return the id of the process that serves ``home``."""
    return next(
        pid
        for pid in descendants(os.getpid())
        if f"KEMBAR_HOME={home}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    )


def workers_of(server: int, count: int) -> set[int]:
    """Wait until a service has ``count`` workers, the children of its fork server, and return their ids."""
    deadline = time.monotonic() + 20
    workers: set[int] = set()
    while len(workers) != count and time.monotonic() < deadline:
        time.sleep(0.05)
        with suppress(FileNotFoundError, ProcessLookupError):
            workers = {
                child
                for pid in children(server)
                if b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()
                for child in children(pid)
                if alive(child)
            }
    assert len(workers) == count
    return workers


def alive(pid: int) -> bool:
    """Return whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ended(pids: set[int], within_s: float) -> bool:
    """Return whether one of the processes ends within ``within_s`` seconds."""
    deadline = time.monotonic() + within_s
    while all(map(alive, pids)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def memory_of(pid: int) -> tuple[int, int]:
    """Return the anonymous memory of a process and of its descendants, in bytes.

    Mapped files are not counted, because the files of the store are mapped as they are read.
    """
    processes = descendants(pid)
    return _anonymous_bytes(pid), sum(map(_anonymous_bytes, processes))


def _anonymous_bytes(pid: int) -> int:
    try:
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(lines.get("RssAnon", "0 kB").split()[0]) * 1024
