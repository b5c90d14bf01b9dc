"""Content negotiation: a suffix takes precedence over ``?format=``, which takes precedence over ``Accept``.

``Accept`` is read as RFC 9110 §12.5.1 defines it.
"""

import httpx
import pytest

JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
ACCEPTED = [
    ("*/*", JSON),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON),
    ("application/xml;q=0.9,*/*;q=0.8", XML),
    ("text/*", CSV),
    ("application/*;q=0.1, text/*;q=0.2", CSV),
    ("text/csv;q=0.2, application/sparql-results+xml;q=0.3", XML),
    ("text/csv, */*", CSV),
    ("application/sparql-results+json,*/*;q=0.9", JSON),
    ("text/csv;q=0, text/*", TSV),
    ("application/sparql-results+json;q=0, application/json;q=0, */*", XML),
    ("*/*;q=0.1, text/csv;q=0.05", JSON),
    ("text/html, text/csv;q=0.001", CSV),
    ("TEXT/CSV", CSV),
    ("text/xml, text/csv;q=0.9", XML),
    ("application/json;q=0.9, text/csv;q=0.8", JSON),
    ("text/csv;header=present", CSV),
    ("application/sparql-results+xml;charset=utf-8;q=0.5, text/csv;q=0.4", XML),
]
REFUSED = ["text/html", "*/*;q=0", "text/csv;q=0", "image/*", "text/csv;q=2", "nonsense"]


def media(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    return response.headers["content-type"].split(";")[0]


@pytest.mark.parametrize(("accept", "media_type"), ACCEPTED)
def test_the_format_with_the_highest_weight_is_chosen(client: httpx.Client, accept: str, media_type: str) -> None:
    assert media(client.get("/sparql?query=SELECT*%7B%7D", headers={"Accept": accept})) == media_type


@pytest.mark.parametrize("accept", REFUSED)
def test_an_unavailable_format_is_406_and_lists_the_available_ones(client: httpx.Client, accept: str) -> None:
    answer = client.get("/sparql?query=SELECT*%7B%7D", headers={"Accept": accept})
    assert (answer.status_code, answer.json()["available"]) == (406, [JSON, XML, CSV, TSV])


def test_several_accept_headers_are_read_as_one_list(client: httpx.Client) -> None:
    headers = [("Accept", "text/csv;q=0.1"), ("Accept", "application/sparql-results+xml")]
    del client.headers["accept"]
    assert media(client.get("/sparql?query=SELECT*%7B%7D", headers=headers)) == XML


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("json", JSON),
        ("xml", XML),
        ("csv", CSV),
        ("TSV", TSV),
        ("text/csv", CSV),
        ("application/sparql-results%2Bxml", XML),
    ],
)
def test_the_format_parameter_takes_precedence_over_the_accept_header(
    client: httpx.Client, name: str, media_type: str
) -> None:
    assert (
        media(client.get(f"/sparql?query=SELECT*%7B%7D&format={name}", headers={"Accept": "text/html"})) == media_type
    )


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_the_suffix_takes_precedence_over_parameter_and_header(
    client: httpx.Client, name: str, media_type: str
) -> None:
    for thing in ("/id/partnership/seoul", "/graph/sources", "/concept/status"):
        assert media(client.get(f"{thing}.{name}?format=html", headers={"Accept": "text/html"})) == media_type


@pytest.mark.parametrize("predicate", ["http://e/1", "http://e/", "urn:x:1"])
def test_a_graph_that_rdf_xml_cannot_express_is_406(client: httpx.Client, predicate: str) -> None:
    query = f"CONSTRUCT {{ <http://e/a> <{predicate}> 1 }} {{}}"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/rdf+xml"})
    assert answer.status_code == 406
    assert f"<{predicate}>" in answer.json()["detail"]
    assert media(client.get("/sparql", params={"query": query})) == "text/turtle"
