"""The second of the two questions of the README, asked over HTTP of the real server: may Jakarta sign with this city?"""

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
    before = client.get("/health").json()["statements"]
    verdict = client.post("/validate", content=DRAFT, headers={"Content-Type": "text/turtle"})
    assert verdict.status_code == 200
    said = verdict.json()
    assert said.keys() == {"deed", "actDate", "asOf", "revision", "overall", "next", "requirements"}
    assert (said["deed"], said["overall"]) == ("https://w3id.org/kembar/id/deed/tel-aviv-mou-2026", "not-lawful")
    worst = said["requirements"][0]
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
    assert client.get("/health").json()["statements"] == before


@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/trig"])
def test_a_deed_of_the_record_is_judged_when_it_is_named(client: httpx.Client, media: str) -> None:
    said = client.post(
        "/validate", content=OF_RECORD.format("shanghai-mou-2020"), headers={"Content-Type": media}
    ).json()
    assert (said["actDate"], said["overall"]) == ("2020-10-23", "not-yet-shown")


def test_of_several_deeds_the_one_to_judge_must_be_named(client: httpx.Client) -> None:
    two = OF_RECORD.format("seoul-mou-1984") + OF_RECORD.format("shanghai-mou-2020")
    asked = client.post("/validate", content=two, headers={"Content-Type": "text/turtle"})
    assert asked.status_code == 422
    assert len(asked.json()["deeds"]) == 2
    chosen = client.post(
        "/validate", params={"deed": asked.json()["deeds"][0]}, content=two, headers={"Content-Type": "text/turtle"}
    )
    assert chosen.json()["actDate"] == "1984-07-25"
    other = client.post("/validate", params={"deed": "http://e/"}, content=two, headers={"Content-Type": "text/turtle"})
    assert other.status_code == 404


def test_the_day_to_look_at_is_repeated_in_the_verdict(client: httpx.Client) -> None:
    said = client.post(
        "/validate?as_of=1975-01-01",
        content=OF_RECORD.format("beijing-mou-1992"),
        headers={"Content-Type": "text/turtle"},
    ).json()
    assert (said["actDate"], said["asOf"]) == ("1992-08-04", "1975-01-01")
