"""Main function of a worker process: leave the network, open the value that tasks work on, run tasks one by one."""

import ctypes
import gc
import os
import pickle
import resource
import signal
import socket
import struct
from collections.abc import Callable
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from kembar.pool.walls import raise_walls

__all__ = ["LENGTH", "work"]

LENGTH = struct.Struct("!Q")
"""Header of a message: the length in bytes of the pickle that follows."""

_ORPHAN_S = 1.0
"""Time beyond the deadline of a task after which the system ends a worker whose service no longer exists to kill it."""

_PR_SET_PDEATHSIG = 1


def work(connection: socket.socket, start: Callable[[], Any], max_memory_bytes: int, unsandboxed: bool) -> None:
    """Run the tasks that arrive on a connection until it closes.

    The first message sent names the walls between the process and the network. Without any, the process ends, unless it
    may be without. Then each message ``(task, arguments, seconds)`` is answered by ``(True, result)`` or
    ``(False, error)``.

    Args:
        connection: The socket to the service.
        start: Returns the value that tasks get as their first argument.
        max_memory_bytes: The address space that tasks may use beyond that of the started process; the process ends if
            they need more.
        unsandboxed: Whether the process may work though the system lets it call out.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the service, which then ends its workers
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    walls = raise_walls()
    _end_with_parent()  # after the walls, because a change of credentials would undo it
    value = start() if walls or unsandboxed else None
    gc.freeze()  # the value is permanent, so garbage collections skip it
    limit = _address_space_bytes() + max_memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    stream = connection.makefile("rwb")

    def send(message: object) -> None:
        data = pickle.dumps(message)
        stream.write(LENGTH.pack(len(data)))
        stream.write(data)
        stream.flush()

    send(walls)
    if not walls and not unsandboxed:
        return
    while header := stream.read(LENGTH.size):
        data = stream.read(LENGTH.unpack(header)[0])
        task, arguments, seconds = pickle.loads(data)  # noqa: S301 -- the service wrote it
        signal.setitimer(signal.ITIMER_REAL, seconds + _ORPHAN_S)
        try:
            reply = True, task(value, *arguments)
        except MemoryError:
            os._exit(1)  # without memory the process cannot be trusted to send a reply; the service reports its end
        except Exception as error:  # noqa: BLE001 -- the service raises it again
            reply = False, error
        send(reply)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _end_with_parent() -> None:
    """Let the system kill this process when its parent, the fork server, ends with the service; also while paused."""
    # The fork server ends when nobody holds the other end of this pipe any more; each of its children gets a copy.
    server = getattr(forkserver, "_forkserver", None)
    alive: int | None = getattr(server, "_forkserver_alive_fd", None)
    if alive is not None:
        os.close(alive)
        vars(server)["_forkserver_alive_fd"] = None
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _address_space_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
