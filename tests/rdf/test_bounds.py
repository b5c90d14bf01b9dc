"""The derived bounds of a date span all its readings."""

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


def derived_properties(turtle: str) -> dict[str, str]:
    triples = [quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)]
    return {
        str(triple.predicate.value).removeprefix(KB): str(getattr(triple.object, "value", ""))
        for triple in bounds(triples, DATES)
    }


def test_a_year_is_bounded_by_its_first_and_last_day_and_stays_a_year() -> None:
    properties = derived_properties('e:visit kb:date "2017"^^xsd:gYear .')
    assert (properties["earliest"], properties["latest"]) == ("2017-01-01", "2017-12-31")
    assert properties["precision"].endswith("/year")


def test_the_bounds_span_the_readings_of_a_contradiction() -> None:
    properties = derived_properties(
        """e:deed kb:date "1986-08-01"^^xsd:date .
        e:c kb:concerns e:deed ; kb:disputes kb:date ; kb:hasReading e:r1 , e:r2 .
        e:r1 kb:value "1986-08-01"^^xsd:date . e:r2 kb:value "1983-04"^^xsd:gYearMonth ."""
    )
    assert (properties["earliest"], properties["latest"]) == ("1983-04-01", "1986-08-01")
    assert properties["precision"].endswith("/day")


def test_without_a_preferred_reading_the_precision_is_a_choice() -> None:
    properties = derived_properties(
        """e:c kb:concerns e:deed ; kb:disputes kb:date ; kb:hasReading e:r1 , e:r2 .
        e:r1 kb:value "1948"^^xsd:gYear . e:r2 kb:value "1950"^^xsd:gYear ."""
    )
    assert (properties["earliest"], properties["latest"]) == ("1948-01-01", "1950-12-31")
    assert properties["precision"].endswith("/choice")


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
