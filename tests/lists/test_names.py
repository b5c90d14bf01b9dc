"""Countries are found by any of their usual names, and dates are read as people write them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.lists.countries import Countries
from kembar.lists.dates import date_literal, span_of
from kembar.lists.ledger import Unreadable
from kembar.lists.names import folded, shortened, slug
from kembar.lists.offices import office
from kembar.lists.record import Record

USUAL = {
    "AS": "us", "RRC": "cn", "Korsel": "kr", "Perancis": "fr", "Turki": "tr", "Uni Emirates Arab": "ae", "Jepang": "jp",
    "Bulgaria": "bg", "Malaysia": "my", "South Korea": "kr", "United Kingdom": "gb", "Inggris": "gb", "Belanda": "nl",
    "Timor-Leste": "tl", "JP": "jp", "NLD": "nl", "cote d'ivoire": "ci",
}  # fmt: skip


@pytest.fixture(scope="module")
def countries(record: Record) -> Countries:
    return Countries.of(record.store)


@pytest.mark.parametrize(("name", "code"), USUAL.items())
def test_a_usual_name_finds_its_country(countries: Countries, name: str, code: str) -> None:
    assert countries.find(name).endswith(f"/country/{code}")


def test_every_name_of_the_record_means_one_country_without_accents_and_capitals_too(countries: Countries) -> None:
    for name in countries.names():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
        assert countries.find(name) == countries.find(plain.upper()) == countries.find(f" {name.lower()} ")


def test_an_unknown_country_is_answered_with_the_nearest_names(countries: Countries) -> None:
    with pytest.raises(Unreadable) as caught:
        countries.find("Malaisia")
    assert "Malaysia" in caught.value.texts["en"]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_read_in_each_of_its_spellings(day: date) -> None:
    months = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day} {months[day.month - 1]} {day.year}"):
        value = date_literal(text)
        assert value.value == day.isoformat()
        span = span_of(value)
        assert span
        assert span.earliest == span.latest == day


@pytest.mark.parametrize("text", ["2009-13", "31/02/2010", "kemarin", "0000", "2009-00-01", "5/13/2009", "09"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        date_literal(text)


@given(st.text())
def test_a_slug_holds_small_letters_digits_and_hyphens_only(text: str) -> None:
    assert all(sign.isdigit() or "a" <= sign <= "z" or sign == "-" for sign in slug(text))
    assert slug(text).isascii()
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_at_most_eight_words_are_quoted(text: str) -> None:
    assert len(shortened(text).split()) <= 8


def test_an_office_is_taken_with_its_place_and_nothing_else() -> None:
    places = {"Surabaya": "Surabaya", "Jepang": "Jepang"}
    for cell in ("Wali Kota", "Walikota Surabaya", "Mayor of Surabaya", "WALI KOTA SURABAYA"):
        found = office(cell, places, "Surabaya")
        assert found
        assert found.label() == {"id": "Wali Kota Surabaya", "en": "Mayor of Surabaya"}
    assert office("Wali Kota Anu bin Fulan", places, "Surabaya") is None
    assert office("Anu bin Fulan", places, "Surabaya") is None
    assert office("Duta Besar", places, None) is None
