"""The notebook in docs/ says what the service answers."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tables.ipynb"


def shown(notebook: nbformat.NotebookNode) -> list[str]:
    """What each cell of code shows, as text."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output.data["text/plain"] if output.output_type == "execute_result" else str(output) for output in outputs]


def test_the_notebook_on_tables_5_7_to_5_9_shows_what_it_shows_when_it_is_run(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEMBAR_URL", server)
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    before = shown(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    assert len(before) == 6
    assert shown(notebook) == before
