"""Processes of a running service, as the system tells of them."""

import os
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["children", "descendants", "running", "server_of", "workers_of"]


def children(pid: int) -> list[int]:
    """The processes that a process began and that have not been reaped."""
    return [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]


def descendants(pid: int) -> list[int]:
    """Its children, and theirs."""
    below = children(pid)
    return below + [further for child in below for further in descendants(child)]


def server_of(home: Path) -> int:
    """The process that serves ``home``."""
    return next(pid for pid in descendants(os.getpid()) if f"KEMBAR_HOME={home}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"))


def workers_of(server: int, count: int) -> set[int]:
    """The workers of a service, as soon as there are ``count``: the children of the process that forks them."""
    until = time.monotonic() + 20
    found: set[int] = set()
    while len(found) != count and time.monotonic() < until:
        time.sleep(0.05)
        with suppress(FileNotFoundError, ProcessLookupError):
            found = {
                child for pid in children(server) if b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes() for child in children(pid) if running(child)
            }
    assert len(found) == count
    return found


def running(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
