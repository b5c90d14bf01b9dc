"""Canned questions in RDF: each is a SELECT of SHACL with parameters, and a data service in a catalogue (DCAT 3)."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kembar.namespaces import BASE, CONCEPT, PREFIXES
from kembar.questions.kinds import KINDS
from kembar.questions.parameters import Parameter
from kembar.questions.question import Question

__all__ = ["CATALOGUE", "describe_question", "describe_questions"]

CATALOGUE = BASE + "queries"
_TITLE = {"id": "Pertanyaan baku Kembar", "en": "The canned questions of Kembar"}
Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal


def describe_questions(questions: Iterable[Question], origin: str) -> list[ox.Triple]:
    """Return the catalogue of some questions; ``origin`` is that of the service that answers them."""
    catalogue = ox.NamedNode(CATALOGUE)
    triples = [
        ox.Triple(catalogue, _name("rdf", "type"), _name("dcat", "Catalog")),
        *_texts(catalogue, "title", _TITLE),
    ]
    for question in questions:
        triples += [
            ox.Triple(catalogue, _name("dcat", "service"), _iri(question)),
            *describe_question(question, origin),
        ]
    return triples


def describe_question(question: Question, origin: str) -> list[ox.Triple]:
    """Return a question as ``sh:SPARQLSelectExecutable``.

    A variable of its ``sh:select`` takes the value of the parameter whose path ends in its name, as SHACL binds them
    (§5.2.1 prefixes, §6.2.1 parameters); ``sh:name`` is the name of the parameter in a URL.
    """
    node = _iri(question)
    select, variables = question.template.standalone
    triples = [
        ox.Triple(node, _name("rdf", "type"), _name("sh", "SPARQLSelectExecutable")),
        ox.Triple(node, _name("rdf", "type"), _name("dcat", "DataService")),
        *_texts(node, "title", question.title),
        *_texts(node, "description", question.description),
        *(ox.Triple(node, _name("dcat", "keyword"), ox.Literal(tag)) for tag in question.tags),
        ox.Triple(node, _name("dcat", "version"), ox.Literal(question.version)),
        ox.Triple(node, _name("dcat", "endpointURL"), ox.NamedNode(f"{origin}/queries/{question.name}")),
        ox.Triple(node, _name("dcat", "servesDataset"), ox.NamedNode(BASE + "dataset")),
        ox.Triple(node, _name("sh", "select"), ox.Literal(select)),
        ox.Triple(node, _name("sh", "prefixes"), node),
    ]
    if question.deprecated:
        triples.append(ox.Triple(node, _name("owl", "deprecated"), ox.Literal(True)))
    for prefix, space in question.template.prefixes.items():
        declaration = ox.BlankNode(f"{question.name}-prefix-{prefix}")
        triples += [
            ox.Triple(node, _name("sh", "declare"), declaration),
            ox.Triple(declaration, _name("sh", "prefix"), ox.Literal(prefix)),
            ox.Triple(declaration, _name("sh", "namespace"), ox.Literal(space, datatype=_name("xsd", "anyURI"))),
        ]
    for place, parameter in enumerate(question.parameters):
        blank = ox.BlankNode(f"{question.name}-{parameter.name}")
        triples += [
            ox.Triple(node, _name("sh", "parameter"), blank),
            ox.Triple(blank, _name("sh", "order"), ox.Literal(place)),
            *_parameter(blank, f"{node.value}#{variables[parameter.name]}", parameter),
        ]
    return triples


def _parameter(node: ox.BlankNode, path: str, parameter: Parameter) -> Iterator[ox.Triple]:
    def triple(prop: str, value: Term) -> ox.Triple:
        return ox.Triple(node, _name("sh", prop), value)

    kind = KINDS[parameter.kind]
    yield ox.Triple(node, _name("rdf", "type"), _name("sh", "Parameter"))
    yield triple("path", ox.NamedNode(path))
    yield triple("name", ox.Literal(parameter.name))
    for language, text in parameter.description.items():
        yield triple("description", ox.Literal(text, language=language))
    if kind.datatype:
        yield triple("datatype", ox.NamedNode(kind.datatype))
    if kind.class_:
        yield triple("nodeKind", _name("sh", "IRI"))
        yield triple("class", ox.NamedNode(kind.class_))
    if parameter.kind == "concept":
        member, scheme = ox.BlankNode(f"{node.value}-of"), ox.BlankNode(f"{node.value}-scheme")
        yield triple("node", member)
        yield ox.Triple(member, _name("sh", "property"), scheme)
        yield ox.Triple(scheme, _name("sh", "path"), _name("skos", "inScheme"))
        yield ox.Triple(scheme, _name("sh", "hasValue"), ox.NamedNode(f"{CONCEPT}{parameter.scheme}"))
    if not parameter.required:
        yield triple("optional", ox.Literal(True))
    if parameter.default is not None:
        yield triple("defaultValue", parameter.bind(parameter.default))
    if parameter.choices:
        items: list[Node] = [ox.BlankNode(f"{node.value}-choice-{number}") for number in range(len(parameter.choices))]
        yield triple("in", items[0])
        for item, choice, rest in zip(items, parameter.choices, [*items[1:], _name("rdf", "nil")], strict=True):
            yield ox.Triple(item, _name("rdf", "first"), ox.Literal(choice))
            yield ox.Triple(item, _name("rdf", "rest"), rest)
    if parameter.deprecated:
        yield ox.Triple(node, _name("owl", "deprecated"), ox.Literal(True))


def _iri(question: Question) -> ox.NamedNode:
    return ox.NamedNode(f"{CATALOGUE}/{question.name}")


def _texts(node: ox.NamedNode, prop: str, texts: dict[str, str]) -> list[ox.Triple]:
    return [
        ox.Triple(node, _name("dct", prop), ox.Literal(text, language=language)) for language, text in texts.items()
    ]


def _name(prefix: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[prefix] + local)
