"""The parties of a tie: found in the record, or described anew with what the list says of them and no more."""

import re
from dataclasses import dataclass, field

from kembar.lists.concepts import Concepts
from kembar.lists.countries import Countries
from kembar.lists.ledger import Entry, Unreadable
from kembar.lists.names import folded, slug
from kembar.lists.record import Record
from kembar.lists.rows import ListRow
from kembar.lists.turtle import Draft
from kembar.namespaces import CONCEPT, ID, slug_of
from kembar.rdf.names import kb, skos
from kembar.rdf.terms import Literal

__all__ = ["Parties", "Party"]

_INDONESIA = f"{ID}country/id"
_TITLES_AT_HOME = {
    "city": ("kota", "pemerintah kota", "pemkot"),
    "regency": ("kabupaten", "kab", "pemerintah kabupaten", "pemkab"),
    "province": ("provinsi", "propinsi", "prov", "pemerintah provinsi", "pemprov"),
}
_KINDS_AT_HOME = {title: kind for kind, titles in _TITLES_AT_HOME.items() for title in titles}
_LEVELS_AT_HOME = {"province": "first", "special-capital-region": "first", "city": "second", "regency": "second"}
"""In Indonesia the kind of a region fixes its level (UU 23/2014 Pasal 2)."""
_WORD_AT_HOME = {"city": "kota", "regency": "kabupaten", "province": "provinsi"}
_FIRST_WORDS = re.compile(
    rf"({'|'.join(sorted(map(re.escape, _KINDS_AT_HOME), key=len, reverse=True))})\b\.?\s+(?=\S)", re.IGNORECASE
)
_GOVERNMENT = "government"


@dataclass(frozen=True)
class Party:
    """A party: its IRI, and the name and country by which lists and labels call it.

    ``kind`` is the slug of the kind of territory or of actor as stated, ``territory`` the IRI of what it governs.
    """

    iri: str
    name: str
    country: str
    territory: str | None = None
    kind: str | None = None
    local: bool = True
    within: str = ""
    local_name: str = ""
    new: bool = field(default=True, compare=False)


