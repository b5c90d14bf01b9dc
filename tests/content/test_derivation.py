"""Rules in files derive facts, only for the partnerships that a change touches.

The result is the same as a derivation from scratch.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.content.derivation import DERIVED, DerivationRule, derive, partnerships_of, touched
from kembar.content.loading import derive_after
from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.namespaces import ID, KB, PREFIXES
from kembar.rdf.bounds import bounds, date_properties
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store

CONTENT = Content.shipped()
RULES = [DerivationRule.compile(file) for file in CONTENT.files("ontology/derived", ".rq")]
DATES = date_properties(
    quad.triple for quad in ox.parse((CONTENT.root / "ontology/kembar.ttl").read_text(), format=ox.RdfFormat.TURTLE)
)
PARTNERS = ("one", "two", "three")
HEAD = (
    f"@prefix kb: <{KB}> . @prefix id: <{ID}> . @prefix xsd: <{PREFIXES['xsd']}> . "
    "@prefix c: <https://w3id.org/kembar/concept/> .\n"
)


@dataclass(frozen=True)
class Happening:
    """An activity, or a contact where it has no status."""

    partner: str
    year: int
    kind: str = "visit"
    status: str | None = "held"
    other_reading: int | None = None

    def turtle(self, number: int) -> str:
        name = f"id:happening\\/{number}"
        properties = f"kb:partnership id:partnership\\/{self.partner} ; kb:activityKind c:activity-kind\\/{self.kind}"
        kind = f"kb:Activity ; kb:status c:status\\/{self.status}" if self.status else "kb:Contact"
        if self.other_reading is None:
            return f'{name} a {kind} ; {properties} ; kb:date "{self.year}"^^xsd:gYear .'
        return f"""{name} a {kind} ; {properties} .
        id:dispute\\/{number} a kb:Contradiction ; kb:concerns {name} ; kb:disputes kb:date ; kb:hasReading id:r\\/{number}a , id:r\\/{number}b .
        id:r\\/{number}a kb:value "{self.year}"^^xsd:gYear . id:r\\/{number}b kb:value "{self.other_reading}"^^xsd:gYear ."""


COVERAGE = """id:coverage\\/all a kb:Coverage ; kb:coverageKind c:coverage-kind\\/activities ; kb:period id:period\\/all ;
    kb:covers id:partnership\\/one , id:partnership\\/two , id:partnership\\/three .
