"""Write the table of settings in the guide for operators (``make docs``)."""

import re
import sys
from pathlib import Path

from kembar.errors import variable
from kembar.settings import Settings

GUIDE = Path(__file__).parents[1] / "docs" / "operating.md"
MARKS = "<!-- settings -->", "<!-- end of settings -->"


def table() -> str:
    """Return the table of all settings: variable, default and description."""
    rows = ["| setting | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        value = "" if field.default_factory or field.default is None else field.default
        text = " ".join(value) if isinstance(value, tuple) else str(value).lower() if value is False else str(value)
        default = f"`{text}`" if text else ""
        rows.append(f"| `{variable(name)}` | {default} | {field.description} |")
    return "\n".join(rows)


def with_table(text: str, rows: str) -> str:
    """Return the guide with the table between its marks."""
    return re.sub(f"{MARKS[0]}.*{MARKS[1]}", lambda _: f"{MARKS[0]}\n{rows}\n{MARKS[1]}", text, flags=re.DOTALL)


def main() -> int:
    """Update the guide."""
    GUIDE.write_text(with_table(GUIDE.read_text(), table()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
