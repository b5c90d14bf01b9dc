"""Rewrite the golden file."""

from tests.content.golden import FILE, golden_text

FILE.write_text(golden_text())
