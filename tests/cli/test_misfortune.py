"""Bad luck is told in one sentence, with exit status 2, and Ctrl-C with 130; there is never a traceback."""

import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.commands import run, run_after
from tests.conftest import copied_content, loaded, running
from tests.processes import alive, descendants

pytestmark = pytest.mark.slow


def told(process: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence of a command that could not run."""
    assert process.returncode == 2, process.stderr
    (line,) = process.stderr.splitlines()
    assert line.startswith("kembar: ")
    return line.removeprefix("kembar: ")


COMMANDS = [("serve",), ("load",), ("query", "inactive-partners"), ("validate", "--deed", "rotterdam-mou-1986")]


@pytest.mark.parametrize("command", COMMANDS[::2], ids=lambda command: command[0])
@pytest.mark.parametrize("home", ["/proc/home", __file__])
def test_a_home_that_cannot_be_written_is_named(command: tuple[str, ...], home: str) -> None:
    sentence = told(run(*command, KEMBAR_HOME=home, KEMBAR_PORT="0"))
    assert home in sentence
    assert "KEMBAR_HOME" in sentence


def damaged(home: Path, how: str) -> Path:
    """Make a home whose only revision is damaged."""
    shutil.copytree(loaded(), home, dirs_exist_ok=True)
    for file in (home / "revisions" / "1").iterdir():
        if how == "empty" or (how == "half" and file.suffix == ".sst"):
            file.unlink()
        elif how == "garbage":
            file.write_bytes(b"garbage")
    return home


@pytest.mark.parametrize("how", ["empty", "half", "garbage"])
def test_a_damaged_revision_is_named_with_what_to_do(tmp_path: Path, how: str) -> None:
    home = damaged(tmp_path, how)
    for command in (COMMANDS[0], ("tag", "release-1.0")):
        sentence = told(run(*command, KEMBAR_HOME=str(home), KEMBAR_PORT="0"))
        assert "revisions/1" in sentence
        assert "delete it" in sentence


def test_a_revision_that_was_deleted_is_made_again(tmp_path: Path) -> None:
    shutil.copytree(loaded(), tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "revisions" / "1")
    assert run("load", KEMBAR_HOME=str(tmp_path)).stdout.startswith("Revision 1 holds this content")


@pytest.mark.parametrize("text", ["", "[1]", '{"a": {"surplus": 1}}'])
def test_a_broken_file_of_tokens_or_tags_is_named(tmp_path: Path, text: str) -> None:
    for name, commands in (
        ("tokens.json", (("serve",), ("token", "add", "x"))),
        ("tags.json", (("serve",), ("tag",))),
    ):
        (tmp_path / name).write_text(text)
        for command in commands:
            assert name in told(run(*command, KEMBAR_HOME=str(tmp_path), KEMBAR_PORT="0"))
        (tmp_path / name).unlink()


def test_too_few_files_are_told_with_the_number_that_is_needed(tmp_path: Path) -> None:
    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

    for command in COMMANDS[:2]:
        sentence = told(run_after(few, *command, KEMBAR_HOME=str(tmp_path), KEMBAR_PORT="0"))
        assert "64 files" in sentence
        assert "256" in sentence


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Yield a folder on a file system of its own with a fixed size."""
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False
    ).returncode:
        pytest.skip("this user may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_at_once_and_the_old_revision_goes_on_answering_until_there_is_room(tmp_path: Path) -> None:
    content = copied_content(tmp_path / "content")
    with small_disk(tmp_path / "home", 150) as home, (tmp_path / "log").open("w+") as log:
        settings = {"KEMBAR_HOME": str(home), "KEMBAR_CONTENT": str(content)}
        with running(home, log, **settings) as server:
            file = content / "data" / "chapter-actors.ttl"
            text = file.read_text(encoding="utf-8")
            label = text.index('"@en')
            file.write_text(f"{text[:label]} (new){text[label:]}", encoding="utf-8")
            filler = home / "filler"
            free = shutil.disk_usage(home).free
            filler.write_bytes(bytes(free - 5_000_000))
            started = time.monotonic()
            sentence = told(run("load", **settings))
            assert "No space left on device" in sentence
            assert str(home) not in sentence  # /health tells it to everybody
            assert time.monotonic() - started < 60
            assert "revision 1 goes on answering" in (tmp_path / "log").read_text()
            assert "Traceback" not in (tmp_path / "log").read_text()
            health = httpx.get(f"{server.url}/health", trust_env=False, timeout=30).json()
            assert (health["revision"], health["loads"]) == (1, 2)
            assert "No space left on device" in health["loadError"]
            assert not list((home / "revisions").glob("*.partial"))
            filler.unlink()
            assert run("load", **settings).stdout.startswith("Revision 2 holds this content")
            health = httpx.get(f"{server.url}/health", trust_env=False, timeout=30).json()
            assert (health["revision"], health["loads"], health["loadError"]) == (2, 3, None)
        filler.write_bytes(bytes(shutil.disk_usage(home).free - 5_000_000))
        file.write_text(text, encoding="utf-8")
        assert "No space left on device" in told(run("load", **settings))  # without a running service


def test_a_taken_port_is_told_before_the_content_is_loaded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        sentence = told(run("serve", KEMBAR_HOME=str(tmp_path), KEMBAR_PORT=port))
    assert port in sentence
    assert "KEMBAR_PORT" in sentence
    assert not (tmp_path / "revisions").exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KEMBAR_PORT", "65536", "at most 65535"),
        ("KEMBAR_QUERY_MAX_SECONDS", "1", "the nearest is KEMBAR_QUERY_MAX_MS"),
        ("KEMBAR_SERVICES_ALLOWED", "https://example.org", "query each endpoint separately"),
        ("KEMBAR_HOST", "192.0.2.1", "Cannot listen on 192.0.2.1"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str, words: str) -> None:
    settings = {"KEMBAR_HOME": str(tmp_path), "KEMBAR_PORT": "0", name: value}
    assert words in told(run("serve", **settings))


@pytest.mark.serial
@pytest.mark.parametrize("after_s", [0.3, 0.9, 2, 5])
@pytest.mark.parametrize("command", [*COMMANDS, ("check",), ("query", "-")], ids=" ".join)
def test_ctrl_c_ends_every_command_with_one_sentence(
    tmp_path: Path, command: tuple[str, ...], after_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEMBAR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KEMBAR_PORT", "0")
    if after_s > 2:  # the service and its processes run by then
        shutil.copytree(loaded(), tmp_path / "home")
    with subprocess.Popen(
        [sys.executable, "-m", "kembar", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        time.sleep(after_s)
        if process.poll() is None:
            children = descendants(process.pid)
            # As a terminal does, to the command and all its processes.
            subprocess.run(["kill", "-s", "INT", "--", f"-{process.pid}"], check=True)
            process.wait(timeout=30)
            assert process.stderr is not None
            # A command that was about to end has done its work.
            ended = process.returncode, process.stderr.read()
            assert ended in [(130, "kembar: interrupted.\n"), (0, "")]
            assert not [child for child in children if alive(child)]
