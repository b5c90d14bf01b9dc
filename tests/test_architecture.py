"""The tree and the module names in docs/architecture.md match the package."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.test_layers import LAYERS, PACKAGE

DOCUMENT = (Path(__file__).parents[1] / "docs/architecture.md").read_text()
TREE = DOCUMENT.split("```\nservice/kembar/\n")[1].split("```")[0]


def documented_paths() -> Iterator[str]:
    """Yield the paths of the tree in the document, in its order; the path of a folder ends in a slash."""
    parents: list[str] = []
    for indent, name in re.findall(r"^((?:│  )*)[├└]─ (\S+)", TREE, re.MULTILINE):
        parents = [*parents[: len(indent) // 3], name]
        yield "".join(parents)


def paths() -> set[str]:
    """Return the folders of the package, and the modules of its root."""
    folders = {f"{path.parent.relative_to(PACKAGE)}/" for path in PACKAGE.glob("*/**/__init__.py")}
    return folders | {path.name for path in PACKAGE.glob("*.py")}


def test_the_tree_names_every_folder_and_every_module_of_the_root_once() -> None:
    assert sorted(documented_paths()) == sorted(paths())
    assert len(TREE.splitlines()) == len(paths())


def test_the_tree_lists_the_layers_in_their_order() -> None:
    top = [path.strip("/").removesuffix(".py") for path in documented_paths() if "/" not in path.strip("/")]
    assert top == [layer for layer in LAYERS if layer in top]


def test_every_module_that_the_document_names_exists() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.py)`", DOCUMENT))
    modules = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")}
    modules |= {path.removeprefix("http/") for path in modules if path.startswith("http/middleware/")}
    assert len(named) > 40
    assert named - {"tests/test_layers.py"} <= modules
