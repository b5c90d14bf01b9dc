"""The judgements of the record as derived facts: those that the judge gives, kept for the deeds that a change leaves alone, and read by no verdict."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kembar.application import Kembar
from kembar.content.derivation import DERIVED, JUDGEMENTS
from kembar.errors import ContentError
from kembar.files import Content
from kembar.law.judgements import DerivedJudgements
from kembar.law.neighbourhood import gather
from kembar.law.verdict import Judge, Verdict
from kembar.namespaces import CONCEPT, ID, KB, slug_of
from kembar.rdf.names import kb
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store, objects
from kembar.store.revisions import REVISIONS

LAW = DerivedJudgements.of(Content.shipped())
PATHS = {path for rule in LAW.rules.rules for path in rule.reads}
OF_JUDGEMENTS = {
    KB + name
    for name in (
        "verdictOn",
        "judgedDeed",
        "judgedRequirement",
        "evidence",
        "leavesOpen",
        "restsOn",
        "partnership",
        "derivedBy",
    )
}
SEOUL = f"{ID}deed/seoul-mou-1984"


def about_judgements(store: Store) -> set[ox.Quad]:
    return set(store.quads(None, None, None, JUDGEMENTS))


def without(store: Store) -> EmbeddedStore:
    """A copy without judgements."""
    copy = EmbeddedStore()
    copy.extend(quad for quad in store.quads() if quad.graph_name not in (JUDGEMENTS, REVISIONS))
    return copy


def changed(
    store: Store, subject: str, prop: str, value: ox.NamedNode | ox.Literal
) -> tuple[EmbeddedStore, set[ox.Quad]]:
    """A copy without judgements in which a property of a thing has another value, and the statements that changed."""
    kept = without(store)
    gone = set(kept.quads(ox.NamedNode(subject), ox.NamedNode(prop)))
    (graph,) = {quad.graph_name for quad in gone if quad.graph_name != DERIVED}
    new = ox.Quad(ox.NamedNode(subject), ox.NamedNode(prop), value, graph)
    after = EmbeddedStore()
    after.extend([*(quad for quad in kept.quads() if quad not in gone), new])
    return after, {*gone, new}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The deeds that are judged from now on."""
    deeds: list[str] = []
    judge: Callable[..., Verdict] = Judge.judge

    def count(self: Judge, deed: str) -> Verdict:
        deeds.append(slug_of(deed))
        return judge(self, deed)

    monkeypatch.setattr(Judge, "judge", count)
    return deeds


def test_they_are_what_the_judge_gives_for_each_dated_deed(kembar: Kembar) -> None:
    store = kembar.revision.store
    judge = Judge(kembar.rules, store, 1, kembar.vocabulary.dates)
    assert len(objects(store, f"{ID}verdict/seoul-mou-1984", kb.overall)) == 1
    for slug in ("seoul-mou-1984", "al-quds-mou-2007", "shanghai-mou-2020", "rotterdam-mou-1986"):
        verdict = judge.judge(f"{ID}deed/{slug}")
        assert objects(store, f"{ID}verdict/{slug}", kb.overall) == [f"{CONCEPT}overall/{verdict.overall}"]
        for one in verdict.requirements:
            node = f"{ID}judgement/{slug}--{slug_of(one.requirement)}"
            assert objects(store, node, kb.outcome) == [f"{CONCEPT}outcome/{one.outcome}"]
            assert objects(store, node, kb.binding) == [f"{CONCEPT}binding/{one.binding}"]
            assert objects(store, node, kb.isArguable) == ["true" if one.arguable else "false"]
            assert set(objects(store, node, kb.evidence)) == {
                item.thing for item in one.evidence if item.finds != "open"
            }
            assert set(objects(store, node, kb.leavesOpen)) == {
                item.thing for item in one.evidence if item.finds == "open"
            }
            assert set(objects(store, node, kb.restsOn)) == {item["contradiction"] for item in one.rests_on}
            assert objects(store, node, kb.derivedBy) == [f"{ID}rule/judgements"]


