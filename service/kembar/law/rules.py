"""The rules: the requirements that the files and tables under ``shapes/`` declare, with their shapes.

A rule states its legal basis, the paths that it reads, the shapes whose findings decide its outcome, and an example
for each outcome that it can give.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kembar.content.reading import GraphFile, read
from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.namespaces import KB as KB_IRI
from kembar.namespaces import SHAPE, slug_of
from kembar.rdf.names import kb
from kembar.rdf.terms import text_of, to_rdflib

__all__ = ["Argument", "Example", "Path", "Rule", "Rules", "Step", "rule_files"]

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

    ``shapes`` maps the roles exempt, applies, satisfied, violated, open and attested to the IRIs of shapes.
    """

    iri: str
    label: Texts
    basis: str
    message: Texts
    needed: Texts
    next_step: Texts
    reads: tuple[Path, ...]
    shapes: dict[str, tuple[str, ...]]
    examples: tuple[Example, ...]
    attested_by: tuple[str, ...]
    """The IRIs of the bodies whose statement that the requirement is met is accepted."""
    for_information: bool
    """Whether the requirement is checked for information only and never binds."""
    noun: Texts
    """The value of ``{noun}`` in the messages of a shared shape; empty if no message uses it."""


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
    roles: dict[str, str]
    """The IRI of the node shape, by the IRI of the node shape and of each of its property shapes."""
    facts: tuple[tuple[Node, Node, Node], ...]
    """The statements about requirements that the queries of the shapes read."""
    mentions: frozenset[str]
    """The ``kb:`` properties that occur in the shapes; no other property can change a finding."""

    @classmethod
    def of(cls, content: Content) -> "Rules":
        """Return the rules of a content. Raise :class:`ContentError` with every fault."""
        return cls.compile(rule_files(content), content.files("data", ".ttl"))

    @classmethod
    def compile(cls, files: Iterable[ContentFile], data: Iterable[ContentFile] = ()) -> "Rules":
        """Return the rules that files declare.

        Args:
            files: The files and tables of rules, and the shapes that they share.
            data: The data files, which contain the legal arguments.

        Raises:
            ContentError: With every rule that is incomplete or names a shape that does not exist.
        """
        graphs, faults = read(files)
        shapes = Graph()
        homes: dict[Node, GraphFile] = {}
        for graph in graphs:
            triples = to_rdflib(graph.triples, Graph())
            homes |= dict.fromkeys(triples.subjects(RDF.type, KB.Requirement), graph)
            shapes += triples
        rules = []
        for node, home in sorted(homes.items(), key=lambda entry: str(entry[0])):
            try:
                rules.append(_rule(shapes, node))
            except ValueError as error:
                faults.append(home.fault(str(node), {"en": f"{slug_of(str(node))} {error}."}))
        if faults:
            raise ContentError(faults)
        appeals = [
            (text_of(triple.subject), text_of(triple.object))
            for graph in read(data)[0]
            for triple in graph.triples
            if triple.predicate == kb.arguesAgainst
        ]
        arguments = tuple(
            Argument(str(node), requirement, str(shape))
            for node, shape in sorted(shapes.subject_objects(KB.appliesShape), key=str)
            for argument, requirement in appeals
            if argument == str(node)
        )
        used = {shape for rule in rules for role in rule.shapes.values() for shape in role}
        for shape in used | {argument.shape for argument in arguments}:
            # Only the deed under test is a subject of kb:actEarliest. pySHACL's focus_nodes would also filter the nodes
            # that sh:node reaches, and a target that names the deed would need a copy of all shapes for each verdict,
            # which took a third of its time.
            shapes.add((URIRef(shape), SH.targetSubjectsOf, KB.actEarliest))
        queried = {KB[name] for text in shapes.objects(None, SH.select) for name in _KB_NAME.findall(str(text))}
        facts = tuple(fact for node in homes for fact in shapes.triples((node, None, None)) if fact[1] in queried)
        roles = {str(shape): str(shape) for shape in shapes.subjects(RDF.type, SH.NodeShape)}
        roles |= {str(prop): str(shape) for shape, prop in shapes.subject_objects(SH.property)}
        spoken = {str(term) for triple in shapes for term in triple if isinstance(term, URIRef)} | set(
            map(str, queried)
        )
        mentions = frozenset(iri for iri in spoken if iri.startswith(KB_IRI))
        in_order = tuple(sorted(rules, key=lambda rule: rule.basis))
        return cls(in_order, arguments, shapes, roles, facts, mentions)

    def message_of(self, constraint: str, rule: Rule) -> Texts:
        """Return the messages of a constraint or property shape for a rule, by language tag, which pySHACL loses."""
        texts = _texts(self.shapes, URIRef(constraint), SH.message)
        return {language: text.replace("{noun}", rule.noun.get(language, "")) for language, text in texts.items()}


def rule_files(content: Content) -> list[ContentFile]:
    """Return the files of the rules: all files under ``shapes/`` except the structure shapes."""
    files = [file for suffix in (".ttl", ".csv") for file in content.files("shapes", suffix)]
    return [file for file in files if not file.name.startswith("shapes/structure/")]


_KB_NAME = re.compile(r"\bkb:(\w+)")
_SHAPES = {name: KB[f"{name}Shape"] for name in ("exempt", "applies", "satisfied", "violated", "open", "attested")}


def _rule(graph: Graph, node: Node) -> Rule:
    basis = graph.value(node, KB.legalBasis)
    texts = {
        name: _texts(graph, node, prop)
        for name, prop in (
            ("a label", RDFS.label),
            ("kb:message", KB.message),
            ("kb:needed", KB.needed),
            ("kb:nextStep", KB.nextStep),
        )
    }
    for name, text in texts.items():
        if not {"id", "en"} <= text.keys():
            raise ValueError(f"lacks {name} in Indonesian or in English")
    if basis is None:
        raise ValueError("lacks its legal basis (kb:legalBasis)")
    named = {role: tuple(sorted(map(str, graph.objects(node, prop)))) for role, prop in _SHAPES.items()}
    shapes = {role: iris for role, iris in named.items() if iris}
    reads = tuple(_path(graph, path) for path in graph.objects(node, KB.reads))
    examples = tuple(
        Example(slug_of(str(graph.value(example, KB.outcome))), str(graph.value(example, KB.exampleGraph)))
        for example in sorted(graph.objects(node, KB.example), key=str)
    )
    bodies = tuple(sorted(str(body) for body in graph.objects(node, KB.attestedBy)))
    if shapes and not (reads and examples):
        raise ValueError("has shapes, and lacks kb:reads or kb:example")
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
        reads=reads,
        shapes=shapes,
        examples=examples,
        attested_by=bodies,
        for_information=(node, KB.forInformation, Literal(True)) in graph,
        noun=_texts(graph, node, KB.noun),
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
