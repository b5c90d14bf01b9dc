"""Dates in words: days, months, years, ranges and choices, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.report.dates import dated, in_words

INDONESIAN = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("2026-11-27", "27 November 2026", "27 November 2026"),
        ("2019-06-01", "1 Juni 2019", "1 June 2019"),
        ("2026-11", "November 2026", "November 2026"),
        ("2007", "2007", "2007"),
        ("2019-06-24/2019-06-28", "antara 24 dan 28 Juni 2019", "between 24 and 28 June 2019"),
        ("2019-11-28/2019-12-01", "antara 28 November dan 1 Desember 2019", "between 28 November and 1 December 2019"),
        ("2019-12-28/2020-01-02", "antara 28 Desember 2019 dan 2 Januari 2020", "between 28 December 2019 and 2 January 2020"),
        ("2020-03/2020-05", "antara Maret dan Mei 2020", "between March and May 2020"),
        ("1993/1994", "antara 1993 dan 1994", "between 1993 and 1994"),
        ("2019/..", "sejak 2019", "from 2019"),
        ("../2019-08", "sampai dengan Agustus 2019", "up to August 2019"),
        ("[2021-03,2021-04]", "Maret 2021 atau April 2021", "March 2021 or April 2021"),
        ("[1991, 1993, 1995]", "1991, 1993 atau 1995", "1991, 1993 or 1995"),
        ("[1990..1992]", "antara 1990 dan 1992", "between 1990 and 1992"),
        ("2007~", "sekitar 2007", "about 2007"),
        ("2007-08?", "Agustus 2007 (belum pasti)", "August 2007 (uncertain)"),
        ("a circular", "a circular", "a circular"),
    ],
)  # fmt: skip
def test_a_date_is_written_in_words(text: str, indonesian: str, english: str) -> None:
    assert in_words(text, "id") == indonesian
    assert in_words(text, "en") == english


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("2026-11-27", "pada 27 November 2026", "on 27 November 2026"),
        ("2026-11", "pada November 2026", "in November 2026"),
        ("2007", "pada tahun 2007", "in 2007"),
        ("2019-06-24/2019-06-28", "antara 24 dan 28 Juni 2019", "between 24 and 28 June 2019"),
        (None, "pada tanggal yang tidak diketahui", "on an unknown day"),
    ],
)
def test_a_date_has_its_preposition(text: str | None, indonesian: str, english: str) -> None:
    assert dated(text, "id") == indonesian
    assert dated(text, "en") == english


@pytest.mark.parametrize(("language", "names"), [("id", INDONESIAN), ("en", ENGLISH)])
def test_every_month_has_its_name(language: str, names: list[str]) -> None:
    months = [f"2026-{month:02}" for month in range(1, 13)]
    assert [in_words(month, language) for month in months] == [f"{name} 2026" for name in names]


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_day_in_words_is_the_same_day(day: date) -> None:
    for language, names in (("id", INDONESIAN), ("en", ENGLISH)):
        number, month, year = in_words(day.isoformat(), language).split(" ")
        assert date(int(year), names.index(month) + 1, int(number)) == day