id:period\\/all a kb:Period ; kb:start "2017"^^xsd:gYear ; kb:end "2020"^^xsd:gYear ."""


def content(happenings: Iterable[Happening], surroundings: str = COVERAGE) -> EmbeddedStore:
    turtle = [surroundings, *(f"id:partnership\\/{partner} a kb:Partnership ." for partner in PARTNERS)]
    turtle += [happening.turtle(number) for number, happening in enumerate(happenings)]
    triples = [quad.triple for quad in ox.parse(HEAD + "\n".join(turtle), format=ox.RdfFormat.TURTLE)]
    store, graph = EmbeddedStore(), ox.NamedNode("https://w3id.org/kembar/graph/test")
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in bounds(triples, DATES))
    return store


def derive_all(happenings: Iterable[Happening], surroundings: str = COVERAGE) -> EmbeddedStore:
    store = content(happenings, surroundings)
    derive(store, RULES, partnerships_of(store))
    return store


def derived_values(store: Store, thing: str, prop: str) -> list[str]:
    return sorted(
        str(getattr(quad.object, "value", quad.object))
        for quad in store.quads(ox.NamedNode(ID + thing), ox.NamedNode(KB + prop), None, DERIVED)
    )


def level(store: Store, partner: str = "one") -> str:
    return derived_values(store, f"evidence-level/{partner}", "activityLevel")[0].rsplit("/", 1)[-1]


def test_the_last_held_activity_is_neither_a_declined_request_nor_a_letter() -> None:
    store = derive_all(
        [
            Happening("one", 2018),
            Happening("one", 2019, status="declined"),
            Happening("one", 2020, kind="contact", status=None),
        ]
    )
    assert derived_values(store, "summary/one", "lastHeld") == [ID + "happening/0"]
    assert derived_values(store, "summary/one", "lastHeldLatest") == ["2018-12-31"]
    assert derived_values(store, "summary/one", "lastContact") == [ID + "happening/2"]
    assert derived_values(store, "summary/one", "heldCount") == ["1"]


def test_a_partnership_without_activities_has_a_summary_that_says_so() -> None:
    store = derive_all([])
    assert derived_values(store, "summary/two", "heldCount") == ["0"]
    assert derived_values(store, "summary/two", "lastHeld") == []
    assert level(store, "two") == "inactive"


def test_an_indicator_counts_in_its_year_and_only_possibly_if_the_year_is_disputed() -> None:
    store = derive_all([Happening("one", 2018), Happening("one", 2018, other_reading=2019)])
    assert derived_values(store, "indicator-year/one-2018-visit", "count") == ["1"]
    assert derived_values(store, "indicator-year/one-2018-visit", "possibleCount") == ["2"]
    assert derived_values(store, "indicator-year/one-2019-visit", "count") == ["0"]


def test_the_level_by_evidence_follows_the_stated_rule_and_explains_itself() -> None:
    assert level(derive_all([Happening("one", 2018)])) == "less-active"
    active = derive_all([Happening("one", 2018), Happening("one", 2019, kind="aid")])
    assert level(active) == "active"
    assert any("2 years" in text for text in derived_values(active, "evidence-level/one", "explanation"))
    assert level(derive_all([Happening("one", 2016), Happening("one", 2021)])) == "inactive"


def test_every_derived_node_names_its_rule_and_the_rule_its_parameters() -> None:
    store = derive_all([Happening("one", 2018)])
    nodes = {quad.subject for quad in store.quads(None, ox.NamedNode(KB + "partnership"), None, DERIVED)}
    assert nodes
    for node in nodes:
        assert list(store.quads(node, ox.NamedNode(KB + "derivedBy"), None, DERIVED))
    assert "active_years = 2" in derived_values(store, "rule/evidence-level", "parameter")


HAPPENINGS = st.builds(
    Happening,
    st.sampled_from(PARTNERS),
    st.integers(2015, 2022),
    st.sampled_from(["visit", "aid", "contact", "training"]),
    st.sampled_from(["held", "declined", "planned", None]),
    st.one_of(st.none(), st.integers(2015, 2022)),
)
CHANGES = st.tuples(
    st.integers(0, 7), st.sampled_from(["drop", "move", "date", "status", "dispute", "add"]), HAPPENINGS
)


@settings(max_examples=60)
@given(st.lists(HAPPENINGS, max_size=8), st.lists(CHANGES, min_size=1, max_size=3))
def test_derivation_after_a_change_equals_derivation_from_scratch(
    initial: list[Happening], changes: list[tuple[int, str, Happening]]
) -> None:
    previous, happenings = derive_all(initial), list(initial)
    for position, change, replacement in changes:
        if change == "add" or not happenings:
            happenings.append(replacement)
            continue
        index = position % len(happenings)
        edits = {
            "move": replace(happenings[index], partner=replacement.partner),
            "date": replace(happenings[index], year=replacement.year),
            "status": replace(happenings[index], status=replacement.status),
            "dispute": replace(happenings[index], other_reading=replacement.other_reading),
        }
        happenings[index : index + 1] = [edits[change]] if change in edits else []
    updated, scratch = content(happenings), derive_all(happenings)
    derive_after(previous, updated, RULES)
    assert set(updated.quads()) == set(scratch.quads())


def test_a_change_touches_only_its_partnership() -> None:
    initial = [Happening("one", 2018), Happening("two", 2018, other_reading=2019)]
    previous, updated = content(initial), content([initial[0], replace(initial[1], other_reading=2020)])
    reading = ox.NamedNode(ID + "r/1b")
    assert touched([reading], [previous, updated]) == {ox.NamedNode(ID + "partnership/two")}


SURROUNDINGS = (
    COVERAGE
    + """
