"""``kembar check`` names what is due for a check; that changes no exit status."""

from datetime import timedelta
from pathlib import Path

import pytest

from kembar.law.days import today
from tests.commands import run
from tests.content.test_checking import GOOD, VOCABULARY, content

NO_DAY = "'2019-02-30' is not a calendar day in the form 2019-07-19."
TERMS = """kb:Provision a owl:Class . kb:DiplomaticRelation a owl:Class . kb:checkedOn a rdf:Property .
"""
LAW = """@prefix kb: <https://w3id.org/kembar/ontology#> .
@prefix provision: <https://w3id.org/kembar/id/provision/> .
@prefix relation: <https://w3id.org/kembar/id/relation/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/kembar/graph/events> a <http://rdfs.org/ns/void#Dataset> ; <http://www.w3.org/ns/prov#hadPrimarySource> <https://w3id.org/kembar/id/source/book> .
<https://w3id.org/kembar/id/source/book> a kb:Source .
relation:indonesia-nl a kb:DiplomaticRelation .
provision:old a kb:Provision ; kb:checkedOn "2020-02-03"^^xsd:date .
provision:new a kb:Provision ; kb:checkedOn "{yesterday}"^^xsd:date .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    content(tmp_path, LAW.replace("{yesterday}", (today() - timedelta(1)).isoformat()))
    (tmp_path / "ontology" / "kembar.ttl").write_text(VOCABULARY + TERMS)
    (tmp_path / "ontology" / "context.jsonld").write_text('{"@context": {}}')
    return tmp_path


def check(folder: Path, *options: str, **settings: str) -> list[str]:
    """Return the lines that a check of good content prints."""
    result = run("check", str(folder), *options, **{"LANG": "C.UTF-8", **settings})
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout.splitlines()


def test_what_was_never_checked_or_long_ago_is_named_with_its_place_and_counted(folder: Path) -> None:
    *notices, count, clean = check(folder)
    assert notices == [
        "data/events.ttl:7: due for a check: relation/indonesia-nl (never checked)",
        "data/events.ttl:8: due for a check: provision/old (last on 2020-02-03)",
    ]
    assert count.startswith("Due for a check: 2 provisions and diplomatic relations")
    assert "365 days" in count
    assert clean.startswith("No faults")


def test_the_notices_are_in_indonesian_for_those_who_read_it(folder: Path) -> None:
    notices = check(folder, "--language", "id")
    assert notices[1] == "data/events.ttl:8: perlu diperiksa: provision/old (terakhir 2020-02-03)"
    assert "bukan kesalahan" in notices[2]


def test_the_limit_is_a_setting(folder: Path) -> None:
    assert len(check(folder, KEMBAR_LAW_CHECKED_MAX_DAYS="36500")) == 3


def test_content_in_which_nothing_is_due_has_no_notice(folder: Path) -> None:
    data = folder / "data" / "events.ttl"
    data.write_text(data.read_text().replace("relation:indonesia-nl a kb:DiplomaticRelation .\n", ""))
    assert len(check(folder, KEMBAR_LAW_CHECKED_MAX_DAYS="36500")) == 1


BAD = 'event:talk a kb:Event ; kb:date "2019-02-30"^^xsd:date .\n'


def test_of_one_file_only_its_own_faults_are_listed(folder: Path) -> None:
    content(folder, GOOD)
    (folder / "ontology" / "kembar.ttl").write_text(VOCABULARY + TERMS)
    other = folder / "data" / "other.ttl"
    other.write_text(GOOD.replace("events", "other").replace("event:fair", "event:ball") + BAD)
    own = run("check", str(other), LANG="C.UTF-8")
    assert (own.returncode, own.stdout) == (1, f"data/other.ttl:7: {NO_DAY}\n")
    good = run("check", str(folder / "data" / "events.ttl"), LANG="C.UTF-8")
    assert good.returncode == 1  # it cannot be checked completely while another file is broken
    assert good.stdout.startswith("Faults in other files: 1.")
    other.unlink()
    assert check(folder / "data" / "events.ttl") == ["No faults. Files: 1, statements: 5."]


def test_a_file_elsewhere_is_checked_as_a_further_file_of_the_content(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = tmp_path_factory.mktemp("elsewhere") / "talks.ttl"
    new.write_text(GOOD.replace("graph/events", "graph/talks").replace("event:fair", "event:talk"))
    settings = {"KEMBAR_CONTENT": str(folder)}
    assert check(new, **settings) == ["No faults. Files: 1, statements: 5."]
    new.write_text(new.read_text() + BAD.replace("talk", "speech"))
    result = run("check", str(new), LANG="C.UTF-8", **settings)
    assert (result.returncode, result.stdout) == (1, f"data/talks.ttl:7: {NO_DAY}\n")


@pytest.mark.parametrize(
    ("name", "reason"), [("none.ttl", "is neither a file nor a folder"), ("a.txt", "only a Turtle file")]
)
def test_what_cannot_be_checked_is_named(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "a.txt").write_text("text")
    result = run("check", str(tmp_path / name))
    assert result.returncode == 2
    assert reason in result.stderr
