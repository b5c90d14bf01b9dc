"""Which provisions bind: by the act date, by whether the text was read, and by what displaces them."""

from datetime import date

import pytest

from kembar.application import Kembar
from kembar.law.outcomes import Binding, binding_of
from kembar.namespaces import ID, slug_of
from kembar.rdf.dates import Span
from kembar.rdf.names import kb
from kembar.rdf.terms import text_of
from kembar.store.protocol import objects
from tests.law.judging import by_slug, judge

PARTIES = "kb:party government:jakarta , government:berlin"


def signed(day: str) -> str:
    return f'deed:x a kb:Deed ; {PARTIES} ; kb:date "{day}"^^xsd:date .'


def binding(kembar: Kembar, day: str, requirement: str) -> Binding:
    return by_slug(judge(kembar, signed(day)))[requirement].binding


@pytest.mark.parametrize(
    ("day", "requirement", "expected"),
    [
        ("2021-05-03", "dprd-approval", "bound"),
        ("2018-07-13", "dprd-approval", "bound"),
        ("2018-07-12", "dprd-approval", "not-in-force"),
        ("2021-05-03", "plan-format", "unread"),
        ("2021-05-03", "permitted-object", "for-information"),
        ("2021-05-03", "no-contact-with-israel", "for-information"),
        ("2021-05-03", "full-powers", "for-information"),
        ("2003-05-03", "dprd-approval-2004", "not-in-force"),
        ("2007-05-03", "dprd-approval-2004", "bound"),
        ("2007-05-03", "dprd-approval-2014", "not-in-force"),
        ("2015-05-03", "dprd-approval-2004", "not-in-force"),
        ("2015-05-03", "dprd-approval-2014", "bound"),
        ("2009-07-08", "indonesian-text", "not-in-force"),
        ("2009-07-09", "indonesian-text", "bound"),
        ("2009-07-09", "foreign-text", "bound"),
        ("2021-05-03", "written-consultation", "not-in-force"),
        ("1979-05-03", "equal-status-2008", "not-in-force"),
    ],
)
def test_the_act_date_and_the_knowledge_of_the_text_decide_what_binds(
    kembar: Kembar, day: str, requirement: str, expected: str
) -> None:
    assert binding(kembar, day, requirement) == expected


def test_of_an_undated_deed_of_the_record_it_is_not_known_what_bound_it(kembar: Kembar) -> None:
    verdict = judge(kembar, "deed:shanghai-action-plan-2021 a kb:Deed .")
    assert (verdict.act_date, verdict.as_of, verdict.signed) == (None, None, None)
    assert by_slug(verdict)["dprd-approval"].binding == "unknown"
    assert "bound" not in {judged.binding for judged in verdict.requirements}


def test_the_act_of_2004_binds_a_deed_of_2007_and_a_province_may_contest_it(kembar: Kembar) -> None:
    refused = """stepTaken:r a kb:StepTaken ; kb:takenFor deed:x ; kb:step step:ksdpl-dprd-approval ;
        kb:actedBy actor:dprd-jakarta ; kb:date "2007-01-10"^^xsd:date ; kb:document "No. 1" ; kb:result step-result:refused ."""
    verdict = judge(kembar, signed("2007-05-03") + refused)
    judged = by_slug(verdict)["dprd-approval-2004"]
    assert (judged.outcome, judged.binding) == ("violated", "bound")
    assert [slug_of(argument["argument"]) for argument in judged.arguable] == ["province-in-2004"]
    assert verdict.overall == "arguable"


ACT = f"{ID}regulation/uu-2-2024"
DISPLACED = [
    "ministerial-consideration",
    "consideration-result",
    "ministerial-approval",
    "inter-ministerial-meeting",
    "meeting-foreign-affairs",
    "meeting-sector-ministries",
    "meeting-province",
    "negotiation",
    "confirmation-letter",
    "confirmation-forwarded",
]
UNEQUAL = "deed:x a kb:Deed ; kb:party government:jakarta , government:rotterdam ."


