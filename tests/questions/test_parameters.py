"""Parameters of questions become typed terms or a clear answer; no text changes the query that they stand in."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.errors import BadInput, BadParameter, ContentError, UnknownName
from kembar.files import ContentFile
from kembar.namespaces import CONCEPT, ID
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.questions.columns import SharedColumns
from kembar.questions.compiler import compile_questions
from kembar.questions.kinds import KINDS
from kembar.questions.parameters import Parameter
from kembar.questions.question import Question
from kembar.rdf.tabular import Value
from kembar.settings import Settings
from kembar.store.embedded import EmbeddedStore
from kembar.store.sparql import AnswerLimits

LIMITS = Settings().limits(AnswerLimits)

HEAD = """#+ view = "table"
#+ tags = ["test"]
#+ title = { id = "x", en = "x" }
#+ description = { id = "x", en = "x" }
#+ [[parameters]]
#+ name = "given"
#+ kind = "text"
#+ optional = true
#+ description = { id = "x", en = "x" }
#+ [[columns]]
#+ name = "o"
#+ kind = "text"
#+ description = { id = "x", en = "x" }
"""
BODY = "SELECT ?o { ?s ?p ?o . VALUES ?given { $given } FILTER(!BOUND(?given) || STR(?o) = STR(?given)) } ORDER BY ?o"


def parameter(kind: str, **more: object) -> Parameter:
    return Parameter("given", kind, {"id": "x", "en": "x"}, **more)  # type: ignore[arg-type]


def question(text: str) -> Question:
    return compile_questions(ContentFile("queries/test.rq", text), SharedColumns())[0]


def rows(asked: Question, store: EmbeddedStore, values: dict[str, str]) -> list[dict[str, Value]]:
    return answer_question(asked.bind(store, values), store, RevisionSummary(1, None, []), LIMITS).rows


@pytest.fixture
def store() -> EmbeddedStore:
    store = EmbeddedStore()
    graph = ox.NamedNode("http://e/g")
    for value in ("one", "two"):
        store.extend([ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal(value), graph)])
    return store


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("date", "2017-01-01", '"2017-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("year", "2017", '"2017"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("number", "-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("boolean", "true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("text", 'Kyiv "x"', '"Kyiv \\"x\\""'),
        ("partnership", "seoul", f"<{ID}partnership/seoul>"),
        ("partnership", f"{ID}partnership/seoul", f"<{ID}partnership/seoul>"),
        ("country", "kr", f"<{ID}country/kr>"),
    ],
)
def test_a_value_becomes_a_term_of_its_kind(kind: str, text: str, term: str) -> None:
    assert str(parameter(kind).bind(text)) == term


def test_a_concept_is_one_of_its_code_list() -> None:
    assert str(parameter("concept", scheme="field").bind("tourism")) == f"<{CONCEPT}field/tourism>"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "2017-02-30"), ("date", "20170101"), ("date", "٢٠١٧-01-01"), ("date", "99999-01-01"), ("year", "0"), ("year", "99999"), ("year", "3000"),
        ("number", "1.5"), ("number", "9" * 10), ("boolean", "1"), ("text", ""), ("text", "a\nb"), ("text", "x" * 100_000), ("text", "\u202e\x00"),
        ("partnership", "../country/kr"), ("partnership", "seoul> ?x ?y"), ("concept", "a b"), ("country", "http://e/kr"), ("choice", "else"),
    ],
)  # fmt: skip
def test_what_is_not_of_the_kind_is_refused_with_the_form_that_is(kind: str, text: str) -> None:
    with pytest.raises(BadParameter) as caught:
        parameter(kind, scheme="field", choices=("this",)).bind(text)
    assert caught.value.extra == {"parameter": "given"}
    assert len(caught.value.detail) < 300


@given(
    st.sampled_from(sorted(KINDS)),
    st.text(max_size=60) | st.sampled_from(['") } #', "\\u0022", "'''", "> <", "$given", "?o", "UNDEF", "1e9", "\r\n"]),
)
def test_no_text_changes_the_query(kind: str, text: str) -> None:
    asked = question(
        HEAD.replace('"text"', f'"{kind}"', 1).replace(
            "optional", 'scheme = "field"\n#+ choices = ["one", "else"]\n#+ optional'
        )
        + BODY
    )
    store = EmbeddedStore()
    store.extend(
        [ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("one"), ox.NamedNode("http://e/g"))]
    )
    try:
        answer = rows(asked, store, {"given": text})
    except BadInput:
        return
    assert answer == ([{"o": "one"}] if text == "one" else [])


def test_a_parameter_that_is_left_out_leaves_the_question_open(store: EmbeddedStore) -> None:
    asked = question(HEAD + BODY)
    assert [row["o"] for row in rows(asked, store, {})] == ["one", "two"]
    assert [row["o"] for row in rows(asked, store, {"given": "two"})] == ["two"]


def test_a_name_that_the_graph_has_not_is_told_with_those_it_has(store: EmbeddedStore) -> None:
    store.extend(
        [
            ox.Quad(
                ox.NamedNode(f"{ID}partnership/seoul"),
                ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                ox.NamedNode("https://w3id.org/kembar/ontology#Partnership"),
            )
        ]
    )
    with pytest.raises(UnknownName) as caught:
        question(HEAD.replace('"text"', '"partnership"', 1) + BODY).bind(store, {"given": "atlantis"})
    assert caught.value.extra == {"parameter": "given", "known": ["seoul"]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD.replace('kind = "text"', 'kind = "mood"', 1) + BODY, "an unknown kind: mood"),
        (HEAD.replace('kind = "text"', 'kind = "concept"', 1) + BODY, "given declares no scheme"),
        (HEAD.replace('kind = "text"', 'kind = "choice"', 1) + BODY, "given declares no choices"),
        (HEAD.replace('"table"', '"globe"') + BODY, "the view globe is not one of"),
        (HEAD + BODY.replace("$given", "'x'"), "given is declared and not used"),
        (HEAD + BODY.replace("STR(?given)", "$other"), "$other is used and not declared"),
        (HEAD + BODY.replace("VALUES ?given { $given }", "BIND($given AS ?given)"), "queries/test.rq:14"),
        (HEAD.replace('#+ tags = ["test"]\n', "") + BODY, "its header is broken"),
        ('#+ example = { other = "x" }\n' + HEAD + BODY, "the example has other, which is not a parameter"),
        (
            '#+ example = { given = "" }\n' + HEAD.replace("optional", 'default = "a"\n#+ optional') + BODY,
            "given is a text of 1 to 200",
        ),
        (HEAD.replace("#+ optional = true\n", "") + BODY, "the example lacks given, which is required"),
        (
            HEAD.replace('name = "o"\n#+ kind = "text"', 'name = "o"\n#+ kind = "mood"') + BODY,
            "the column o has an unknown kind: mood",
        ),
        (
            HEAD.replace('name = "o"\n#+ kind = "text"', 'name = "o"\n#+ kind = "records"') + BODY,
            "the column o holds records and declares no fields",
        ),
    ],
)
def test_a_broken_file_stops_the_start_with_its_name_and_reason(text: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason.replace("$", r"\$")) as caught:
        question(text)
    assert caught.value.faults[0].file == "queries/test.rq"
