"""SPARQL queries to measure endpoints with.

Each kind of query takes a number; a new number gives a query that no endpoint has cached.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from kembar.namespaces import ID, PREFIXES

__all__ = ["FEW", "KINDS", "LOOK_UPS", "MIX", "Question", "queries_for"]

Question = Callable[[int, int], str]
"""A function from a number and the number of invented partnerships to a query."""

_HEAD = (
    "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("kb", "rdfs", "xsd"))
    + f"PREFIX partnership: <{ID}partnership/>\n"
)
_SYLLABLES = "ba da ga ka la ma na ra sa ta be de ke le me ne re se te an en ar or in".split()  # noqa: SIM905


def _slug(number: int, partnerships: int) -> str:
    # The stride is coprime to most counts, so that consecutive queries read distant parts of the disk.
    return f"synthetic-{number * 7919 % partnerships + 1}"


def _limit(number: int) -> str:
    """Return a limit above the number of rows that makes the text new even if its subject repeats."""
    return f"LIMIT {1_000_000 + number}"


def _by_iri(number: int, partnerships: int) -> str:
    return f"SELECT ?property ?value WHERE {{ <{ID}partnership/{_slug(number, partnerships)}> ?property ?value }} {_limit(number)}"


def _by_slug(number: int, partnerships: int) -> str:
    slug = _slug(number, partnerships)
    return f"{_HEAD}SELECT ?deed ?type ?name WHERE {{ ?deed kb:founds partnership:{slug} ; kb:deedType ?type ; rdfs:label ?name }} {_limit(number)}"


def _inactive(number: int, _: int) -> str:
    since = date(2010, 1, 1) + timedelta(days=number % 5_000)
    return f"""{_HEAD}SELECT ?partnership ?name ?last WHERE {{
  ?partnership a kb:Partnership ; rdfs:label ?name . FILTER(LANG(?name) = "en")
  OPTIONAL {{ ?summary kb:partnership ?partnership ; kb:lastHeldLatest ?last }}
  FILTER(!BOUND(?last) || ?last < "{since}"^^xsd:date)
}} {_limit(number)}"""


def _counts(number: int, _: int) -> str:
    return f"""{_HEAD}SELECT ?status (COUNT(?activity) AS ?activities) WHERE {{ ?activity a kb:Activity ; kb:status ?status }}
GROUP BY ?status {_limit(number)}"""


def _text(number: int, _: int) -> str:
    part = _SYLLABLES[number % len(_SYLLABLES)]
    return f"""{_HEAD}SELECT ?government ?name WHERE {{ ?government a kb:LocalGovernment ; rdfs:label ?name . FILTER(CONTAINS(LCASE(STR(?name)), "{part}")) }}
{_limit(number)}"""


def _construct(number: int, partnerships: int) -> str:
    slug = _slug(number, partnerships)
    return f"{_HEAD}CONSTRUCT {{ ?deed ?property ?value }} WHERE {{ ?deed kb:founds partnership:{slug} ; ?property ?value }} {_limit(number)}"


def _path(number: int, partnerships: int) -> str:
    return f"{_HEAD}SELECT ?country WHERE {{ partnership:{_slug(number, partnerships)} kb:party/kb:governs/kb:country ?country }} {_limit(number)}"


KINDS: dict[str, Question] = {
    "properties of a partnership by its IRI": _by_iri,
    "founding deeds of a partnership by its slug": _by_slug,
    "partners inactive since a day": _inactive,
    "activities counted by status": _counts,
    "governments by a part of their name": _text,
    "founding deeds, CONSTRUCT": _construct,
    "countries of the parties, path": _path,
}
LOOK_UPS = (_by_iri, _by_slug)
FEW: tuple[Question, ...] = tuple(KINDS.values())
MIX: tuple[Question, ...] = (
    _by_iri,
    _by_slug,
    _construct,
    _by_iri,
    _path,
    _by_slug,
    _inactive,
    _by_iri,
    _by_slug,
    _path,
)
MIX += (_by_slug, _by_iri, _text, _by_slug, _construct, _by_iri, _counts, _by_slug, _by_iri, _path)
"""Twenty queries: fourteen look-ups or CONSTRUCTs of one thing, three paths, and three scans."""


def queries_for(kinds: tuple[Question, ...], numbers: range, partnerships: int) -> Iterator[str]:
    """Yield a query for each number, with the kinds in turn."""
    return (kinds[number % len(kinds)](number, partnerships) for number in numbers)
