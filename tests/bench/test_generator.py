"""Invented graphs: reproducible, of the requested size, skewed, and valid by the vocabulary and its structure."""

import io
from collections import Counter
from pathlib import Path
from statistics import median

import pyoxigraph as ox
import pytest

from bench.generator import derivation_rules, generate
from bench.home import fill
from bench.naming import without_diacritics
from kembar.application import Kembar
from kembar.content.checking import CheckedContent, check
from kembar.content.derivation import DERIVED, derive, partnerships_of
from kembar.content.structure import breaches
from kembar.files import Content
from kembar.namespaces import CONCEPT, GRAPH, ID, KB, PREFIXES, slug_of
from kembar.rdf.bounds import bounds, date_properties
from kembar.rdf.formats import Format
from kembar.rdf.terms import text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store
from kembar.store.revisions import Revisions

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
SIZE = 40_000


def kb(name: str) -> ox.NamedNode:
    return ox.NamedNode(KB + name)


@pytest.fixture(scope="module")
def shipped() -> CheckedContent:
    return check(Content.shipped())


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return list(generate(SIZE))


@pytest.fixture(scope="module")
def store(quads: list[ox.Quad]) -> EmbeddedStore:
    store = EmbeddedStore()
    store.extend(quads)
    return store


def of_class(store: Store, name: str) -> set[object]:
    return {quad.subject for quad in store.quads(None, TYPE, kb(name))}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not() -> None:
    def serialized(seed: int) -> bytes:
        output = io.BytesIO()
        ox.serialize(generate(10_000, seed), output, format=ox.RdfFormat.N_QUADS)
        return output.getvalue()

    assert serialized(1) == serialized(1) != serialized(2)


def test_a_graph_is_the_beginning_of_a_larger_one(quads: list[ox.Quad]) -> None:
    smaller = list(generate(20_000))
    assert smaller[:18_000] == quads[:18_000]


@pytest.mark.parametrize("size", [10_000, 25_000])
def test_the_size_is_within_three_percent_of_the_requested_size(size: int) -> None:
    assert len(set(generate(size))) == pytest.approx(size, rel=0.03)


def test_partners_and_activities_are_distributed_unequally(store: Store) -> None:
    partnerships, activities = of_class(store, "Partnership"), of_class(store, "Activity")
    partners = Counter(quad.object for quad in store.quads(None, kb("party"), None) if quad.subject in partnerships)
    assert max(partners.values()) > 8 * median(partners.values())
    activity_counts = Counter(
        quad.object for quad in store.quads(None, kb("partnership"), None) if quad.subject in activities
    )
    assert max(activity_counts.values()) > 10 * median(activity_counts.values())
    assert len(activity_counts) < 0.9 * len(partnerships), "every partnership has activities"


def test_dates_have_every_precision(store: Store) -> None:
    precisions = {slug_of(text_of(quad.object)) for quad in store.quads(None, kb("precision"), None)}
    assert precisions == {"day", "month", "year", "range", "choice"}


def test_some_facts_are_missing_and_some_are_disputed(store: Store) -> None:
    deeds, steps = of_class(store, "Deed"), of_class(store, "StepTaken")
    dated = {quad.subject for quad in store.quads(None, kb("date"), None)}
    documented = {quad.subject for quad in store.quads(None, kb("document"), None)}
    disputed = {text_of(quad.object).removeprefix(KB) for quad in store.quads(None, kb("disputes"), None)}
    related = {quad.object for quad in store.quads(None, kb("with"), None)}
    assert deeds - dated
    assert steps - documented
    assert steps & documented
    assert {"date", "start"} <= disputed
    assert of_class(store, "Country") - related


def test_names_with_diacritics_have_a_plain_form(store: Store) -> None:
    labels = {
        quad.subject: text_of(quad.object) for quad in store.quads(None, ox.NamedNode(PREFIXES["rdfs"] + "label"), None)
    }
    plain = {
        quad.subject: text_of(quad.object)
        for quad in store.quads(None, ox.NamedNode(PREFIXES["skos"] + "altLabel"), None)
    }
    assert len(plain) > len(of_class(store, "Territory")) / 3
    assert all(text == without_diacritics(labels[thing]) != labels[thing] for thing, text in plain.items())


