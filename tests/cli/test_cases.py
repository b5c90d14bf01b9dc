"""Sheets of cases: what their cells may hold, every fault with its cell, and how a verdict differs from a row."""

import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kembar.cli.cases import Case, Terms, read_cases
from kembar.cli.differences import differences
from kembar.cli.sheets import read_sheet
from kembar.errors import CannotRun, ContentError, GraphSyntaxError, KembarError, TooLong, UnacceptableGraph
from kembar.files import Content
from kembar.namespaces import ID
from kembar.rdf.formats import Format
from kembar.rdf.parsing import parse_bytes
from tests.commands import run
from tests.conftest import loaded, serving

TERMS = Terms.of(Content.shipped())
GRAPH = "deed:draft a kb:Deed ; kb:party government:jakarta ."
HEAD = ["case", "what it is", "graph", "overall", "dprd-approval"]
GOOD = ["1", "a draft", GRAPH, "lawful", "satisfied | PP 28/2018 Pasal 30 ayat (1)"]


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def cases(folder: Path, *rows: Sequence[object]) -> list[Case]:
    path = workbook(folder / "cases.xlsx", rows)
    return read_cases(read_sheet(path), path, TERMS)


def faults(folder: Path, *rows: Sequence[object]) -> list[str]:
    with pytest.raises(ContentError) as caught:
        cases(folder, *rows)
    assert all(fault.alasan and fault.alasan != fault.reason for fault in caught.value.faults)
    return [fault.text("en") for fault in caught.value.faults]


class Judge:
    """A backend with one answer, which keeps what it was asked."""

    def __init__(self, overall: str = "lawful", dprd: str | None = None, error: KembarError | None = None) -> None:
        provision = {"citation": "Pasal 30 ayat (1)", "regulationLabel": {"en": "PP 28/2018", "id": "PP 28/2018"}}
        self._error = error
        self._verdict: dict[str, Any] = {
            "overall": overall,
            "requirements": [{"requirement": f"{ID}requirement/dprd-approval", "outcome": dprd, "provision": provision}]
            if dprd
            else [],
        }

    def validate(self, data: bytes, form: Format, deed: str | None, as_of: str | None) -> dict[str, Any]:
        self.asked = data, form, deed, as_of
        if self._error:
            raise self._error
        return self._verdict


def found(case: Case, judge: Judge) -> list[tuple[str, str, str, str]]:
    """Return column, expected, got and provision of each difference."""
    found = differences(case, judge, {}, "en")
    assert all(difference.row == case.row for difference in found)
    return [(difference.column, difference.expected, difference.got, difference.provision) for difference in found]


def test_a_row_that_comes_as_expected_has_no_difference(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, GOOD)
    assert found(case, Judge("lawful", dprd="satisfied")) == []


def test_a_difference_has_column_expected_got_and_the_provision_of_the_cell(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, GOOD)
    assert found(case, Judge("arguable", dprd="violated")) == [
        ("overall", "lawful", "arguable", ""),
        ("dprd-approval", "satisfied", "violated", "PP 28/2018 Pasal 30 ayat (1)"),
    ]


def test_without_a_reason_in_the_cell_the_provision_is_that_of_the_verdict(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, [*GOOD[:4], "satisfied"])
    assert found(case, Judge(dprd="violated"))[0][3] == "Pasal 30 ayat (1), PP 28/2018"


def test_a_cell_may_leave_several_outcomes_open(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, [*GOOD[:4], "undetermined / violated"])
    assert found(case, Judge(dprd="violated")) == []
    assert found(case, Judge(dprd="satisfied"))[0][:3] == (
        "dprd-approval", "undetermined / violated", "satisfied",
    )  # fmt: skip


def test_a_requirement_that_is_not_in_the_verdict_is_a_difference(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, GOOD)
    assert found(case, Judge())[0][2] == "not in the verdict"


def test_an_empty_cell_expects_nothing(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, [*GOOD[:4], ""])
    assert found(case, Judge(dprd="violated")) == []


