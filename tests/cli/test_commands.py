"""The command line: help with examples, exit status, and the same answers with and without a running service."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands import run
from tests.conftest import copied_content, loaded, serving

DRAFT = """@prefix kb: <https://w3id.org/kembar/ontology#> .
@prefix deed: <https://w3id.org/kembar/id/deed/> .
@prefix government: <https://w3id.org/kembar/id/government/> .
@prefix territory: <https://w3id.org/kembar/id/territory/> .
deed:draft a kb:Deed ; kb:party government:jakarta , government:draft .
government:draft a kb:LocalGovernment ; kb:governs territory:draft .
territory:draft a kb:Territory ; kb:country <https://w3id.org/kembar/id/country/il> .
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def kembar(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return run(*words, **{"LANG": "C.UTF-8", **settings, "KEMBAR_HOME": str(home)})


@pytest.mark.parametrize(
    "command", [(), ("serve",), ("load",), ("query",), ("validate",), ("checklist",), ("test",), ("token",)]
)
def test_help_shows_examples(home: Path, command: tuple[str, ...]) -> None:
    said = kembar(home, *command, "--help")
    assert said.returncode == 0
    assert "example" in said.stdout
    assert f"kembar {' '.join(command)}".strip() in said.stdout


def test_help_of_validate_shows_the_exit_status(home: Path) -> None:
    assert "3  arguable, not yet shown, or outside the scope" in kembar(home, "validate", "--help").stdout


@pytest.mark.slow
def test_load_says_what_the_store_holds_and_loading_again_changes_nothing(home: Path) -> None:
    first, second = kembar(home, "load"), kembar(home, "load")
    assert (first.returncode, first.stdout) == (second.returncode, second.stdout)
    assert first.stdout.startswith("Revision 1 holds this content")


def test_a_question_is_answered_as_table_csv_and_json(home: Path) -> None:
    table = kembar(home, "query", "inactive-partners", "--since", "2017-01-01", "--region", "jakarta")
    whole = " ".join(table.stdout.split())
    assert (
        "Rows: 7. Parameters: since 2017-01-01, contacts exclude, region jakarta. Revision 1; complete: yes." in whole
    )
    asked = ("query", "inactive-partners", "--since=2017-01-01", "--region=jakarta", "--output")
    lines = kembar(home, *asked, "csv").stdout.splitlines()
    rows = json.loads(kembar(home, *asked, "json").stdout)["rows"]
    assert len(lines) - 1 == len(rows) == 7


def test_sparql_is_run_from_a_file_and_from_standard_input(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.rq"
    file.write_text("SELECT (COUNT(?p) AS ?n) { ?p a <https://w3id.org/kembar/ontology#Partnership> }")
    assert kembar(home, "query", str(file), "--output", "csv").stdout.split() == ["n", "33"]
    file.write_text("\ufeff" + file.read_text(), encoding="utf-8")
    assert kembar(home, "query", str(file), "--output", "csv").stdout.split() == ["n", "33"]


def test_a_proposal_is_read_from_turtle_with_a_byte_order_mark_and_from_plain_json(home: Path, tmp_path: Path) -> None:
    turtle, plain = tmp_path / "draft.ttl", tmp_path / "draft.json"
    turtle.write_text("\ufeff" + DRAFT, encoding="utf-8")
    party = [{"id": "kembar:id/government/jakarta"}, {"id": "kembar:id/government/seoul"}]
    plain.write_text(json.dumps({"id": "kembar:id/deed/draft", "type": "Deed", "party": party}), encoding="utf-8")
    for file in (turtle, plain):
        said = kembar(home, "validate", str(file))
        assert said.returncode in (0, 1, 3), said.stderr


def test_an_unknown_name_in_a_proposal_is_reported_with_the_nearest(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.ttl"
    file.write_text(DRAFT.replace("country/il", "country/IL"), encoding="utf-8")
    said = kembar(home, "validate", str(file))
    assert said.returncode == 2
    assert "Nearest: country:il." in said.stderr


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("validate", "--deed", "shanghai-mou-2020"), 3),
        (("validate", "--deed", "nothing"), 2),
        (("validate",), 2),
        (("validate", "nothing.ttl"), 2),
        (("validate", "draft.xyz"), 2),
        (("query", "nothing"), 2),
        (("query", "inactive-partners", "--since", "soon"), 2),
        (("query", "inactive-partners", "since"), 2),
    ],
)
def test_the_exit_status_tells_what_happened(home: Path, words: tuple[str, ...], status: int) -> None:
    said = kembar(home, *words)
    assert said.returncode == status, said.stderr
    assert "Traceback" not in said.stderr


