"""Canned questions in RDF: each a SELECT of SHACL with its parameters, and a data service of the catalogue of all (DCAT 3)."""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kembar import messages
from kembar.namespaces import BASE, CONCEPT, PREFIXES
from kembar.questions.parameters import CLASSES, Parameter
from kembar.questions.question import Question
from kembar.store.templates import standalone

__all__ = ["CATALOGUE", "describe_question", "describe_questions"]

CATALOGUE = BASE + "queries"
_DATATYPES = {
    "date": "date",
    "year": "integer",
    "number": "integer",
    "boolean": "boolean",
    "text": "string",
    "choice": "string",
}
Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal


def describe_questions(questions: Iterable[Question], origin: str) -> list[ox.Triple]:
    """The catalogue with each of its questions; ``origin`` is that of the service that answers them."""
    catalogue = ox.NamedNode(CATALOGUE)
    said = [
        ox.Triple(catalogue, _name("rdf", "type"), _name("dcat", "Catalog")),
        *_texts(catalogue, "title", messages.text("catalogue.title")),
    ]
    for question in questions:
        said += [ox.Triple(catalogue, _name("dcat", "service"), _iri(question)), *describe_question(question, origin)]
    return said


def describe_question(question: Question, origin: str) -> list[ox.Triple]:
    """A question as ``sh:SPARQLSelectExecutable``: a variable of its ``sh:select`` takes the value of the parameter whose path ends in its name.

    That is how SHACL binds them (§5.2.1 prefixes, §6.2.1 parameters); ``sh:name`` is what a URL calls the parameter.
    """
    node = _iri(question)
    select, variables = standalone(question.sparql)
    said = [
        *(
            ox.Triple(node, _name("rdf", "type"), kind)
            for kind in (_name("sh", "SPARQLSelectExecutable"), _name("dcat", "DataService"))
        ),
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
        said.append(ox.Triple(node, _name("owl", "deprecated"), ox.Literal(True)))
    for prefix, space in re.findall(r"^PREFIX ([a-z-]+): <([^>]+)>", question.sparql, re.MULTILINE):
        declared = ox.BlankNode(f"{question.name}-prefix-{prefix}")
        said += [
            ox.Triple(node, _name("sh", "declare"), declared),
            ox.Triple(declared, _name("sh", "prefix"), ox.Literal(prefix)),
            ox.Triple(declared, _name("sh", "namespace"), ox.Literal(space, datatype=_name("xsd", "anyURI"))),
        ]
    for place, parameter in enumerate(question.parameters):
        blank = ox.BlankNode(f"{question.name}-{parameter.name}")
        said.append(ox.Triple(node, _name("sh", "parameter"), blank))
        said += [
            ox.Triple(blank, _name("sh", "order"), ox.Literal(place)),
            *_parameter(blank, f"{node.value}#{variables[parameter.name]}", parameter),
        ]
    return said


def _parameter(node: ox.BlankNode, path: str, parameter: Parameter) -> Iterator[ox.Triple]:
    def say(prop: str, value: Term) -> ox.Triple:
        return ox.Triple(node, _name("sh", prop), value)

    yield ox.Triple(node, _name("rdf", "type"), _name("sh", "Parameter"))
    yield say("path", ox.NamedNode(path))
    yield say("name", ox.Literal(parameter.name))
    for language, text in parameter.description.items():
        yield say("description", ox.Literal(text, language=language))
    if parameter.kind in _DATATYPES:
        yield say("datatype", _name("xsd", _DATATYPES[parameter.kind]))
    else:
        yield say("nodeKind", _name("sh", "IRI"))
        yield say(
            "class", _name("kb", CLASSES[parameter.kind]) if parameter.kind in CLASSES else _name("skos", "Concept")
        )
    if parameter.kind == "concept":
        listed, scheme = ox.BlankNode(f"{node.value}-of"), ox.BlankNode(f"{node.value}-scheme")
        yield say("node", listed)
        yield ox.Triple(listed, _name("sh", "property"), scheme)
        yield ox.Triple(scheme, _name("sh", "path"), _name("skos", "inScheme"))
        yield ox.Triple(scheme, _name("sh", "hasValue"), ox.NamedNode(f"{CONCEPT}{parameter.scheme}"))
    if parameter.optional or parameter.default is not None:
        yield say("optional", ox.Literal(True))
    if parameter.default is not None:
        yield say("defaultValue", parameter.bind(parameter.default))
    if parameter.choices:
        rest: Node = ox.BlankNode(f"{node.value}-choice-0")
        yield say("in", rest)
        for number, choice in enumerate(parameter.choices, 1):
            last = number == len(parameter.choices)
            yield ox.Triple(rest, _name("rdf", "first"), ox.Literal(choice))
            following = _name("rdf", "nil") if last else ox.BlankNode(f"{node.value}-choice-{number}")
            yield ox.Triple(rest, _name("rdf", "rest"), following)
            rest = following
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
