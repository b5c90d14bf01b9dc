"""Derived bounds of dates, such as kb:earliest and kb:latest for kb:date (docs/model.md).

The bounds of kb:date are those of the preferred reading, or of all readings if none is preferred. The bounds of other
dates span all readings, because the law asks what is certain.

The vocabulary declares the date properties and the properties for their bounds (kb:earliestIn, kb:latestIn).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kembar import messages
from kembar.messages import Texts
from kembar.namespaces import CONCEPT, KB
from kembar.rdf.dates import DATATYPES, DateError, Span, read_span
from kembar.rdf.names import kb, xsd
from kembar.rdf.terms import Literal, NamedNode, Triple, text_of

__all__ = ["BESIDE_BOUNDS", "BadDate", "DateProperties", "bad_dates", "bounds", "date_properties"]

DateProperties = dict[str, tuple[str, str]]
"""IRI of a date property -> IRIs of the properties for its earliest and latest bound."""
_DATE = KB + "date"
BESIDE_BOUNDS = frozenset(prop.value for prop in (kb.precision, kb.dating, kb.otherDating, kb.dateText))
"""What is derived from a date beside its bounds."""


class BadDate(DateError):
    """A date literal that cannot be read; ``triple`` is its statement."""

    def __init__(self, triple: Triple, texts: Texts) -> None:
        super().__init__(texts)
        self.triple = triple


def date_properties(vocabulary: Iterable[Triple]) -> DateProperties:
    """Return the date properties that a vocabulary declares."""
    declared: dict[str, dict[NamedNode, str]] = defaultdict(dict)
    for triple in vocabulary:
        if triple.predicate in (kb.earliestIn, kb.latestIn):
            declared[text_of(triple.subject)][triple.predicate] = text_of(triple.object)
    return {prop: (bounds[kb.earliestIn], bounds[kb.latestIn]) for prop, bounds in declared.items()}


def bad_dates(triples: Iterable[Triple], properties: DateProperties) -> Iterator[BadDate]:
    """Yield an error for every value of a date property, also in a reading, and every date literal that is no date."""
    statements = list(triples)
    disputes = {
        triple.subject
        for triple in statements
        if triple.predicate == kb.disputes and text_of(triple.object) in properties
    }
    readings = {
        triple.object for triple in statements if triple.predicate == kb.hasReading and triple.subject in disputes
    }
    for triple in statements:
        disputed = triple.predicate == kb.value and triple.subject in readings
        if triple.predicate.value in properties or disputed or _is_date(triple.object):
            try:
                _span(triple)
            except BadDate as error:
                yield error


def bounds(triples: Iterable[Triple], properties: DateProperties) -> Iterator[Triple]:
    """Yield the derived statements for all dated things and the readings of their dates.

    Raise :class:`BadDate` if a date literal cannot be read.
    """
    spans: dict[tuple[str, str], list[_Dated]] = defaultdict(list)
    statements: dict[str, dict[NamedNode, list[Triple]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        prop = triple.predicate.value
        if prop in properties:
            spans[text_of(triple.subject), prop].append(_Dated.of(triple))
        elif prop.startswith(KB):
            statements[text_of(triple.subject)][triple.predicate].append(triple)
    readings = _readings(statements, properties)
    for thing, prop in spans.keys() | readings.keys():
        stated = sorted(spans[thing, prop])
        read = sorted(readings.get((thing, prop), ()))
        yield from _bounds_of(thing, (stated or read) if prop == _DATE else [*stated, *read], properties[prop])
        if prop == _DATE:
            yield from _of_date(thing, stated, read, properties[prop])


@dataclass(frozen=True, order=True)
class _Dated:
    """A value of a date property: what it dates, the thing itself or a reading, and its span."""

    earliest: date
    latest: date
    text: str
    node: str
    precision: str

    @classmethod
    def of(cls, triple: Triple) -> "_Dated":
        span = _span(triple)
        return cls(span.earliest, span.latest, text_of(triple.object), text_of(triple.subject), span.precision)


def _readings(
    statements: Mapping[str, Mapping[NamedNode, list[Triple]]], properties: DateProperties
) -> dict[tuple[str, str], list[_Dated]]:
    """Return the readings of each disputed date: thing and date property -> values."""
    readings: dict[tuple[str, str], list[_Dated]] = defaultdict(list)
    for dispute in list(statements.values()):
        disputed = [prop for triple in dispute.get(kb.disputes, ()) if (prop := text_of(triple.object)) in properties]
        for thing in (text_of(triple.object) for triple in dispute.get(kb.concerns, ()) if disputed):
            for reading in (text_of(triple.object) for triple in dispute.get(kb.hasReading, ())):
                values = statements[reading].get(kb.value, ()) if reading in statements else ()
                readings[thing, disputed[0]].extend(map(_Dated.of, values))
    return readings


def _bounds_of(thing: str, values: list[_Dated], properties: tuple[str, str]) -> Iterator[Triple]:
    earliest, latest = properties
    yield _day(thing, earliest, min(value.earliest for value in values).isoformat())
    yield _day(thing, latest, max(value.latest for value in values).isoformat())


def _of_date(thing: str, stated: list[_Dated], read: list[_Dated], properties: tuple[str, str]) -> Iterator[Triple]:
    """Yield the statements by which a question shows and compares the date of a thing by each reading alone.

    Args:
        thing: The thing.
        stated: Its date, if one is preferred or undisputed.
        read: All readings of it, if it is disputed.
        properties: The properties for the bounds.
    """
    node, shown = NamedNode(thing), stated or read
    for reading in read:
        yield from _bounds_of(reading.node, [reading], properties)
    for dating in stated or read:
        yield Triple(node, kb.dating, NamedNode(dating.node))
    for other in read if stated else ():
        if other.text not in {value.text for value in stated}:
            yield Triple(node, kb.otherDating, NamedNode(other.node))
    yield Triple(node, kb.dateText, Literal(" | ".join(dict.fromkeys(value.text for value in shown))))
    precision = stated[-1].precision if stated else "choice"
    yield Triple(node, kb.precision, NamedNode(f"{CONCEPT}date-precision/{precision}"))


def _is_date(term: object) -> bool:
    return isinstance(term, Literal) and term.datatype.value in DATATYPES


def _span(triple: Triple) -> Span:
    value = triple.object
    if not isinstance(value, Literal):
        raise BadDate(triple, messages.text("date.not-a-literal", value=value))
    try:
        return read_span(value.value, value.datatype.value)
    except DateError as error:
        raise BadDate(triple, error.texts) from error


def _day(thing: str, prop: str, day: str) -> Triple:
    return Triple(NamedNode(thing), NamedNode(prop), Literal(day, datatype=xsd.date))
