"""Drafts that nobody proposed, by which one sees what a cooperation with a country would need."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from kembar import messages
from kembar.errors import BadParameter, UnknownName
from kembar.law.names import Names
from kembar.law.vocabulary import Vocabulary
from kembar.messages import LANGUAGES, Texts
from kembar.namespaces import CONCEPT, ID, slug_of
from kembar.rdf.names import kb, rdf, rdfs, skos
from kembar.rdf.terms import Literal as Text
from kembar.rdf.terms import NamedNode, Quad, text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store, objects, texts

__all__ = ["DEED", "Draft", "draft_store"]

DEED = f"{ID}deed/unnamed-draft"
"""The IRI of the draft, which nothing stores."""

_HOME, _PARTNER = f"{ID}government/unnamed-region", f"{ID}government/unnamed-partner"
_COUNTRY, _GOVERNMENT, _INDONESIA = f"{ID}country/", f"{ID}government/", f"{ID}country/id"
_MOST_NEAREST = 5
_NONE = messages.text("refused.none")
_PARTNERS = {"ksdpl": "draft.partner-ksdpl", "ksdll": "draft.partner-ksdll"}
_PAPERS = {"deed": "draft.deed", "letter": "draft.letter"}


@dataclass(frozen=True)
class Draft:
    """What is asked about.

    Attributes:
        country: The country of the partner: its slug, code, name or IRI.
        kind: Whether the partner is a regional government or an institution.
        paper: Whether a letter of intent or a deed of cooperation would be signed.
        region: The Indonesian region, by the slug or IRI of its government; None for a region that is not named, to
            which no rule of a particular region applies.
    """

    country: str
    kind: Literal["ksdpl", "ksdll"] = "ksdpl"
    paper: Literal["letter", "deed"] = "deed"
    region: str | None = None


def draft_store(asked: Draft, record: Store, vocabulary: Vocabulary) -> EmbeddedStore:
    """Return the graph of a draft, whose deed is :data:`DEED`.

    Raises:
        UnknownName: With the nearest names, if the record has no such country or Indonesian region.
        BadParameter: If the country is Indonesia.
    """
    country = _country(asked.country, record)
    home = _HOME if asked.region is None else _region(asked.region, record, vocabulary)
    partner = NamedNode(_PARTNER)
    names = texts(record, country, rdfs.label)
    store = EmbeddedStore()

    def describe(thing: str, kind: NamedNode, label: Texts, **values: str) -> None:
        node = NamedNode(thing)
        store.extend([Quad(node, rdf.type, kind)])
        store.extend(Quad(node, rdfs.label, Text(text, language=language)) for language, text in label.items())
        store.extend(Quad(node, kb[name], NamedNode(value)) for name, value in values.items())

    if home == _HOME:
        describe(home, kb.LocalGovernment, messages.text("draft.region"), country=_INDONESIA)
    label = _with_country(_PARTNERS[asked.kind], names)
    if asked.kind == "ksdpl":
        describe(_PARTNER, kb.LocalGovernment, label, country=country)
    else:
        # Any kind of institution will do; whether it is a political party is for the rules to ask of a real partner.
        describe(_PARTNER, kb.Actor, label, country=country, actorKind=f"{CONCEPT}actor-kind/association")
    describe(DEED, kb.Deed, _with_country(_PAPERS[asked.paper], names), party=home)
    store.extend([Quad(NamedNode(DEED), kb.party, partner)])
    if asked.paper == "letter":
        store.extend([Quad(NamedNode(DEED), kb.deedType, NamedNode(f"{CONCEPT}deed-type/loi"))])
    return store


def _with_country(key: str, names: Texts) -> Texts:
    """Return a message with the name of the country in its own language."""
    return {
        language: messages.text(key, country=names[language])[language] for language in LANGUAGES if language in names
    }


def _country(name: str, record: Store) -> str:
    iri = name if name.startswith(_COUNTRY) else _COUNTRY + name.strip().casefold()
    if not _is(iri, kb.Country, record):
        iri = _named_country(name, record)
    if iri == _INDONESIA:
        raise BadParameter(messages.text("refused.country-at-home"), parameter="country")
    return iri


def _named_country(name: str, record: Store) -> str:
    """Return the country of a name or code in either language."""
    countries = [text_of(quad.subject) for quad in record.quads(None, rdf.type, kb.Country)]
    known = {
        text.casefold(): country
        for country in countries
        for prop in (skos.altLabel, rdfs.label, kb.isoAlpha3)
        for text in objects(record, country, prop)
    }
    spelled = name.strip().casefold()
    if spelled in known:
        return known[spelled]
    codes = {slug_of(country): country for country in countries}
    near = get_close_matches(spelled[:100], [*known, *codes], n=_MOST_NEAREST, cutoff=0.6)
    nearest = list(dict.fromkeys(slug_of((known | codes)[one]) for one in near))
    labels = {slug: texts(record, codes[slug], rdfs.label) for slug in nearest}
    named = {
        language: ", ".join(f"{slug} ({label.get(language, slug)})" for slug, label in labels.items())
        for language in LANGUAGES
    }
    said = messages.text("refused.country", name=repr(name[:60]), near=named if nearest else _NONE)
    raise UnknownName(said, parameter="country", known=nearest)


def _region(name: str, record: Store, vocabulary: Vocabulary) -> str:
    iri = name if ":" in name else _GOVERNMENT + name.strip().casefold()
    if _is(iri, kb.LocalGovernment, record) and _INDONESIA in objects(record, iri, kb.country):
        return iri
    names = Names(record, {}, vocabulary)
    near = names.nearest(iri, wanted=kb.LocalGovernment.value)
    nearest = [slug_of(one) for one in near if _INDONESIA in objects(record, one, kb.country)]
    said = messages.text("refused.region", name=repr(name[:60]), near=", ".join(nearest) or _NONE)
    raise UnknownName(said, parameter="region", known=nearest)


def _is(iri: str, kind: NamedNode, record: Store) -> bool:
    try:
        return record.contains(NamedNode(iri), rdf.type, kind)
    except ValueError:  # not an IRI
        return False
