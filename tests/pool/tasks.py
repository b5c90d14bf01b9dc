"""Tasks for a pool in tests, its limits, and a pool that runs a script."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from functools import partial

from kembar.pool.pool import Client, Workers
from kembar.pool.turns import Turns
from kembar.settings import WorkLimits

__all__ = ["LIMITS", "ME", "compute", "number_after", "pid_and_number", "resource", "run_with_workers", "sleep"]

LIMITS = WorkLimits(
    "test",
    workers=1,
    max_ms=2_000,
    max_memory_bytes=300_000_000,
    max_waiting=4,
    max_waiting_per_client=4,
    long_ms=100,
    unsandboxed=False,
)
ME = Client("me")


def resource(number: int) -> int:
    return number


def pid_and_number(number: int) -> tuple[int, int]:
    return os.getpid(), number


def sleep(_: int, seconds: float) -> None:
    time.sleep(seconds)


def compute(_: int, seconds: float) -> None:
    while time.process_time() < seconds:
        pass


def number_after(number: int, seconds: float) -> int:
    time.sleep(seconds)
    return number


def run_with_workers(
    script: Callable[[Workers[int]], Awaitable[None]], limits: WorkLimits = LIMITS, turns: Turns | None = None
) -> None:
    async def run() -> None:
        async with Workers(partial(resource, 7), limits, turns) as workers:
            while workers.idle < limits.workers:
                await asyncio.sleep(0.05)
            await script(workers)

    asyncio.run(asyncio.wait_for(run(), 60))