@pytest.mark.parametrize(("status", "error"), [("422", UnacceptableGraph("no")), ("400", GraphSyntaxError("no"))])
def test_a_refusal_that_is_expected_passes_by_its_status(tmp_path: Path, status: str, error: KembarError) -> None:
    other = {"400": "422", "422": "400"}[status]
    right, wrong = cases(tmp_path, ["case", "graph", "refused"], ["1", GRAPH, status], ["2", GRAPH, int(other)])
    assert found(right, Judge(error=error)) == []
    assert found(wrong, Judge(error=error)) == [("refused", other, f"refused {status}: no", "")]
    assert found(right, Judge("lawful")) == [("refused", status, "lawful", "")]


def test_a_refusal_that_is_not_expected_fails_every_cell(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, GOOD)
    got = [difference[2] for difference in found(case, Judge(error=UnacceptableGraph("A statement is wrong.")))]
    assert got == ["refused 422: A statement is wrong."] * 2


def test_a_fault_that_is_not_in_the_case_stops_the_run(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, GOOD)
    with pytest.raises(TooLong):
        differences(case, Judge(error=TooLong("busy")), {}, "en")


def test_headings_and_values_are_read_in_indonesian(tmp_path: Path) -> None:
    (case,) = cases(
        tmp_path,
        ["Nomor kasus", "Uraian", "Graf", "Tanggal penandatanganan", "Per tanggal", "Kesimpulan", "dprd-approval"],
        ["1", "rancangan", GRAPH, "2020-01-02", "2021-02-03", "Belum terbukti", "Tidak berlaku | Pasal 30"],
    )
    assert (case.act_date, case.as_of, case.what) == ("2020-01-02", "2021-02-03", "rancangan")
    assert [(cell.values, cell.reason) for cell in case.expected.values()] == [
        (("not-yet-shown",), ""),
        (("not-applicable",), "Pasal 30"),
    ]


def test_our_prefixes_need_not_be_declared_in_a_cell(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, HEAD, GOOD)
    assert len(parse_bytes(case.data, case.form, {})) == 2


def test_a_graph_is_a_file_beside_the_sheet_and_is_sent_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "graphs").mkdir()
    (tmp_path / "graphs" / "draft.jsonld").write_bytes(b"\xef\xbb\xbf{")
    (case,) = cases(tmp_path, HEAD, ["1", "", "graphs/draft.jsonld", "lawful"])
    judge = Judge()
    found(case, judge)
    assert judge.asked == (b"\xef\xbb\xbf{", Format.JSON_LD, None, None)


def test_a_deed_of_the_record_needs_no_graph(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, ["case", "graph", "deed", "overall"], ["1", "", "rotterdam-mou-1986", "lawful"])
    judge = Judge()
    found(case, judge)
    assert judge.asked[2] == "https://w3id.org/kembar/id/deed/rotterdam-mou-1986"
    assert b"rotterdam-mou-1986> a <" in judge.asked[0]


def test_the_act_date_of_the_row_replaces_that_of_the_graph(tmp_path: Path) -> None:
    graph = 'deed:draft a kb:Deed ; kb:date "2019"^^xsd:gYear ; kb:party government:jakarta .'
    (case,) = cases(tmp_path, ["case", "graph", "act date", "overall"], ["1", graph, "2020-01-02", "lawful"])
    judge = Judge()
    found(case, judge)
    dates = [str(triple.object) for triple in parse_bytes(*judge.asked[:2], {}) if "#date>" in str(triple.predicate)]
    assert dates == ['"2020-01-02"^^<http://www.w3.org/2001/XMLSchema#date>']


