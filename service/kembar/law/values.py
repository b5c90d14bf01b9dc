"""The value of a statement in a proposal: a literal or a thing of the range that the vocabulary gives its property."""

import re
from datetime import date

from kembar.law.names import Names, short
from kembar.law.vocabulary import Vocabulary
from kembar.namespaces import KB, PREFIXES
from kembar.rdf.dates import DATATYPES, DateError, read_span
from kembar.rdf.literals import check_literal
from kembar.rdf.names import kb, rdf, xsd
from kembar.rdf.signs import is_blank
from kembar.rdf.terms import Literal, Triple

__all__ = ["Misfit", "check_date", "check_literal_value", "check_thing", "tidied"]

_TEXTS = (xsd.string.value, rdf.langString.value)
_NAMES_A_DOCUMENT = {KB + name for name in ("citation", "document", "planSection", "section")}
_NAMES = {PREFIXES["rdfs"] + "label", PREFIXES["dct"] + "title"} | {
    PREFIXES["skos"] + name for name in ("altLabel", "prefLabel")
}
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_HAPPENED = {
    kb.StepTaken.value: "a step that was taken",
    kb.Attestation.value: "an attestation that was made",
    kb.Finding.value: "a finding that was made",
    kb.Signature.value: "a signature that was given",
    kb.Deed.value: "a deed that was signed",
    kb.DecisionPaper.value: "a paper that was issued",
}


class Misfit(ValueError):
    """A value that does not fit its property: the rest of a sentence that begins with "A statement"."""

    def __init__(self, reason: str, nearest: list[str] | None = None) -> None:
        super().__init__(reason)
        self.nearest = nearest


def tidied(triple: Triple, vocabulary: Vocabulary) -> Triple:
    """Return a statement whose plain text is the code of a language with the datatype of such codes."""
    value = triple.object
    if (
        vocabulary.ranges.get(triple.predicate.value) == xsd.language.value
        and isinstance(value, Literal)
        and value.datatype == xsd.string
    ):
        return Triple(triple.subject, triple.predicate, Literal(value.value, datatype=xsd.language))
    return triple


def check_literal_value(prop: str, value: Literal, vocabulary: Vocabulary) -> None:
    """Raise :class:`Misfit` for a literal where a thing is expected, or one outside the range of the property."""
    if prop == rdf.type.value or prop in vocabulary.to_things:
        raise Misfit("has a literal as its value instead of a thing, which is an IRI or a blank node")
    wanted, given = vocabulary.ranges.get(prop), value.datatype.value
    if wanted == xsd.language.value:
        if given != wanted or not _LANGUAGE.fullmatch(value.value):
            raise Misfit(f'has {value.value[:60]!r} where a language is named by its BCP 47 code, such as "id"')
        return
    if wanted and wanted.startswith((PREFIXES["xsd"], PREFIXES["rdf"])) and given != wanted:
        raise Misfit(f"has a value of the datatype {short(given)} where {short(prop)} takes {_written(wanted)}")
    if prop in vocabulary.dates and given not in DATATYPES:
        raise Misfit(
            f"has a value of the datatype {short(given)} where {short(prop)} takes a date: "
            "xsd:date, xsd:gYearMonth, xsd:gYear or edtf:EDTF"
        )
    try:
        check_literal(value)
    except ValueError as error:
        raise Misfit(f"has a value that cannot be read: {error}") from error
    if (wanted in _TEXTS or prop in _NAMES) and not value.value.strip():
        raise Misfit("has an empty text")
    if prop in _NAMES_A_DOCUMENT and is_blank(value.value):
        raise Misfit("has an empty text: it has neither a letter nor a digit")


def check_thing(prop: str, thing: str, vocabulary: Vocabulary, names: Names) -> None:
    """Raise :class:`Misfit` for a thing where a literal is expected, or one outside the range of the property."""
    if prop in vocabulary.to_literals or prop in _NAMES:
        wanted = _written(vocabulary.ranges.get(prop, _TEXTS[0])) if prop not in vocabulary.dates else "a date"
        raise Misfit(f"has a thing as its value where {short(prop)} takes {wanted}")
    wanted = vocabulary.ranges.get(prop, "")
    scheme = vocabulary.schemes.get(prop)
    if scheme and not names.in_scheme(thing, scheme):
        reason = f"has {short(thing)} as its value, which is no concept of <{scheme}>"
        raise Misfit(reason, names.nearest(thing, scheme))
    if not wanted or wanted in names.classes(thing):
        return
    if names.classes(thing):
        stated = ", ".join(map(short, names.specific(thing))) or "a concept"
        reason = f"has {stated} as its value where {short(prop)} takes {short(wanted)}"
        raise Misfit(reason, names.nearest(thing, wanted=wanted) or None)
    reason = f"names <{thing}>, which neither the record nor the graph describes as {short(wanted)}"
    raise Misfit(f"{reason}; describe it, and state its class by rdf:type", names.nearest(thing, wanted=wanted))


def check_date(triple: Triple, classes: frozenset[str], today: date) -> None:
    """Raise :class:`Misfit` for what certainly happens only after today, but is stated as something that happened."""
    value = triple.object
    what = next((text for name, text in _HAPPENED.items() if name in classes), None)
    if triple.predicate != kb.date or what is None or not isinstance(value, Literal):
        return
    try:
        earliest = read_span(value.value, value.datatype.value).earliest
    except DateError:
        return  # refused as a date that cannot be read
    if earliest > today:
        raise Misfit(
            f"dates {what} after today, {today.isoformat()}; leave out what has not happened yet, "
            "and state an intended day of signature by kb:intendedDate of the deed"
        )


def _written(datatype: str) -> str:
    return {
        rdf.langString.value: 'a text with its language, such as "…"@id',
        xsd.string.value: 'a text without language, such as "…"',
        xsd.boolean.value: "true or false (xsd:boolean)",
    }.get(datatype, f"a value of the datatype {short(datatype)}")
