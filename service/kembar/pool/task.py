"""A client of a pool, and a task of it from its arrival to its end."""

import asyncio
from dataclasses import dataclass, field

from kembar.pool.turns import LongTask
from kembar.pool.worker import Worker

__all__ = ["Client", "Task"]


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


@dataclass(eq=False)
class Task:
    """A task that waits or runs.

    Attributes:
        client: Its client.
        slots: Of the client, one of which the task holds while it waits for a process or runs.
        has_slot: Whether it holds one.
        worker: Its process; the future of it while the task waits.
        begun_s: The processor time of the process at the start of the task.
        ends_at: Its deadline, by the clock of the event loop.
        long: The task among the long ones, once it is one.
        timer: Measures the task next, and gives it up at its deadline.
        evicted: Whether it is ended because too many long tasks run.
        detained: Whether its place stays taken after its client has gone.
    """

    client: Client
    slots: asyncio.Semaphore
    has_slot: bool = False
    worker: asyncio.Future[Worker] | None = None
    begun_s: float = 0.0
    ends_at: float = 0.0
    long: LongTask | None = None
    timer: asyncio.TimerHandle | None = None
    evicted: bool = False
    detained: bool = False
