"""``shape=rows``: the rows of a table as one JSON array, which pandas reads as it is."""

import io
from typing import Any

import httpx
import pandas
import pytest
from jsonschema import Draft202012Validator

from tests.http.problems import problem
from tests.http.routes.test_collections import COLLECTIONS
from tests.openapi import resolved

ROWS = "application/vnd.kembar.rows+json"


@pytest.fixture(scope="module")
def paths(server: str) -> dict[str, Any]:
    document: dict[str, Any] = resolved(httpx.get(f"{server}/openapi.json", trust_env=False, timeout=60).json())
    operations: dict[str, Any] = document["paths"]
    return operations


def frame(answer: httpx.Response) -> pandas.DataFrame:
    assert answer.headers["content-type"] == ROWS
    return pandas.read_json(io.StringIO(answer.text))


def test_pandas_reads_the_rows_of_a_question(client: httpx.Client) -> None:
    table = client.get("/queries/inactive-partners").json()
    answer = client.get("/queries/inactive-partners", params={"shape": "rows"})
    assert answer.json() == table["rows"]
    assert list(frame(answer).columns) == [column["name"] for column in table["columns"]]
    assert answer.headers["kembar-revision"] == str(table["revision"])


def test_the_permanent_link_of_rows_gives_the_same_rows(client: httpx.Client) -> None:
    answer = client.get("/queries/inactive-partners.json?shape=rows&since=2018-01-01")
    assert client.get(answer.links["cite-as"]["url"]).content == answer.content


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_rows_of_a_collection_are_all_and_have_the_columns_of_its_csv(
    client: httpx.Client, paths: dict[str, Any], name: str
) -> None:
    answer = client.get(f"/{name}?shape=rows&lang=en")
    table = pandas.read_csv(io.BytesIO(client.get(f"/{name}.csv?lang=en").content))
    rows = frame(answer)
    assert (list(rows.columns), list(rows["id"])) == (list(table.columns), list(table["id"]))
    assert "next" not in answer.links
    schema = paths[f"/{name}"]["get"]["responses"]["200"]["content"][ROWS]["schema"]
    Draft202012Validator(schema).validate(answer.json())
    assert schema["items"]["properties"].keys() == set(rows.columns)


def test_several_values_of_a_row_are_a_list(client: httpx.Client) -> None:
    (row,) = client.get("/partnerships?party=seoul&shape=rows&fields=party,scheme&lang=en").json()
    assert list(row) == ["id", "type", "label", "party", "party_label", "scheme", "scheme_label"]
    assert len(row["party"]) == len(row["party_label"]) == 2
    assert row["scheme_label"] == "sister city"


def test_rows_of_a_limited_list_lead_to_the_next_ones(client: httpx.Client) -> None:
    url, ids = "/activities?shape=rows&limit=50&fields=status", []
    while url:
        answer = client.get(url)
        ids += [row["id"] for row in answer.json()]
        url = answer.links.get("next", {}).get("url", "")
    assert len(ids) == len(set(ids)) == len(client.get("/activities?shape=rows&fields=status").json())


@pytest.mark.parametrize(
    "path",
    [
        "/queries/inactive-partners?shape=cube",
        "/queries/inactive-partners.csv?shape=rows",
        "/queries/inactive-partners?shape=rows&format=ttl",
        "/partnerships.jsonld?shape=rows",
        "/partnerships?shape=",
    ],
)
def test_another_shape_and_rows_in_another_format_are_refused(client: httpx.Client, path: str) -> None:
    assert problem(client.get(path), 422, "bad-parameter")["parameter"] == "shape"


def test_a_search_has_no_rows(client: httpx.Client) -> None:
    assert problem(client.get("/search?q=kyiv&shape=rows"), 400, "unknown-parameter")["parameter"] == "shape"
