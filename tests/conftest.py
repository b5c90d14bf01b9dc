"""What tests share: the shipped service started as a real process, clients of it, and the rule that CI skips nothing."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kembar.application import Kembar
from kembar.content import Content
from kembar.graph.revisions import Revisions


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI=true a skipped test fails."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[str]:
    """A server process over ``home`` on a free port; yields its address, and ends it."""
    environment = {**os.environ, "KEMBAR_HOME": str(home), "KEMBAR_PORT": "0", **settings}
    command = [sys.executable, "-m", "kembar", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if not said:
                raise AssertionError(process.communicate(timeout=10)[1])
            yield said.split(" on ")[1].split(" ")[0]
        finally:
            process.terminate()
            process.communicate(timeout=20)


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
    with Revisions(tmp_path_factory.mktemp("store")) as revisions:
        yield Kembar(Content.shipped(), revisions)
