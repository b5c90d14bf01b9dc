"""The terms of the vocabulary are labelled and defined in both languages, and are in the JSON-LD context."""

import json

import pyoxigraph as ox
import pytest

from kembar.files import Content
from kembar.namespaces import BASE, KB, PREFIXES

CONTENT = Content.shipped()
VOCABULARY = [
    quad.triple for quad in ox.parse((CONTENT.root / "ontology/kembar.ttl").read_text(), format=ox.RdfFormat.TURTLE)
]
TYPE, RDFS, SKOS = PREFIXES["rdf"] + "type", PREFIXES["rdfs"], PREFIXES["skos"]
KINDS = {
    triple.subject.value: triple.object.value.rsplit("#", 1)[-1]
    for triple in VOCABULARY
    if triple.predicate.value == TYPE
    and isinstance(triple.subject, ox.NamedNode)
    and isinstance(triple.object, ox.NamedNode)
    and triple.subject.value != KB
}


def values(subject: str, prop: str) -> list[ox.Literal | ox.NamedNode]:
    return [
        triple.object
        for triple in VOCABULARY
        if triple.subject == ox.NamedNode(subject)
        and triple.predicate.value == prop
        and isinstance(triple.object, (ox.Literal, ox.NamedNode))
    ]


@pytest.mark.parametrize("term", KINDS)
def test_a_term_has_one_label_and_one_definition_in_each_language(term: str) -> None:
    for prop in (RDFS + "label", SKOS + "definition"):
        assert sorted(value.language or "" for value in values(term, prop) if isinstance(value, ox.Literal)) == [
            "en",
            "id",
        ]


def test_most_classes_specialise_a_published_class() -> None:
    classes = [term for term, kind in KINDS.items() if kind == "Class"]
    unspecialised = [
        term
        for term in classes
        if not any(not parent.value.startswith(KB) for parent in values(term, RDFS + "subClassOf"))
    ]
    # Activities and contacts specialise prov:Activity through kb:Occurrence; kb:Example has no published counterpart.
    assert {term.removeprefix(KB) for term in unspecialised} == {"Activity", "Contact", "Example"}


def test_the_context_covers_every_term_and_types_what_the_vocabulary_types() -> None:
    context = json.loads((CONTENT.root / "ontology/context.jsonld").read_text())["@context"]
    for term, kind in KINDS.items():
        entry = context[term.removeprefix(KB)]
        identifier = entry if isinstance(entry, str) else entry["@id"]
        assert identifier == "kb:" + term.removeprefix(KB)
        if kind == "ObjectProperty":
            assert entry["@type"] == "@id"


@pytest.mark.parametrize("file", CONTENT.files("ontology/concepts", ".ttl"), ids=lambda file: file.name)
def test_a_code_list_names_its_scheme_and_labels_each_concept_in_both_languages(file: object) -> None:
    text, name = str(getattr(file, "text", "")), str(getattr(file, "name", ""))
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    scheme = f"{BASE}concept/{name.rsplit('/', 1)[-1].removesuffix('.ttl')}"
    concepts = {
        triple.subject
        for triple in triples
        if triple.predicate.value == TYPE and triple.object == ox.NamedNode(SKOS + "Concept")
    }
    assert len(concepts) > 1
    for concept in concepts:
        statements = [triple for triple in triples if triple.subject == concept]
        assert ox.NamedNode(scheme) in [
            triple.object for triple in statements if triple.predicate.value == SKOS + "inScheme"
        ]
        for prop in ("prefLabel", "definition"):
            languages = sorted(
                str(getattr(triple.object, "language", ""))
                for triple in statements
                if triple.predicate.value == SKOS + prop
            )
            assert languages == ["en", "id"], concept
