"""The questions of the benchmark of collections have answers in the service and do not repeat."""

import httpx
import pytest

from bench.collections import SCENARIOS, Subjects

SUBJECTS = Subjects(1, ["education", "tourism"], ["rotterdam", "kyiv"])


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_question_has_an_answer_and_none_repeats(client: httpx.Client, name: str) -> None:
    questions = [SCENARIOS[name](number, SUBJECTS) for number in range(1, 1000)]
    assert len({question.path for question in questions}) == len({question.sparql for question in questions}) == 999
    if name != "activities":  # its questions are about invented partnerships
        assert client.get(questions[0].path).json()["items"]
