"""The views of a verdict over HTTP: assumptions, checklist and report."""

import csv
import io
from typing import Any

import httpx
import pytest

from tests.law.test_assumptions import ASSUMED, PROVISION
from tests.law.test_checklist import HEAD

TURTLE = {"Content-Type": "text/turtle"}


def posted(client: httpx.Client, address: str, **headers: str) -> httpx.Response:
    return client.post(address, content=HEAD, headers={**TURTLE, **headers})


def test_a_proposal_is_judged_under_an_assumed_provision(client: httpx.Client) -> None:
    verdict = posted(client, f"/validate?assume={ASSUMED}").json()
    assert verdict["assumed"] == {PROVISION: "2026-06-01"}
    assert any(change["requirement"].endswith("/ministerial-approval") for change in verdict["changes"])
    assert posted(client, "/validate").json()["assumed"] == {}


def test_the_kept_matrix_is_not_that_of_an_assumption(client: httpx.Client) -> None:
    answers = [client.get(f"/matrix{query}").json() for query in ("", f"?assume={ASSUMED}", "")]
    assert [answer["assumed"] for answer in answers] == [{}, {PROVISION: "2026-06-01"}, {}]
    assert answers[0] == answers[2]


@pytest.mark.parametrize(
    ("query", "status", "known"),
    [
        ("assume=uu-2-2024-49-5", 422, None),
        ("assume=uu-2-2024-49-5@2026-02-30", 422, None),
        ("assume=uu-2-2024-49-55@2026-06-01", 422, "uu-2-2024-49-5"),
        ("&".join(["assume=uu-2-2024-49-5@2026-06-01"] * 21), 422, None),
    ],
)
def test_a_wrong_assumption_is_named(client: httpx.Client, query: str, status: int, known: str | None) -> None:
    for answer in (posted(client, f"/validate?{query}"), client.get(f"/matrix?{query}")):
        assert answer.status_code == status
        assert known is None or known in answer.json()["known"]


def test_the_checklist_of_a_country_comes_as_json_csv_and_text(client: httpx.Client) -> None:
    address = "/validate?view=checklist&country=jp"
    checklist = client.get(address).json()
    assert checklist["deed"] is None
    table = client.get(f"{address}&format=csv&lang=id")
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len(rows) == len(checklist["rows"])
    assert rows[0]["Dasar hukum"]
    text = client.get(address, headers={"Accept": "text/plain", "Accept-Language": "en"})
    assert (text.headers["content-type"], text.headers["content-language"]) == ("text/plain; charset=utf-8", "en")
    assert checklist["headline"]["en"] in text.text
    assert "Accept-Language" in text.headers["vary"]


def test_a_checklist_without_a_proposal_is_not_kept_because_it_changes_with_the_day(client: httpx.Client) -> None:
    answer = client.get("/validate?view=checklist&country=jp")
    assert answer.headers["cache-control"] == "no-store"
    assert "hit" not in client.get("/validate?view=checklist&country=jp").headers.get("server-timing", "")


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("", 422, "view"),
        ("view=checklist", 422, "country"),
        ("view=verdict&country=jp", 422, "view"),
        ("view=checklist&country=japn", 422, "country"),
        ("view=checklist&country=id", 422, "country"),
        ("view=checklist&country=jp&region=jakrta", 422, "region"),
        ("view=checklist&country=jp&kind=other", 422, "kind"),
        ("view=checklist&country=jp&paper=other", 422, "paper"),
        ("view=checklist&country=jp&lang=de", 422, "lang"),
    ],
)
def test_a_checklist_names_the_parameter_that_is_wrong(
    client: httpx.Client, query: str, status: int, parameter: str
) -> None:
    answer = client.get(f"/validate?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (status, parameter)


def test_a_checklist_of_a_proposal_is_that_of_its_deed(client: httpx.Client) -> None:
    checklist: Any = posted(client, "/validate?view=checklist").json()
    assert checklist["deed"].endswith("/deed/draft")
    assert checklist["rows"]


def test_a_report_is_a_text_in_the_language_asked_for(client: httpx.Client) -> None:
    for query, headers in (("&lang=en", {}), ("", {"Accept-Language": "en"})):
        report = posted(client, f"/validate?view=report&depth=1{query}", **headers)
        assert report.headers["content-type"] == "text/plain; charset=utf-8"
        assert report.headers["content-language"] == "en"
        assert report.text


@pytest.mark.parametrize("query", ["view=report&depth=4", "view=report&depth=0", "view=other"])
def test_a_view_that_does_not_exist_is_refused(client: httpx.Client, query: str) -> None:
    assert posted(client, f"/validate?{query}").status_code == 422


@pytest.mark.parametrize(("view", "form"), [("report", "json"), ("checklist", "ttl"), ("verdict", "csv")])
def test_a_view_comes_only_in_its_own_formats(client: httpx.Client, view: str, form: str) -> None:
    answer = posted(client, f"/validate?view={view}&format={form}")
    assert answer.status_code == 406
    assert answer.json()["available"]
