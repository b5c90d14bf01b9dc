"""The names nearest to an unknown one: by spelling in its kind or scheme, and by its slug in other kinds."""

import pytest

from kembar.application import Kembar
from kembar.law.names import Names, nearest_term, ours, short
from kembar.law.vocabulary import Vocabulary
from kembar.namespaces import CONCEPT, ID, KB
from kembar.rdf.names import rdf, rdfs
from kembar.rdf.terms import NamedNode, Quad, Triple
from kembar.store.embedded import EmbeddedStore

CLASS = NamedNode("http://www.w3.org/2002/07/owl#Class")


@pytest.fixture
def names(kembar: Kembar) -> Names:
    return Names(kembar.revision.store, {f"{ID}actor/own-body": frozenset({KB + "Actor"})}, kembar.vocabulary)


@pytest.mark.parametrize(
    ("unknown", "near"),
    [
        (f"{ID}country/IL", f"{ID}country/il"),
        (f"{ID}government/jakrata", f"{ID}government/jakarta"),
        (f"{ID}government/Jakarta", f"{ID}government/jakarta"),
        (f"{ID}actor/ministry_of_home_affairs", f"{ID}actor/ministry-of-home-affairs"),
        (f"{ID}actor/own-bodi", f"{ID}actor/own-body"),
        (f"{ID}goverment/jakarta", f"{ID}government/jakarta"),
        (f"{ID}actor/seoul", f"{ID}government/seoul"),
        (f"{CONCEPT}cooperation-typ/ksdpl", f"{CONCEPT}cooperation-type/ksdpl"),
        (f"{CONCEPT}field/foreign-policyy", f"{CONCEPT}field/foreign-policy"),
        ("http://w3id.org/kembar/id/country/il", f"{ID}country/il"),
        ("https://W3ID.org/Kembar/id/country/il", f"{ID}country/il"),
        ("country:il", f"{ID}country/il"),
        ("field:education", f"{CONCEPT}field/education"),
    ],
)
def test_the_nearest_name_comes_first(names: Names, unknown: str, near: str) -> None:
    assert names.nearest(unknown)[0] == near


def test_a_concept_is_sought_in_the_scheme_that_the_property_takes(names: Names) -> None:
    assert names.nearest(f"{CONCEPT}deed-type/educaton", CONCEPT + "field")[0] == f"{CONCEPT}field/education"


def test_a_thing_is_sought_among_those_of_the_class_that_the_property_takes(names: Names) -> None:
    assert names.nearest(f"{ID}actor/jakarta", wanted=KB + "LocalGovernment") == [f"{ID}government/jakarta"]


def test_nothing_is_near_to_what_nothing_resembles(names: Names) -> None:
    assert names.nearest(f"{ID}actor/qqqqqq") == []


def test_a_name_in_a_kind_of_many_thousand_is_found_by_one_typing_error() -> None:
    store = EmbeddedStore()
    deed, graph = NamedNode(KB + "Deed"), NamedNode("http://e/g")
    store.extend(Quad(NamedNode(f"{ID}deed/accord-{number:05}"), rdf.type, deed, graph) for number in range(9_000))
    store.extend([Quad(NamedNode(f"{ID}deed/jeddah-mou-1979"), rdf.type, deed, graph)])
    names = Names(store, {}, Vocabulary.of([Triple(deed, rdf.type, CLASS), Triple(deed, rdfs.subClassOf, CLASS)]))
    for typed in ("jeddah-mou-1978", "jeddah-mou-197", "jedah-mou-1979", "jeddah-muo-1979", "jeddahh-mou-1979"):
        assert names.nearest(f"{ID}deed/{typed}") == [f"{ID}deed/jeddah-mou-1979"]


def test_terms_of_the_vocabulary_are_compared_by_their_local_names(kembar: Kembar) -> None:
    assert nearest_term(KB + "partyy", kembar.vocabulary.properties)[0] == KB + "party"
    assert nearest_term("https://w3id.org/kembar/ontology/party", kembar.vocabulary.properties)[0] == KB + "party"


def test_names_that_are_meant_to_be_ours_are_told_from_others() -> None:
    assert all(ours(iri) for iri in (f"{ID}country/il", "http://www.w3id.org/kembar/id/country/il", KB + "party"))
    assert not any(ours(iri) for iri in ("http://e/x", "urn:x", "https://w3id.org/kembarx/id"))


def test_names_are_written_as_in_content_files() -> None:
    assert [short(iri) for iri in (f"{ID}country/il", f"{CONCEPT}field/education", KB + "party", "http://e/x")] == [
        "country:il",
        "field:education",
        "kb:party",
        "http://e/x",
    ]
