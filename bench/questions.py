"""The queries that endpoints are measured by: each kind is asked with a number, and a number of which there was no question yet makes one that nobody kept."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from kembar.namespaces import ID, PREFIXES

__all__ = ["FEW", "KINDS", "LOOK_UPS", "MIX", "Question", "asked"]

Question = Callable[[int, int], str]
"""A query by its number, over a graph of so many invented partnerships."""

_HEAD = (
    "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("kb", "rdfs", "xsd"))
    + f"PREFIX partnership: <{ID}partnership/>\n"
)
_SYLLABLES = [
    "ba",
    "da",
    "ga",
    "ka",
    "la",
    "ma",
    "na",
    "ra",
    "sa",
    "ta",
    "be",
    "de",
    "ke",
    "le",
    "me",
    "ne",
    "re",
    "se",
    "te",
    "an",
    "en",
    "ar",
    "or",
    "in",
]


def _slug(number: int, partnerships: int) -> str:
    # A stride that has no factor in common with most counts, so that neighbours in time are none on disk.
    return f"synthetic-{number * 7919 % partnerships + 1}"


def _limit(number: int) -> str:
    """More than there are rows, and another for each number: so the text is new even where its subject comes again."""
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
"""Of twenty fourteen are of one thing or its neighbours by look-up or CONSTRUCT, three follow a path, three read the whole."""


def asked(kinds: tuple[Question, ...], numbers: range, partnerships: int) -> Iterator[str]:
    """A query for each number, of the kinds in turn."""
    return (kinds[number % len(kinds)](number, partnerships) for number in numbers)
