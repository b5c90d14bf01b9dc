"""Offices that sign and witness. People are recorded by their office only, so a cell that holds more is not taken."""

from collections.abc import Mapping

from kembar.lists.names import folded, slug

__all__ = ["Office", "office"]

_OFFICES = {
    "wali kota": ("Wali Kota", "Mayor"),
    "wakil wali kota": ("Wakil Wali Kota", "Vice-Mayor"),
    "gubernur": ("Gubernur", "Governor"),
    "wakil gubernur": ("Wakil Gubernur", "Vice-Governor"),
    "bupati": ("Bupati", "Regent"),
    "wakil bupati": ("Wakil Bupati", "Vice-Regent"),
    "sekretaris daerah": ("Sekretaris Daerah", "Regional Secretary"),
    "ketua dprd": ("Ketua DPRD", "Chair of the council"),
    "duta besar": ("Duta Besar", "Ambassador"),
    "wakil duta besar": ("Wakil Duta Besar", "Deputy Ambassador"),
    "konsul jenderal": ("Konsul Jenderal", "Consul-General"),
    "menteri dalam negeri": ("Menteri Dalam Negeri", "Minister of Home Affairs"),
    "menteri luar negeri": ("Menteri Luar Negeri", "Minister of Foreign Affairs"),
    "presiden": ("Presiden", "President"),
    "direktur": ("Direktur", "Director"),
    "rektor": ("Rektor", "Rector"),
    "ketua": ("Ketua", "Chair"),
}
_SPELLINGS = {
    "walikota": "wali kota", "wakil walikota": "wakil wali kota", "sekda": "sekretaris daerah", "dubes": "duta besar",
    "konjen": "konsul jenderal", "deputy mayor": "wakil wali kota", "lord mayor": "wali kota",
    "vice mayor": "wakil wali kota", "deputy governor": "wakil gubernur", "vice governor": "wakil gubernur",
    **{folded(english): key for key, (_, english) in _OFFICES.items()},
}  # fmt: skip
_LINKS = frozenset(("of", "the", "kota", "provinsi", "kabupaten", "city", "province", "untuk", "di"))


class Office:
    """An office: its name by language without its place, whether the cell names a place, and that place."""

    def __init__(self, texts: Mapping[str, str], place: str) -> None:
        self.texts, self.place = texts, place

    def label(self) -> dict[str, str]:
        """Return the name of the office with its place by language."""
        return {"id": f"{self.texts['id']} {self.place}", "en": f"{self.texts['en']} of {self.place}"}

    def slug(self) -> str:
        """Return the slug of the office with its place, such as ``mayor-of-seoul``."""
        return f"{slug(self.texts['en'])}-of-{slug(self.place)}"


def office(cell: str, places: Mapping[str, str], own: str | None) -> Office | None:
    """Return the office that a cell names, or None where it names another thing, or a person beside the office.

    Args:
        cell: The cell.
        places: Names of the parties and their countries, as the list has them -> the name that labels have.
        own: The place of an office that is named without one.
    """
    words = folded(cell)
    known = [*_OFFICES, *_SPELLINGS]
    start = max((name for name in known if f"{words} ".startswith(f"{name} ")), key=len, default=None)
    if start is None:
        return None
    rest = " ".join(word for word in words[len(start) :].split() if word not in _LINKS)
    named = {
        " ".join(word for word in folded(name).split() if word not in _LINKS): label for name, label in places.items()
    }
    place = own if not rest else named.get(rest)
    if place is None:
        return None
    indonesian, english = _OFFICES[_SPELLINGS.get(start, start)]
    return Office({"id": indonesian, "en": english}, place)
