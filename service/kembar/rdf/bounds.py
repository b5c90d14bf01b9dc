"""The derived bounds of every dated thing, over all its readings (design §2): kb:earliest and kb:latest beside kb:date, and so on.

Which properties are dates and where their bounds go is said in the vocabulary (kb:earliestIn, kb:latestIn), not here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kembar import messages
from kembar.messages import Texts
from kembar.namespaces import CONCEPT, KB, PREFIXES
from kembar.rdf.dates import DateError, Span, read_span
from kembar.rdf.terms import text_of

__all__ = ["BadDate", "DateProperties", "bad_dates", "bounds", "date_properties"]

_DATE = PREFIXES["xsd"] + "date"
DateProperties = dict[str, tuple[str, str]]
"""A date property's IRI -> the IRIs of the properties that keep its earliest and latest bound."""


class BadDate(DateError):
    """A date literal that cannot be read; ``triple`` is the statement that holds it."""

    def __init__(self, triple: ox.Triple, texts: Texts) -> None:
        super().__init__(texts)
        self.triple = triple


def date_properties(vocabulary: Iterable[ox.Triple]) -> DateProperties:
    """The date properties that a vocabulary declares."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in vocabulary:
        if triple.predicate.value in (KB + "earliestIn", KB + "latestIn"):
            found[text_of(triple.subject)][triple.predicate.value] = text_of(triple.object)
    return {prop: (bounds[KB + "earliestIn"], bounds[KB + "latestIn"]) for prop, bounds in found.items()}


def bad_dates(triples: Iterable[ox.Triple], properties: DateProperties) -> Iterator[BadDate]:
    """Every statement of a date that cannot be read, readings of a disputed date included."""
    said = list(triples)
    disputes = {
        triple.subject
        for triple in said
        if triple.predicate.value == KB + "disputes" and text_of(triple.object) in properties
    }
    readings = {
        triple.object for triple in said if triple.predicate.value == KB + "hasReading" and triple.subject in disputes
    }
    for triple in said:
        if triple.predicate.value in properties or (
            triple.predicate.value == KB + "value" and triple.subject in readings
        ):
            try:
                _span(triple)
            except BadDate as error:
                yield error


def bounds(triples: Iterable[ox.Triple], properties: DateProperties) -> Iterator[ox.Triple]:
    """The derived statements for all dated things in ``triples``. Raises :class:`BadDate`."""
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    own: dict[str, Span] = {}
    about: dict[str, dict[str, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        prop = triple.predicate.value
        if prop in properties:
            span = _span(triple)
            spans[text_of(triple.subject), prop].append(span)
            if prop == KB + "date":
                own[text_of(triple.subject)] = span
        elif prop.startswith(KB):
            about[text_of(triple.subject)][prop].append(triple)
    for said in list(about.values()):
        disputed = [
            text_of(triple.object) for triple in said.get(KB + "disputes", ()) if text_of(triple.object) in properties
        ]
        for thing in (text_of(triple.object) for triple in said.get(KB + "concerns", ()) if disputed):
            for reading in (text_of(triple.object) for triple in said.get(KB + "hasReading", ())):
                spans[thing, disputed[0]].extend(_span(value) for value in about[reading].get(KB + "value", ()))
    for (thing, prop), known in spans.items():
        earliest, latest = properties[prop]
        yield _day(thing, earliest, min(span.earliest for span in known).isoformat())
        yield _day(thing, latest, max(span.latest for span in known).isoformat())
        if prop == KB + "date":
            precision = own[thing].precision if thing in own else "choice"
            yield ox.Triple(
                ox.NamedNode(thing),
                ox.NamedNode(KB + "precision"),
                ox.NamedNode(f"{CONCEPT}date-precision/{precision}"),
            )


def _span(triple: ox.Triple) -> Span:
    value = triple.object
    if not isinstance(value, ox.Literal):
        raise BadDate(triple, messages.text("date.not-a-literal", value=value))
    try:
        return read_span(value.value, value.datatype.value)
    except DateError as error:
        raise BadDate(triple, error.texts) from error


def _day(thing: str, prop: str, day: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(thing), ox.NamedNode(prop), ox.Literal(day, datatype=ox.NamedNode(_DATE)))
