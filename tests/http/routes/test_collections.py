"""Collections and search over HTTP: filters, spellings, pages, languages, JSON-LD and CSV."""

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pandas
import pytest

from kembar.listings.text import words
from tests.conftest import serving
from tests.openapi import resolved

COLLECTIONS = [
    "activities",
    "actors",
    "countries",
    "deeds",
    "fields",
    "partners",
    "partnerships",
    "regulations",
    "requirements",
]


@cache
def document(url: str) -> dict[str, Any]:
    return resolved(httpx.get(f"{url}/openapi.json", trust_env=False, timeout=60).json())


def resolved_operation(client: httpx.Client, path: str) -> dict[str, Any]:
    operation: dict[str, Any] = document(str(client.base_url).rstrip("/"))["paths"][path]["get"]
    return operation


def slugs(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["id"].rsplit("/", 1)[-1] for item in answer.json()["items"]]


def refusal(answer: httpx.Response, status: int, parameter: str) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    details: dict[str, object] = answer.json()
    assert details["parameter"] == parameter
    return details


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/partnerships?country=au", ["new-south-wales"]),
        ("/partnerships?scheme=sister-state", ["new-south-wales"]),
        ("/partnerships?party=kyiv", ["kyiv"]),
        ("/partners?country=us&sort=-label&lang=en", ["arkansas", "seattle", "los-angeles"]),
        ("/deeds?partnership=kyiv", ["kyiv-mou-2007"]),
        ("/regulations?type=pp&year=2018", ["pp-28-2018"]),
        ("/countries?state=unknown", ["eh"]),
        ("/countries?state=none&sort=isoCode", ["il", "tw", "xk"]),
        ("/countries?interrupted=true&sort=isoCode", ["cn", "my", "nl", "pt"]),
        ("/countries?country=ps&has_partner=true", ["ps"]),
        ("/countries?since=2022-01-01", ["ss"]),
        ("/countries?q=UEA", ["ae"]),
        ("/requirements?regulation=permenlu-3-2019&for_information=true&limit=1&fields=regulation", None),
        ("/actors?class=Person&country=fr", None),
        ("/activities?partnership=seoul&status=planned", None),
    ],
)
def test_collections_are_filtered_by_slugs_and_codes(
    client: httpx.Client, path: str, expected: list[str] | None
) -> None:
    answer = client.get(path)
    assert answer.json()["complete"] is True or expected is None
    if expected is not None:
        assert slugs(answer) == expected


def test_a_filter_also_takes_the_iri(client: httpx.Client) -> None:
    iri = quote("https://w3id.org/kembar/concept/scheme/sister-state", safe="")
    assert slugs(client.get(f"/partnerships?scheme={iri}")) == slugs(client.get("/partnerships?scheme=sister-state"))


def test_a_field_includes_the_narrower_ones(client: httpx.Client) -> None:
    narrower, tourism = (
        set(slugs(client.get("/partnerships", params={"field": field}))) for field in ("tourism-promotion", "tourism")
    )
    assert narrower
    assert narrower < tourism


def test_time_bounds_keep_items_that_may_lie_within_them(client: httpx.Client) -> None:
    """Match a date "in 2019" of New South Wales with a day in December and with one in January."""
    december = set(slugs(client.get("/activities?partnership=new-south-wales&since=2019-12-31&until=2019-12-31")))
    assert december
    assert december <= set(
        slugs(client.get("/activities?partnership=new-south-wales&since=2019-01-01&until=2019-01-01"))
    )
    assert slugs(client.get("/activities?since=2999-01-01")) == []


@pytest.mark.parametrize("q", ["Kyiv", "kiyv", "KIEV", "Київ", "kýïv", "Jakarta Kiy", "ukraina"])
def test_a_name_is_found_in_any_spelling(client: httpx.Client, q: str) -> None:
    answer = client.get("/partnerships", params={"q": q})
    assert slugs(answer) == ["kyiv"]
    assert "corrected" not in answer.json()
    assert (
        client.get("/partners", params={"q": q.removeprefix("Jakarta ")})
        .json()["items"][0]["id"]
        .endswith("/government/kyiv")
    )


def test_a_misspelt_word_is_corrected_and_the_answer_reports_it(client: httpx.Client) -> None:
    answer = client.get("/partnerships", params={"q": "Roterdm jakarta"})
    assert slugs(answer) == ["rotterdam"]
    assert answer.json()["corrected"] == {"roterdm": ["rotterdam"]}


