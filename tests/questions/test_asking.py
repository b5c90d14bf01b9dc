"""What does not change between requests for a question is computed once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kembar.application import Kembar
from kembar.errors import BadParameter
from kembar.questions import answering
from kembar.questions.contract import Coverage
from kembar.questions.coverage import coverage_of
from kembar.questions.kinds import KINDS
from kembar.questions.parameters import Parameter
from kembar.questions.question import Question
from kembar.rdf.formats import Format
from kembar.rdf.lexer import Token
from kembar.store import templates
from kembar.store.embedded import EmbeddedStore


@pytest.fixture
def question(kembar: Kembar) -> Question:
    """A question with a default (since) and a choice (contacts)."""
    return kembar.snapshot.questions["inactive-partners"]


def test_an_asked_question_has_the_values_given_and_the_defaults(kembar: Kembar, question: Question) -> None:
    asked = question.bind(kembar.revision.store, {"contacts": "include"})
    assert (asked.question, asked.values) == (question, {"since": "2017-01-01", "contacts": "include"})
    assert '"2017-01-01"^^<http://www.w3.org/2001/XMLSchema#date>' in asked.query
    assert "$since" not in asked.query


def test_each_value_is_bound_once(kembar: Kembar, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = []
    bind = Parameter.bind

    def counted(parameter: Parameter, text: str) -> object:
        bound.append((parameter.name, text))
        return bind(parameter, text)

    monkeypatch.setattr(Parameter, "bind", counted)
    kembar.snapshot.ask("inactive-partners", {"since": "2018-01-01"})
    assert sorted(bound) == [("contacts", "exclude"), ("since", "2018-01-01")]


def test_no_request_reads_the_file_of_a_question_again(
    kembar: Kembar, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_: str) -> Iterator[Token]:
        raise AssertionError("the query is read again")

    question.bind(kembar.revision.store, {})
    assert question.template.standalone
    assert question.template.prefixes
    monkeypatch.setattr(templates, "tokens", read)
    assert kembar.snapshot.ask("inactive-partners", {}).rows
    assert kembar.snapshot.question("inactive-partners", {}, "http://h", lambda _: Format.TURTLE).body


def test_the_coverage_of_a_revision_is_read_once(kembar: Kembar, monkeypatch: pytest.MonkeyPatch) -> None:
    stores = []

    def counted(store: EmbeddedStore) -> list[Coverage]:
        stores.append(store)
        return coverage_of(store)

    monkeypatch.setattr(answering, "coverage_of", counted)
    snapshot = replace(kembar.snapshot)
    first, second = snapshot.ask("figures", {}), snapshot.ask("inactive-partners", {})
    assert len(stores) == 1
    assert first.coverage == second.coverage == coverage_of(kembar.revision.store)


def test_a_required_value_that_is_missing_is_told_after_those_that_are_wrong(kembar: Kembar) -> None:
    store, required = kembar.revision.store, kembar.snapshot.questions["listed-partnerships"]
    with pytest.raises(BadParameter, match="table is required: The number of the table"):
        required.bind(store, {})
    with pytest.raises(BadParameter, match=r"table is one of 5\.1, 5\.2"):
        required.bind(store, {"table": "6.1"})


def test_every_kind_that_names_a_class_lists_what_the_graph_has_of_it(kembar: Kembar) -> None:
    for kind in KINDS.values():
        if kind.class_ and kind.name != "concept":
            assert Parameter("x", kind.name, {}).values(kembar.revision.store), kind.name
