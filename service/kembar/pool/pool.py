"""The processes of one kind of work. One that passes its deadline, its memory or its asker's patience is killed and replaced (design §6)."""

import asyncio
import logging
import os
import pickle
import socket
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from types import TracebackType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast

from kembar.errors import Overloaded, TooLong, WorkerDied
from kembar.pool.process import LENGTH, work
from kembar.settings import WorkLimits

__all__ = ["Asker", "Workers"]

_WorkedOn = TypeVar("_WorkedOn")
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

# Forked from a process that has read our modules and has neither threads nor an open store.
_context = get_context("forkserver")
_context.set_forkserver_preload(["kembar.law.judging", "kembar.snapshot", "kembar.http.negotiation"])

_LOWER_PRIORITY = 10
"""A ninth of the share of a process of ordinary priority (nice 10): the lowest would starve on a machine that has other work."""
_LOOK_AGAIN_S = 0.02
_RETRY_AFTER_S = 5
_log = logging.getLogger("kembar")


@dataclass(frozen=True)
class Asker:
    """Who asks, and how many milliseconds it will wait where that is less than the limit. A client can hold half the workers of a kind."""

    client: str
    max_ms: int | None = None
    may_ms: int | None = None
    """Another limit than that of everyone."""
    timing: dict[str, float] = field(default_factory=dict)
    """Filled with the milliseconds that it waited (``queue``) and was worked for (``work``)."""