def test_every_dated_deed_has_one_for_each_requirement_and_an_undated_deed_has_none(kembar: Kembar) -> None:
    store = kembar.revision.store
    per_deed = {
        quad.subject.value: sum(1 for _ in store.quads(None, ox.NamedNode(KB + "judgedDeed"), quad.subject))
        for quad in store.quads(None, None, ox.NamedNode(KB + "Deed"))
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID)
    }
    dated = {deed for deed in per_deed if objects(store, deed, kb.earliest)}
    assert 0 < len(dated) < len(per_deed)
    assert {deed for deed, count in per_deed.items() if count == len(kembar.rules.rules)} == dated
    assert {count for deed, count in per_deed.items() if deed not in dated} == {0}


def test_no_verdict_reads_them(kembar: Kembar) -> None:
    store, bare = kembar.revision.store, without(kembar.revision.store)
    assert not {step.prop for path in PATHS for step in path if step.inverse} & OF_JUDGEMENTS
    assert not {quad.subject for quad in about_judgements(store)} & {quad.subject for quad in bare.quads()}
    for deed in store.quads(None, ox.NamedNode(KB + "verdictOn"), None):
        assert isinstance(deed.object, ox.NamedNode)
        around, alone = (gather([each], deed.object, PATHS, kembar.vocabulary.dates) for each in (store, bare))
        assert set(around.triples) == set(alone.triples)
        assert set(around.contradictions) == set(alone.contradictions)


def test_a_change_has_only_the_deeds_judged_anew_that_read_it_and_gives_what_judging_all_would(
    kembar: Kembar, judged: list[str]
) -> None:
    before = kembar.revision.store
    after, difference = changed(before, f"{ID}territory/seoul", KB + "level", ox.NamedNode(f"{CONCEPT}level/second"))
    again = without(after)
    LAW.derive_after(before, after, difference)
    assert judged
    assert all(deed.startswith("seoul-") for deed in judged), judged
    equal_status = f"{ID}judgement/seoul-mou-1984--equal-status"
    assert objects(before, equal_status, kb.outcome) != objects(after, equal_status, kb.outcome)
    LAW.derive_after(EmbeddedStore(), again, [])
    assert about_judgements(after) == about_judgements(again)


def test_a_change_that_no_rule_reads_has_none_judged_anew(kembar: Kembar, judged: list[str]) -> None:
    before = kembar.revision.store
    after, difference = changed(
        before, f"{ID}activity/moscow-2008-programme-signing", KB + "status", ox.NamedNode(f"{CONCEPT}status/planned")
    )
    LAW.derive_after(before, after, difference)
    assert not judged
    assert about_judgements(after) == about_judgements(before)


def test_other_rules_or_another_time_in_force_have_all_judged_anew(
    kembar: Kembar, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kembar.law.judgements._facts", lambda *_: [])
    before = kembar.revision.store
    dated = len(set(before.quads(None, ox.NamedNode(KB + "verdictOn"), None)))
    DerivedJudgements(LAW.rules, "other").derive_after(before, without(before), [])
    assert len(judged) == dated
    judged.clear()
    (period,) = objects(before, f"{ID}regulation/pp-28-2018", kb.inForce)
    after, difference = changed(
        before,
        period,
        KB + "start",
        ox.Literal("2019-07-13", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    )
    LAW.derive_after(before, after, difference)
    assert len(judged) == dated


def test_a_long_derivation_tells_how_far_it_is(
    kembar: Kembar, judged: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kembar.law.judgements._facts", lambda *_: [])
    monkeypatch.setattr("kembar.law.judgements._LOG_INTERVAL_S", -1)
    with caplog.at_level("INFO", "kembar"):
        LAW.derive_after(EmbeddedStore(), without(kembar.revision.store), [])
    assert f"{len(judged) - 1} of {len(judged)} deeds judged" in caplog.messages


def test_shapes_that_cannot_be_run_stop_the_load(kembar: Kembar, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Verdict:
        raise RuntimeError("a shape is ill-formed")

    monkeypatch.setattr(Judge, "judge", fail)
    with pytest.raises(ContentError, match="a shape is ill-formed"):
        LAW.derive_after(EmbeddedStore(), without(kembar.revision.store), [])
