"""Derivation rules: CONSTRUCT queries in files (``ontology/derived/*.rq``), which run in their declared order.

A rule of scope ``partnership`` runs once for each partnership, bound as ``$partnership``. It may read the partnership,
its parties and their territories, things that belong to it or cover it, and contradictions about these, so a change
affects only the partnerships that :func:`touched` returns. A rule of scope ``dataset`` runs once, in its order.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kembar.errors import ContentError, Fault, KembarError
from kembar.files import DERIVATION_VERSION, ContentFile
from kembar.namespaces import GRAPH, ID, slug_of
from kembar.rdf.names import kb, rdf, rdfs, skos, xsd
from kembar.rdf.terms import Literal, NamedNode, Triple, in_graph, text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store, WritableStore
from kembar.store.templates import Template, header

__all__ = ["DERIVED", "JUDGEMENTS", "DerivationRule", "derive", "partnerships_of", "touched"]

DERIVED = NamedNode(GRAPH + "derived")
JUDGEMENTS = NamedNode(GRAPH + "derived-judgements")
"""The named graph of the judgements of deeds, which are derived from all other facts.

Derivation rules do not read it, and write only to :data:`DERIVED`.
"""

_LEADS_TO = (kb.partnership, kb.founds, kb.stateOf, kb.covers, kb.concerns)
_LED_TO_BY = (kb.hasReading, kb.period, kb.party, kb.governs)
"""The properties that lead from a thing towards the partnerships whose rules read it, forwards and backwards."""


@dataclass(frozen=True)
class DerivationRule:
    """A derivation rule with its parameters as typed terms."""

    iri: str
    order: int
    scope: str
    title: dict[str, str]
    description: dict[str, str]
    parameters: dict[str, Literal]
    template: Template
    digest: str
    """Digest of the rule and the version of the derivation; if it changes, all facts are derived again."""

    @classmethod
    def compile(cls, file: ContentFile) -> "DerivationRule":
        """Compile one file. Raise :class:`ContentError` with its name and line if it is broken."""
        head = header(file)
        try:
            parameters = {name: _literal(value) for name, value in head.get("parameters", {}).items()}
            rule = cls(
                iri=f"{ID}rule/{slug_of(file.name).removesuffix('.rq')}",
                order=head["order"],
                scope=head["scope"],
                title=head["title"],
                description=head["description"],
                parameters=parameters,
                template=Template.of(file.text),
                digest=_digest(file.text),
            )
        except KeyError as error:
            raise ContentError([Fault(file.name, 1, f"its header lacks {error}.")]) from error
        known = {"rule", *parameters, *(["partnership"] if rule.scope == "partnership" else [])}
        used = rule.template.lines
        faults = [
            Fault(file.name, line, f"${name} is used and not declared.")
            for name, line in used.items()
            if name not in known
        ]
        faults += [
            Fault(file.name, 1, f"the parameter {name} is declared and not used.")
            for name in parameters.keys() - used.keys()
        ]
        if rule.scope not in ("partnership", "dataset"):
            faults.append(Fault(file.name, 1, f"the scope is partnership or dataset, not {rule.scope}."))
        if faults:
            raise ContentError(faults)
        try:
            list(rule.apply(EmbeddedStore(), None))
        except KembarError as error:
            raise ContentError([Fault(file.name, error.extra.get("line"), error.detail)]) from error
        return rule

    def apply(self, store: Store, partnership: NamedNode | None) -> Iterator[Triple]:
        """Return the triples that the rule derives from the store, for one partnership or for the dataset."""
        terms: dict[str, NamedNode | Literal] = {
            **self.parameters,
            "rule": NamedNode(self.iri),
            "partnership": partnership or NamedNode(ID + "partnership/none"),
        }
        return store.construct(self.template.bind(terms))

    def describe(self) -> Iterator[Triple]:
        """Return the statements on the rule itself."""
        node = NamedNode(self.iri)
        yield Triple(node, rdf.type, kb.DerivationRule)
        yield Triple(node, kb.contentDigest, Literal(self.digest))
        for prop, texts in ((rdfs.label, self.title), (skos.definition, self.description)):
            yield from (Triple(node, prop, Literal(text, language=language)) for language, text in texts.items())
        for name, term in self.parameters.items():
            yield Triple(node, kb.parameter, Literal(f"{name} = {term.value}"))


def derive(store: WritableStore, rules: Iterable[DerivationRule], partnerships: Iterable[NamedNode]) -> None:
    """Add to the store the facts that the rules derive for these partnerships and for the dataset."""
    partnerships = list(partnerships)
    for rule in sorted(rules, key=lambda rule: rule.order):
        scopes = partnerships if rule.scope == "partnership" else [None]
        derived = [*rule.describe(), *(triple for scope in scopes for triple in rule.apply(store, scope))]
        store.extend(in_graph(derived, DERIVED))


def partnerships_of(store: Store) -> set[NamedNode]:
    """Return all partnerships in the store."""
    subjects = (quad.subject for quad in store.quads(None, rdf.type, kb.Partnership))
    return {subject for subject in subjects if isinstance(subject, NamedNode)}


def touched(subjects: Iterable[object], stores: Iterable[Store]) -> set[NamedNode]:
    """Return the partnerships whose derived facts may change.

    Args:
        subjects: The subjects of the statements that change.
        stores: The stores before and after the change.
    """
    reached: set[NamedNode] = set()
    for store in stores:
        seen: set[NamedNode] = set()
        stack = [subject for subject in subjects if isinstance(subject, NamedNode)]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            neighbours = (
                *(quad.object for prop in _LEADS_TO for quad in store.quads(node, prop)),
                *(quad.subject for prop in _LED_TO_BY for quad in store.quads(None, prop, node)),
            )
            stack.extend(neighbour for neighbour in neighbours if isinstance(neighbour, NamedNode))
        reached |= seen & partnerships_of(store)
    return reached


def _digest(text: str) -> str:
    return hashlib.sha256(f"{DERIVATION_VERSION}\0{text}".encode()).hexdigest()


def _literal(value: object) -> Literal:
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=xsd.date)
    if isinstance(value, int):
        return Literal(value)
    return Literal(text_of(value))
