"""Advice for the writer of a query: a faster form, and comparisons of dates that lose rows."""

import pytest

from kembar.namespaces import KB
from kembar.store.advice import date_advice, faster_form

HEAD = f"PREFIX kb: <{KB}>\n"
BOUNDS = {"date": "earliest", "start": "startEarliest"}


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


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        (HEAD + 'SELECT * { ?a kb:date ?d FILTER(?d < "2019-01-01"^^xsd:date) }', "kb:earliest"),
        (HEAD + "SELECT * { ?a kb:date ?d FILTER(YEAR(?d) = 2019) }", "kb:earliest"),
        (HEAD + "SELECT (year($d) AS ?y) { ?a kb:date $d }", "kb:earliest"),
        (HEAD + "SELECT * { ?a kb:date ?d . ?b kb:date ?e FILTER(?e>=?x) }", "kb:earliest"),
        (HEAD + "SELECT * { ?a kb:start ?d FILTER(?now <= ?d) }", "kb:startEarliest"),
        (f"SELECT * {{ ?a <{KB}date> ?d FILTER(?d > ?x) }}", "kb:earliest"),
        (HEAD + "SELECT * { ?a kb:date ?d FILTER(?x > 2) }", None),
        (HEAD + "SELECT * { ?a kb:earliest ?d FILTER(YEAR(?d) = 2019) }", None),
        (HEAD + "SELECT * { ?a kb:date ?d } ORDER BY ?d", None),
        (HEAD + 'SELECT * { ?a kb:date ?d FILTER(?d = "2019"^^xsd:gYear) }', None),
        ("PREFIX kb: <http://example.org/> SELECT * { ?a kb:date ?d FILTER(?d > 1) }", None),
        ("0", None),
    ],
)
def test_a_comparison_of_dates_of_several_datatypes_gets_advice(query: str, bound: str | None) -> None:
    advice = date_advice(query, BOUNDS)
    assert (advice is None) if bound is None else (advice or "").endswith(f"Use {bound}, which is an xsd:date.")
    assert date_advice(query, {}) is None
