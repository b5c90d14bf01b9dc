"""The graph of a proposal: the statements that it may contain, and its deeds.

It may describe its own partnership, deeds, parties, territories and evidence, with the sources where they are stated.
The header of a content file, which says what the file is, is left out. It may repeat statements of the content,
but not add statements on things of the content. It may not describe relations, law, rules or contradictions, which are
the shared facts by which a proposal is judged.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kembar import messages
from kembar.errors import UnacceptableGraph
from kembar.law.days import today
from kembar.law.names import Names, nearest_term, ours, short
from kembar.law.values import Misfit, check_date, check_literal_value, check_thing, tidied
from kembar.law.vocabulary import Vocabulary
from kembar.messages import LANGUAGES, Texts
from kembar.namespaces import BASE, GRAPH, KB, PREFIXES
from kembar.rdf.bounds import BESIDE_BOUNDS, BadDate, bounds
from kembar.rdf.names import kb, rdf, void
from kembar.rdf.signs import sign_in
from kembar.rdf.terms import BlankNode, Literal, NamedNode, Quad, Triple, text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store

__all__ = ["Vocabulary", "read_proposal"]

_HOW_TO = messages.text("refused.how-to-propose")
_MAY_BE = {
    f"{KB}{name}"
    for name in """
        Activity Actor Attestation Budget Clause Contact Country DecisionPaper Deed Event FieldListing Finding
        LocalGovernment Participation Partnership Person Period PlanReference Signature Source SourcePlace StepTaken
        Territory TieState Venue
    """.split()  # noqa: SIM905 -- a list of words reads better
}
# A new country may be named but not described, because facts about countries decide requirements.
_ONLY_UNDER_TEST = {KB + name for name in ("actEarliest", "actLatest", "asOfEarliest", "asOfLatest")}
_ONE_A_REGION = (kb.councilOf, kb.headOf)
"""A proposal cannot bring a second council or head, which would take the steps of the recorded one."""
_NAMES_AND_NOTES = tuple(PREFIXES[name] for name in ("dct", "skos", "prov")) + tuple(
    PREFIXES["rdfs"] + name for name in ("label", "comment", "seeAlso")
)
_BLANK = f"{BASE}.well-known/genid/"
_MAY_SPEAK_OF = _MAY_BE - {KB + "Country"}


def read_proposal(
    triples: Iterable[Triple], content: Store, vocabulary: Vocabulary, day: date | None = None
) -> tuple[Store, list[str]]:
    """Return a store of the new statements of a proposal, with derived dates and named blank nodes, and its deeds.

    Args:
        triples: The graph.
        content: The record.
        vocabulary: The vocabulary.
        day: The day after which nothing can have happened; by default today.

    Raises:
        UnacceptableGraph: With the statement that a proposal may not contain, and the nearest names of an unknown one.
    """
    named = [tidied(_named(triple), vocabulary) for triple in _without_header(triples)]
    types: dict[str, set[str]] = defaultdict(set)
    for triple in named:
        if triple.predicate == rdf.type:
            types[text_of(triple.subject)].add(text_of(triple.object))
    proposed = {thing: frozenset(classes) for thing, classes in types.items()}
    check = _Check(vocabulary, Names(content, proposed, vocabulary), proposed, day or today())
    new = [triple for triple in named if not _stands_in(content, triple)]
    for triple in new:
        try:
            check(triple)
        except Misfit as misfit:
            raise _refusal(triple, misfit.texts, misfit.nearest) from misfit
    try:
        new += bounds(named, vocabulary.dates)
    except BadDate as error:
        raise _refusal(error.triple, messages.text("misfit.date", reason=error.texts)) from error
    store = EmbeddedStore()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in new)
    deeds = sorted(thing for thing, classes in proposed.items() if kb.Deed.value in classes)
    if not deeds:
        raise UnacceptableGraph(messages.text("refused.no-deed", advice=_HOW_TO))
    described = {triple.subject for triple in new if triple.predicate != rdf.type}
    for triple in new:
        if triple.predicate == rdf.type and text_of(triple.object) == kb.Deed.value and triple.subject not in described:
            near = check.names.nearest(text_of(triple.subject))
            raise UnacceptableGraph(
                messages.text("refused.deed-undescribed", near=_named_near(near), advice=_HOW_TO),
                statement=f"{triple} .",
                nearest=near or None,
            )
    return store, deeds


def _without_header(triples: Iterable[Triple]) -> list[Triple]:
    """Return statements without the header of a content file: what it is called, its licence and its sources."""
    stated = list(triples)
    headers = {
        triple.subject
        for triple in stated
        if triple.predicate == rdf.type
        and triple.object == void.Dataset
        and isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(GRAPH)
    }
    return [
        triple
        for triple in stated
        if triple.subject not in headers
        or not (triple.object == void.Dataset or triple.predicate.value.startswith(_NAMES_AND_NOTES))
    ]


class _Check:
    """The check of one new statement: it may be stated, and it means something to the rules."""

    def __init__(self, vocabulary: Vocabulary, names: Names, proposed: dict[str, frozenset[str]], day: date) -> None:
        self.names = names
        self._vocabulary, self._proposed, self._day = vocabulary, proposed, day
        self._derived = {prop for pair in vocabulary.dates.values() for prop in pair} | BESIDE_BOUNDS | _ONLY_UNDER_TEST

    def __call__(self, triple: Triple) -> None:
        """Raise :class:`Misfit` with the reason why a statement is refused."""
        subject, value = text_of(triple.subject), triple.object
        for term in (triple.subject, triple.predicate, value):
            if isinstance(term, NamedNode) and (sign := sign_in(term.value)):
                raise Misfit("misfit.sign", self._nearest(term.value), sign=sign)
        self._check_subject(subject)
        if triple.predicate == rdf.type:
            self._check_class(value)
            return
        self._check_property(triple.predicate.value, self.names.classes(subject), subject)
        if isinstance(value, Literal):
            check_literal_value(triple.predicate.value, value, self._vocabulary)
            check_date(triple, self.names.classes(subject), self._day)
        else:
            self._check_known(triple.predicate.value, text_of(value))
            check_thing(triple.predicate.value, text_of(value), self._vocabulary, self.names)
            if triple.predicate in _ONE_A_REGION and (known := self.names.holders(triple.predicate, text_of(value))):
                raise Misfit("misfit.second", known)

    def _check_subject(self, subject: str) -> None:
        if self.names.in_record(subject):
            raise Misfit("misfit.recorded")
        if subject not in self._proposed:
            near = self.names.nearest(subject) if ours(subject) else None
            raise Misfit("misfit.without-class", near)

    def _check_class(self, value: object) -> None:
        if isinstance(value, Literal):
            raise Misfit("misfit.literal")
        name = text_of(value)
        if name in _MAY_BE:
            return
        if ours(name) and name not in self._vocabulary.classes:
            raise Misfit("misfit.unknown-class", nearest_term(name, _MAY_BE), name=name)
        raise Misfit("misfit.forbidden-class", nearest_term(name, _MAY_BE) or None)

    def _check_property(self, prop: str, classes: frozenset[str], subject: str) -> None:
        if prop not in self._vocabulary.properties:
            if ours(prop):
                near = nearest_term(prop, self._vocabulary.properties)
                raise Misfit("misfit.unknown-property", near, name=prop)
            if not prop.startswith(_NAMES_AND_NOTES):
                raise Misfit("misfit.foreign-property", nearest_term(prop, self._vocabulary.properties) or None)
        takers = self._vocabulary.belonging.takers.get(prop, frozenset())
        if takers and takers.isdisjoint(_MAY_SPEAK_OF | {kb.Occurrence.value}):
            belongs = _one_of(sorted(takers, key=short), {"id": " atau ", "en": " or "})
            raise Misfit("misfit.curated", property=short(prop), takers=belongs)
        if prop in self._derived:
            raise Misfit("misfit.derived")
        elsewhere = self._vocabulary.belonging.misplaced(prop, classes)
        if elsewhere:
            stated = ", ".join(sorted(short(name) for name in self._proposed.get(subject, ())))
            raise Misfit(
                "misfit.misplaced",
                list(elsewhere.nearest) or None,
                property=short(prop),
                takers=_one_of(elsewhere.takers, {"id": " atau ", "en": " or a "}),
                stated=stated,
                instead=_joined(
                    messages.text("misfit.instead", other=short(other), taker=short(taker))
                    for other, taker in elsewhere.instead
                ),
            )

    def _check_known(self, prop: str, thing: str) -> None:
        classes = self.names.classes(thing)
        if kb.Renamed.value in classes:
            raise Misfit("misfit.former", self.names.present_names(thing), thing=thing)
        if kb.Withdrawn.value in classes:
            raise Misfit("misfit.withdrawn", thing=thing)
        if classes or not ours(thing):
            return
        if thing.startswith(_BLANK):
            raise Misfit("misfit.blank-node")
        scheme, wanted = self._vocabulary.schemes.get(prop), self._vocabulary.ranges.get(prop)
        near = self.names.nearest(thing, scheme, wanted)
        raise Misfit("misfit.unknown", near, thing=thing)

    def _nearest(self, iri: str) -> list[str]:
        if iri.startswith(KB) or not ours(iri):
            return nearest_term(iri, self._vocabulary.properties)
        return self.names.nearest(iri)


def _refusal(triple: Triple, reason: Texts, nearest: list[str] | None = None) -> UnacceptableGraph:
    said = messages.text("refused.statement", reason=reason, near=_named_near(nearest))
    return UnacceptableGraph(said, statement=f"{triple} .", nearest=nearest)


def _named_near(names: list[str] | None) -> str | Texts:
    """Return a sentence with the nearest names; for an empty list, that there is none."""
    if names is None:
        return ""
    return messages.text("refused.near", names=", ".join(map(short, names))) if names else messages.text("refused.far")


def _one_of(classes: Sequence[str], separators: Texts) -> Texts:
    """Return the short names of classes with a word between them."""
    return {language: between.join(map(short, classes)) for language, between in separators.items()}


def _joined(parts: Iterable[Texts]) -> Texts:
    taken = list(parts)
    return {language: "".join(part[language] for part in taken) for language in LANGUAGES}


def _named(triple: Triple) -> Triple:
    """Return the triple with IRIs in place of blank nodes (RDF 1.1 Concepts §3.5), so that a report can name them."""
    subject = _name(triple.subject) if isinstance(triple.subject, BlankNode) else triple.subject
    return Triple(
        subject, triple.predicate, _name(triple.object) if isinstance(triple.object, BlankNode) else triple.object
    )


def _name(node: BlankNode) -> NamedNode:
    return NamedNode(_BLANK + node.value)


def _stands_in(content: Store, triple: Triple) -> bool:
    return content.contains(triple.subject, triple.predicate, triple.object)
