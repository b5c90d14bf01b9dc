"""``kembar import list`` and ``kembar export list``: exit statuses, what is said of each row, and where it goes."""

from pathlib import Path

import openpyxl

from kembar.content.reading import read
from kembar.files import ContentFile
from tests.commands import run
from tests.conftest import copied_content
from tests.lists.conftest import SURABAYAS_TIES

LISTS = Path(__file__).parents[1] / "lists"
AS_IT_IS = (
    "import", "list", str(LISTS / "list-surabaya-2010.csv"), "--map", "mitra=pihak_mitra",
    "--map", "negara (seperti tercetak)=negara", "--map", "tahap (seperti tercetak)=status_tercetak",
    "--set", "pihak_indonesia=Kota Surabaya", "--set", "sumber=Laporan Surabaya 2010", "--set", "halaman_atau_baris=E.b",
    "--set", "status_per_tanggal=2010", "--language", "en",
)  # fmt: skip


def test_a_real_list_is_taken_as_it_is_with_a_report_of_its_gaps(tmp_path: Path) -> None:
    output = tmp_path / "list-surabaya-2010.ttl"
    done = run(*AS_IT_IS, "--output", str(output), KEMBAR_CONTENT=str(copied_content(tmp_path, without=SURABAYAS_TIES)))
    assert done.returncode == 3
    assert "10 rows: 2 taken, 8 taken with gaps, 0 refused." in done.stderr
    assert done.stdout == ""
    text = output.read_text()
    (file,), faults = read([ContentFile("data/list-surabaya-2010.ttl", text)])
    assert not faults
    assert file.graph == "https://w3id.org/kembar/graph/list-surabaya-2010"
    assert text.count(" a kb:Partnership ") == 10
    assert text.count("tie-stage:exploring") == 2


def test_a_dry_run_writes_nothing_and_reports_on_standard_output(tmp_path: Path) -> None:
    output = tmp_path / "list.ttl"
    done = run(*AS_IT_IS, "--output", str(output), "--dry-run")
    assert "row 2  taken with gaps  Kota Surabaya–Seattle" in done.stdout
    assert not output.exists()


def test_ties_on_record_are_not_added_again() -> None:
    done = run(*AS_IT_IS)
    assert done.returncode in (0, 3)
    assert " a kb:Partnership " not in done.stdout


def test_the_template_needs_no_map_and_goes_to_standard_output(tmp_path: Path) -> None:
    content = str(copied_content(tmp_path, without=SURABAYAS_TIES))
    done = run("import", "list", str(LISTS / "template.csv"), "--language", "id", KEMBAR_CONTENT=content)
    assert done.returncode == 3
    assert "deed:surabaya-shah-alam-loi-2009 a kb:Deed" in done.stdout
    assert "2 baris: 1 diambil, 1 diambil dengan kekurangan, 0 ditolak." in done.stderr


def test_a_workbook_is_taken_and_a_list_without_gaps_has_status_0(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["pihak_indonesia", "pihak_mitra", "negara", "tahap", "sumber", "halaman_atau_baris", "tanggal_ttd"])
    sheet.append(["Kota Surabaya", "Busan", "Korsel", "LoI", "Daftar", "1", 1994])
    workbook.save(tmp_path / "list.xlsx")
    done = run("import", "list", str(tmp_path / "list.xlsx"), "--language", "en")
    assert done.returncode == 0, done.stderr
    assert '"1994"^^xsd:gYear' in done.stdout


def test_a_refused_row_has_status_1_and_an_unknown_heading_status_2(tmp_path: Path) -> None:
    refused = tmp_path / "list.csv"
    refused.write_text("pihak_indonesia,pihak_mitra,negara,tahap,sumber\nKota Surabaya,Dubai,Emiratz,LoI,Daftar\n")
    done = run("import", "list", str(refused), "--dry-run", "--language", "en")
    assert done.returncode == 1
    assert "negara: Emiratz is no name of a country that is known." in done.stdout
    refused.write_text("pihak_indonesia,pihak_mitra,negara,tahap,sumber,telepon\n")
    assert run("import", "list", str(refused)).returncode == 2


def test_the_record_is_exported_for_a_region_and_an_unknown_region_is_named() -> None:
    done = run("export", "list", "--region", "jakarta")
    assert done.returncode == 0
    assert done.stdout.count("\n") > 22
    unknown = run("export", "list", "--region", "jakrata")
    assert unknown.returncode == 2
    assert "Nearest: jakarta" in unknown.stderr
