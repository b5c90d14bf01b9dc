"""SERVICE is refused except for origins that the operator allows; redirects are not followed."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from tests.conftest import serving, trapping

PARTNERSHIP = "<https://w3id.org/kembar/ontology#Partnership>"
COUNT = f"SELECT ?n {{{{ SERVICE {{}} {{{{ SELECT (COUNT(?p) AS ?n) {{{{ ?p a {PARTNERSHIP} }}}} }}}} }}}}"


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[str, list[str]]]:
    with trapping() as trap:
        yield trap


@pytest.fixture(scope="module")
def redirecting(trap: tuple[str, list[str]]) -> Iterator[str]:
    """Return the address of an endpoint that redirects every request to the trap."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(307)
            self.send_header("Location", trap[0])
            self.end_headers()

        do_POST = do_GET  # noqa: N815 -- the name is defined by http.server

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as endpoint:
        thread = threading.Thread(target=endpoint.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{endpoint.server_port}"
        endpoint.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def federating_client(
    server: str, redirecting: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Return a client of a service that may call the shipped service and the redirecting endpoint."""
    with (
        serving(tmp_path_factory.mktemp("home"), KEMBAR_SERVICES_ALLOWED=f"{server} {redirecting}") as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, "format": "csv"})


def test_an_endpoint_of_an_allowed_origin_is_called(federating_client: httpx.Client, server: str) -> None:
    assert ask(federating_client, COUNT.format(f"<{server}/sparql>")).text.split() == ["n", "33"]


@pytest.mark.parametrize(
    "target",
    [
        "<{trap}/sparql>",
        "SILENT <{trap}/>",
        "?x",
        "<{server}@{trap_host}/>",
        "<{server}.example.org/>",
        "<sparql>",
        "kb:x",
    ],
)
def test_any_other_is_refused_and_not_called(
    federating_client: httpx.Client, server: str, trap: tuple[str, list[str]], target: str
) -> None:
    address, calls = trap
    query = "PREFIX kb: <http://e/>" + COUNT.format(
        target.format(trap=address, server=server, trap_host=address.removeprefix("http://"))
    )
    details = ask(federating_client, query).json()
    assert (details["status"], details["type"].rsplit("/", 1)[-1]) == (400, "query-refused")
    assert server in details["allowed"]
    assert calls == []


def test_an_allowed_endpoint_cannot_send_us_elsewhere(
    federating_client: httpx.Client, redirecting: str, trap: tuple[str, list[str]]
) -> None:
    answer = ask(federating_client, COUNT.format(f"<{redirecting}/>"))
    assert answer.status_code >= 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert trap[1] == []


def test_an_invalid_origin_stops_the_start(tmp_path_factory: pytest.TempPathFactory) -> None:
    for invalid in (
        "example.org",
        "https://example.org/",
        "https://example.org/sparql",
        "ftp://example.org",
        "https://a@example.org",
        "*",
    ):
        with (
            pytest.raises(AssertionError, match="KEMBAR_SERVICES_ALLOWED"),
            serving(tmp_path_factory.mktemp("home"), KEMBAR_SERVICES_ALLOWED=invalid),
        ):
            pass
