"""Answers tell home regions apart, and no code, query or rule names a region."""

import re
from collections.abc import Iterator

import pytest

from kembar.application import Kembar
from kembar.errors import UnknownName
from kembar.files import Content
from kembar.store.embedded import EmbeddedStore
from kembar.store.revisions import Revisions
from tests.conftest import copied_content
from tests.questions.shipped import QUESTIONS, ask, table
from tests.questions.small import answers, graph, rows

WITH_REGION = [
    question.name for question in QUESTIONS if any(parameter.name == "region" for parameter in question.parameters)
]
COUNTING_THE_WHOLE_RECORD = {"statements-by-source"}
"""Questions without a region whose answer grows with every source."""
PRESETS = [f"table-5-{number}" for number in range(1, 10)]


def label(text: str) -> str:
    return f'rdfs:label "{text}"@id , "{text}"@en'


def tie(region: str, partner: str, more: str = "") -> str:
    """A partnership with a partner abroad; one territory and government a partner."""
    return f"""
    government:{partner} a kb:LocalGovernment ; {label(partner)} ; kb:governs territory:{partner} .
    territory:{partner} a kb:Territory ; {label(partner)} ; kb:country country:jp .
    partnership:{region}-{partner} a kb:Partnership ; {label(f"{region}-{partner}")} ; kb:party government:{region} , government:{partner} ;
        kb:issueGroup <https://w3id.org/kembar/concept/issue-group/flood> ; kb:statedAt place:one {more} ."""


def deed(region: str, partner: str, year: int) -> str:
    return f"""deed:{partner} a kb:Deed ; {label(f"deed of {partner}")} ; kb:founds partnership:{region}-{partner} ; kb:date "{year}"^^xsd:gYear ;
        kb:field <https://w3id.org/kembar/concept/field/tourism> ; kb:statedAt place:one ."""


def visit(region: str, partner: str, direction: str) -> str:
    return f"""activity:{partner}-visit a kb:Activity ; {label(f"visit of {partner}")} ; kb:partnership partnership:{region}-{partner} ; kb:date "2018"^^xsd:gYear ;
        kb:activityKind <https://w3id.org/kembar/concept/activity-kind/visit> ; kb:status <https://w3id.org/kembar/concept/status/held> ;
        kb:direction <https://w3id.org/kembar/concept/direction/{direction}> ; kb:partOfEvent event:fair ; kb:statedAt place:one ."""


RECORD = f"""
country:id a kb:Country ; {label("Indonesia")} . country:jp a kb:Country ; {label("Japan")} . source:one a kb:Source ; {label("source")} .
place:one a kb:SourcePlace ; {label("place")} ; kb:inSource source:one . event:fair a kb:Event ; {label("fair")} ; kb:statedAt place:one .
government:alpha a kb:LocalGovernment ; {label("alpha")} ; kb:governs territory:alpha . territory:alpha kb:country country:id .
government:beta a kb:LocalGovernment ; {label("beta")} ; kb:governs territory:beta . territory:beta kb:country country:id .
{tie("alpha", "kyoto")} {deed("alpha", "kyoto", 1990)} {visit("alpha", "kyoto", "from-home")}
{tie("alpha", "osaka")} {deed("alpha", "osaka", 1990)} {visit("alpha", "osaka", "from-partner")}
{tie("beta", "kochi")} {deed("beta", "kochi", 1990)} {visit("beta", "kochi", "joint")}
{tie("beta", "busan")}
state:busan a kb:TieState ; kb:stateOf partnership:beta-busan ; kb:date "2010"^^xsd:gYear ; kb:tieStage <https://w3id.org/kembar/concept/tie-stage/exploring> ;
    kb:asPrinted "penjajakan"@id ; kb:statedAt place:one .
coverage:alpha a kb:Coverage ; {label("coverage")} ; kb:coverageKind <https://w3id.org/kembar/concept/coverage-kind/activities> ; kb:period period:one ;
    kb:covers partnership:alpha-kyoto , partnership:alpha-osaka .
coverage:deeds a kb:Coverage ; {label("coverage")} ; kb:coverageKind <https://w3id.org/kembar/concept/coverage-kind/deeds> ; kb:period period:one ;
    kb:covers partnership:beta-kochi .
period:one a kb:Period ; kb:start "2017"^^xsd:gYear ; kb:end "2020"^^xsd:gYear .
"""


@pytest.fixture(scope="module")
def record() -> EmbeddedStore:
    return graph(RECORD)


def test_every_question_on_ties_partners_deeds_or_activities_has_the_parameter_and_the_column() -> None:
    about_ties = {"partners", "deeds", "activity"}
    exempt = {"figures", *PRESETS}
    for question in QUESTIONS:
        if about_ties & set(question.tags) and question.name not in exempt:
            assert question.name in WITH_REGION, question.name
    for name in WITH_REGION:
        assert "region" in [column.name for column in QUESTIONS[name].columns], name


@pytest.mark.parametrize("name", WITH_REGION)
def test_with_a_region_only_its_rows_are_left(record: EmbeddedStore, name: str) -> None:
    example = dict(QUESTIONS[name].example)
    everything = rows(record, name, **example)
    for region in ("alpha", "beta"):
        assert rows(record, name, **example, region=region) == [row for row in everything if row["region"] == region]


@pytest.fixture(scope="module")
def jakarta_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kembar]:
    """The service over the shipped content without the files of Surabaya's record."""
    folder = tmp_path_factory.mktemp("jakarta-alone")
    content = Content(copied_content(folder / "content", without="surabaya-*.ttl"))
    with Revisions(folder / "home") as revisions:
        yield Kembar(content, revisions)