def test_a_proposal_against_the_law_exits_1_and_reads_in_both_languages(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.ttl"
    file.write_text(DRAFT)
    english, indonesian = kembar(home, "validate", str(file)), kembar(home, "validate", str(file), "--language", "id")
    assert english.returncode == indonesian.returncode == 1
    assert "Conclusion: Does not meet the requirements" in english.stdout
    assert "Kesimpulan: Tidak memenuhi persyaratan" in indonesian.stdout
    assert "LANGKAH BERIKUTNYA" in indonesian.stdout
    assert "bukan pendapat hukum" in indonesian.stdout.splitlines()[-1]
    assert "Pasal 27 ayat (1) huruf a" in indonesian.stdout


def test_while_a_service_holds_the_store_commands_ask_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = tmp_path / "draft.ttl"
    file.write_text(DRAFT)
    with serving(home) as url:
        by_http = kembar(home, "query", "inactive-partners", "--output", "json")
        elsewhere = kembar(tmp_path / "empty", "query", "inactive-partners", "--output", "json", KEMBAR_URL=url)
        verdict = kembar(home, "validate", str(file), "--output", "json")
        unknown = kembar(home, "query", "nothing")
        load = kembar(home, "load")
        second = kembar(home, "serve", KEMBAR_PORT="0")
    direct = kembar(home, "query", "inactive-partners", "--output", "json")
    assert by_http.stdout == elsewhere.stdout == direct.stdout
    assert json.loads(verdict.stdout)["overall"] == "not-lawful"
    assert verdict.returncode == 1
    assert (unknown.returncode, load.returncode) == (2, 0)
    assert "There is no question" in unknown.stderr
    assert second.returncode == 2
    assert url in second.stderr
    assert not (tmp_path / "empty").exists()


def test_check_names_a_collection_that_would_take_the_path_of_a_route(home: Path, tmp_path: Path) -> None:
    collections = copied_content(tmp_path) / "queries" / "collections"
    shutil.copy(collections / "fields.toml", collections / "health.toml")
    checked = kembar(home, "check", str(tmp_path))
    assert checked.returncode == 1
    assert checked.stdout.startswith("queries/collections/health.toml:1: /health is a path of the service itself")
    assert len(checked.stdout.splitlines()) == 1


def test_a_service_that_does_not_answer_is_named(home: Path) -> None:
    said = kembar(home, "query", "inactive-partners", KEMBAR_URL="http://127.0.0.1:9")
    assert said.returncode == 2
    assert "http://127.0.0.1:9 does not answer" in said.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    shutil.copytree(loaded(), tmp_path / "two")
    with serving(tmp_path / "one") as url:
        said = kembar(tmp_path / "two", "serve", KEMBAR_PORT=url.rsplit(":", 1)[1])
    assert said.returncode == 2
    assert "KEMBAR_PORT" in said.stderr


def test_a_setting_that_is_no_number_is_named(home: Path) -> None:
    assert "KEMBAR_PORT must be a whole number" in kembar(home, "serve", KEMBAR_PORT="eighty").stderr


def test_the_report_on_rotterdams_arrangement_reads_without_knowing_rdf(home: Path) -> None:
    said = kembar(home, "validate", "--deed", "rotterdam-arrangement-2019", "--language", "id")
    assert said.returncode == 3
    assert "Kesimpulan: Belum terbukti" in said.stdout
    assert "syarat yang mengikat telah dibuktikan" in said.stdout
    assert "Dasar hukum: Pasal 27 ayat (3) huruf a PP 28/2018" in said.stdout
    assert "Yang diperlukan: " in said.stdout
    letters = re.findall(r"^ +Argumen ([A-Z]):", said.stdout, re.MULTILINE)
    assert letters == sorted(set(letters)), "each argument stands once, with its rebuttal"
    assert said.stdout.count("Bantahan ") == len(letters) > 0
    assert "https://" not in said.stdout
    assert not [word for word in ("Kembar:", "shape", "sh:", "kb:", "undetermined") if word in said.stdout]
