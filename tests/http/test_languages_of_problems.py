"""Problems in Indonesian for those who ask, and in English for programs."""

from typing import Any

import httpx
import pytest

from kembar.messages import MESSAGES

INDONESIAN = {"Accept-Language": "id-ID, id;q=0.9, en;q=0.5"}
TURTLE = {"Content-Type": "text/turtle"}
HEAD = """@prefix kb: <https://w3id.org/kembar/ontology#> . @prefix deed: <https://w3id.org/kembar/id/deed/> .
@prefix government: <https://w3id.org/kembar/id/government/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
deed:new a kb:Deed ; kb:party government:jakarta .
"""
REFUSED_STATEMENTS = {
    "deed:new kb:party government:berlinn .": (
        "Ada pernyataan yang menyebut <https://w3id.org/kembar/id/government/berlinn>, yang tidak diuraikan dalam "
        "catatan maupun dalam graf. Yang terdekat: government:berlin"
    ),
    "deed:new kb:date 'x' .": "Ada pernyataan yang bernilai dengan tipe data xsd:string, padahal kb:date meminta "
    "tanggal",
    "deed:new kb:date '2026-02-30'^^xsd:date .": (
        "Ada pernyataan yang nilainya tidak terbaca: '2026-02-30' bukan tanggal kalender"
    ),
    "deed:new kb:date '2999-01-01'^^xsd:date .": "Ada pernyataan yang memberi tanggal setelah hari ini, ",
    "deed:new kb:governs government:berlin .": "Ada pernyataan yang salah tempat: kb:governs milik ",
    "government:berlin kb:party government:jakarta .": (
        "Ada pernyataan yang menyangkut hal yang sudah diuraikan dalam catatan"
    ),
}
"""Statements that are refused, and how that is told in Indonesian."""

REFUSED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "an unknown page": ("GET", "/nothing", {}),
    "an unknown thing": ("GET", "/id/partnership/nowhere", {}),
    "an unknown question": ("GET", "/queries/inactive-partner", {}),
    "an unknown parameter": ("GET", "/queries/inactive-partners?weather=fine", {}),
    "an unknown filter": ("GET", "/partnerships?colour=red", {}),
    "an unknown country": ("GET", "/partnerships?country=zz", {}),
    "an unknown member": ("GET", "/partnerships?fields=colour", {}),
    "an unknown revision": ("GET", "/partnerships?revision=99", {}),
    "a value of another form": ("GET", "/queries/inactive-partners?since=soon", {}),
    "a choice that there is not": ("GET", "/queries/inactive-partners?contacts=maybe", {}),
    "a period that ends before it begins": ("GET", "/activities?since=2020-01-01&until=2019-01-01", {}),
    "a parameter given twice": ("GET", "/partnerships?limit=1&limit=1", {}),
    "a value that the framework refuses": ("GET", "/matrix?as_of=soon", {}),
    "a limit above the maximum": ("GET", "/partnerships?limit=100000", {}),
    "a cursor of nobody": ("GET", "/partnerships?cursor=x", {}),
    "a search without a text": ("GET", "/search", {}),
    "a shape that there is not": ("GET", "/partnerships.csv?shape=rows", {}),
    "a format that there is not": ("GET", "/queries/deeds.geojson", {}),
    "a version that there is no more": ("GET", "/queries/deeds?version=000000000000", {}),
    "a method that there is not": ("DELETE", "/queries/deeds", {}),
    "a token that is none": ("GET", "/queries/deeds", {"headers": {"Authorization": "Bearer none"}}),
    "a body that is too large": ("POST", "/validate", {"content": b"#" * 3_000_000, "headers": TURTLE}),
    "an empty body": ("POST", "/validate", {"content": b"", "headers": TURTLE}),
    "a body of a kind that is not read": ("POST", "/validate", {"content": b"x", "headers": {"Content-Type": "a/b"}}),
    "a graph that does not parse": ("POST", "/validate", {"content": b"<", "headers": TURTLE}),
    "a query that does not parse": ("GET", "/sparql?query=SELEC", {}),
    "no query": ("POST", "/sparql", {"data": {"x": "y"}}),
    "an answer that takes too long": (
        "GET",
        "/sparql",
        {
            "params": {
                "query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 1 OFFSET 99999999",
                "timeout_ms": "50",
            }
        },
    ),
}


