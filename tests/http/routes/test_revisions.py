"""Changed content becomes a new revision, from which a running service answers at once.

Older revisions can be read as long as they are kept.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kembar.files import Content
from tests.commands import run
from tests.conftest import serving

ALT_LABEL = "<http://www.w3.org/2004/02/skos/core#altLabel>"
SEOUL = f"SELECT ?label {{ <https://w3id.org/kembar/id/government/seoul> {ALT_LABEL} ?label }} ORDER BY ?label"


def alternative_label(name: str) -> str:
    return f'\n<https://w3id.org/kembar/id/government/seoul> {ALT_LABEL} "{name}"@en .\n'


class Service:
    """A running service with its own content that the test can change."""

    def __init__(self, folder: Path, url: str, environment: dict[str, str]) -> None:
        self.client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self._file, self._environment = (
            next(file for file in (folder / "data").rglob("*.ttl") if "government:seoul " in file.read_text()),
            environment,
        )

    def change(self, text: str) -> subprocess.CompletedProcess[str]:
        """Append text to the content and load it while the service runs."""
        self._file.write_text(self._file.read_text() + text)
        return run("load", **self._environment)

    def undo(self, text: str) -> None:
        self._file.write_text(self._file.read_text().removesuffix(text))

    def ask(self, query: str = SEOUL, **parameters: str | int) -> httpx.Response:
        return self.client.get("/sparql", params={"query": query, "format": "csv", **parameters})


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("content")
    shutil.copytree(
        Content.shipped().root, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.pyc", ".*", "node_modules")
    )
    settings = {"KEMBAR_CONTENT": str(folder), "KEMBAR_REVISIONS_KEPT": "2"}
    home = tmp_path_factory.mktemp("home")
    with serving(home, **settings) as url:
        service = Service(folder, url, {**os.environ, **settings, "KEMBAR_HOME": str(home)})
        yield service
        service.client.close()


@pytest.mark.slow
def test_a_running_service_answers_from_new_content_and_from_the_previous_revision(service: Service) -> None:
    first_answer = service.ask()
    assert first_answer.headers["kembar-revision"] == "1"
    result = service.change(alternative_label("Hanyang"))
    assert "Revision 2 holds this content" in result.stdout, result.stderr
    second_answer = service.ask()
    assert second_answer.headers["kembar-revision"] == "2"
    assert set(second_answer.text.split("\r\n")) - set(first_answer.text.split("\r\n")) == {"Hanyang"}
    assert service.client.get("/health").json()["revision"] == 2
    assert service.client.get("/queries/inactive-partners").json()["revision"] == 2
    old_answer = service.ask(revision=1)
    assert (old_answer.text, old_answer.headers["kembar-revision"]) == (first_answer.text, "1")
    assert (
        service.client.post(
            "/sparql", data={"query": SEOUL, "format": "csv", "revision": "1"}, params={"format": "csv"}
        ).text
        == first_answer.text
    )
    for path in (
        "/queries/inactive-partners",
        "/id/government/seoul",
        "/dataset",
        "/rdf-graph-store?default",
        "/sparql",
    ):
        assert (
            service.client.get(path, params=httpx.QueryParams(path.partition("?")[2]).set("revision", 1)).headers[
                "kembar-revision"
            ]
            == "1"
        ), path
    deed = b"<https://w3id.org/kembar/id/deed/shanghai-mou-2020> a <https://w3id.org/kembar/ontology#Deed> ."
    verdict = service.client.post("/validate", content=deed, headers={"Content-Type": "text/turtle"})
    assert verdict.json()["revision"] == 2


@pytest.mark.slow
def test_collections_and_search_follow_the_content_and_a_list_keeps_its_revision(service: Service) -> None:
    first_page = service.client.get("/partners", params={"limit": 20})
    result = service.change(alternative_label("Wiryeseong"))
    assert "holds this content" in result.stdout, result.stderr
    revision = first_page.json()["revision"]
    hits = service.client.get("/search", params={"q": "wiryeseong"}).json()
    assert (hits["revision"], hits["items"][0]["id"]) == (revision + 1, "https://w3id.org/kembar/id/government/seoul")
    assert service.client.get("/partners", params={"q": "wiryeseong", "revision": revision}).json()["items"] == []
    next_page = service.client.get(first_page.links["next"]["url"])
    assert (next_page.headers["kembar-revision"], next_page.json()["revision"], len(next_page.json()["items"])) == (
        str(revision),
        revision,
        13,
    )


def test_broken_content_is_refused_with_its_line_and_changes_nothing(service: Service) -> None:
    revision = service.client.get("/health").json()["revision"]
    broken = "\nnobody:x a kb:Nothing .\n"
    result = service.change(broken)
    service.undo(broken)
    assert result.returncode == 2
    assert ".ttl:" in result.stderr
    assert service.client.get("/health").json()["revision"] == revision


@pytest.mark.slow
def test_a_pruned_revision_is_410_and_names_the_nearest(service: Service) -> None:
    newest = service.client.get("/health").json()["revision"]
    for name in ("Seoul I", "Seoul II"):
        assert service.change(alternative_label(name)).returncode == 0
    pruned = service.ask(revision=1)
    assert (pruned.status_code, pruned.json()["nearest"]) == (410, newest + 1)
    assert service.client.get("/matrix", params={"revision": 1}).status_code == 410
    assert service.ask(revision=99).status_code == 422
    assert service.ask(revision="no-such-tag").status_code == 422
    for invalid in ("0", "-1", "X", "1.5"):
        answer = service.ask(revision=invalid)
        assert (answer.status_code, answer.json()["parameter"]) == (422, "revision"), invalid
        assert (
            service.client.post("/sparql", data={"query": SEOUL, "revision": invalid}).json()["parameter"] == "revision"
        )
