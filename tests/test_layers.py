"""Each folder of the package imports only from its own folder and from those before it in the one list of layers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kembar

PACKAGE = Path(kembar.__file__).parent
FOUNDATIONS = ("__init__", "errors", "namespaces", "files", "settings", "messages", "tokens")
LAYERS = (
    *FOUNDATIONS, "rdf", "store", "content", "things", "law", "questions", "listings", "submissions",
    "snapshot", "pool", "application", "http", "web", "cli", "__main__",
)  # fmt: skip
"""The folders and the modules beside them, each after all that it may import."""
MODULES = sorted(PACKAGE.rglob("*.py"))
LIBRARIES = {
    "pyoxigraph": {"rdf", "store"},
    "fastapi": {"http"},
    "starlette": {"http"},
    "werkzeug": {"http"},
    "uvicorn": {"http", "cli"},
}
"""A library, and the layers that alone may import it."""


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
    own = LAYERS.index(layer_of(path))
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("kembar.")} - {"__version__"}
    above = {name for name in ours if LAYERS.index(name) > own}
    assert not above, f"{layer_of(path)} imports from above: {above}"


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_by_its_layers_alone(library: str) -> None:
    users = {layer_of(path) for path in MODULES if any(name.split(".")[0] == library for name in imported(path))}
    assert users <= LIBRARIES[library]


def test_the_package_root_has_at_most_ten_modules() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 10


def test_no_file_is_longer_than_400_lines() -> None:
    long = {path.name for path in MODULES if len(path.read_text().splitlines()) > 400}
    assert not long
