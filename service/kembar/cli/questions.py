"""The canned questions on the command line: their list, and the parameters of one."""

import textwrap
from collections.abc import Sequence

from kembar import messages
from kembar.questions import contract

__all__ = ["list_text", "question_text"]

_MOST_CHOICES = 12
"""Choices that are all listed; of more, the first are given as examples."""


def list_text(questions: Sequence[contract.Question], language: str) -> str:
    """Return a line for each question: its name and its title."""
    width = max((len(question["name"]) for question in questions), default=0)
    lines = [
        f"{question['name']:<{width}}  {question['title'][language]}"
        for question in sorted(questions, key=lambda question: question["name"])
    ]
    return "\n".join([*lines, "", messages.text("questions.more")[language]]) + "\n"


def question_text(question: contract.Question, language: str, width: int) -> str:
    """Return what a question answers, and its parameters with their kinds, defaults and choices."""
    lines = [f"{question['name']}: {question['title'][language]}", ""]
    lines += textwrap.wrap(question["description"][language], width)
    lines += ["", messages.text("questions.parameters" if question["parameters"] else "questions.none")[language]]
    for parameter in question["parameters"]:
        lines.append(f"  --{parameter['name']} {parameter['kind'].upper()}{_default(parameter, language)}")
        lines += textwrap.wrap(
            parameter["description"][language], width, initial_indent=_INDENT, subsequent_indent=_INDENT
        )
        if parameter["choices"]:
            lines += textwrap.wrap(
                _choices(parameter["choices"], language), width, initial_indent=_INDENT, subsequent_indent=_INDENT
            )
    return "\n".join(lines) + "\n"


_INDENT = " " * 6


def _default(parameter: contract.Parameter, language: str) -> str:
    if parameter["default"] is not None:
        return " " + messages.text("questions.default", value=parameter["default"])[language]
    return " " + messages.text("questions.optional" if parameter["optional"] else "questions.required")[language]


def _choices(choices: Sequence[str], language: str) -> str:
    key = "questions.choices" if len(choices) <= _MOST_CHOICES else "questions.examples"
    return messages.text(key, count=len(choices), choices=", ".join(choices[:_MOST_CHOICES]))[language]
