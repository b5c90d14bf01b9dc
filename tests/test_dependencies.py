"""Imported packages are declared, declared versions have bounds, and the lock files keep within them."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
DEPENDENCIES = {dependency.name: dependency for dependency in map(Requirement, PROJECT["dependencies"])}
LOCK_FILES = sorted((REPOSITORY / "requirements").glob("*.txt"))
DATA = {"tzdata"}
"""Packages that hold data only: no version breaks the code, and an upper bound would exclude new data."""


@cache
def locked(name: str) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    text = (REPOSITORY / f"requirements/{name}.txt").read_text()
    return {canonicalize_name(package): version for package, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.M)}


def test_every_imported_package_is_declared() -> None:
    imported = set()
    for path in (REPOSITORY / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.split(".")[0])
    distributions = packages_distributions()
    foreign = imported - set(sys.stdlib_module_names) - {"kembar"}
    needed = {canonicalize_name(distributions[module][0]) for module in foreign}
    declared = {canonicalize_name(name) for name in DEPENDENCIES}
    assert needed <= declared, needed - declared


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_every_dependency_has_a_lower_and_an_upper_bound(name: str) -> None:
    operators = {specifier.operator for specifier in DEPENDENCIES[name].specifier}
    assert operators == ({">="} if name in DATA else {">=", "<"})


@pytest.mark.parametrize("lock", ["serve", "dev"])
@pytest.mark.parametrize("name", DEPENDENCIES)
def test_the_locked_version_is_within_the_bounds(lock: str, name: str) -> None:
    assert DEPENDENCIES[name].specifier.contains(locked(lock)[canonicalize_name(name)])


def test_the_tests_run_with_the_versions_of_the_service() -> None:
    assert locked("serve").items() <= locked("dev").items()


def test_every_tool_of_the_developers_is_locked() -> None:
    extras = [Requirement(text) for extra in PROJECT["optional-dependencies"].values() for text in extra]
    assert {canonicalize_name(requirement.name) for requirement in extras} <= set(locked("dev"))


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_a_lock_file_has_hashes_and_no_addresses(path: Path) -> None:
    text = path.read_text()
    assert len(re.findall(r"^\S+==.* \\\n    --hash=sha256:", text, re.M)) == len(re.findall(r"^\S+==", text, re.M))
    assert not re.search(r"://|^-|file:", text, re.M)
