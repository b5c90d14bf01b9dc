"""The pool of worker processes: results, errors, deadlines, memory limits, queues and renewal."""

import asyncio
import errno
import os
import signal
import socket
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest

from kembar.errors import KembarError, NotFound, Overloaded, TooLong, TooNested, WorkerDied
from kembar.pool.pool import Client, Workers
from tests.pool.tasks import LIMITS, ME, number_after, pid_and_number, resource, run_with_workers, sleep
from tests.processes import alive


def allocate(_: int, size: int) -> int:
    return len(bytearray(size))


def fail(_: int, error: Exception) -> None:
    raise error


def call_out(_: int, port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=2).close()


async def ends(pid: int) -> bool:
    for _ in range(100):
        if not alive(pid):
            return True
        await asyncio.sleep(0.05)
    return False


def test_a_task_gets_the_resource_of_its_process_and_the_process_is_reused() -> None:
    async def script(workers: Workers[int]) -> None:
        first, second = await workers.run(ME, pid_and_number), await workers.run(ME, pid_and_number)
        assert first == second
        assert first[1] == 7
        assert first[0] != os.getpid()

    run_with_workers(script)


@pytest.mark.parametrize(
    "error",
    [NotFound("There is no such thing.", known=["this"]), ValueError("a fault of the service")],
    ids=["ours", "another"],
)
def test_an_error_is_raised_at_the_caller_with_all_its_attributes(error: Exception) -> None:
    async def script(workers: Workers[int]) -> None:
        with pytest.raises(type(error)) as raised:
            await workers.run(ME, fail, error)
        assert raised.value.args == error.args
        assert not isinstance(error, KembarError) or vars(raised.value) == vars(error)

    run_with_workers(script)


def test_a_task_is_killed_at_its_deadline_and_another_process_runs_the_next() -> None:
    async def script(workers: Workers[int]) -> None:
        initial_pid = (await workers.run(ME, pid_and_number))[0]
        started = time.monotonic()
        with pytest.raises(TooLong) as raised:
            await workers.run(ME, sleep, 60)
        assert time.monotonic() - started < 20
        assert raised.value.extra == {"limit": 2_000, "setting": "KEMBAR_TEST_MAX_MS"}
        assert (await workers.run(ME, pid_and_number))[0] != initial_pid
        assert await ends(initial_pid)

    run_with_workers(script)


def test_a_cancelled_task_is_killed() -> None:
    async def script(workers: Workers[int]) -> None:
        initial_pid = (await workers.run(ME, pid_and_number))[0]
        waiting = asyncio.create_task(workers.run(ME, sleep, 60))
        await asyncio.sleep(0.1)
        waiting.cancel()
        assert await ends(initial_pid)
        assert (await workers.run(ME, pid_and_number))[1] == 7

    run_with_workers(script)


def test_a_task_past_its_memory_ends_its_process_and_says_which_setting_it_was() -> None:
    async def script(workers: Workers[int]) -> None:
        assert await workers.run(ME, allocate, 100_000_000) == 100_000_000
        with pytest.raises(WorkerDied) as raised:
            await workers.run(ME, allocate, 400_000_000)
        assert raised.value.extra["setting"] == "KEMBAR_TEST_MAX_MEMORY_BYTES"
        assert (await workers.run(ME, pid_and_number))[1] == 7

    run_with_workers(script)


def allocate_with_stderr_in(_: int, path: Path) -> int:
    os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), 2)
    return len(bytearray(1_000_000_000))


def test_a_process_past_its_memory_writes_no_traceback(tmp_path: Path) -> None:
    async def script(workers: Workers[int]) -> None:
        with pytest.raises(WorkerDied):
            await workers.run(ME, allocate_with_stderr_in, tmp_path / "errors")

    run_with_workers(script)
    assert (tmp_path / "errors").read_text() == ""


def test_an_idle_process_killed_from_outside_is_replaced_without_an_error() -> None:
    async def script(workers: Workers[int]) -> None:
        for _ in range(5):
            pid = (await workers.run(ME, pid_and_number))[0]
            os.kill(pid, signal.SIGKILL)
            assert await ends(pid)
            await asyncio.sleep(0.05)
        assert (await workers.run(ME, pid_and_number))[1] == 7

    run_with_workers(script)


