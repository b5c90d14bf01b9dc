"""Names of invented places and persons in Latin script, some with diacritics; names may repeat."""

import random
import unicodedata

__all__ = ["person_name", "place_name", "without_diacritics"]

# ruff: noqa: SIM905 -- lists of words are easier to read
_STARTS = (
    "Al Bă Cer Čel Đà É Fjor Gö Hạ Île Jor Ka Kła Lő Mün Nañ Ön Par Qu Rå São Ška Tal Új Val Wro Xin Ye Žil".split()
)
_MIDDLES = "a ba čo de é ga ği ka lé lo ma nu ñe ó ra ré ső sa ti tú va vi zo ž".split()
_ENDS = """
    bàn bad by cı dam de gar grad hà holm ía in jā ków ları mar mo nö pur rão rid sk stad tān ton vár ville ya zig
""".split()
_GIVEN = """
    Ana André Ayşe Bjørn Budi Chloé Dewi Đức Élise Fajar Gergő Ines İlker João Katarzyna Lütfi Made Nurul Öykü Petra
    Putu Søren Siti Zoë
""".split()


def place_name(rng: random.Random) -> str:
    """Return the name of a town or region."""
    return rng.choice(_STARTS) + "".join(rng.choices(_MIDDLES, k=rng.randint(0, 2))) + rng.choice(_ENDS)


def person_name(rng: random.Random) -> str:
    """Return a given name and a family name."""
    return f"{rng.choice(_GIVEN)} {place_name(rng)}"


def without_diacritics(name: str) -> str:
    """Return a name without the diacritics that Unicode decomposes."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
