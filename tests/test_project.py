"""The files of a public project are well-formed and agree with each other."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
FORMS = sorted((REPOSITORY / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))
HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text())["repos"]
MAKEFILE = (REPOSITORY / "Makefile").read_text()


def test_the_citation_file_agrees_with_the_package() -> None:
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text())
    assert citation["cff-version"] == "1.2.0"
    assert {"title", "message", "authors"} <= set(citation), "the Citation File Format requires these"
    assert citation["title"].lower() == PROJECT["name"]
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    assert citation["authors"] == PROJECT["authors"]
    assert citation["keywords"] == PROJECT["keywords"]


def test_there_is_a_form_for_each_kind_of_issue() -> None:
    assert {path.stem for path in FORMS} == {"bug", "data-correction", "question"}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_is_well_formed(path: Path) -> None:
    form = yaml.safe_load(path.read_text())
    assert {"name", "description", "body"} <= set(form)
    for element in form["body"]:
        assert element["type"] in {"markdown", "textarea", "input", "dropdown", "checkboxes"}
        assert element["attributes"]["value" if element["type"] == "markdown" else "label"]
        assert element["type"] not in {"dropdown", "checkboxes"} or element["attributes"]["options"]
    identifiers = [element["id"] for element in form["body"] if element["type"] != "markdown"]
    assert len(set(identifiers)) == len(identifiers)


def test_pre_commit_accepts_its_configuration() -> None:
    command = [str(Path(sys.executable).with_name("pre-commit")), "validate-config"]
    assert subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False).returncode == 0


def test_every_hook_runs_a_locked_tool_and_fetches_none() -> None:
    assert [repository["repo"] for repository in HOOKS] == ["local"]
    hooks = HOOKS[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks)
    checked = re.findall(
        r"^\t\.venv/bin/(\w+(?: check| format)?)", MAKEFILE.split("\ncheck:")[1].split("\n\n")[0], re.M
    )
    assert len(checked) == 3
    for command in [*checked, "kembar check"]:
        assert any(hook["entry"].startswith(f".venv/bin/{command}") for hook in hooks), command


@pytest.mark.slow
def test_a_test_that_is_skipped_in_ci_fails_also_in_parallel(tmp_path: Path) -> None:
    test = tmp_path / "test_skipped.py"
    test.write_text("import pytest\n\ndef test_it() -> None:\n    pytest.skip('a requirement is missing')\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(test)]
    for ci, options, status in (("true", ["-n", "1"], 1), ("true", [], 1), ("", [], 0)):
        environment = {**os.environ, "CI": ci, "PYTEST_ADDOPTS": " ".join(options)}
        run = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == status, run.stdout


def test_the_declared_markers_are_those_of_the_slower_tiers() -> None:
    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["markers"]
    slow_tiers = re.search(r"^REST = (.*)$", MAKEFILE, re.M)
    assert slow_tiers
    assert {*slow_tiers[1].split(" or "), "serial"} == {marker.split(":")[0] for marker in declared}
