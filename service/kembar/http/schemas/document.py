"""The OpenAPI document: the operations that FastAPI derives from the routes, and those that depend on the content."""

import asyncio
import json
from collections import Counter
from typing import Any
from weakref import WeakKeyDictionary

from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from kembar.application import Kembar
from kembar.http.problems import PROBLEM_RESPONSES
from kembar.http.routes import questions, sparql
from kembar.http.schemas import collections
from kembar.http.schemas.components import PROBLEM, Components, parameter_reference
from kembar.namespaces import BASE

__all__ = ["install", "write"]

_INFORMATION: dict[str, Any] = {
    "summary": "Foreign cooperation of Indonesian regional governments, as linked data.",
    "description": "Paths, members, columns, parameters and the form of errors are stable. "
    "A later version may add members; it removes none that was not marked deprecated before, with the day of its "
    "removal. `Link: rel=cite-as` is the permanent link of an answer.\n\n"
    "The software is under the Apache License 2.0, the data under "
    "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).",
    "license_info": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
    "servers": [{"url": "/"}],
    "external_docs": {"description": "The vocabulary", "url": f"{BASE}ontology"},
}
_TAGS = {
    "questions": "The canned questions, and their answers as tables.",
    "collections": "Things of one kind, to filter, sort and page; and the search in all of them.",
    "things": "Each thing under its IRI, with the provenance of what is stated of it.",
    "validation": "Verdicts on proposed partnerships and on those of the record.",
    "sparql": "Queries, and the named graphs.",
    "dataset": "The vocabulary, the description of the dataset, and its dumps.",
    "service": "For operators.",
}
_SHARED = ("version", "revision", "timeout_ms")
"""Parameters of many operations that FastAPI writes."""
_REPEATED = 3
"""A parameter of so many operations is stated once: the names that it can have are often a long list."""


def install(app: FastAPI) -> None:
    """Serve the document at /openapi.json, as bytes that are written once for each content that ``app`` loads."""
    kept: WeakKeyDictionary[Kembar, bytes] = WeakKeyDictionary()
    writing = asyncio.Lock()

    async def get_document() -> Response:
        kembar = app.state.kembar
        async with writing:
            if kembar not in kept:  # in a thread, because it takes a second
                kept[kembar] = await asyncio.to_thread(lambda: bytes(JSONResponse(write(app, kembar)).body))
        return Response(kept[kembar], media_type="application/json")

    app.add_api_route("/openapi.json", get_document, include_in_schema=False)


def write(app: FastAPI, kembar: Kembar) -> dict[str, Any]:
    """Return the document."""
    tags = [{"name": name, "description": description} for name, description in _TAGS.items()]
    document = get_openapi(title=app.title, version=app.version, routes=app.routes, tags=tags, **_INFORMATION)
    paths, components = document["paths"], Components()
    written = {parameter["name"]: parameter for parameter in paths["/queries/{name}"]["get"]["parameters"]}
    parameters = {name: written[name] for name in _SHARED}
    for operation in (operation for item in paths.values() for operation in item.values()):
        operation["responses"]["default"] = PROBLEM
        if "parameters" in operation:
            operation["parameters"] = [
                parameter_reference(parameter["name"]) if parameter in parameters.values() else parameter
                for parameter in operation["parameters"]
            ]
    for parameter in paths["/queries"]["get"]["parameters"]:
        if parameter.get("name") == "tag":
            parameter["schema"] = {"enum": kembar.snapshot.questions.tags}
    for operation in paths["/sparql"].values():
        read_by_hand = map(parameter_reference, sparql.OF_THE_READING)
        operation["parameters"] = [*operation.get("parameters", ()), *read_by_hand]
    paths |= questions.paths(kembar, components)
    paths |= collections.paths(kembar, components)
    parameters |= questions.parameters() | collections.parameters(app.state.settings.page_max_items)
    _share(paths, parameters)
    document["components"] = {
        "schemas": components.schemas,
        "parameters": parameters,
        "responses": {"Problem": PROBLEM_RESPONSES["default"]},
    }
    return document


def _share(paths: dict[str, Any], parameters: dict[str, Any]) -> None:
    """Replace each parameter that is repeated by a reference. ``parameters`` get it, under its name."""
    operations = [operation for item in paths.values() for operation in item.values() if "parameters" in operation]
    inline = [each for operation in operations for each in operation["parameters"] if "$ref" not in each]
    counts = Counter(json.dumps(each) for each in inline)
    references = {}
    for text in (text for text, count in counts.items() if count >= _REPEATED):
        parameter = json.loads(text)
        name = parameter["name"]
        while name in parameters:
            name += "_2"
        parameters[name] = parameter
        references[text] = parameter_reference(name)
    for operation in operations:
        operation["parameters"] = [references.get(json.dumps(each), each) for each in operation["parameters"]]