def test_a_graph_that_does_not_parse_is_sent_for_its_refusal_in_spite_of_an_act_date(tmp_path: Path) -> None:
    (case,) = cases(tmp_path, ["case", "graph", "act date", "refused"], ["1", "deed:draft a", "2020-01-02", "400"])
    judge = Judge(error=GraphSyntaxError("no"))
    assert found(case, judge) == []
    assert judge.asked[0].endswith(b"deed:draft a")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["", "", GRAPH, "lawful"], 'row 2, column "case": The case has no name.'),
        (["1", "", "", "lawful"], 'row 2, column "graph": There is neither a graph nor a deed.'),
        (["1", "", "nothing.ttl", "lawful"], 'row 2, column "graph": The file nothing.ttl cannot be read'),
        (
            ["1", "", "draft.tll", "lawful"],
            'row 2, column "graph": draft.tll is neither a graph nor the name of a file',
        ),
        (["1", "", GRAPH, "legal"], 'row 2, column "overall": legal is unknown. Known are: arguable, lawful'),
        (["1", "", GRAPH, "", "met | Pasal 30"], 'row 2, column "dprd-approval": met is unknown.'),
        (["1", "", GRAPH, "", "lawful"], 'row 2, column "dprd-approval": lawful is unknown.'),
        (["1", "", GRAPH], 'row 2, column "overall": The row expects nothing.'),
    ],
)
def test_a_fault_in_a_row_names_its_cell(tmp_path: Path, row: list[str], fault: str) -> None:
    (reported,) = faults(tmp_path, HEAD, row)
    assert reported.startswith(f"cases.xlsx: {fault}")


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ([*HEAD, "dprd-aproval"], 'row 1, column "dprd-aproval": This heading is neither'),
        ([*HEAD, "Overall"], 'row 1, column "Overall": There is more than one such column.'),
        ([*HEAD[:2], *HEAD[3:]], 'row 1, column "graph": There is no such column.'),
    ],
)
def test_a_fault_in_the_headings_names_the_column(tmp_path: Path, head: list[str], fault: str) -> None:
    reported = faults(tmp_path, head, GOOD if "graph" in head else ["1", "", "lawful"])
    assert [text.startswith(f"cases.xlsx: {fault}") for text in reported] == [True]


def test_a_day_and_a_status_that_are_none_are_faults(tmp_path: Path) -> None:
    reported = faults(
        tmp_path,
        ["case", "graph", "act date", "as of", "refused"],
        ["1", GRAPH, "2 January 2020", "soon", "404"],
    )
    assert [text.split(": ")[1] for text in reported] == [
        'row 2, column "refused"', 'row 2, column "act date"', 'row 2, column "as of"',
    ]  # fmt: skip


def test_a_refused_graph_with_an_outcome_is_a_fault(tmp_path: Path) -> None:
    (reported,) = faults(tmp_path, ["case", "graph", "refused", "overall"], ["1", GRAPH, "422", "lawful"])
    assert 'column "refused": A graph that is refused has no outcome.' in reported


def test_all_faults_are_reported_at_once_also_those_of_the_headings(tmp_path: Path) -> None:
    rows = [*HEAD, "colour"], GOOD, ["2", "", GRAPH, "fine"], ["1", "", "no.ttl", "lawful"]
    assert [text.split(": ")[1] for text in faults(tmp_path, *rows)] == [
        'row 1, column "colour"', 'row 3, column "overall"', 'row 4, column "case"', 'row 4, column "graph"',
    ]  # fmt: skip


def test_rows_are_counted_as_the_spreadsheet_counts_them(tmp_path: Path) -> None:
    head, first, second = cases(tmp_path, HEAD, [], GOOD, [None] * 5, ["2", *GOOD[1:]]), 3, 5
    assert [case.row for case in head] == [first, second]


def test_a_sheet_without_a_case_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD) == faults(tmp_path) != []


def test_a_column_without_a_heading_holds_remarks(tmp_path: Path) -> None:
    assert len(cases(tmp_path, [*HEAD, ""], [*GOOD, "to be discussed"])) == 1


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_is_read_with_either_separator_with_line_breaks_in_cells_and_with_a_byte_order_mark(
    tmp_path: Path, separator: str, mark: str
) -> None:
    path = tmp_path / "cases.csv"
    graph = '"deed:draft a kb:Deed ;\n kb:party government:jakarta ."'
    head = separator.join(["case", "graph", "overall"])
    path.write_text(f"{mark}{head}\n1{separator}{graph}{separator}lawful\n2{separator}{graph}{separator}lawful\n")
    assert [(case.name, case.row) for case in read_cases(read_sheet(path), path, TERMS)] == [("1", 2), ("2", 3)]


