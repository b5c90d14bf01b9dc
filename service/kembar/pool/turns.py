"""Turns of long tasks: while short tasks of other clients are there, long ones wait, except as many as leave room."""

import asyncio
import os
import time
from collections import Counter
from dataclasses import dataclass

from kembar.pool.worker import Worker

__all__ = ["Accounts", "LongTask", "Turns"]

_CALM_S = 0.2
"""Time after the last short task of a client during which others still give way to it: it will send the next one."""
_TURN_S = 0.02
"""Time after which another long task may have its turn."""
_HALF_LIFE_S = 10.0
"""Time after which half of what a client has used is forgotten."""
_MOST_ACCOUNTS = 1_000


class Accounts:
    """What each client has used lately: seconds of processors, and charges for processes that it made us kill."""

    def __init__(self) -> None:
        self._used: dict[str, tuple[float, float]] = {}

    def of(self, client: str) -> float:
        """Return the seconds that a client has used."""
        used, at = self._used.get(client, (0.0, 0.0))
        return used and used * 2 ** ((at - time.monotonic()) / _HALF_LIFE_S)

    def charge(self, client: str, seconds: float) -> None:
        """Add to what a client has used."""
        self._used[client] = self.of(client) + seconds, time.monotonic()
        if len(self._used) > _MOST_ACCOUNTS:  # forget the half that used least
            least = sorted(self._used, key=self.of)[: _MOST_ACCOUNTS // 2]
            for each in least:
                del self._used[each]


@dataclass(eq=False)
class LongTask:
    """A task that has used a processor for long.

    Attributes:
        client: Its client.
        worker: The process that runs it.
        charged_s: The processor time of the process that its client has been charged with.
    """

    client: str
    worker: Worker
    charged_s: float


class Turns:
    """Pauses and continues the processes of long tasks.

    Long tasks run as they like until a client has short tasks. Those of other clients then wait, except as many as
    leave it a processor, and always one; each time it is the turn of the client that has used least.

    Attributes:
        accounts: What each client has used.
    """

    def __init__(self, processors: int | None = None) -> None:
        self.accounts = Accounts()
        self._most = max(1, (processors or len(os.sched_getaffinity(0))) - 1)
        self._short: Counter[str] = Counter()
        self._seen: dict[str, float] = {}
        self._long: set[LongTask] = set()
        self._timer: asyncio.TimerHandle | None = None

    def short_begins(self, client: str) -> None:
        """Make room for a short task of a client, which runs or waits for a process."""
        self._short[client] += 1
        if self._long:
            self._arrange()

    def short_ends(self, client: str) -> None:
        """Note that a task has ended or has become long."""
        self._short[client] -= 1
        if not self._short[client]:
            del self._short[client]
            if self._long:
                self._seen[client] = time.monotonic()

    def long_begins(self, task: LongTask) -> None:
        """Let a long task take its turns."""
        self._long.add(task)
        if self._timer is None:
            self._take_turns()

    def long_ends(self, task: LongTask) -> None:
        """Let the process of a long task run freely again."""
        self._charge(task)
        self._long.discard(task)
        task.worker.resume()

    def _take_turns(self) -> None:
        for task in self._long:
            self._charge(task)
        self._arrange()
        if self._long:
            self._timer = asyncio.get_running_loop().call_later(_TURN_S, self._take_turns)
        else:
            self._timer = None
            self._seen.clear()

    def _charge(self, task: LongTask) -> None:
        used = task.worker.processor_s()
        if used > task.charged_s:
            self.accounts.charge(task.client, used - task.charged_s)
            task.charged_s = used

    def _arrange(self) -> None:
        """Pause those whose turn it is not, and let the others run."""
        since = time.monotonic() - _CALM_S
        self._seen = {client: at for client, at in self._seen.items() if at > since}
        present = self._short.keys() | self._seen.keys()
        yielding = [task for task in self._long if len(present) > 1 or (present and task.client not in present)]
        yielding.sort(key=lambda task: (self.accounts.of(task.client), task.charged_s))
        for task in yielding[self._most :]:
            task.worker.pause()
        for task in [*yielding[: self._most], *(self._long - set(yielding))]:
            task.worker.resume()
