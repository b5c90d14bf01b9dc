"""The walls between a worker process and the network: no task can call out, whatever it runs.

Two walls stand independently: a network namespace without interfaces, which the system may forbid, and a filter of
system calls (seccomp), which needs no rights. Neither can be taken down again, and child processes inherit both.
"""

import ctypes
import errno
import os
import platform
import socket
import struct
from typing import Literal, cast

from kembar.errors import CannotRun, variable

__all__ = ["Wall", "raise_walls", "require_walls"]

Wall = Literal["namespace", "filter"]

_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EPERM
_INSTRUCTION = struct.Struct("=HBBI")  # struct sock_filter (linux/filter.h)
_OTHER_CONVENTION = 0x40000000
"""Numbers from here on are calls by the x32 convention of x86-64, which the filter would not recognize."""
_CALLS = {
    # socket, io_uring_setup, and pidfd_getfd, which takes an open socket from another process.
    "x86_64": (0xC000003E, (41, 425, 438)),
    "aarch64": (0xC00000B7, (198, 425, 438)),
}
"""By machine: its name in linux/audit.h, and the numbers of the calls that are denied."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))  # struct sock_fprog


def raise_walls() -> list[Wall]:
    """Cut this process off the network, irrevocably, and return the walls that stand, as trying to call out shows."""
    library = ctypes.CDLL(None, use_errno=True)
    standing: list[Wall] = []
    _leave_network(library)
    if _refusal() == errno.ENETUNREACH:
        standing.append("namespace")
    _filter_calls(library)
    if _refusal() == errno.EPERM:
        standing.append("filter")
    return standing


def require_walls(unsandboxed: bool) -> None:
    """Raise :class:`CannotRun` if no wall stands around a child process that raises them, unless that is allowed."""
    if not _walls_of_a_child() and not unsandboxed:
        raise CannotRun(
            "This system keeps no process from calling other machines: it allows neither network namespaces nor a "
            "filter of system calls (seccomp). Allow one of them, or set "
            f"{variable('allow_unsandboxed')}=true to rely on the refusal of SERVICE alone."
        )


def _walls_of_a_child() -> list[Wall]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, " ".join(raise_walls()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        walls = answer.read().split()
    os.waitpid(child, 0)
    return cast("list[Wall]", walls)


def _leave_network(library: ctypes.CDLL) -> None:
    """Move into a network namespace without interfaces, where the system allows it."""
    unshare = getattr(library, "unshare", None)
    # A user without privileges can create a network namespace only inside a new user namespace.
    if unshare and unshare(_CLONE_NEWNET) != 0:
        unshare(_CLONE_NEWNET | _CLONE_NEWUSER)


def _filter_calls(library: ctypes.CDLL) -> None:
    """Let the system deny every call that opens a socket, on the machines that we know."""
    prctl, known = getattr(library, "prctl", None), _CALLS.get(platform.machine())
    if not prctl or not known:
        return
    data = b"".join(_INSTRUCTION.pack(*instruction) for instruction in _program(*known))
    program = _Program(len(data) // _INSTRUCTION.size, data)
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)


def _program(machine: int, denied: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """Return a filter that denies some calls, and all calls that are made by the convention of another machine."""
    count = len(denied)
    return [
        (_LOAD_WORD, 0, 0, 4),  # seccomp_data.arch
        (_JUMP_IF_EQUAL, 0, count + 3, machine),
        (_LOAD_WORD, 0, 0, 0),  # seccomp_data.nr
        (_JUMP_IF_AT_LEAST, count + 1, 0, _OTHER_CONVENTION),
        *((_JUMP_IF_EQUAL, count - place, 0, number) for place, number in enumerate(denied)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]


def _refusal() -> int:
    """Return the error of the system to a call within this machine, or 0 if it is not refused. Nothing is sent."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller:
            caller.connect(("127.0.0.1", 9))
    except OSError as error:
        return error.errno or 0
    return 0
