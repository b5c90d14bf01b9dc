"""A worker process, seen from the service: messages to and from it, its processor time, pauses and its end."""

import asyncio
import os
import pickle
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.context import ForkServerProcess
from typing import Any, Self

from kembar.pool.process import LENGTH, work
from kembar.settings import WorkLimits

__all__ = ["Worker"]

# Workers are forked from a process that has imported the modules of tasks and has neither threads nor an open store.
_context = get_context("forkserver")
_context.set_forkserver_preload(["kembar.law.judging", "kembar.snapshot", "kembar.http.negotiation"])

_REAP_TIMEOUT_S = 10


class _Messages(asyncio.Protocol):
    """Reader of the messages of a process."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._reader: asyncio.Future[Any] | None = None
        self._lost = asyncio.Event()

    @property
    def ended(self) -> bool:
        return self._lost.is_set()

    async def next(self) -> Any:
        """Return the next message. Raise :class:`ConnectionError` if the process ends before it."""
        self._reader = asyncio.get_running_loop().create_future()
        self._deliver()
        return await self._reader

    def give_up(self) -> None:
        """Let the reader get a :class:`TimeoutError` instead of a message."""
        if self._reader and not self._reader.done():
            self._reader.set_exception(TimeoutError())

    async def end(self) -> None:
        """Wait until the process has closed its connection."""
        await self._lost.wait()

    def data_received(self, data: bytes) -> None:
        self._data += data
        self._deliver()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- the name is the protocol's
        self._lost.set()
        self._deliver()

    def _deliver(self) -> None:
        """Give the reader a complete message, or the error that there will be none."""
        if self._reader is None or self._reader.done():
            return
        has_header = len(self._data) >= LENGTH.size
        end = LENGTH.size + LENGTH.unpack_from(self._data)[0] if has_header else 0
        if has_header and len(self._data) >= end:
            with memoryview(self._data) as data:  # a copy of a large answer would take long
                message = pickle.loads(data[LENGTH.size : end])  # noqa: S301 -- our own process wrote it
            del self._data[:end]
            self._reader.set_result(message)
        elif self.ended:
            self._reader.set_exception(ConnectionResetError("the process ended"))


class Worker:
    """One process.

    Attributes:
        start: The function that the process started with.
    """

    def __init__(
        self, process: ForkServerProcess, transport: asyncio.Transport, messages: _Messages, start: Callable[[], Any]
    ) -> None:
        self._process, self._transport, self._messages, self.start = process, transport, messages, start
        self._paused = False

    @classmethod
    async def launch(cls, start: Callable[[], Any], limits: WorkLimits) -> Self:
        """Start a process and connect to it. Raise :class:`OSError` or :class:`EOFError` if it cannot be started."""
        ours, theirs = socket.socketpair()
        process = _context.Process(
            target=work, args=(theirs, start, limits.max_memory_bytes, limits.unsandboxed), daemon=True
        )
        starting = asyncio.create_task(asyncio.to_thread(_start, process))
        try:
            await asyncio.shield(starting)
            transport, messages = await asyncio.get_running_loop().create_connection(_Messages, sock=ours)
        except BaseException:
            await starting
            process.kill()
            ours.close()
            raise
        finally:
            theirs.close()
        return cls(process, transport, messages, start)

    @property
    def ended(self) -> bool:
        """Whether the process has ended."""
        return self._messages.ended

    async def receive(self) -> Any:
        """Return the next message of the process. Raise :class:`ConnectionError` if it ends first."""
        return await self._messages.next()

    async def request(self, *message: object) -> tuple[bool, Any]:
        """Send a message and return the reply.

        Raise :class:`ConnectionError` if the process ends first, and :class:`TimeoutError` after :meth:`give_up`.
        """
        data = pickle.dumps(message)
        self._transport.write(LENGTH.pack(len(data)) + data)
        reply: tuple[bool, Any] = await self._messages.next()
        return reply

    def give_up(self) -> None:
        """Let :meth:`request` raise :class:`TimeoutError` instead of waiting on."""
        self._messages.give_up()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._transport.close()

    async def reap(self) -> None:
        """Wait until the process has ended, and collect its exit status."""
        await self._messages.end()
        await asyncio.to_thread(self._process.join, _REAP_TIMEOUT_S)

    async def overflowed(self) -> bool:
        """Return whether the process, which has ended, ran out of stack."""
        await self.reap()
        return self._process.exitcode in (-signal.SIGSEGV, -signal.SIGBUS)

    def pause(self) -> None:
        """Stop the process where it is, with all that it holds, until :meth:`resume`."""
        self._signal(signal.SIGSTOP, paused=True)

    def resume(self) -> None:
        """Let a paused process go on."""
        self._signal(signal.SIGCONT, paused=False)

    def _signal(self, number: signal.Signals, *, paused: bool) -> None:
        if self._paused != paused and not self.ended:
            self._paused = paused
            with suppress(ProcessLookupError):
                os.kill(self._process.pid or 0, number)

    def processor_s(self) -> float:
        """Return the processor time of the process in seconds, or 0 if it has ended."""
        # Linux derives the id of the clock of a process from its pid (clock_getcpuclockid(3)).
        try:
            return time.clock_gettime((~(self._process.pid or 0) << 3) | 2)
        except OSError:
            return 0.0


def _start(process: ForkServerProcess) -> None:
    """Start a process that, like the fork server, never gets Ctrl-C: it ends the service, which then ends them."""
    resource_tracker.ensure_running()  # here, because it would let Ctrl-C through again
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # of this thread; a new process inherits it
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