def test_a_search_without_matches_is_empty_and_complete(client: httpx.Client) -> None:
    answer = client.get("/partnerships", params={"q": "xyzzyplugh"})
    assert (slugs(answer), answer.json()["complete"]) == ([], True)


def test_pages_follow_each_other_and_make_the_whole(client: httpx.Client) -> None:
    complete = slugs(client.get("/activities?limit=1000&sort=label"))
    collected: list[str] = []
    url = "/activities?limit=50&sort=label"
    while url:
        answer = client.get(url)
        collected += slugs(answer)
        assert answer.json()["total"] == len(complete)
        url = answer.links.get("next", {}).get("url", "")
        assert answer.json()["complete"] is (url == "")
        assert answer.json().get("next", "") == url
        assert dict(httpx.URL(answer.links["first"]["url"]).params) == {
            "limit": "50",
            "sort": "label",
            "revision": "1",
            "lang": "id",
        }
    assert collected == complete
    assert len(collected) == len(set(collected)) == 139


def test_a_cursor_is_valid_for_its_own_list_only(client: httpx.Client) -> None:
    cursor = httpx.URL(client.get("/activities?limit=5").json()["next"]).params["cursor"]
    altered = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    assert client.get("/activities", params={"cursor": cursor, "limit": 3, "fields": "date"}).status_code == 200
    for path in (
        f"/deeds?cursor={cursor}",
        f"/activities?cursor={cursor}&status=held",
        f"/activities?cursor={cursor}&lang=en",
        f"/activities?cursor={altered}",
    ):
        refusal(client.get(path), 422, "cursor")
    for broken in ("", "x", "é", "W10", "bnVsbA", "A" * 60_000, quote("\x00"), "W" * 60_000):
        assert client.get(f"/activities?cursor={broken}").status_code in (422, 431)
    refusal(client.get(f"/activities?cursor={cursor}&revision=2"), 422, "revision")


def test_the_next_page_has_the_language_of_the_first_for_any_client(client: httpx.Client) -> None:
    following = client.get("/activities?sort=label", headers={"Accept-Language": "en"}).links["next"]["url"]
    assert client.get(following, headers={"Accept-Language": "id"}).headers["content-language"] == "en"


@pytest.mark.parametrize("accepted", ["", ";;,,", "*", "en;q=x", "a" * 3_900, "é, en-*;q=1e999", "zz"])
def test_a_malformed_accept_language_gets_a_supported_language(client: httpx.Client, accepted: str) -> None:
    assert client.get("/fields", headers=[(b"Accept-Language", accepted.encode("latin-1"))]).headers[
        "content-language"
    ] in ("id", "en")


def test_fields_select_the_members(client: httpx.Client) -> None:
    (item,) = client.get("/activities?limit=1&fields=date,status").json()["items"]
    assert list(item) == ["id", "type", "label", "date", "status", "href"]
    assert "venue" in str(refusal(client.get("/activities?fields=date,colour"), 422, "fields")["known"])


@pytest.mark.parametrize(
    ("headers", "query", "language", "label"),
    [
        ({}, "", "id", "kota bersaudara"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, "", "en", "sister city"),
        ({"Accept-Language": "fr, id;q=0.5, en;q=0.4"}, "", "id", "kota bersaudara"),
        ({"Accept-Language": "id"}, "&lang=en", "en", "sister city"),
    ],
)
def test_the_language_is_negotiated_and_the_parameter_takes_precedence(
    client: httpx.Client, headers: dict[str, str], query: str, language: str, label: str
) -> None:
    answer = client.get(f"/partnerships?party=seoul{query}", headers=headers)
    assert (answer.headers["content-language"], answer.json()["items"][0]["scheme"]["label"]) == (language, label)
    assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))


def test_csv_holds_all_rows_and_opens_in_a_spreadsheet(client: httpx.Client) -> None:
    answer = client.get("/activities.csv?lang=en")
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert answer.content.startswith(b"\xef\xbb\xbf")  # Excel recognises UTF-8 only by this mark
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(pandas.read_csv(io.BytesIO(answer.content))) == 139
    assert {"id", "label", "status", "status_label", "earliest"} <= rows[0].keys()
    assert pandas.read_csv(io.BytesIO(answer.content)).columns[0] == "id"
    part = client.get("/activities.csv?lang=en&limit=10")
    assert len(list(csv.DictReader(io.StringIO(part.content.decode("utf-8-sig"))))) == 10
    assert "next" in part.links
    assert "next" not in answer.links


