"""SPARQL queries: good, endless, federated, broken, and of a size or depth that strains parsers."""

from hypothesis import strategies as st

from kembar.namespaces import ID, KB, PREFIXES

__all__ = ["BROKEN", "KILLERS", "LARGE", "TOO_LARGE", "calling_out", "damaged", "good", "harmless", "monstrous"]

_HEAD = f"PREFIX kb: <{KB}> PREFIX id: <{ID}> PREFIX rdfs: <{PREFIXES['rdfs']}>\n"
_CLASSES = st.sampled_from(
    [
        "Partnership",
        "Deed",
        "Activity",
        "Contact",
        "Country",
        "LocalGovernment",
        "Territory",
        "Source",
        "Actor",
        "Event",
        "Finding",
        "Renamed",
    ]
)
_GOOD = """
SELECT ?s ?l {{ ?s a kb:{0} ; rdfs:label ?l }} ORDER BY ?s ?l LIMIT {1} OFFSET {2}
SELECT ?s ?l {{ ?s a kb:{0} OPTIONAL {{ ?s rdfs:label ?l FILTER(LANG(?l) = "id") }} }}
SELECT ?s ?l FROM <graph/chapter-partnerships> {{ ?s a kb:{0} ; rdfs:label ?l }}
SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s a kb:{0} }} }} GROUP BY ?g HAVING (COUNT(*) > {1}) ORDER BY ?n ?g
SELECT ?s (GROUP_CONCAT(?l; separator="\\n") AS ?all) {{ SELECT ?s ?l {{ ?s a kb:{0} ; rdfs:label ?l }} ORDER BY ?s ?l }} GROUP BY ?s
SELECT DISTINCT ?p {{ ?s a kb:{0} ; ?p ?o FILTER NOT EXISTS {{ ?s rdfs:label ?o }} }}
SELECT ?s ?o {{ {{ ?s a kb:{0} ; kb:date ?o }} UNION {{ ?s a kb:{0} ; kb:partnership/rdfs:label ?o }} MINUS {{ ?s kb:date "{1}" }} }}
SELECT ?s ?n {{ VALUES (?s ?n) {{ (<id/partnership/seoul> {1}) (UNDEF {2}) }} BIND(?n * 2 AS ?m) FILTER(?m >= {2}) }}
SELECT ("é\\u00e9\U0001f1ee\U0001f1e9,\\"\\r\\n\\t" AS ?x) ({1}/7 AS ?y) ("a"@id AS ?z) {{}}
ASK {{ ?s a kb:{0} ; kb:date ?d FILTER(STRSTARTS(STR(?d), "20{1}")) }}
CONSTRUCT {{ ?s rdfs:label ?l ; kb:note {1} }} WHERE {{ ?s a kb:{0} ; rdfs:label ?l }}
CONSTRUCT WHERE {{ ?s a kb:{0} ; rdfs:label ?l }}
DESCRIBE ?s {{ ?s a kb:{0} }} ORDER BY ?s LIMIT 2
DESCRIBE <id/partnership/seoul>
"""

good = st.builds(
    lambda text, *arguments: _HEAD + text.format(*arguments),
    st.sampled_from(_GOOD.strip().splitlines()),
    _CLASSES,
    st.integers(0, 30),
    st.integers(0, 5),
)
"""Queries with one right answer, equal byte for byte if the query has ORDER BY."""

KILLERS = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (<a:a>|!<a:b>)* ?b . ?c (<a:a>|!<a:b>)* ?d }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?a ?x ?y . ?y ?z ?d . ?d ?u ?a } }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i ?e",
    'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); separator=",") AS ?x) { ?a ?b ?c . ?d ?e ?f }',
    "SELECT (SUM(STRLEN(REPLACE(CONCAT(STR(?a), STR(?d)), '(.*)*', '$1$1'))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i) }",
    "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = <a:a> || ?i = <a:b>) }",
    "DESCRIBE ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) < STR(?i)) }",
    'SELECT (STRLEN(?a32) AS ?n) { BIND("twins" AS ?a0) '
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(32))
    + " }",
    "SELECT (COUNT(*) AS ?n) {"
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(60)))} }}" for n in range(8))
    + "}",
]
"""Queries that exceed the deadline or the memory of a process."""

TOO_LARGE = [
    "SELECT * { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "SELECT ?x { ?s ?p ?o } LIMIT 5001",
    "DESCRIBE ?s { ?s a ?class }",
]
"""Queries whose answers have more bytes or rows than allowed."""

BROKEN = [
    "SELECT", "SELECT * {", "SELECT * { ?s ?p }", "SELECT ?x { } GROUP BY", "ASK { ?s kb:date ?o }", "DESCRIBE <a b>",
    "{}", "\\", '"', "# nothing",
    'ASK { ?s ?p "half }', "INSERT DATA { <a:a> <a:b> 1 }", "DROP ALL", "SELECT * { FILTER(REGEX()) }", "ASK {\0}",
    "CONSTRUCT { ?s ?p } WHERE { ?s ?p ?o }", "SELECT ?x ?x { BIND(1 AS ?x) BIND(2 AS ?x) }",
]  # fmt: skip


