"""Kinds of cells: how the text of a cell is read as values of a property, and how a value is written back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kembar.lists.concepts import Concepts
from kembar.lists.dates import date_literal
from kembar.lists.ledger import Unreadable
from kembar.lists.names import folded
from kembar.lists.turtle import Value
from kembar.rdf.names import xsd
from kembar.rdf.terms import Literal, NamedNode

__all__ = ["KINDS", "Kind", "parts"]

_NAMED_LANGUAGES = """
    id indonesia indonesian|en inggris english|ms melayu malay|ja jepang japanese|zh mandarin tionghoa chinese
    |ko korea korean|ar arab arabic|ru rusia russian|fr prancis perancis french|de jerman german|nl belanda dutch
    |es spanyol spanish|pt portugis portuguese|tr turki turkish|vi vietnam vietnamese|th thai|bg bulgaria bulgarian
"""
_LANGUAGES = {name: code for code, *names in map(str.split, _NAMED_LANGUAGES.split("|")) for name in names}
_CODE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_YEARS = ("tahun", "thn", "th", "year", "years")
_MONTHS = ("bulan", "bln", "month", "months")
_NUMBERS = """
    satu one|dua two|tiga three|empat four|lima five|enam six|tujuh seven|delapan eight|sembilan nine|sepuluh ten
"""
_SPELLED = {word: number for number, words in enumerate(_NUMBERS.split("|"), 1) for word in words.split()}


@dataclass(frozen=True)
class Kind:
    """How cells of a kind are read and written. ``read`` raises :class:`Unreadable`."""

    read: Callable[[str, Concepts], list[Value]]
    write: Callable[[Value, Concepts], str]


def parts(text: str) -> list[str]:
    """Return the parts of a cell that semicolons separate."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _concept(scheme: str) -> Kind:
    def read(text: str, concepts: Concepts) -> list[Value]:
        found = concepts.find(scheme, text)
        if not found:
            raise Unreadable("lists.unknown-word", value=text, known=", ".join(concepts.words(scheme)))
        return [NamedNode(found)]

    return Kind(read, lambda value, concepts: concepts.label(value.value))


def _languages(text: str, _: Concepts) -> list[Value]:
    return [_language(part, _)[0] for part in parts(text.replace(",", ";"))]


def _language(text: str, _: Concepts) -> list[Value]:
    code = _LANGUAGES.get(folded(text).removeprefix("bahasa "), text.strip())
    if not _CODE.fullmatch(code):
        raise Unreadable("lists.no-language", value=text)
    return [Literal(code.lower(), datatype=xsd.language)]


def _length(text: str) -> tuple[int, bool]:
    """Return a number of years (True) or months (False), such as ``5 (lima) tahun``."""
    words = folded(text).split()
    units = [word for word in words if word in (*_YEARS, *_MONTHS)]
    numbers = {
        int(word) if word.isdecimal() else _SPELLED[word] for word in words if word.isdecimal() or word in _SPELLED
    }
    if len(units) != 1 or len(numbers) != 1 or not all(
        word in units or word.isdecimal() or word in _SPELLED for word in words
    ):  # fmt: skip
        raise Unreadable("lists.no-length", value=text)
    return numbers.pop(), units[0] in _YEARS


def _duration(text: str, _: Concepts) -> list[Value]:
    number, in_years = _length(text)
    return [Literal(f"P{number}{'Y' if in_years else 'M'}", datatype=xsd.duration)]


def _written_duration(value: Value, _: Concepts) -> str:
    match = re.fullmatch(r"P(\d+)([YM])", value.value)
    return f"{match[1]} {'tahun' if match[2] == 'Y' else 'bulan'}" if match else value.value


def _months(text: str, _: Concepts) -> list[Value]:
    number, in_years = _length(text if not text.strip().isdecimal() else f"{text} bulan")
    return [Literal(str(number * 12 if in_years else number), datatype=xsd.integer)]


def _number(text: str, _: Concepts) -> list[Value]:
    if not text.strip().isdecimal():
        raise Unreadable("lists.no-number", value=text)
    return [Literal(str(int(text)), datatype=xsd.integer)]


def _plain(value: Value, _: Concepts) -> str:
    return value.value


KINDS: Mapping[str, Kind] = {
    "text": Kind(lambda text, _: [Literal(text)], _plain),
    "indonesian": Kind(lambda text, _: [Literal(text, language="id")], _plain),
    "date": Kind(lambda text, _: [date_literal(text)], _plain),
    "number": Kind(_number, _plain),
    "language": Kind(_language, _plain),
    "languages": Kind(_languages, _plain),
    "duration": Kind(_duration, _written_duration),
    "months": Kind(_months, lambda value, _: f"{value.value} bulan"),
    "scheme": _concept("scheme"),
    "deed-type": _concept("deed-type"),
    "tie-stage": _concept("tie-stage"),
    "renewal-clause": _concept("renewal-clause"),
    "entry-into-force": _concept("entry-into-force"),
}
"""The kinds by their names, which the table of columns uses."""