def test_every_property_class_and_concept_is_in_the_vocabulary(store: Store, shipped: CheckedContent) -> None:
    defined = {
        triple.subject
        for file in shipped.files
        if file.graph.startswith((GRAPH + "ontology-", GRAPH + "concept-"))
        for triple in file.triples
    }
    classes = {quad.object for quad in store.quads(None, TYPE, None)}
    concepts = {quad.object for quad in store.quads() if text_of(quad.object).startswith(CONCEPT)}
    assert {quad.predicate for quad in store.quads()} | classes | concepts <= defined


def test_no_thing_is_in_the_shipped_content(store: Store, shipped: CheckedContent) -> None:
    rules = {quad.subject for quad in store.quads(None, TYPE, kb("DerivationRule"))}
    things = {quad.subject for quad in store.quads()} - rules
    assert all(text_of(thing).startswith((ID, GRAPH)) for thing in things)
    assert things.isdisjoint({triple.subject for file in shipped.files for triple in file.triples})


def test_every_named_graph_names_its_source(store: Store) -> None:
    sources = {quad.subject for quad in store.quads(None, ox.NamedNode(PREFIXES["prov"] + "hadPrimarySource"), None)}
    assert set(store.graphs()) - {DERIVED} == sources


def test_the_structure_shapes_find_no_fault(shipped: CheckedContent) -> None:
    triples = [triple for file in shipped.files for triple in file.triples] + shipped.derived
    shapes = [
        triple for file in shipped.files if file.file.name.startswith("shapes/structure/") for triple in file.triples
    ]
    faults = breaches([*triples, *(quad.triple for quad in generate(15_000, seed=3))], shapes)
    assert [(breach.thing, breach.texts) for breach in faults] == []


def test_a_service_accepts_a_filled_home(tmp_path: Path) -> None:
    with Revisions(tmp_path) as revisions:
        revision = fill(revisions, 10_000)
        service = Kembar(Content.shipped(), revisions)
        assert service.revision.number == revision.number
        verdict = service.verdicts.validate(f"<{ID}deed/synthetic-1-1> a <{KB}Deed> .".encode(), Format.TURTLE)
        assert len(verdict.requirements) == len(service.rules.rules)
        partnerships = Counter(quad.object for quad in revision.store.quads(None, kb("homeRegion"), None))
        regions = {quad.subject: quad.object for quad in revision.store.quads(None, kb("ofRegion"), None)}
        totals = {quad.subject: int(text_of(quad.object)) for quad in revision.store.quads(None, kb("total"), None)}
        assert len(partnerships) > 2
        assert totals
        assert all(total <= partnerships[regions[share]] for share, total in totals.items())


def test_the_derived_facts_equal_those_of_a_revision(quads: list[ox.Quad]) -> None:
    """Derive with the rules over the whole graph, because the generator derives partnership by partnership."""
    store, rules = (
        EmbeddedStore(),
        [rule for rule in derivation_rules(Content.shipped()) if rule.scope == "partnership"],
    )
    store.extend(quad for quad in quads if quad.graph_name != DERIVED)
    dates = date_properties(
        quad.triple
        for quad in ox.parse(Content.shipped().files("ontology", "kembar.ttl")[0].text, format=ox.RdfFormat.TURTLE)
    )
    triples = list(bounds((quad.triple for quad in store.quads()), dates))
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in triples)
    derive(store, rules, partnerships_of(store))
    described = {
        triple for rule in derivation_rules(Content.shipped()) if rule.scope == "dataset" for triple in rule.describe()
    }
    assert {quad.triple for quad in store.quads(None, None, None, DERIVED)} | described == {
        quad.triple for quad in quads if quad.graph_name == DERIVED
    }
