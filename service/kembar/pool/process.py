"""A process that works for the service: it opens what it works on, shuts itself off, and then does one task after the other (design §6)."""

import ctypes
import gc
import os
import pickle
import resource
import signal
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["LENGTH", "work"]

LENGTH = struct.Struct("!Q")
"""A message is its length in bytes, then a pickle."""

_ORPHAN_S = 1.0
"""How long beyond its deadline a task may last before the system ends the process, where the service is no more that should have done it."""

_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000


def work(connection: socket.socket, start: Callable[[], Any], max_memory_bytes: int, network: bool) -> None:
    """Do what comes by ``connection`` until it closes: ``(task, arguments, seconds)`` is answered by ``(done, result or error)``.

    The first message says, once ``start`` has given what tasks work on, whether the system let this process leave the network.
    With ``network`` it stays there. ``max_memory_bytes`` is the address space that tasks may take beyond what the process has by then; past it
    the process ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which then ends this
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    alone = network or _leave_network()
    worked_on = start()
    gc.freeze()  # it stays, and need not be looked through for garbage
    limit = _address_space_bytes() + max_memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    stream = connection.makefile("rwb")

    def send(message: object) -> None:
        data = pickle.dumps(message)
        stream.write(LENGTH.pack(len(data)))
        stream.write(data)
        stream.flush()

    send(alone)
    while header := stream.read(LENGTH.size):
        task, arguments, seconds = pickle.loads(stream.read(LENGTH.unpack(header)[0]))  # noqa: S301 -- the service wrote it
        signal.setitimer(signal.ITIMER_REAL, seconds + _ORPHAN_S)
        try:
            reply = True, task(worked_on, *arguments)
        except MemoryError:
            os._exit(
                1
            )  # what is left of this process cannot be trusted to answer, nor to tell; the service says that it ended
        except Exception as error:  # noqa: BLE001 -- the service raises it again
            reply = False, error
        send(reply)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _leave_network() -> bool:
    """Move into a network namespace that has no interface, so that nothing a stranger sends can call out; False where the system forbids it."""
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is None:
        return False
    # A user without rights may make a network only within a user namespace of its own.
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWNET | _CLONE_NEWUSER))


def _address_space_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
