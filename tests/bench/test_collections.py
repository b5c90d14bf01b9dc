"""The questions by which collections are measured are answered by the service, and none comes twice."""

import httpx
import pytest

from bench.collections import SCENARIOS, Subjects

SUBJECTS = Subjects(1, ["education", "tourism"], ["rotterdam", "kyiv"])


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_question_is_answered_and_none_comes_twice(client: httpx.Client, name: str) -> None:
    asked = [SCENARIOS[name](number, SUBJECTS) for number in range(1, 1000)]
    assert len({each.path for each in asked}) == len({each.sparql for each in asked}) == 999
    if name != "activities":  # those are of invented partnerships
        assert client.get(asked[0].path).json()["items"]
