"""The queries of the SPARQL benchmark have results and do not repeat; load is sent to this machine only."""

import pyoxigraph as ox
import pytest

from bench.generator import generate
from bench.load import start
from bench.questions import KINDS, LOOK_UPS, MIX, Question, queries_for
from kembar.namespaces import KB
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    store = EmbeddedStore()
    store.extend(generate(10_000))
    return store


@pytest.fixture(scope="module")
def partnerships(store: Store) -> int:
    return len({quad.subject for quad in store.quads(None, None, ox.NamedNode(KB + "Partnership"))})


@pytest.mark.parametrize("question", KINDS.values(), ids=KINDS)
def test_a_question_has_results(store: Store, partnerships: int, question: Question) -> None:
    result = store.query(question(7, partnerships))
    assert isinstance(result, ox.QuerySolutions | ox.QueryTriples)
    assert next(iter(result), None) is not None


@pytest.mark.parametrize("kinds", [LOOK_UPS, MIX])
def test_no_question_repeats(partnerships: int, kinds: tuple[Question, ...]) -> None:
    assert len(set(queries_for(kinds, range(1, 50_000), partnerships))) == 49_999


def test_load_is_sent_to_this_machine_only() -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        start("http://192.0.2.1/sparql", ["ASK {}"], 1, 1)
