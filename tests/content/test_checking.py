"""A broken content file is reported with its name, line and reason, and all faults are reported at once."""

import re
from pathlib import Path

import pytest

from kembar.content.checking import check
from kembar.errors import ContentError
from kembar.files import Content
from tests.conftest import copied_content

VOCABULARY = """@prefix kb: <https://w3id.org/kembar/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix void: <http://rdfs.org/ns/void#> .
kb:Event a owl:Class . kb:Source a owl:Class .
kb:date a rdf:Property ; kb:earliestIn kb:earliest ; kb:latestIn kb:latest .
kb:earliest a rdf:Property . kb:latest a rdf:Property . kb:precision a rdf:Property . kb:partOfEvent a rdf:Property .
kb:earliestIn a rdf:Property . kb:latestIn a rdf:Property .
rdf:type a rdf:Property . rdf:Property a owl:Class . owl:Class a owl:Class . void:Dataset a owl:Class . prov:hadPrimarySource a rdf:Property .
"""
GOOD = """@prefix kb: <https://w3id.org/kembar/ontology#> .
@prefix event: <https://w3id.org/kembar/id/event/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/kembar/graph/events> a <http://rdfs.org/ns/void#Dataset> ; <http://www.w3.org/ns/prov#hadPrimarySource> <https://w3id.org/kembar/id/source/book> .
<https://w3id.org/kembar/id/source/book> a kb:Source .
event:fair a kb:Event ; kb:date "2019"^^xsd:gYear .
"""


def content(root: Path, data: str) -> Content:
    for folder in ("ontology", "data", "shapes", "queries"):
        (root / folder).mkdir(exist_ok=True)
    (root / "ontology" / "kembar.ttl").write_text(VOCABULARY)
    (root / "data" / "events.ttl").write_text(data)
    return Content(root)


def faults_in(root: Path, data: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        check(content(root, data))
    return [str(fault) for fault in caught.value.faults]


def test_good_content_has_no_fault_and_its_dates_are_bounded(tmp_path: Path) -> None:
    assert len(check(content(tmp_path, GOOD)).derived) == 5


def test_a_file_that_does_not_parse_is_named_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, GOOD + "event:other a kb:Event\nevent:third a kb:Event .\n")
    assert fault.startswith("data/events.ttl:8: does not parse as Turtle")


def test_an_undefined_property_and_an_undefined_class_are_found(tmp_path: Path) -> None:
    reported = faults_in(tmp_path, GOOD + 'event:a a kb:Happening ;\n    kb:dat "2019"^^xsd:gYear .\n')
    assert (
        "data/events.ttl:7: <https://w3id.org/kembar/ontology#Happening> is a class"
        " that the vocabulary (ontology/) does not define. Check its spelling." in reported
    )
    assert (
        "data/events.ttl:8: <https://w3id.org/kembar/ontology#dat> is a property"
        " that the vocabulary (ontology/) does not define. Check its spelling." in reported
    )


def test_a_misspelled_term_of_another_vocabulary_is_found_too(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, GOOD + 'event:fair <http://www.w3.org/2000/01/rdf-schema#lable> "x" .\n')
    assert "data/events.ttl:7" in fault
    assert "rdf-schema#lable" in fault


def test_a_reference_to_a_thing_that_does_not_exist_is_found(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, GOOD + "event:talk a kb:Event ;\n    kb:partOfEvent event:fare .\n")
    assert (
        fault
        == "data/events.ttl:8: <https://w3id.org/kembar/id/event/fare> does not exist: no content file describes it."
        " Describe it, or correct its name."
    )


def test_an_invalid_date_is_found(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, GOOD + 'event:talk a kb:Event ; kb:date "2019-02-30"^^xsd:date .\n')
    assert fault.startswith("data/events.ttl:7: '2019-02-30' is not a calendar day")


def test_a_data_file_must_name_its_source(tmp_path: Path) -> None:
    (fault,) = faults_in(
        tmp_path,
        "@prefix kb: <https://w3id.org/kembar/ontology#> .\n<https://w3id.org/kembar/id/event/x> a kb:Event .\n",
    )
    assert "does not state its source" in fault


FORMER = """@prefix dct: <http://purl.org/dc/terms/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix kb: <https://w3id.org/kembar/ontology#> . kb:Withdrawn a owl:Class . kb:Renamed a owl:Class . kb:reason a rdf:Property .
dct:isReplacedBy a rdf:Property . dct:date a rdf:Property .
"""
SIGNPOST = """event:gone a kb:Withdrawn ; kb:reason "x"@en ; <http://purl.org/dc/terms/date> "2024-05-31"^^xsd:date .
event:old a kb:Renamed ; <http://purl.org/dc/terms/isReplacedBy> event:fair . event:older a kb:Renamed ; <http://purl.org/dc/terms/isReplacedBy> event:old .
"""


def with_former_names(root: Path) -> None:
    content(root, GOOD)
    (root / "ontology" / "former.ttl").write_text(FORMER)


def test_renamed_and_withdrawn_things_may_be_declared(tmp_path: Path) -> None:
    with_former_names(tmp_path)
    check(content(tmp_path, GOOD + SIGNPOST))


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("event:talk a kb:Event ; kb:partOfEvent event:gone .", "gone"),
        ("event:talk a kb:Event ; kb:partOfEvent event:old .", "old"),
        ("event:gone kb:partOfEvent event:fair .", "gone"),
        ("event:gone a kb:Event .", "gone"),
    ],
)
def test_a_statement_about_a_former_name_is_a_fault(tmp_path: Path, statement: str, name: str) -> None:
    with_former_names(tmp_path)
    (fault,) = faults_in(tmp_path, GOOD + SIGNPOST + statement)
    assert (
        f"<https://w3id.org/kembar/id/event/{name}> is renamed or withdrawn, but statements still refer to it" in fault
    )


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    assert (
        len(
            faults_in(
                tmp_path, GOOD + 'event:a a kb:Nothing ; kb:dat 1 ; kb:partOfEvent event:b ; kb:date "x"^^xsd:date .\n'
            )
        )
        == 4
    )


@pytest.mark.parametrize(
    "kind_of_file",
    [
        "chapter-activities-rotterdam-seoul.ttl",
        "chapter-founding-deeds.ttl",
        "relations-partners.ttl",
        "surabaya-deeds.ttl",
    ],
)
def test_one_bad_day_in_the_shipped_content_is_one_fault(
    tmp_path: Path, kind_of_file: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    copied = Content(copied_content(tmp_path))
    file = tmp_path / "data" / kind_of_file
    file.write_text(re.sub(r'"[0-9-]+"\^\^xsd:date', '"2019-02-30"^^xsd:date', file.read_text(), count=1))
    with pytest.raises(ContentError) as caught:
        check(copied)
    (fault,) = caught.value.faults
    assert fault.file == f"data/{kind_of_file}"
    assert "'2019-02-30' is not a calendar day" in fault.reason
    assert "Traceback" not in "".join(capfd.readouterr()) + caplog.text  # of rdflib


def test_files_that_are_not_utf_8_are_named_with_the_line(tmp_path: Path) -> None:
    bad = content(tmp_path, GOOD)
    for name in ("one", "two"):
        (tmp_path / "data" / f"{name}.ttl").write_bytes(GOOD.encode() + b"# caf\xe9\n")
    with pytest.raises(ContentError) as caught:
        check(bad)
    assert [str(fault) for fault in caught.value.faults] == [
        f"data/{name}.ttl:7: is not UTF-8 here. Save the file as UTF-8." for name in ("one", "two")
    ]
