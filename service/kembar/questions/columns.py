"""The columns of a question, of which those that several questions have are declared in ``queries/columns.toml``."""

from collections.abc import Iterator, Mapping
from typing import Any

from kembar.files import ContentFile
from kembar.questions.deprecation import Deprecation
from kembar.questions.kinds import COLUMN_KINDS
from kembar.questions.shared import Shared
from kembar.questions.table import Column

__all__ = ["SHARED_FILE", "SharedColumns", "column_faults", "compile_column"]

SHARED_FILE = "queries/columns.toml"


class SharedColumns(Shared):
    """The declarations in :data:`SHARED_FILE`, and the keys of those that questions use."""

    def __init__(self, file: ContentFile | None = None) -> None:
        """Read the file, if there is one. Raise :class:`ContentError` with all faults in it."""
        super().__init__("column", file, _declaration_faults)


def compile_column(declaration: Mapping[str, Any]) -> Column:
    """Return the column of a declaration. Raise :class:`KeyError` or :class:`TypeError` if it is broken."""
    fields, deprecated = tuple(declaration.get("fields", ())), Deprecation.of(declaration.get("deprecated"))
    return Column(**{**declaration, "fields": fields, "deprecated": deprecated})


def column_faults(column: Column) -> Iterator[str]:
    """Yield the faults of a column."""
    if column.kind not in COLUMN_KINDS:
        yield f"the column {column.name} has an unknown kind: {column.kind}."
    if column.kind == "records" and not column.fields:
        yield f"the column {column.name} holds records and declares no fields."


def _declaration_faults(declaration: Mapping[str, Any]) -> Iterator[str]:
    try:
        column = compile_column(declaration)
    except (KeyError, TypeError) as error:
        yield f"the column {declaration['name']} is broken: {error}."
        return
    yield from column_faults(column)
