"""Pool of worker processes for one kind of work.

A worker is killed and replaced if its task exceeds its deadline or memory, or if nobody waits for the answer any more.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from math import inf
from types import TracebackType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast

from kembar import messages
from kembar.errors import Overloaded, TooLong, TooNested, WorkerDied
from kembar.pool.processes import RETRY_AFTER_S, Processes
from kembar.pool.task import Client, Task
from kembar.pool.turns import LongTask, Turns
from kembar.pool.walls import Wall
from kembar.pool.worker import Worker
from kembar.settings import WorkLimits

__all__ = ["Client", "Workers"]

_Value = TypeVar("_Value")
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_NESTED = messages.text("refused.nested")
_FREE_S = 0.02
"""Processor time of a task that its client is not charged with: that of a look-up on a slow machine."""
_HEAVY_S = 0.05
"""What a client has used lately from which on its tasks are expected to be long."""
_FAREWELL_S = 0.2
"""Time for a task to end that nobody waits for any more; then its process is killed, and a new one takes as long."""
_KILL_CHARGE_S = 1.0
"""What a client is charged with for a process that is killed because it hung up; for as long it keeps its slot."""
_MOST_BRIEF = 10_000
"""Clients that are remembered as such with short tasks."""


class Workers(Generic[_Value]):
    """Pool of processes that hold the value of ``start`` and run tasks on it. It is an asynchronous context manager.

    A task that uses a processor for long is paused while other clients have short tasks (:class:`Turns`). Long tasks,
    and tasks of clients that had long ones lately, begin only as long as some processes remain for short tasks. If more
    tasks than these become long, the pool starts additional processes, up to as many again; past that it ends the long
    task of the client that has used most.
    """

    def __init__(self, start: Callable[[], _Value], limits: WorkLimits, turns: Turns | None = None) -> None:
        """Prepare the pool. Pools that share ``turns`` share the processors: long tasks of one wait for short ones of
        the other.
        """
        self._limits, self._turns = limits, turns or Turns()
        self._most_long = limits.workers - max(1, limits.workers // 4)
        self._processes = Processes(start, limits, self._assign)
        self._waiting: list[Task] = []
        self._running: set[Task] = set()
        self._brief: set[str] = set()
        """Clients whose last task was short, so that their next one is expected to be, too."""
        self._pending: Counter[str] = Counter()
        self._slots: dict[str, asyncio.Semaphore] = {}

    @property
    def pending(self) -> int:
        """The number of tasks that run or wait."""
        return self._pending.total()

    @property
    def idle(self) -> int:
        """The number of idle processes."""
        return self._processes.idle

    @property
    def replaced(self) -> Counter[str]:
        """The number of replaced processes by reason."""
        return self._processes.replaced

    @property
    def walls(self) -> list[Wall]:
        """The walls between the newest process and the network."""
        return self._processes.walls

    async def run(
        self,
        client: Client,
        task: Callable[Concatenate[_Value, _Arguments], _Result],
        *arguments: _Arguments.args,
        **_: _Arguments.kwargs,
    ) -> _Result:
        """Return the result of ``task(value, *arguments)`` from a process.

        If this call is cancelled, the process is killed unless it has finished the task a moment later.

        Raises:
            Overloaded: Too many tasks run or wait, or no process became free in time.
            TooLong: The task exceeded its deadline.
            WorkerDied: The process ended, most likely because it needed too much memory.
            Exception: Any error that the task raises.
        """
        entered = self._enter(client)
        queued_at = time.perf_counter()
        try:
            worker = await self._queue(entered)
            client.timing["queue"] = (time.perf_counter() - queued_at) * 1000
            return await self._run_on(worker, entered, task, arguments)
        finally:
            if not entered.detained:
                self._leave(entered)

    def _enter(self, client: Client) -> Task:
        if self.pending >= self._limits.max_waiting:
            raise self._overloaded("max_waiting", messages.template("limit.waiting"))
        if self._pending[client.name] >= self._limits.max_waiting_per_client:
            raise self._overloaded("max_waiting_per_client", messages.template("limit.waiting-of-client"))
        self._pending[client.name] += 1
        self._turns.short_begins(client.name)
        slots = self._slots.setdefault(client.name, asyncio.Semaphore(max(1, self._limits.workers // 2)))
        return Task(client, slots)

    def _leave(self, task: Task) -> None:
        name = task.client.name
        if not task.long:
            self._turns.short_ends(name)
        if task.has_slot:
            task.slots.release()
        self._pending[name] -= 1
        if not self._pending[name]:
            del self._pending[name], self._slots[name]

    async def _queue(self, task: Task) -> Worker:
        """Return a process for a task: at once, if nobody waits and one is idle."""
        if not (self._waiting or task.slots.locked()):
            task.has_slot = await task.slots.acquire()
            worker = self._processes.take() if self._may_begin(task) else None
            if worker:
                return worker
        # Long enough for the current task to end and its process to be replaced.
        max_queue_s = self._limits.max_ms / 1000 + RETRY_AFTER_S
        try:
            async with asyncio.timeout(max_queue_s):
                task.has_slot = task.has_slot or await task.slots.acquire()
                return await self._wait(task)
        except TimeoutError:
            raise self._overloaded("workers", messages.text("limit.no-process", seconds=f"{max_queue_s:g}")) from None

    async def _wait(self, task: Task) -> Worker:
        task.worker = asyncio.get_running_loop().create_future()
        self._waiting.append(task)
        self._assign()
        try:
            return await task.worker
        except asyncio.CancelledError:
            if task in self._waiting:
                self._waiting.remove(task)
            elif not task.worker.cancelled():
                self._processes.give_back(task.worker.result())
            raise

    def _assign(self) -> None:
        """Give idle processes to waiting tasks: first to those of the client that has used least."""
        while self._waiting and self.idle:
            task = self._next()
            worker = self._processes.take() if task else None
            if task is None or worker is None or task.worker is None:
                return
            self._waiting.remove(task)
            if task.worker.done():  # cancelled a moment ago
                self._processes.give_back(worker)
            else:
                task.worker.set_result(worker)

    def _next(self) -> Task | None:
        """Return the waiting task that comes next, if one may begin."""
        used, task = self._turns.accounts.of, self._waiting[0]
        if len(self._waiting) > 1:
            running = Counter(each.client.name for each in self._running)
            # A task that has just begun is not in the account of its client yet.
            task = min(
                self._waiting,
                key=lambda each: (
                    each.client.name not in self._brief,
                    used(each.client.name) + running[each.client.name] * _FREE_S,
                ),
            )
        return task if self._may_begin(task) else None

    def _may_begin(self, task: Task) -> bool:
        """Return whether a task may have an idle process: if it is likely to be long, some remain for short ones."""
        used = self._turns.accounts.of
        if used(task.client.name) < _HEAVY_S:
            return True
        occupied = sum(1 for each in self._running if each.long or used(each.client.name) >= _HEAVY_S)
        return occupied < max(1, self._most_long)

    async def _run_on(
        self, worker: Worker, task: Task, function: Callable[..., _Result], arguments: tuple[Any, ...]
    ) -> _Result:
        client = task.client
        limit_ms = client.limit_ms or self._limits.max_ms
        max_ms = min(limit_ms, client.max_ms or limit_ms)
        seconds = max_ms / 1000
        self._begin(task, worker, seconds)
        started_at = time.perf_counter()
        reason: str | None = None
        try:
            succeeded, result = await worker.request(function, arguments, seconds)
        except TimeoutError:
            reason = "deadline"
            longer = messages.text("limit.less-or-longer", most=limit_ms)
            advice = longer if max_ms < limit_ms else messages.template("limit.less")
            problem = messages.template("limit.deadline")
            raise self._limits.exceeded(TooLong, "max_ms", problem, advice, limit=max_ms) from None
        except ConnectionError:
            reason = "evicted" if task.evicted else "died"
            if task.evicted:
                raise self._overloaded("workers", messages.template("limit.long-requests")) from None
            if await worker.overflowed():
                raise TooNested(_NESTED) from None
            problem, advice = messages.template("limit.memory"), messages.template("limit.less")
            raise self._limits.exceeded(WorkerDied, "max_memory_bytes", problem, advice) from None
        except asyncio.CancelledError:
            task.detained = True
            raise
        finally:
            client.timing["work"] = (time.perf_counter() - started_at) * 1000
            if task.detained:
                self._processes.in_background(self._abandon(task, worker))
            else:
                self._end(task, worker, reason)
        if succeeded:
            return cast("_Result", result)
        raise TooNested(_NESTED) if isinstance(result, RecursionError) else result

    def _begin(self, task: Task, worker: Worker, seconds: float) -> None:
        self._running.add(task)
        task.begun_s, task.ends_at = worker.processor_s(), asyncio.get_running_loop().time() + seconds
        self._measure_in(self._limits.long_ms / 1000, task, worker)

    def _measure_in(self, seconds: float, task: Task, worker: Worker) -> None:
        """Measure a task after some time, or at its deadline: one timer for both, because each takes time."""
        loop = asyncio.get_running_loop()
        task.timer = loop.call_at(min(loop.time() + seconds, task.ends_at), self._measure, task, worker)

    def _measure(self, task: Task, worker: Worker) -> None:
        """Give up a task at its deadline, and make it a long one once it has used enough, by the time of processors.

        The time of the clock runs faster than a task on a busy machine.
        """
        if asyncio.get_running_loop().time() >= task.ends_at:
            worker.give_up()
            return
        remaining = self._limits.long_ms / 1000 - (worker.processor_s() - task.begun_s)
        if remaining > 0:
            self._measure_in(max(remaining, _FREE_S), task, worker)
            return
        self._measure_in(inf, task, worker)
        task.long = LongTask(task.client.name, worker, task.begun_s)
        self._turns.short_ends(task.client.name)
        self._turns.long_begins(task.long)
        self._adjust()

    def _end(self, task: Task, worker: Worker, reason: str | None) -> None:
        """Note the end of a task; with a reason its process is replaced."""
        self._running.discard(task)
        if task.timer:
            task.timer.cancel()
        if len(self._brief) > _MOST_BRIEF:
            self._brief.clear()
        if task.long:
            self._brief.discard(task.client.name)
            self._turns.long_ends(task.long)
            self._adjust()
        else:
            self._brief.add(task.client.name)
            used = worker.processor_s() - task.begun_s
            if used > _FREE_S:
                self._turns.accounts.charge(task.client.name, used)
        if reason:
            self._processes.replace(worker, reason)
        else:
            self._processes.give_back(worker)
        self._assign()

    async def _abandon(self, task: Task, worker: Worker) -> None:
        """Wait a moment for a task whose client has gone, then kill its process and charge the client with it."""
        reason: str | None = "nobody waited"
        try:
            async with asyncio.timeout(0 if task.long else _FAREWELL_S):
                await worker.receive()
            reason = None
        except (TimeoutError, ConnectionError):
            self._turns.accounts.charge(task.client.name, _KILL_CHARGE_S)
        finally:
            self._end(task, worker, reason)
        if reason == "nobody waited":
            await asyncio.sleep(_KILL_CHARGE_S)
        self._leave(task)

    def _adjust(self) -> None:
        """Start additional processes for the tasks that are long beyond the number of them, or let them go."""
        long_tasks = [task for task in self._running if task.long and not task.evicted]
        workers = self._limits.workers
        needed = min(max(0, len(long_tasks) - self._most_long), workers)
        if len(long_tasks) >= 2 * workers:
            used = self._turns.accounts.of
            evicted = max(long_tasks, key=lambda task: used(task.client.name))
            evicted.evicted = True
            if evicted.long:
                evicted.long.worker.kill()
        self._processes.add(needed)

    def _overloaded(self, limit: str, problem: messages.Texts) -> Overloaded:
        advice = messages.template("limit.again")
        return self._limits.exceeded(Overloaded, limit, problem, advice, retryAfter=RETRY_AFTER_S)

    def renew(self, start: Callable[[], _Value]) -> None:
        """Run new tasks on the value of ``start``. Tasks under way finish on the value that they began with."""
        self._processes.renew(start)

    async def __aenter__(self) -> Self:
        self._processes.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._processes.close()
