"""The questions that endpoints are measured by: they find something, and none comes twice; the load goes to this machine alone."""

import pyoxigraph as ox
import pytest

from bench.generator import generate
from bench.load import start
from bench.questions import KINDS, LOOK_UPS, MIX, Question, asked
from kembar.namespaces import KB


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.extend(generate(10_000))
    return store


@pytest.fixture(scope="module")
def partnerships(store: ox.Store) -> int:
    return len({quad.subject for quad in store.quads_for_pattern(None, None, ox.NamedNode(KB + "Partnership"))})


@pytest.mark.parametrize("question", KINDS.values(), ids=KINDS)
def test_a_question_finds_something(store: ox.Store, partnerships: int, question: Question) -> None:
    result = store.query(question(7, partnerships), use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions | ox.QueryTriples)
    assert next(iter(result), None) is not None


@pytest.mark.parametrize("kinds", [LOOK_UPS, MIX])
def test_no_question_comes_twice(partnerships: int, kinds: tuple[Question, ...]) -> None:
    assert len(set(asked(kinds, range(1, 50_000), partnerships))) == 49_999


def test_the_load_goes_to_this_machine_alone() -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        start("http://192.0.2.1/sparql", ["ASK {}"], 1, 1)
