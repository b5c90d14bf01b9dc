"""Web clients of the service: curl, the editor YASGUI, and Comunica, which runs queries in browsers."""

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

SELECT = "SELECT ?p { ?p a <https://w3id.org/kembar/ontology#Partnership> } ORDER BY ?p"
COMUNICA = Path(__file__).parents[2] / ".venv/clients/node_modules/.bin/comunica-sparql"
WITHOUT_PROXIES = {**os.environ, "NO_PROXY": "*", "no_proxy": "*"}


def curl(*arguments: str) -> bytes:
    command = ["curl", "--silent", "--show-error", "--fail", "--noproxy", "*", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--get", "--data-urlencode", f"query={SELECT}"],
        ["--data-urlencode", f"query={SELECT}"],
        ["--header", "Content-Type: application/sparql-query", "--data-binary", SELECT],
        ["--data-urlencode", f"query={SELECT}", "--compressed"],
    ],
    ids=["get", "form", "direct", "compressed"],
)
def test_curl_reads_a_table(server: str, arguments: list[str]) -> None:
    assert len(curl(f"{server}/sparql", "--header", "Accept: text/csv", *arguments).split()) == 34


def test_curl_posts_a_query_from_a_file(server: str, tmp_path: Path) -> None:
    (tmp_path / "query.rq").write_text(f"# partnerships\n{SELECT}\n")
    answer = curl(
        f"{server}/sparql?format=csv",
        "--header",
        "Content-Type: application/sparql-query",
        "--data-binary",
        f"@{tmp_path / 'query.rq'}",
    )
    assert len(answer.split()) == 34


def test_curl_requests_the_headers_only(server: str) -> None:
    head = curl("--head", f"{server}/id/partnership/seoul")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"content-type: text/turtle" in head.lower()


def test_curl_gets_fewer_bytes_compressed(server: str) -> None:
    plain, compressed = (
        curl("--header", f"Accept-Encoding: {coding}", f"{server}/dataset") for coding in ("identity", "gzip")
    )
    assert len(compressed) < len(plain) / 4
    assert gzip.decompress(compressed) == plain


YASGUI = {
    "Accept": "application/sparql-results+json,*/*;q=0.9",
    "Origin": "https://yasgui.example",
    "X-Requested-With": "XMLHttpRequest",
}
EXTRA = {"timeout": "0", "output": "json", "infer": ""}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, YASGUI["Accept"], "application/sparql-results+json"),
        ("ASK {}", YASGUI["Accept"], "application/sparql-results+json"),
        ("DESCRIBE <https://w3id.org/kembar/id/partnership/seoul>", "text/turtle,*/*;q=0.9", "text/turtle"),
        ("DESCRIBE <https://w3id.org/kembar/id/partnership/seoul>", YASGUI["Accept"], "text/turtle"),
    ],
)
def test_yasgui_reads_every_form_of_result(
    client: httpx.Client, method: str, query: str, accept: str, media_type: str
) -> None:
    parameters = {"query": query, **EXTRA, "default-graph-uri": ["https://w3id.org/kembar/graph/chapter-partnerships"]}
    request_headers = {**YASGUI, "Accept": accept}
    answer = (
        client.get("/sparql", params=parameters, headers=request_headers)
        if method == "GET"
        else client.post("/sparql", data=parameters, headers=request_headers)
    )
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media_type)
    assert answer.headers["access-control-allow-origin"] == "*"
    headers = {
        "Origin": YASGUI["Origin"],
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "x-requested-with",
    }
    assert client.options("/sparql", headers=headers).status_code == 200


@pytest.mark.node
@pytest.mark.skipif(
    not (COMUNICA.exists() and shutil.which("node")),
    reason="Comunica is not installed: install Node.js with npm, then run make .venv/clients",
)
@pytest.mark.parametrize(
    "source", ["sparql@{0}/sparql", "{0}/sparql"], ids=["as an endpoint", "found by the service description"]
)
@pytest.mark.parametrize(
    ("query", "form", "expected"),
    [
        (SELECT, "application/sparql-results+json", 33),
        (SELECT.replace("}", "FILTER(CONTAINS(STR(?p), 'seoul')) }"), "application/sparql-results+json", 1),
        ("ASK { <https://w3id.org/kembar/id/partnership/seoul> ?p ?o }", "application/sparql-results+json", True),
        ("CONSTRUCT WHERE { ?p a <https://w3id.org/kembar/ontology#Partnership> }", "application/n-triples", 33),
    ],
    ids=["select", "filter", "ask", "construct"],
)
def test_comunica_reads_every_form_of_result(
    server: str, source: str, query: str, form: str, expected: int | bool
) -> None:
    command = [str(COMUNICA), source.format(server), "--query", query, "--outputType", form]
    run = subprocess.run(
        command, env=WITHOUT_PROXIES, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    if form == "application/n-triples":
        assert len(run.stdout.splitlines()) == expected
    else:
        answer = json.loads(run.stdout)
        assert (answer["boolean"] if expected is True else len(answer["results"]["bindings"])) == expected
