"""Walls between a process and the network: each stands by itself, children inherit them, and none comes down again."""

import ctypes
import errno
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kembar.pool import walls
from tests.commands import run_after
from tests.conftest import running

FAMILIES = (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK, socket.AF_PACKET)
_IO_URING_SETUP = 425


def in_a_child(work: Callable[[], object]) -> str:
    """Return the text of what ``work`` returns in a child process, or of its error."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, str(work()).encode())
        except BaseException as error:  # noqa: BLE001 -- it is the answer
            os.write(writer, repr(error).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return text


def opened() -> list[int]:
    """Return the kinds of sockets that this process can open."""
    families = []
    for family in FAMILIES:
        try:
            socket.socket(family).close()
            families.append(int(family))
        except PermissionError:
            pass
        except OSError:  # the system knows the family, and not this type of it
            families.append(int(family))
    return families


def filtered() -> None:
    walls._filter_calls(ctypes.CDLL(None, use_errno=True))


def test_the_filter_alone_denies_sockets_of_every_family_and_rings() -> None:
    def work() -> object:
        filtered()
        library = ctypes.CDLL(None, use_errno=True)
        ring = library.syscall(_IO_URING_SETUP, 1, 0), ctypes.get_errno()
        return opened(), ring, walls._refusal() == errno.EPERM

    assert len(opened()) == len(FAMILIES)
    assert in_a_child(work) == str(([], (-1, errno.EPERM), True))


def test_the_filter_lets_everything_else_be() -> None:
    def work() -> object:
        filtered()
        ours, theirs = socket.socketpair()
        ours.sendall(b"yes")
        return theirs.recv(3), Path("/proc/self/comm").read_text() != "", os.system("true")

    assert in_a_child(work) == str((b"yes", True, 0))


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only there is a second convention of calls")
def test_the_filter_denies_calls_by_another_convention() -> None:
    def work() -> object:
        filtered()
        return ctypes.CDLL(None, use_errno=True).syscall(0x40000000 + 41, 2, 1, 0), ctypes.get_errno()

    assert in_a_child(work) == str((-1, errno.EPERM))


def test_a_child_inherits_the_walls() -> None:
    program = "import socket; socket.socket()"

    def work() -> object:
        walls.raise_walls()
        command = [sys.executable, "-c", program]
        return "PermissionError" in subprocess.run(command, capture_output=True, text=True, check=False).stderr

    assert in_a_child(work) == "True"


def test_the_engine_calls_nobody_behind_a_wall(trap: tuple[str, list[str]]) -> None:
    address, calls = trap

    def work() -> object:
        standing = walls.raise_walls()
        with pytest.raises(OSError, match="not permitted"):
            ox.Store().query(f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        return standing

    assert "'filter'" in in_a_child(work)
    assert calls == []


def forbid_walls() -> None:
    """Let the system deny this process and its children namespaces and filters, as a strict host would."""
    machine, calls = {"x86_64": (0xC000003E, (157, 272)), "aarch64": (0xC00000B7, (167, 97))}[platform.machine()]
    data = b"".join(walls._INSTRUCTION.pack(*instruction) for instruction in walls._program(machine, calls))
    program = walls._Program(len(data) // walls._INSTRUCTION.size, data)
    library = ctypes.CDLL(None, use_errno=True)
    assert library.prctl(walls._PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    assert library.prctl(walls._PR_SET_SECCOMP, walls._SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0


def test_without_any_wall_the_service_does_not_start_unless_the_operator_allows_it(tmp_path: Path) -> None:
    refused = run_after(forbid_walls, "serve", KEMBAR_HOME=str(tmp_path), KEMBAR_PORT="0")
    assert refused.returncode == 2
    assert refused.stderr.startswith("kembar: This system keeps no process from calling other machines")
    assert "KEMBAR_ALLOW_UNSANDBOXED=true" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    with running(tmp_path, None, forbid_walls, KEMBAR_ALLOW_UNSANDBOXED="true") as server:
        assert httpx.get(f"{server.url}/health", timeout=60, trust_env=False).json()["walls"] == []


def test_health_names_the_walls_that_stand(client: httpx.Client) -> None:
    assert "filter" in client.get("/health").json()["walls"]
