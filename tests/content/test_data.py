"""The shipped data agrees with the tables of the chapter, and every statement keeps the rules of the data."""

import re

import pyoxigraph as ox
import pytest

from kembar.application import Kembar

HEAD = """PREFIX kb: <https://w3id.org/kembar/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> PREFIX void: <http://rdfs.org/ns/void#>
"""


def rows(kembar: Kembar, query: str) -> list[tuple[str, ...]]:
    result = kembar.revision.store.query(HEAD + query)
    assert isinstance(result, ox.QuerySolutions)
    return [
        tuple(
            "" if (term := row[name]) is None else str(getattr(term, "value", term)).rsplit("/id/", 1)[-1]
            for name in result.variables
        )
        for row in result
    ]


# Tables 5.1–5.6: table, row, partner, date of the MoU.
TABLES = [
    ("5.1", 1, "los-angeles", "1991-01-21"),
    ("5.1", 2, "new-south-wales", "1994-05-30"),
    ("5.1", 3, "paris", "1995-09-08"),
    ("5.1", 4, "shanghai", "2020-10-23"),
    ("5.2", 1, "tokyo", "1989-10-23"),
    ("5.2", 2, "berlin", "1994-04-13"),
    ("5.2", 3, "budapest", "2009-02-02"),
    ("5.3", 1, "beijing", "1992-08-04"),
    ("5.3", 2, "arkansas", "1993-11-17"),
    ("5.4", 1, "rotterdam", "1986-08-01"),
    ("5.4", 2, "kyiv", "2007-06-21"),
    ("5.4", 3, "moscow", "2007-06-22"),
    ("5.5", 1, "jeddah", "1979-03-10"),
    ("5.5", 2, "islamabad", "1984-10-25"),
    ("5.5", 3, "casablanca", "1991-05-27"),
    ("5.5", 4, "istanbul", "2007-04-13"),
    ("5.5", 5, "al-quds", "2007-10-22"),
    ("5.6", 1, "seoul", "1984-07-25"),
    ("5.6", 2, "bangkok", "2002-01-21"),
    ("5.6", 3, "hanoi", "2004-11-23"),
    ("5.6", 4, "maputo", "2007-06-19"),
    ("5.6", 5, "pyongyang", "2007-11-08"),
]
ISSUES = {
    "5.1": "education",
    "5.2": "flood",
    "5.3": "public-health",
    "5.4": "waste",
    "5.5": "tolerance",
    "5.6": "traffic",
}


def test_the_founding_deeds_are_those_of_tables_5_1_to_5_6_row_by_row(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        """SELECT ?table ?row ?partnership ?date { ?deed kb:founds ?partnership ; kb:date ?date ; kb:statedAt ?place . ?place kb:table ?table ; kb:row ?row }
        ORDER BY ?table ?row""",
    )
    assert selected == [(table, str(row), f"partnership/{partner}", day) for table, row, partner, day in TABLES]


def test_each_partnership_is_in_the_issue_group_of_its_table(kembar: Kembar) -> None:
    selected = rows(kembar, "SELECT ?partnership ?issue { ?partnership a kb:Partnership ; kb:issueGroup ?issue }")
    expected = {
        (f"partnership/{partner}", f"https://w3id.org/kembar/concept/issue-group/{ISSUES[table]}")
        for table, _, partner, _ in TABLES
    }
    assert set(selected) == expected


@pytest.mark.parametrize(("region", "ties"), [("jakarta", 22), ("surabaya", 11)])
def test_each_partnership_of_a_region_has_one_other_party(kembar: Kembar, region: str, ties: int) -> None:
    selected = rows(
        kembar,
        f"SELECT ?p (COUNT(?party) AS ?n) {{ ?p a kb:Partnership ; kb:party <https://w3id.org/kembar/id/government/{region}> , ?party }} GROUP BY ?p",
    )
    assert {row[1] for row in selected} == {"2"}
    assert len(selected) == ties


