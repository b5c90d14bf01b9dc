"""The OpenAPI document is small, complete and kept."""

import asyncio
import itertools
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kembar.http.schemas import document as documents
from kembar.http.schemas.components import Components

CONTRACTS = [
    *("Partnership", "Deed", "Activity", "PartnershipPage", "SearchPage", "Verdict", "RequirementOutcome", "Evidence"),
    *("Matrix", "Thing", "Statement", "Provenance", "Table", "Column", "Parameter", "Question", "FeatureCollection"),
    *("Problem", "Health", "Citation", "Coverage", "Deprecation", "InactivePartnersAnswer", "InactivePartnersRow"),
]


@pytest.fixture(scope="module")
def text(server: str) -> bytes:
    return httpx.get(f"{server}/openapi.json", trust_env=False, timeout=60).content


@pytest.fixture(scope="module")
def document(text: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    return document


def objects(part: Any) -> Iterator[dict[str, Any]]:
    """All objects in a part of the document."""
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from objects(inner)


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (operation for item in document["paths"].values() for operation in item.values())


def test_the_document_has_less_than_450_kilobytes(text: bytes) -> None:
    assert len(text) < 450_000


def test_every_array_has_items(document: dict[str, Any]) -> None:
    arrays = [part for part in objects(document) if part.get("type") in ("array", ["array", "null"])]
    assert len(arrays) > 50
    assert all("items" in array for array in arrays)


def test_every_reference_has_a_target_and_every_component_is_referred_to(document: dict[str, Any]) -> None:
    references = {part["$ref"] for part in objects(document) if isinstance(part.get("$ref"), str)}
    components = {
        f"#/components/{section}/{name}" for section, named in document["components"].items() for name in named
    }
    assert references == components


def test_contracts_and_what_the_content_adds_are_components(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert set(CONTRACTS) <= schemas.keys()
    assert not [name for name in schemas if "__" in name], "two contracts have one name"


def test_what_operations_share_is_stated_once(document: dict[str, Any]) -> None:
    shared = document["components"]["parameters"]
    assert {"revision", "timeout_ms", "format", "lang", "limit", "cursor"} <= shared.keys()
    for operation in operations(document):
        inline = [parameter for parameter in operation.get("parameters", ()) if "$ref" not in parameter]
        assert not [parameter for parameter in inline if parameter in shared.values()]
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}


def test_the_document_names_its_licence_its_server_and_the_tags_in_order(document: dict[str, Any]) -> None:
    assert document["info"]["license"]["identifier"] == "Apache-2.0"
    assert "CC BY 4.0" in document["info"]["description"]
    assert document["servers"] == [{"url": "/"}]
    tags = [tag["name"] for tag in document["tags"]]
    assert (tags[0], tags[-1]) == ("questions", "service")
    assert all(tag["description"] for tag in document["tags"])
    assert {tag for operation in operations(document) for tag in operation["tags"]} == set(tags)


def test_a_name_that_a_contract_has_gets_a_suffix() -> None:
    components = Components()
    matrix = components.schemas["Matrix"]
    assert components.add("Matrix", {"type": "object"}) == {"$ref": "#/components/schemas/Matrix2"}
    assert (components.schemas["Matrix"], components.schemas["Matrix2"]) == (matrix, {"type": "object"})
    assert "Matrix2" not in Components().schemas


def test_the_document_is_written_once_for_each_content(monkeypatch: pytest.MonkeyPatch) -> None:
    class Content:
        pass

    numbers = itertools.count(1)
    monkeypatch.setattr(documents, "write", lambda *_: {"number": next(numbers)})
    app = FastAPI(openapi_url=None)
    documents.install(app)

    async def ask(kembar: Content) -> Any:
        app.state.kembar = kembar
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://kembar") as client:
            return (await client.get("/openapi.json")).json()

    content = Content()
    answers = [asyncio.run(ask(each)) for each in (content, content, Content())]
    assert answers == [{"number": 1}, {"number": 1}, {"number": 2}]
