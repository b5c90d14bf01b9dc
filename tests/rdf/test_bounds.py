"""The derived bounds of a date are those of its preferred reading, or else span all its readings."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.namespaces import KB, PREFIXES
from kembar.rdf.bounds import BadDate, bounds, date_properties

VOCABULARY = ox.parse(
    f"@prefix kb: <{KB}> . kb:date kb:earliestIn kb:earliest ; kb:latestIn kb:latest .", format=ox.RdfFormat.TURTLE
)
DATES = date_properties([quad.triple for quad in VOCABULARY])
HEAD = f"@prefix kb: <{KB}> . @prefix xsd: <{PREFIXES['xsd']}> . @prefix e: <http://e/> .\n"


def derived_properties(turtle: str, thing: str = "") -> dict[str, str]:
    """Return the derived properties of one thing; by default of the only one that is no reading."""
    triples = [quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)]
    return {
        str(triple.predicate.value).removeprefix(KB): str(getattr(triple.object, "value", ""))
        for triple in bounds(triples, DATES)
        if str(triple.subject) == f"<http://e/{thing or str(triple.subject)[10:-1]}>"
        and (thing or not str(triple.subject).startswith("<http://e/r"))
    }


def test_a_year_is_bounded_by_its_first_and_last_day_and_stays_a_year() -> None:
    properties = derived_properties('e:visit kb:date "2017"^^xsd:gYear .')
    assert (properties["earliest"], properties["latest"]) == ("2017-01-01", "2017-12-31")
    assert properties["precision"].endswith("/year")
    assert (properties["dating"], properties["dateText"]) == ("http://e/visit", "2017")


SETTLED = """e:deed kb:date "1986-08-01"^^xsd:date .
    e:c kb:concerns e:deed ; kb:disputes kb:date ; kb:hasReading e:r1 , e:r2 .
    e:r1 kb:value "1986-08-01"^^xsd:date ; kb:preferred true . e:r2 kb:value "1983-04"^^xsd:gYearMonth ."""
OPEN = """e:c kb:concerns e:deed ; kb:disputes kb:date ; kb:hasReading e:r1 , e:r2 .
    e:r1 kb:value "1950-02-03"^^xsd:date . e:r2 kb:value "1948"^^xsd:gYear ."""


def test_the_bounds_are_those_of_the_preferred_reading() -> None:
    properties = derived_properties(SETTLED)
    assert (properties["earliest"], properties["latest"]) == ("1986-08-01", "1986-08-01")
    assert properties["precision"].endswith("/day")
    assert (properties["dating"], properties["otherDating"]) == ("http://e/deed", "http://e/r2")
    assert properties["dateText"] == "1986-08-01"


def test_without_a_preferred_reading_the_bounds_span_all_and_the_text_names_each() -> None:
    properties = derived_properties(OPEN)
    assert (properties["earliest"], properties["latest"]) == ("1948-01-01", "1950-02-03")
    assert properties["precision"].endswith("/choice")
    assert properties["dateText"] == "1948 | 1950-02-03"
    assert "otherDating" not in properties


@pytest.mark.parametrize("turtle", [SETTLED, OPEN])
def test_a_reading_has_the_bounds_of_its_own_value(turtle: str) -> None:
    expected = ("1983-04-01", "1983-04-30") if turtle == SETTLED else ("1948-01-01", "1948-12-31")
    properties = derived_properties(turtle, "r2")
    assert (properties["earliest"], properties["latest"]) == expected


def test_a_contradiction_about_another_property_adds_no_bounds() -> None:
    assert (
        derived_properties(
            'e:c kb:concerns e:deed ; kb:disputes kb:level ; kb:hasReading e:r1 . e:r1 kb:value "1948"^^xsd:gYear .'
        )
        == {}
    )


def test_an_invalid_date_is_named_in_the_error() -> None:
    with pytest.raises(BadDate, match="2019-02-30"):
        derived_properties('e:visit kb:date "2019-02-30"^^xsd:date .')


@given(st.lists(st.integers(1900, 2100), min_size=1, max_size=5))
def test_every_reading_lies_within_the_bounds(years: list[int]) -> None:
    readings = " ".join(f'e:r{n} kb:value "{year}"^^xsd:gYear .' for n, year in enumerate(years))
    names = " , ".join(f"e:r{n}" for n in range(len(years)))
    properties = derived_properties(
        f"e:c kb:concerns e:deed ; kb:disputes kb:date ; kb:hasReading {names} . {readings}"
    )
    assert (properties["earliest"], properties["latest"]) == (f"{min(years)}-01-01", f"{max(years)}-12-31")