def test_a_csv_past_a_limit_is_refused_and_never_cut(tmp_path: Path) -> None:
    with serving(
        tmp_path, KEMBAR_RESULT_MAX_ROWS="100", KEMBAR_RESULT_MAX_BYTES="30000", KEMBAR_PAGE_MAX_ITEMS="20"
    ) as url:
        for path, setting in (("/activities.csv", "KEMBAR_RESULT_MAX_ROWS"), ("/deeds.csv", "KEMBAR_RESULT_MAX_BYTES")):
            answer = httpx.get(url + path, trust_env=False)
            assert (answer.status_code, answer.json()["setting"]) == (422, setting)
        assert len(httpx.get(f"{url}/activities", trust_env=False).json()["items"]) == 20
        refused_page = httpx.get(f"{url}/activities?limit=21", trust_env=False)
        assert (refused_page.status_code, refused_page.json()["limit"], refused_page.json()["setting"]) == (
            422,
            20,
            "KEMBAR_PAGE_MAX_ITEMS",
        )


def test_search_finds_named_things_of_every_class_with_the_best_match_first(client: httpx.Client) -> None:
    answer = client.get("/search", params={"q": "kiyv", "lang": "en"})
    hits = [(item["type"], item["label"], item["matchedIn"], item["matched"]) for item in answer.json()["items"]]
    assert hits[0] == ("Territory", "Kyiv", "alternative", "Kiyv")
    assert ("Partnership", "Jakarta–Kyiv", "related", "Kiyv") in hits
    assert {item["type"] for item in client.get("/search?q=kiyv&type=Partnership").json()["items"]} == {"Partnership"}
    assert "Partnership" in str(refusal(client.get("/search?q=kiyv&type=Ship"), 422, "type")["known"])


def test_a_search_is_paged(client: httpx.Client) -> None:
    complete = slugs(client.get("/search?q=jakarta&limit=200"))
    first = client.get("/search?q=jakarta&limit=120")
    second = client.get(first.links["next"]["url"])
    assert [*slugs(first), *slugs(second)][:200] == complete
    assert first.json()["total"] == second.json()["total"] > 120
    assert first.json()["complete"] is False


def test_the_total_of_a_search_counts_what_its_pages_hold(client: httpx.Client) -> None:
    for query in ("q=kyiv", "q=kyiv&type=Partnership", "q=xyzzyplugh"):
        page = client.get(f"/search?{query}&limit=1000").json()
        assert (page["total"], page["complete"]) == (len(page["items"]), True)


HOSTILE = [
    '" OR 1=1 --',
    "'; DROP TABLE thing; --",
    "label:jakarta",
    "jakarta NOT kyiv",
    "NEAR(jakarta kyiv)",
    "{label} : jakarta",
    "jak*",
    "^jakarta",
    "(((((",
    "\\",
    'jakarta\\"',
    "a" * 200,
    "🦀",
    "AND OR NOT",
    "-1",
    "%s %d {0}",
]


@pytest.mark.parametrize("q", HOSTILE)
def test_no_text_is_more_than_words(client: httpx.Client, q: str) -> None:
    for path in ("/search", "/activities"):
        answer = client.get(path, params={"q": q})
        plain = " ".join(words(q))
        if plain:
            assert slugs(answer) == slugs(client.get(path, params={"q": plain}))
        else:
            refusal(answer, 422, "q")
    assert len(client.get("/activities?limit=1000").json()["items"]) == 139


@pytest.mark.parametrize(
    "q", ["", "%00", "jakarta%00", "a%0Ab", "%ED%A0%80%0D", "..." * 60 + "-", "a" * 201, "y" * 30_000]
)
def test_an_invalid_search_text_is_refused(client: httpx.Client, q: str) -> None:
    refusal(client.get(f"/search?q={q}"), 422, "q")
    refusal(client.get(f"/partnerships?q={q}"), 422, "q")


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/partnerships?colour=red", 400, "colour"),
        ("/partnerships?country=nl&country=de", 400, "country"),
        ("/partnerships?limit=1&limit=1", 400, "limit"),
        ("/partnerships?country=zz", 422, "country"),
        ("/partnerships?country=' OR 1=1", 422, "country"),
        ("/partnerships?sort=iri", 422, "sort"),
        ("/partnerships?sort=", 422, "sort"),
        ("/partnerships?sort=label;DROP TABLE thing", 422, "sort"),
        ("/partnerships?limit=0", 422, "limit"),
        ("/partnerships?limit=-1", 422, "limit"),
        ("/partnerships?limit=many", 422, "limit"),
        ("/partnerships?limit=100000", 422, "limit"),
        ("/partnerships?lang=fr", 422, "lang"),
        ("/partnerships?fields=", 422, "fields"),
        ("/activities?since=10000-01-01", 422, "since"),
        ("/activities?since=2017-02-30", 422, "since"),
        ("/regulations?year=0", 422, "year"),
        ("/regulations?year=99999", 422, "year"),
        ("/search", 422, "q"),
        ("/search?q=a&sort=label", 400, "sort"),
        ("/partnerships?version=1", 400, "version"),
        ("/partnerships?revision=0", 422, "revision"),
    ],
)
def test_what_a_collection_cannot_read_is_told(client: httpx.Client, path: str, status: int, parameter: str) -> None:
    details = refusal(client.get(path), status, parameter)
    if status == 400 and parameter in ("colour", "country", "sort") and "more than once" not in str(details["detail"]):
        assert len(details["known"]) > 4  # type: ignore[arg-type]


