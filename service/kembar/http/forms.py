"""Forms (application/x-www-form-urlencoded) whose reading takes little time, whatever a client sends."""

from typing import NamedTuple
from urllib.parse import unquote_plus

from kembar.errors import BadInput, BadParameter
from kembar.store.sparql import Encoded

__all__ = ["Field", "fields_of"]

MOST_FIELDS = 1_000
"""As many named graphs as a query could use, with room to spare."""
LONGEST_VALUE_CHARACTERS = 8_000
"""A longer value is left as it is: only a query can be that long, and a worker decodes it."""


class Field(NamedTuple):
    """A field of a form. A long value is still encoded."""

    name: str
    value: str | Encoded


def fields_of(form: str) -> list[Field]:
    """Return the fields of a form. Raise :class:`BadInput` if it has too many, or cannot be decoded."""
    parts = form.split("&", MOST_FIELDS)
    if len(parts) > MOST_FIELDS:
        raise BadInput(f"The form has more than {MOST_FIELDS} fields.")
    return [_field(part) for part in parts if part]


def _field(part: str) -> Field:
    name, _, value = part.partition("=")
    if len(name) > LONGEST_VALUE_CHARACTERS:
        raise BadInput("The form has a field with too long a name.")
    if len(value) > LONGEST_VALUE_CHARACTERS:
        if name != "query":
            raise BadParameter(f"{name[:40]} is too long.", parameter=name[:40])
        return Field(name, Encoded(value))
    return Field(_decoded(name), _decoded(value))


def _decoded(text: str) -> str:
    try:
        return unquote_plus(text, errors="strict")
    except ValueError as error:
        raise BadInput(f"The form cannot be read: {error}.") from error
