"""What others make of /openapi.json: a client generated from it, and a fuzzer that asks what it says may be asked."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
GENERATOR = {
    "post_hooks": [],  # no formatting of what is read by nobody
    # The generator knows only JSON, texts, forms and bytes.
    "content_type_overrides": dict.fromkeys(
        ("text/turtle", "application/n-triples", "application/trig", "application/sparql-query", "application/zip"),
        "application/octet-stream",
    ),
}


@pytest.fixture(scope="module")
def generated(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The client that openapi-python-client makes of the document, without a warning."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.json").write_text(json.dumps(GENERATOR))
    command = ["openapi-python-client", "generate", "--url", f"{server}/openapi.json", "--fail-on-warning"]
    options = ["--meta", "none", "--config", "config.json", "--output-path", "generated"]
    done = subprocess.run(
        [Path(sys.executable).with_name(command[0]), *command[1:], *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield importlib.import_module("generated")


@pytest.fixture
def generated_client(generated: ModuleType, server: str) -> Iterator[Any]:
    with generated.Client(base_url=server) as client:
        yield client


def operation(tag: str, name: str) -> Any:
    return importlib.import_module(f"generated.api.{tag}.{name}")


def model(name: str) -> Any:
    return getattr(importlib.import_module("generated.models"), name)


def test_a_generated_client_lists_the_inactive_partners(generated_client: Any) -> None:
    said = {"since": date(2017, 1, 1), "region": [model("InactivePartnersRegionItem").JAKARTA]}
    answer = operation("questions", "inactive_partners").sync(client=generated_client, **said)
    assert isinstance(answer, model("InactivePartnersAnswer"))
    assert answer.complete
    assert all(isinstance(row, model("InactivePartnersRow")) for row in answer.rows)
    assert [row.name_en for row in answer.rows] == [
        f"Jakarta–{name}" for name in ("Al-Quds", "Arkansas", "Islamabad", "Jeddah", "Maputo", "Paris", "Pyongyang")
    ]


def test_a_generated_client_follows_the_pages_of_the_partnerships(generated_client: Any) -> None:
    list_partnerships = operation("collections", "list_partnerships")
    whole = list_partnerships.sync(client=generated_client, limit=1_000)
    page = list_partnerships.sync(client=generated_client, limit=5)
    items = [*page.items]
    while page.next_:
        (cursor,) = parse_qs(urlsplit(page.next_).query)["cursor"]
        page = list_partnerships.sync(client=generated_client, limit=5, cursor=cursor)
        assert isinstance(page, model("PartnershipPage"))
        assert len(page.items) <= 5
        items += page.items
    assert whole.complete
    assert all(isinstance(item, model("Partnership")) for item in items)
    assert [item.id for item in items] == [item.id for item in whole.items]


def test_a_generated_client_lists_every_collection(generated: ModuleType, generated_client: Any) -> None:
    folder = Path(generated.__path__[0]) / "api" / "collections"
    names = sorted(path.stem for path in folder.glob("list_*.py"))
    assert len(names) == 9
    for name in names:
        page = operation("collections", name).sync(client=generated_client)
        assert not isinstance(page, model("Problem")), page
        assert page.items


def test_a_generated_client_searches(generated_client: Any) -> None:
    page = operation("collections", "search").sync(client=generated_client, q="seoul")
    assert isinstance(page, model("SearchPage"))
    assert isinstance(page.items[0], model("Hit"))
    assert "Seoul" in page.items[0].matched


def test_a_generated_client_reads_the_questions_and_their_columns(generated_client: Any) -> None:
    activity = model("ListQuestionsTag").ACTIVITY
    questions = operation("questions", "list_questions").sync(client=generated_client, tag=activity)
    assert all(isinstance(question, model("Question")) for question in questions)
    (question,) = [question for question in questions if question.name == "inactive-partners"]
    assert [parameter.name for parameter in question.parameters] == ["since", "contacts", "region"]
    assert all(column.description.en for column in question.columns)


def test_a_generated_client_gets_problems_as_such(generated_client: Any) -> None:
    problem = operation("collections", "list_deeds").sync(client=generated_client, cursor="none")
    assert isinstance(problem, model("Problem"))
    assert (problem.status, problem.parameter) == (422, "cursor")


def test_the_service_does_what_its_openapi_document_says(server: str, tmp_path: Path) -> None:
    command = ["schemathesis", "--config-file", str(CONFIGURATION), "run", f"{server}/openapi.json"]
    done = subprocess.run(
        [Path(sys.executable).with_name(command[0]), *command[1:]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.clients.sensible", "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stdout
