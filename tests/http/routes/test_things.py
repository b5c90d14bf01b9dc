"""Things over HTTP: JSON with the provenance of each fact, as of a day, and RDF formats."""

from typing import Any

import httpx
import pytest

from tests.openapi import resolved

SEOUL = "/id/partnership/seoul"


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Return whether a value fits a schema (type, required, properties, items, enum, anyOf) without extra members."""
    if "anyOf" in schema:
        return any(fits(value, option) for option in schema["anyOf"])
    if "enum" in schema and value not in schema["enum"]:
        return False
    match schema["type"]:
        case "object":
            properties = schema["properties"]
            return (
                isinstance(value, dict)
                and set(schema["required"]) <= value.keys() <= properties.keys()
                and all(fits(value[name], properties[name]) for name in value)
            )
        case "array":
            return isinstance(value, list) and all(fits(item, schema["items"]) for item in value)
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
def test_the_json_of_a_thing_has_the_source_of_each_fact(
    client: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    answer = client.get(path, headers=headers)
    assert answer.headers["content-type"] == "application/json"
    thing_json = answer.json()
    assert thing_json["label"] == {"id": "Jakarta–Seoul", "en": "Jakarta–Seoul"}
    facts = [fact for fact in thing_json["statements"] if fact["origin"] == "source"]
    assert {fact["sources"][0]["id"] for fact in facts} == {"https://w3id.org/kembar/id/source/hutapea-2022"}
    derived = {fact["property"]["id"] for fact in thing_json["statements"] if not fact["sources"]}
    assert derived == {f"https://w3id.org/kembar/ontology#{name}" for name in ("homeRegion", "partnerSide")}
    assert f"{thing_json['revision']}" == answer.headers["kembar-revision"]


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
def test_the_format_of_a_thing_is_negotiated(client: httpx.Client, accept: str, media: str) -> None:
    assert client.get(SEOUL, headers={"Accept": accept}).headers["content-type"].split(";")[0] == media


def test_the_json_of_a_graph_is_json_ld(client: httpx.Client) -> None:
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
        "/shape/same-level",
        "/id/revision/1",
    ],
)
def test_the_json_of_a_thing_fits_the_schema_of_the_api_document(client: httpx.Client, path: str) -> None:
    paths = resolved(client.get("/openapi.json").json())["paths"]
    for template in ("/id/{kind}/{slug}", "/concept/{scheme}/{slug}", "/concept/{scheme}", "/shape/{name}"):
        operation = paths[template]["get"]
        assert {"200", "308", "404", "410"} <= operation["responses"].keys()
        assert {"as_of", "revision"} <= {parameter["name"] for parameter in operation["parameters"]}
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    for query in ("", "?as_of=1990-01-01"):
        thing_json = client.get(f"{path}.json{query}").json()
        assert fits(thing_json, schema), thing_json
    assert not fits({**thing_json, "label": "Seoul"}, schema)


def test_as_of_a_day_later_things_are_omitted_and_counted(client: httpx.Client) -> None:
    complete, as_of_1990 = (
        client.get(f"{SEOUL}.json").json(),
        client.get(f"{SEOUL}.json", params={"as_of": "1990-01-01"}).json(),
    )
    later_count = {omission["what"]: omission["count"] for omission in as_of_1990["leftOut"]}["later"]
    assert later_count > 0
    assert len(as_of_1990["referredToBy"]) <= len(complete["referredToBy"]) - later_count
    assert "after" not in {reference["thing"]["when"] for reference in as_of_1990["referredToBy"]}
    assert "before" in {reference["thing"]["when"] for reference in as_of_1990["referredToBy"]}


def test_as_of_is_refused_for_rdf_formats_and_for_an_invalid_date(client: httpx.Client) -> None:
    refused = client.get(f"{SEOUL}.ttl", params={"as_of": "1990-01-01"})
    assert (refused.status_code, refused.json()["parameter"]) == (422, "as_of")
    assert "application/json" in refused.json()["detail"]
    assert (
        client.get(f"{SEOUL}.ttl", params={"as_of": "1990-01-01"}, headers={"Accept": "application/json"}).status_code
        == 422
    )
    for day in ("yesterday", "1990-02-30", "1990", ""):
        answer = client.get(f"{SEOUL}.json", params={"as_of": day})
        assert (answer.status_code, answer.json()["parameter"]) == (422, "as_of"), day


def test_a_revision_can_be_selected_and_an_unknown_one_is_422(client: httpx.Client) -> None:
    assert client.get(f"{SEOUL}.json", params={"revision": 1}).json()["revision"] == 1
    assert client.get(f"{SEOUL}.json", params={"revision": 99}).status_code == 422
    for path in ("/id/partnership/nowhere.json", "/id/partnership/a%3E%20b", "/graph/a%20b"):
        assert client.get(path).status_code == 404
