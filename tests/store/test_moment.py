"""An answer that can be another one at another moment is not kept, whatever the query looks like."""

import pytest

from kembar.namespaces import PREFIXES
from kembar.store.moment import depends_on_moment


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?now) {}",
        "SELECT (now ( ) AS ?now) {}",
        "SELECT (RAND # a comment\n () AS ?x) {}",
        "SELECT (RAND # a comment\r () AS ?x) {}",
        "SELECT (rand# one\n# ( two\n() AS ?x) {}",
        "SELECT (STRUUID() AS ?x) (UUID() AS ?y) {}",
        "SELECT (BNODE() AS ?x) {}",
        r"SELECT (N\u004fW() AS ?now) {}",
        r"SELECT (NOW\u0028) AS ?now) {}",
        r"SELECT ('\u0027 (RAND() AS ?x) ('\u0027) {}",
        r"SELECT (\U0000004eOW() AS ?now) {}",
        "SELECT (<http://example.org/f>(1) AS ?x) {}",
        "PREFIX f: <http://example.org/> SELECT (f:g # (\n (1) AS ?x) {}",
    ],
)
def test_a_function_of_the_moment_is_found(query: str) -> None:
    assert depends_on_moment(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } # NOW()",
        'SELECT * { ?s ?p \'RAND()\' , """UUID()""" }',
        "SELECT ?now (MAX(?o) AS ?rand) { ?s ?now ?o FILTER(?o < 3) }",
        f"PREFIX xsd: <{PREFIXES['xsd']}> SELECT (xsd:integer('1') AS ?x) {{}}",
        "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '(\\\\u)')) }",
    ],
)
def test_other_queries_are_kept(query: str) -> None:
    assert not depends_on_moment(query)
