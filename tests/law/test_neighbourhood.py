"""A verdict reads only the neighbourhood that its rules declare.

The verdict on the neighbourhood equals the verdict on the whole graph, and an undeclared read changes it.
"""

from dataclasses import replace
from datetime import date

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kembar.files import Content
from kembar.law.days import ActDate
from kembar.law.findings import find
from kembar.law.neighbourhood import deeds_touched, gather
from kembar.law.outcomes import outcome_of
from kembar.law.rules import Rules
from kembar.namespaces import ID, PREFIXES
from kembar.rdf.bounds import bounds, date_properties
from kembar.rdf.dates import Span
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store

CONTENT = Content.shipped()
RULES = Rules.of(CONTENT)
DATES = date_properties(
    quad.triple for quad in ox.parse((CONTENT.root / "ontology/kembar.ttl").read_text(), format=ox.RdfFormat.TURTLE)
)
HEAD = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + "@prefix c: <https://w3id.org/kembar/concept/> .\n"
)
DEED = ox.NamedNode(f"{ID}deed/d0")
DAY = Span(date(2021, 5, 3), date(2021, 5, 3), "day")
ACT = ActDate(DAY, "2021-05-03", signed=True)

PATHS = set(RULES.paths)

number = st.integers(0, 2)
STATEMENTS = st.one_of(
    st.builds("deed:d{} kb:party government:g{} .".format, number, number),
    st.builds("deed:d{} kb:founds partnership:p{} .".format, number, number),
    st.builds("partnership:p{} kb:party government:g{} .".format, number, number),
    st.builds("government:g{} a kb:LocalGovernment ; kb:governs territory:t{} .".format, number, number),
    st.builds("territory:t{} kb:country country:{} ; kb:level c:level\\/{} .".format, number, st.sampled_from(["id", "c0", "c1"]), st.sampled_from(["first", "second"])),
    st.builds("territory:t{} kb:within territory:t{} ; kb:territoryKind c:territory-kind\\/special-capital-region .".format, number, number),
    st.builds("country:c{} kb:countsAs country:c{} .".format, number, number),
    st.builds("relation:r{0} kb:with country:c{1} ; kb:relationState c:relation-state\\/{2} ; kb:period period:r{0} .".format, number, number, st.sampled_from(["established", "none"])),
    st.builds('relation:r{} kb:stateKnownAsOf "{}"^^xsd:gYear .'.format, number, st.integers(2018, 2024)),
    st.builds('period:r{} kb:start "{}"^^xsd:gYear .'.format, number, st.integers(2018, 2024)),
    st.builds('period:r{} kb:end "{}"^^xsd:gYear .'.format, number, st.integers(2018, 2024)),
    st.builds("deed:d{} kb:field c:field\\/{} .".format, number, st.sampled_from(["f0", "science-and-technology", "other-agreed"])),
    st.builds("c:field\\/f0 kb:matter c:matter\\/m0 . c:matter\\/m0 skos:broader c:matter\\/{} .".format, st.sampled_from(["central", "regional"])),
    st.builds("actor:a{} kb:actorKind c:actor-kind\\/{} .".format, number, st.sampled_from(["zoo", "government"])),
    st.builds("deed:d{} kb:party actor:a{} .".format, number, number),
    st.builds("actor:a{} kb:actorKind c:actor-kind\\/{} ; kb:parentActor {} .".format, number, st.sampled_from(["agency", "office"]), st.sampled_from(["government:g0", "actor:a0", "actor:a1", "actor:ministry-of-foreign-affairs"])),
    st.builds("actor:a{} kb:{} government:g{} ; kb:country country:{} .".format, number, st.sampled_from(["councilOf", "headOf"]), number, st.sampled_from(["id", "c0"])),
    st.builds("deed:d{0} kb:signature signature:s{0} . signature:s{0} kb:onBehalfOf government:g{1} ; kb:signatory actor:a{2} .".format, number, number, number),
    st.builds('deed:d{0} kb:planReference planReference:p{0} . planReference:p{0} kb:plan regulation:p{1} ; kb:planSection "I" ; kb:document "x" . regulation:p{1} kb:period period:p{1} ; kb:ofRegion government:g{2} . period:p{1} kb:start "2020"^^xsd:gYear .'.format, number, number, number),
    st.builds(
        'stepTaken:s{} kb:takenFor deed:d{} ; kb:step step:ksdpl-{} ; kb:document "x" ; kb:actedBy actor:{} ; kb:attendedBy actor:{} .'.format,
        number, number,
        st.sampled_from(["dprd-approval", "letter-of-intent", "loi-consultation", "cooperation-plan", "inter-ministerial-meeting", "confirmation-letter"]),
        st.sampled_from(["a0", "a1", "minister-of-foreign-affairs", "ministry-of-home-affairs"]),
        st.sampled_from(["ministry-of-foreign-affairs", "a0"]),
    ),
    st.builds('stepTaken:s{} kb:date "202{}"^^xsd:gYear ; kb:{} item:cooperation-plan-{} .'.format, number, st.integers(0, 3), st.sampled_from(["contentItem", "lacksItem"]), st.integers(1, 7)),
    st.builds("stepTaken:s{} kb:result c:step-result\\/{} ; kb:through actor:a{} .".format, number, st.sampled_from(["approved", "refused"]), number),
    st.builds(
        'attestation:a{} kb:{} requirement:{} ; kb:attestedFor deed:d{} ; kb:attestor actor:{} ; kb:document "x" ; kb:date "2021-01-01"^^xsd:date .'.format,
        number, st.sampled_from(["attests", "denies"]), st.sampled_from(["complementary", "diplomatic-relations"]), number, st.sampled_from(["ministry-of-home-affairs", "ministry-of-foreign-affairs"]),
    ),
    st.builds('finding:f{} kb:findingFor deed:d{} ; kb:findsEqualTerritory {} ; kb:attestor actor:ministry-of-home-affairs ; kb:document "x" ; kb:date "2021-01-01"^^xsd:date .'.format, number, number, st.sampled_from(["true", "false"])),
    st.builds("deed:d{} kb:implements deed:d{} .".format, number, number),
    st.builds('deed:d{} kb:date "20{}"^^xsd:gYear .'.format, st.integers(1, 2), st.integers(10, 22)),
)  # fmt: skip