id:partnership\\/one kb:party id:government\\/home , id:government\\/abroad .
id:government\\/home a kb:LocalGovernment ; kb:governs id:territory\\/home . id:territory\\/home kb:country id:country\\/id .
id:government\\/abroad a kb:LocalGovernment ; kb:governs id:territory\\/abroad . id:territory\\/abroad kb:country id:country\\/jp .
id:state\\/two a kb:TieState ; kb:stateOf id:partnership\\/two ; kb:tieStage c:tie-stage\\/exploring .
id:deed\\/one a kb:Deed ; kb:partnership id:partnership\\/one ; kb:date "2010"^^xsd:gYear ; kb:duration "P3Y"^^xsd:duration ;
    kb:entryIntoForce c:entry-into-force\\/on-signing ."""
)


def test_a_partnership_knows_its_home_region_and_its_partner() -> None:
    store = derive_all([], SURROUNDINGS)
    assert derived_values(store, "partnership/one", "homeRegion") == [ID + "government/home"]
    assert derived_values(store, "partnership/one", "partnerSide") == [ID + "government/abroad"]
    assert derived_values(store, "partnership/two", "homeRegion") == []


def test_a_party_of_a_country_that_is_not_recorded_is_neither_side() -> None:
    store = derive_all([], SURROUNDINGS.replace("id:territory\\/abroad kb:country id:country\\/jp .", ""))
    assert derived_values(store, "partnership/one", "partnerSide") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/home kb:country id:country\\/id", "/home kb:country id:country\\/my"),
        ("/abroad kb:country id:country\\/jp", "/abroad kb:country id:country\\/id"),
        ("kb:governs id:territory\\/abroad", "kb:governs id:territory\\/home"),
        ("kb:party id:government\\/home , id:government\\/abroad", "kb:party id:government\\/abroad"),
        ("id:government\\/home a kb:LocalGovernment", "id:government\\/home a kb:Actor"),
        (", id:partnership\\/three", ""),
        ('kb:start "2017"', 'kb:start "2021"'),
        ('kb:end "2020"', 'kb:end "2016"'),
        ("coverage-kind\\/activities", "coverage-kind\\/deeds"),
        ("tie-stage\\/exploring", "tie-stage\\/in-force"),
        ("kb:stateOf id:partnership\\/two", "kb:stateOf id:partnership\\/one"),
        ('kb:date "2010"', 'kb:date "2011"'),
        ("P3Y", "P5Y"),
    ],
)
def test_a_change_around_a_partnership_derives_as_from_scratch(old: str, new: str) -> None:
    happenings = [Happening("one", 2018), Happening("three", 2019, kind="aid")]
    changed = SURROUNDINGS.replace(old, new)
    assert changed != SURROUNDINGS
    for before, after in ((SURROUNDINGS, changed), (changed, SURROUNDINGS)):
        updated, scratch = content(happenings, after), derive_all(happenings, after)
        derive_after(derive_all(happenings, before), updated, RULES)
        assert set(updated.quads()) == set(scratch.quads())


def test_without_a_coverage_of_activities_there_is_no_level() -> None:
    store = derive_all(
        [Happening("one", 2018)], COVERAGE.replace("coverage-kind\\/activities", "coverage-kind\\/deeds")
    )
    assert derived_values(store, "evidence-level/one", "activityLevel") == []
    assert derived_values(store, "summary/one", "heldCount") == ["1"]


def test_a_changed_rule_causes_a_derivation_from_scratch() -> None:
    initial = [Happening("one", 2018), Happening("one", 2019, kind="aid")]
    previous, updated = derive_all(initial), content(initial)
    (rule,) = [rule for rule in RULES if rule.iri.endswith("evidence-level")]
    stricter = replace(rule, parameters={**rule.parameters, "active_years": ox.Literal(3)}, digest="other")
    derive_after(previous, updated, [stricter, *(other_rule for other_rule in RULES if other_rule is not rule)])
    assert level(updated) == "less-active"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("#+ order = 1\n", "lacks 'scope'"),
        ('#+ order = 1\n#+ scope = "world"\n#+ title = {}\n#+ description = {}\nCONSTRUCT {} WHERE {}', "not world"),
        (
            '#+ order = 1\n#+ scope = "dataset"\n#+ title = {}\n#+ description = {}\nCONSTRUCT {} WHERE { FILTER($years) }',
            r"\$years is used and not declared",
        ),
        (
            '#+ order = 1\n#+ scope = "dataset"\n#+ title = {}\n#+ description = {}\n#+ parameters = { years = 2 }\nCONSTRUCT {} WHERE {}',
            "declared and not used",
        ),
        ('#+ order = 1\n#+ scope = "dataset"\n#+ title = {}\n#+ description = {}\nCONSTRUCT {} WHERE {', "Line 5"),
        ("#+ order = \n", "header is broken"),
    ],
)
def test_a_broken_rule_is_refused_with_its_file_and_the_reason(broken: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason) as caught:
        DerivationRule.compile(ContentFile("ontology/derived/broken.rq", broken))
    assert caught.value.faults[0].file == "ontology/derived/broken.rq"
