"""Hints for the writer of a query: the place of an unknown term and the nearest known ones, and what was meant."""

import pytest

from kembar.errors import QuerySyntaxError, UnknownTerm
from kembar.namespaces import KB
from kembar.store.embedded import EmbeddedStore
from kembar.store.hints import check_terms, syntax_error

KNOWN = {"Partnership", "Deed", "party", "partner", "date"}
HEAD = f"PREFIX kb: <{KB}>\n"


@pytest.mark.parametrize(
    ("query", "line", "column", "nearest"),
    [
        (HEAD + "SELECT * { ?p a kb:Partnerships }", 2, 17, "Partnership"),
        (HEAD + "SELECT *\n{ ?p kb:partys ?x }", 3, 6, "party"),
        (f"SELECT * {{ ?p <{KB}dates> ?x }}", 1, 15, "date"),
        (f"PREFIX : <{KB}> ASK {{ ?x a :Deeds }}", 1, 57, "Deed"),
        (f"PREFIX k-b: <{KB}> ASK {{ ?x a k-b:Deeds }}", 1, 60, "Deed"),
        (f"prefix kb:<{KB}>\nASK {{ ?x a kb:Deeds }}", 2, 12, "Deed"),
        ("PREFIX kb: <ontology#>\nASK { ?x a kb:Deeds }", 2, 12, "Deed"),
        ("ASK { ?x a <ontology#Deeds> }", 1, 12, "Deed"),
        ("BASE <https://w3id.org/kembar/ontology>\nASK { ?x a <#Deeds> }", 2, 12, "Deed"),
        (r"PREFIX kb: <https://w3id.org/kembar/\u006fntology#> ASK { ?x a kb:Deeds }", 1, 64, "Deed"),
        (r"PREFIX o: <https://w3id.org/kembar/onto> ASK { ?x a o:logy\#Deeds }", 1, 53, "Deed"),
    ],
)
def test_an_unknown_term_is_reported_with_its_place_and_the_nearest_term(
    query: str, line: int, column: int, nearest: str
) -> None:
    with pytest.raises(UnknownTerm) as caught:
        check_terms(query, KNOWN)
    assert (caught.value.extra["line"], caught.value.extra["column"]) == (line, column)
    assert caught.value.extra["near"][0] == nearest
    assert nearest in caught.value.detail


@pytest.mark.parametrize(
    "query",
    [
        HEAD + "SELECT ?Deeds { ?Deeds a kb:Deed ; kb:party ?x . } # kb:Nothing",
        HEAD + "SELECT * { ?p kb:date 'kb:Nothing' }",
        "PREFIX kb: <http://example.org/other#> SELECT * { ?p kb:Nothing ?x }",
        f"SELECT * {{ ?p ?x '<{KB}Nothing>' }}",
        f"SELECT * {{ ?p ?x <{KB}> }}",
        "PREFIX kb: <http://example.org/ontology#> ASK { ?x a kb:Nothing }",
        "BASE <http://example.org/> ASK { ?x a <ontology#Nothing> }",
        r"ASK { ?x kb:date '\u0041', <\u0020ontology#Nothing> }",
    ],
)
def test_a_known_term_and_text_that_only_looks_like_an_unknown_term_pass(query: str) -> None:
    check_terms(query, KNOWN)


def test_an_undeclared_prefix_is_named_and_a_blank_node_is_not_taken_for_a_prefix() -> None:
    message = "error at 1:20: expected something"
    assert "the prefix kb: is not declared; put PREFIX kb:" in syntax_error("SELECT * { ?s kb:date ", message).detail
    assert syntax_error("SELECT * { _:b ?p ", message).detail == "Line 1, column 20: expected something."


def test_a_name_of_ours_with_a_sign_that_nobody_sees_is_reported_because_it_would_match_nothing() -> None:
    query = "SELECT *\n{ <https://w3id.org/kembar/id/country/il\u200b> ?p ?o }"
    with pytest.raises(UnknownTerm, match="ZERO WIDTH SPACE") as caught:
        check_terms(query, KNOWN)
    assert (caught.value.extra["line"], caught.value.extra["column"]) == (2, 3)
    check_terms('SELECT * { ?s ?p "a\u200bb" }', KNOWN)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (
            "SELECT count(*) { ?s ?p ?o }",
            "Line 1, column 8: count needs parentheses and a name: SELECT (COUNT(*) AS ?n).",
        ),
        (
            "SELECT ?p COUNT(?s)\nWHERE { ?s ?p ?o } GROUP BY ?p",
            "Line 1, column 11: COUNT needs parentheses and a name",
        ),
        ("SELEC * { ?s ?p ?o }", "Line 1, column 1: SELEC begins no query; do you mean SELECT?"),
        (HEAD + "slect * { ?s ?p ?o }", "Line 2, column 1: slect begins no query; do you mean SELECT?"),
        ("MATCH (n) RETURN n", "Line 1, column 1: MATCH begins no query. A query begins with one of SELECT, CONSTRUCT"),
        (
            "SELECT * { ?s ?p \u201cJakarta\u201d }",
            'Line 1, column 18: \u201c is a typographic quotation mark; write ".',
        ),
        (
            "SELECT * {\n?s ?p \u2018Jakarta\u2019 }",
            "Line 2, column 7: \u2018 is a typographic quotation mark; write '.",
        ),
        ("INSERT DATA { <a:b> <a:c> 1 }", "this looks like an update"),
        ("SELECT * { ?s kb:party ?o }", "the prefix kb: is not declared"),
    ],
)
def test_what_a_person_did_wrong_is_said(query: str, reason: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        EmbeddedStore().query(query)
    assert reason in caught.value.detail


@pytest.mark.parametrize("query", ["SELECT (COUNT(*) AS ?n { }", "ASK { ?s ?p }", "BASE <a:b> ASK {", ""])
def test_what_nobody_can_guess_is_said_in_the_words_of_the_parser(query: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        EmbeddedStore().query(query)
    assert "expected" in caught.value.detail
