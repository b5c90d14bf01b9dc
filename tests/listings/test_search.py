"""A word that is not in the index is replaced by the nearest ones, if it is long enough and they are near enough."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from kembar.listings.search import SearchText


def index(*words: str) -> closing[sqlite3.Connection]:
    """The tables that a search corrects words by, of an index that holds these words."""
    tables = sqlite3.connect(":memory:")
    tables.execute("CREATE VIRTUAL TABLE words USING fts5(label, tokenize='unicode61')")
    tables.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row)")
    tables.execute("CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram')")
    tables.execute("INSERT INTO words VALUES (?)", [" ".join(words)])
    tables.executemany("INSERT INTO spelling VALUES (?)", [[f"^{word}$"] for word in words])
    return closing(tables)


@pytest.fixture
def cities() -> Iterator[sqlite3.Connection]:
    with index("souls", "sous", "cities") as tables:
        yield tables


def test_a_word_of_four_letters_is_corrected(cities: sqlite3.Connection) -> None:
    search_text = SearchText.compile("soul cities", cities)
    assert search_text.corrected["soul"][0] == "souls"
    assert search_text.match.startswith('("souls"')


def test_a_word_of_three_letters_is_not_corrected_however_near_another_is(cities: sqlite3.Connection) -> None:
    search_text = SearchText.compile("sou cities", cities)
    assert search_text.corrected == {}
    assert search_text.match.startswith('("sou")')


def test_a_word_is_corrected_to_one_that_is_alike_in_three_quarters() -> None:
    with index("abcdefghijklmnopqrstuvwx") as tables:  # 18 of 24 letters are the same: 36 / 48 = 0.75
        search_text = SearchText.compile("abcdefghijklmnopqr000000", tables)
    assert search_text.corrected == {"abcdefghijklmnopqr000000": ["abcdefghijklmnopqrstuvwx"]}


def test_a_word_is_not_corrected_to_one_that_is_less_alike() -> None:
    with index("abcdefghijklmnopqrstuvw") as tables:  # 17 of 23 letters are the same: 34 / 46 = 0.739
        search_text = SearchText.compile("abcdefghijklmnopq000000", tables)
    assert search_text.corrected == {}