def test_a_comma_outside_quotation_marks_is_a_fault_and_moves_no_cell_unseen(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case,what it is,graph,overall\n1,one, two,deed:draft a kb:Deed .,lawful\n")
    with pytest.raises(ContentError) as caught:
        read_cases(read_sheet(path), path, TERMS)
    assert "The cell lawful is to the right of the last column" in str(caught.value)


def test_a_workbook_keeps_days_and_whole_numbers_as_they_were_typed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "cases.xlsx", [[date(2024, 1, 31), datetime(2024, 1, 31), 422.0, 7, None, " x "]])
    assert read_sheet(path)[0].cells == ["2024-01-31", "2024-01-31", "422", "7", "", "x"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("none.csv", None),
        ("cases.ods", b""),
        ("cases.xlsx", b"no workbook"),
        ("cases.csv", "kasus;\u00e9".encode("latin-1")),
        ("cases.csv", b'case,graph\n1,"open'),
    ],
)
def test_a_file_that_is_no_sheet_cannot_be_run(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CannotRun, match=name):
        read_sheet(tmp_path / name)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded(), tmp_path / "home"))


ISRAEL = """deed:draft a kb:Deed ; kb:party government:jakarta , government:draft .
government:draft a kb:LocalGovernment ; kb:governs territory:draft . territory:draft a kb:Territory ; kb:country country:il ."""
RIGHT = ["1", "a government in Israel", ISRAEL, "not-lawful", "", ""]
REFUSED = ["2", "a derived fact is stated", f"{ISRAEL} deed:draft kb:earliest '2020-01-01'^^xsd:date .", "", "", "422"]
WRONG = ["3", "the same, expected wrongly", ISRAEL, "lawful", "satisfied | Pasal 27", ""]
COLUMNS = ["case", "what it is", "graph", "overall", "diplomatic-relations", "refused"]


def test_the_command_prints_passes_and_failed_cells_and_its_exit_status_tells_them_apart(
    tmp_path: Path, home: Path
) -> None:
    good = workbook(tmp_path / "good.xlsx", [COLUMNS, RIGHT, REFUSED])
    bad = workbook(tmp_path / "bad.xlsx", [COLUMNS, RIGHT, WRONG])
    faulty = workbook(tmp_path / "faulty.xlsx", [[*COLUMNS, "x"], [*RIGHT[:3], "fine"]])
    said = {path.stem: run("test", str(path), LANG="C", KEMBAR_HOME=str(home)) for path in (good, bad, faulty)}
    assert {name: result.returncode for name, result in said.items()} == {"good": 0, "bad": 1, "faulty": 2}
    assert said["good"].stdout.splitlines() == [
        "pass  1  a government in Israel",
        "pass  2  a derived fact is stated",
        "2 cases, 0 fail.",
    ]
    assert said["bad"].stdout.splitlines()[1:] == [
        "FAIL  3  the same, expected wrongly",
        '    row 3, column "overall": expected lawful, got not-lawful',
        '    row 3, column "diplomatic-relations": expected satisfied, got violated (Pasal 27)',
        "2 cases, 1 fail.",
    ]
    lines = [line.split(": ") for line in said["faulty"].stderr.splitlines()]
    cells = [line[1] for line in lines if line[0] == "faulty.xlsx"]
    assert cells == ['row 1, column "x"', 'row 2, column "overall"']


def test_a_running_service_is_asked_and_its_refusals_keep_their_status(tmp_path: Path, home: Path) -> None:
    sheet = workbook(tmp_path / "cases.xlsx", [COLUMNS, RIGHT, REFUSED])
    with serving(home) as url:
        said = run("test", str(sheet), "--language", "id", KEMBAR_HOME=str(tmp_path / "empty"), KEMBAR_URL=url)
    assert (said.returncode, said.stdout.splitlines()[-1]) == (0, "2 kasus, 0 gagal."), said.stdout + said.stderr