def test_without_the_files_of_surabaya_jakarta_is_the_one_region_on_record(
    kembar: Kembar, jakarta_alone: Kembar
) -> None:
    assert {row["region"] for row in ask(kembar, "partners-by-scheme")} == {"jakarta", "surabaya"}
    assert {row["region"] for row in ask(jakarta_alone, "partners-by-scheme")} == {"jakarta"}


@pytest.mark.parametrize("name", sorted({question.name for question in QUESTIONS} - COUNTING_THE_WHOLE_RECORD))
def test_the_record_of_a_second_region_changes_no_answer_about_the_first(
    kembar: Kembar, jakarta_alone: Kembar, name: str
) -> None:
    asked = {**QUESTIONS[name].example, **({"region": "jakarta"} if name in WITH_REGION else {})}
    assert table(kembar, name, asked).rows == table(jakarta_alone, name, asked).rows


@pytest.mark.parametrize("name", PRESETS)
def test_the_tables_of_the_chapter_are_those_of_its_region(kembar: Kembar, name: str) -> None:
    assert {row["region"] for row in ask(kembar, name)} == {"jakarta"}
    assert "region" not in [parameter.name for parameter in QUESTIONS[name].parameters]


def test_a_government_that_is_no_home_region_is_unknown_and_the_known_ones_are_named(record: EmbeddedStore) -> None:
    with pytest.raises(UnknownName) as caught:
        rows(record, "deeds", region="kyoto")
    assert caught.value.extra["known"] == ["alpha", "beta"]


def test_counts_are_for_each_region_and_leave_out_what_is_only_explored(record: EmbeddedStore) -> None:
    groups = [row for row in rows(record, "issue-groups") if row["group"] == "flood"]
    assert {row["region"]: row["partners"] for row in groups} == {"alpha": 2, "beta": 1}
    fields = [row for row in rows(record, "fields-by-partners") if row["field"] == "tourism"]
    assert {row["region"]: row["partners"] for row in fields} == {"alpha": 2, "beta": 1}
    assert answers(record, "founding-years", "region", "year", "partners") == {"alpha": (1990, 2), "beta": (1990, 1)}
    assert answers(record, "shared-events", "region", "partners") == {"alpha": 2}


def test_lists_show_what_is_only_explored(record: EmbeddedStore) -> None:
    assert "beta-busan" in answers(record, "partners-by-scheme", "partnership", "region")


def test_shares_are_of_the_covered_ties_of_a_region(record: EmbeddedStore) -> None:
    assert [
        (row["region"], row["basis"], row["level"], row["count"], row["total"], row["percent"])
        for row in rows(record, "category-shares")
    ] == [("alpha", "evidence", "less-active", 2, 2, 100.0)]


def test_a_level_is_derived_only_where_somebody_looked_for_activities(record: EmbeddedStore) -> None:
    assert set(answers(record, "evidence-against-stated", "partnership", "evidence")) == {"alpha-kyoto", "alpha-osaka"}
    assert answers(record, "inactive-partners", "partnership", "assessable", "certain", since="2021-01-01") == {
        "alpha-kyoto": (True, True),
        "alpha-osaka": (True, True),
        "beta-kochi": (False, False),
    }


def test_a_coverage_of_another_period_gives_no_level() -> None:
    earlier = graph(RECORD.replace('kb:start "2017"', 'kb:start "1990"').replace('kb:end "2020"', 'kb:end "2016"'))
    assert rows(earlier, "evidence-against-stated") == []


def test_the_partners_of_the_chapter_are_all_assessable(kembar: Kembar) -> None:
    assert len(ask(kembar, "evidence-against-stated", region="jakarta")) == 22
    assert {row["assessable"] for row in ask(kembar, "inactive-partners", region="jakarta")} == {True}


def test_a_visit_goes_from_the_home_region_or_comes_from_the_partner(record: EmbeddedStore) -> None:
    ways = answers(
        record, "visit-reciprocity", "partnership", "from_home", "from_partner", "from_jakarta", "to_jakarta"
    )
    assert ways["alpha-kyoto"] == (1, 0, 1, 0)
    assert ways["alpha-osaka"] == (0, 1, 0, 1)
    assert ways["beta-kochi"] == (0, 0, 0, 0)


def test_neighbours_are_of_one_home_region(record: EmbeddedStore) -> None:
    pairs = [(row["partnership"], row["other"]) for row in rows(record, "neighbours", least="1")]
    assert pairs == [("alpha-kyoto", "alpha-osaka")]


def test_no_query_and_no_derivation_names_a_region() -> None:
    """Presets fix a region, and the former names of two columns and their concepts stay until they are removed."""
    former = r"from_jakarta|to_jakarta"
    for file in [*Content.shipped().files("queries", ".rq"), *Content.shipped().files("ontology/derived", ".rq")]:
        lines = [line for line in file.text.split("\n") if not line.startswith("#+ values = ")]
        named = [line for line in lines if re.search("jakarta", re.sub(former, "", line), re.IGNORECASE)]
        assert named == [], file.name


def test_no_code_that_answers_or_derives_names_a_region() -> None:
    package = Content.shipped().root / "service" / "kembar"
    for folder in ("content", "listings", "questions", "store", "things", "rdf"):
        for path in (package / folder).rglob("*.py"):
            assert "jakarta" not in path.read_text().lower(), path.name


def test_a_former_name_of_a_direction_asks_for_the_one_in_its_place(kembar: Kembar) -> None:
    assert ask(kembar, "visits", direction="to-jakarta") == ask(kembar, "visits", direction="from-partner") != []
