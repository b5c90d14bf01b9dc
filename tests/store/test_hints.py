"""Hints for the writer of a query: the place of an unknown term, the nearest known ones, and a faster form."""

import pytest

from kembar.errors import UnknownTerm
from kembar.namespaces import KB
from kembar.store.hints import check_terms, faster_form, syntax_error

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


@pytest.mark.parametrize(
    ("query", "has_faster_form"),
    [
        ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a ?x ?y . ?y ?z ?c } }", True),
        ("SELECT * { ?a ?b ?c FILTER EXISTS { ?a ?x ?y ; ?z ?c } }", True),
        ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { { ?a ?x ?y . ?y ?z ?c } } }", True),
        ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a ?x ?y } . ?c ?d ?e }", False),
        ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a ?x ?y . } }", False),
        ("SELECT * { ?a ?b 'NOT EXISTS { ?a ?x ?y . ?y ?z ?c }' }", False),
        ("SELECT * { ?a ?b ?c . ?c ?d ?e }", False),
        ("SELECT * { ?a ?b ?c FILTER NOT EXISTS {", False),
        ("0", False),
        ("", False),
    ],
)
def test_a_join_inside_exists_gets_the_faster_form_as_a_hint(query: str, has_faster_form: bool) -> None:
    assert ("OPTIONAL" in (faster_form(query) or "")) is has_faster_form


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
