"""Tables as CSV and GeoJSON: formulas are made harmless, numbers stay numbers, and no row is lost."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
from hypothesis import given
from hypothesis import strategies as st

from kembar.questions.geojson import feature_collection
from kembar.questions.table import Column, Table
from kembar.rdf.tabular import Value, cell_text, csv_text

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


def documented() -> dict[str, Callable[[str], list[str]]]:
    """Return the functions by which the documents say that a cell is taken apart."""
    names: dict[str, Any] = {}
    (snippet,) = re.findall(
        r"```python\n(.+?)```", (Path(__file__).parents[2] / "docs/stability.md").read_text(), re.DOTALL
    )
    exec(snippet, names)
    return names


TEXT = st.text("a;| \\'", max_size=6) | st.text(max_size=6)


@given(st.lists(TEXT, min_size=1).filter(any))
def test_several_values_in_one_cell_are_taken_apart_as_the_documents_say(values: list[str]) -> None:
    assert documented()["values"](cell_text(values)) == values
    assert len(cell_text(values).split("; ")) == len(values)


@given(st.integers(1, 3).flatmap(lambda size: st.lists(st.lists(TEXT, min_size=size, max_size=size), min_size=1)))
def test_records_in_one_cell_are_taken_apart_as_the_documents_say(records: list[list[str]]) -> None:
    cell = cell_text([{str(place): text for place, text in enumerate(record)} for record in records])
    read = [documented()["fields"](record) for record in documented()["values"](cell)] or [[""]]
    assert read == records


def test_cells_without_signs_that_separate_are_written_as_they_are() -> None:
    assert cell_text(["Jakarta", "Rotterdam; Delft", "a;b|c"]) == r"Jakarta; Rotterdam;\ Delft; a;b|c"
    assert cell_text([{"label": "a|b", "place": "p"}, {"label": "c", "place": "q"}]) == r"a\|b | p; c | q"


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
