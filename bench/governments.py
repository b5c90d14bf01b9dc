"""Invented governments with their territories and actors, among which partners are distributed unequally."""

import random

from bench.naming import person_name, place_name, without_diacritics
from bench.setting import COUNTRIES

__all__ = ["Governments"]

_WEIGHTS = [1 / rank for rank in range(1, len(COUNTRIES) + 1)]


class Governments:
    """Governments in one part of the world.

    Args:
        rng: The source of randomness.
        kind: A part of their slugs.
        countries: The codes of their countries, the most likely first.
        new: The share of partnerships with a government that has no partner yet. The other partnerships draw a
            government with a probability proportional to its number of partners. By Simon's process (Biometrika 42,
            1955) the number of partners follows a power law.
    """

    def __init__(self, rng: random.Random, kind: str, countries: list[str], new: float) -> None:
        self._rng, self._kind, self._countries, self._new = rng, kind, countries, new
        self._names: list[str] = []
        self._drawn: list[int] = []

    def draw(self) -> tuple[str, str, str]:
        """Return the slug and name of the party of the next partnership, and its TriG if it is new."""
        if self._drawn and self._rng.random() > self._new:
            number, text = self._rng.choice(self._drawn), ""
        else:
            number = len(self._names)
            self._names.append(place_name(self._rng))
            text = self._describe(number)
        self._drawn.append(number)
        return self._slug(number), self._names[number], text

    def _slug(self, number: int) -> str:
        return f"synthetic-{self._kind}-{number + 1}"

    def _describe(self, number: int) -> str:
        rng, slug, name = self._rng, self._slug(number), self._names[number]
        country = rng.choices(self._countries, _WEIGHTS[: len(self._countries)])[0]
        level, kind = rng.choices([("first", "province"), ("second", "city")], [35, 65])[0]
        plain = without_diacritics(name)
        alias = f'territory:{slug} skos:altLabel "{plain}"@en .' if plain != name else ""
        levels = _disputed_level(slug) if rng.random() < 0.03 else f"territory:{slug} kb:level level:{level} ."
        return f"""
graph:synthetic-places {{ place:{slug} a kb:SourcePlace ; kb:inSource source:synthetic ; kb:table "{self._kind}" ; kb:row {number + 1} ;
    rdfs:label "Baris {number + 1}"@id , "Row {number + 1}"@en . }}
graph:synthetic-governments {{
  territory:{slug} a kb:Territory ; rdfs:label "{name}"@id , "{name}"@en ; kb:country country:{country} ; kb:territoryKind territory-kind:{kind} ;
    wgs:lat {rng.uniform(-60, 70):.4f} ; wgs:long {rng.uniform(-180, 180):.4f} .
  government:{slug} a kb:LocalGovernment ; rdfs:label "Pemerintah {name}"@id , "Government of {name}"@en ; kb:governs territory:{slug} ;
    kb:country country:{country} ; kb:actorKind actor-kind:government ; kb:tier tier:local ; kb:statedAt place:{slug} .
  {alias} {levels} }}
graph:synthetic-actors {{ {_actors(rng, slug, name, country)} }}"""


def _disputed_level(slug: str) -> str:
    """Return two readings of the level of a territory, none preferred, so that the territory has no level."""
    return f"""
  contradiction:{slug}-level a kb:Contradiction ; kb:concerns territory:{slug} ; kb:disputes kb:level ; kb:contradictionKind contradiction-kind:category ;
    rdfs:label "Tingkat wilayah"@id , "Level of the territory"@en ; kb:hasReading reading:{slug}-level-1 , reading:{slug}-level-2 .
  reading:{slug}-level-1 a kb:Reading ; kb:value level:first ; kb:statedAt place:{slug} .
  reading:{slug}-level-2 a kb:Reading ; kb:value level:second ; kb:statedAt place:{slug} ."""


def _actors(rng: random.Random, slug: str, name: str, country: str) -> str:
    """Return the head of a government, with a name, and two of its bodies."""
    person = person_name(rng)
    properties = f"kb:country country:{country} ; kb:tier tier:local ; kb:statedAt place:{slug}"
    return f"""
  actor:{slug}-head a kb:Person ; rdfs:label "{person}"@id , "{person}"@en ; kb:actorKind actor-kind:person ; {properties} .
  actor:{slug}-agency a kb:Actor ; rdfs:label "Dinas Kerja Sama {name}"@id , "Cooperation Agency of {name}"@en ; kb:actorKind actor-kind:agency ; {properties} .
  actor:{slug}-zoo a kb:Actor ; rdfs:label "Kebun Binatang {name}"@id , "{name} Zoo"@en ; kb:actorKind actor-kind:zoo ; {properties} ."""
