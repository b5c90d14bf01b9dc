"""The dataset describes itself: DCAT 3 and VoID, counted from the revision, and the dumps."""

from collections.abc import Iterator

import pyoxigraph as ox

from kembar import messages
from kembar.errors import BadInput, NotFound
from kembar.namespaces import BASE, KB, PREFIXES
from kembar.rdf.terms import text_of

__all__ = ["DUMPS", "describe_dataset", "dump", "graph_triples"]

DUMPS = {
    "trig": ("trig", ox.RdfFormat.TRIG),
    "nq": ("n-quads", ox.RdfFormat.N_QUADS),
    "ttl": ("turtle", ox.RdfFormat.TURTLE),
}
"""Suffix of a dump -> the name of its format, and the format."""

DCAT, DCT, VOID, RDF, RDFS, PROV, XSD = (
    PREFIXES["dcat"],
    PREFIXES["dct"],
    PREFIXES["void"],
    PREFIXES["rdf"],
    PREFIXES["rdfs"],
    PREFIXES["prov"],
    PREFIXES["xsd"],
)
_DATASET = BASE + "dataset"
Term = ox.NamedNode | ox.Literal
"""What a description says of a thing."""


def dump(store: ox.Store, suffix: str) -> tuple[str, bytes]:
    """The format name and the text of a dump of all statements. Raises :class:`NotFound`, which lists the dumps there are."""
    if suffix not in DUMPS:
        raise NotFound(f"There is no dump .{suffix[:20]}.", known=list(DUMPS))
    name, form = DUMPS[suffix]
    if form.supports_datasets:
        return name, store.dump(format=form) or b""
    return name, ox.serialize({quad.triple for quad in store}, format=form, prefixes=PREFIXES) or b""


def graph_triples(store: ox.Store, name: str | None) -> list[ox.Triple]:
    """The statements of a named graph, or for None of the default graph: all statements. Raises :class:`NotFound` where there is no such graph."""
    try:
        graph = None if name is None else ox.NamedNode(name)
    except ValueError as error:
        raise BadInput(f"The name of a graph is not an IRI: {error}.", parameter="graph") from error
    if graph is not None and not store.contains_named_graph(graph):
        raise NotFound(f"There is no graph <{name}>; /sparql lists those there are.")
    return list(dict.fromkeys(quad.triple for quad in store.quads_for_pattern(None, None, None, graph)))


def describe_dataset(store: ox.Store, revision: int) -> list[ox.Triple]:
    """The description of the dataset as of a revision."""
    return list(
        dict.fromkeys(
            [*_head(store, revision), *_partitions(store), *_graphs(store), *_coverage(store), *_linksets(store)]
        )
    )


def _say(subject: str, prop: str, value: Term | str | int) -> ox.Triple:
    term = (
        value
        if isinstance(value, (ox.NamedNode, ox.Literal))
        else ox.Literal(value)
        if isinstance(value, int)
        else ox.NamedNode(value)
    )
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(prop), term)


def _head(store: ox.Store, revision: int) -> Iterator[ox.Triple]:
    for kind in (DCAT + "Dataset", VOID + "Dataset"):
        yield _say(_DATASET, RDF + "type", kind)
    texts = {"title": messages.text("dataset.title"), "description": messages.text("dataset.description")}
    for prop, by_language in texts.items():
        for language, text in by_language.items():
            yield _say(_DATASET, DCT + prop, ox.Literal(text, language=language))
    when = _one(store, f"{BASE}id/revision/{revision}", PROV + "generatedAtTime")
    yield _say(_DATASET, DCT + "license", "https://creativecommons.org/licenses/by/4.0/")
    yield _say(_DATASET, DCAT + "version", ox.Literal(f"revision {revision}"))
    if when:
        yield _say(_DATASET, DCT + "modified", ox.Literal(when, datatype=ox.NamedNode(XSD + "dateTime")))
    yield _say(_DATASET, VOID + "uriSpace", ox.Literal(BASE))
    yield _say(_DATASET, VOID + "vocabulary", KB)
    yield _say(_DATASET, VOID + "sparqlEndpoint", BASE + "sparql")
    yield _say(_DATASET, VOID + "exampleResource", BASE + "id/partnership/seoul")
    ((triples, subjects, objects),) = _counts(
        store, f"SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b) {{ {_ALL} }}"
    )
    yield _say(_DATASET, VOID + "triples", int(triples))
    yield _say(_DATASET, VOID + "distinctSubjects", int(subjects))
    yield _say(_DATASET, VOID + "distinctObjects", int(objects))
    for suffix, (_, form) in DUMPS.items():
        address = f"{_DATASET}/dump.{suffix}"
        yield _say(_DATASET, DCAT + "distribution", address)
        yield _say(_DATASET, VOID + "dataDump", address)
        yield _say(address, RDF + "type", DCAT + "Distribution")
        yield _say(address, DCAT + "downloadURL", address)
        yield _say(address, DCAT + "mediaType", f"https://www.iana.org/assignments/media-types/{form.media_type}")


