"""A question is added with one file, without Python, and has all formats and a permanent link.

A deprecated question, parameter or column is announced everywhere.
"""

import csv
import io
import os
from collections.abc import Iterator
from typing import NamedTuple

import httpx
import pytest
from rdflib import RDF, SH, Graph, URIRef

from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.questions.catalogue import Questions
from kembar.questions.columns import SHARED_FILE, SharedColumns
from kembar.questions.compiler import compile_questions
from kembar.questions.parameters import SharedParameters
from tests.commands import run
from tests.conftest import copied_content, serving
from tests.openapi import resolved

SHIPPED = Content.shipped().root / "queries"
COLUMNS = ContentFile(SHARED_FILE, (SHIPPED / "columns.toml").read_text())
PARAMETERS = ContentFile("queries/parameters.toml", (SHIPPED / "parameters.toml").read_text())
MAP = (SHIPPED / "partners-by-country.rq").read_text()
DEPRECATION = (
    'deprecated = { since = 2026-07-01, until = 2027-06-30, instead = { id = "Pakai baru.", en = "Use new-map." } }'
)
DEPRECATED_LINE = f"#+ {DEPRECATION}\n"
PATH = "/queries/new-map"
SEOUL = {"country": "kr", "region": "jakarta"}
ADDED = ("new-map", "old-map", "old-parts", "renamed-part")
RENAMED = MAP.replace(
    '#+ name = "country"\n#+ kind = "country"',
    '#+ name = "country"\n#+ formerly = { name = "nation", since = 2026-11-28, until = 2027-11-28 }\n#+ kind = '
    '"country"',
)


