"""Benchmarks write their results into their own section, and time spans of processor time."""

from pathlib import Path

import pytest

from bench.__main__ import BENCHMARKS, RESULTS
from bench.report import table, write_section
from bench.spans import watched


def test_only_the_named_section_is_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "results.md"
    file.write_text("before\n<!-- a: begin -->\nold\n<!-- a: end -->\nafter\n")
    for text in ("one", "two"):
        write_section(file, "a", text)
    assert file.read_text() == "before\n<!-- a: begin -->\ntwo\n<!-- a: end -->\nafter\n"
    with pytest.raises(ValueError, match="b: begin"):
        write_section(file, "b", "one")


def test_every_benchmark_has_its_section() -> None:
    text = RESULTS.read_text("utf-8")
    assert [
        name for name in BENCHMARKS if f"<!-- {name}: begin -->" not in text or f"<!-- {name}: end -->" not in text
    ] == []


def test_the_numbers_of_a_table_are_aligned_to_the_right() -> None:
    assert table(["name", "ms"], [["a", "1"]]) == "| name | ms |\n| --- | ---: |\n| a | 1 |"


class Work:
    def outer(self) -> int:
        return self.inner() + 1

    def inner(self) -> int:
        return sum(range(300_000))


def test_the_time_of_a_watched_function_is_not_counted_for_its_caller() -> None:
    with watched({"outer": [(Work, "outer")], "inner": [(Work, "inner")]}) as spent:
        Work().outer()
    assert spent["inner"] > spent["outer"] > 0
    Work().outer()
    assert set(spent) == {"outer", "inner"}
