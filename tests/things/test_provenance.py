"""The JSON of a thing holds exactly its statements in the graph, each with its source and place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.application import Kembar
from kembar.errors import Gone
from kembar.namespaces import BASE, ID, KB, PREFIXES
from kembar.rdf.terms import text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store
from kembar.things.description import describe
from kembar.things.provenance import account
from kembar.things.tense import Tense, tense_of

PREAMBLE = """
@prefix kb: <https://w3id.org/kembar/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix graph: <https://w3id.org/kembar/graph/> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix activity: <https://w3id.org/kembar/id/activity/> . @prefix deed: <https://w3id.org/kembar/id/deed/> . @prefix place: <https://w3id.org/kembar/id/place/> .
@prefix partnership: <https://w3id.org/kembar/id/partnership/> . @prefix period: <https://w3id.org/kembar/id/period/> . @prefix source: <https://w3id.org/kembar/id/source/> .
@prefix rule: <https://w3id.org/kembar/id/rule/> . @prefix summary: <https://w3id.org/kembar/id/summary/> . @prefix relation: <https://w3id.org/kembar/id/relation/> .
@prefix signature: <https://w3id.org/kembar/id/signature/> . @prefix reading: <https://w3id.org/kembar/id/reading/> .
@prefix contradiction: <https://w3id.org/kembar/id/contradiction/> .
"""
RECORD = """
graph:report { graph:report prov:hadPrimarySource source:book . source:book rdfs:label "Buku"@id , "Book"@en . place:p1 kb:inSource source:book .
  partnership:a a kb:Partnership ; rdfs:label "A"@id ; kb:statedAt place:p1 .
  activity:old a kb:Activity ; kb:partnership partnership:a ; kb:date "1999"^^xsd:gYear . activity:new kb:partnership partnership:a ; kb:date "2021-05-05"^^xsd:date .
  activity:vague kb:partnership partnership:a . activity:undated kb:partnership partnership:a .
  contradiction:c a kb:Contradiction ; kb:concerns activity:vague ; kb:disputes kb:date ; kb:reason "Dua"@id , "Two"@en ; kb:hasReading reading:c1 , reading:c2 .
  reading:c1 kb:value "2000"^^xsd:gYear ; kb:statedAt place:p1 . reading:c2 kb:value "2020"^^xsd:gYear ; kb:preferred true ; kb:statedAt place:p1 . }
graph:derived { activity:old kb:earliest "1999-01-01"^^xsd:date ; kb:latest "1999-12-31"^^xsd:date . activity:new kb:earliest "2021-05-05"^^xsd:date ; kb:latest "2021-05-05"^^xsd:date .
  activity:vague kb:earliest "2000-01-01"^^xsd:date ; kb:latest "2020-12-31"^^xsd:date . summary:a kb:partnership partnership:a ; kb:derivedBy rule:last . rule:last a kb:DerivationRule . }
