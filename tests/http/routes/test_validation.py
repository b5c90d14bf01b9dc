"""The second question of the README over HTTP: whether Jakarta may sign with a city."""

import httpx
import pytest

DRAFT = """
@prefix kb: <https://w3id.org/kembar/ontology#> .
@prefix deed: <https://w3id.org/kembar/id/deed/> .
@prefix government: <https://w3id.org/kembar/id/government/> .
@prefix territory: <https://w3id.org/kembar/id/territory/> .
@prefix country: <https://w3id.org/kembar/id/country/> .
deed:tel-aviv-mou-2026 a kb:Deed ; kb:party government:jakarta , government:tel-aviv .
government:tel-aviv a kb:LocalGovernment ; kb:governs territory:tel-aviv .
territory:tel-aviv a kb:Territory ; kb:country country:il .
"""
OF_RECORD = "<https://w3id.org/kembar/id/deed/{}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/kembar/ontology#Deed> ."


def test_a_proposal_is_judged_and_nothing_is_stored(client: httpx.Client) -> None:
    statement_count = client.get("/health").json()["statements"]
    verdict = client.post("/validate", content=DRAFT, headers={"Content-Type": "text/turtle"})
    assert verdict.status_code == 200
    verdict_json = verdict.json()
    assert verdict_json.keys() == {
        "deed",
        "label",
        "actDate",
        "signed",
        "asOf",
        "lawCheckedOn",
        "lawDue",
        "assumed",
        "assumedProvisions",
        "changes",
        "claims",
        "parties",
        "revision",
        "overall",
        "next",
        "ended",
        "unused",
        "requirements",
    }
    assert verdict_json["signed"] is False
    assert [step["outcome"] for step in verdict_json["next"]].count("violated") == 1
    assert (verdict_json["deed"], verdict_json["overall"]) == (
        "https://w3id.org/kembar/id/deed/tel-aviv-mou-2026",
        "not-lawful",
    )
    worst = verdict_json["requirements"][0]
    assert (worst["outcome"], worst["binding"]) == ("violated", "bound")
    assert {
        "requirement",
        "provision",
        "outcome",
        "binding",
        "arguable",
        "evidence",
        "needed",
        "restsOn",
        "message",
    } <= worst.keys()
    assert {"id", "en"} == worst["message"].keys()
    assert worst["evidence"].keys() == {"for", "against"}
    assert worst["evidence"]["against"][0]["finds"] == "violated"
    assert client.get("/health").json()["statements"] == statement_count


@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/trig"])
def test_a_deed_of_the_record_is_judged_by_its_iri(client: httpx.Client, media: str) -> None:
    verdict_json = client.post(
        "/validate", content=OF_RECORD.format("shanghai-mou-2020"), headers={"Content-Type": media}
    ).json()
    assert (verdict_json["actDate"], verdict_json["overall"]) == ("2020-10-23", "not-yet-shown")


def test_an_undated_deed_of_the_record_has_no_act_date_and_no_day(client: httpx.Client) -> None:
    verdict_json = client.post(
        "/validate", content=OF_RECORD.format("shanghai-action-plan-2021"), headers={"Content-Type": "text/turtle"}
    ).json()
    assert (verdict_json["actDate"], verdict_json["asOf"], verdict_json["signed"]) == (None, None, None)


def test_a_graph_with_several_deeds_needs_the_deed_parameter(client: httpx.Client) -> None:
    two = OF_RECORD.format("seoul-mou-1984") + OF_RECORD.format("shanghai-mou-2020")
    ambiguous = client.post("/validate", content=two, headers={"Content-Type": "text/turtle"})
    assert ambiguous.status_code == 422
    assert len(ambiguous.json()["deeds"]) == 2
    selected = client.post(
        "/validate", params={"deed": ambiguous.json()["deeds"][0]}, content=two, headers={"Content-Type": "text/turtle"}
    )
    assert selected.json()["actDate"] == "1984-07-25"
    unknown = client.post(
        "/validate", params={"deed": "http://e/"}, content=two, headers={"Content-Type": "text/turtle"}
    )
    assert (unknown.status_code, unknown.json()["parameter"]) == (422, "deed")


def test_the_verdict_repeats_the_as_of_date(client: httpx.Client) -> None:
    verdict_json = client.post(
        "/validate?as_of=1975-01-01",
        content=OF_RECORD.format("beijing-mou-1992"),
        headers={"Content-Type": "text/turtle"},
    ).json()
    assert (verdict_json["actDate"], verdict_json["asOf"]) == ("1992-08-04", "1975-01-01")


def test_the_deed_is_selected_by_its_slug_too(client: httpx.Client) -> None:
    two = OF_RECORD.format("seoul-mou-1984") + OF_RECORD.format("shanghai-mou-2020")
    selected = client.post(
        "/validate", params={"deed": "shanghai-mou-2020"}, content=two, headers={"Content-Type": "text/turtle"}
    )
    assert selected.json()["deed"] == "https://w3id.org/kembar/id/deed/shanghai-mou-2020"
