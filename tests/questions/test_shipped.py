"""Every canned question over the shipped content answers its example in time, with the columns that it declares."""

import re
from time import perf_counter
from typing import Any

import pytest

from kembar.application import Kembar
from kembar.files import Content
from kembar.namespaces import BASE, KB
from kembar.store.advice import faster_form
from kembar.store.hints import check_terms
from tests.questions.shipped import QUESTIONS, ask, table

NAMES = [question.name for question in QUESTIONS]
WITH_REGION = [
    question.name for question in QUESTIONS if any(parameter.name == "region" for parameter in question.parameters)
]
WITH_SOURCE = [
    question.name for question in QUESTIONS if any(parameter.name == "source" for parameter in question.parameters)
]
VOCABULARY = set(
    re.findall(r"^kb:(\w+) a ", (Content.shipped().root / "ontology/kembar.ttl").read_text(), re.MULTILINE)
)
PROMISED_SECONDS, SLACK = 2, 10
KINDS: dict[str, Any] = {
    "integer": int,
    "decimal": float,
    "latitude": float,
    "longitude": float,
    "boolean": bool,
    "records": list,
}


def test_there_are_thirty_questions_at_least() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_a_question_answers_its_example_in_time_and_with_the_columns_that_it_declares(
    kembar: Kembar, name: str
) -> None:
    question = kembar.snapshot.questions[name]
    started = perf_counter()
    answer = table(kembar, name, dict(question.example))
    assert perf_counter() - started < PROMISED_SECONDS * SLACK
    assert answer.rows or question.may_be_empty
    for row in answer.rows:
        assert list(row) == [column.name for column in question.columns]
        for declared in question.columns:
            value = row[declared.name]
            assert value is None or type(value) is KINDS.get(declared.kind, str), declared.name
            if declared.kind == "date" and value is not None:
                assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)), declared.name
            if declared.kind == "iri" and value is not None:
                assert str(value).startswith("http"), declared.name


@pytest.mark.parametrize("name", NAMES)
def test_a_question_gives_the_same_rows_in_the_same_order_again(kembar: Kembar, name: str) -> None:
    example = dict(kembar.snapshot.questions[name].example)
    assert table(kembar, name, example).rows == table(kembar, name, example).rows
    assert "ORDER BY" in QUESTIONS[name].template.text.rsplit("}", 1)[-1]


@pytest.mark.parametrize("name", NAMES)
def test_no_column_is_empty_in_every_row(kembar: Kembar, name: str) -> None:
    """A column without values is a mistake in the query, unless the content has no value for it, as for those here."""
    without_value = {
        "table-5-1": {"other_dates"},
        "table-5-3": {"other_dates"},
        "table-5-6": {"other_dates"},
        "deeds-to-act-on": {"clause", "clause_id", "clause_en", "notice_months"},
        "ties-in-force": {"states"},
    }
    rows = table(kembar, name, dict(kembar.snapshot.questions[name].example)).rows
    empty = {column for column in rows[0] if all(row[column] in (None, []) for row in rows)} if rows else set()
    assert empty <= without_value.get(name, set())


@pytest.mark.parametrize("name", NAMES)
def test_no_question_joins_within_exists(name: str) -> None:
    assert faster_form(QUESTIONS[name].template.text) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_question_names_only_terms_concepts_and_things_that_there_are(kembar: Kembar, name: str) -> None:
    """Another would match nothing, in silence."""
    template = QUESTIONS[name].template
    check_terms(template.text, VOCABULARY)
    query = "\n".join(line for line in template.body.splitlines() if not line.startswith("#"))
    for prefix, space in template.prefixes.items():
        for local in (
            re.findall(rf"(?<![\w:/-]){prefix}:([a-z0-9-]+)", query) if space.startswith(BASE) and space != KB else []
        ):
            assert kembar.revision.store.query(f"ASK {{ GRAPH ?g {{ <{space}{local}> ?p ?o }} }}"), local


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_descriptions_are_in_both_languages(kembar: Kembar, name: str) -> None:
    question = kembar.snapshot.questions[name]
    descriptions = [each.description for each in question.columns] + [each.description for each in question.parameters]
    for said in (question.title, question.description, *descriptions):
        assert set(said) == {"id", "en"}
        assert all(text.strip() for text in said.values())
    assert question.title["id"] != question.title["en"]


@pytest.mark.parametrize("name", NAMES)
def test_an_optional_parameter_narrows_the_answer(kembar: Kembar, name: str) -> None:
    """One of its values at least leaves some of the rows that there are without it, and not all.

    Nothing can be said of a parameter that has but one value, nor of an answer without rows. Home regions and sources,
    of which one may have all that there is, are the concern of other tests.
    """
    question = kembar.snapshot.questions[name]
    everything = len(table(kembar, name, dict(question.example)).rows)
    for parameter in question.parameters:
        values = parameter.values(kembar.revision.store)
        if (
            parameter.name not in ("region", "source")
            and parameter.optional
            and everything
            and values
            and len(values) > 1
        ):
            counts = (len(table(kembar, name, {**question.example, parameter.name: value}).rows) for value in values)
            assert any(0 < count < everything for count in counts), parameter.name


@pytest.mark.parametrize("name", WITH_SOURCE)
def test_the_sources_leave_what_they_state_and_no_more(kembar: Kembar, name: str) -> None:
    question = kembar.snapshot.questions[name]
    (source,) = [parameter for parameter in question.parameters if parameter.name == "source"]
    everything = {str(row) for row in table(kembar, name, dict(question.example)).rows}
    found = [
        {str(row) for row in table(kembar, name, {**question.example, "source": value}).rows}
        for value in source.values(kembar.revision.store) or ()
    ]
    assert set() < set().union(*found) <= everything
    assert not all(found), "one kind of source at least states nothing of it"


@pytest.mark.parametrize("name", WITH_REGION)
def test_a_region_leaves_its_own_rows(kembar: Kembar, name: str) -> None:
    """All rows may be of one region, but then another leaves none: some region has rows, and some has not all."""
    question = kembar.snapshot.questions[name]
    everything = ask(kembar, name, **question.example)
    regions = {row["region"] for row in ask(kembar, "partners-by-scheme")}
    assert regions >= {"jakarta", "surabaya"}
    answers = {region: ask(kembar, name, **question.example, region=region) for region in regions}
    for region, rows in answers.items():
        assert rows == [row for row in everything if row["region"] == region], region
    assert any(answers.values())
    assert any(len(rows) < len(everything) for rows in answers.values())