def test_the_act_on_jakarta_displaces_nothing_while_its_start_is_awaited(kembar: Kembar) -> None:
    judged = by_slug(judge(kembar, UNEQUAL))
    assert judged["written-consultation"].binding == "not-in-force"
    assert {judged[slug].outcome for slug in DISPLACED} == {"undetermined"}
    assert [slug_of(argument["argument"]) for argument in judged["equal-status"].arguable] == ["dki-lex-specialis"]


def test_assumed_to_be_in_force_it_displaces_with_itself_as_evidence_and_ends_the_act_before_it(kembar: Kembar) -> None:
    verdict = judge(kembar, UNEQUAL, assumed={ACT: date(2025, 1, 1)})
    judged = by_slug(verdict)
    assert judged["written-consultation"].binding == "bound"
    for slug in DISPLACED:
        assert judged[slug].outcome == "not-applicable", slug
        assert [item.thing for item in judged[slug].supporting] == [f"{ID}displacement/uu-2-2024-49"]
    assert judged["dprd-approval"].outcome == "undetermined"
    assert judged["equal-status"].arguable == []


def test_it_displaces_nothing_before_the_assumed_day_nor_for_another_region(kembar: Kembar) -> None:
    late = by_slug(judge(kembar, UNEQUAL, assumed={ACT: date(9000, 1, 1)}))
    assert late["ministerial-approval"].outcome == "undetermined"
    other = """deed:x a kb:Deed ; kb:party government:new , government:berlin . government:new a kb:LocalGovernment ;
        kb:governs territory:new . territory:new a kb:Territory ; kb:country country:id ; kb:level level:first ."""
    elsewhere = by_slug(judge(kembar, other, assumed={ACT: date(2025, 1, 1)}))
    assert elsewhere["ministerial-approval"].outcome == "undetermined"
    assert elsewhere["written-consultation"].outcome == "not-applicable"


def test_with_a_second_region_as_a_party_nothing_is_displaced(kembar: Kembar) -> None:
    both = (
        UNEQUAL
        + """deed:x kb:party government:new . government:new a kb:LocalGovernment ; kb:governs territory:new .
        territory:new a kb:Territory ; kb:country country:id ; kb:level level:first ."""
    )
    assert (
        by_slug(judge(kembar, both, assumed={ACT: date(2025, 1, 1)}))["ministerial-approval"].outcome == "undetermined"
    )


def test_requirements_that_supersede_each_other_follow_without_gap_or_overlap(kembar: Kembar) -> None:
    store = kembar.revision.store
    chains = [(text_of(quad.subject), text_of(quad.object)) for quad in store.quads(None, kb.supersededBy, None)]
    of_requirements = [pair for pair in chains if all(iri.startswith(f"{ID}requirement/") for iri in pair)]
    assert of_requirements
    for older, newer in of_requirements:
        end, start = period(kembar, older)[1], period(kembar, newer)[0]
        assert end is not None, older
        assert start is not None, newer
        assert end == start, (older, newer)
        day = Span(start.earliest, start.earliest, "day")
        assert binding_of(day, *period(kembar, older)) is Binding.NOT_IN_FORCE
        assert binding_of(day, *period(kembar, newer)) is Binding.BOUND


def period(kembar: Kembar, requirement: str) -> tuple[Span | None, Span | None]:
    """Return the bounds of the start and of the end in force of the regulation of a requirement."""
    store = kembar.revision.store
    (basis,) = objects(store, requirement, kb.legalBasis)
    holders = [basis, *objects(store, basis, kb.provisionOf)]
    period = next(iri for holder in holders for iri in objects(store, holder, kb.inForce))
    ends = [*objects(store, period, kb.endsWith)]
    start = bounds(kembar, period, "start")
    end = bounds(kembar, period, "end") or next((bounds(kembar, iri, "start") for iri in ends), None)
    return start, end


def bounds(kembar: Kembar, period: str, side: str) -> Span | None:
    store = kembar.revision.store
    earliest, latest = (objects(store, period, kb[f"{side}{bound}"]) for bound in ("Earliest", "Latest"))
    if not earliest or not latest:
        return None
    return Span(date.fromisoformat(earliest[0]), date.fromisoformat(latest[0]), "range")
