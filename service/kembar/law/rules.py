"""The rules: the requirements that the files and tables under ``shapes/`` declare, with their shapes.

A rule states its legal basis, the shapes whose findings decide its outcome, an example for each outcome that it can
give, and what is to be done next. The shapes have SPARQL-based constraints only (SHACL §5.1). They may read facts on
the deed under test that the queries in ``shapes/facts/`` work out, in the order of their names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kembar.content.reading import read
from kembar.errors import ContentError, QuerySyntaxError
from kembar.files import Content, ContentFile
from kembar.namespaces import KB as KB_IRI
from kembar.namespaces import SHAPE, slug_of
from kembar.rdf.names import kb, rdf
from kembar.rdf.terms import NamedNode, Triple, text_of, to_rdflib
from kembar.store.embedded import EmbeddedStore

__all__ = ["Argument", "Constraint", "Example", "Path", "Rule", "Rules", "Step", "Texts", "rule_files"]

KB = Namespace(KB_IRI)
SH = Namespace("http://www.w3.org/ns/shacl#")

Texts = dict[str, str]
"""A text by language tag."""


class Step(NamedTuple):
    """One step of a path: along a property, or against it."""

    prop: str
    inverse: bool


Path = tuple[Step, ...]


@dataclass(frozen=True)
class Example:
    """A small graph in Turtle and the outcome that the rule must give for it."""

    outcome: str
    graph: str


@dataclass(frozen=True)
class Rule:
    """One requirement.

    ``shapes`` maps the roles that :func:`kembar.law.outcomes.outcome_of` names to the IRIs of shapes.
    """

    iri: str
    label: Texts
    basis: str
    message: Texts
    needed: Texts
    next_step: Texts
    """What to do while the requirement is undetermined."""
    remedy: Texts
    """What to do if it is violated."""
    responsible: Texts
    addressee: Texts
    paper: Texts
    time_limit: Texts
    """Empty if its provision sets none."""
    step: str | None
    """The step of the procedure that the requirement is about."""
    shapes: dict[str, tuple[str, ...]]
    examples: tuple[Example, ...]
    attested_by: tuple[str, ...]
    """The IRIs of the bodies whose statement on the requirement is accepted, or of their places (``concept/body``)."""
    for_information: bool
    """Whether the requirement is a guideline, a note or a clock, which never counts."""


@dataclass(frozen=True)
class Constraint:
    """A SPARQL-based constraint (SHACL §5.1) of a node shape: its IRI and its SELECT with prefixes."""

    shape: str
    iri: str
    select: str
    mentions: frozenset[str]
    """The IRIs of the ``kb:`` properties in its text."""


@dataclass(frozen=True)
class Argument:
    """A legal argument, raised by the findings of ``shape`` against the outcome of a requirement."""

    iri: str
    requirement: str
    shape: str


@dataclass(frozen=True)
class Rules:
    """All rules, in the order of their provisions, and their shapes graph."""

    rules: tuple[Rule, ...]
    arguments: tuple[Argument, ...]
    shapes: Graph
    constraints: tuple[Constraint, ...]
    """The constraints of all shapes that a rule or an argument names."""
    derivations: tuple[str, ...]
    """The queries that work out the facts on the deed under test, in order."""
    derived_from: frozenset[str]
    """The ``kb:`` properties in these queries."""
    paths: tuple[Path, ...]
    """The paths from the deed under test to all that the rules read."""
    statements: tuple[Triple, ...]
    """The statements about requirements that the queries read."""
    mentions: frozenset[str]
    """The ``kb:`` properties that occur in the queries; no other property can change a finding."""

    @classmethod
    def of(cls, content: Content) -> "Rules":
        """Return the rules of a content. Raise :class:`ContentError` with every fault."""
        return cls.compile(rule_files(content), content.files("data", ".ttl"))

    @classmethod
    def compile(cls, files: Iterable[ContentFile], data: Iterable[ContentFile] = ()) -> "Rules":
        """Return the rules that files declare.

        Args:
            files: The files and tables of rules, the shapes that they share, and the queries for facts.
            data: The data files, which contain the legal arguments.

        Raises:
            ContentError: With every rule that is incomplete or names a shape that does not exist.
        """
        files = list(files)
        derivations = tuple(file.text for file in files if file.name.endswith(".rq"))
        graphs, faults = read(file for file in files if not file.name.endswith(".rq"))
        triples = [triple for graph in graphs for triple in graph.triples]
        shapes = to_rdflib(triples, Graph())
        places = {text_of(triple.subject): graph for graph in graphs for triple in graph.triples}
        homes = {
            URIRef(text_of(triple.subject)): places[text_of(triple.subject)]
            for triple in triples
            if triple.predicate == rdf.type and triple.object == kb.Requirement
        }
        rules = []
        paths: dict[Path, None] = {}
        for node, home in sorted(homes.items()):
            try:
                rules.append(_rule(shapes, node))
            except ValueError as error:
                faults.append(home.fault(str(node), {"en": f"{slug_of(str(node))} {error}."}))
        for reader, path in shapes.subject_objects(KB.reads):
            try:
                paths[_path(shapes, path)] = None
            except ValueError as error:
                faults.append(places[str(reader)].fault(str(reader), {"en": f"{slug_of(str(reader))} {error}."}))
        arguments = _arguments(shapes, data)
        used = {shape for rule in rules for role in rule.shapes.values() for shape in role}
        used |= {argument.shape for argument in arguments}
        constraints: list[Constraint] = []
        for shape in sorted(used):
            try:
                constraints += _constraints(shapes, URIRef(shape))
            except ValueError as error:
                faults.append(places.get(shape, graphs[0]).fault(shape, {"en": f"{slug_of(shape)} {error}."}))
            # Only the deed under test is a subject of kb:actEarliest.
            shapes.add((URIRef(shape), SH.targetSubjectsOf, KB.actEarliest))
        if faults:
            raise ContentError(faults)
        derived_from = frozenset[str]().union(*map(_mentioned, derivations))
        queried = derived_from.union(*(constraint.mentions for constraint in constraints))
        requirements = {NamedNode(str(node)) for node in homes}
        statements = tuple(
            triple
            for triple in triples
            if triple.subject in requirements and triple.predicate.value in queried | {kb.legalBasis.value}
        )
        clauses = {text_of(triple.object) for triple in statements if triple.predicate in (kb.forbids, kb.onlyIf)}
        return cls(
            tuple(sorted(rules, key=lambda rule: (rule.basis, rule.iri))),
            arguments,
            shapes,
            tuple(_with_clauses(constraint, clauses) for constraint in constraints),
            derivations,
            derived_from,
            tuple(paths),
            statements,
            queried | clauses,
        )

    def message_of(self, constraint: str) -> Texts:
        """Return the messages of a constraint by language tag."""
        return _texts(self.shapes, URIRef(constraint), SH.message)


def rule_files(content: Content) -> list[ContentFile]:
    """Return the files of the rules: all files under ``shapes/`` except the structure shapes."""
    files = [file for suffix in (".ttl", ".csv", ".rq") for file in content.files("shapes", suffix)]
    return [file for file in files if not file.name.startswith("shapes/structure/")]


_KB_NAME = re.compile(r"\bkb:(\w+)")
_ROLES = ("exempt", "unclear", "violated", "open", "gap", "satisfied", "attested")
_SHAPES = {name: KB[f"{name}Shape"] for name in _ROLES}
_REQUIRED = {
    "a label": RDFS.label,
    **{
        f"kb:{name}": KB[name]
        for name in ("message", "needed", "nextStep", "remedy", "responsible", "addressee", "paper")
    },
}


def _arguments(shapes: Graph, data: Iterable[ContentFile]) -> tuple[Argument, ...]:
    appeals = [
        (text_of(triple.subject), text_of(triple.object))
        for graph in read(data)[0]
        for triple in graph.triples
        if triple.predicate == kb.arguesAgainst
    ]
    return tuple(
        Argument(str(node), requirement, str(shape))
        for node, shape in sorted(shapes.subject_objects(KB.appliesShape), key=str)
        for argument, requirement in appeals
        if argument == str(node)
    )


def _with_clauses(constraint: Constraint, clauses: set[str]) -> Constraint:
    """Return a constraint with the properties that rules name for it, if its query takes a property from the rule."""
    if constraint.mentions.isdisjoint({kb.forbids.value, kb.onlyIf.value}):
        return constraint
    return replace(constraint, mentions=constraint.mentions | clauses)


def _mentioned(query: str) -> frozenset[str]:
    return frozenset(KB_IRI + name for name in _KB_NAME.findall(query))


def _constraints(graph: Graph, shape: URIRef) -> Iterator[Constraint]:
    """Yield the constraints of a node shape. Raise ``ValueError`` for constraints that are not SPARQL-based."""
    others = [prop for prop in graph.predicates(shape) if str(prop).startswith(str(SH)) and prop not in _OF_SHAPES]
    if others or not list(graph.objects(shape, SH.sparql)):
        raise ValueError("has no sh:sparql, or another kind of constraint, which a rule does not use")
    for node in sorted(graph.objects(shape, SH.sparql), key=str):
        declared = [
            (str(graph.value(prefix, SH.prefix)), str(graph.value(prefix, SH.namespace)))
            for declaration in graph.objects(node, SH.prefixes)
            for prefix in graph.objects(declaration, SH.declare)
        ]
        select = graph.value(node, SH.select)
        if select is None:
            raise ValueError(f"names {slug_of(str(node))}, which has no sh:select")
        text = str(select)
        head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared) if f"{name}:" in text)
        try:
            EmbeddedStore().select(head + text)
        except QuerySyntaxError as error:
            raise ValueError(f"names {slug_of(str(node))}, whose sh:select cannot be read: {error}") from error
        yield Constraint(str(shape), str(node), head + text, _mentioned(text))


_OF_SHAPES = (SH.sparql, SH.severity, SH.targetSubjectsOf, SH.message)


def _rule(graph: Graph, node: Node) -> Rule:
    basis = graph.value(node, KB.legalBasis)
    texts = {name: _texts(graph, node, prop) for name, prop in _REQUIRED.items()}
    for name, text in texts.items():
        if not {"id", "en"} <= text.keys():
            raise ValueError(f"lacks {name} in Indonesian or in English")
    if basis is None:
        raise ValueError("lacks its legal basis (kb:legalBasis)")
    named = {role: tuple(sorted(map(str, graph.objects(node, prop)))) for role, prop in _SHAPES.items()}
    shapes = {role: iris for role, iris in named.items() if iris}
    examples = tuple(
        Example(slug_of(str(graph.value(example, KB.outcome))), str(graph.value(example, KB.exampleGraph)))
        for example in sorted(graph.objects(node, KB.example), key=str)
    )
    bodies = tuple(
        sorted(str(body) for prop in (KB.attestedBy, KB.attestedByBody) for body in graph.objects(node, prop))
    )
    if shapes and not examples:
        raise ValueError("has shapes, and lacks kb:example")
    for iri in chain.from_iterable(shapes.values()):
        if (URIRef(iri), RDF.type, SH.NodeShape) not in graph or not iri.startswith(SHAPE):
            raise ValueError(f"names <{iri}>, which is no sh:NodeShape of ours")
    return Rule(
        iri=str(node),
        label=texts["a label"],
        basis=str(basis),
        message=texts["kb:message"],
        needed=texts["kb:needed"],
        next_step=texts["kb:nextStep"],
        remedy=texts["kb:remedy"],
        responsible=texts["kb:responsible"],
        addressee=texts["kb:addressee"],
        paper=texts["kb:paper"],
        time_limit=_texts(graph, node, KB.timeLimit),
        step=None if (step := graph.value(node, KB.requiresStep)) is None else str(step),
        shapes=shapes,
        examples=examples,
        attested_by=bodies,
        for_information=(node, KB.forInformation, Literal(True)) in graph,
    )


def _path(graph: Graph, node: Node) -> Path:
    """Return a path of properties and inverse properties (SHACL §2.3.1). Raise ``ValueError`` for any other path."""
    return tuple(_steps(graph, node))


def _steps(graph: Graph, node: Node) -> Iterator[Step]:
    for part in Collection(graph, node) if isinstance(node, BNode) else [node]:
        inverse = graph.value(part, SH.inversePath)
        prop = part if inverse is None else inverse
        if not isinstance(prop, URIRef):
            raise ValueError("reads along a path that is no sequence of properties and inverse properties")
        yield Step(str(prop), inverse is not None)


def _texts(graph: Graph, node: Node, prop: URIRef) -> Texts:
    return {text.language or "": str(text) for text in graph.objects(node, prop) if isinstance(text, Literal)}