class Service(NamedTuple):
    client: httpx.Client
    environment: dict[str, str]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Return a service with a copied question under a new name, and with two copies that have deprecated parts."""
    content, home = copied_content(tmp_path_factory.mktemp("content")), tmp_path_factory.mktemp("home")
    (content / "queries/new-map.rq").write_text(MAP)
    (content / "queries/old-map.rq").write_text(DEPRECATED_LINE + MAP)
    parts = MAP.replace(
        '#+ name = "country"\n#+ kind = "country"', f'#+ name = "country"\n{DEPRECATED_LINE}#+ kind = "country"'
    )
    (content / "queries/old-parts.rq").write_text(parts.replace('"places"', f'{{ name = "places", {DEPRECATION} }}'))
    (content / "queries/renamed-part.rq").write_text(RENAMED)
    settings = {"KEMBAR_CONTENT": str(content)}
    with serving(home, **settings) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield Service(client, {**os.environ, **settings, "KEMBAR_HOME": str(home)})


def test_the_new_question_answers_in_every_format(service: Service) -> None:
    client = service.client
    table = client.get(PATH, params=SEOUL).json()
    assert (table["query"], len(table["rows"])) == ("new-map", 1)
    assert table["rows"] == client.get("/queries/partners-by-country", params=SEOUL).json()["rows"]
    (row,) = csv.DictReader(io.StringIO(client.get(f"{PATH}.csv", params=SEOUL).text))
    assert row["territory_en"] == "Seoul"
    assert client.get(f"{PATH}.tsv", params=SEOUL).text.startswith("?country\t")
    assert "<sparql" in client.get(f"{PATH}.xml", params=SEOUL).text
    results = client.get(PATH, params=SEOUL, headers={"Accept": "application/sparql-results+json"}).json()
    assert len(results["results"]["bindings"]) == 1
    (feature,) = client.get(f"{PATH}.geojson", params=SEOUL).json()["features"]
    assert feature["geometry"]["type"] == "Point"


def test_the_new_question_is_in_the_list_the_api_document_and_in_rdf(service: Service) -> None:
    client = service.client
    (listed,) = [question for question in client.get("/queries").json() if question["name"] == "new-map"]
    assert (listed["href"], listed["deprecated"]) == (PATH, None)
    operation = resolved(client.get("/openapi.json").json())["paths"][PATH]["get"]
    assert {"application/json", "text/csv", "application/geo+json", "text/turtle"} <= set(
        operation["responses"]["200"]["content"]
    )
    assert "deprecated" not in operation
    graph = Graph().parse(data=client.get(f"{PATH}.ttl").text, format="turtle")
    assert (URIRef("https://w3id.org/kembar/queries/new-map"), RDF.type, SH.SPARQLSelectExecutable) in graph


@pytest.mark.parametrize(
    ("words", "answer"),
    [(["new-map", "--country", "kr"], "Rows: 2. Parameters: country kr."), (["table-5-1"], "Rows: 4. Revision ")],
    ids=["new", "preset"],
)
def test_the_new_question_is_available_on_the_command_line(service: Service, words: list[str], answer: str) -> None:
    result = run("query", *words, **service.environment)
    assert result.returncode == 0, result.stderr
    assert answer in result.stdout


@pytest.mark.parametrize("suffix", ["", ".csv", ".geojson", ".tsv"])
def test_the_permanent_link_of_the_new_question_gives_the_same_answer(service: Service, suffix: str) -> None:
    answer = service.client.get(f"{PATH}{suffix}", params={"country": "kr"})
    cited = service.client.get(answer.links["cite-as"]["url"])
    assert (cited.status_code, cited.content, cited.headers["link"]) == (200, answer.content, answer.headers["link"])


# Deprecation


def test_a_deprecated_question_is_announced_everywhere(service: Service) -> None:
    client = service.client
    announcement = {
        "since": "2026-07-01",
        "until": "2027-06-30",
        "instead": {"id": "Pakai baru.", "en": "Use new-map."},
    }
    for suffix in ("", ".csv", ".geojson", ".tsv", ".ttl"):
        answer = client.get(f"/queries/old-map{suffix}")
        assert (answer.headers["deprecation"], answer.headers["sunset"]) == (
            "@1782864000",
            "Wed, 30 Jun 2027 00:00:00 GMT",
        ), suffix
    assert client.get("/queries/old-map").json()["deprecated"] == announcement
    (listed,) = [question for question in client.get("/queries").json() if question["name"] == "old-map"]
    assert listed["deprecated"] == announcement
    operation = resolved(client.get("/openapi.json").json())["paths"]["/queries/old-map"]["get"]
    assert operation["deprecated"] is True
    assert operation["responses"]["200"]["headers"]["Sunset"]["required"] is True
    assert "owl#deprecated" in client.get("/queries/old-map.nt").text
    result = run("query", "old-map", **service.environment)
    assert result.returncode == 0, result.stderr
    assert "will be removed on 2027-06-30. Use new-map." in result.stdout


def test_a_deprecated_parameter_is_announced_when_used_and_a_column_in_its_description(service: Service) -> None:
    client = service.client
    assert "sunset" not in client.get("/queries/old-parts").headers
    assert (
        client.get("/queries/old-parts", params={"country": "kr"}).headers["sunset"] == "Wed, 30 Jun 2027 00:00:00 GMT"
    )
    operation = resolved(client.get("/openapi.json").json())["paths"]["/queries/old-parts"]["get"]
    assert [parameter["name"] for parameter in operation["parameters"] if parameter.get("deprecated")] == ["country"]
    row = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["rows"]["items"]
    assert [name for name, cell in row["properties"].items() if cell.get("deprecated")] == ["places"]
    columns = client.get("/queries/old-parts").json()["columns"]
    assert [column["name"] for column in columns if column["deprecated"]] == ["places"]


def test_a_former_name_of_a_parameter_answers_and_is_announced(service: Service) -> None:
    client, path = service.client, "/queries/renamed-part"
    present, former = client.get(path, params={"country": "kr"}), client.get(path, params={"nation": "kr"})
    assert former.content == present.content
    assert former.links["cite-as"] == present.links["cite-as"]
    assert (former.headers["deprecation"], former.headers["sunset"]) == (
        "@1795824000",
        "Sun, 28 Nov 2027 00:00:00 GMT",
    )
    assert "sunset" not in present.headers
    (listed,) = [question for question in client.get("/queries").json() if question["name"] == "renamed-part"]
    assert [(each["name"], each["deprecated"] and each["deprecated"]["instead"]) for each in listed["parameters"]] == [
        ("country", None),
        ("nation", {"id": "Namanya sekarang country.", "en": "Its name is country now."}),
        ("region", None),
        ("source", None),
    ]
    operation = resolved(client.get("/openapi.json").json())["paths"][path]["get"]
    assert [each["name"] for each in operation["parameters"] if each.get("deprecated")] == ["nation"]
    assert "nation" not in client.get(f"{path}.ttl").text
    assert client.get(f"{path}.ttl?nation=kr").status_code == 200


def test_a_former_name_is_refused_beside_the_present_one_and_as_any_other_with_a_wrong_value(service: Service) -> None:
    both = service.client.get("/queries/renamed-part?country=kr&nation=kr")
    assert (both.status_code, both.json()["parameter"]) == (400, "nation")
    unknown = service.client.get("/queries/renamed-part?nation=zz")
    assert (unknown.status_code, unknown.json()["parameter"]) == (422, "country")
    other = service.client.get("/queries/renamed-part?land=kr")
    assert (other.status_code, other.json()["known"]) == (400, ["country", "region", "source"])


def test_what_is_deprecated_in_the_shipped_questions_is_announced(service: Service) -> None:
    questions = [question for question in service.client.get("/queries").json() if question["name"] not in ADDED]
    assert len(questions) == len(list(Questions.of(Content.shipped())))
    assert [
        (question["name"], part["name"])
        for question in questions
        for part in (question, *question["parameters"], *question["columns"])
        if part["deprecated"]
    ] == [
        ("assessments", "level"),
        ("deeds", "type"),
        ("deeds-to-act-on", "from"),
        ("partners-by-issue-group", "group"),
        ("regulations", "type"),
        ("timeline", "from"),
        ("visit-reciprocity", "from_jakarta"),
        ("visit-reciprocity", "to_jakarta"),
    ]


# Faults that stop the start


def column(name: str, kind: str) -> str:
    return f'{{ name = "{name}", kind = "{kind}", description = {{ id = "x", en = "x" }} }}'


BROKEN = {
    "a former name that another parameter has": (RENAMED.replace('"nation"', '"region"'), "region is declared twice"),
    "a former name without a day": (RENAMED.replace(", until = 2027-11-28", ""), "until"),
    "a map without a latitude": (MAP.replace('"lat"', column("lat", "decimal")), "it has longitude"),
    "a map without places": (
        MAP.replace('"lat"', column("lat", "decimal")).replace('"long"', column("long", "decimal")),
        "it has none",
    ),
    "two latitudes": (MAP.replace('"long"', column("long", "latitude")), "it has latitude and latitude"),
    "a parameter that every request has": (
        MAP.replace('name = "country"\n#+ kind = "country"', 'name = "version"\n#+ kind = "country"').replace(
            "$country", "$version"
        ),
        "version",
    ),
    "an announcement without a day": (
        "#+ deprecated = { since = 2026-07-01, instead = { id = 'x', en = 'x' } }\n" + MAP,
        "until",
    ),
    "an announcement in one language": (
        "#+ deprecated = { since = 2026-07-01, until = 2027-07-01, instead = { en = 'x' } }\n" + MAP,
        "id",
    ),
    "an announcement of a month": (DEPRECATED_LINE.replace("2027-06-30", "2026-07-31") + MAP, "180 days apart"),
    "days that are texts": (DEPRECATED_LINE.replace("2027-06-30", '"soon"') + MAP, "two days"),
}


@pytest.mark.parametrize(("text", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_an_inconsistent_file_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ContentError) as caught:
        compile_questions(ContentFile("queries/new.rq", text), SharedColumns(COLUMNS), SharedParameters(PARAMETERS))
    assert "queries/new.rq:1: " in str(caught.value)
    assert reason in str(caught.value)
