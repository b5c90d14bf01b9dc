"""The graph of a proposal: the statements that it may contain, and its deeds.

It may describe its own partnership, deeds, parties, territories and evidence. It may repeat statements of the content,
but not add statements on things of the content. It may not describe relations, law, rules or contradictions, which are
the shared facts by which a proposal is judged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kembar.errors import UnacceptableGraph
from kembar.namespaces import BASE, KB, PREFIXES
from kembar.rdf.bounds import BadDate, DateProperties, bounds, date_properties
from kembar.rdf.literals import check_literal
from kembar.rdf.names import kb, owl, rdf, rdfs
from kembar.rdf.terms import BlankNode, Literal, NamedNode, Quad, Triple, text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store

__all__ = ["Vocabulary", "read_proposal"]

_HOW_TO = (
    "Describe the deed that would be signed and its parties: "
    "deed:… a kb:Deed ; kb:party government:jakarta , government:… ."
)
_MAY_BE = {
    f"{KB}{name}"
    for name in """
        Activity Actor Attestation Contact Country Deed Event FieldListing Finding LocalGovernment Participation
        Partnership Person Period Signature Source SourcePlace StepTaken Territory Venue
    """.split()  # noqa: SIM905 -- a list of words reads better
}
# A new country may be named but not described, because facts about countries decide requirements.
_ONLY_UNDER_TEST = {KB + name for name in ("actEarliest", "actLatest", "asOfEarliest", "asOfLatest")}
_NAMES_AND_NOTES = tuple(PREFIXES[name] for name in ("dct", "skos", "prov")) + tuple(
    PREFIXES["rdfs"] + name for name in ("label", "comment", "seeAlso")
)
_MAY_SPEAK_OF = _MAY_BE - {KB + "Country"}


@dataclass(frozen=True)
class Vocabulary:
    """The part of the vocabulary against which proposals are checked.

    Attributes:
        properties: The IRIs of all properties.
        to_things: The IRIs of the object properties.
        domains: IRI of a property -> IRI of its domain, if it has one.
        dates: The date properties.
    """

    properties: frozenset[str]
    to_things: frozenset[str]
    domains: Mapping[str, str]
    dates: DateProperties

    @classmethod
    def of(cls, triples: Sequence[Triple]) -> Self:
        """Return the part that the triples of the vocabulary declare."""
        kinds = {triple.subject: text_of(triple.object) for triple in triples if triple.predicate == rdf.type}
        return cls(
            frozenset(text_of(term) for term, kind in kinds.items() if kind.endswith("Property")),
            frozenset(text_of(term) for term, kind in kinds.items() if kind == owl.ObjectProperty.value),
            {text_of(triple.subject): text_of(triple.object) for triple in triples if triple.predicate == rdfs.domain},
            date_properties(triples),
        )


def read_proposal(triples: Iterable[Triple], content: Store, vocabulary: Vocabulary) -> tuple[Store, list[str]]:
    """Return a store of the new statements of a proposal, with derived dates and named blank nodes, and its deeds.

    Raise :class:`UnacceptableGraph` with the statement that a proposal may not contain.
    """
    named = [_named(triple) for triple in triples]
    types = {(text_of(triple.subject), text_of(triple.object)) for triple in named if triple.predicate == rdf.type}
    typed = {subject for subject, _ in types}
    derived = {prop for pair in vocabulary.dates.values() for prop in pair}
    new = [triple for triple in named if not _stands_in(content, triple)]
    for triple in new:
        if _known(content, triple.subject):
            raise _refusal(
                triple, "is on a thing that the content describes; a proposal may describe only its own things"
            )
        if text_of(triple.subject) not in typed:
            raise _refusal(triple, "is on a thing without a class; state its class by rdf:type")
        if triple.predicate == rdf.type and text_of(triple.object) not in _MAY_BE:
            raise _refusal(triple, "states a class that a proposal may not use")
        if not (
            triple.predicate.value in vocabulary.properties
            or triple.predicate.value.startswith((rdf.type.value, *_NAMES_AND_NOTES))
        ):
            raise _refusal(
                triple,
                "uses a property that is neither in our vocabulary nor one of names and notes "
                "(rdfs:label, skos, dct, prov)",
            )
        if vocabulary.domains.get(triple.predicate.value, KB + "Deed") not in _MAY_SPEAK_OF | {KB + "Occurrence"}:
            raise _refusal(triple, "uses a property that only curated facts and rules may use")
        if triple.predicate.value in derived or triple.predicate.value in _ONLY_UNDER_TEST:
            raise _refusal(triple, "states a fact that is derived")
        if isinstance(triple.object, Literal):
            _check_value(triple, triple.object, vocabulary)
    try:
        new += bounds(named, vocabulary.dates)
    except BadDate as error:
        raise _refusal(error.triple, f"has no valid date: {error}") from error
    store = EmbeddedStore()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in new)
    deeds = sorted(subject for subject, kind in types if kind == kb.Deed.value)
    if not deeds:
        raise UnacceptableGraph(f"The graph contains no deed. {_HOW_TO}")
    described = {triple.subject for triple in new if triple.predicate != rdf.type}
    for triple in new:
        if triple.predicate == rdf.type and text_of(triple.object) == kb.Deed.value and triple.subject not in described:
            raise UnacceptableGraph(
                f"Neither the graph nor the record describes the deed. {_HOW_TO}", statement=f"{triple} ."
            )
    return store, deeds


def _check_value(triple: Triple, value: Literal, vocabulary: Vocabulary) -> None:
    if triple.predicate == rdf.type or triple.predicate.value in vocabulary.to_things:
        raise _refusal(triple, "has a literal as its value instead of a thing, which is an IRI or a blank node")
    try:
        check_literal(value)
    except ValueError as error:
        raise _refusal(triple, f"has a value that cannot be read: {error}") from error


def _refusal(triple: Triple, reason: str) -> UnacceptableGraph:
    return UnacceptableGraph(f"A statement {reason}.", statement=f"{triple} .")


def _named(triple: Triple) -> Triple:
    """Return the triple with IRIs in place of blank nodes (RDF 1.1 Concepts §3.5), so that a report can name them."""
    subject = _name(triple.subject) if isinstance(triple.subject, BlankNode) else triple.subject
    return Triple(
        subject, triple.predicate, _name(triple.object) if isinstance(triple.object, BlankNode) else triple.object
    )


def _name(node: BlankNode) -> NamedNode:
    return NamedNode(f"{BASE}.well-known/genid/{node.value}")


def _stands_in(content: Store, triple: Triple) -> bool:
    return content.contains(triple.subject, triple.predicate, triple.object)


def _known(content: Store, subject: object) -> bool:
    return isinstance(subject, NamedNode) and content.contains(subject)
