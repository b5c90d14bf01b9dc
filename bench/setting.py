"""The common part of an invented graph: its source, named graphs, and countries with diplomatic relations, in TriG."""

import random
from collections.abc import Iterator
from string import ascii_lowercase

from bench.naming import place_name

__all__ = ["COUNTRIES", "dataset", "moment", "setting"]

# The user-assigned codes of ISO 3166-1, which no country of the shipped content has, except xk (Kosovo).
COUNTRIES = [f"q{letter}" for letter in ascii_lowercase[12:]] + [
    f"x{letter}" for letter in ascii_lowercase if letter != "k"
]
_GRAPHS = {
    "places": ("Tempat dalam sumber rekaan", "Places in the invented source"),
    "countries": ("Negara rekaan", "Invented countries"),
    "relations": ("Hubungan diplomatik rekaan", "Invented diplomatic relations"),
    "governments": ("Pemerintah dan wilayah rekaan", "Invented governments and territories"),
    "actors": ("Aktor rekaan", "Invented actors"),
    "partnerships": ("Kemitraan rekaan", "Invented partnerships"),
    "deeds": ("Naskah rekaan", "Invented deeds"),
    "fields": ("Bidang rekaan", "Invented fields"),
    "assessments": ("Penilaian rekaan", "Invented assessments"),
}
"""Name -> label in Indonesian and English. Activities have further graphs, one per hundred partnerships."""


def dataset(name: str, indonesian: str, english: str) -> str:
    """Return the description of a named graph."""
    return f"""
graph:synthetic-{name} {{ graph:synthetic-{name} a void:Dataset ; prov:hadPrimarySource source:synthetic ; rdfs:label "{indonesian}"@id , "{english}"@en . }}"""


def moment(rng: random.Random, year: int) -> str:
    """Return a date in a year as a literal: half to the day, the others less precise, or a range or choice."""
    # Ranges begin on few different days: an EDTF text takes 4 ms to parse, and
    # :func:`kembar.rdf.dates.read_span` caches 4096 of them.
    month, day, monday = rng.randint(1, 11), rng.randint(1, 28), rng.choice([3, 10, 17])
    forms = {
        f'"{year}-{month:02}-{day:02}"^^xsd:date': 50,
        f'"{year}-{month:02}"^^xsd:gYearMonth': 25,
        f'"{year}"^^xsd:gYear': 12,
        f'"{year}-{month:02}-{monday:02}/{year}-{month:02}-{monday + 4:02}"^^edtf:EDTF': 8,
        f'"[{year}-{month:02},{year}-{month + 1:02}]"^^edtf:EDTF': 5,
    }
    return rng.choices(list(forms), list(forms.values()))[0]


def setting(rng: random.Random) -> Iterator[str]:
    """Yield the source, the named graphs and the countries."""
    yield """
graph:synthetic-places {
  source:synthetic a kb:Source ; rdfs:label "Sumber rekaan"@id , "Invented source"@en ;
    dct:description "Dibuat oleh program untuk pengukuran; tidak ada yang benar."@id , "Made by a program for measuring; nothing in it is true."@en .
  place:synthetic-relations a kb:SourcePlace ; kb:inSource source:synthetic ; kb:table "1" ; rdfs:label "Tabel 1"@id , "Table 1"@en . }"""
    yield from (dataset(name, *label) for name, label in _GRAPHS.items())
    for number, code in enumerate(COUNTRIES):
        name = place_name(rng)
        yield f"""
graph:synthetic-countries {{ country:{code} a kb:Country ; rdfs:label "Republik {name}"@id , "Republic of {name}"@en ; kb:isoCode "{code.upper()}" . }}"""
        yield _relation(rng, number, code, name)


def _relation(rng: random.Random, number: int, code: str, name: str) -> str:
    """Return the relations with a country.

    Of seven countries one is not recorded and one has no relations; some relations were broken off, and some have a
    disputed start.
    """
    kind = ("steady", "steady", "steady", "broken off", "disputed", "none", "not recorded")[number % 7]
    if kind == "not recorded":
        return ""
    year, period = rng.randint(1949, 1975), f"period:synthetic-{code}"
    facts = {
        "steady": f"{period}-1 kb:start {moment(rng, year)} .",
        "broken off": f"""relation:synthetic-{code} kb:period {period}-2 .
  {period}-1 kb:start {moment(rng, year)} ; kb:end "{year + 8}"^^xsd:gYear . {period}-2 a kb:Period ; kb:start "{year + 12}"^^xsd:gYear .""",
        "disputed": _disputed_start(code, year, preferred=number % 2 == 0),
        "none": f'relation:synthetic-{code} kb:relationState relation-state:none ; kb:stateKnownAsOf "{rng.randint(2015, 2023)}"^^xsd:gYear .',
    }[kind]
    if kind != "none":
        facts += f"relation:synthetic-{code} kb:relationState relation-state:established ; kb:period {period}-1 . {period}-1 a kb:Period ."
    return f"""
graph:synthetic-relations {{
  relation:synthetic-{code} a kb:DiplomaticRelation ; kb:between country:id , country:{code} ; kb:with country:{code} ;
    rdfs:label "Hubungan diplomatik Indonesia dan {name}"@id , "Diplomatic relations of Indonesia and {name}"@en ;
    kb:confidence confidence:{rng.choice(["high", "medium"])} ; kb:statedAt place:synthetic-relations .
  {facts} }}"""


def _disputed_start(code: str, year: int, *, preferred: bool) -> str:
    preference = ' ; kb:preferred true ; kb:reason "Sumber primer."@id , "The primary source."@en' if preferred else ""
    direct = f'period:synthetic-{code}-1 kb:start "{year}"^^xsd:gYear .' if preferred else ""
    return f"""{direct}
  contradiction:synthetic-{code}-start a kb:Contradiction ; kb:concerns period:synthetic-{code}-1 ; kb:disputes kb:start ;
    kb:contradictionKind contradiction-kind:diplomatic-claim ; rdfs:label "Awal hubungan"@id , "Start of the relations"@en ;
    kb:hasReading reading:synthetic-{code}-start-1 , reading:synthetic-{code}-start-2 .
  reading:synthetic-{code}-start-1 a kb:Reading ; kb:value "{year}"^^xsd:gYear ; kb:statedAt place:synthetic-relations{preference} .
  reading:synthetic-{code}-start-2 a kb:Reading ; kb:value "{year + 2}"^^xsd:gYear ; kb:statedAt place:synthetic-relations ."""
