"""A section of ``docs/benchmarks.md``, written by the benchmark of its name, and the machine it was measured on."""

import os
import platform
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

__all__ = ["machine", "progress", "table", "write_section"]

_LIBRARIES = ("pyoxigraph", "pyshacl", "rdflib")


def progress(text: str) -> None:
    """Say on the terminal what is being done."""
    print(text, file=sys.stderr, flush=True)


def machine(seed: int) -> str:
    """Where, with what and when."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"Measured on {datetime.now(UTC).date()}: {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, {libraries}, seed {seed}."
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first hold numbers."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))


def write_section(file: Path, name: str, text: str) -> None:
    """Put ``text`` between the markers of section ``name``. Raises :class:`ValueError` where the file lacks them."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    before, found, rest = file.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"{file.name} lacks the markers {begin.strip()} and {end}")
    file.write_text(f"{before}{begin}{text}\n{end}{after}", "utf-8")
