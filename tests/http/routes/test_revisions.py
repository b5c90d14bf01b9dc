"""A change of content makes a new revision, which a running service answers from at once; older ones can be asked while they are kept."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kembar.files import Content
from tests.conftest import serving

SEOUL = "SELECT ?label { <https://w3id.org/kembar/id/government/seoul> <http://www.w3.org/2004/02/skos/core#altLabel> ?label } ORDER BY ?label"


class Service:
    """A running service over a content of its own that can be changed."""

    def __init__(self, folder: Path, url: str, environment: dict[str, str]) -> None:
        self.client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self._file, self._environment = (
            next(file for file in (folder / "data").rglob("*.ttl") if "government:seoul " in file.read_text()),
            environment,
        )

    def change(self, text: str) -> subprocess.CompletedProcess[str]:
        """Write into the content, and load it beside the service."""
        self._file.write_text(self._file.read_text() + text)
        return subprocess.run(
            [sys.executable, "-m", "kembar", "load"],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

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


def test_a_running_service_answers_from_new_content_and_still_from_old(service: Service) -> None:
    before = service.ask()
    assert before.headers["kembar-revision"] == "1"
    said = service.change(
        '\n<https://w3id.org/kembar/id/government/seoul> <http://www.w3.org/2004/02/skos/core#altLabel> "Hanyang"@en .\n'
    )
    assert "Revision 2 holds this content" in said.stdout, said.stderr
    after = service.ask()
    assert after.headers["kembar-revision"] == "2"
    assert set(after.text.split("\r\n")) - set(before.text.split("\r\n")) == {"Hanyang"}
    assert service.client.get("/health").json()["revision"] == 2
    assert service.client.get("/queries/inactive-partners").json()["revision"] == 2
    then = service.ask(revision=1)
    assert (then.text, then.headers["kembar-revision"]) == (before.text, "1")
    assert (
        service.client.post(
            "/sparql", data={"query": SEOUL, "format": "csv", "revision": "1"}, params={"format": "csv"}
        ).text
        == before.text
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
    assert service.client.post("/validate", content=b"<https://w3id.org/kembar/id/deed/shanghai-mou-2020> a <https://w3id.org/kembar/ontology#Deed> .",
                               headers={"Content-Type": "text/turtle"}).json()["revision"] == 2  # fmt: skip


def test_collections_and_search_follow_the_content_and_a_list_goes_on_as_it_began(service: Service) -> None:
    begun = service.client.get("/partners", params={"limit": 20})
    said = service.change(
        '\n<https://w3id.org/kembar/id/government/seoul> <http://www.w3.org/2004/02/skos/core#altLabel> "Wiryeseong"@en .\n'
    )
    assert "holds this content" in said.stdout, said.stderr
    revision = begun.json()["revision"]
    found = service.client.get("/search", params={"q": "wiryeseong"}).json()
    assert (found["revision"], found["items"][0]["id"]) == (revision + 1, "https://w3id.org/kembar/id/government/seoul")
    assert service.client.get("/partners", params={"q": "wiryeseong", "revision": revision}).json()["items"] == []
    rest = service.client.get(begun.links["next"]["url"])
    assert (rest.headers["kembar-revision"], rest.json()["revision"], len(rest.json()["items"])) == (
        str(revision),
        revision,
        2,
    )


def test_broken_content_is_refused_with_its_line_and_changes_nothing(service: Service) -> None:
    revision = service.client.get("/health").json()["revision"]
    broken = "\nnobody:x a kb:Nothing .\n"
    said = service.change(broken)
    service.undo(broken)
    assert said.returncode == 2
    assert ".ttl:" in said.stderr
    assert service.client.get("/health").json()["revision"] == revision


def test_a_revision_that_is_kept_no_longer_is_410_and_names_the_nearest(service: Service) -> None:
    newest = service.client.get("/health").json()["revision"]
    for name in ("Seoul I", "Seoul II"):
        assert (
            service.change(
                f'\n<https://w3id.org/kembar/id/government/seoul> <http://www.w3.org/2004/02/skos/core#altLabel> "{name}"@en .\n'
            ).returncode
            == 0
        )
    gone = service.ask(revision=1)
    assert (gone.status_code, gone.json()["nearest"]) == (410, newest + 1)
    assert service.client.get("/matrix", params={"revision": 1}).status_code == 410
    assert service.ask(revision=99).status_code == 404
    assert service.ask(revision="no-such-tag").status_code == 404
    for wrong in ("0", "-1", "X", "1.5"):
        answer = service.ask(revision=wrong)
        assert (answer.status_code, answer.json()["parameter"]) == (422, "revision"), wrong
        assert (
            service.client.post("/sparql", data={"query": SEOUL, "revision": wrong}).json()["parameter"] == "revision"
        )