COUNTRIES = "country:id a kb:Country . country:c0 a kb:Country . country:c1 a kb:Country . country:c2 a kb:Country .\n"


def store_of(statements: list[str]) -> EmbeddedStore:
    turtle = HEAD + 'deed:d0 a kb:Deed ; kb:date "2021-05-03"^^xsd:date .\n' + COUNTRIES + "\n".join(statements)
    triples = [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
    store = EmbeddedStore()
    store.extend(
        ox.Quad(triple.subject, triple.predicate, triple.object) for triple in [*triples, *bounds(triples, DATES)]
    )
    return store


def outcomes(rules: Rules, triples: list[ox.Triple]) -> dict[str, str]:
    """Return the outcome of each rule, and whether each argument is raised."""
    found = find(rules, triples, DEED.value, ACT, DAY)
    arguments = {
        f"{argument.iri} {argument.requirement}": str(bool(found.of([argument.shape], argument.requirement)))
        for argument in rules.arguments
    }
    return {**{rule.iri: str(outcome_of(found.roles(rule))) for rule in rules.rules}, **arguments}


def on_neighbourhood(rules: Rules, store: Store) -> dict[str, str]:
    return outcomes(rules, list(gather([store], DEED, rules.paths, DATES).triples))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATEMENTS, min_size=3, max_size=25))
def test_the_verdict_on_the_neighbourhood_is_the_verdict_on_the_whole_graph(statements: list[str]) -> None:
    store = store_of(statements)
    assert on_neighbourhood(RULES, store) == outcomes(RULES, [quad.triple for quad in store.quads()])


def test_an_undeclared_read_changes_the_verdict_on_the_neighbourhood() -> None:
    store = store_of(["deed:d0 kb:party government:g0 , government:g1 .", "government:g0 a kb:LocalGovernment ; kb:governs territory:t0 . government:g1 a kb:LocalGovernment ; kb:governs territory:t1 .",
                      "territory:t0 kb:country country:c0 . territory:t1 kb:country country:id .",
                      "relation:r0 kb:with country:c0 ; kb:relationState c:relation-state\\/established ; kb:period period:r0 .", 'period:r0 kb:start "1950"^^xsd:gYear .'])  # fmt: skip
    expected = outcomes(RULES, [quad.triple for quad in store.quads()])
    undeclared = replace(RULES, paths=())
    assert on_neighbourhood(RULES, store) == expected
    assert on_neighbourhood(undeclared, store) != expected


def test_unconnected_parts_of_the_graph_are_not_read() -> None:
    neighbourhood = ["deed:d0 kb:party government:g0 .", "government:g0 kb:governs territory:t0 ."]
    distant = [
        f"deed:x{n} a kb:Deed ; kb:party government:x{n} . government:x{n} kb:governs territory:x{n} ."
        for n in range(200)
    ]
    assert gather([store_of(neighbourhood)], DEED, PATHS, DATES) == gather(
        [store_of([*neighbourhood, *distant])], DEED, PATHS, DATES
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATEMENTS, min_size=3, max_size=25), st.lists(STATEMENTS, max_size=2), st.integers(0, 24))
def test_a_change_that_alters_a_verdict_touches_its_deed(statements: list[str], added: list[str], removed: int) -> None:
    previous, updated = store_of(statements), store_of([*statements[:removed], *statements[removed + 1 :], *added])
    changed = {
        quad.subject for quad in set(previous.quads()) ^ set(updated.quads()) if isinstance(quad.subject, ox.NamedNode)
    }
    if on_neighbourhood(RULES, previous) != on_neighbourhood(RULES, updated):
        assert DEED in deeds_touched(changed, PATHS, (previous, updated))


def test_a_change_touches_only_the_deeds_that_read_it() -> None:
    store = store_of(
        [
            "deed:d0 kb:party government:g0 . government:g0 kb:governs territory:t0 . territory:t0 kb:country country:c0 .",
            "deed:d1 a kb:Deed ; kb:party government:g1 . government:g1 kb:governs territory:t1 . territory:t1 kb:country country:c1 .",
            "relation:r0 kb:with country:c0 ; kb:period period:r0 . contradiction:c kb:concerns deed:d1 ; kb:hasReading reading:r .",
        ]
    )
    for changed, deeds in (
        ("period/r0", {"d0"}),
        ("country/c1", {"d1"}),
        ("reading/r", {"d1"}),
        ("country/c2", set()),
        ("government/g2", set()),
    ):
        touched_deeds = deeds_touched([ox.NamedNode(ID + changed)], PATHS, [store])
        assert touched_deeds == {ox.NamedNode(f"{ID}deed/{deed}") for deed in deeds}, changed
