"""The stored outputs of the notebook in docs/ equal those of a new run."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tables.ipynb"


def outputs_of(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the outputs of the code cells as text."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output.data["text/plain"] if output.output_type == "execute_result" else str(output) for output in outputs]


def test_the_notebook_on_tables_5_7_to_5_9_has_the_outputs_of_a_new_run(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEMBAR_URL", server)
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    stored = outputs_of(notebook)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    assert len(stored) == 6
    assert outputs_of(notebook) == stored
