"""Long tasks of some clients and short ones of others: turns, additional processes, and who pays for a hang-up."""

import asyncio
import os
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest

from kembar.errors import Overloaded, TooLong
from kembar.pool.pool import Client, Workers
from kembar.pool.turns import Turns
from tests.pool.tasks import LIMITS, ME, compute, number_after, pid_and_number, resource, run_with_workers, sleep


def state_of(pid: int) -> str:
    """Return the state of a process: R runs, S waits, T is paused."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def compute_and_tell(_: int, seconds: float) -> int:
    compute(_, time.process_time() + seconds)
    return os.getpid()


async def ask_until(workers: Workers[int], client: str, end: asyncio.Event) -> list[float]:
    """Ask short questions one after the other; return the seconds of each."""
    taken = []
    while not end.is_set():
        started = time.monotonic()
        await workers.run(Client(client), resource)
        taken.append(time.monotonic() - started)
        await asyncio.sleep(0.005)
    return taken


MANY = replace(LIMITS, workers=4, max_ms=10_000, max_waiting=64, max_waiting_per_client=24)


def test_long_tasks_take_turns_while_another_client_has_short_ones_and_keep_their_processes() -> None:
    async def script(workers: Workers[int]) -> None:
        long_tasks = [asyncio.create_task(workers.run(ME, compute_and_tell, 1)) for _ in range(2)]
        end = asyncio.Event()
        short_tasks = asyncio.create_task(ask_until(workers, "other", end))
        paused: set[int] = set()
        while not all(task.done() for task in long_tasks):
            states = {worker._process.pid or 0: state_of(worker._process.pid or 0) for worker in workers._processes.all}
            stopped = {pid for pid, state in states.items() if state == "T"}
            assert len(stopped) <= 1  # one long task always runs
            paused |= stopped
            await asyncio.sleep(0.01)
        end.set()
        await short_tasks
        used = {await task for task in long_tasks}
        assert paused
        assert paused <= used
        assert not workers.replaced
        assert {(await workers.run(ME, pid_and_number))[1] for _ in range(4)} == {7}

    run_with_workers(script, MANY, Turns(processors=2))


def test_long_tasks_are_not_paused_without_short_ones_of_others() -> None:
    async def script(workers: Workers[int]) -> None:
        tasks = [asyncio.create_task(workers.run(ME, compute_and_tell, 0.6)) for _ in range(2)]
        end = asyncio.Event()
        tasks_of_mine = asyncio.create_task(ask_until(workers, "me", end))
        while not all(task.done() for task in tasks):
            assert "T" not in {state_of(worker._process.pid or 0) for worker in workers._processes.all}
            await asyncio.sleep(0.01)
        end.set()
        await tasks_of_mine
        await asyncio.gather(*tasks)

    run_with_workers(script, MANY, Turns(processors=2))


def test_a_long_task_beside_a_stream_of_short_ones_and_endless_tasks_of_another_client_ends_before_its_deadline() -> (
    None
):
    async def script(workers: Workers[int]) -> None:
        endless = [asyncio.create_task(workers.run(Client("endless"), compute, 1e6)) for _ in range(4)]
        await asyncio.sleep(1)
        end = asyncio.Event()
        short_tasks = asyncio.create_task(ask_until(workers, "other", end))
        await workers.run(ME, compute_and_tell, 1)
        end.set()
        await short_tasks
        for task in endless:
            task.cancel()

    run_with_workers(script, replace(MANY, max_ms=20_000), Turns(processors=2))


def test_paused_time_counts_towards_the_deadline() -> None:
    async def script(workers: Workers[int]) -> None:
        end = asyncio.Event()
        short_tasks = asyncio.create_task(ask_until(workers, "other", end))
        started = time.monotonic()
        answers = await asyncio.gather(
            *(workers.run(ME, compute_and_tell, 1.5) for _ in range(2)), return_exceptions=True
        )
        assert time.monotonic() - started < 3
        assert any(isinstance(answer, TooLong) for answer in answers)
        end.set()
        await short_tasks

    run_with_workers(script, replace(MANY, max_ms=2_000), Turns(processors=2))


@pytest.mark.parametrize("clients", [2, 6])
def test_short_tasks_are_done_while_clients_have_endless_ones(clients: int) -> None:
    async def script(workers: Workers[int]) -> None:
        endless = [
            asyncio.create_task(workers.run(Client(f"endless {number % clients}"), compute, 1e6))
            for number in range(4 * clients)
        ]
        await workers.run(Client("other"), resource)
        end = asyncio.Event()
        short_tasks = asyncio.create_task(ask_until(workers, "other", end))
        await asyncio.sleep(3)
        end.set()
        assert median(await short_tasks) < 0.5
        assert len(workers._processes.all) < 2 * MANY.workers + 1
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless, return_exceptions=True)
        for _ in range(100):
            if len(workers._processes.all) == workers.idle == MANY.workers:
                break
            await asyncio.sleep(0.1)
        else:
            pytest.fail("the additional processes stay")

    run_with_workers(script, MANY, Turns(processors=2))


def test_more_long_tasks_than_processes_end_one_of_the_client_that_used_most() -> None:
    async def script(workers: Workers[int]) -> None:
        first = asyncio.create_task(workers.run(Client("first"), compute, 1e6))
        await asyncio.sleep(1)
        second = asyncio.create_task(workers.run(Client("second"), compute, 1e6))
        with pytest.raises(Overloaded) as raised:
            await first
        assert raised.value.extra["setting"] == "KEMBAR_TEST_WORKERS"
        assert (await asyncio.wait_for(workers.run(ME, pid_and_number), 2))[1] == 7
        assert not second.done()
        second.cancel()

    run_with_workers(script, replace(LIMITS, max_ms=20_000), Turns(processors=2))


def test_a_task_that_only_waits_is_not_long() -> None:
    async def script(workers: Workers[int]) -> None:
        initial_pid = (await workers.run(ME, pid_and_number))[0]
        await workers.run(ME, sleep, 1)
        assert (await workers.run(ME, pid_and_number))[0] == initial_pid
        assert len(workers._processes.all) == 1

    run_with_workers(script)


def test_a_short_task_whose_client_hangs_up_costs_no_process() -> None:
    async def script(workers: Workers[int]) -> None:
        initial_pid = (await workers.run(ME, pid_and_number))[0]
        for _ in range(5):
            hanging_up = asyncio.create_task(workers.run(ME, number_after, 0.05))
            await asyncio.sleep(0.01)
            hanging_up.cancel()
            assert (await workers.run(ME, pid_and_number)) == (initial_pid, 7)  # and not the answer of the task before

    run_with_workers(script)


def test_a_client_that_hangs_up_pays_for_the_process_that_is_killed() -> None:
    async def script(workers: Workers[int]) -> None:
        await workers.run(ME, pid_and_number)
        hanging_up = asyncio.create_task(workers.run(ME, sleep, 60))
        await asyncio.sleep(0.1)
        hanging_up.cancel()
        started = time.monotonic()
        await workers.run(Client("you"), pid_and_number)
        others = time.monotonic() - started
        await workers.run(ME, pid_and_number)
        assert time.monotonic() - started > 1
        assert others < 1
        assert workers.replaced == {"nobody waited": 1}

    run_with_workers(script, replace(LIMITS, workers=2))
