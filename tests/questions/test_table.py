"""Tables as CSV and GeoJSON: formulas are made harmless, numbers stay numbers, and no row is lost."""

import csv
import io

import pandas

from kembar.questions.geojson import feature_collection
from kembar.questions.table import Column, Table
from kembar.rdf.tabular import Value, csv_text

NAMES = ["name", "count", "share", "sure", "places"]
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://e/";"x")']


def written(*rows: list[Value]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text(NAMES, rows), newline="")))


def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe() -> None:
    dangerous: list[list[Value]] = [[text, 1, 0.5, True, []] for text in DANGEROUS]
    rows = written(*dangerous)
    assert [row["name"] for row in rows] == [f"'{text}" for text in DANGEROUS]


def test_a_list_that_begins_so_gets_one_too() -> None:
    (row,) = written(["x", 1, 0.5, True, [{"label": "=1", "place": "p"}, {"label": "b", "place": "q"}]])
    assert row["places"] == "'=1 | p; b | q"


def test_other_texts_and_negative_numbers_are_left_as_they_are() -> None:
    (row,) = written(["Jakarta–São Paulo, 1+1=2", -3, -0.5, False, None])
    assert row == {"name": "Jakarta–São Paulo, 1+1=2", "count": "-3", "share": "-0.5", "sure": "false", "places": ""}


def test_pandas_reads_the_numbers_as_numbers() -> None:
    frame = pandas.read_csv(io.StringIO(csv_text(NAMES, [["=1", -3, -0.5, True, []], ["b", 2, 1.5, False, []]])))
    assert [str(frame.dtypes[name]) for name in ("count", "share", "sure")] == ["int64", "float64", "bool"]
    assert list(frame["name"]) == ["'=1", "b"]


def test_a_row_without_both_coordinates_is_a_feature_without_a_geometry() -> None:
    columns = tuple(
        Column(name, kind, {}) for name, kind in (("name", "text"), ("lat", "latitude"), ("long", "longitude"))
    )
    rows: list[dict[str, Value]] = [
        {"name": "a", "lat": -6.2, "long": 106.8},
        {"name": "b", "lat": 0.0, "long": None},
        {"name": "c", "lat": None, "long": None},
    ]
    said = feature_collection(
        Table("where", "1", 1, None, {}, columns, rows, complete=True, coverage=[]), "long", "lat"
    )
    assert [feature["geometry"] for feature in said["features"]] == [
        {"type": "Point", "coordinates": [106.8, -6.2]},
        None,
        None,
    ]
    assert [feature["properties"] for feature in said["features"]] == rows
    assert (said["complete"], said["revision"]) == (True, 1)
