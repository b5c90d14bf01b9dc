"""A query that may hold SERVICE is read before it is run, which is limited."""

import pytest

from kembar.errors import QueryRefused
from kembar.store.federation import refuse_calls

HARMLESS = "SELECT * { ?s ?p ?o } # the word service in a comment "


def test_a_harmless_suspect_of_20000_characters_is_read_and_one_of_20001_is_refused() -> None:
    refuse_calls(HARMLESS.ljust(20_000, "x"), ())
    with pytest.raises(QueryRefused, match="20000 characters"):
        refuse_calls(HARMLESS.ljust(20_001, "x"), ())


def test_a_query_that_is_no_suspect_may_be_longer() -> None:
    refuse_calls(HARMLESS.replace("service", "").ljust(200_000, "x"), ())