def test_every_partnership_is_that_of_one_region_of_indonesia(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT ?p (COUNT(?home) AS ?n) { ?p a kb:Partnership OPTIONAL { ?p kb:party ?home . ?home kb:country <https://w3id.org/kembar/id/country/id> } } GROUP BY ?p",
    )
    assert {row[1] for row in selected} == {"1"}


def test_surabayas_list_of_2010_has_a_state_for_each_of_its_ten_rows(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT ?printed (COUNT(?p) AS ?n) (COUNT(?stage) AS ?stages) { ?s kb:stateOf ?p ; kb:asPrinted ?printed OPTIONAL { ?s kb:tieStage ?stage } } GROUP BY ?printed ORDER BY ?printed",
    )
    assert selected == [("proses penjajakan", "2", "2"), ("sistercity", "8", "0")]


def test_nothing_is_said_of_the_activities_of_surabaya(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT ?s { ?p kb:party <https://w3id.org/kembar/id/government/surabaya> . { ?s a kb:Coverage ; kb:covers ?p } UNION { ?s a kb:Occurrence ; kb:partnership ?p } UNION { ?s a kb:Activity ; kb:partnership ?p } }",
    )
    assert selected == []


CATEGORIES = {
    "5.7": ("active", 11),
    "5.8": ("less-active", 5),
    "5.9": ("inactive", 6),
}


@pytest.mark.parametrize("table", CATEGORIES)
def test_the_categories_of_tables_5_7_to_5_9_are_stated_row_by_row(kembar: Kembar, table: str) -> None:
    level, count = CATEGORIES[table]
    selected = rows(
        kembar,
        f'SELECT ?row ?level {{ ?a a kb:Assessment ; kb:activityLevel ?level ; kb:statedAt ?place . ?place kb:table "{table}" ; kb:row ?row }} ORDER BY ?row',
    )
    assert selected == [
        (str(row), f"https://w3id.org/kembar/concept/activity-level/{level}") for row in range(1, count + 1)
    ]


def test_pyongyang_and_shanghai_have_conflicting_categories_and_none_is_preferred(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT DISTINCT ?p { ?c kb:concerns ?p ; kb:disputes kb:activityLevel ; kb:hasReading ?r . OPTIONAL { ?r kb:preferred ?yes } } ORDER BY ?p",
    )
    assert selected == [("partnership/pyongyang",), ("partnership/shanghai",)]


def test_every_listed_field_is_tied_to_a_concept_and_a_table_row(kembar: Kembar) -> None:
    listings = rows(kembar, "SELECT DISTINCT ?l { ?l a kb:FieldListing }")
    tied = rows(
        kembar,
        "SELECT DISTINCT ?l { ?l a kb:FieldListing ; kb:asPrinted ?text ; kb:listedIn ?deed ; kb:statedAt ?place ; kb:field ?field . ?field skos:inScheme ?scheme }",
    )
    assert len(listings) == len(tied) > 110


def test_every_table_row_has_its_fields(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        "SELECT DISTINCT ?table ?row { ?l a kb:FieldListing ; kb:statedAt ?place . ?place kb:table ?table ; kb:row ?row }",
    )
    assert len(selected) == 22 + 22


def test_every_partner_has_a_country_a_kind_coordinates_and_a_wikidata_item(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        """SELECT DISTINCT ?t { ?p a kb:Partnership ; kb:party ?g . ?g kb:governs ?t . ?t kb:country ?c ; kb:territoryKind ?k ; wgs:lat ?lat ; wgs:long ?long .
        { ?t skos:exactMatch ?item } UNION { ?t skos:closeMatch ?item } FILTER(STRSTARTS(STR(?item), "http://www.wikidata.org/entity/Q")) }""",
    )
    assert len(selected) == 23


def test_of_jakartas_partners_only_al_quds_has_no_level_because_it_is_disputed(kembar: Kembar) -> None:
    without_level = rows(
        kembar,
        "SELECT DISTINCT ?t { ?p a kb:Partnership ; kb:party <https://w3id.org/kembar/id/government/jakarta> , ?g . ?g kb:governs ?t . OPTIONAL { ?t kb:level ?level } FILTER(!BOUND(?level)) }",
    )
    disputed = rows(kembar, "SELECT DISTINCT ?t { ?c kb:concerns ?t ; kb:disputes kb:level }")
    assert without_level == disputed == [("territory/al-quds",)]


def test_every_data_graph_names_its_source(kembar: Kembar) -> None:
    selected = rows(kembar, "SELECT ?g ?s { GRAPH ?g { ?g a void:Dataset ; prov:hadPrimarySource ?s } }")
    data = {
        graph.value
        for graph in kembar.revision.store.graphs()
        if not re.search(r"/graph/(ontology-|concept-|shape-|derived|revisions)", str(graph.value))
    }
    assert {row[0] for row in selected} == data


NARY = [
    "Assessment",
    "Activity",
    "Contact",
    "Deed",
    "DiplomaticRelation",
    "FieldListing",
    "Reading",
    "Claim",
    "Coverage",
    "Event",
    "Venue",
]


@pytest.mark.parametrize("kind", NARY)
def test_every_statement_of_this_kind_has_its_place(kembar: Kembar, kind: str) -> None:
    assert (
        rows(kembar, f"SELECT ?x {{ ?x a kb:{kind} . OPTIONAL {{ ?x kb:statedAt ?place }} FILTER(!BOUND(?place)) }}")
        == []
    )
    assert rows(kembar, f"SELECT ?x {{ ?x a kb:{kind} }}"), "a test over nothing shows nothing"


def test_every_place_leads_to_a_source(kembar: Kembar) -> None:
    lost = rows(
        kembar,
        "SELECT DISTINCT ?place { ?x kb:statedAt ?place . OPTIONAL { ?place kb:inSource?/a ?kind . FILTER(?kind = kb:Source) } FILTER(!BOUND(?kind)) }",
    )
    assert lost == []


def test_a_quotation_has_at_most_eight_words(kembar: Kembar) -> None:
    long = rows(kembar, "SELECT ?x ?text { ?x kb:quotation|kb:asPrinted ?text . MINUS { ?x a kb:FieldListing } }")
    assert [row for row in long if len(row[1].split()) > 8] == []


def test_a_contradiction_has_at_least_two_readings_and_at_most_one_preferred(kembar: Kembar) -> None:
    counted = rows(
        kembar,
        "SELECT ?c (COUNT(DISTINCT ?r) AS ?n) (COUNT(DISTINCT ?best) AS ?m) { ?c a kb:Contradiction ; kb:hasReading ?r . OPTIONAL { ?r kb:preferred true . BIND(?r AS ?best) } } GROUP BY ?c",
    )
    assert [row for row in counted if int(row[1]) < 2 or int(row[2]) > 1] == []
    assert len(counted) > 30


def test_a_preferred_reading_gives_its_reason(kembar: Kembar) -> None:
    assert (
        rows(kembar, "SELECT ?r { ?r kb:preferred true . OPTIONAL { ?r kb:reason ?why } FILTER(!BOUND(?why)) }") == []
    )


def test_a_disputed_date_that_is_stated_directly_is_the_preferred_reading(kembar: Kembar) -> None:
    selected = rows(
        kembar,
        """SELECT ?thing ?direct ?best { ?c kb:concerns ?thing ; kb:disputes ?p . FILTER(?p IN (kb:date, kb:start, kb:end)) ?thing ?p ?direct .
        OPTIONAL { ?c kb:hasReading ?r . ?r kb:preferred true ; kb:value ?best } }""",
    )
    assert [row for row in selected if row[1] != row[2]] == []
    assert selected


def test_a_thing_has_a_label_in_both_languages(kembar: Kembar) -> None:
    kinds = "kb:Partnership kb:Deed kb:Activity kb:Contact kb:Event kb:Venue kb:Actor kb:Person kb:LocalGovernment kb:Territory kb:Country kb:Regulation kb:Provision kb:Requirement kb:Source kb:Contradiction kb:Claim"
    for language in ("id", "en"):
        lost = rows(
            kembar,
            f'SELECT ?x {{ VALUES ?kind {{ {kinds} }} ?x a ?kind . OPTIONAL {{ ?x rdfs:label ?label . FILTER(LANG(?label) = "{language}") }} FILTER(!BOUND(?label)) }}',
        )
        assert lost == []


def test_the_relations_table_has_interruptions_and_no_row_without_a_source(kembar: Kembar) -> None:
    periods = {
        row[0]: row[1]
        for row in rows(kembar, "SELECT ?r (COUNT(?p) AS ?n) { ?r a kb:DiplomaticRelation ; kb:period ?p } GROUP BY ?r")
    }
    assert (
        periods["relation/indonesia-cn"] == periods["relation/indonesia-nl"] == periods["relation/indonesia-my"] == "2"
    )
    assert periods["relation/indonesia-pt"] == "3"
    none = rows(
        kembar, "SELECT ?r { ?r kb:relationState <https://w3id.org/kembar/concept/relation-state/none> } ORDER BY ?r"
    )
    assert none == [("relation/indonesia-il",), ("relation/indonesia-tw",), ("relation/indonesia-xk",)]


def test_relations_with_western_sahara_are_unknown_and_not_denied(kembar: Kembar) -> None:
    assert rows(kembar, "SELECT ?r { ?r kb:with <https://w3id.org/kembar/id/country/eh> }") == []


def test_every_country_but_western_sahara_has_one_relation_with_its_last_check(kembar: Kembar) -> None:
    without = rows(
        kembar,
        """SELECT ?c { ?c a kb:Country . OPTIONAL { ?r kb:with ?c ; kb:checkedOn ?day ; kb:checkedBy ?who ; kb:confidence ?firm }
        FILTER(!BOUND(?r)) } ORDER BY ?c""",
    )
    assert without == [("country/eh",), ("country/id",)]
    counted = rows(
        kembar, "SELECT (COUNT(?r) AS ?n) (COUNT(DISTINCT ?c) AS ?m) { ?r a kb:DiplomaticRelation ; kb:with ?c }"
    )
    assert counted == [("198", "198")]


def test_a_relation_without_a_recorded_start_has_no_period_and_a_day_on_which_it_existed(kembar: Kembar) -> None:
    known = rows(
        kembar,
        """SELECT ?r ?day { ?r kb:relationState <https://w3id.org/kembar/concept/relation-state/established> ; kb:stateKnownAsOf ?day .
        OPTIONAL { ?r kb:period ?p } FILTER(!BOUND(?p)) } ORDER BY ?r""",
    )
    assert known == [("relation/indonesia-cv", "2012-12-05"), ("relation/indonesia-li", "1998-08-14")]


def test_dates_after_wikipedia_name_the_article_as_their_source(kembar: Kembar) -> None:
    (count,) = rows(
        kembar,
        """SELECT (COUNT(DISTINCT ?p) AS ?n) { ?r kb:with ?c ; kb:period ?p .
        ?p kb:statedAt <https://w3id.org/kembar/id/source/wikipedia-foreign-relations-indonesia> }""",
    )
    assert int(count[0]) >= 152


def test_a_recommendation_is_worded_as_one(kembar: Kembar) -> None:
    query = """SELECT ?label { ?claim kb:claimKind <https://w3id.org/kembar/concept/claim-kind/recommendation> ;
        rdfs:label ?label FILTER(LANG(?label) = "en") }"""
    words = ("should", "worth", "has to be", "Member of the team", "Task of the team")
    labels = [label for (label,) in rows(kembar, query)]
    assert len(labels) > 20
    assert [label for label in labels if not any(word in label for word in words)] == []


def test_no_label_is_half_translated(kembar: Kembar) -> None:
    query = 'SELECT ?label { ?thing rdfs:label ?label FILTER(LANG(?label) = "en" && CONTAINS(?label, "(tidak")) }'
    assert rows(kembar, query) == []


def test_a_zoo_is_a_field_of_its_own(kembar: Kembar) -> None:
    query = "SELECT ?broader { <https://w3id.org/kembar/concept/field/zoo> skos:broader ?broader }"
    assert rows(kembar, query) == []
