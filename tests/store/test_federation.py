"""No query calls another machine: one with the word SERVICE runs only in a form that has one reading.

The queries run in this process, which may call. A listener that waits for calls gets none.
"""

from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.errors import KembarError, QueryRefused, QuerySyntaxError
from kembar.settings import Settings
from kembar.store.embedded import EmbeddedStore
from kembar.store.federation import judged
from kembar.store.protocol import Store
from kembar.store.sparql import AnswerLimits, answer
from tests.conftest import trapping

LIMITS = Settings().limits(AnswerLimits)
Trap = tuple[str, list[str]]


@pytest.fixture(scope="module")
def listener() -> Iterator[Trap]:
    with trapping() as trap:
        yield trap


def stored() -> EmbeddedStore:
    """Return a store in which ``?s ?p ?o`` has solutions with a number, a truth value and a text."""
    store = EmbeddedStore()
    node = ox.NamedNode("http://e/s")
    values = (ox.Literal(1), ox.Literal(True), ox.Literal("text"), node)
    store.extend(ox.Quad(node, node, value, ox.DefaultGraph()) for value in values)
    return store


def csv(store: Store, query: str) -> list[str]:
    return answer(store, query, lambda offered: offered[2], limits=LIMITS).body.decode().split("\r\n")[1:-1]


TRICKS = [
    "SELECT * { SERVICE <TRAP/> { ?a ?b ?c } }",
    "PREFIX : <TRAP/> SELECT * { SERVICE:x{ ?a ?b ?c } }",
    "PREFIX : <TRAP/> SELECT * { ?s ?p 1SERVICE:x{ ?a ?b ?c } }",
    "PREFIX : <TRAP/> SELECT * { ?s ?p true.SERVICE:x{ ?a ?b ?c } }",
    "PREFIX : <TRAP/> SELECT * { ?s ?p ?o FILTER(?o<:x||true)SERVICE:y#>\n{ ?a ?b ?c } }",
    "PREFIX : <TRAP/> SELECT * { ?s ?p ?o FILTER(?o<1||true)# a comment \r SERVICE:y { ?a ?b ?c } }",
    "SELECT * { # a comment that ends here \rSERVICE <TRAP/> { ?a ?b ?c }\n}",
    "SELECT * { BIND('\\u0027' AS ?x) SERVICE <TRAP/> { ?a ?b ?c } BIND('\\u0027' AS ?y) }",
    'SELECT * { BIND("\\u0022" AS ?x) SERVICE <TRAP/> { ?a ?b ?c } BIND("\\u0022" AS ?y) }',
    "SELECT * { BIND('\\\\' AS ?x) SERVICE <TRAP/> { ?a ?b ?c } BIND('\\\\' AS ?y) }",
    "SELECT * { BIND('''\\'''' AS ?x) SERVICE <TRAP/> { ?a ?b ?c } BIND('''\\'''' AS ?y) }",
    "PREFIX : <http://e/> SELECT * { OPTIONAL { ?s :a·\\'b ?x } SERVICE <TRAP/> { ?a ?b ?c } OPTIONAL { ?s :a·\\'b ?y } }",
]
"""Queries that pyoxigraph answers by calling the trap, and that one reader or another takes for harmless."""


@pytest.mark.parametrize("query", TRICKS)
def test_a_query_that_would_call_is_400_in_whatever_way_it_hides_it(listener: Trap, query: str) -> None:
    address, calls = listener
    with pytest.raises(QueryRefused):
        csv(stored(), query.replace("TRAP", address))
    assert calls == []


def test_the_tricks_do_call_when_they_run_as_sent() -> None:
    for query in TRICKS:
        with trapping() as (address, calls):
            with pytest.raises(OSError, match=r"."):
                list(stored().select(query.replace("TRAP", address)))
            assert calls, query


