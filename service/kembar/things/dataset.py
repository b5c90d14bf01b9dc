"""The description of the dataset in DCAT 3 and VoID, with counts from the revision."""

from collections.abc import Iterator

from kembar import messages
from kembar.errors import BadInput, NotFound
from kembar.namespaces import BASE, KB
from kembar.rdf.formats import DUMPS, Format
from kembar.rdf.names import dcat, dct, kb, prov, rdf, rdfs, skos, void, xsd
from kembar.rdf.terms import Literal, NamedNode, Triple, text_of
from kembar.store.protocol import Store, objects
from kembar.store.revisions import node_of

__all__ = ["describe_dataset", "graph_triples"]

_DATASET = NamedNode(BASE + "dataset")
_ALL = "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }"
"""Each statement once, even if several graphs contain it."""
_LINKED = {
    "wikidata": "http://www.wikidata.org/entity/",
    "eu-countries": "http://publications.europa.eu/resource/authority/country/",
}
"""Name of a linkset -> namespace of its target dataset."""


def graph_triples(store: Store, name: str | None) -> list[Triple]:
    """Return the statements of a named graph, or all statements if ``name`` is None.

    Raise :class:`NotFound` if the graph does not exist, and :class:`BadInput` if its name is not an IRI.
    """
    try:
        graph = None if name is None else NamedNode(name)
    except ValueError as error:
        raise BadInput(f"The name of a graph is not an IRI: {error}.", parameter="graph") from error
    if graph is not None and not store.contains(graph=graph):
        raise NotFound(messages.text("refused.graph", name=name))
    return list(dict.fromkeys(quad.triple for quad in store.quads(graph=graph)))


def describe_dataset(store: Store, revision: int) -> list[Triple]:
    """Return the description of the dataset in a revision."""
    parts = (_head(store, revision), _partitions(store), _graphs(store), _coverage(store), _linksets(store))
    return list(dict.fromkeys(triple for part in parts for triple in part))


def _head(store: Store, revision: int) -> Iterator[Triple]:
    yield Triple(_DATASET, rdf.type, dcat.Dataset)
    yield Triple(_DATASET, rdf.type, void.Dataset)
    for prop, key in ((dct.title, "dataset.title"), (dct.description, "dataset.description")):
        for language, text in messages.text(key).items():
            yield Triple(_DATASET, prop, Literal(text, language=language))
    yield Triple(_DATASET, dct.license, NamedNode("https://creativecommons.org/licenses/by/4.0/"))
    yield Triple(_DATASET, dcat.version, Literal(f"revision {revision}"))
    for time in objects(store, node_of(revision), prov.generatedAtTime)[:1]:
        yield Triple(_DATASET, dct.modified, Literal(time, datatype=xsd.dateTime))
    yield Triple(_DATASET, void.uriSpace, Literal(BASE))
    yield Triple(_DATASET, void.vocabulary, NamedNode(KB))
    yield Triple(_DATASET, void.sparqlEndpoint, NamedNode(BASE + "sparql"))
    yield Triple(_DATASET, void.exampleResource, NamedNode(BASE + "id/partnership/seoul"))
    ((triples, subjects, values),) = _counts(
        store, f"SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b) {{ {_ALL} }}"
    )
    yield Triple(_DATASET, void.triples, Literal(int(triples)))
    yield Triple(_DATASET, void.distinctSubjects, Literal(int(subjects)))
    yield Triple(_DATASET, void.distinctObjects, Literal(int(values)))
    for form in DUMPS:
        address = NamedNode(f"{_DATASET.value}/dump.{form.suffix}")
        yield Triple(_DATASET, dcat.distribution, address)
        yield Triple(_DATASET, void.dataDump, address)
        yield Triple(address, rdf.type, dcat.Distribution)
        yield Triple(address, dcat.downloadURL, address)
        yield Triple(address, dcat.mediaType, _media_type(form))
    tables = NamedNode(f"{_DATASET.value}/tables.zip")
    yield Triple(_DATASET, dcat.distribution, tables)
    yield Triple(tables, rdf.type, dcat.Distribution)
    yield Triple(tables, dcat.downloadURL, tables)
    yield Triple(tables, dcat.mediaType, _media_type(Format.TABLE_CSV))
    yield Triple(tables, dcat.packageFormat, _media_type(Format.ZIP))
    for language, text in messages.text("dataset.tables").items():
        yield Triple(tables, dct.title, Literal(text, language=language))


def _media_type(form: Format) -> NamedNode:
    return NamedNode(f"https://www.iana.org/assignments/media-types/{form.media_type}")


def _partitions(store: Store) -> Iterator[Triple]:
    classes = _counts(store, "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class")
    properties = _counts(store, f"SELECT ?p (COUNT(*) AS ?n) {{ {_ALL} }} GROUP BY ?p")
    yield Triple(_DATASET, void.classes, Literal(len(classes)))
    yield Triple(_DATASET, void.properties, Literal(len(properties)))
    for counts, partition, kind, measure in (
        (classes, void.classPartition, void["class"], void.entities),
        (properties, void.propertyPartition, void.property, void.triples),
    ):
        for iri, number in sorted(counts):
            if iri.startswith(KB):
                part = NamedNode(f"{_DATASET.value}/{kind.value.rsplit('#', 1)[1]}/{iri.removeprefix(KB)}")
                yield Triple(_DATASET, partition, part)
                yield Triple(part, kind, NamedNode(iri))
                yield Triple(part, measure, Literal(int(number)))


def _graphs(store: Store) -> Iterator[Triple]:
    for iri, number in sorted(_counts(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")):
        graph = NamedNode(iri)
        yield Triple(_DATASET, void.subset, graph)
        yield Triple(graph, rdf.type, void.Dataset)
        yield Triple(graph, void.triples, Literal(int(number)))
        yield from (quad.triple for quad in store.quads(graph, rdfs.label))
        for source in objects(store, graph, prov.hadPrimarySource):
            node = NamedNode(source)
            yield Triple(graph, prov.hadPrimarySource, node)
            yield Triple(_DATASET, dct.source, node)
            yield from (quad.triple for quad in store.quads(node, rdfs.label))


def _coverage(store: Store) -> Iterator[Triple]:
    for typed in store.quads(None, rdf.type, kb.Coverage):
        yield Triple(_DATASET, dct.provenance, NamedNode(text_of(typed.subject)))
        for quad in store.quads(typed.subject):
            yield quad.triple
            if quad.predicate == kb.period:
                yield from (statement.triple for statement in store.quads(quad.object))


def _linksets(store: Store) -> Iterator[Triple]:
    for name, namespace in _LINKED.items():
        for match in (skos.exactMatch, skos.closeMatch):
            links = sum(1 for quad in store.quads(None, match) if text_of(quad.object).startswith(namespace))
            if links:
                linkset = f"{_DATASET.value}/linkset/{name}-{match.value.rsplit('#', 1)[1].lower()}"
                node = NamedNode(linkset)
                yield Triple(_DATASET, void.subset, node)
                yield Triple(node, rdf.type, void.Linkset)
                yield Triple(node, void.linkPredicate, match)
                yield Triple(node, void.objectsTarget, NamedNode(namespace))
                yield Triple(node, void.triples, Literal(links))


def _counts(store: Store, query: str) -> list[list[str]]:
    """Return the rows of a query as text. Counting in the store takes a fifth of the time of counting in Python."""
    return [[text_of(term) for term in solution] for solution in store.select(query)]
