"""Operations: readiness, metrics, and one log line per request that does not contain its query."""

import json
import socket
import time
from collections.abc import Iterable
from pathlib import Path

import httpx

from tests.conftest import running

QUERY = "SELECT ?secret { ?secret a <https://w3id.org/kembar/ontology#Partnership> }"


def figures(client: httpx.Client) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_health_is_ready_once_a_worker_answers_and_is_never_cached(client: httpx.Client) -> None:
    answer = client.get("/health")
    assert answer.json()["status"] == "ready"
    assert answer.headers["cache-control"] == "no-store"
    assert "work;dur=" in answer.headers["server-timing"]


def test_requests_durations_processes_and_revision_are_counted(client: httpx.Client) -> None:
    first_figures = figures(client)
    client.get("/sparql", params={"query": QUERY})
    client.get("/sparql", params={"query": "SELECT"})
    client.get("/nowhere")
    for number in range(5):
        client.request(f"INVENTED{number}", "/sparql")
    client.options("/sparql", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    time.sleep(0.2)  # the text of the metrics is kept for a tenth of a second
    last_figures = figures(client)
    for name, increase in (
        ('kembar_requests_total{method="GET",route="/sparql",status="400"}', 1),
        ('kembar_requests_total{method="GET",route="none",status="404"}', 1),
        ('kembar_requests_total{method="OPTIONS",route="none",status="200"}', 1),
        ('kembar_request_seconds_count{route="/sparql"}', 1),
        ("kembar_cache_misses_total", 1),
    ):
        assert last_figures[name] >= first_figures.get(name, 0) + increase, name
    assert last_figures["kembar_revision"] >= 1
    assert last_figures["kembar_statements"] > 10_000
    assert last_figures['kembar_worker_requests{kind="query"}'] == 0
    assert not [name for name in last_figures if "INVENTED" in name]
    assert not [name for name in last_figures if "secret" in name or "nowhere" in name]


def request_lines(log: Iterable[str]) -> list[str]:
    """Return the lines of a log without those of the start."""
    start_messages = ("deeds judged",)
    return [line for line in log if not any(words in line for words in start_messages)]


def test_each_request_has_an_id_its_times_and_a_log_line_without_its_query(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w+") as log:
        with (
            running(tmp_path / "home", log) as server,
            httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client,
        ):
            answer = client.get("/sparql", params={"query": QUERY}, headers={"Accept-Encoding": "identity"})
            form = client.post("/sparql", data={"query": QUERY})
        log.seek(0)
        text = log.read()
    lines = {line["request"]: line for line in map(json.loads, request_lines(text.splitlines())) if "request" in line}
    line = lines[answer.headers["x-request-id"]]
    assert (line["method"], line["path"], line["status"], line["bytes"]) == ("GET", "/sparql", 200, len(answer.content))
    assert line["ms"] >= line["work"] > 0
    assert form.headers["x-request-id"] in lines
    assert "secret" not in text
    assert "queue;dur=" in answer.headers["server-timing"]


def test_a_client_that_disconnects_in_its_request_is_logged_as_499(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w+") as log:
        with (
            running(tmp_path / "home", log) as server,
            httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client,
        ):
            for path, media in (("/validate", "text/turtle"), ("/sparql", "application/sparql-query")):
                with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as connection:
                    connection.sendall(
                        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {media}\r\n"
                        "Content-Length: 100\r\n\r\nASK".encode()
                    )
            assert client.get("/health").json()["status"] == "ready"
        log.seek(0)
        lines = request_lines(log)
    assert sorted((line["path"], line["status"]) for line in map(json.loads, lines)) == [
        ("/health", 200),
        ("/sparql", 499),
        ("/validate", 499),
    ]
