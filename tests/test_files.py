"""Files are replaced atomically and durably; a watched file is read again after every change."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kembar.files import Watched, atomic_path, write_atomically
from kembar.store.tags import Tags
from kembar.tokens import Token, Tokens

KILLED_BEFORE_THE_RENAMING = """
import os, signal, sys
from pathlib import Path
from kembar.files import write_atomically
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_atomically(Path(sys.argv[1]), b"new")
"""


def test_a_writer_that_is_killed_before_the_renaming_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    write_atomically(file, b"old")
    killed = subprocess.run([sys.executable, "-c", KILLED_BEFORE_THE_RENAMING, str(file)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert file.read_bytes() == b"old"
    assert (tmp_path / "file.json.partial").read_bytes() == b"new"
    write_atomically(file, b"newest")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file.json": b"newest"}


def test_an_incomplete_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder.partial").mkdir()
    (tmp_path / "folder.partial" / "old").touch()
    with atomic_path(tmp_path / "folder") as partial:
        partial.mkdir()
        (partial / "new").touch()
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["new"]


def test_a_file_whose_writer_fails_does_not_exist(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise RuntimeError

    with pytest.raises(RuntimeError), atomic_path(tmp_path / "file") as partial:
        fail(partial)
    assert not (tmp_path / "file").exists()


def test_the_file_is_flushed_before_the_renaming_and_its_folder_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[tuple[str, bool]] = []
    file = tmp_path / "file.json"
    monkeypatch.setattr(
        os, "fsync", lambda handle: flushed.append((str(Path(f"/proc/self/fd/{handle}").readlink()), file.exists()))
    )
    write_atomically(file, b"new")
    assert flushed == [(f"{file}.partial", False), (str(tmp_path), True)]


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_has_the_requested_permissions_from_the_beginning(tmp_path: Path, mode: int) -> None:
    (tmp_path / "file.partial").touch(0o666)
    write_atomically(tmp_path / "file", b"secret", mode)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == mode


def test_a_watched_file_is_read_once_for_each_change(tmp_path: Path) -> None:
    reads: list[bytes] = []
    file = tmp_path / "file"

    def read(data: bytes) -> str:
        reads.append(data)
        return data.decode()

    watched = Watched(file, read, "absent")
    assert watched.value == "absent"
    for content in (b"one", b"two"):
        write_atomically(file, content)
        assert [watched.value, watched.value] == [content.decode()] * 2
    file.unlink()
    assert watched.value == "absent"
    assert reads == [b"one", b"two"]


def set_fixed_time(file: Path) -> None:
    """Set a fixed modification time, as for changes within one tick of the clock."""
    os.utime(file, ns=(1_000_000_000, 1_000_000_000))


def test_a_change_within_one_tick_of_the_clock_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "file"
    watched = Watched(file, bytes.decode, "absent")
    for content in (b"one", b"two"):
        write_atomically(file, content)
        set_fixed_time(file)
        assert watched.value == content.decode()


def test_two_tags_within_one_tick_of_the_clock_are_two_states(tmp_path: Path) -> None:
    tags = Tags(tmp_path)
    states = [tags.changed()]
    for name in ("first", "second"):
        tags.add(name, 1)
        set_fixed_time(tmp_path / "tags.json")
        states.append(tags.changed())
    assert len(set(states)) == 3
    assert list(tags.all()) == ["first", "second"]


def test_a_token_revoked_within_one_tick_of_the_clock_is_not_valid(tmp_path: Path) -> None:
    service, operator = Tokens(tmp_path), Tokens(tmp_path)
    operator.add(Token("university", "2024-01-01T00:00:00+00:00"))
    set_fixed_time(tmp_path / "tokens.json")
    assert len(service.all()) == 1
    operator.revoke("university")
    set_fixed_time(tmp_path / "tokens.json")
    assert not service.all()