def calling_out(address: str) -> st.SearchStrategy[str]:
    """Return queries with SERVICE in every spelling and place."""
    words = [
        "SERVICE",
        "service",
        "SeRvIcE",
        "\\u0053ERVICE",
        "S\\u0045RVICE",
        "\\U00000053ervice",
        "SERVICE SILENT",
        "SERVICE\tsilent",
        "SERVICE # {\n",
        "#\n SERVICE",
    ]
    targets = [f"<{address}>", "?x", "p:x", "<>", f"<{address}?\\u0061>", f"#<\n<{address}>", "$x"]
    places = [
        "SELECT * {{ {0} }}", "ASK {{ {0} }}", "DESCRIBE ?s {{ {0} }}", "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {0} }}",
        "SELECT * {{ OPTIONAL {{ {0} }} }}",
        "SELECT * {{ {{ {0} }} UNION {{ }} }}", "SELECT * {{ {{ SELECT * {{ {0} }} }} }}",
        "ASK {{ FILTER NOT EXISTS {{ {0} }} }}", "ASK {{ MINUS {{ {0} }} }}",
        "SELECT * {{ BIND(EXISTS {{ {0} }} AS ?e) }}", "SELECT * {{ GRAPH ?g {{ {0} }} }}",
        "SELECT * {{ }} ORDER BY EXISTS {{ {0} }}",
        "SELECT (EXISTS {{ {0} }} AS ?e) {{ }}", "ASK {{ BIND('#' AS ?h) {0} }}",
        "ASK {{ BIND(\"\"\"'\"\"\" AS ?h) {0} # '''\n }}", "SELECT * {{ {0} }} VALUES ?x {{ <{1}> }}",
        "SELECT * {{ SERVICE <{1}/1> {{ {0} }} }}", "SELECT * FROM <a:#> {{ ?s <a:'> ?o . {0} }}",
    ]  # fmt: skip

    def text(word: str, target: str, place: str) -> str:
        return f"PREFIX p: <{address}/>\n" + place.format(
            f"VALUES ?x {{ <{address}> }} {word} {target} {{ ?s ?p ?o }}", address
        )

    return st.builds(text, st.sampled_from(words), st.sampled_from(targets), st.sampled_from(places))


def harmless(address: str) -> st.SearchStrategy[str]:
    """Return queries that mention another server or SERVICE without calling it."""
    texts = [
        "ASK {{ BIND('SERVICE <{0}> {{}}' AS ?x) }}", "SELECT * {{ <a:SERVICE> ?service 'x' }}",
        "ASK {{}} # SERVICE <{0}>", "ASK {{ <{0}/\\u0073ervice> ?p ?o }}",
        "SELECT * FROM <{0}> {{ ?s ?p ?o }}", "SELECT * {{ GRAPH <{0}> {{ ?s ?p ?o }} }}",
        "CONSTRUCT WHERE {{ <{0}> ?p ?o }}", "DESCRIBE <{0}>",
    ]  # fmt: skip
    return st.sampled_from([text.format(address) for text in texts])


damaged = st.builds(
    lambda text, a, b, put: text[: a % len(text)] + put + text[(a + b) % len(text) :],
    good,
    st.integers(0, 400),
    st.integers(0, 20),
    st.one_of(
        st.sampled_from(["", "{", "}", "(", "<", '"', "'''", "#", "\\u", "?", "\ud7ff", "a:", "SELECT", "."]),
        st.text(max_size=3),
    ),
)
"""Good queries with a part removed, repeated or replaced."""

LARGE = [
    "ASK {} #" + "x" * 1_000_000, f'SELECT ("{"y" * 900_000}" AS ?y) {{}}',
    "ASK { VALUES ?x { " + "1 " * 100_000 + "} }",
    "SELECT * { " + "".join(f"<a:a> <a:b> ?v{n} . " for n in range(300)) + "}",
    f"SELECT * {{ FILTER(?x IN ({','.join(map(str, range(20_000)))})) }}", "ASK { " + "{} UNION " * 2_000 + "{} }",
    "ASK { <a:a> " + "<a:b>/" * 3_000 + "<a:b> ?x }",
]  # fmt: skip
"""Long queries without deep nesting."""

_NESTS = [
    ("", "{", "", "}"), ("", "{ SELECT * {", "", "}}"), ("", "OPTIONAL {", "", "}"),
    ("", "FILTER NOT EXISTS {", "", "}"), ("", "GRAPH ?g {", "", "}"),
    ("", "MINUS {", "", "}"), ("", "SERVICE ?x {", "", "}"), ("<a:a> <a:b> ", "[ <a:b> ", "1", "]"),
    ("<a:a> <a:b> ", "( ", "1", ")"), ("<a:a> ", "(", "<a:b>", ")"),
    ("<a:a> ", "(^", "<a:b>", ")"), ("?s <a:b> ", "<<( ?s <a:b> ", "?o", ")>>"), ("FILTER ", "(", "1", ")"),
    ("FILTER ", "(!", "1", ")"), ("FILTER ", "(-", "1", ")"),
    ("FILTER (1 = ", "STR(", "1", ")"), ("FILTER (", "1 + ", "1", ""), ("FILTER (", "1 = 1 || ", "1", ""),
    ("FILTER (", "!", "1", ""),
]  # fmt: skip
"""Text before the nesting, opening of a level, innermost text, closing of a level."""


def _nested(nest: tuple[str, str, str, str], deep: int, end: str) -> str:
    prefix, opening, inside, closing = nest
    return f"ASK {{ {prefix}{opening * deep}{inside}{closing * deep}{end}"


monstrous = st.one_of(
    st.sampled_from(LARGE),
    st.builds(
        _nested,
        st.sampled_from(_NESTS),
        st.sampled_from([3, 50, 200, 900, 3_000, 20_000, 100_000]),
        st.sampled_from(["", "}", ")}", " ?x }"]),
    ),
)
"""Queries that are long or deeply nested, of which some parse, some fail and some end the process."""
