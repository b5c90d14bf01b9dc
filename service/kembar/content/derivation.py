"""What follows from the facts: rules in files (``ontology/derived/*.rq``), each a CONSTRUCT, run in their order.

A rule of scope ``partnership`` is run once for each partnership, bound as ``$partnership``, and may read that partnership, what belongs to it, and the
contradictions about both; so a change reaches only the partnerships that :func:`touched` names. A rule of scope ``dataset`` is run once, last.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from kembar.errors import ContentError, Fault, KembarError
from kembar.files import DERIVATION_VERSION, ContentFile
from kembar.namespaces import GRAPH, ID, KB, PREFIXES, slug_of
from kembar.rdf.terms import text_of
from kembar.store.sparql import run
from kembar.store.templates import Template, header

__all__ = ["DERIVED", "DIGEST", "JUDGEMENTS", "DerivationRule", "derive", "partnerships_of", "touched"]

DERIVED = ox.NamedNode(GRAPH + "derived")
JUDGEMENTS = ox.NamedNode(GRAPH + "derived-judgements")
"""What the law derives from all other facts; rules read and write the first only."""
DIGEST = ox.NamedNode(KB + "contentDigest")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_PARTNERSHIP = ox.NamedNode(KB + "Partnership")
_BELONGS = (ox.NamedNode(KB + "partnership"), ox.NamedNode(KB + "founds"))
_CONCERNS, _READING = ox.NamedNode(KB + "concerns"), ox.NamedNode(KB + "hasReading")


@dataclass(frozen=True)
class DerivationRule:
    """One rule, with its parameters as typed terms."""

    iri: str
    order: int
    scope: str
    title: dict[str, str]
    description: dict[str, str]
    parameters: dict[str, ox.Literal]
    template: Template
    digest: str
    """Digest of the rule and the version of the derivation; where either changes, everything is derived anew."""

    @classmethod
    def compile(cls, file: ContentFile) -> "DerivationRule":
        """Read one file. Raises :class:`ContentError` with its name and the line."""
        said = header(file)
        try:
            parameters = {name: _literal(value) for name, value in said.get("parameters", {}).items()}
            name = slug_of(file.name).removesuffix(".rq")
            rule = cls(
                f"{ID}rule/{name}",
                said["order"],
                said["scope"],
                said["title"],
                said["description"],
                parameters,
                Template.of(file.text),
                _digest(file.text),
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
            list(rule.apply(ox.Store(), None))
        except KembarError as error:
            raise ContentError([Fault(file.name, error.extra.get("line"), error.detail)]) from error
        return rule

    def apply(self, store: ox.Store, partnership: ox.NamedNode | None) -> Iterator[ox.Triple]:
        """What the rule derives from the store, for one partnership or for the dataset."""
        terms: dict[str, ox.NamedNode | ox.Literal] = {
            **self.parameters,
            "rule": ox.NamedNode(self.iri),
            "partnership": partnership or ox.NamedNode(ID + "partnership/none"),
        }
        result = run(store, self.template.bind(terms))
        if isinstance(result, ox.QueryTriples):
            yield from result

    def describe(self) -> Iterator[ox.Triple]:
        """The rule itself, as it stands in the graph."""
        node = ox.NamedNode(self.iri)
        yield ox.Triple(node, _TYPE, ox.NamedNode(KB + "DerivationRule"))
        yield ox.Triple(node, DIGEST, ox.Literal(self.digest))
        for prop, texts in (
            (PREFIXES["rdfs"] + "label", self.title),
            (PREFIXES["skos"] + "definition", self.description),
        ):
            yield from (
                ox.Triple(node, ox.NamedNode(prop), ox.Literal(text, language=language))
                for language, text in texts.items()
            )
        yield from (
            ox.Triple(node, ox.NamedNode(KB + "parameter"), ox.Literal(f"{name} = {term.value}"))
            for name, term in self.parameters.items()
        )


def derive(store: ox.Store, rules: Iterable[DerivationRule], partnerships: Iterable[ox.NamedNode]) -> None:
    """Add to the store what the rules derive, for these partnerships and for the dataset."""
    partnerships = list(partnerships)
    for rule in sorted(rules, key=lambda rule: rule.order):
        scopes = partnerships if rule.scope == "partnership" else [None]
        derived = [*rule.describe(), *(triple for scope in scopes for triple in rule.apply(store, scope))]
        store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in derived)


def partnerships_of(store: ox.Store) -> set[ox.NamedNode]:
    """All partnerships in the store."""
    return {
        quad.subject
        for quad in store.quads_for_pattern(None, _TYPE, _PARTNERSHIP)
        if isinstance(quad.subject, ox.NamedNode)
    }


def touched(subjects: Iterable[object], stores: Iterable[ox.Store]) -> set[ox.NamedNode]:
    """The partnerships whose derived facts may change when something is said differently of ``subjects``, in the store of before or of after."""
    reached: set[ox.NamedNode] = set()
    for store in stores:
        seen: set[ox.NamedNode] = set()
        stack = [subject for subject in subjects if isinstance(subject, ox.NamedNode)]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            owners = [quad.object for prop in _BELONGS for quad in store.quads_for_pattern(node, prop, None)]
            disputed = [quad.object for quad in store.quads_for_pattern(node, _CONCERNS, None)]
            disputes = [quad.subject for quad in store.quads_for_pattern(None, _READING, node)]
            stack.extend(found for found in (*owners, *disputed, *disputes) if isinstance(found, ox.NamedNode))
        reached |= seen & (partnerships_of(store))
    return reached


def _digest(text: str) -> str:
    return hashlib.sha256(f"{DERIVATION_VERSION}\0{text}".encode()).hexdigest()


def _literal(value: object) -> ox.Literal:
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    if isinstance(value, int):
        return ox.Literal(value)
    return ox.Literal(text_of(value))