def _partitions(store: ox.Store) -> Iterator[ox.Triple]:
    classes = dict(_counts(store, "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class"))
    props = dict(_counts(store, f"SELECT ?p (COUNT(*) AS ?n) {{ {_ALL} }} GROUP BY ?p"))
    yield _say(_DATASET, VOID + "classes", len(classes))
    yield _say(_DATASET, VOID + "properties", len(props))
    for kind, counted, what, measure in (
        ("class", classes, VOID + "class", VOID + "entities"),
        ("property", props, VOID + "property", VOID + "triples"),
    ):
        for iri, number in sorted(counted.items()):
            if iri.startswith(KB):
                part = f"{_DATASET}/{kind}/{iri.removeprefix(KB)}"
                yield _say(_DATASET, f"{VOID}{kind}Partition", part)
                yield _say(part, what, iri)
                yield _say(part, measure, int(number))


def _graphs(store: ox.Store) -> Iterator[ox.Triple]:
    for name, number in sorted(_counts(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")):
        yield _say(_DATASET, VOID + "subset", name)
        yield _say(name, RDF + "type", VOID + "Dataset")
        yield _say(name, VOID + "triples", int(number))
        for quad in store.quads_for_pattern(ox.NamedNode(name), None, None):
            if quad.predicate.value in (RDFS + "label", PROV + "hadPrimarySource") and isinstance(
                quad.object, (ox.NamedNode, ox.Literal)
            ):
                yield _say(name, quad.predicate.value, quad.object)
                if quad.predicate.value == PROV + "hadPrimarySource":
                    yield _say(_DATASET, DCT + "source", quad.object)
                    yield from (
                        _say(text_of(quad.object), RDFS + "label", label)
                        for label in _labels(store, text_of(quad.object))
                    )


def _coverage(store: ox.Store) -> Iterator[ox.Triple]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(KB + "Coverage")):
        yield _say(_DATASET, DCT + "provenance", text_of(quad.subject))
        for said in store.quads_for_pattern(quad.subject, None, None):
            yield said.triple
            if said.predicate.value == KB + "period":
                yield from (about.triple for about in store.quads_for_pattern(_node(said.object), None, None))


_TARGETS = {
    "wikidata": "http://www.wikidata.org/entity/",
    "eu-countries": "http://publications.europa.eu/resource/authority/country/",
}


def _linksets(store: ox.Store) -> Iterator[ox.Triple]:
    for name, space in _TARGETS.items():
        for match in ("exactMatch", "closeMatch"):
            prop = PREFIXES["skos"] + match
            links = sum(
                1
                for quad in store.quads_for_pattern(None, ox.NamedNode(prop), None)
                if text_of(quad.object).startswith(space)
            )
            if links:
                node = f"{_DATASET}/linkset/{name}-{match.lower()}"
                yield _say(_DATASET, VOID + "subset", node)
                yield _say(node, RDF + "type", VOID + "Linkset")
                yield _say(node, VOID + "linkPredicate", prop)
                yield _say(node, VOID + "objectsTarget", space)
                yield _say(node, VOID + "triples", links)


_ALL = "SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }"
"""Each statement once, in however many graphs it stands."""


def _counts(store: ox.Store, query: str) -> list[list[str]]:
    """The rows of a query as texts; counted where the statements are, in a fifth of the time of counting here."""
    solutions = store.query(query, use_default_graph_as_union=True)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("not a SELECT")
    return [[text_of(term) for term in solution] for solution in solutions]


def _node(term: object) -> ox.NamedNode:
    return ox.NamedNode(text_of(term))


def _one(store: ox.Store, iri: str, prop: str) -> str | None:
    return next(
        (text_of(quad.object) for quad in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(prop), None)), None
    )


def _labels(store: ox.Store, iri: str) -> list[ox.Literal]:
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDFS + "label"), None)
    return [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
