"""Permanent links pin the question, its parameters and the revision.

A tagged revision is kept, so a link to it gives the same answer later.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.commands import run
from tests.conftest import copied_content, serving

PATH = "/queries/inactive-partners"
COUNT = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT (COUNT(*) AS ?n) { <https://w3id.org/kembar/id/government/seoul> skos:altLabel ?label }"""


class Service:
    """A running service that keeps one revision, with content that the test can change."""

    def __init__(self, content: Path, client: httpx.Client, environment: dict[str, str]) -> None:
        self.content, self.client, self._environment = content, client, environment

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return run(*words, **self._environment)

    def load(self, name: str) -> None:
        """Load a new revision in which Seoul has another name."""
        file = self.content / "data/names-of-the-test.ttl"
        file.write_text(
            (file.read_text() if file.exists() else HEAD) + f'\ngovernment:seoul skos:altLabel "{name}"@en .\n'
        )
        assert self.run("load").returncode == 0


HEAD = """@prefix government: <https://w3id.org/kembar/id/government/> .
@prefix graph: <https://w3id.org/kembar/graph/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/kembar/id/source/> .
@prefix void: <http://rdfs.org/ns/void#> .
graph:names-of-the-test a void:Dataset ; prov:hadPrimarySource source:geonames ; rdfs:label "Uji"@id , "Test"@en .
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    content = copied_content(tmp_path / "content")
    settings = {"KEMBAR_CONTENT": str(content), "KEMBAR_REVISIONS_KEPT": "1"}
    with (
        serving(tmp_path / "home", **settings) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield Service(content, client, {**os.environ, **settings, "KEMBAR_HOME": str(tmp_path / "home")})


def link_of(answer: httpx.Response) -> str:
    return str(answer.links["cite-as"]["url"])


def test_the_permanent_link_holds_every_parameter_the_version_and_the_revision(client: httpx.Client) -> None:
    answer = client.get(f"{PATH}.csv", params={"contacts": "include", "timeout_ms": "9000"})
    link = urlsplit(link_of(answer))
    (version,) = [
        question["version"] for question in client.get("/queries").json() if question["name"] == "inactive-partners"
    ]
    assert f"{link.scheme}://{link.netloc}" == str(client.base_url).rstrip("/")
    assert link.path == f"{PATH}.csv"
    assert parse_qs(link.query) == {
        "since": ["2017-01-01"],
        "contacts": ["include"],
        "version": [version],
        "revision": ["1"],
    }


def test_a_table_holds_its_citation(client: httpx.Client) -> None:
    answer = client.get(PATH)
    table = answer.json()
    cite = table["cite"]
    assert (cite["type"], cite["title"], cite["author"]) == (
        "dataset",
        "Partners without a held activity since a day",
        [{"literal": "Kembar"}],
    )
    assert cite["id"] == cite["URL"] == link_of(answer)
    assert cite["issued"]["date-parts"] == [[int(part) for part in table["made"][:10].split("-")]]
    assert cite["version"] == f"question {table['version']}, revision 1"
    assert "CC BY 4.0" in cite["note"]
    assert "kept only among the newest 50" in cite["note"]
    assert "accessed" not in cite
    followed = client.get(cite["URL"])
    assert (followed.content, followed.headers["etag"]) == (answer.content, answer.headers["etag"])
    assert client.get(f"{PATH}.geojson").json()["cite"] == {
        **cite,
        "id": f"{cite['URL'].replace(PATH, PATH + '.geojson')}",
        "URL": f"{cite['URL'].replace(PATH, PATH + '.geojson')}",
    }


def test_another_version_of_the_question_is_410_with_the_current_address(client: httpx.Client) -> None:
    outdated = client.get(PATH, params={"since": "2016-01-01", "version": "000000000000", "revision": "1"})
    assert outdated.status_code == 410
    version, address = outdated.json()["version"], outdated.json()["address"]
    assert version == client.get(PATH).json()["version"]
    assert client.get(address).json()["parameters"]["since"] == "2016-01-01"
    assert client.get(f"{PATH}.ttl", params={"version": "000000000000"}).status_code == 410


@pytest.mark.slow
def test_the_version_changes_with_the_text_of_the_question(service: Service) -> None:
    link = link_of(service.client.get(PATH))
    assert service.client.get(link).status_code == 200
    file = service.content / "queries/inactive-partners.rq"
    file.write_text(file.read_text() + "# changed\n")
    assert service.run("load").stdout.startswith("Revision 1 holds this content"), "the facts are the same"
    assert service.client.get(link).status_code == 410
    assert link_of(service.client.get(PATH)) != link
    file.write_text(file.read_text() + "?")
    broken = service.run("load")
    assert (broken.returncode, "queries/inactive-partners.rq:" in broken.stderr) == (2, True)
    assert service.client.get(PATH).status_code == 200


@pytest.mark.slow
def test_a_tagged_revision_is_kept_and_its_tag_is_accepted_as_a_revision(service: Service) -> None:
    client = service.client
    untagged = client.get(PATH)
    assert "has no tag" in untagged.json()["cite"]["note"]
    assert service.run("tag", "release-1.0").stdout == "release-1.0 is revision 1.\n"
    answer = client.get(PATH)
    assert link_of(answer).endswith("&revision=release-1.0")
    assert answer.json()["cite"]["version"].endswith("revision 1 (release-1.0)")
    assert "has no tag" not in answer.json()["cite"]["note"]

    for name in ("Hanyang", "Hanseong", "Gyeongseong"):
        service.load(name)
    assert client.get("/health").json()["revision"] == 4
    assert client.get(PATH, params={"revision": "2"}).status_code == 410
    assert client.get(link_of(answer)).content == answer.content
    assert client.get(link_of(untagged)).json()["rows"] == answer.json()["rows"]
    assert client.get(PATH).json()["revision"] == 4

    current = client.get("/sparql", params={"query": COUNT, "format": "csv"}).text
    tagged = client.get("/sparql", params={"query": COUNT, "format": "csv", "revision": "release-1.0"}).text
    assert current != tagged
    assert (
        client.post("/sparql", data={"query": COUNT, "revision": "release-1.0"}, params={"format": "csv"}).text
        == tagged
    )
    for path in ("/id/government/seoul", "/dataset", "/rdf-graph-store?default=", "/queries/deeds", "/queries.ttl"):
        assert (
            client.get(f"{path}{'&' if '?' in path else '?'}revision=release-1.0").headers["kembar-revision"] == "1"
        ), path
    assert client.get("/matrix", params={"revision": "release-1.0"}).json()["revision"] == 1
    deed = b"<https://w3id.org/kembar/id/deed/shanghai-mou-2020> a <https://w3id.org/kembar/ontology#Deed> ."
    assert (
        client.post(
            "/validate", content=deed, params={"revision": "release-1.0"}, headers={"Content-Type": "text/turtle"}
        ).json()["revision"]
        == 1
    )
    unknown = client.get(PATH, params={"revision": "release-2.0"})
    assert (unknown.status_code, unknown.json()["known"]) == (422, ["release-1.0"])


@pytest.mark.slow
def test_a_tag_cannot_be_moved(service: Service) -> None:
    assert service.run("tag", "first").returncode == 0
    assert service.run("tag", "first", "--revision", "1").returncode == 0
    service.load("Hanyang")
    assert service.run("tag", "second").stdout == "second is revision 2.\n"
    retagged = service.run("tag", "first")
    assert (retagged.returncode, "may be cited" in retagged.stderr) == (2, True)
    for words in (("7",), ("No",), ("a b",), ("third", "--revision", "9")):
        assert service.run("tag", *words).returncode == 2, words
    assert service.run("tag").stdout == "first  revision 1\nsecond  revision 2\n"
    assert link_of(service.client.get(PATH, params={"revision": "1"})).endswith("revision=first")


def test_an_empty_home_has_nothing_to_tag(tmp_path: Path) -> None:
    result = run("tag", "first", KEMBAR_HOME=str(tmp_path / "none"))
    assert (result.returncode, "kembar load" in result.stderr) == (2, True)
    assert not (tmp_path / "none").exists()
