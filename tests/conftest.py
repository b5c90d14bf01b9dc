"""Fixtures that tests share: the service as a real process and clients of it; the tiers; no skipped test in CI."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import NamedTuple, TextIO

import httpx
import pytest
from hypothesis import settings

from kembar.application import Kembar
from kembar.files import Content
from kembar.store.revisions import Revisions
from tests.commands import run

HOME = "KEMBAR_TESTS_HOME"
"""Names the folder in which the shipped content is loaded once for all processes of a test run."""
FOLDERS = {"bench": ["slow"], "conformance": ["conformance"], "fuzz": ["soak", "serial"], "pool": ["serial"]}
"""The markers of every test in a folder."""

settings.register_profile("kembar", deadline=None)  # time is measured by benchmarks, not by tests
settings.load_profile("kembar")


def pytest_configure(config: pytest.Config) -> None:
    """Make the shared home, before pytest-xdist starts processes that inherit the variable."""
    if HOME not in os.environ:
        os.environ[HOME] = mkdtemp(prefix="kembar-tests-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(HOME)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the markers of its folder."""
    for item in items:
        for marker in FOLDERS.get(item.path.parent.name, []):
            item.add_marker(marker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI=true a skipped test fails."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


def copied_content(root: Path, without: str = "") -> Path:
    """Copy the shipped content to a folder, without files of a name such as ``surabaya-*.ttl``; return the folder."""
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(Content.shipped().root / folder, root / folder, ignore=shutil.ignore_patterns(without))
    return root


class Running(NamedTuple):
    """A server process: where it answers, and its process id."""

    url: str
    pid: int


def loaded() -> Path:
    """Return a home that holds the shipped content, to be copied; content that differs becomes its second revision.

    Loading takes longer than most tests. The first process of the run that needs it loads it; the others wait.
    """
    home = Path(os.environ[HOME], "home")
    with Path(os.environ[HOME], "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            unfinished = home.with_name("unfinished")
            run("load", KEMBAR_HOME=str(unfinished)).check_returncode()
            unfinished.rename(home)
    return home


@contextmanager
def running(
    home: Path, log: TextIO | None = None, before: Callable[[], None] | None = None, /, **settings: str
) -> Iterator[Running]:
    """Start a server over ``home`` on a free port, and end it.

    ``before`` runs in its process before it does. The log goes to a file: a pipe that nobody reads would fill and stop
    the server.
    """
    environment = {**os.environ, "KEMBAR_HOME": str(home), "KEMBAR_PORT": "0", **settings}
    if not (home / "revisions").exists():
        shutil.copytree(loaded(), home, dirs_exist_ok=True)
    command = [sys.executable, "-m", "kembar", "serve"]
    with (
        TemporaryFile("w+") as unread,
        subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log or unread,
            text=True,
            preexec_fn=before,  # noqa: PLW1509 -- there are no threads that matter
        ) as process,
    ):
        try:
            assert process.stdout is not None
            first_line = process.stdout.readline()
            if not first_line:
                process.wait(timeout=10)
                unread.seek(0)
                raise AssertionError(unread.read())
            yield Running(first_line.split(" on ")[1].split(" ")[0], process.pid)
        finally:
            process.terminate()
            process.communicate(timeout=20)


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[str]:
    """Start a server over ``home`` and return its address."""
    with running(home, **settings) as server:
        yield server.url


@contextmanager
def trapping() -> Iterator[tuple[str, list[str]]]:
    """Listen on an address of this machine; return the address and the list of calls to it."""
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
    """Return the address and the calls of :func:`trapping`, for one test."""
    with trapping() as trap:
        yield trap


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a running service with the shipped content."""
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
    shutil.copytree(loaded(), home, dirs_exist_ok=True)
    with Revisions(home) as revisions:
        yield Kembar(Content.shipped(), revisions)
