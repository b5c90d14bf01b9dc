"""``kembar checklist`` and ``kembar validate --assume``: the same answers with and without a running service."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import kembar
from tests.conftest import serving
from tests.law.test_assumptions import ASSUMED, PROVISION
from tests.law.test_checklist import HEAD

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("proposal") / "proposal.ttl"
    file.write_text(HEAD)
    return str(file)


def test_with_and_without_a_service_the_answers_are_the_same(tmp_path: Path, proposal: str) -> None:
    commands = [
        ("checklist", "--country", "jp", "--region", "jakarta", "--output", "json"),
        ("checklist", proposal, "--language", "id", "--assume", ASSUMED),
        ("checklist", "--deed", "shanghai-mou-2020", "--output", "csv"),
        ("validate", proposal, "--assume", ASSUMED, "--output", "json"),
    ]
    with serving(tmp_path / "home"):
        by_http = [kembar(tmp_path / "home", *command) for command in commands]
        unknown = kembar(tmp_path / "home", "checklist", "--country", "japn")
    direct = [kembar(tmp_path / "home", *command) for command in commands]
    assert [said.stdout for said in by_http] == [said.stdout for said in direct]
    assert [said.returncode for said in by_http] == [0, 0, 0, 3]
    assert unknown.returncode == 2
    assert "jp (Japan)" in unknown.stderr


def test_a_checklist_reads_in_both_languages(home: Path, proposal: str) -> None:
    english, indonesian = kembar(home, "checklist", proposal), kembar(home, "checklist", proposal, "--language", "id")
    assert english.returncode == indonesian.returncode == 0
    assert "State of the document: " in english.stdout
    assert "Keadaan dokumen: " in indonesian.stdout
    assert "usulan ini belum diajukan" in indonesian.stdout


def test_a_checklist_exits_0_whatever_it_finds(home: Path) -> None:
    said = kembar(home, "checklist", "--country", "il")
    assert (said.returncode, "WHAT STOPS THIS PROPOSAL" in said.stdout) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--country", "japn"),
        ("--country", "jp", "--region", "jakrta"),
        ("--country", "jp", "--deed", "shanghai-mou-2020"),
        ("--deed", "shanghai-mou-2020", "--region", "jakarta"),
        ("--country", "jp", "--assume", "uu-2-2024-49-55@2026-06-01"),
        ("--country", "jp", "--as-of", "soon"),
    ],
)
def test_a_checklist_that_cannot_be_made_exits_2(home: Path, words: tuple[str, ...]) -> None:
    said = kembar(home, "checklist", *words)
    assert (said.returncode, said.stdout) == (2, "")
    assert "Traceback" not in said.stderr


def test_an_assumption_shows_in_the_verdict(home: Path, proposal: str) -> None:
    verdict = json.loads(kembar(home, "validate", proposal, "--assume", ASSUMED, "--output", "json").stdout)
    assert verdict["assumed"] == {PROVISION: "2026-06-01"}
    assert verdict["changes"]


def test_a_deed_outside_the_scope_exits_3(home: Path) -> None:
    said = kembar(home, "validate", "--deed", "new-south-wales-institutional-mou-2017", "--output", "json")
    assert (json.loads(said.stdout)["overall"], said.returncode) == ("outside", 3)