graph:ontology-kembar { kb:date kb:earliestIn kb:earliest ; kb:latestIn kb:latest . kb:partnership rdfs:label "kemitraan"@id . }
"""


def store(trig: str) -> EmbeddedStore:
    embedded = EmbeddedStore()
    embedded.load(ox.parse(PREAMBLE + trig, format=ox.RdfFormat.TRIG))
    return embedded


def node(member: Mapping[str, Any]) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(member["id"][2:]) if member["id"].startswith("_:") else ox.NamedNode(member["id"])


def term(member: Mapping[str, Any]) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if "id" in member:
        return node(member)
    return (
        ox.Literal(member["value"], language=member["language"])
        if "language" in member
        else ox.Literal(member["value"], datatype=ox.NamedNode(member["datatype"]))
    )


def triples(thing_json: Mapping[str, Any]) -> set[ox.Triple]:
    subject = node(thing_json)
    statements = {
        ox.Triple(subject, ox.NamedNode(entry["property"]["id"]), term(entry["value"]))
        for entry in thing_json["statements"]
    }
    return statements | {
        ox.Triple(node(entry["thing"]), ox.NamedNode(entry["property"]["id"]), subject)
        for entry in thing_json["referredToBy"]
    }


def things(record: Store) -> list[str]:
    """Return the things of the record that are described under their present name."""
    subjects = {quad.subject.value for quad in record.quads() if isinstance(quad.subject, ox.NamedNode)}
    subjects -= {text_of(quad.subject) for quad in record.quads(None, None, ox.NamedNode(KB + "Renamed"))}
    return sorted(subject for subject in subjects if subject.startswith(BASE) and "#" not in subject)


def related(thing_json: Mapping[str, Any]) -> dict[str, Any]:
    return {entry["thing"]["id"].removeprefix(ID): entry["thing"]["when"] for entry in thing_json["referredToBy"]}


@pytest.mark.slow
def test_every_fact_of_the_shipped_content_has_its_source_and_the_json_equals_the_graph(kembar: Kembar) -> None:
    record = kembar.revision.store
    for iri in things(record):
        thing_json = account(record, iri, 1)
        for fact in (*thing_json["statements"], *thing_json["referredToBy"], *thing_json["contradictions"]):
            assert fact["graph"]["id"], iri
            match fact["origin"]:
                case "source":
                    assert fact["sources"], (iri, fact)
                case "derived":
                    assert fact["derivedBy"] or fact["derivedFrom"], (iri, fact)
                case "vocabulary" | "service":
                    assert not fact["sources"], (iri, fact)
        subject = ox.NamedNode(iri)
        expected = {triple for triple in describe(record, iri) if subject in (triple.subject, triple.object)}
        assert triples(thing_json) == expected, iri


_NODES = st.sampled_from([ID + name for name in ("event/a", "event/b", "deed/c")])
_VALUES = st.one_of(
    _NODES.map(ox.NamedNode),
    st.text(max_size=9).map(ox.Literal),
    st.integers().map(ox.Literal),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag), st.text(max_size=9), st.sampled_from(["id", "en", "de-at"])
    ),
    st.sampled_from(["b1", "b2"]).map(ox.BlankNode),
)
_PROPERTIES = st.sampled_from(
    [
        KB + "about",
        KB + "note",
        PREFIXES["rdfs"] + "label",
        KB + "concerns",
        KB + "hasReading",
        KB + "statedAt",
        PREFIXES["rdf"] + "type",
    ]
)
_GRAPHS = st.sampled_from([f"{BASE}graph/{name}" for name in ("one", "two", "derived", "concept-x", "revisions")])


@given(st.lists(st.tuples(_NODES, _PROPERTIES, _VALUES, _GRAPHS), min_size=1))
@settings(max_examples=200)
def test_the_json_holds_exactly_the_statements_about_and_with_the_thing(
    statements: list[tuple[str, str, Any, str]],
) -> None:
    record = EmbeddedStore()
    record.extend(
        ox.Quad(ox.NamedNode(subject), ox.NamedNode(prop), value, ox.NamedNode(graph))
        for subject, prop, value, graph in statements
    )
    for iri in {subject for subject, *_ in statements}:
        subject = ox.NamedNode(iri)
        assert triples(account(record, iri, 1)) == {
            triple for triple in describe(record, iri) if subject in (triple.subject, triple.object)
        }


def test_a_statement_has_its_graph_source_and_place() -> None:
    thing_json = account(store(RECORD), ID + "partnership/a", 7)
    label = next(statement for statement in thing_json["statements"] if statement["property"]["id"].endswith("label"))
    assert (label["origin"], label["graph"]["id"]) == ("source", BASE + "graph/report")
    assert label["sources"] == [{"id": ID + "source/book", "label": {"id": "Buku", "en": "Book"}}]
    assert [(place["id"], place["source"]["label"]["en"]) for place in label["places"]] == [(ID + "place/p1", "Book")]
    assert (thing_json["revision"], thing_json["label"], thing_json["asOf"], thing_json["leftOut"]) == (
        7,
        {"id": "A", "en": "A"},
        None,
        [],
    )
    assert "when" not in thing_json


def test_a_derived_fact_names_its_rule_and_a_bound_names_its_date() -> None:
    record = store(RECORD)
    summary = next(
        entry
        for entry in account(record, ID + "partnership/a", 1)["referredToBy"]
        if entry["thing"]["id"].endswith("summary/a")
    )
    assert [rule["id"] for rule in summary["derivedBy"]] == [ID + "rule/last"]
    bound = next(
        entry
        for entry in account(record, ID + "activity/old", 1)["statements"]
        if entry["property"]["id"] == KB + "latest"
    )
    assert ([prop["id"] for prop in bound["derivedFrom"]], bound["derivedBy"]) == ([KB + "date"], [])


def test_a_contradiction_comes_with_each_reading_its_place_and_the_reason() -> None:
    contradictions: Any = account(store(RECORD), ID + "activity/vague", 1)["contradictions"]
    (contradiction,) = contradictions
    assert (contradiction["property"]["id"], contradiction["preferred"], contradiction["reason"]) == (
        KB + "date",
        ID + "reading/c2",
        {"id": "Dua", "en": "Two"},
    )
    assert [reading["values"][0]["value"] for reading in contradiction["readings"]] == ["2000", "2020"]
    assert all(reading["places"][0]["id"] == ID + "place/p1" for reading in contradiction["readings"])
    assert contradiction["sources"][0]["id"] == ID + "source/book"


def test_as_of_a_day_later_things_are_omitted_and_counted_and_uncertain_ones_stay() -> None:
    thing_json = account(store(RECORD), ID + "partnership/a", 1, date(2010, 1, 1))
    assert related(thing_json) == {
        "activity/old": Tense.BEFORE,
        "activity/vague": Tense.CANNOT_TELL,
        "activity/undated": None,
    }
    assert [(omission["what"], omission["count"]) for omission in thing_json["leftOut"]] == [
        ("later", 1),
        ("derived", 1),
    ]
    assert all(set(omission["reason"]) == {"id", "en"} for omission in thing_json["leftOut"])
    assert thing_json["asOf"] == "2010-01-01"


def test_as_of_a_day_every_omission_is_counted(kembar: Kembar) -> None:
    record = kembar.revision.store
    for slug in (
        "partnership/seoul",
        "government/jakarta",
        "country/id",
        "summary/seoul",
        "deed/paris-mou-1995",
        "regulation/pp-28-2018",
    ):
        complete, as_of_2000 = account(record, ID + slug, 1), account(record, ID + slug, 1, date(2000, 1, 1))
        counts = [
            len(thing_json["statements"])
            + len(thing_json["referredToBy"])
            + sum(omission["count"] for omission in thing_json["leftOut"])
            for thing_json in (complete, as_of_2000)
        ]
        assert counts[0] == counts[1], slug


@pytest.mark.parametrize(
    ("bounds", "day", "when"),
    [
        ('kb:startEarliest "2000-01-01"^^xsd:date ; kb:startLatest "2000-12-31"^^xsd:date', "1999-12-31", Tense.AFTER),
        (
            'kb:startEarliest "2000-01-01"^^xsd:date ; kb:startLatest "2000-12-31"^^xsd:date',
            "2000-06-01",
            Tense.CANNOT_TELL,
        ),
        ('kb:startEarliest "2000-01-01"^^xsd:date ; kb:startLatest "2000-12-31"^^xsd:date', "2030-01-01", Tense.HOLDS),
        (
            'kb:endEarliest "2005-01-01"^^xsd:date ; kb:endLatest "2005-01-01"^^xsd:date',
            "2004-12-31",
            Tense.CANNOT_TELL,
        ),
        (
            'kb:endEarliest "2005-01-01"^^xsd:date ; kb:endLatest "2005-01-01"^^xsd:date',
            "2005-01-01",
            Tense.CANNOT_TELL,
        ),
        ('kb:endEarliest "2005-01-01"^^xsd:date ; kb:endLatest "2005-01-01"^^xsd:date', "2005-01-02", Tense.ENDED),
        ("kb:note 'undated'", "2005-01-02", None),
    ],
)
def test_a_period_holds_has_ended_or_is_still_to_come(bounds: str, day: str, when: Tense | None) -> None:
    record = store(f"graph:derived {{ period:p {bounds} . relation:r kb:period period:p }}")
    assert tense_of(record, ID + "period/p", date.fromisoformat(day)) is when
    assert tense_of(record, ID + "relation/r", date.fromisoformat(day)) is when


def test_a_relation_between_two_of_its_periods_has_ended_and_a_signature_is_as_old_as_its_deed() -> None:
    record = store("""graph:derived { relation:r kb:period period:p , period:q . deed:d kb:signature signature:s ; kb:earliest "2001-01-01"^^xsd:date ; kb:latest "2001-01-01"^^xsd:date .
      period:p kb:startEarliest "1960-01-01"^^xsd:date ; kb:startLatest "1960-01-01"^^xsd:date ; kb:endEarliest "1970-01-01"^^xsd:date ; kb:endLatest "1970-01-01"^^xsd:date .
      period:q kb:startEarliest "1980-01-01"^^xsd:date ; kb:startLatest "1980-01-01"^^xsd:date . }""")
    assert [tense_of(record, ID + "relation/r", date(year, 6, 1)) for year in (1950, 1965, 1975, 1985)] == [
        "after",
        "holds",
        "ended",
        "holds",
    ]
    assert [tense_of(record, ID + "signature/s", date(year, 6, 1)) for year in (2000, 2001)] == ["after", "before"]


def test_a_state_known_from_a_day_proves_nothing_before_that_day() -> None:
    record = store(
        'graph:derived { relation:r kb:stateKnownFrom "2023-01-01"^^xsd:date ; kb:stateKnownBy "2023-01-01"^^xsd:date }'
    )
    assert [tense_of(record, ID + "relation/r", day) for day in (date(2022, 1, 1), date(2024, 1, 1))] == [
        Tense.CANNOT_TELL,
        Tense.BEFORE,
    ]


def test_a_withdrawn_name_is_gone_with_the_reason_in_both_languages() -> None:
    record = store(
        'graph:report { activity:x a kb:Withdrawn ; kb:reason "Ganda"@id , "Double"@en ; dct:date "2024-05-31"^^xsd:date }'
    )
    for lookup in (lambda: describe(record, ID + "activity/x"), lambda: account(record, ID + "activity/x", 1)):
        with pytest.raises(Gone, match="Double") as caught:
            lookup()
        assert caught.value.extra == {"reason": {"id": "Ganda", "en": "Double"}, "since": "2024-05-31"}
