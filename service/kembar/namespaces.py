"""Namespaces, prefixes and reserved paths, and the relation of IRIs to paths of the service."""

__all__ = [
    "BASE", "CONCEPT", "CONTEXT", "GRAPH", "ID", "KB", "PREFIXES", "RESERVED_NAMES", "SHAPE",
    "path_of", "slug_of",
]  # fmt: skip

BASE = "https://w3id.org/kembar/"
KB = BASE + "ontology#"
ID = BASE + "id/"
CONCEPT = BASE + "concept/"
SHAPE = BASE + "shape/"
GRAPH = BASE + "graph/"
CONTEXT = BASE + "context.jsonld"

RESERVED_NAMES = frozenset(
    """
    concept context dataset docs graph health id matrix metrics ontology openapi queries rdf-graph-store revisions
    search shape sparql submissions validate
    """.split()  # noqa: SIM905 -- a list of words reads better
)
"""Names that a collection cannot have: first path segments, without suffix, of present and planned routes."""

PREFIXES = {
    "kb": KB,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "graph": GRAPH,
    "decisionPaper": f"{ID}decision-paper/",
    "planReference": f"{ID}plan-reference/",
    "stepTaken": f"{ID}step-taken/",
    "tieState": f"{ID}tie-state/",
    "shape": SHAPE,
    **{
        kind: f"{ID}{kind}/"
        for kind in """
            activity actor argument assessment attestation budget claim clause contact contradiction country
            coverage deed displacement event finding format government item listing participation
            partnership period place procedure provision reading regulation relation requirement
            signature source step territory venue
        """.split()  # noqa: SIM905 -- a list of words reads better
    },
}
"""Prefixes of content files, examples and answers: ``kind:slug`` abbreviates the IRI of a thing."""


def path_of(iri: str) -> str:
    """Return the path at which the service describes an IRI; an IRI outside its namespace is returned as it is."""
    return "/" + iri.removeprefix(BASE) if iri.startswith(BASE) else iri


def slug_of(iri: str) -> str:
    """Return the last part of an IRI, such as ``seoul`` of ``…/id/partnership/seoul``."""
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
