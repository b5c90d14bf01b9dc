"""Dates keep their precision; comparisons use the earliest and the latest day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.namespaces import PREFIXES
from kembar.rdf.dates import EDTF, read_span

XSD = PREFIXES["xsd"]


@pytest.mark.parametrize(
    ("text", "datatype", "earliest", "latest", "precision"),
    [
        ("2019-07-19", XSD + "date", date(2019, 7, 19), date(2019, 7, 19), "day"),
        ("1983-04", XSD + "gYearMonth", date(1983, 4, 1), date(1983, 4, 30), "month"),
        ("2020-02", XSD + "gYearMonth", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("2017", XSD + "gYear", date(2017, 1, 1), date(2017, 12, 31), "year"),
        ("2019-06-24/2019-06-28", EDTF, date(2019, 6, 24), date(2019, 6, 28), "range"),
        ("2018/2019", EDTF, date(2018, 1, 1), date(2019, 12, 31), "range"),
        ("[2021-03,2021-04]", EDTF, date(2021, 3, 1), date(2021, 4, 30), "choice"),
    ],
)
def test_a_date_spans_all_days_that_its_precision_allows(
    text: str, datatype: str, earliest: date, latest: date, precision: str
) -> None:
    span = read_span(text, datatype)
    assert (span.earliest, span.latest, span.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2019-02-30", XSD + "date"),
        ("20190719", XSD + "date"),
        ("0000", XSD + "gYear"),
        ("99999", XSD + "gYear"),
        ("2019-13", XSD + "gYearMonth"),
        ("2020/2019", EDTF),
        ("yesterday", EDTF),
        ("2019", XSD + "string"),
    ],
)
def test_an_invalid_date_is_refused_with_a_reason(text: str, datatype: str) -> None:
    with pytest.raises(ValueError, match=text.replace("[", r"\[")):
        read_span(text, datatype)


@given(st.dates(), st.dates())
def test_a_range_contains_both_its_ends(first_day: date, second_day: date) -> None:
    first, last = sorted((first_day, second_day))
    span = read_span(f"{first.isoformat()}/{last.isoformat()}", EDTF)
    assert (span.earliest, span.latest) == (first, last)


@given(st.dates())
def test_a_month_lies_in_its_year_and_a_day_in_its_month(day: date) -> None:
    text = day.isoformat()
    year, month = read_span(text[:4], XSD + "gYear"), read_span(text[:7], XSD + "gYearMonth")
    assert year.earliest <= month.earliest <= day <= month.latest <= year.latest