class _Messages(asyncio.Protocol):
    """What a process sends, message by message; raises :class:`ConnectionError` for whoever awaits one of a process that has ended."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._awaited: asyncio.Future[Any] | None = None
        self._lost = asyncio.Event()

    @property
    def ended(self) -> bool:
        return self._lost.is_set()

    async def next(self) -> Any:
        self._awaited = asyncio.get_running_loop().create_future()
        self._give()
        return await self._awaited

    async def end(self) -> None:
        await self._lost.wait()

    def data_received(self, data: bytes) -> None:
        self._data += data
        self._give()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- the name is the protocol's
        self._lost.set()
        self._give()

    def _give(self) -> None:
        if self._awaited is None or self._awaited.done():
            return
        begun = len(self._data) >= LENGTH.size
        until = LENGTH.size + LENGTH.unpack_from(self._data)[0] if begun else 0
        if begun and len(self._data) >= until:
            message = pickle.loads(self._data[LENGTH.size : until])  # noqa: S301 -- our own process wrote it
            del self._data[:until]
            self._awaited.set_result(message)
        elif self.ended:
            self._awaited.set_exception(ConnectionResetError("the process ended"))


class _Worker:
    """One process, seen from the service."""

    def __init__(
        self, process: ForkServerProcess, transport: asyncio.Transport, messages: _Messages, start: Callable[[], Any]
    ) -> None:
        self._process, self._transport, self._messages, self.start = process, transport, messages, start
        self.gave_way = False

    @classmethod
    async def begin(cls, start: Callable[[], Any], limits: WorkLimits) -> Self:
        ours, theirs = socket.socketpair()
        process = _context.Process(
            target=work, args=(theirs, start, limits.max_memory_bytes, limits.network), daemon=True
        )
        starting = asyncio.create_task(asyncio.to_thread(process.start))
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
    def gone(self) -> bool:
        return self._messages.ended

    async def receive(self) -> Any:
        return await self._messages.next()

    async def ask(self, *message: object) -> tuple[bool, Any]:
        data = pickle.dumps(message)
        self._transport.write(LENGTH.pack(len(data)) + data)
        reply: tuple[bool, Any] = await self._messages.next()
        return reply

    def kill(self) -> None:
        self._process.kill()
        self._transport.close()

    async def bury(self) -> None:
        await self._messages.end()
        await asyncio.to_thread(self._process.join, 10)

    def begin_task(self, long_s: float, others_ask: Callable[[], bool]) -> None:
        """From now on watch for a task that takes ``long_s`` of a processor, on a busy machine later than by the clock: where ``others_ask`` it gives way."""
        self._long, self._others_ask = self._processor_s() + long_s, others_ask
        self._watch = asyncio.get_running_loop().call_later(long_s, self._look)

    def end_task(self) -> None:
        """Watch no longer."""
        self._watch.cancel()

    def _look(self) -> None:
        left = self._long - self._processor_s()
        if left > 0 or not self._others_ask():
            self._watch = asyncio.get_running_loop().call_later(max(left, _LOOK_AGAIN_S), self._look)
        else:
            self._give_way()

    def _processor_s(self) -> float:
        # The clock of another process has this number in Linux (clock_getcpuclockid(3)); a process that is gone has none.
        try:
            return time.clock_gettime((~(self._process.pid or 0) << 3) | 2)
        except OSError:
            return 0.0

    def _give_way(self) -> None:
        self.gave_way = True
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid or 0, _LOWER_PRIORITY)


class Workers(Generic[_WorkedOn]):
    """Processes that hold what ``start`` gives and do tasks on it. Use it in an ``async with`` statement."""

    def __init__(self, start: Callable[[], _WorkedOn], limits: WorkLimits) -> None:
        self._start, self._limits = start, limits
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._all: set[_Worker] = set()
        self._asking: Counter[str] = Counter()
        self._turns: dict[str, asyncio.Semaphore] = {}
        self.replaced: Counter[str] = Counter()
        """How many processes were replaced, by reason."""
        self._closing = False
        self._background: set[asyncio.Task[None]] = set()

    @property
    def asking(self) -> int:
        """How many requests are under way or wait."""
        return self._asking.total()

    @property
    def idle(self) -> int:
        """How many processes wait for work."""
        return self._idle.qsize()

    async def run(
        self,
        asker: Asker,
        task: Callable[Concatenate[_WorkedOn, _Given], _Result],
        *arguments: _Given.args,
        **_: _Given.kwargs,
    ) -> _Result:
        """What ``task(worked_on, *arguments)`` returns or raises. Cancel it, and the process that does it is killed.

        Raises also :class:`Overloaded`, :class:`TooLong` and :class:`WorkerDied`.
        """
        if self.asking >= self._limits.max_waiting:
            raise self._overloaded("max_waiting", "{limit} requests of this kind are being answered or wait already")
        if self._asking[asker.client] >= self._limits.max_waiting_per_client:
            raise self._overloaded(
                "max_waiting_per_client", "{limit} requests of yours are being answered or wait already"
            )
        self._asking[asker.client] += 1
        turns = self._turns.setdefault(asker.client, asyncio.Semaphore(max(1, self._limits.workers // 2)))
        begun = time.perf_counter()
        patience_s = (
            self._limits.max_ms / 1000 + _RETRY_AFTER_S
        )  # till the task before is over, and its process replaced where it has to be
        try:
            async with asyncio.timeout(patience_s) as waiting, turns:
                while (worker := await self._idle.get()).gone or worker.start is not self._start:
                    self._replace(worker, "gone" if worker.gone else "renewed")
                waiting.reschedule(None)
                asker.timing["queue"] = (time.perf_counter() - begun) * 1000
                return await self._ask(worker, asker, task, arguments)
        except TimeoutError:
            raise self._overloaded("workers", f"No process became free within {patience_s:g} s") from None
        finally:
            self._asking[asker.client] -= 1
            if not self._asking[asker.client]:
                del self._asking[asker.client], self._turns[asker.client]

    async def _ask(
        self, worker: _Worker, asker: Asker, task: Callable[..., _Result], arguments: tuple[Any, ...]
    ) -> _Result:
        may_ms = asker.may_ms or self._limits.max_ms
        max_ms = min(may_ms, asker.max_ms or may_ms)
        seconds = max_ms / 1000
        worker.begin_task(self._limits.long_ms / 1000, lambda: self.asking > self._asking[asker.client])
        begun = time.perf_counter()
        replace: str | None = "nobody waited"
        try:
            async with asyncio.timeout(seconds):
                done, result = await worker.ask(task, arguments, seconds)
            replace = "long" if worker.gave_way else None if worker.start is self._start else "renewed"
        except TimeoutError:
            replace = "deadline"
            advice = "Ask for less" + (f", or with a timeout_ms of up to {may_ms}" if max_ms < may_ms else "")
            problem = "There was no answer after {limit} ms"
            raise self._limits.exceeded(TooLong, "max_ms", problem, advice, limit=max_ms) from None
        except ConnectionError:
            replace = "died"
            problem = (
                "The process that worked on it ended, most likely because it needed more memory than {limit} bytes"
            )
            raise self._limits.exceeded(WorkerDied, "max_memory_bytes", problem, "Ask for less") from None
        finally:
            worker.end_task()
            asker.timing["work"] = (time.perf_counter() - begun) * 1000
            if replace:
                self._replace(worker, replace)
            else:
                self._idle.put_nowait(worker)
        if done:
            return cast("_Result", result)
        raise result

    def _replace(self, worker: _Worker, reason: str) -> None:
        self.replaced[reason] += 1
        worker.kill()
        self._all.discard(worker)
        self._in_background(worker.bury())
        if not self._closing:
            self._in_background(self._bring_up())

    async def _bring_up(self) -> None:
        try:
            worker = await _Worker.begin(self._start, self._limits)
        except (OSError, EOFError) as error:  # for now there is no room for another process or open file
            _log.error(
                "a process for %s cannot be begun (%s); it is tried again in %s s",
                self._limits.kind,
                error,
                _RETRY_AFTER_S,
            )
            await asyncio.sleep(_RETRY_AFTER_S)
            self._in_background(self._bring_up())
            return
        self._all.add(worker)
        try:
            alone = await worker.receive()
        except ConnectionError:
            _log.error(
                "a process for %s ended before it began; the next is tried in %s s", self._limits.kind, _RETRY_AFTER_S
            )
            await asyncio.sleep(_RETRY_AFTER_S)
            self._replace(worker, "never began")
        else:
            if not alone:
                _log.warning(
                    "the system does not let processes for %s leave the network; the refusal of SERVICE stands alone",
                    self._limits.kind,
                )
            self._idle.put_nowait(worker)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _overloaded(self, field: str, problem: str) -> Overloaded:
        advice = "Ask again in a moment"
        return self._limits.exceeded(Overloaded, field, problem, advice, retryAfter=_RETRY_AFTER_S)

    def renew(self, start: Callable[[], _WorkedOn]) -> None:
        """Work from now on with what ``start`` gives; tasks under way end on what they began with."""
        self._start = start
        for _ in range(self._idle.qsize()):
            self._replace(self._idle.get_nowait(), "renewed")

    async def __aenter__(self) -> Self:
        for _ in range(self._limits.workers):
            self._in_background(self._bring_up())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        for worker in self._all:
            worker.kill()
        await asyncio.gather(*(worker.bury() for worker in self._all))
