"""The judgements of the record as derived facts.

They equal the verdicts of the judge, are kept for deeds that a change does not touch, and are read by no verdict.
"""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kembar.application import Kembar
from kembar.content.derivation import DERIVED, JUDGEMENTS
from kembar.errors import ContentError
from kembar.files import Content
from kembar.law.judge import Judge
from kembar.law.judgements import DerivedJudgements
from kembar.law.neighbourhood import gather
from kembar.law.verdict import Verdict
from kembar.namespaces import CONCEPT, ID, KB, slug_of
from kembar.rdf.names import kb
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store, objects
from kembar.store.revisions import REVISIONS

LAW = DerivedJudgements.of(Content.shipped())
PATHS = set(LAW.rules.paths)
JUDGEMENT_PROPERTIES = {
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
OPEN_ROLES = ("open", "unclear", "gap")
SEOUL = f"{ID}deed/seoul-mou-1984"


def judgement_quads(store: Store) -> set[ox.Quad]:
    return set(store.quads(None, None, None, JUDGEMENTS))


def without_judgements(store: Store) -> EmbeddedStore:
    """Return a copy of a store without judgements."""
    copy = EmbeddedStore()
    copy.extend(quad for quad in store.quads() if quad.graph_name not in (JUDGEMENTS, REVISIONS))
    return copy


def with_value(
    store: Store, subject: str, prop: str, value: ox.NamedNode | ox.Literal
) -> tuple[EmbeddedStore, set[ox.Quad]]:
    """Return a copy without judgements in which a property has another value, and the changed quads."""
    copy = without_judgements(store)
    removed = set(copy.quads(ox.NamedNode(subject), ox.NamedNode(prop)))
    (graph,) = {quad.graph_name for quad in removed if quad.graph_name != DERIVED}
    added = ox.Quad(ox.NamedNode(subject), ox.NamedNode(prop), value, graph)
    changed_store = EmbeddedStore()
    changed_store.extend([*(quad for quad in copy.quads() if quad not in removed), added])
    return changed_store, {*removed, added}


@pytest.fixture
def judged_deeds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the slug of every judged deed is added."""
    deeds: list[str] = []
    judge: Callable[..., Verdict] = Judge.judge

    def count(self: Judge, deed: str) -> Verdict:
        deeds.append(slug_of(deed))
        return judge(self, deed)

    monkeypatch.setattr(Judge, "judge", count)
    return deeds


def test_the_derived_judgements_equal_the_verdict_on_each_deed(kembar: Kembar) -> None:
    store = kembar.revision.store
    judge = Judge(kembar.rules, store, 1, kembar.vocabulary.dates)
    assert len(objects(store, f"{ID}verdict/seoul-mou-1984", kb.overall)) == 1
    for slug in ("seoul-mou-1984", "al-quds-mou-2007", "shanghai-mou-2020", "rotterdam-mou-1986"):
        verdict = judge.judge(f"{ID}deed/{slug}")
        assert objects(store, f"{ID}verdict/{slug}", kb.overall) == [f"{CONCEPT}overall/{verdict.overall}"]
        for judgement in verdict.requirements:
            node = f"{ID}judgement/{slug}--{slug_of(judgement.requirement)}"
            assert objects(store, node, kb.outcome) == [f"{CONCEPT}outcome/{judgement.outcome}"]
            assert objects(store, node, kb.binding) == [f"{CONCEPT}binding/{judgement.binding}"]
            assert objects(store, node, kb.isArguable) == ["true" if judgement.arguable else "false"]
            assert set(objects(store, node, kb.evidence)) == {
                item.thing for item in judgement.evidence if item.finds not in OPEN_ROLES
            }
            assert set(objects(store, node, kb.leavesOpen)) == {
                item.thing for item in judgement.evidence if item.finds in OPEN_ROLES
            }
            assert set(objects(store, node, kb.restsOn)) == {item["contradiction"] for item in judgement.rests_on}
            assert objects(store, node, kb.derivedBy) == [f"{ID}rule/judgements"]


def test_every_deed_of_the_record_has_a_judgement_per_requirement(kembar: Kembar) -> None:
    store = kembar.revision.store
    per_deed = {
        quad.subject.value: sum(1 for _ in store.quads(None, ox.NamedNode(KB + "judgedDeed"), quad.subject))
        for quad in store.quads(None, None, ox.NamedNode(KB + "Deed"))
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID)
    }
    assert set(per_deed.values()) == {len(kembar.rules.rules)}


def test_an_undated_deed_has_no_act_date_and_what_is_not_known_to_be_past_binds_unknown(kembar: Kembar) -> None:
    store = kembar.revision.store
    undated = [
        slug_of(quad.object.value)
        for quad in store.quads(None, ox.NamedNode(KB + "verdictOn"), None)
        if isinstance(quad.object, ox.NamedNode) and not objects(store, quad.object.value, kb.earliest)
    ]
    assert undated
    for slug in undated:
        assert objects(store, f"{ID}verdict/{slug}", kb.actDate) == []
        bindings = {
            slug_of(value)
            for rule in kembar.rules.rules
            for value in objects(store, f"{ID}judgement/{slug}--{slug_of(rule.iri)}", kb.binding)
        }
        assert "bound" not in bindings
        assert "unknown" in bindings


def test_no_verdict_reads_the_derived_judgements(kembar: Kembar) -> None:
    store, bare = kembar.revision.store, without_judgements(kembar.revision.store)
    assert not {step.prop for path in PATHS for step in path if step.inverse} & JUDGEMENT_PROPERTIES
    assert not {quad.subject for quad in judgement_quads(store)} & {quad.subject for quad in bare.quads()}
    for deed in store.quads(None, ox.NamedNode(KB + "verdictOn"), None):
        assert isinstance(deed.object, ox.NamedNode)
        neighbourhood, bare_neighbourhood = (
            gather([source], deed.object, PATHS, kembar.vocabulary.dates) for source in (store, bare)
        )
        assert set(neighbourhood.triples) == set(bare_neighbourhood.triples)
        assert set(neighbourhood.contradictions) == set(bare_neighbourhood.contradictions)


def test_after_a_change_only_the_deeds_that_read_it_are_judged_with_the_result_of_judging_all(
    kembar: Kembar, judged_deeds: list[str]
) -> None:
    previous = kembar.revision.store
    updated, difference = with_value(
        previous, f"{ID}territory/seoul", KB + "level", ox.NamedNode(f"{CONCEPT}level/second")
    )
    scratch = without_judgements(updated)
    LAW.derive_after(previous, updated, difference)
    assert judged_deeds
    assert all(deed.startswith("seoul-") for deed in judged_deeds), judged_deeds
    equal_status = f"{ID}judgement/seoul-mou-1984--equal-status"
    assert objects(previous, equal_status, kb.outcome) != objects(updated, equal_status, kb.outcome)
    LAW.derive_after(EmbeddedStore(), scratch, [])
    assert judgement_quads(updated) == judgement_quads(scratch)


def test_after_a_change_that_no_rule_reads_no_deed_is_judged(kembar: Kembar, judged_deeds: list[str]) -> None:
    previous = kembar.revision.store
    updated, difference = with_value(
        previous, f"{ID}activity/moscow-2008-programme-signing", KB + "status", ox.NamedNode(f"{CONCEPT}status/planned")
    )
    LAW.derive_after(previous, updated, difference)
    assert not judged_deeds
    assert judgement_quads(updated) == judgement_quads(previous)


@pytest.mark.slow
def test_after_a_change_of_the_rules_or_of_a_time_in_force_all_deeds_are_judged(
    kembar: Kembar, judged_deeds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kembar.law.judgements._facts", lambda *_: [])
    previous = kembar.revision.store
    dated = len(set(previous.quads(None, ox.NamedNode(KB + "verdictOn"), None)))
    DerivedJudgements(LAW.rules, "other").derive_after(previous, without_judgements(previous), [])
    assert len(judged_deeds) == dated
    judged_deeds.clear()
    (period,) = objects(previous, f"{ID}regulation/pp-28-2018", kb.inForce)
    updated, difference = with_value(
        previous,
        period,
        KB + "start",
        ox.Literal("2019-07-13", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    )
    LAW.derive_after(previous, updated, difference)
    assert len(judged_deeds) == dated


def test_a_long_derivation_logs_its_progress(
    kembar: Kembar, judged_deeds: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kembar.law.judgements._facts", lambda *_: [])
    monkeypatch.setattr("kembar.law.judgements._LOG_INTERVAL_S", -1)
    with caplog.at_level("INFO", "kembar"):
        LAW.derive_after(EmbeddedStore(), without_judgements(kembar.revision.store), [])
    assert f"{len(judged_deeds) - 1} of {len(judged_deeds)} deeds judged" in caplog.messages


def test_shapes_that_cannot_be_run_stop_the_load(kembar: Kembar, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Verdict:
        raise RuntimeError("a shape is ill-formed")

    monkeypatch.setattr(Judge, "judge", fail)
    with pytest.raises(ContentError, match="a shape is ill-formed"):
        LAW.derive_after(EmbeddedStore(), without_judgements(kembar.revision.store), [])
