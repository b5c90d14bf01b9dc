"""The checklist: the state of a document and the outcome of a requirement are two things, in the order of offices."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from kembar.application import Kembar
from kembar.errors import BadParameter, UnknownName
from kembar.law.drafts import Draft
from kembar.law.judging import Asked, Shown
from kembar.law.working_days import deadline
from kembar.namespaces import ID
from kembar.rdf.formats import Format

HEAD = f"""
@prefix kb: <https://w3id.org/kembar/ontology#> .
@prefix deed: <{ID}deed/> .
@prefix government: <{ID}government/> .
@prefix actor: <{ID}actor/> .
@prefix step: <{ID}step/> .
@prefix taken: <{ID}step-taken/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
deed:draft a kb:Deed ; kb:party government:jakarta , government:casablanca-settat .
"""


def taken(step: str, day: str | None = "2026-01-12", document: str | None = "Surat 1", actor: str = "jakarta") -> str:
    said = f"taken:{step} a kb:StepTaken ; kb:takenFor deed:draft ; kb:step step:ksdpl-{step} "
    said += f"; kb:actedBy government:{actor} "
    said += f'; kb:date "{day}"^^xsd:date ' if day else ""
    return said + (f'; kb:document "{document}" .\n' if document else ".\n")


def listed(kembar: Kembar, graph: str, *assume: str) -> Any:
    shown = Shown(Format.TABLE_JSON, "checklist")
    return json.loads(kembar.verdicts.answer(graph.encode(), Format.TURTLE, None, Asked(assume=assume), shown).body)


def of_draft(kembar: Kembar, draft: Draft) -> Any:
    return json.loads(kembar.verdicts.draft(draft, Asked(), Shown(Format.TABLE_JSON, "checklist")).body)


def rows(checklist: Any) -> dict[str, Any]:
    return {(row["requirement"] or row["step"]["id"]).rsplit("/", 1)[1]: row for row in checklist["rows"]}


def waited_for(row: Any) -> list[str]:
    return [step["id"].rsplit("/", 1)[1] for step in row["waitsFor"]]


def test_a_step_cannot_begin_before_the_documents_of_the_steps_that_precede_it(kembar: Kembar) -> None:
    by_name = rows(listed(kembar, HEAD))
    assert by_name["initiative"]["documentState"] == "none"
    assert by_name["exploration"]["documentState"] == "blocked"
    assert waited_for(by_name["exploration"]) == ["ksdpl-initiative"]
    assert "Prakarsa" in by_name["exploration"]["documentStateText"]["id"]
    after = rows(listed(kembar, HEAD + taken("initiative")))
    assert after["initiative"]["documentState"] == "present"
    assert after["exploration"]["documentState"] == "none"


def test_a_document_of_another_body_is_waited_for_once_the_steps_before_it_are_done(kembar: Kembar) -> None:
    steps = ("initiative", "exploration", "cooperation-plan", "dprd-request")
    by_name = rows(listed(kembar, HEAD + "".join(map(taken, steps))))
    assert by_name["dprd-approval"]["documentState"] == "waiting"
    assert "DPRD" in by_name["dprd-approval"]["documentStateText"]["id"]
    assert by_name["ministerial-consideration"]["documentState"] == "blocked"


def test_a_document_that_was_looked_at_and_lacks_something_differs_from_none(kembar: Kembar) -> None:
    by_name = rows(listed(kembar, HEAD + taken("initiative", document=None)))
    assert by_name["initiative"]["documentState"] == "incomplete"
    assert by_name["initiative"]["outcome"] == "undetermined"
    assert by_name["exploration"]["documentState"] == "blocked"


def test_a_document_is_there_although_the_requirement_is_not_shown(kembar: Kembar) -> None:
    row = rows(listed(kembar, HEAD + taken("initiative") + taken("exploration") + taken("cooperation-plan")))
    assert (row["plan-purpose"]["documentState"], row["plan-purpose"]["outcome"]) == ("present", "undetermined")
    (document,) = row["plan-purpose"]["documents"]
    assert (document["document"], document["date"], document["unchecked"]) == ("Surat 1", "2026-01-12", True)


def test_what_the_record_shows_has_no_document_and_is_shown_nevertheless(kembar: Kembar) -> None:
    row = rows(listed(kembar, HEAD))["diplomatic-relations"]
    assert (row["documentState"], row["outcome"], row["documents"]) == ("recorded", "satisfied", [])


def test_a_draft_is_never_finished_before_it_is_signed(kembar: Kembar) -> None:
    checklist = listed(kembar, HEAD)
    assert checklist["headline"]["id"] == f"2 dari {checklist['counted']} terbukti; usulan ini belum diajukan"
    by_name = rows(checklist)
    assert by_name["ksdpl-signature"]["documentState"] == "blocked"
    assert by_name["ksdpl-signature"]["outcome"] is None
    assert waited_for(by_name["implementation-report"]) == ["ksdpl-signature"]
    assert "selesai" not in json.dumps(checklist)


def test_the_time_limit_of_the_council_runs_from_the_day_on_which_it_received_the_request(kembar: Kembar) -> None:
    until = rows(listed(kembar, HEAD + taken("dprd-request", "2026-03-09")))["dprd-approval"]["deadline"]
    expected = deadline(date(2026, 3, 9), 45)
    assert (until["received"], until["day"]) == ("2026-03-09", expected.day.isoformat())
    assert until["estimated"] is expected.estimated
    assert until["assumed"] == expected.assumed


@pytest.mark.parametrize("day", [None, "1812-03-09"])
def test_without_a_day_that_the_calendar_has_there_is_no_time_limit(kembar: Kembar, day: str | None) -> None:
    row = rows(listed(kembar, HEAD + taken("dprd-request", day)))["dprd-approval"]
    assert row["deadline"] is None
    assert "45" in row["timeLimit"]["id"]


def test_lateness_of_the_council_is_noted_and_is_no_violation(kembar: Kembar) -> None:
    checklist = listed(kembar, HEAD + taken("dprd-request", "2020-03-09"))
    row = rows(checklist)["dprd-approval"]
    assert row["deadline"]["passed"]
    assert row["outcome"] == "undetermined"
    assert checklist["stops"] == []


def test_a_displaced_step_is_not_listed_and_blocks_nothing(kembar: Kembar) -> None:
    checklist = listed(kembar, HEAD, "uu-2-2024-49-5@2026-06-01")
    by_name = rows(checklist)
    assert checklist["assumed"] == {f"{ID}provision/uu-2-2024-49-5": "2026-06-01"}
    assert "ministerial-approval" not in by_name
    assert by_name["written-consultation"]["binding"] == "bound"
    assert waited_for(by_name["ksdpl-signature"]) == ["ksdpl-dprd-approval"]


def test_a_country_without_a_proposal_gets_the_whole_procedure(kembar: Kembar) -> None:
    checklist = of_draft(kembar, Draft("jp"))
    assert checklist["deed"] is None
    assert checklist["label"]["id"] == "Kerja sama dengan mitra di Jepang"
    by_name = rows(checklist)
    steps = [row["step"]["id"] for row in checklist["rows"] if row["step"]]
    assert steps.index(f"{ID}step/ksdpl-initiative") < steps.index(f"{ID}step/ksdpl-signature")
    relations = by_name["diplomatic-relations"]
    assert relations["outcome"] == "satisfied"
    assert any(finding["id"].startswith("Ada sejak 1958") for finding in relations["findings"])


def test_a_country_without_relations_stops_at_once(kembar: Kembar) -> None:
    (stop,) = of_draft(kembar, Draft("IL"))["stops"]
    assert stop["requirement"] == f"{ID}requirement/diplomatic-relations"


@pytest.mark.parametrize("name", ["jp", "JP", "JPN", "Jepang", "japan", f"{ID}country/jp"])
def test_a_country_is_named_by_code_name_or_iri(kembar: Kembar, name: str) -> None:
    assert of_draft(kembar, Draft(name))["label"]["en"] == "Cooperation with a partner in Japan"


@pytest.mark.parametrize("name", ["japn", "Jepan", "<>"])
def test_an_unknown_country_is_refused_with_the_nearest(kembar: Kembar, name: str) -> None:
    with pytest.raises(UnknownName) as refused:
        of_draft(kembar, Draft(name))
    assert refused.value.extra["parameter"] == "country"
    assert ("jp" in refused.value.extra["known"]) is (name != "<>")


def test_the_country_of_the_partner_is_not_indonesia(kembar: Kembar) -> None:
    with pytest.raises(BadParameter):
        of_draft(kembar, Draft("id"))


def test_rules_of_a_region_are_listed_only_for_that_region(kembar: Kembar) -> None:
    aside = {column["requirement"] for column in of_draft(kembar, Draft("jp"))["aside"]}
    assert f"{ID}requirement/written-consultation" in aside
    asked = Asked(assume=("uu-2-2024-49-5@2026-06-01",))
    shown = Shown(Format.TABLE_JSON, "checklist")
    for region, has in ((None, False), ("jakarta", True)):
        answer = kembar.verdicts.draft(Draft("jp", region=region), asked, shown)
        assert ("written-consultation" in rows(json.loads(answer.body))) is has


@pytest.mark.parametrize("region", ["jakrta", "seoul"])
def test_an_unknown_or_foreign_region_is_refused(kembar: Kembar, region: str) -> None:
    with pytest.raises(UnknownName) as refused:
        of_draft(kembar, Draft("jp", region=region))
    assert refused.value.extra["known"] == (["jakarta"] if region == "jakrta" else [])


def test_a_letter_needs_only_what_the_law_asks_of_a_letter(kembar: Kembar) -> None:
    by_name = rows(of_draft(kembar, Draft("jp", paper="letter")))
    assert "dprd-approval" not in by_name
    assert waited_for(by_name["ksdpl-letter-of-intent"]) == ["ksdpl-loi-consultation"]


def test_an_institution_needs_other_papers_than_a_government(kembar: Kembar) -> None:
    of_government, of_institution = rows(of_draft(kembar, Draft("jp"))), rows(of_draft(kembar, Draft("jp", "ksdll")))
    assert "equal-status" in of_government
    assert "equal-status" not in of_institution
    assert "initiative-institution" in of_institution


def test_a_deed_to_which_nothing_applies_has_an_empty_list(kembar: Kembar) -> None:
    checklist = listed(kembar, f"<{ID}deed/beijing-mou-1992> a <https://w3id.org/kembar/ontology#Deed> .")
    assert checklist["rows"] == []
    assert checklist["headline"]["en"] == "no recorded requirement binds this deed"


@pytest.mark.parametrize(("language", "basis"), [("id", "Dasar hukum"), ("en", "Legal basis")])
def test_table_and_text_have_the_columns_in_the_order_of_offices(kembar: Kembar, language: str, basis: str) -> None:
    asked, shown = Asked(), Shown(Format.TABLE_CSV, "checklist", language)
    table = kembar.verdicts.draft(Draft("jp"), asked, shown).body.decode("utf-8-sig")
    headings = next(csv.reader(io.StringIO(table)))
    assert headings[2] == basis
    assert len(headings) == 13
    text = kembar.verdicts.draft(Draft("jp"), asked, Shown(Format.TEXT, "checklist", language)).body.decode()
    places = [text.index(f"   {heading}: ") for heading in headings[2:6]]
    assert places == sorted(places)


def test_a_formula_in_a_document_number_is_harmless_in_a_spreadsheet(kembar: Kembar) -> None:
    graph = HEAD + taken("initiative", document="=1+1")
    shown = Shown(Format.TABLE_CSV, "checklist", "en")
    table = kembar.verdicts.answer(graph.encode(), Format.TURTLE, None, Asked(), shown).body.decode("utf-8-sig")
    assert any(cell.startswith("'=1+1") for row in csv.reader(io.StringIO(table)) for cell in row)
