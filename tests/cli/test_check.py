"""``kembar check`` names what is due for a check; that changes no exit status."""

from datetime import timedelta
from pathlib import Path

import pytest

from kembar.law.days import today
from tests.commands import run
from tests.content.test_checking import VOCABULARY, content

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
