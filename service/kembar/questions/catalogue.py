"""Canned questions in RDF: each a SELECT of SHACL with its parameters, and a data service of the catalogue of all (DCAT 3)."""

import re
from collections.abc import Iterable, Iterator

from kembar.namespaces import BASE, CONCEPT, PREFIXES
from kembar.questions.parameters import CLASSES, Parameter
from kembar.questions.question import Question
from kembar.rdf.terms import BlankNode, Literal, NamedNode, Triple
from kembar.store.templates import standalone

__all__ = ["CATALOGUE", "describe_question", "describe_questions"]

CATALOGUE = BASE + "queries"
_TITLE = {"id": "Pertanyaan baku Kembar", "en": "The canned questions of Kembar"}
_DATATYPES = {
    "date": "date",
    "year": "integer",
    "number": "integer",
    "boolean": "boolean",
    "text": "string",
    "choice": "string",
}
Node = NamedNode | BlankNode
Term = Node | Literal


def describe_questions(questions: Iterable[Question], origin: str) -> list[Triple]:
    """The catalogue with each of its questions; ``origin`` is that of the service that answers them."""
    catalogue = NamedNode(CATALOGUE)
    said = [Triple(catalogue, _name("rdf", "type"), _name("dcat", "Catalog")), *_texts(catalogue, "title", _TITLE)]
    for question in questions:
        said += [Triple(catalogue, _name("dcat", "service"), _iri(question)), *describe_question(question, origin)]
    return said


def describe_question(question: Question, origin: str) -> list[Triple]:
    """A question as ``sh:SPARQLSelectExecutable``: a variable of its ``sh:select`` takes the value of the parameter whose path ends in its name.

    That is how SHACL binds them (§5.2.1 prefixes, §6.2.1 parameters); ``sh:name`` is what a URL calls the parameter.
    """
    node = _iri(question)
    select, variables = standalone(question.sparql)
    said = [
        *(
            Triple(node, _name("rdf", "type"), kind)
            for kind in (_name("sh", "SPARQLSelectExecutable"), _name("dcat", "DataService"))
        ),
        *_texts(node, "title", question.title),
        *_texts(node, "description", question.description),
        *(Triple(node, _name("dcat", "keyword"), Literal(tag)) for tag in question.tags),
        Triple(node, _name("dcat", "version"), Literal(question.version)),
        Triple(node, _name("dcat", "endpointURL"), NamedNode(f"{origin}/queries/{question.name}")),
        Triple(node, _name("dcat", "servesDataset"), NamedNode(BASE + "dataset")),
        Triple(node, _name("sh", "select"), Literal(select)),
        Triple(node, _name("sh", "prefixes"), node),
    ]
    if question.deprecated:
        said.append(Triple(node, _name("owl", "deprecated"), Literal(True)))
    for prefix, space in re.findall(r"^PREFIX ([a-z-]+): <([^>]+)>", question.sparql, re.MULTILINE):
        declared = BlankNode(f"{question.name}-prefix-{prefix}")
        said += [
            Triple(node, _name("sh", "declare"), declared),
            Triple(declared, _name("sh", "prefix"), Literal(prefix)),
            Triple(declared, _name("sh", "namespace"), Literal(space, datatype=_name("xsd", "anyURI"))),
        ]
    for place, parameter in enumerate(question.parameters):
        blank = BlankNode(f"{question.name}-{parameter.name}")
        said.append(Triple(node, _name("sh", "parameter"), blank))
        said += [
            Triple(blank, _name("sh", "order"), Literal(place)),
            *_parameter(blank, f"{node.value}#{variables[parameter.name]}", parameter),
        ]
    return said


def _parameter(node: BlankNode, path: str, parameter: Parameter) -> Iterator[Triple]:
    def say(prop: str, value: Term) -> Triple:
        return Triple(node, _name("sh", prop), value)

    yield Triple(node, _name("rdf", "type"), _name("sh", "Parameter"))
    yield say("path", NamedNode(path))
    yield say("name", Literal(parameter.name))
    for language, text in parameter.description.items():
        yield say("description", Literal(text, language=language))
    if parameter.kind in _DATATYPES:
        yield say("datatype", _name("xsd", _DATATYPES[parameter.kind]))
    else:
        yield say("nodeKind", _name("sh", "IRI"))
        yield say(
            "class", _name("kb", CLASSES[parameter.kind]) if parameter.kind in CLASSES else _name("skos", "Concept")
        )
    if parameter.kind == "concept":
        listed, scheme = BlankNode(f"{node.value}-of"), BlankNode(f"{node.value}-scheme")
        yield say("node", listed)
        yield Triple(listed, _name("sh", "property"), scheme)
        yield Triple(scheme, _name("sh", "path"), _name("skos", "inScheme"))
        yield Triple(scheme, _name("sh", "hasValue"), NamedNode(f"{CONCEPT}{parameter.scheme}"))
    if parameter.optional or parameter.default is not None:
        yield say("optional", Literal(True))
    if parameter.default is not None:
        yield say("defaultValue", parameter.bind(parameter.default))
    if parameter.choices:
        rest: Node = BlankNode(f"{node.value}-choice-0")
        yield say("in", rest)
        for number, choice in enumerate(parameter.choices, 1):
            last = number == len(parameter.choices)
            yield Triple(rest, _name("rdf", "first"), Literal(choice))
            following = _name("rdf", "nil") if last else BlankNode(f"{node.value}-choice-{number}")
            yield Triple(rest, _name("rdf", "rest"), following)
            rest = following
    if parameter.deprecated:
        yield Triple(node, _name("owl", "deprecated"), Literal(True))


def _iri(question: Question) -> NamedNode:
    return NamedNode(f"{CATALOGUE}/{question.name}")


def _texts(node: NamedNode, prop: str, texts: dict[str, str]) -> list[Triple]:
    return [Triple(node, _name("dct", prop), Literal(text, language=language)) for language, text in texts.items()]


def _name(prefix: str, local: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + local)