def test_a_process_that_cannot_start_for_lack_of_file_descriptors_starts_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kembar.pool.processes.RETRY_AFTER_S", 1)

    async def script(workers: Workers[int]) -> None:
        initial_pid = (await workers.run(ME, pid_and_number))[0]
        with monkeypatch.context() as patch:
            patch.setattr(socket, "socketpair", fail_with_too_many_files)
            with pytest.raises(TooLong):
                await workers.run(Client("me", max_ms=50), sleep, 1)
            await asyncio.sleep(0.2)
        assert (await workers.run(ME, pid_and_number))[0] != initial_pid

    run_with_workers(script)


def fail_with_too_many_files() -> None:
    raise OSError(errno.EMFILE, "Too many open files")


def test_more_than_may_wait_are_told_to_come_again_at_once() -> None:
    async def script(workers: Workers[int]) -> None:
        answers = await asyncio.gather(*(workers.run(ME, sleep, 0.2) for _ in range(6)), return_exceptions=True)
        refused = [answer for answer in answers if answer is not None]
        assert [type(answer) for answer in refused] == [Overloaded, Overloaded]
        assert isinstance(refused[0], Overloaded)
        assert refused[0].extra["retryAfter"] > 0
        assert refused[0].extra["setting"] == "KEMBAR_TEST_MAX_WAITING"

    run_with_workers(script)


def test_a_worker_cannot_reach_the_network() -> None:
    async def script(workers: Workers[int]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as trap, pytest.raises(PermissionError):
            await workers.run(ME, call_out, trap.getsockname()[1])

    run_with_workers(script)


def nest(_: int, depth: int) -> None:
    query = "ASK " + "{" * depth + "}" * depth
    ox.Store().query(query)


def recurse(_: int) -> None:
    recurse(_)


def test_a_task_that_nests_too_deep_is_told_so_whether_it_ends_its_process_or_not() -> None:
    async def script(workers: Workers[int]) -> None:
        for task, arguments in ((nest, (100_000,)), (recurse, ())):
            with pytest.raises(TooNested, match="nests too deep"):
                await workers.run(ME, task, *arguments)
            assert (await workers.run(ME, pid_and_number))[1] == 7

    run_with_workers(script, replace(LIMITS, max_ms=20_000))


def test_no_process_outlives_the_service() -> None:
    pids: list[int] = []

    async def script(workers: Workers[int]) -> None:
        pids.extend({(await workers.run(ME, pid_and_number))[0] for _ in range(3)})

    run_with_workers(script)
    assert pids
    assert asyncio.run(ends(pids[0]))


def test_a_client_can_request_a_shorter_deadline_and_no_longer_one() -> None:
    async def script(workers: Workers[int]) -> None:
        for requested, effective in ((100, 100), (60_000, 2_000)):
            with pytest.raises(TooLong) as raised:
                await workers.run(Client("me", requested), sleep, 60)
            assert raised.value.extra["limit"] == effective

    run_with_workers(script)


def test_one_client_cannot_hold_all_processes_nor_all_places_in_the_queue() -> None:
    async def script(workers: Workers[int]) -> None:
        tasks = [asyncio.create_task(workers.run(ME, sleep, 60)) for _ in range(4)]
        await asyncio.sleep(0.5)
        assert tasks[3].done()
        refused = tasks[3].exception()
        assert isinstance(refused, Overloaded)
        assert refused.extra["setting"] == "KEMBAR_TEST_MAX_WAITING_PER_CLIENT"
        assert (await asyncio.wait_for(workers.run(Client("you"), pid_and_number), 1.5))[1] == 7
        for task in tasks:
            task.cancel()

    run_with_workers(
        script,
        replace(LIMITS, workers=2, max_ms=20_000, max_waiting=9, max_waiting_per_client=3),
    )


def test_processes_are_renewed_and_running_tasks_keep_their_resource() -> None:
    async def script(workers: Workers[int]) -> None:
        await workers.run(ME, pid_and_number)
        running_task = asyncio.create_task(workers.run(ME, number_after, 0.3))
        await asyncio.sleep(0.1)
        workers.renew(partial(resource, 8))
        assert await running_task == 7
        assert (await workers.run(ME, pid_and_number))[1] == 8
        workers.renew(partial(resource, 9))
        workers.renew(partial(resource, 10))  # while processes for the previous resource still start
        assert {(await workers.run(ME, pid_and_number))[1] for _ in range(5)} == {10}

    run_with_workers(script)