_ENDS = st.sampled_from(["\n", "\r", "\r\n", "\\u000A", "\\u000D", "\u2028", "\x85", "\x0c", " "])
_PIECES = st.sampled_from(
    [
        "'",
        '"',
        "'''",
        '"""',
        "\\u0027",
        "\\u0022",
        "\\u005C",
        "\\u005C'",
        "\\u005Cu0027",
        "\\u000A",
        "\\u000D",
        "\\u0023",
        "\\u003C",
        "\\u003E",
        "\\U00000027",
        "\\",
        "\\\\",
        "\\'",
        '\\"',
        "#",
        "<",
        ">",
        "(",
        ")",
        ")",
        ".",
        ";",
        ":",
        ":x",
        "x",
        "1",
        "?o",
        "é",
        "·",
        "²",
        "SERVICE",
        "service:x",
        "\\u0053ervice",
        "<TRAP/>",
        "#>",
        "||true",
    ]
)
_TEXTS = st.lists(st.one_of(_PIECES, _PIECES, _ENDS), max_size=4).map("".join)
_QUOTES = st.sampled_from(["'", '"', "'''", '"""'])
_STATEMENTS = st.one_of(
    st.builds("#{}{}".format, _TEXTS, _ENDS),
    st.builds("BIND({0}{1}{0} AS ?NEW)".format, _QUOTES, _TEXTS),
    st.builds("?s ?p {0}{1}{0} .".format, _QUOTES, _TEXTS),
    st.builds("FILTER(?o<:{}".format, _TEXTS),
    st.builds("FILTER(true||?o<{}>1){}".format, _TEXTS, _ENDS),
    st.builds("OPTIONAL{{?s :x{} ?NEW}}".format, _TEXTS),
    st.builds("?s ?p {}".format, st.sampled_from(["1", "true", "1.", "true.", "?o", ":x", "?o.", "<x:>"])),
    _TEXTS,
)
_CALLS = st.builds(
    "{}{}{}{{?a ?b ?c}}{}".format,
    st.sampled_from(
        [
            "SERVICE",
            "sErViCe",
            "SERVICE SILENT ",
            "\\u0053ERVICE",
            "S\\U00000045RVICE",
            "\\u005Cu0053ERVICE",
            "SERVICE#\r",
        ]
    ),
    st.sampled_from(["", " ", "\n", "#\r", "#\n", "\t"]),
    st.sampled_from(["<TRAP/>", ":x", ":", "?e"]),
    st.sampled_from(["", " ", ".", "#>"]),
)
_WRAPPED = st.builds(
    "{0[0]}{1}{2}{3}{0[1]}".format,
    st.sampled_from(
        [
            ("", ""), ("?s ?p '", "' . "), ("BIND('", "' AS ?NEW)"), ('BIND("', '" AS ?NEW)'),
            ("BIND(\'\'\'", "\'\'\' AS ?NEW)"), ("#", "\n"), ("FILTER(?o<'", "')"), ("?s ?p <http://e/", ">."),
        ]
    ),
    st.one_of(st.just(""), _TEXTS),
    _CALLS,
    st.one_of(st.just(""), _TEXTS),
)  # fmt: skip
_QUERIES = st.builds(
    "PREFIX : <TRAP/> SELECT * {{ ?s ?p ?o . {} {} {} }}{}".format,
    st.lists(_STATEMENTS, max_size=3).map("".join),
    _WRAPPED,
    st.lists(_STATEMENTS, max_size=3).map("".join),
    st.sampled_from(["", "", "# ' \" service", " VALUES ?e { <TRAP/> }"]),
)


@given(_QUERIES)
@settings(max_examples=1_500)
def test_whatever_surrounds_the_word_service_no_query_calls(listener: Trap, query: str) -> None:
    address, calls = listener
    while "NEW" in query:
        query = query.replace("NEW", f"n{len(query)}", 1)
    try:
        form = judged(query.replace("TRAP", address)).text
    except QueryRefused:
        return
    with suppress(KembarError):
        list(stored().select(form))
    assert calls == []


HARMLESS = "SELECT * { ?s ?p ?o } # the word service in a comment "


def test_a_query_without_the_word_runs_as_sent() -> None:
    for query in (HARMLESS.replace("service", "").ljust(200_000, "x"), "ASK { ?s ?p '\\u0027\\\\u0041' } # \r"):
        assert judged(query).text == query


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o { ?s ?p ?o FILTER(?o != 'service') }",
        "SELECT ?o { ?s ?p ?o . FILTER(?o != '\\u00e9') } # service",
        "SELECT ?o { ?s ?p ?o . FILTER(?o != '''a \"public\"\nservice\\n\\t\\\\'''@en) }",
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT ?o { ?s ?p ?o MINUS { ?s a sd:Service } }",
        "PREFIX e: <http://e/> SELECT ?o { ?s ?p ?o MINUS { ?s e:has\\,service ?service } }",
        "SELECT ?o { ?s ?p ?o MINUS { ?s ?p 'service'^^<http://e/service#x> } }",
        HARMLESS.ljust(50_000, "x"),
    ],
)
def test_the_word_in_a_string_a_name_a_variable_or_a_comment_is_harmless(query: str) -> None:
    assert len(csv(stored(), query)) == 4


def test_a_string_with_the_word_keeps_its_characters() -> None:
    text = "a \"public\" 'service'\n\r\t\\ é"
    query = f"SELECT ({ox.Literal(text)} AS ?x) {{}}"
    (row,) = EmbeddedStore().select(judged(query).text)
    assert row["x"] == ox.Literal(text)


def test_a_syntax_error_beside_the_word_has_its_place_in_the_query_as_sent() -> None:
    query = 'SELECT * # service\n {\n ?s ?p "a", """service\n x""" .\n ?x ! }'
    with pytest.raises(QuerySyntaxError, match=r"^Line 5, column 8: ") as caught:
        csv(stored(), query)
    assert (caught.value.extra["line"], caught.value.extra["column"]) == (5, 8)


@pytest.mark.parametrize("letters", ["{}", "\\u{:04x}", "\\u{:04X}", "\\U{:08x}", "\\U{:08X}"])
def test_the_word_is_detected_however_its_letters_are_escaped(letters: str) -> None:
    for word in ("service", "SERVICE"):
        written = "".join(letters.format(letter if letters == "{}" else ord(letter)) for letter in word)
        with pytest.raises(QueryRefused):
            judged(f"SELECT * {{ {written} <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}")
