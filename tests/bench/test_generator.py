"""Invented graphs: the same for the same seed, as large as asked for, skewed, and in nothing but our vocabulary and its structure."""

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


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    def written(seed: int) -> bytes:
        output = io.BytesIO()
        ox.serialize(generate(10_000, seed), output, format=ox.RdfFormat.N_QUADS)
        return output.getvalue()

    assert written(1) == written(1) != written(2)


def test_a_graph_is_the_beginning_of_a_greater_one(quads: list[ox.Quad]) -> None:
    smaller = list(generate(20_000))
    assert smaller[:18_000] == quads[:18_000]


@pytest.mark.parametrize("size", [10_000, 25_000])
def test_the_size_is_that_asked_for_within_three_in_a_hundred(size: int) -> None:
    assert len(set(generate(size))) == pytest.approx(size, rel=0.03)


def test_few_governments_have_many_partners_and_few_partnerships_most_activities(store: Store) -> None:
    partnerships, activities = of_class(store, "Partnership"), of_class(store, "Activity")
    partners = Counter(quad.object for quad in store.quads(None, kb("party"), None) if quad.subject in partnerships)
    assert max(partners.values()) > 8 * median(partners.values())
    busy = Counter(quad.object for quad in store.quads(None, kb("partnership"), None) if quad.subject in activities)
    assert max(busy.values()) > 10 * median(busy.values())
    assert len(busy) < 0.9 * len(partnerships), "none is without activities"


def test_dates_are_known_at_every_precision(store: Store) -> None:
    precisions = {slug_of(text_of(quad.object)) for quad in store.quads(None, kb("precision"), None)}
    assert precisions == {"day", "month", "year", "range", "choice"}


def test_something_is_missing_and_something_disputed(store: Store) -> None:
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


def test_names_bear_diacritics_and_have_a_plain_form(store: Store) -> None:
    labels = {
        quad.subject: text_of(quad.object) for quad in store.quads(None, ox.NamedNode(PREFIXES["rdfs"] + "label"), None)
    }
    plain = {
        quad.subject: text_of(quad.object)
        for quad in store.quads(None, ox.NamedNode(PREFIXES["skos"] + "altLabel"), None)
    }
    assert len(plain) > len(of_class(store, "Territory")) / 3
    assert all(text == without_diacritics(labels[thing]) != labels[thing] for thing, text in plain.items())


def test_every_property_class_and_concept_is_of_the_vocabulary(store: Store, shipped: CheckedContent) -> None:
    defined = {
        triple.subject
        for file in shipped.files
        if file.graph.startswith((GRAPH + "ontology-", GRAPH + "concept-"))
        for triple in file.triples
    }
    classes = {quad.object for quad in store.quads(None, TYPE, None)}
    concepts = {quad.object for quad in store.quads() if text_of(quad.object).startswith(CONCEPT)}
    assert {quad.predicate for quad in store.quads()} | classes | concepts <= defined


def test_no_thing_is_one_of_the_shipped_content(store: Store, shipped: CheckedContent) -> None:
    rules = {quad.subject for quad in store.quads(None, TYPE, kb("DerivationRule"))}
    things = {quad.subject for quad in store.quads()} - rules
    assert all(text_of(thing).startswith((ID, GRAPH)) for thing in things)
    assert things.isdisjoint({triple.subject for file in shipped.files for triple in file.triples})


def test_every_named_graph_says_where_it_comes_from(store: Store) -> None:
    sources = {quad.subject for quad in store.quads(None, ox.NamedNode(PREFIXES["prov"] + "hadPrimarySource"), None)}
    assert set(store.graphs()) - {DERIVED} == sources


def test_the_structure_shapes_have_nothing_to_say(shipped: CheckedContent) -> None:
    triples = [triple for file in shipped.files for triple in file.triples] + shipped.derived
    shapes = [
        triple for file in shipped.files if file.file.name.startswith("shapes/structure/") for triple in file.triples
    ]
    found = breaches([*triples, *(quad.triple for quad in generate(15_000, seed=3))], shapes)
    assert [(breach.thing, breach.texts) for breach in found] == []


def test_a_service_takes_a_filled_home_for_its_own(tmp_path: Path) -> None:
    with Revisions(tmp_path) as revisions:
        filled = fill(revisions, 10_000)
        service = Kembar(Content.shipped(), revisions)
        assert service.revision.number == filled.number
        verdict = service.verdicts.validate(f"<{ID}deed/synthetic-1-1> a <{KB}Deed> .".encode(), Format.TURTLE)
        assert len(verdict.requirements) == len(service.rules.rules)
        partnerships = len(of_class(filled.store, "Partnership"))
        assert {text_of(quad.object) for quad in filled.store.quads(None, kb("total"), None)} == {str(partnerships)}


def test_what_is_derived_is_what_a_revision_derives(quads: list[ox.Quad]) -> None:
    """By the rules over the whole, where the generator goes partnership by partnership."""
    store, rules = (
        EmbeddedStore(),
        [rule for rule in derivation_rules(Content.shipped()) if rule.scope == "partnership"],
    )
    store.extend(quad for quad in quads if quad.graph_name != DERIVED)
    dates = date_properties(
        quad.triple
        for quad in ox.parse(Content.shipped().files("ontology", "kembar.ttl")[0].text, format=ox.RdfFormat.TURTLE)
    )
    whole = list(bounds((quad.triple for quad in store.quads()), dates))
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in whole)
    derive(store, rules, partnerships_of(store))
    described = {
        triple for rule in derivation_rules(Content.shipped()) if rule.scope == "dataset" for triple in rule.describe()
    }
    assert {quad.triple for quad in store.quads(None, None, None, DERIVED)} | described == {
        quad.triple for quad in quads if quad.graph_name == DERIVED
    }
