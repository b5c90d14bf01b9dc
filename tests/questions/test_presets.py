"""A preset is a question of its own: it fixes parameters of another, and has its own name, title and version."""

import pyoxigraph as ox
import pytest

from kembar.errors import ContentError, UnknownParameter
from kembar.files import ContentFile
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.questions.catalogue import Questions
from kembar.questions.description import describe_question
from kembar.settings import Settings
from kembar.store.embedded import EmbeddedStore
from kembar.store.sparql import AnswerLimits

LIMITS = Settings().limits(AnswerLimits)

FILE = """#+ view = "table"
#+ tags = ["test"]
#+ example = { number = "1", word = "one" }
#+ title = { id = "Semua", en = "All" }
#+ description = { id = "Baris", en = "Rows" }
#+ [[columns]]
#+ name = "s"
#+ kind = "text"
#+ description = { id = "x", en = "x" }
#+ [[parameters]]
#+ name = "number"
#+ kind = "choice"
#+ choices = ["1", "2"]
#+ description = { id = "x", en = "x" }
#+ [[parameters]]
#+ name = "word"
#+ kind = "text"
#+ optional = true
#+ description = { id = "x", en = "x" }
#+ [[presets]]
#+ name = "first"
#+ title = { id = "Pertama", en = "First" }
#+ values = { number = "1" }
#+ [[presets]]
#+ name = "second-of-one"
#+ title = { id = "Kedua", en = "Second" }
#+ description = { id = "Lain", en = "Other rows" }
#+ values = { number = "2", word = "one" }

PREFIX e: <http://e/>
SELECT ?s { ?s e:number $number ; e:word ?word . VALUES ?wanted { $word } FILTER(!BOUND(?wanted) || ?word = ?wanted) } ORDER BY ?s
"""


def questions(text: str = FILE) -> Questions:
    return Questions([ContentFile("queries/all-of-them.rq", text)])


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    store = EmbeddedStore()
    for name, number, word in (("a", "1", "one"), ("b", "1", "two"), ("c", "2", "one"), ("d", "2", "two")):
        for prop, value in (("number", number), ("word", word)):
            terms = ox.NamedNode(f"http://e/{name}"), ox.NamedNode(f"http://e/{prop}"), ox.Literal(value)
            store.extend([ox.Quad(*terms, ox.NamedNode("http://e/graph"))])
    return store


def subjects(store: EmbeddedStore, name: str, **values: str) -> str:
    table = answer_question(questions()[name].bind(store, values), store, RevisionSummary(1, None, []), LIMITS)
    assert (table.query, table.parameters) == (name, values)
    return "".join(str(row["s"])[-1] for row in table.rows)


def test_a_preset_answers_under_its_own_name_as_the_question_with_its_values(store: EmbeddedStore) -> None:
    assert subjects(store, "first") == subjects(store, "all-of-them", number="1") == "ab"
    assert subjects(store, "second-of-one") == subjects(store, "all-of-them", number="2", word="one") == "c"


def test_a_preset_has_the_parameters_that_it_does_not_fix_and_no_other(store: EmbeddedStore) -> None:
    assert [parameter.name for parameter in questions()["first"].parameters] == ["word"]
    assert subjects(store, "first", word="two") == "b"
    with pytest.raises(UnknownParameter):
        questions()["first"].bind(store, {"number": "1"})


def test_a_preset_has_its_own_title_and_takes_the_rest_of_the_header_over() -> None:
    whole, first, second = (questions()[name] for name in ("all-of-them", "first", "second-of-one"))
    assert [each.title["en"] for each in (whole, first, second)] == ["All", "First", "Second"]
    assert [each.description["en"] for each in (whole, first, second)] == ["Rows", "Rows", "Other rows"]
    assert (first.columns, first.tags, first.view) == (whole.columns, whole.tags, whole.view)
    assert [dict(each.example) for each in (whole, first, second)] == [
        {"number": "1", "word": "one"},
        {"word": "one"},
        {},
    ]


def test_questions_and_presets_come_in_the_order_of_their_names() -> None:
    assert [question.name for question in questions()] == ["all-of-them", "first", "second-of-one"]


def test_a_preset_is_described_with_its_values_in_the_query() -> None:
    triples = describe_question(questions()["first"], "http://h")
    (select,) = [triple.object for triple in triples if triple.predicate.value.endswith("#select")]
    assert 'e:number "1"' in str(select).replace("\\", "")


@pytest.mark.parametrize(
    ("changed", "others"),
    [
        (FILE.replace("Pertama", "Kesatu"), {"first"}),
        (FILE.replace('title = { id = "Semua"', 'title = { id = "Seluruh"'), {"all-of-them"}),
        (FILE.replace('"Baris"', '"Barisnya"'), {"all-of-them", "first"}),
        (FILE + "# changed\n", {"all-of-them", "first", "second-of-one"}),
        (FILE.replace("[[presets]]\n", "[[presets]] # a comment\n"), set()),
    ],
)
def test_a_change_gives_another_version_to_the_questions_that_it_concerns(changed: str, others: set[str]) -> None:
    before, after = questions(), questions(changed)
    assert {question.name for question in before if question.version != after[question.name].version} == others
    assert (before.digest != after.digest) is bool(others)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            FILE.replace('values = { number = "1" }', 'values = { numbre = "1" }'),
            21,
            "fixes numbre, which is not a param",
        ),
        (
            FILE.replace('values = { number = "1" }', 'values = { number = "3" }'),
            21,
            "number is one of 1, 2; '3' is not",
        ),
        (FILE.replace('values = { number = "1" }', "values = {}"), 21, "the preset first fixes no parameter"),
        (FILE.replace('"first"', '"The First"'), 21, "must consist of lower-case letters, digits and hyphens"),
        (FILE.replace('"first"', '"second-of-one"'), 21, "another question is called second-of-one"),
        (FILE.replace('"first"', '"all-of-them"'), 21, "another question is called all-of-them"),
        (FILE.replace("values = { number", "columns = []\n#+ values = { number", 1), 21, "first cannot change columns"),
        (FILE.replace('#+ title = { id = "Pertama", en = "First" }\n', ""), 1, "its header is broken: 'title'"),
        (FILE.replace('#+ values = { number = "1" }\n', ""), 1, "its header is broken: 'values'"),
    ],
)
def test_a_preset_that_does_not_fit_is_a_fault_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(ContentError) as caught:
        questions(text)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == ("queries/all-of-them.rq", line)
    assert reason in fault.reason
