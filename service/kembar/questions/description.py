"""The description of canned questions in RDF: SHACL SELECT executables with parameters, and data services of DCAT 3."""

from collections.abc import Iterable, Iterator

from kembar import messages
from kembar.namespaces import BASE, CONCEPT, PREFIXES
from kembar.questions.kinds import KINDS
from kembar.questions.parameters import Parameter
from kembar.questions.question import Question
from kembar.rdf.names import dcat, owl, rdf, sh, skos, xsd
from kembar.rdf.terms import BlankNode, Literal, NamedNode, Triple

__all__ = ["CATALOGUE", "describe_question", "describe_questions"]

CATALOGUE = BASE + "queries"
Node = NamedNode | BlankNode
Term = Node | Literal


def describe_questions(questions: Iterable[Question], origin: str) -> list[Triple]:
    """Return the catalogue of some questions.

    Args:
        questions: The questions.
        origin: The origin of the service that answers them.
    """
    catalogue = NamedNode(CATALOGUE)
    triples = [
        Triple(catalogue, rdf.type, dcat.Catalog),
        *_texts(catalogue, "title", messages.text("catalogue.title")),
    ]
    for question in questions:
        triples += [
            Triple(catalogue, dcat.service, _iri(question)),
            *describe_question(question, origin),
        ]
    return triples


def describe_question(question: Question, origin: str) -> list[Triple]:
    """Return a question as ``sh:SPARQLSelectExecutable``.

    A variable of its ``sh:select`` has the value of the parameter whose path ends in its name, as SHACL binds them
    (§5.2.1 prefixes, §6.2.1 parameters); ``sh:name`` is the name of the parameter in a URL.
    """
    node = _iri(question)
    select, variables = question.template.standalone
    triples = [
        Triple(node, rdf.type, sh.SPARQLSelectExecutable),
        Triple(node, rdf.type, dcat.DataService),
        *_texts(node, "title", question.title),
        *_texts(node, "description", question.description),
        *(Triple(node, dcat.keyword, Literal(tag)) for tag in question.tags),
        Triple(node, dcat.version, Literal(question.version)),
        Triple(node, dcat.endpointURL, NamedNode(f"{origin}/queries/{question.name}")),
        Triple(node, dcat.servesDataset, NamedNode(BASE + "dataset")),
        Triple(node, sh.select, Literal(select)),
        Triple(node, sh.prefixes, node),
    ]
    if question.deprecated:
        triples.append(Triple(node, owl.deprecated, Literal(True)))
    for prefix, space in question.template.prefixes.items():
        declaration = BlankNode(f"{question.name}-prefix-{prefix}")
        triples += [
            Triple(node, sh.declare, declaration),
            Triple(declaration, sh.prefix, Literal(prefix)),
            Triple(declaration, sh.namespace, Literal(space, datatype=xsd.anyURI)),
        ]
    present = [parameter for parameter in question.parameters if not parameter.renamed]
    for place, parameter in enumerate(present):
        blank = BlankNode(f"{question.name}-{parameter.name}")
        triples += [
            Triple(node, sh.parameter, blank),
            Triple(blank, sh.order, Literal(place)),
            *_parameter(blank, f"{node.value}#{variables[parameter.name]}", parameter),
        ]
    return triples


def _parameter(node: BlankNode, path: str, parameter: Parameter) -> Iterator[Triple]:
    def triple(prop: str, value: Term) -> Triple:
        return Triple(node, _name("sh", prop), value)

    kind = KINDS[parameter.kind]
    yield Triple(node, rdf.type, sh.Parameter)
    yield triple("path", NamedNode(path))
    yield triple("name", Literal(parameter.name))
    for language, text in parameter.description.items():
        yield triple("description", Literal(text, language=language))
    if kind.datatype:
        yield triple("datatype", NamedNode(kind.datatype))
    if kind.class_:
        yield triple("nodeKind", sh.IRI)
        yield triple("class", NamedNode(kind.class_))
    if parameter.kind == "concept":
        member, scheme = BlankNode(f"{node.value}-of"), BlankNode(f"{node.value}-scheme")
        yield triple("node", member)
        yield Triple(member, sh.property, scheme)
        yield Triple(scheme, sh.path, skos.inScheme)
        yield Triple(scheme, sh.hasValue, NamedNode(f"{CONCEPT}{parameter.scheme}"))
    if not parameter.required:
        yield triple("optional", Literal(True))
    if parameter.default is not None:
        yield triple("defaultValue", parameter.bind(parameter.default))
    if parameter.choices:
        items: list[Node] = [BlankNode(f"{node.value}-choice-{number}") for number in range(len(parameter.choices))]
        yield triple("in", items[0])
        for item, choice, rest in zip(items, parameter.choices, [*items[1:], rdf.nil], strict=True):
            yield Triple(item, rdf.first, Literal(choice))
            yield Triple(item, rdf.rest, rest)
    if parameter.deprecated:
        yield Triple(node, owl.deprecated, Literal(True))


def _iri(question: Question) -> NamedNode:
    return NamedNode(f"{CATALOGUE}/{question.name}")


def _texts(node: NamedNode, prop: str, texts: dict[str, str]) -> list[Triple]:
    return [Triple(node, _name("dct", prop), Literal(text, language=language)) for language, text in texts.items()]


def _name(prefix: str, local: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + local)
