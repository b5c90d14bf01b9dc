"""What tests share: the shipped service started as a real process, clients of it, and the rule that CI skips nothing."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import NamedTuple, TextIO

import httpx
import pytest

from kembar.application import Kembar
from kembar.files import Content
from kembar.store.revisions import Revisions


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI=true a skipped test fails."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


class Running(NamedTuple):
    """A server process: where it answers, and its process id."""

    url: str
    pid: int


@cache
def _loaded() -> Path:
    """A home that holds the shipped content, to be copied: loading it takes some seconds, which those that look at the loading itself spend."""
    home = Path(mkdtemp(prefix="kembar-tests-"))
    atexit.register(shutil.rmtree, home)
    subprocess.run(
        [sys.executable, "-m", "kembar", "load"],
        env={**os.environ, "KEMBAR_HOME": str(home)},
        check=True,
        capture_output=True,
    )
    return home


@contextmanager
def running(home: Path, log: TextIO | None = None, /, **settings: str) -> Iterator[Running]:
    """A server process over ``home`` on a free port, and ends it. Its log goes to a file: a pipe that nobody reads would fill, and stop the server."""
    environment = {**os.environ, "KEMBAR_HOME": str(home), "KEMBAR_PORT": "0", **settings}
    if "KEMBAR_CONTENT" not in settings and not (home / "revisions").exists():
        shutil.copytree(_loaded(), home, dirs_exist_ok=True)
    command = [sys.executable, "-m", "kembar", "serve"]
    with (
        TemporaryFile("w+") as unread,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log or unread, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if not said:
                process.wait(timeout=10)
                unread.seek(0)
                raise AssertionError(unread.read())
            yield Running(said.split(" on ")[1].split(" ")[0], process.pid)
        finally:
            process.terminate()
            process.communicate(timeout=20)


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[str]:
    """The address of a server process over ``home``."""
    with running(home, **settings) as server:
        yield server.url


@contextmanager
def trapping() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and the list of who called it."""
    calls: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, address = listener.accept()
            except OSError:
                return
            calls.append(str(address))
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", calls
    listener.close()


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """A trap of the one test."""
    with trapping() as trap:
        yield trap


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service with the shipped content."""
    with serving(tmp_path_factory.mktemp("home")) as url:
        yield url


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    """An HTTP client of the running service."""
    with httpx.Client(base_url=server, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def kembar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kembar]:
    """The service over the shipped content, in this process."""
    home = tmp_path_factory.mktemp("store")
    shutil.copytree(_loaded(), home, dirs_exist_ok=True)
    with Revisions(home) as revisions:
        yield Kembar(Content.shipped(), revisions)
