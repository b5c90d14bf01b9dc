"""Working days by the calendar of Indonesian holidays, and periods of months with both roundings."""

from datetime import date, timedelta
from importlib.metadata import version

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.errors import BadInput
from kembar.law.working_days import Deadline, deadline, elapsed, shifted

NATIONAL = holidays.country_holidays("ID", years=range(1990, 2046))
days = st.dates(date(1990, 1, 1), date(2045, 1, 1))
numbers = st.integers(1, 120)


def test_the_day_of_receipt_is_not_counted() -> None:
    assert deadline(date(2024, 7, 1), 1).day == date(2024, 7, 2)


def test_forty_five_working_days_pass_over_weekends_and_holidays() -> None:
    # From Monday 1 July 2024 nine weeks, and one day more for Independence Day if it were not a Saturday in that year.
    assert deadline(date(2024, 7, 1), 45).day == date(2024, 9, 2)
    # In 2023 it is a Thursday, and 19 July is the Islamic New Year.
    assert deadline(date(2023, 7, 3), 45).day == date(2023, 9, 6)


def test_collective_leave_is_counted_and_the_answer_says_so() -> None:
    answer = deadline(date(2024, 4, 11), 1)
    assert answer.day == date(2024, 4, 12), "collective leave after Eid al-Fitr"
    assert "cuti bersama" in answer.assumed["en"]
    assert "Cuti bersama" in answer.assumed["id"]
    assert f"holidays {version('holidays')}" in answer.assumed["en"]


def test_a_result_over_estimated_holidays_says_so() -> None:
    past, future = deadline(date(2023, 7, 3), 45), deadline(date(2040, 7, 2), 45)
    assert not past.estimated
    assert future.estimated
    assert "estimates" not in past.assumed["en"]
    assert "estimates" in future.assumed["en"]
    assert "perkiraan" in future.assumed["id"]


def test_a_period_that_reaches_a_year_with_estimates_is_an_estimate() -> None:
    assert elapsed(date(2023, 7, 3), date(2040, 1, 2)).estimated


@pytest.mark.parametrize("year", [1945, 2101])
def test_a_year_without_a_calendar_is_refused_and_named(year: int) -> None:
    with pytest.raises(BadInput, match=f"{year}; it has those of 1946 to 2100"):
        deadline(date(year, 3, 1), 45)
    with pytest.raises(BadInput, match=str(year)):
        elapsed(date(year, 3, 1), date(year, 3, 9))


def test_a_deadline_that_runs_into_a_year_without_a_calendar_is_refused() -> None:
    with pytest.raises(BadInput, match="2101"):
        deadline(date(2100, 12, 30), 45)


@pytest.mark.parametrize("number", [0, -45])
def test_a_number_below_one_is_refused(number: int) -> None:
    with pytest.raises(BadInput, match="at least 1"):
        deadline(date(2024, 7, 1), number)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInput, match="is before"):
        elapsed(date(2024, 7, 2), date(2024, 7, 1))


@given(days, numbers)
def test_a_deadline_is_never_a_saturday_a_sunday_or_a_holiday(received: date, number: int) -> None:
    day = deadline(received, number).day
    assert day.weekday() < 5
    assert day not in NATIONAL


@given(days, numbers)
def test_the_days_that_have_passed_at_a_deadline_are_the_days_it_was_asked_for(received: date, number: int) -> None:
    assert elapsed(received, deadline(received, number).day).days == number


@given(days, st.integers(0, 200))
def test_the_deadline_of_the_days_that_passed_is_the_last_working_day(start: date, length: int) -> None:
    end = start + timedelta(length)
    passed = elapsed(start, end).days
    if passed:
        assert deadline(start, passed).day <= end
    assert deadline(start, passed + 1).day > end


@given(days, numbers)
def test_one_more_working_day_is_a_later_deadline(received: date, number: int) -> None:
    assert deadline(received, number).day < deadline(received, number + 1).day


@given(days, st.integers(0, 30), numbers)
def test_a_later_receipt_never_has_an_earlier_deadline(received: date, delay: int, number: int) -> None:
    def of(day: date) -> Deadline:
        return deadline(day, number)

    assert of(received).day <= of(received + timedelta(delay)).day


@pytest.mark.parametrize(
    ("day", "months", "earlier", "later"),
    [
        (date(2024, 5, 7), 36, date(2027, 5, 7), date(2027, 5, 7)),
        (date(2024, 2, 29), 36, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2024, 1, 31), 1, date(2024, 2, 29), date(2024, 3, 1)),
        (date(2024, 8, 31), -6, date(2024, 2, 29), date(2024, 3, 1)),
        (date(2025, 8, 31), -6, date(2025, 2, 28), date(2025, 3, 1)),
        (date(2025, 3, 15), -6, date(2024, 9, 15), date(2024, 9, 15)),
        (date(2025, 12, 31), 0, date(2025, 12, 31), date(2025, 12, 31)),
    ],
)
def test_a_period_of_months_has_both_days_where_the_month_lacks_the_day(
    day: date, months: int, earlier: date, later: date
) -> None:
    result = shifted(day, months)
    assert (result.earlier, result.later) == (earlier, later)


def test_a_period_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(BadInput, match="between the years 1 and 9999"):
        shifted(date(9998, 5, 1), 36)


@given(days, st.integers(-600, 600))
def test_the_two_days_of_a_period_differ_by_one_day_at_a_month_end_only(day: date, months: int) -> None:
    result = shifted(day, months)
    if result.earlier == result.later:
        assert result.earlier.day == day.day
    else:
        assert result.later - result.earlier == timedelta(1)
        assert result.later.day == 1


@given(days, st.integers(0, 30), st.integers(-600, 600))
def test_a_later_day_never_gives_an_earlier_end(day: date, delay: int, months: int) -> None:
    first, second = shifted(day, months), shifted(day + timedelta(delay), months)
    assert first.earlier <= second.earlier
    assert first.later <= second.later