class Parties:
    """The parties that the rows of one list name, each found or made once."""

    def __init__(self, record: Record, countries: Countries, concepts: Concepts) -> None:
        self._record, self._countries, self._concepts = record, countries, concepts
        self._made: dict[tuple[str, ...], str] = {}

    def country(self, row: ListRow) -> str:
        """Return the country of the partner. Raise :class:`Unreadable` if the cell names none."""
        if not row["negara"]:
            raise Unreadable("lists.blank")
        return self._countries.find(row["negara"])

    def ours(self, row: ListRow, entry: Entry) -> Party:
        """Return the Indonesian party. Raise :class:`Unreadable` if it cannot be named for sure."""
        cell = row["pihak_indonesia"]
        if not cell:
            raise Unreadable("lists.blank")
        known = self._record.explicit(cell, "government")
        if known:
            return self._known(known, _INDONESIA)
        match = _FIRST_WORDS.match(cell)
        name = cell[match.end() :].strip() if match else cell
        kind = _KINDS_AT_HOME[folded(match[1])] if match else None
        if row["tingkat_pihak_indonesia"]:
            stated = _KINDS_AT_HOME.get(folded(row["tingkat_pihak_indonesia"]))
            if not stated or kind not in (None, stated):
                entry.gap("tingkat_pihak_indonesia", "lists.unmapped", value=row["tingkat_pihak_indonesia"])
            kind = kind or stated
        found = [iri for iri in self._record.governments(_INDONESIA, cell, name) if _may_be(self._kind_of(iri), kind)]
        if found:
            return self._known(self._single(cell, found), _INDONESIA)
        title = f"{_WORD_AT_HOME[kind]} {name}" if kind == "regency" else name
        return self._new(name, _INDONESIA, slug(title), kind)

    def partner(self, row: ListRow, country: str, entry: Entry) -> Party:
        """Return the foreign party. Raise :class:`Unreadable` if it cannot be named for sure."""
        cell = row["pihak_mitra"]
        if not cell:
            raise Unreadable("lists.blank")
        known = self._record.explicit(cell, "government", "actor")
        if known:
            return self._known(known, country)
        body, kind = self._kind_stated(row["jenis_mitra"])
        if body:
            found = self._record.bodies(country, cell)
            return self._known(self._single(cell, found), country) if found else self._body(cell, country, body)
        found = [iri for iri in self._record.governments(country, cell) if _may_be(self._kind_of(iri), kind)]
        if found:
            return self._known(self._single(cell, found), country)
        party = self._new(cell, country, slug(cell), kind, row["induk_wilayah_mitra"], row["nama_setempat"])
        if country == _INDONESIA:
            entry.gap("negara", "lists.partner-at-home")
        return party

    def write(self, party: Party, draft: Draft, stated_at: list[str]) -> None:
        """Describe a party that the record does not describe."""
        if not party.new:
            return
        if party.territory:
            self._write_territory(party, draft)
            texts = {"id": f"Pemerintah {self._titled(party)}", "en": f"Government of {party.name}"}
            draft.describe(party.iri, kb.LocalGovernment, texts)
            draft.add(party.iri, kb.governs, party.territory)
        else:
            draft.describe(party.iri, kb.Actor, {"id": party.name, "en": party.name})
        draft.add(party.iri, kb.country, party.country)
        draft.add(party.iri, kb.actorKind, f"{CONCEPT}actor-kind/{_GOVERNMENT if party.territory else party.kind}")
        if party.territory:
            draft.add(party.iri, kb.tier, f"{CONCEPT}tier/local")
        draft.add(party.iri, kb.statedAt, *stated_at)

    def _write_territory(self, party: Party, draft: Draft) -> None:
        territory = party.territory or ""
        draft.describe(territory, kb.Territory, {"id": party.name, "en": party.name})
        draft.add(territory, kb.country, party.country)
        if party.kind:
            draft.add(territory, kb.territoryKind, f"{CONCEPT}territory-kind/{party.kind}")
        if party.country == _INDONESIA and party.kind in _LEVELS_AT_HOME:
            draft.add(territory, kb.level, f"{CONCEPT}level/{_LEVELS_AT_HOME[party.kind]}")
        if party.local_name:
            draft.add(territory, skos.altLabel, Literal(party.local_name))
        if party.within:
            higher, made = self._higher(party.within, party.country)
            if made:
                draft.describe(higher, kb.Territory, {"id": party.within, "en": party.within})
                draft.add(higher, kb.country, party.country)
            draft.add(territory, kb.within, higher)

    def _higher(self, name: str, country: str) -> tuple[str, bool]:
        """Return the territory of a name in a country, and whether it is new."""
        found = [iri for iri in self._record.called(kb.Territory, name) if self._record.one(iri, kb.country) == country]
        return (found[0], False) if len(found) == 1 else (self._free("territory", name, country, slug(name)), True)

    def _kind_stated(self, word: str) -> tuple[str | None, str | None]:
        """Return the kind of body, and the kind of territory, that a cell states; a blank cell states neither."""
        if not word:
            return None, None
        territory = self._concepts.find("territory-kind", word)
        if territory:
            return None, slug_of(territory)
        actor = self._concepts.find("actor-kind", word)
        if not actor:
            known = [*self._concepts.words("actor-kind"), *self._concepts.words("territory-kind")]
            raise Unreadable("lists.unknown-word", value=word, known=", ".join(known))
        return (None if slug_of(actor) == _GOVERNMENT else slug_of(actor)), None

    def _known(self, iri: str, country: str) -> Party:
        territory = self._record.one(iri, kb.governs)
        name = self._record.label(territory or iri)
        country = self._record.one(iri, kb.country) or country
        return Party(iri, name, country, territory, local=bool(territory), new=False)

    def _new(self, name: str, country: str, made_of: str, kind: str | None, within: str = "", own: str = "") -> Party:
        if not made_of:
            raise Unreadable("lists.no-latin", value=name)
        iri = self._free("government", name, country, made_of, kind or "")
        return Party(iri, name, country, f"{ID}territory/{slug_of(iri)}", kind, within=within, local_name=own)

    def _body(self, name: str, country: str, kind: str) -> Party:
        if not slug(name):
            raise Unreadable("lists.no-latin", value=name)
        return Party(self._free("actor", name, country, slug(name)), name, country, None, kind, local=False)

    def _free(self, folder: str, name: str, country: str, made_of: str, *more: str) -> str:
        """Return the IRI of a new thing: of its name, and with its country where another thing has that IRI."""
        key = (folder, folded(name), country, *more)
        if key not in self._made:
            choices = [
                made_of,
                f"{made_of}-{slug_of(country)}",
                *(f"{made_of}-{slug_of(country)}-{n}" for n in range(2, 99)),
            ]
            folders = ("government", "territory") if folder == "government" else (folder,)
            taken = set(self._made.values()) | {
                f"{ID}territory/{slug_of(iri)}" for iri in self._made.values() if "/government/" in iri
            }
            self._made[key] = next(
                f"{ID}{folder}/{choice}"
                for choice in choices
                if not any(
                    f"{ID}{one}/{choice}" in taken or self._record.describes(f"{ID}{one}/{choice}") for one in folders
                )
            )
        return self._made[key]

    def _single(self, cell: str, found: list[str]) -> str:
        if len(found) > 1:
            known = ", ".join(iri.removeprefix(ID).replace("/", ":", 1) for iri in found)
            raise Unreadable("lists.ambiguous", value=cell, known=known)
        return found[0]

    def _kind_of(self, government: str) -> str | None:
        territory = self._record.one(government, kb.governs)
        kind = self._record.one(territory, kb.territoryKind) if territory else None
        return slug_of(kind) if kind else None

    def _titled(self, party: Party) -> str:
        word = _WORD_AT_HOME.get(party.kind or "", "") if party.country == _INDONESIA else ""
        return f"{word.capitalize()} {party.name}".strip()


def _may_be(recorded: str | None, stated: str | None) -> bool:
    """Return whether a territory recorded as one kind can be what a list calls another."""
    if None in (recorded, stated) or recorded == stated:
        return True
    return _LEVELS_AT_HOME.get(recorded or "") == "first" == _LEVELS_AT_HOME.get(stated or "")
