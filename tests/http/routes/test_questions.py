"""The first question of the README over HTTP: partners without a held activity."""

import csv
import io

import httpx

from tests.openapi import resolved

QUIET = ["al-quds", "arkansas", "islamabad", "jeddah", "maputo"]


def names(rows: list[dict[str, str]]) -> list[str]:
    return [row["partnership"].rsplit("/", 1)[-1] for row in rows]


def test_the_partners_without_a_held_activity_since_2017(client: httpx.Client) -> None:
    table = client.get("/queries/inactive-partners", params={"since": "2017-01-01", "region": "jakarta"}).json()
    # Paris declined and received letters only; the request of Pyongyang's zoo was a letter.
    # Casablanca had a webinar and Shanghai a signature, so neither is in the list.
    assert names(table["rows"]) == [*QUIET, "paris", "pyongyang"]
    assert (table["query"], table["revision"], table["complete"]) == ("inactive-partners", 1, True)
    assert table["parameters"] == {"since": "2017-01-01", "contacts": "exclude", "region": "jakarta"}
    assert [column["name"] for column in table["columns"]] == list(table["rows"][0])


def test_letters_and_contacts_between_institutions_count_on_request(client: httpx.Client) -> None:
    said = {"since": "2017-01-01", "contacts": "include", "region": "jakarta"}
    table = client.get("/queries/inactive-partners", params=said).json()
    assert names(table["rows"]) == QUIET


def test_a_row_has_last_activity_last_contact_and_stated_categories_with_places(client: httpx.Client) -> None:
    table = client.get("/queries/inactive-partners", params={"since": "2017-01-01"}).json()
    (pyongyang,) = [row for row in table["rows"] if row["partnership"].endswith("/pyongyang")]
    assert pyongyang["last_held"] == pyongyang["last_held_latest"] == "2007-11-08"
    assert (pyongyang["last_contact"], pyongyang["last_contact_latest"]) == ("2019", "2019-12-31")
    assert {stated["label"] for stated in pyongyang["stated"]} == {"inactive", "less active"}
    assert all(stated["place"].startswith("https://w3id.org/kembar/id/place/") for stated in pyongyang["stated"])
    assert pyongyang["certain"] is True


def test_a_row_with_an_imprecise_date_is_marked_as_uncertain(client: httpx.Client) -> None:
    """Compare a date known to the day (Istanbul, 1 December 2019) with a year (New South Wales, 2019)."""
    rows = client.get("/queries/inactive-partners", params={"since": "2019-12-02"}).json()["rows"]
    certain = {row["partnership"].rsplit("/", 1)[-1]: row["certain"] for row in rows}
    assert certain["istanbul"] is True
    assert certain["new-south-wales"] is False


def test_the_answer_has_the_coverage_of_the_record(client: httpx.Client) -> None:
    coverage = client.get("/queries/inactive-partners").json()["coverage"]
    covered = {partnership for item in coverage for partnership in item["partnerships"]}
    assert len(covered) == 22
    assert all(item["label"]["id"] and item["note"]["en"] for item in coverage)


def test_csv_holds_the_same_rows_as_json(client: httpx.Client) -> None:
    table = client.get("/queries/inactive-partners.json").json()
    text = client.get("/queries/inactive-partners", headers={"Accept": "text/csv"})
    assert text.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert names(rows) == names(table["rows"])
    assert [row["last_held"] for row in rows] == [row["last_held"] or "" for row in table["rows"]]
    assert (
        client.get("/queries/inactive-partners.csv").text
        == client.get("/queries/inactive-partners?format=csv").text
        == text.text
    )


def test_the_list_of_questions_has_their_parameters(client: httpx.Client) -> None:
    (question,) = [question for question in client.get("/queries").json() if question["name"] == "inactive-partners"]
    assert [parameter["name"] for parameter in question["parameters"]] == ["since", "contacts", "region"]


def test_the_api_document_has_every_path(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert {"/sparql", "/queries/{name}", "/id/{kind}/{slug}", "/validate", "/health"} <= set(document["paths"])


def test_the_answer_is_available_as_sparql_results(client: httpx.Client) -> None:
    path, since = "/queries/inactive-partners", {"since": "2017-01-01"}
    rows = client.get(path, params=since).json()["rows"]
    bindings = client.get(path, params=since, headers={"Accept": "application/sparql-results+json"}).json()["results"][
        "bindings"
    ]
    assert [binding["partnership"]["value"] for binding in bindings] == [row["partnership"] for row in rows]
    assert bindings[0]["certain"]["datatype"].endswith("#boolean")
    assert client.get(f"{path}.tsv", params=since).text.startswith("?partnership\t")
    assert client.get(f"{path}.xml", params=since).headers["content-type"] == "application/sparql-results+xml"
    assert client.get(f"{path}.json", params=since).json()["rows"] == rows


def test_each_question_is_an_operation_with_typed_parameters_and_columns(client: httpx.Client) -> None:
    operation = resolved(client.get("/openapi.json").json())["paths"]["/queries/inactive-partners"]["get"]
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert parameters["since"]["schema"] == {"type": "string", "format": "date", "default": "2017-01-01"}
    assert parameters["contacts"]["schema"]["enum"] == ["exclude", "include"]
    assert {"revision", "timeout_ms"} <= parameters.keys()
    rows = operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["rows"]["items"]
    answer = client.get("/queries/inactive-partners").json()
    assert list(rows["properties"]) == [column["name"] for column in answer["columns"]] == rows["required"]
    assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_questions_are_filtered_by_tag_and_an_unknown_tag_lists_the_known_ones(client: httpx.Client) -> None:
    assert "inactive-partners" in {
        question["name"] for question in client.get("/queries", params={"tag": "activity"}).json()
    }
    answer = client.get("/queries", params={"tag": "weather"})
    assert answer.status_code == 422
    assert "activity" in answer.json()["known"]


def test_a_parameter_given_twice_is_refused(client: httpx.Client) -> None:
    answer = client.get("/queries/inactive-partners?since=2017-01-01&since=2018-01-01")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "since")


def test_health_has_the_current_revision(client: httpx.Client) -> None:
    health = client.get("/health").json()
    assert (health["status"], health["revision"]) == ("ready", 1)
