"""The image and the systemd unit are well-formed, copy existing files, and run the service with few rights."""

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
"""Name and arguments of each instruction, with continued lines joined."""


def arguments(instruction: str) -> list[str]:
    """Return the arguments of each instruction of a name in the last stage."""
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


def test_the_image_installs_locked_packages_only() -> None:
    installs = [text for name, text in INSTRUCTIONS if name == "RUN" and "pip install" in text]
    assert installs
    assert all("--require-hashes -r requirements/serve.txt" in text or "--no-deps" in text for text in installs)


def test_the_image_copies_all_sources_of_the_wheel_and_docker_ignores_none() -> None:
    sources = {
        source for name, text in INSTRUCTIONS if name == "COPY" and "--from" not in text for source in text.split()[:-1]
    }
    build = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {"pyproject.toml", "README.md", "service", *build["force-include"]} <= sources
    included = {line[1:] for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert sources == included
    assert all((REPOSITORY / source).exists() for source in sources)


def test_the_health_check_of_the_image_fails_without_a_running_service(server: str) -> None:
    command = json.loads(arguments("HEALTHCHECK")[0].partition("CMD ")[2])
    assert command[0] == "python"
    for url, status in ((server, 0), ("http://127.0.0.1:1", 1)):
        check = [sys.executable, *(part.replace("http://127.0.0.1:8000", url) for part in command[1:])]
        assert subprocess.run(check, capture_output=True, timeout=30, check=False).returncode == status


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Return the unit with /bin/true instead of the service, which is not installed on the machine of the tests."""
    path = tmp_path / "kembar.service"
    path.write_text(UNIT.replace("/opt/kembar/bin/kembar", "/bin/true"))
    return path


@pytest.mark.systemd
def test_systemd_finds_no_fault_in_the_unit(unit: Path) -> None:
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@pytest.mark.systemd
def test_the_unit_leaves_the_service_few_rights(unit: Path) -> None:
    # A service without restrictions is rated 100.
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(unit)]
    rated = subprocess.run(command, capture_output=True, text=True, check=False)
    assert rated.returncode == 0, rated.stdout


def test_the_unit_can_write_its_state_only_and_its_workers_can_leave_the_network() -> None:
    settings = dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.M))
    assert (settings["User"], settings["ProtectSystem"], settings["NoNewPrivileges"]) == ("kembar", "strict", "yes")
    assert settings["Environment"] == f"KEMBAR_HOME=%S/{settings['StateDirectory']}"
    assert settings["RestrictNamespaces"] == "user net", "pool/walls.py unshares these two"
