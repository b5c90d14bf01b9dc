"""What docs/stability.md promises: every answer and error has exactly the members that the OpenAPI document declares."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.conftest import serving
from tests.openapi import resolved

pytestmark = pytest.mark.slow

TURTLE = {"Content-Type": "text/turtle"}
DEED = "<https://w3id.org/kembar/id/deed/{}> a <https://w3id.org/kembar/ontology#Deed> ."
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NOT_GIVEN_BY_GET = {"/validate"}
EXAMPLES = {
    "kind": "partnership",
    "slug": "seoul",
    "/concept/{scheme}/{slug}": "held",
    "scheme": "status",
    "suffix": "trig",
    "/shape/{name}": "same-level",
}


@pytest.fixture(scope="module")
def document(server: str) -> dict[str, Any]:
    return resolved(httpx.get(f"{server}/openapi.json", trust_env=False, timeout=60).json())


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service with little patience and little room."""
    settings = {
        "KEMBAR_REQUEST_MAX_MS": "500",
        "KEMBAR_RESULT_MAX_ROWS": "5",
        "KEMBAR_QUERY_MAX_WAITING": "1",
        "KEMBAR_QUERY_MAX_MS": "1500",
        "KEMBAR_REVISIONS_KEPT": "1",
    }
    with (
        serving(tmp_path_factory.mktemp("home"), **settings) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def closed(schema: Any) -> Any:
    """The schema without leave for members that it does not name, so that none comes unnoticed."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        **({"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {}),
        **{name: closed(value) for name, value in schema.items()},
    }


def holds(schema: dict[str, Any], answer: httpx.Response) -> None:
    Draft202012Validator(closed(schema), format_checker=FormatChecker()).validate(answer.json())


def schema_of(
    document: dict[str, Any], path: str, media: str = "application/json", method: str = "get", status: str = "200"
) -> dict[str, Any]:
    schema: dict[str, Any] = document["paths"][path][method]["responses"][status]["content"][media]["schema"]
    return schema


# Answers


def test_every_schema_is_one(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for answer in operation["responses"].values():
                for media, said in answer["content"].items():
                    Draft202012Validator.check_schema(said.get("schema", {}))
                    assert (
                        not media.endswith("json")
                        or "schema" in said
                        or "sparql-results" in media
                        or "ld+json" in media
                    ), (path, media)


def test_every_question_answers_in_the_shape_that_it_has_in_the_document(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    questions = client.get("/queries")
    holds(schema_of(document, "/queries"), questions)
    for question in questions.json():
        required = {
            parameter["name"]: parameter["schema"]["enum"][0] if "enum" in parameter["schema"] else "1985-01-01"
            for parameter in document["paths"][question["href"]]["get"]["parameters"]
            if parameter.get("required")
        }
        answer = client.get(question["href"], params=required)
        holds(schema_of(document, question["href"]), answer)
        Draft202012Validator(schema_of(document, "/queries/{name}")).validate(answer.json())
        features = document["paths"][question["href"]]["get"]["responses"]["200"]["content"].get("application/geo+json")
        if features:
            holds(features["schema"], client.get(f"{question['href']}.geojson", params=required))


def test_a_question_gives_every_media_type_that_it_names_and_no_other(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    for path in ("/queries/inactive-partners", "/queries/deeds", "/queries"):
        operation = document["paths"][path]["get"]
        (form,) = [parameter for parameter in operation["parameters"] if parameter["name"] == "format"]
        given = {
            client.get(path, params={"format": name}).headers["content-type"].split(";")[0]
            for name in form["schema"]["enum"]
        }
        assert given == set(operation["responses"]["200"]["content"])


@pytest.mark.parametrize(
    "deed", ["rotterdam-arrangement-2019", "shanghai-mou-2020", "seoul-founding-1984", "pyongyang-founding-2007"]
)
def test_a_verdict_has_its_shape(client: httpx.Client, document: dict[str, Any], deed: str) -> None:
    known = client.get("/matrix", params={"deeds": "all"}).json()["rows"]
    iri = next((row["deed"] for row in known if row["deed"].endswith(f"/{deed}")), known[0]["deed"])
    answer = client.post("/validate", content=DEED.format(iri.rsplit("/", 1)[-1]), headers=TURTLE)
    assert answer.status_code == 200, answer.text
    holds(schema_of(document, "/validate", method="post"), answer)


def test_matrix_health_and_context_have_theirs(client: httpx.Client, document: dict[str, Any]) -> None:
    holds(schema_of(document, "/matrix"), client.get("/matrix"))
    holds(schema_of(document, "/matrix"), client.get("/matrix", params={"as_of": "2020-01-01", "deeds": "all"}))
    holds(schema_of(document, "/health"), client.get("/health"))
    holds(schema_of(document, "/context.jsonld", "application/ld+json"), client.get("/context.jsonld"))


@pytest.mark.parametrize("query", ["country=jp", "country=il&kind=ksdll&paper=letter&region=jakarta"])
def test_a_checklist_has_the_members_that_the_document_names(
    client: httpx.Client, document: dict[str, Any], query: str
) -> None:
    holds(schema_of(document, "/validate"), client.get(f"/validate?view=checklist&{query}"))


def test_a_verdict_under_an_assumption_has_the_members_that_the_document_names(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    graph = (
        "<http://e/deed> a <https://w3id.org/kembar/ontology#Deed> ; <https://w3id.org/kembar/ontology#party> "
        "<https://w3id.org/kembar/id/government/jakarta> , <https://w3id.org/kembar/id/government/casablanca-settat> ."
    )
    verdict = client.post("/validate?assume=uu-2-2024-49-5@2026-06-01", content=graph, headers=TURTLE)
    assert verdict.json()["changes"]
    holds(schema_of(document, "/validate", method="post"), verdict)


def test_everything_that_is_given_by_get_has_an_etag_and_a_type_that_the_document_names(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    for path, operations in document["paths"].items():
        if "get" not in operations:
            continue
        filled = path
        for parameter in operations["get"].get("parameters", []):
            if parameter["in"] == "path":
                example = (
                    EXAMPLES.get(path)
                    or EXAMPLES.get(parameter["name"])
                    or next(iter(parameter["schema"].get("examples", [""])))
                )
                example = "status" if (path, parameter["name"]) == ("/concept/{scheme}/{slug}", "scheme") else example
                filled = filled.replace(f"{{{parameter['name']}}}", example)
        said = {"on": "1985-01-01", "before": "2030-01-01", "q": "seoul", "view": "checklist", "country": "jp"}
        needed = [  # what is required
            each for each in operations["get"].get("parameters", []) if each["in"] == "query" and each.get("required")
        ]
        query = (
            {"default": ""}
            if path == "/rdf-graph-store"
            else {each["name"]: (each["schema"].get("enum") or [said[each["name"]]])[0] for each in needed}
        )
        answer = client.get(filled, params=query)
        assert answer.status_code == 200, (filled, answer.text[:200])
        assert answer.headers["etag"].startswith('"'), filled
        assert answer.headers["content-type"].split(";")[0] in operations["get"]["responses"]["200"]["content"], filled
        if "no-store" not in answer.headers["cache-control"]:
            assert (
                client.get(filled, params=query, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
            ), filled


# Errors

PROBLEMS: dict[str, tuple[int, str, str, dict[str, Any]]] = {
    "a query that does not parse": (400, "GET", "/sparql", {"params": {"query": "SELECT"}}),
    "a term that there is not": (
        400,
        "GET",
        "/sparql",
        {"params": {"query": "PREFIX kb: <https://w3id.org/kembar/ontology#> SELECT * { ?s a kb:Partnershp }"}},
    ),
    "a query that calls out": (
        400,
        "GET",
        "/sparql",
        {"params": {"query": "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }"}},
    ),
    "a parameter that there is not": (400, "GET", "/queries/deeds", {"params": {"weather": "fine"}}),
    "a parameter given twice": (400, "GET", "/queries/deeds?type=mou&type=mou", {}),
    "a name that there is not": (422, "GET", "/queries/deeds", {"params": {"partnership": "nowhere"}}),
    "a tag that there is not": (422, "GET", "/queries", {"params": {"tag": "weather"}}),
    "a graph that does not parse": (400, "POST", "/validate", {"content": b"<", "headers": TURTLE}),
    "a token that is none": (401, "GET", "/queries/deeds", {"headers": {"Authorization": "Bearer none"}}),
    "a page that there is not": (404, "GET", "/nothing", {}),
    "a thing that there is not": (404, "GET", "/id/partnership/nowhere", {}),
    "a question that there is not": (404, "GET", "/queries/nothing", {}),
    "a revision that there is not": (422, "GET", "/queries/deeds", {"params": {"revision": "99"}}),
    "a deed that the graph has not": (
        422,
        "POST",
        "/validate",
        {"content": DEED.format("shanghai-mou-2020").encode(), "headers": TURTLE, "params": {"deed": "http://e/"}},
    ),
    "a method that there is not": (405, "DELETE", "/queries/deeds", {}),
    "a format that there is not": (406, "GET", "/queries/deeds.geojson", {}),
    "a version that there is no more": (410, "GET", "/queries/deeds", {"params": {"version": "000000000000"}}),
    "a body that is too large": (413, "POST", "/validate", {"content": b"#" * 3_000_000, "headers": TURTLE}),
    "a graph that says too much": (
        413,
        "POST",
        "/validate",
        {"content": "".join(f"<a:{n}> <a:b> 1 ." for n in range(5_000)).encode(), "headers": TURTLE},
    ),
    "a body of a kind that is not read": (
        415,
        "POST",
        "/validate",
        {"content": b"x", "headers": {"Content-Type": "text/html"}},
    ),
    "a value that is none of its kind": (422, "GET", "/queries/inactive-partners", {"params": {"since": "soon"}}),
    "a revision that is neither number nor tag": (422, "GET", "/queries/deeds", {"params": {"revision": "1.5"}}),
    "a tag that no revision has": (422, "GET", "/queries/deeds", {"params": {"revision": "no-such-tag"}}),
    "a day that is none": (422, "GET", "/matrix", {"params": {"as_of": "soon"}}),
    "a graph that says what it may not": (
        422,
        "POST",
        "/validate",
        {"content": b"<http://e/x> a <https://w3id.org/kembar/ontology#Regulation> .", "headers": TURTLE},
    ),
    "a time that is too short": (503, "GET", "/sparql", {"params": {"query": LONG, "timeout_ms": "50"}}),
}


def is_problem(document: dict[str, Any], answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    holds(schema_of(document, "/queries", "application/problem+json", status="default"), answer)


@pytest.mark.parametrize(("status", "method", "path", "sent"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_an_error_has_the_one_form(
    client: httpx.Client, document: dict[str, Any], status: int, method: str, path: str, sent: dict[str, Any]
) -> None:
    is_problem(document, client.request(method, path, **sent), status)


def test_an_error_of_a_limit_has_it_too(narrow: httpx.Client, document: dict[str, Any]) -> None:
    is_problem(document, narrow.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 9", "format": "csv"}), 422)
    with ThreadPoolExecutor(4) as together:
        answers = [
            asked.result()
            for asked in [together.submit(narrow.get, "/sparql", params={"query": LONG}) for _ in range(4)]
        ]
    for answer in answers:
        is_problem(document, answer, 503)
    assert {"overloaded", "too-long"} == {answer.json()["type"].rsplit("/", 1)[-1] for answer in answers}


def test_an_error_of_a_body_that_does_not_come_has_it_too(narrow: httpx.Client, document: dict[str, Any]) -> None:
    with socket.create_connection((narrow.base_url.host, narrow.base_url.port or 0), timeout=30) as line:
        line.sendall(
            b"POST /validate HTTP/1.1\r\nHost: kembar\r\nContent-Type: text/turtle\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf"
        )
        head, _, body = b"".join(iter(lambda: line.recv(65_536), b"")).partition(b"\r\n\r\n")
    assert b" 408 " in head.split(b"\r\n")[0]
    Draft202012Validator(
        closed(schema_of(document, "/queries", "application/problem+json", status="default"))
    ).validate(json.loads(body))


def test_every_operation_names_the_one_form_of_errors(document: dict[str, Any]) -> None:
    forms = [
        json.dumps(operation["responses"]["default"], sort_keys=True)
        for path in document["paths"].values()
        for operation in path.values()
    ]
    assert len(set(forms)) == 1
