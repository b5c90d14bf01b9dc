"""Derived bounds of dates over all their readings, such as kb:earliest and kb:latest for kb:date (docs/model.md).

The vocabulary declares the date properties and the properties for their bounds (kb:earliestIn, kb:latestIn).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kembar import messages
from kembar.messages import Texts
from kembar.namespaces import CONCEPT, KB
from kembar.rdf.dates import DATATYPES, DateError, Span, read_span
from kembar.rdf.names import kb, xsd
from kembar.rdf.terms import Literal, NamedNode, Triple, text_of

__all__ = ["BadDate", "DateProperties", "bad_dates", "bounds", "date_properties"]

DateProperties = dict[str, tuple[str, str]]
"""IRI of a date property -> IRIs of the properties for its earliest and latest bound."""


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
    """Yield the derived statements for all dated things. Raise :class:`BadDate` if a date literal cannot be read."""
    date = KB + "date"
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    direct: dict[str, Span] = {}
    statements: dict[str, dict[NamedNode, list[Triple]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        prop = triple.predicate.value
        if prop in properties:
            span = _span(triple)
            spans[text_of(triple.subject), prop].append(span)
            if prop == date:
                direct[text_of(triple.subject)] = span
        elif prop.startswith(KB):
            statements[text_of(triple.subject)][triple.predicate].append(triple)
    for dispute in list(statements.values()):
        disputed = [prop for triple in dispute.get(kb.disputes, ()) if (prop := text_of(triple.object)) in properties]
        for thing in (text_of(triple.object) for triple in dispute.get(kb.concerns, ()) if disputed):
            for reading in (text_of(triple.object) for triple in dispute.get(kb.hasReading, ())):
                spans[thing, disputed[0]].extend(_span(value) for value in statements[reading].get(kb.value, ()))
    for (thing, prop), readings in spans.items():
        earliest, latest = properties[prop]
        yield _day(thing, earliest, min(span.earliest for span in readings).isoformat())
        yield _day(thing, latest, max(span.latest for span in readings).isoformat())
        if prop == date:
            precision = direct[thing].precision if thing in direct else "choice"
            yield Triple(NamedNode(thing), kb.precision, NamedNode(f"{CONCEPT}date-precision/{precision}"))


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