def test_filters_answer_under_their_former_names_which_are_announced(client: httpx.Client) -> None:
    for path, present, former, value in (
        ("/countries", "has_partner", "hasPartner", "true"),
        ("/deeds", "deed_type", "deedType", "mou"),
        ("/deeds", "cooperation_type", "cooperationType", "ksdpl"),
        ("/partnerships", "issue_group", "issueGroup", "culture"),
        ("/partnerships", "activity_level", "activityLevel", "active"),
        ("/requirements", "for_information", "forInformation", "false"),
    ):
        operation = resolved_operation(client, path)
        deprecated = [each["name"] for each in operation["parameters"] if each.get("deprecated")]
        schema = next(each["schema"] for each in operation["parameters"] if each["name"] == present)
        choices = schema.get("items", schema).get("enum")
        chosen = value if choices is None or value in choices else choices[0]
        now, then = (client.get(path, params={name: chosen}) for name in (present, former))
        assert then.json()["items"] == now.json()["items"]
        assert then.headers["sunset"] == "Sun, 28 Nov 2027 00:00:00 GMT"
        assert "sunset" not in now.headers
        assert former in deprecated
        assert present not in deprecated


def test_an_unavailable_format_is_refused(client: httpx.Client) -> None:
    assert client.get("/partnerships.xlsx").status_code == 404
    assert client.get("/partnerships.ttl").status_code == 406
    assert client.get("/search.csv?q=a").status_code == 406
    assert client.get("/nothing").status_code == 404
    assert (
        client.get("/partnerships", headers={"Accept": "application/ld+json"}).headers["content-type"]
        == "application/ld+json"
    )


@pytest.mark.parametrize("name", [*COLLECTIONS, "search"])
def test_each_collection_is_an_operation_and_its_answer_fits_the_schema(client: httpx.Client, name: str) -> None:
    operation = resolved_operation(client, f"/{name}")
    parameters = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
    assert {"q", "limit", "cursor", "lang", "revision", "timeout_ms"} <= parameters.keys()
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    answer = client.get(f"/{name}", params={"q": "jakarta"} if name == "search" else {}).json()
    assert set(schema["required"]) <= answer.keys() <= schema["properties"].keys()
    for item in answer["items"]:
        assert item.keys() == schema["properties"]["items"]["items"]["properties"].keys()


def test_the_api_document_lists_the_choices(client: httpx.Client) -> None:
    operation = resolved_operation(client, "/partnerships")
    schemas = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
    assert "sister-state" in schemas["scheme"]["items"]["enum"]
    assert "kr" in schemas["country"]["items"]["enum"]
    choices = {name: schema.get("enum") for name, schema in schemas.items()}
    assert choices["sort"][:2] == ["label", "-label"]


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [
        ("/activities", "since", "until"),
        ("/deeds", "since", "until"),
        ("/countries", "since", "until"),
        ("/queries/timeline", "since", "until"),
        ("/queries/deeds-to-act-on", "since", "before"),
    ],
)
def test_a_period_that_ends_before_it_begins_is_refused(client: httpx.Client, path: str, first: str, last: str) -> None:
    refused = refusal(client.get(path, params={first: "2020-01-02", last: "2020-01-01"}), 422, last)
    assert refused["detail"] == f"{last} (2020-01-01) is a day before {first} (2020-01-02). Exchange them."
    assert client.get(path, params={first: "2020-01-01", last: "2020-01-01"}).status_code == 200
