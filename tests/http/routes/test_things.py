"""Things over HTTP: as JSON with where each fact comes from, as of a day, and in the formats of graphs as before."""

from typing import Any

import httpx
import pytest

from tests.openapi import resolved

SEOUL = "/id/partnership/seoul"


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is of a schema, as far as ours say: type, required, properties, items, enum and anyOf; and says nothing beside it."""
    if "anyOf" in schema:
        return any(fits(value, each) for each in schema["anyOf"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    match schema["type"]:
        case "object":
            known = schema["properties"]
            return (
                isinstance(value, dict)
                and set(schema["required"]) <= value.keys() <= known.keys()
                and all(fits(value[name], known[name]) for name in value)
            )
        case "array":
            return isinstance(value, list) and all(fits(each, schema["items"]) for each in value)
        case name:
            return type(value) is {"string": str, "integer": int, "boolean": bool, "null": type(None)}[name]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"{SEOUL}.json", {"Accept": "text/turtle"}),
        (f"{SEOUL}?format=json", {}),
        (f"{SEOUL}?format=application/json", {}),
        (SEOUL, {"Accept": "application/json"}),
    ],
)
def test_json_is_told_with_where_each_fact_comes_from(client: httpx.Client, path: str, headers: dict[str, str]) -> None:
    answer = client.get(path, headers=headers)
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert told["label"] == {"id": "Jakarta–Seoul", "en": "Jakarta–Seoul"}
    assert {fact["sources"][0]["id"] for fact in told["statements"]} == {
        "https://w3id.org/kembar/id/source/hutapea-2022"
    }
    assert f"{told['revision']}" == answer.headers["kembar-revision"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json, application/json;q=0.9", "application/ld+json"),
        ("application/json, application/ld+json;q=0.9", "application/json"),
        ("text/html, application/json;q=0.5", "application/json"),
        ("text/*", "text/turtle"),
    ],
)
def test_other_formats_are_given_to_who_asks_for_them(client: httpx.Client, accept: str, media: str) -> None:
    assert client.get(SEOUL, headers={"Accept": accept}).headers["content-type"].split(";")[0] == media


def test_of_a_graph_json_is_still_linked_data(client: httpx.Client) -> None:
    assert (
        client.get("/graph/sources", headers={"Accept": "application/json"}).headers["content-type"]
        == "application/ld+json"
    )


@pytest.mark.parametrize(
    "path",
    [
        SEOUL,
        "/id/deed/seoul-mou-1984",
        "/concept/status/held",
        "/concept/status",
        "/shape/equal-status-satisfied",
        "/id/revision/1",
    ],
)
def test_the_answer_is_as_the_document_of_the_api_says(client: httpx.Client, path: str) -> None:
    paths = resolved(client.get("/openapi.json").json())["paths"]
    for template in ("/id/{kind}/{slug}", "/concept/{scheme}/{slug}", "/concept/{scheme}", "/shape/{name}"):
        operation = paths[template]["get"]
        assert {"200", "308", "404", "410"} <= operation["responses"].keys()
        assert {"as_of", "revision"} <= {parameter["name"] for parameter in operation["parameters"]}
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    for query in ("", "?as_of=1990-01-01"):
        told = client.get(f"{path}.json{query}").json()
        assert fits(told, schema), told
    assert not fits({**told, "label": "Seoul"}, schema)


def test_as_of_a_day_what_happened_later_is_left_out_and_counted(client: httpx.Client) -> None:
    whole, then = client.get(f"{SEOUL}.json").json(), client.get(f"{SEOUL}.json", params={"as_of": "1990-01-01"}).json()
    later = {each["what"]: each["count"] for each in then["leftOut"]}["later"]
    assert later > 0
    assert len(then["referredToBy"]) <= len(whole["referredToBy"]) - later
    assert "after" not in {each["thing"]["when"] for each in then["referredToBy"]}
    assert "before" in {each["thing"]["when"] for each in then["referredToBy"]}


def test_a_day_is_refused_where_the_format_cannot_be_as_of_it_and_where_it_is_none(client: httpx.Client) -> None:
    refused = client.get(f"{SEOUL}.ttl", params={"as_of": "1990-01-01"})
    assert (refused.status_code, refused.json()["parameter"]) == (400, "as_of")
    assert "application/json" in refused.json()["detail"]
    assert (
        client.get(f"{SEOUL}.ttl", params={"as_of": "1990-01-01"}, headers={"Accept": "application/json"}).status_code
        == 400
    )
    for day in ("yesterday", "1990-02-30", "1990", ""):
        answer = client.get(f"{SEOUL}.json", params={"as_of": day})
        assert (answer.status_code, answer.json()["parameter"]) == (422, "as_of"), day


def test_an_older_revision_is_read_and_one_that_never_was_is_404(client: httpx.Client) -> None:
    assert client.get(f"{SEOUL}.json", params={"revision": 1}).json()["revision"] == 1
    assert client.get(f"{SEOUL}.json", params={"revision": 99}).status_code == 404
    assert client.get("/id/partnership/nowhere.json").status_code == 404
