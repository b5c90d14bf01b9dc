"""A query that may hold SERVICE is parsed before it runs; the length of such a query is limited."""

import pytest

from kembar.errors import QueryRefused
from kembar.store.federation import refuse_calls

HARMLESS = "SELECT * { ?s ?p ?o } # the word service in a comment "


def test_a_harmless_query_with_the_word_service_may_have_20000_characters_and_no_more() -> None:
    refuse_calls(HARMLESS.ljust(20_000, "x"), ())
    with pytest.raises(QueryRefused, match="20000 characters"):
        refuse_calls(HARMLESS.ljust(20_001, "x"), ())


def test_a_query_without_the_word_service_may_be_longer() -> None:
    refuse_calls(HARMLESS.replace("service", "").ljust(200_000, "x"), ())
