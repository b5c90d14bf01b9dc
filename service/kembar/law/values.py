"""The value of a statement in a proposal: a literal or a thing of the range that the vocabulary gives its property."""

import re
from datetime import date

from kembar import messages
from kembar.law.names import Names, short
from kembar.law.vocabulary import Vocabulary
from kembar.messages import Texts
from kembar.namespaces import KB, PREFIXES
from kembar.rdf.dates import DATATYPES, DateError, read_span
from kembar.rdf.literals import LiteralError, check_literal
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
    kb.StepTaken.value: "happened.step",
    kb.Attestation.value: "happened.attestation",
    kb.Finding.value: "happened.finding",
    kb.Signature.value: "happened.signature",
    kb.Deed.value: "happened.deed",
    kb.DecisionPaper.value: "happened.paper",
}


class Misfit(ValueError):
    """A statement that does not fit: the rest of a sentence that begins with "A statement", in both languages."""

    def __init__(self, key: str, nearest: list[str] | None = None, **values: object) -> None:
        """Take the key of the message, the nearest names and what replaces the placeholders."""
        self.texts = messages.text(key, **values)
        super().__init__(self.texts["en"])
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
        raise Misfit("misfit.literal")
    wanted, given = vocabulary.ranges.get(prop), value.datatype.value
    if wanted == xsd.language.value:
        if given != wanted or not _LANGUAGE.fullmatch(value.value):
            raise Misfit("misfit.language", value=repr(value.value[:60]))
        return
    if wanted and wanted.startswith((PREFIXES["xsd"], PREFIXES["rdf"])) and given != wanted:
        raise Misfit("misfit.datatype", datatype=short(given), property=short(prop), wanted=_written(wanted))
    if prop in vocabulary.dates and given not in DATATYPES:
        raise Misfit("misfit.no-date", datatype=short(given), property=short(prop))
    try:
        check_literal(value)
    except (LiteralError, DateError) as error:
        raise Misfit("misfit.unreadable", reason=error.texts) from error
    if (wanted in _TEXTS or prop in _NAMES) and not value.value.strip():
        raise Misfit("misfit.empty")
    if prop in _NAMES_A_DOCUMENT and is_blank(value.value):
        raise Misfit("misfit.blank")


def check_thing(prop: str, thing: str, vocabulary: Vocabulary, names: Names) -> None:
    """Raise :class:`Misfit` for a thing where a literal is expected, or one outside the range of the property."""
    if prop in vocabulary.to_literals or prop in _NAMES:
        dated = prop in vocabulary.dates
        written = messages.text("written.date") if dated else _written(vocabulary.ranges.get(prop, _TEXTS[0]))
        raise Misfit("misfit.thing", property=short(prop), wanted=written)
    wanted = vocabulary.ranges.get(prop, "")
    scheme = vocabulary.schemes.get(prop)
    if scheme and not names.in_scheme(thing, scheme):
        raise Misfit("misfit.concept", names.nearest(thing, scheme), thing=short(thing), scheme=scheme)
    if not wanted or wanted in names.classes(thing):
        return
    near = names.nearest(thing, wanted=wanted)
    if names.classes(thing):
        stated = ", ".join(map(short, names.specific(thing))) or messages.text("written.concept")
        raise Misfit("misfit.range", near or None, stated=stated, property=short(prop), wanted=short(wanted))
    raise Misfit("misfit.not-described-as", near, thing=thing, wanted=short(wanted))


def check_date(triple: Triple, classes: frozenset[str], today: date) -> None:
    """Raise :class:`Misfit` for what certainly happens only after today, but is stated as something that happened."""
    value = triple.object
    what = next((key for name, key in _HAPPENED.items() if name in classes), None)
    if triple.predicate != kb.date or what is None or not isinstance(value, Literal):
        return
    try:
        earliest = read_span(value.value, value.datatype.value).earliest
    except DateError:
        return  # refused as a date that cannot be read
    if earliest > today:
        raise Misfit("misfit.future", what=messages.text(what), today=today.isoformat())


def _written(datatype: str) -> Texts:
    """Return how values of a datatype are written."""
    key = {
        rdf.langString.value: "written.text-with-language",
        xsd.string.value: "written.text",
        xsd.boolean.value: "written.boolean",
    }.get(datatype)
    return messages.text(key) if key else messages.text("written.datatype", datatype=short(datatype))
