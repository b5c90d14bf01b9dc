"""Dates, order, results and competence of the papers, and whom a deed is between: a small graph for each."""

from datetime import date

import pytest

from kembar.application import Kembar
from tests.law.judging import judge, outcome, outcomes

DRAFT = "deed:x a kb:Deed ; kb:party government:jakarta , government:berlin ."
SIGNED = f'{DRAFT} deed:x kb:date "2021-05-03"^^xsd:date .'


def step(name: str, step: str, day: str | None, by: str | None, rest: str = "") -> str:
    dated = f'kb:date "{day}"^^xsd:{"date" if len(day) > 4 else "gYear"} ;' if day else ""
    acted = f"kb:actedBy {by} ;" if by else ""
    return f'stepTaken:{name} a kb:StepTaken ; kb:takenFor deed:x ; kb:step step:ksdpl-{step} ; {dated} {acted} kb:document "No. {name}" . {rest}\n'


def approval(day: str | None, name: str = "approval", result: str | None = None, by: str = "actor:dprd-jakarta") -> str:
    stated = f"stepTaken:{name} kb:result step-result:{result} ." if result else ""
    return step(name, "dprd-approval", day, by, stated)


def statement(name: str, verb: str, day: str | None) -> str:
    dated = f'kb:date "{day}"^^xsd:date ;' if day else ""
    return f"""attestation:{name} a kb:Attestation ; kb:{verb} requirement:no-interference ; kb:attestedFor deed:x ; {dated}
        kb:attestor actor:ministry-of-foreign-affairs ; kb:document "No. {name}" .\n"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-02-01", "satisfied"),
        ("2021-05-03", "satisfied"),
        ("2021-05-04", "violated"),
        ("2021", "undetermined"),
        ("2020", "satisfied"),
        ("2022", "violated"),
        (None, "undetermined"),
    ],
)
def test_an_approval_counts_if_it_is_certainly_not_after_the_signature(
    kembar: Kembar, day: str | None, expected: str
) -> None:
    assert outcome(kembar, SIGNED + approval(day), "dprd-approval") == expected


def test_a_late_paper_beside_one_in_time_does_no_harm(kembar: Kembar) -> None:
    graph = SIGNED + approval("2021-02-01") + approval("2021-08-01", "later")
    assert outcome(kembar, graph, "dprd-approval") == "satisfied"


@pytest.mark.parametrize(
    ("plan", "approved", "expected"),
    [
        ("2021-02-01", "2021-03-01", "satisfied"),
        ("2021-03-01", "2021-03-01", "satisfied"),
        ("2021-03-02", "2021-03-01", "violated"),
        ("2021", "2021-03-01", "undetermined"),
        ("2020", "2021-03-01", "satisfied"),
    ],
)
def test_the_plan_comes_before_the_approval_of_the_council(
    kembar: Kembar, plan: str, approved: str, expected: str
) -> None:
    deed = f'{DRAFT} deed:x kb:date "2022-05-03"^^xsd:date .'
    graph = deed + step("plan", "cooperation-plan", plan, "actor:governor-of-jakarta") + approval(approved)
    assert outcome(kembar, graph, "dprd-approval") == expected


RESULTS = [
    # the results in the order of their days (the same day twice, or no day), and the outcome
    ([("2021-01-10", "refused")], "violated"),
    ([("2021-01-10", "to-be-revised")], "undetermined"),
    ([("2021-01-10", "refused"), ("2021-02-10", "approved")], "satisfied"),
    ([("2021-01-10", "approved"), ("2021-02-10", "refused")], "violated"),
    ([("2021-01-10", "to-be-revised"), ("2021-02-10", "approved")], "satisfied"),
    ([("2021-01-10", "approved"), ("2021-02-10", "to-be-revised")], "undetermined"),
    ([("2021-01-10", "approved"), ("2021-01-10", "refused")], "undetermined"),
    ([("2021-01-10", "approved"), (None, "refused")], "undetermined"),
    ([("2021-01-10", "refused"), (None, "approved")], "violated"),
]


@pytest.mark.parametrize(("results", "expected"), RESULTS)
def test_the_last_result_of_the_council_decides(
    kembar: Kembar, results: list[tuple[str | None, str]], expected: str
) -> None:
    papers = [approval(day, f"a{number}", result) for number, (day, result) in enumerate(results)]
    assert outcome(kembar, SIGNED + "".join(papers), "dprd-approval") == expected


@pytest.mark.parametrize(
    ("attested", "denied", "expected"),
    [
        ("2021-01-10", None, "attested"),
        (None, "2021-01-10", "violated"),
        ("2021-02-10", "2021-01-10", "attested"),
        ("2021-01-10", "2021-02-10", "violated"),
        ("2021-01-10", "2021-01-10", "undetermined"),
    ],
)
def test_the_last_statement_of_the_ministry_decides(
    kembar: Kembar, attested: str | None, denied: str | None, expected: str
) -> None:
    graph = SIGNED
    graph += statement("for", "attests", attested) if attested else ""
    graph += statement("against", "denies", denied) if denied else ""
    assert outcome(kembar, graph, "no-interference") == expected


def test_an_undated_statement_and_one_after_the_signature_decide_nothing(kembar: Kembar) -> None:
    for day in (None, "2021-06-01"):
        for verb in ("attests", "denies"):
            assert outcome(kembar, SIGNED + statement("s", verb, day), "no-interference") == "undetermined"


OMITTED = "stepTaken:o a kb:StepTaken ; kb:takenFor deed:x ; kb:step step:ksdpl-dprd-approval ; kb:omitted true ."


def test_a_mandatory_step_that_was_left_out_violates_once_the_deed_is_signed(kembar: Kembar) -> None:
    assert outcome(kembar, SIGNED + OMITTED, "dprd-approval") == "violated"
    assert outcome(kembar, DRAFT + OMITTED, "dprd-approval") == "undetermined"


def test_the_council_of_another_region_closes_nothing_and_the_own_one_that_is_stated_does(kembar: Kembar) -> None:
    deed = """deed:x a kb:Deed ; kb:party government:new , government:berlin . government:new a kb:LocalGovernment ;
        kb:governs territory:new . territory:new a kb:Territory ; kb:country country:id ; kb:level level:second ."""
    own = "actor:dprd-new a kb:Actor ; kb:councilOf government:new ."
    assert outcome(kembar, deed + approval("2026-01-10"), "dprd-approval") == "undetermined"
    assert outcome(kembar, deed + own + approval("2026-01-10", by="actor:dprd-new"), "dprd-approval") == "satisfied"


AGENCY = "actor:bureau a kb:Actor ; kb:actorKind actor-kind:agency ; kb:parentActor government:jakarta ."


def test_an_agency_acts_for_its_region(kembar: Kembar) -> None:
    graph = SIGNED + AGENCY + step("e", "exploration", "2021-01-10", "actor:bureau")
    assert outcome(kembar, graph, "exploration") == "satisfied"


@pytest.mark.parametrize(
    "country", ["", "actor:bureau kb:country country:id .", "actor:bureau kb:country country:nl ."]
)
def test_an_agency_signs_for_its_region_whatever_country_it_states(kembar: Kembar, country: str) -> None:
    deed = f"deed:x a kb:Deed ; kb:party actor:bureau , government:berlin . {AGENCY} {country}"
    verdict = outcomes(judge(kembar, deed))
    assert (verdict["equal-status"], verdict["diplomatic-relations"]) == ("satisfied", "satisfied")


def test_an_agency_abroad_is_of_the_country_of_its_government(kembar: Kembar) -> None:
    deed = """deed:x a kb:Deed ; kb:party government:jakarta , actor:bureau .
        actor:bureau a kb:Actor ; kb:actorKind actor-kind:agency ; kb:parentActor government:new ; kb:country country:de .
        government:new a kb:LocalGovernment ; kb:governs territory:new . territory:new a kb:Territory ; kb:country country:il ."""
    assert outcome(kembar, deed, "diplomatic-relations") == "violated"


INSTITUTION = "actor:u a kb:Actor ; kb:actorKind actor-kind:{kind} ; kb:country country:{country} ."


def with_institution(kind: str = "university", country: str = "nl") -> str:
    stated = INSTITUTION.format(kind=kind, country=country)
    return f"deed:x a kb:Deed ; kb:party government:jakarta , actor:u . {stated}"


def test_an_institution_proposes_through_a_ministry_and_not_directly(kembar: Kembar) -> None:
    direct = with_institution() + step("i", "initiative", "2026-01-10", "actor:u")
    through = direct + "stepTaken:i kb:through actor:ministry-of-foreign-affairs ."
    assert outcome(kembar, direct, "initiative-institution") == "undetermined"
    assert outcome(kembar, through, "initiative-institution") == "satisfied"


def test_a_political_party_is_no_partner(kembar: Kembar) -> None:
    assert outcome(kembar, with_institution("political-party"), "partner-institution") == "violated"
    assert outcome(kembar, with_institution("university"), "partner-institution") == "satisfied"


def test_the_country_of_an_institution_counts(kembar: Kembar) -> None:
    assert outcome(kembar, with_institution(country="nl"), "diplomatic-relations") == "satisfied"
    assert outcome(kembar, with_institution(country="il"), "diplomatic-relations") == "violated"


CONSULTED = step("c1", "loi-consultation", "2021-01-02", "actor:ministry-of-home-affairs") + step(
    "c2", "loi-consultation", "2021-01-03", "actor:ministry-of-foreign-affairs"
)


def letter(day: str | None) -> str:
    return step("letter", "letter-of-intent", day, None)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-01-15", "satisfied"),
        ("2021-01-01", "violated"),
        ("2021", "undetermined"),
        (None, "undetermined"),
    ],
)
def test_both_ministries_are_consulted_before_the_letter_of_intent(
    kembar: Kembar, day: str | None, expected: str
) -> None:
    assert outcome(kembar, SIGNED + CONSULTED + letter(day), "loi-consultation") == expected


def test_a_consultation_that_was_refused_or_left_out_is_none(kembar: Kembar) -> None:
    graph = SIGNED + CONSULTED + letter("2021-01-15")
    refused = "stepTaken:c2 kb:result step-result:refused ."
    assert outcome(kembar, graph + refused, "loi-consultation") == "violated"
    assert outcome(kembar, graph + "stepTaken:c2 kb:omitted true .", "loi-consultation") == "undetermined"


def test_no_letter_exempts_unless_there_is_one_or_the_deed_is_one(kembar: Kembar) -> None:
    omitted = (
        "stepTaken:o a kb:StepTaken ; kb:takenFor deed:x ; kb:step step:ksdpl-letter-of-intent ; kb:omitted true ."
    )
    assert outcome(kembar, SIGNED + omitted, "loi-consultation") == "not-applicable"
    assert outcome(kembar, SIGNED + omitted + letter("2021-01-15"), "loi-consultation") == "undetermined"
    assert (
        outcome(kembar, f"{SIGNED} {omitted} deed:x kb:deedType deed-type:loi .", "loi-consultation") == "undetermined"
    )


def test_a_letter_of_intent_is_asked_only_what_the_law_asks_of_one(kembar: Kembar) -> None:
    verdict = outcomes(judge(kembar, f"{SIGNED} deed:x kb:deedType deed-type:loi ."))
    asked = {slug for slug, found in verdict.items() if found != "not-applicable"}
    assert {"diplomatic-relations", "loi-consultation", "initiative", "matter-of-regional-government"} <= asked
    assert not asked & {"dprd-approval", "confirmation-letter", "equal-status", "signed-by-head"}


def test_the_parties_of_a_deed_come_before_those_of_its_partnership(kembar: Kembar) -> None:
    partnership = "deed:x kb:founds partnership:p . partnership:p a kb:Partnership ; kb:party government:jakarta , government:berlin ."
    own = "deed:x a kb:Deed ; kb:party government:jakarta , government:rotterdam ."
    assert outcome(kembar, own + partnership, "equal-status") == "undetermined"
    assert outcome(kembar, "deed:x a kb:Deed . " + partnership, "equal-status") == "satisfied"


@pytest.mark.parametrize(
    "third", ["actor:t a kb:Actor .", "actor:t a kb:Actor ; kb:country country:nl .", "actor:t a kb:Actor ; kb:actorKind actor-kind:university ."]
)  # fmt: skip
def test_a_third_party_of_unknown_kind_or_country_leaves_the_verdict_open(kembar: Kembar, third: str) -> None:
    verdict = judge(kembar, f"{DRAFT} deed:x kb:party actor:t . {third}")
    assert verdict.overall == "not-yet-shown"
    assert outcomes(verdict)["equal-status"] == "undetermined"


def test_a_deed_with_one_party_is_neither_outside_nor_anything_else_yet(kembar: Kembar) -> None:
    verdict = judge(kembar, "deed:x a kb:Deed ; kb:party government:jakarta .")
    assert set(outcomes(verdict).values()) <= {"undetermined", "not-applicable"}
    assert verdict.overall == "not-yet-shown"


def test_a_clause_that_is_stated_both_ways_shows_nothing(kembar: Kembar) -> None:
    assert outcome(kembar, f"{DRAFT} deed:x kb:promisesGrant true , false .", "grant-route") == "undetermined"
    assert outcome(kembar, f"{DRAFT} deed:x kb:opensOffice true , false .", "no-representative-office") == "violated"


@pytest.mark.parametrize(
    ("signed", "reported", "expected"),
    [
        ("2021-05-03", "2022-01-10", "satisfied"),
        ("2021-05-03", "2021-01-10", "undetermined"),
        ("2021", "2021-02-10", "undetermined"),
        ("2021", "2022-02-10", "satisfied"),
    ],
)
def test_the_report_comes_certainly_after_the_signature(
    kembar: Kembar, signed: str, reported: str, expected: str
) -> None:
    kind = "date" if len(signed) > 4 else "gYear"
    graph = f'{DRAFT} deed:x kb:date "{signed}"^^xsd:{kind} .' + step(
        "r", "implementation-report", reported, "government:jakarta"
    )
    assert outcome(kembar, graph, "implementation-report") == expected


def test_a_term_that_ended_by_the_day_looked_at_is_named_and_changes_no_outcome(kembar: Kembar) -> None:
    graph = f'{SIGNED} deed:x kb:term period:t . period:t a kb:Period ; kb:start "2021"^^xsd:gYear ; kb:end "2023-05-03"^^xsd:date .'
    then, later = judge(kembar, graph), judge(kembar, graph, as_of=date(2024, 1, 1))
    assert then.ended == []
    assert [ended["says"]["en"] for ended in later.ended] == ["Its term ended on 2023-05-03."]
    assert outcomes(then) == outcomes(later)
