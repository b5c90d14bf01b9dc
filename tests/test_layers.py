"""Each folder of the package imports only itself and lower layers, and has a folder of tests with the same path."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kembar

PACKAGE = Path(kembar.__file__).parent
TESTS = Path(__file__).parent
FOUNDATIONS = ("__init__", "errors", "namespaces", "messages", "files", "settings", "tokens")
LAYERS = (
    *FOUNDATIONS, "rdf", "store", "content", "lists", "things", "law", "report", "questions", "listings", "submissions",
    "snapshot", "pool", "application", "http", "web", "cli", "__main__",
)  # fmt: skip
"""The folders and root modules of the package, each after all that it may import."""
MODULES = sorted(PACKAGE.rglob("*.py"))
LIBRARIES = {
    "pyoxigraph": {"rdf", "store"},
    "fastapi": {"http"},
    "starlette": {"http"},
    "werkzeug": {"http"},
    "uvicorn": {"http", "cli"},
}
"""Library -> the only layers that may import it."""


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ([f"kembar.{alias.name}" for alias in node.names] if node.module == "kembar" else [node.module])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_layer_and_those_below(path: Path) -> None:
    layer = LAYERS.index(layer_of(path))
    imported_layers = {name.split(".")[1] for name in imported(path) if name.startswith("kembar.")} - {"__version__"}
    above = {name for name in imported_layers if LAYERS.index(name) > layer}
    assert not above, f"{layer_of(path)} imports from above: {above}"


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_by_its_layers_only(library: str) -> None:
    users = {layer_of(path) for path in MODULES if any(name.split(".")[0] == library for name in imported(path))}
    assert users <= LIBRARIES[library]


def test_every_folder_of_the_package_has_a_folder_of_tests_of_the_same_path() -> None:
    folders = {path.parent.relative_to(PACKAGE) for path in MODULES} - {Path()}
    assert folders
    assert {folder.as_posix() for folder in folders if not list((TESTS / folder).glob("test_*.py"))} == set()


def test_the_package_root_has_at_most_ten_modules() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 10


def test_no_file_is_longer_than_400_lines() -> None:
    long = {path.name for path in MODULES if len(path.read_text().splitlines()) > 400}
    assert not long
