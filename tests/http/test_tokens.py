"""A token raises the limits of a client; an invalid token is refused; only a hash of a token is stored."""

import json
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.commands import run
from tests.conftest import serving

SETTINGS = {"KEMBAR_QUERY_MAX_MS": "1000", "KEMBAR_RESULT_MAX_ROWS": "10", "KEMBAR_RESULT_MAX_BYTES": "5000"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[httpx.Client]:
    with serving(home, **SETTINGS) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client


def token(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run("token", *words, KEMBAR_HOME=str(home))


def ask(
    client: httpx.Client, query: str, secret: str | None = None, scheme: str = "Bearer", **parameters: str
) -> httpx.Response:
    headers = {"Authorization": f"{scheme} {secret}"} if secret else {}
    return client.get("/sparql", params={"query": query, **parameters}, headers=headers)


def test_a_token_raises_only_the_limits_it_names(client: httpx.Client, home: Path) -> None:
    secret = token(home, "add", "wide", "--result-max-rows", "1000", "--result-max-bytes", "1000000").stdout.strip()
    rows = "SELECT * { ?s ?p ?o } LIMIT 20"
    assert ask(client, rows).status_code == 422
    answer = ask(client, rows, secret)
    assert answer.status_code == 200
    assert len(answer.json()["results"]["bindings"]) == 20
    assert answer.headers["cache-control"] == "private, no-cache"
    assert ask(client, rows).status_code == 422  # the answer to the holder of a token is not cached for others
    assert ask(client, ENDLESS, secret).json()["limit"] == 1000


def test_a_token_raises_the_deadline_and_its_holder_can_request_a_shorter_one(client: httpx.Client, home: Path) -> None:
    secret = token(home, "add", "patient", "--query-max-ms", "2500").stdout.strip()
    assert ask(client, ENDLESS, secret).json()["limit"] == 2500
    assert ask(client, ENDLESS, secret, timeout_ms="1500").json()["limit"] == 1500
    assert ask(client, ENDLESS).json()["limit"] == 1000


def test_a_token_that_is_none_is_401_and_one_that_is_revoked_is_none(client: httpx.Client, home: Path) -> None:
    secret = token(home, "add", "short-lived").stdout.strip()
    assert ask(client, "ASK {}", secret).status_code == 200
    assert token(home, "revoke", "short-lived").returncode == 0
    for invalid, scheme in (
        (secret, "Bearer"),
        ("guess", "Bearer"),
        ("dTpw", "Basic"),
        ("", "Bearer:"),
        ("x" * 5000, "Bearer"),
    ):
        answer = client.get(
            "/sparql", params={"query": "ASK {}"}, headers={"Authorization": f"{scheme} {invalid}".strip()}
        )
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.headers["content-type"] == "application/problem+json"


def test_only_a_hash_is_stored_for_its_owner_alone(home: Path) -> None:
    secret = token(home, "add", "hidden").stdout.strip()
    file = home / "tokens.json"
    assert secret not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "hidden" in {entry["name"] for entry in json.loads(file.read_text()).values()}
    listed = token(home, "list").stdout
    assert "name=hidden" in listed
    assert secret not in listed


def test_the_name_of_a_token_is_valid_and_unique(home: Path) -> None:
    assert token(home, "add", "twice").returncode == 0
    for words in (("add", "twice"), ("add", "Not A Name"), ("revoke", "nobody"), ("add", "x", "--query-max-ms", "0")):
        result = token(home, *words)
        assert result.returncode == 2
        assert result.stderr
        assert "Traceback" not in result.stderr
