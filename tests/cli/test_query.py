"""``kembar query``: the list of the questions, the help of one, and answers as they fit a terminal."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import pytest

from kembar.cli.text import table_text
from kembar.questions.table import Column, Table
from tests.commands import run
from tests.conftest import loaded, running

pytestmark = pytest.mark.slow

ENGLISH, INDONESIAN = {"LANG": "C.UTF-8"}, {"LANG": "id_ID.UTF-8"}


@cache
def home_of_commands() -> Path:
    """Return a home of this process: each command locks the one that it reads."""
    original = loaded()
    return Path(shutil.copytree(original, original.with_name(f"query-{os.getpid()}")))


def text_of(*arguments: str, **environment: str) -> str:
    result = run("query", *arguments, KEMBAR_HOME=str(home_of_commands()), **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout


def on_a_terminal(*arguments: str, **environment: str) -> list[str]:
    """Run a command whose output and errors go to two terminals, and return both."""
    terminals = [pty.openpty() for _ in range(2)]
    texts = [b"", b""]

    def collect(number: int) -> None:
        try:
            while part := os.read(terminals[number][0], 4_096):
                texts[number] += part
        except OSError:  # the other end is closed
            pass

    readers = [threading.Thread(target=collect, args=(number,)) for number in range(2)]
    for reader in readers:
        reader.start()
    subprocess.run(
        [sys.executable, "-m", "kembar", *arguments],
        env={**os.environ, **environment},
        stdout=terminals[0][1],
        stderr=terminals[1][1],
        check=True,
    )
    for (outside, inside), reader in zip(terminals, readers, strict=True):
        os.close(inside)
        reader.join()
        os.close(outside)
    return [text.decode() for text in texts]


def test_without_a_name_the_questions_are_listed_with_their_titles() -> None:
    lines = text_of(**ENGLISH).splitlines()
    assert "inactive-partners           Partners without a held activity since a day" in lines
    names = [line.split()[0] for line in lines[:-2]]
    assert names == sorted(names)
    assert len(names) > 50
    assert "NAME --help" in lines[-1]
    assert re.search(r"^inactive-partners +Mitra ", text_of(**INDONESIAN), re.MULTILINE)


def test_the_help_of_a_question_has_its_parameters_with_defaults_and_choices() -> None:
    text = text_of("inactive-partners", "--help", **ENGLISH)
    assert text.startswith("inactive-partners: Partners without a held activity since a day\n")
    assert "  --since DATE (default: 2017-01-01)\n      The first day that counts.\n" in text
    assert "      One of exclude, include.\n" in text
    assert "(opsional)" in text_of("inactive-partners", "--help", "--language", "id")
    assert "such as al-quds" in text_of("ties-in-force", "-h", **ENGLISH)
    assert text_of("--help").startswith("usage: kembar query")


def test_a_running_service_explains_its_questions_too(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        text = run("query", "inactive-partners", "--help", KEMBAR_URL=server.url, **ENGLISH).stdout
        assert "--since DATE" in text
        unknown = run("query", "inactive-partner", "--help", KEMBAR_URL=server.url)
        assert (unknown.returncode, "near are inactive-partners" in unknown.stderr) == (2, True)


def test_an_unknown_name_suggests_the_nearest() -> None:
    for further in ([], ["--help"]):
        result = run("query", "inactive-partner", *further, KEMBAR_HOME=str(home_of_commands()))
        assert result.returncode == 2
        assert result.stderr.startswith("kembar: There is no question 'inactive-partner'; near are inactive-partners")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_table_fits_the_terminal_and_says_what_it_leaves_out(columns: int) -> None:
    table = Table.from_json(json.loads(text_of("inactive-partners", "--output", "json")))
    text = table_text(table, "en", columns)
    assert max(map(len, text.splitlines())) <= columns
    whole = " ".join(text.split())
    assert "Columns that do not fit: " in whole
    assert "lat, long" in whole
    assert "are cut here; `--output csv` has them complete." in whole


def test_the_width_of_the_terminal_counts_and_no_other() -> None:
    arguments = {"KEMBAR_HOME": str(home_of_commands()), "COLUMNS": "70", **ENGLISH}
    lines = on_a_terminal("query", "inactive-partners", **arguments)[0].splitlines()
    assert max(map(len, lines)) <= 70
    assert "assessable" in text_of("inactive-partners", COLUMNS="70").splitlines()[0]


def test_a_table_is_in_one_language_and_elsewhere_it_has_all_columns() -> None:
    english, indonesian = (text_of("inactive-partners", **language) for language in (ENGLISH, INDONESIAN))
    assert "name_en" in english
    assert "name_id" not in english
    assert "Rows: " in english
    assert "name_id" in indonesian
    assert "name_en" not in indonesian
    assert "Baris: " in indonesian
    assert "assessable" in english.splitlines()[0]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (["partnership/seoul", "partnership/paris", ""], ["seoul", "paris"]),
        (["partnership/seoul", "deed/paris"], ["partnership/seoul", "deed/paris"]),
        (["partnership/seoul", "seoul"], ["partnership/seoul", "seoul"]),
    ],
)
def test_a_column_of_things_of_one_kind_shows_their_slugs(cells: list[str], shown: list[str]) -> None:
    column = Column("thing", "text", {"id": "", "en": ""})
    table = Table("q", "1", 1, None, {}, (column,), [{"thing": cell} for cell in cells], True, [])
    assert table_text(table, "en", 0).split("\n\n")[0].split()[1:] == shown


def test_what_takes_longer_than_a_second_shows_a_line_on_the_terminal_only(tmp_path: Path) -> None:
    text = on_a_terminal("query", "founding-years", KEMBAR_HOME=str(tmp_path), **ENGLISH)[1]
    assert re.search(r"\rChecking the content and loading it … \d+ s", text)
    assert text.endswith("\r\033[K")
    assert run("load", KEMBAR_HOME=str(tmp_path / "other")).stderr == ""


def test_serve_takes_host_and_port(tmp_path: Path) -> None:
    for options, reason in (
        (["--port", "70000"], "KEMBAR_PORT must be at most 65535"),
        (["--port", "eighty"], "KEMBAR_PORT"),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1"),
    ):
        result = run("serve", *options, KEMBAR_HOME=str(tmp_path), KEMBAR_PORT="0")
        assert result.returncode == 2
        assert reason in result.stderr
    environment = {**os.environ, "KEMBAR_HOME": str(tmp_path), "KEMBAR_PORT": "1"}
    command = [sys.executable, "-m", "kembar", "serve", "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split(" on ")[1].split(" ")[0]
        assert urlopen(f"{url}/health", timeout=60).status == 200
        process.terminate()
