"""The processes of a pool: started, replaced and let go, so that there are as many as there should be."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from kembar.pool.walls import Wall
from kembar.pool.worker import Worker
from kembar.settings import WorkLimits

__all__ = ["RETRY_AFTER_S", "Processes"]

RETRY_AFTER_S = 5
"""Time after which a process that could not be started is tried again, and a client whose request was refused."""
_RETIRE_AFTER_S = 5.0
"""Time for which additional processes are kept after they were needed last."""
_log = logging.getLogger("kembar")


class Processes:
    """Worker processes that hold the value of one function.

    Attributes:
        all: The processes, idle and at work.
        replaced: The number of replaced processes by reason.
        walls: The walls between the newest process and the network.
    """

    def __init__(self, start: Callable[[], Any], limits: WorkLimits, became_idle: Callable[[], None]) -> None:
        """Prepare the processes.

        Args:
            start: Returns the value that a process holds.
            limits: The number of processes and the limits of each.
            became_idle: Called when there is an idle process more.
        """
        self._start, self._limits, self._became_idle = start, limits, became_idle
        self._idle: list[Worker] = []
        self.all: set[Worker] = set()
        self.replaced: Counter[str] = Counter()
        self.walls: list[Wall] = []
        self._starting, self._additional = 0, 0
        self._closing = False
        self._background: set[asyncio.Task[None]] = set()
        self._retirement: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> int:
        """The number of idle processes."""
        return len(self._idle)

    def take(self) -> Worker | None:
        """Return an idle process that holds the present value, if there is one."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.ended and worker.start is self._start:
                return worker
            self.replace(worker, "gone" if worker.ended else "renewed")
        return None

    def give_back(self, worker: Worker) -> None:
        """Take back a process whose task has ended."""
        if worker.start is not self._start:
            self.replace(worker, "renewed")
        elif self._size > self._limits.workers + self._additional:
            self.replace(worker, "retired")
        else:
            self._idle.append(worker)
            self._became_idle()

    def replace(self, worker: Worker, reason: str) -> None:
        """End a process, and start another one if there are too few."""
        self.replaced[reason] += 1
        worker.kill()
        self.all.discard(worker)
        self.in_background(worker.reap())
        self._fill()

    def add(self, number: int) -> None:
        """Have a number of processes beyond the limit: at once if there are fewer, and a while later if more."""
        if self._retirement:
            self._retirement.cancel()
            self._retirement = None
        if number >= self._additional:
            self._additional = number
            self._fill()
        else:
            self._retirement = asyncio.get_running_loop().call_later(_RETIRE_AFTER_S, self._retire, number)

    def renew(self, start: Callable[[], Any]) -> None:
        """Hold the value of another function in all processes; those at work are replaced after their task."""
        self._start = start
        while self._idle:
            self.replace(self._idle.pop(), "renewed")

    def open(self) -> None:
        """Start the processes."""
        self._fill()

    async def close(self) -> None:
        """End all processes and what runs in the background."""
        self._closing = True
        if self._retirement:
            self._retirement.cancel()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        for worker in self.all:
            worker.kill()
        await asyncio.gather(*(worker.reap() for worker in self.all))

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something that nobody waits for until :meth:`close`."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    @property
    def _size(self) -> int:
        return len(self.all) + self._starting

    def _fill(self) -> None:
        while not self._closing and self._size < self._limits.workers + self._additional:
            self._starting += 1
            self.in_background(self._launch())

    def _retire(self, number: int) -> None:
        self._additional = number
        while self._idle and self._size > self._limits.workers + number:
            self.replace(self._idle.pop(0), "retired")

    async def _launch(self) -> None:
        """Add a process; if that fails, try again later."""
        try:
            worker = await Worker.launch(self._start, self._limits)
        except (OSError, EOFError) as error:  # the system has no room for another process or open file
            await self._delay(f"cannot be started ({error})")
            self.in_background(self._launch())
            return
        self._starting -= 1
        self.all.add(worker)
        try:
            self.walls = await worker.receive()
        except ConnectionError:
            await self._delay("ended before it was ready")
            self.replace(worker, "never began")
            return
        if self.walls or self._limits.unsandboxed:
            self.give_back(worker)
        else:
            await self._delay("could call out and ended")
            self.replace(worker, "without walls")

    async def _delay(self, event: str) -> None:
        _log.error("a process for %s %s; next attempt in %s s", self._limits.kind, event, RETRY_AFTER_S)
        await asyncio.sleep(RETRY_AFTER_S)
