"""The image and the unit of systemd are well-formed, run the service without rights it does not need, and find all that they copy."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
DOCKERFILE = (REPOSITORY / "Dockerfile").read_text()
UNIT = (REPOSITORY / "deploy/kembar.service").read_text()
INSTRUCTIONS = re.findall(r"^([A-Z]+) +(.*)$", re.sub(r"\\\n\s*", "", DOCKERFILE), re.M)
"""Name and arguments of each instruction, a continued line as one."""


def arguments(instruction: str) -> list[str]:
    """The arguments of each such instruction of the last stage."""
    last = max(number for number, (name, _) in enumerate(INSTRUCTIONS) if name == "FROM")
    return [text for name, text in INSTRUCTIONS[last:] if name == instruction]


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    linter = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), "--failure-threshold", "style", REPOSITORY / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (linter.returncode, linter.stdout + linter.stderr) == (0, "")


def test_the_image_runs_the_service_as_a_user_without_rights_over_a_volume() -> None:
    assert arguments("USER") == ["10001"]
    assert json.loads(arguments("CMD")[0]) == ["kembar", "serve"]
    assert f"KEMBAR_HOME={arguments('VOLUME')[0]}" in arguments("ENV")[0].split()
    (user,) = arguments("RUN")
    assert {"--uid 10001", f"--home-dir {arguments('VOLUME')[0]}"} <= set(re.findall(r"--\S+ \S+", user))


def test_the_image_installs_locked_packages_alone() -> None:
    installs = [text for name, text in INSTRUCTIONS if name == "RUN" and "pip install" in text]
    assert installs
    assert all("--require-hashes -r requirements/serve.txt" in text or "--no-deps" in text for text in installs)


def test_the_image_copies_all_that_a_wheel_is_made_of_and_docker_sees_it() -> None:
    sources = {
        source for name, text in INSTRUCTIONS if name == "COPY" and "--from" not in text for source in text.split()[:-1]
    }
    build = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {"pyproject.toml", "README.md", "service", *build["force-include"]} <= sources
    seen = {line[1:] for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert sources == seen
    assert all((REPOSITORY / source).exists() for source in sources)


def test_the_health_check_of_the_image_tells_a_service_that_answers_from_one_that_does_not(server: str) -> None:
    command = json.loads(arguments("HEALTHCHECK")[0].partition("CMD ")[2])
    assert command[0] == "python"
    for url, status in ((server, 0), ("http://127.0.0.1:1", 1)):
        check = [sys.executable, *(part.replace("http://127.0.0.1:8000", url) for part in command[1:])]
        assert subprocess.run(check, capture_output=True, timeout=30, check=False).returncode == status


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a program that there is on every system instead of the service, which is not installed here."""
    path = tmp_path / "kembar.service"
    path.write_text(UNIT.replace("/opt/kembar/bin/kembar", "/bin/true"))
    return path


@pytest.mark.systemd
def test_systemd_finds_nothing_wrong_in_the_unit(unit: Path) -> None:
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@pytest.mark.systemd
def test_the_unit_leaves_the_service_few_rights(unit: Path) -> None:
    # 100 is a service that nothing restricts.
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(unit)]
    rated = subprocess.run(command, capture_output=True, text=True, check=False)
    assert rated.returncode == 0, rated.stdout


def test_the_unit_may_write_its_state_only_and_its_workers_may_leave_the_network() -> None:
    settings = dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.M))
    assert (settings["User"], settings["ProtectSystem"], settings["NoNewPrivileges"]) == ("kembar", "strict", "yes")
    assert settings["Environment"] == f"KEMBAR_HOME=%S/{settings['StateDirectory']}"
    assert settings["RestrictNamespaces"] == "user net", "pool/process.py unshares these two"
