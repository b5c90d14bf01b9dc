"""Layers know only what is below them: the HTTP layer knows no RDF terms, the RDF layer knows no HTTP."""

import ast
from pathlib import Path

import pytest

import kembar

PACKAGE = Path(kembar.__file__).parent
RDF = {"pyoxigraph", "rdflib", "pyshacl"}
HTTP = {"fastapi", "starlette", "uvicorn", "werkzeug", "kembar.http", "kembar.cli"}
FORBIDDEN = {
    "http": RDF | {"kembar.graph", "kembar.law", "kembar.cli"},
    "graph": HTTP | {"kembar.law", "kembar.questions", "kembar.application"},
    "law": HTTP | {"kembar.questions", "kembar.application"},
    "cli": RDF,
}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("layer", FORBIDDEN)
def test_a_layer_imports_nothing_from_beside_or_above(layer: str) -> None:
    for path in (PACKAGE / layer).glob("*.py"):
        reached = {name for name in imported(path) for bad in FORBIDDEN[layer] if name == bad or name.startswith(bad + ".")}
        assert not reached, f"{path.name} imports {reached}"


def test_no_file_is_longer_than_400_lines() -> None:
    long = {path.name for path in PACKAGE.rglob("*.py") if len(path.read_text().splitlines()) > 400}
    assert not long
