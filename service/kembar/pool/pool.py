"""Pool of worker processes for one kind of work.

A worker is killed and replaced if its task exceeds its deadline or memory, or if nobody waits for the answer any more.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast

from kembar.errors import Overloaded, TooLong, TooNested, WorkerDied
from kembar.pool.walls import Wall
from kembar.pool.worker import Worker
from kembar.settings import WorkLimits

__all__ = ["Client", "Workers"]

_Value = TypeVar("_Value")
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_RETRY_AFTER_S = 5
_NESTED = (
    "The process of this request ran out of stack, most likely because the request nests too deep: brackets, "
    "groups, or long chains of operators, unions or paths. Write it flatter, or as several requests."
)
_log = logging.getLogger("kembar")


@dataclass(frozen=True)
class Client:
    """The client of a task. One client can occupy half the workers of a pool at most.

    Attributes:
        name: The address or the token.
        max_ms: The deadline that the client asks for, in milliseconds; None for its limit.
        limit_ms: The longest deadline of this client; None for that of the pool.
        timing: Receives the milliseconds in the queue (``queue``) and in a process (``work``).
    """

    name: str
    max_ms: int | None = None
    limit_ms: int | None = None
    timing: dict[str, float] = field(default_factory=dict)


class Workers(Generic[_Value]):
    """Pool of processes that hold the value of ``start`` and run tasks on it. It is an asynchronous context manager.

    Attributes:
        replaced: The number of replaced processes by reason.
        walls: The walls between the newest process and the network.
    """

    def __init__(self, start: Callable[[], _Value], limits: WorkLimits) -> None:
        self._start, self._limits = start, limits
        self._idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._all: set[Worker] = set()
        self.walls: list[Wall] = []
        self._pending: Counter[str] = Counter()
        self._slots: dict[str, asyncio.Semaphore] = {}
        self.replaced: Counter[str] = Counter()
        self._closing = False
        self._background: set[asyncio.Task[None]] = set()

    @property
    def pending(self) -> int:
        """The number of tasks that run or wait."""
        return self._pending.total()

    @property
    def idle(self) -> int:
        """The number of idle processes."""
        return self._idle.qsize()

    async def run(
        self,
        client: Client,
        task: Callable[Concatenate[_Value, _Arguments], _Result],
        *arguments: _Arguments.args,
        **_: _Arguments.kwargs,
    ) -> _Result:
        """Return the result of ``task(value, *arguments)`` from a process. Cancelling this call kills the process.

        Raises:
            Overloaded: Too many tasks run or wait, or no process became free in time.
            TooLong: The task exceeded its deadline.
            WorkerDied: The process ended, most likely because it needed too much memory.
            Exception: Any error that the task raises.
        """
        if self.pending >= self._limits.max_waiting:
            raise self._overloaded("max_waiting", "{limit} requests of this kind are running or waiting already")
        if self._pending[client.name] >= self._limits.max_waiting_per_client:
            raise self._overloaded(
                "max_waiting_per_client", "{limit} requests of this client are running or waiting already"
            )
        self._pending[client.name] += 1
        slots = self._slots.setdefault(client.name, asyncio.Semaphore(max(1, self._limits.workers // 2)))
        queued_at = time.perf_counter()
        # Long enough for the current task to end and its process to be replaced.
        max_queue_s = self._limits.max_ms / 1000 + _RETRY_AFTER_S
        try:
            async with asyncio.timeout(max_queue_s) as queue_timeout, slots:
                while (worker := await self._idle.get()).ended or worker.start is not self._start:
                    self._replace(worker, "gone" if worker.ended else "renewed")
                queue_timeout.reschedule(None)
                client.timing["queue"] = (time.perf_counter() - queued_at) * 1000
                return await self._run_on(worker, client, task, arguments)
        except TimeoutError:
            raise self._overloaded("workers", f"No process became free within {max_queue_s:g} s") from None
        finally:
            self._pending[client.name] -= 1
            if not self._pending[client.name]:
                del self._pending[client.name], self._slots[client.name]

    async def _run_on(
        self, worker: Worker, client: Client, task: Callable[..., _Result], arguments: tuple[Any, ...]
    ) -> _Result:
        limit_ms = client.limit_ms or self._limits.max_ms
        max_ms = min(limit_ms, client.max_ms or limit_ms)
        seconds = max_ms / 1000
        worker.watch_task(self._limits.long_ms / 1000, lambda: self.pending > self._pending[client.name])
        started_at = time.perf_counter()
        reason: str | None = "nobody waited"
        try:
            async with asyncio.timeout(seconds):
                succeeded, result = await worker.request(task, arguments, seconds)
            reason = "long" if worker.deprioritized else None if worker.start is self._start else "renewed"
        except TimeoutError:
            reason = "deadline"
            advice = "Ask for less" + (f", or with a timeout_ms of up to {limit_ms}" if max_ms < limit_ms else "")
            problem = "There was no answer after {limit} ms"
            raise self._limits.exceeded(TooLong, "max_ms", problem, advice, limit=max_ms) from None
        except ConnectionError:
            reason = "died"
            if await worker.overflowed():
                raise TooNested(_NESTED) from None
            problem = "The process of this request ended, most likely because it needed more memory than {limit} bytes"
            raise self._limits.exceeded(WorkerDied, "max_memory_bytes", problem, "Ask for less") from None
        finally:
            worker.unwatch_task()
            client.timing["work"] = (time.perf_counter() - started_at) * 1000
            if reason:
                self._replace(worker, reason)
            else:
                self._idle.put_nowait(worker)
        if succeeded:
            return cast("_Result", result)
        raise TooNested(_NESTED) if isinstance(result, RecursionError) else result

    def _replace(self, worker: Worker, reason: str) -> None:
        self.replaced[reason] += 1
        worker.kill()
        self._all.discard(worker)
        self._in_background(worker.reap())
        if not self._closing:
            self._in_background(self._launch())

    async def _launch(self) -> None:
        """Add a process to the pool; if that fails, try again later."""
        try:
            worker = await Worker.launch(self._start, self._limits)
        except (OSError, EOFError) as error:  # the system has no room for another process or open file
            _log.error(
                "a process for %s cannot be started (%s); next attempt in %s s",
                self._limits.kind,
                error,
                _RETRY_AFTER_S,
            )
            await asyncio.sleep(_RETRY_AFTER_S)
            self._in_background(self._launch())
            return
        self._all.add(worker)
        try:
            self.walls = await worker.receive()
        except ConnectionError:
            _log.error(
                "a process for %s ended before it was ready; next attempt in %s s", self._limits.kind, _RETRY_AFTER_S
            )
            await asyncio.sleep(_RETRY_AFTER_S)
            self._replace(worker, "never began")
        else:
            if self.walls or self._limits.unsandboxed:
                self._idle.put_nowait(worker)
                return
            _log.error(
                "a process for %s could call out and ended; next attempt in %s s", self._limits.kind, _RETRY_AFTER_S
            )
            await asyncio.sleep(_RETRY_AFTER_S)
            self._replace(worker, "without walls")

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _overloaded(self, limit: str, problem: str) -> Overloaded:
        advice = "Ask again in a moment"
        return self._limits.exceeded(Overloaded, limit, problem, advice, retryAfter=_RETRY_AFTER_S)

    def renew(self, start: Callable[[], _Value]) -> None:
        """Run new tasks on the value of ``start``. Tasks under way finish on the value that they began with."""
        self._start = start
        for _ in range(self._idle.qsize()):
            self._replace(self._idle.get_nowait(), "renewed")

    async def __aenter__(self) -> Self:
        for _ in range(self._limits.workers):
            self._in_background(self._launch())
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
        await asyncio.gather(*(worker.reap() for worker in self._all))