def asked(client: httpx.Client, case: str, language: dict[str, str]) -> httpx.Response:
    method, path, given = REFUSED[case]
    return client.request(method, path, **{**given, "headers": {**given.get("headers", {}), **language}})


@pytest.mark.parametrize("case", REFUSED)
def test_common_refusals_are_told_in_the_language_that_is_asked_for(client: httpx.Client, case: str) -> None:
    told, plain = asked(client, case, INDONESIAN), asked(client, case, {})
    slug = plain.json()["type"].rsplit("/", 1)[-1]
    assert (told.status_code, told.headers["content-language"], told.json()["title"]) == (
        plain.status_code,
        "id",
        MESSAGES[f"problem.{slug}"]["id"],
    )
    assert (plain.headers["content-language"], plain.json()["title"]) == ("en", MESSAGES[f"problem.{slug}"]["en"])
    assert told.json()["detail"] != plain.json()["detail"]
    same = {name: value for name, value in plain.json().items() if name not in ("title", "detail")}
    assert {name: told.json()[name] for name in same} == same
    assert "Accept-Language" in told.headers["vary"]


@pytest.mark.parametrize(
    ("query", "headers", "language"),
    [
        ("", {}, "en"),
        ("", {"Accept-Language": "*"}, "en"),
        ("", {"Accept-Language": "fr"}, "en"),
        ("", {"Accept-Language": "en, id"}, "en"),
        ("", {"Accept-Language": "id;q=0.5, en;q=0.4"}, "id"),
        ("?lang=id", {"Accept-Language": "en"}, "id"),
        ("?lang=en", INDONESIAN, "en"),
        ("?lang=xx", INDONESIAN, "id"),
    ],
)
def test_programs_get_english_and_the_parameter_wins(
    client: httpx.Client, query: str, headers: dict[str, str], language: str
) -> None:
    assert client.get(f"/nothing{query}", headers=headers).headers["content-language"] == language


@pytest.mark.parametrize("statement", REFUSED_STATEMENTS)
def test_a_refused_proposal_is_told_in_one_language(client: httpx.Client, statement: str) -> None:
    answer = client.post("/validate", content=(HEAD + statement).encode(), headers={**TURTLE, **INDONESIAN})
    assert (answer.status_code, answer.headers["content-language"]) == (422, "id")
    assert answer.json()["detail"].startswith(REFUSED_STATEMENTS[statement])


def test_a_proposal_without_a_deed_is_told_in_indonesian(client: httpx.Client) -> None:
    answer = client.post("/validate", content=b"<http://e/a> a <http://e/b> .", headers={**TURTLE, **INDONESIAN})
    assert answer.headers["content-language"] == "id"
    graph = b"<http://e/a> a <https://w3id.org/kembar/ontology#Actor> ."
    answer = client.post("/validate?lang=id", content=graph, headers=TURTLE)
    assert answer.json()["detail"].startswith("Graf tidak memuat naskah. Uraikan naskah yang akan ditandatangani")


def test_a_member_of_json_that_means_nothing_is_told_in_indonesian(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/json", **INDONESIAN}
    answer = client.post("/validate", json={"type": "Deed", "partyy": "x"}, headers=headers)
    assert answer.json()["detail"] == (
        "'partyy' (/partyy) bukan istilah dalam konteks dan bukan IRI, sehingga tidak berarti apa pun. "
        "Yang terdekat: party."
    )


def test_a_detail_that_exists_in_english_only_says_so(client: httpx.Client) -> None:
    answer = client.get("/sparql?query=SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", headers=INDONESIAN)
    assert (answer.headers["content-language"], answer.json()["title"]) == ("en", "Kueri ditolak")
