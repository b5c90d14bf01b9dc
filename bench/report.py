"""The sections of ``docs/benchmarks.md``, each written by the benchmark of its name."""

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
    """Print the progress on stderr."""
    print(text, file=sys.stderr, flush=True)


def machine(seed: int) -> str:
    """Return the date, machine, versions and seed of a measurement."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"Measured on {datetime.now(UTC).date()}: {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, {libraries}, seed {seed}."
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns, except the first, are aligned to the right."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))


def write_section(file: Path, name: str, text: str) -> None:
    """Write ``text`` between the markers of section ``name``; raise :class:`ValueError` if they are missing."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    head, has_begin, remainder = file.read_text("utf-8").partition(begin)
    _, has_end, tail = remainder.partition(end)
    if not has_begin or not has_end:
        raise ValueError(f"{file.name} lacks the markers {begin.strip()} and {end}")
    file.write_text(f"{head}{begin}{text}\n{end}{tail}", "utf-8")
