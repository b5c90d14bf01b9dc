"""The canned questions over the shipped content, and short forms of their answers."""

from typing import Any

from kembar.application import Kembar
from kembar.files import Content
from kembar.namespaces import BASE, ID
from kembar.questions.catalogue import Questions
from kembar.questions.table import Table
from kembar.rdf.tabular import Value

__all__ = ["QUESTIONS", "ask", "column", "short", "table"]

QUESTIONS = Questions.of(Content.shipped())


def short(value: Value) -> Value:
    return value.removeprefix(ID).removeprefix(BASE).rsplit("/", 1)[-1] if isinstance(value, str) else value


def ask(kembar: Kembar, name: str, /, **parameters: str) -> list[dict[str, Any]]:
    """The rows of an answer, with IRIs cut to the names of what they name."""
    return [{column: short(value) for column, value in row.items()} for row in table(kembar, name, parameters).rows]


def table(kembar: Kembar, name: str, parameters: dict[str, str]) -> Table:
    return kembar.snapshot.ask(name, parameters)


def column(rows: list[dict[str, Any]], *names: str) -> list[Any]:
    return [row[names[0]] if len(names) == 1 else tuple(row[name] for name in names) for row in rows]
