"""One file goes through both doors: what a content file has beyond a proposal is read by /validate too."""

import pytest

from kembar.application import Kembar
from kembar.errors import UnacceptableGraph
from kembar.law.verdict import Verdict
from kembar.rdf.formats import Format

FILE = """
@prefix deed:       <https://w3id.org/kembar/id/deed/> .
@prefix dct:        <http://purl.org/dc/terms/> .
@prefix government: <https://w3id.org/kembar/id/government/> .
@prefix graph:      <https://w3id.org/kembar/graph/> .
@prefix kb:         <https://w3id.org/kembar/ontology#> .
@prefix partnership: <https://w3id.org/kembar/id/partnership/> .
@prefix place:      <https://w3id.org/kembar/id/place/> .
@prefix prov:       <http://www.w3.org/ns/prov#> .
@prefix rdfs:       <http://www.w3.org/2000/01/rdf-schema#> .
@prefix source:     <https://w3id.org/kembar/id/source/> .
@prefix void:       <http://rdfs.org/ns/void#> .
@prefix xsd:        <http://www.w3.org/2001/XMLSchema#> .
graph:report a void:Dataset ; rdfs:label "Laporan"@id , "Report"@en ; prov:hadPrimarySource source:report .
source:report a kb:Source ; rdfs:label "Laporan"@id , "Report"@en ; kb:url "https://example.org/report"^^xsd:anyURI .
place:report-1 a kb:SourcePlace ; rdfs:label "Baris 1"@id , "Row 1"@en ; kb:inSource source:report ; kb:table "1" ; kb:row 1 .
deed:new a kb:Deed ; kb:party government:jakarta , government:berlin ; kb:statedAt place:report-1 .
"""


def judged(kembar: Kembar, text: str, deed: str | None = None) -> Verdict:
    return kembar.verdicts.validate(text.encode(), Format.TURTLE, deed)


def test_header_places_and_sources_are_read_and_listed_neither_as_unused(kembar: Kembar) -> None:
    verdict = judged(kembar, FILE)
    things = {stated["thing"] for stated in verdict.unused}
    assert not {thing for thing in things if "/graph/" in thing or "/source/" in thing or "/place/" in thing}


def test_the_header_says_nothing_but_what_the_file_is(kembar: Kembar) -> None:
    with pytest.raises(UnacceptableGraph):
        judged(kembar, f"{FILE} graph:report kb:party government:jakarta .")
    with pytest.raises(UnacceptableGraph):
        judged(kembar, f"{FILE} graph:report a kb:Requirement .")


def test_the_verdict_is_the_same_without_the_header(kembar: Kembar) -> None:
    without = "\n".join(line for line in FILE.splitlines() if not line.startswith("graph:"))
    assert judged(kembar, FILE).overall == judged(kembar, without).overall


def test_states_and_papers_of_a_tie_may_stand_in_the_file(kembar: Kembar) -> None:
    more = """
        @prefix state: <https://w3id.org/kembar/id/tie-state/> .
        state:new a kb:TieState ; kb:stateOf partnership:berlin ; kb:asPrinted "LoI" ; kb:statedAt place:report-1 .
    """
    assert judged(kembar, FILE + more)


def test_a_deed_is_selected_by_its_slug_as_by_its_iri(kembar: Kembar) -> None:
    two = f"{FILE} deed:other a kb:Deed ; kb:party government:jakarta , government:berlin ."
    iri = "https://w3id.org/kembar/id/deed/other"
    assert judged(kembar, two, "other").deed == judged(kembar, two, iri).deed == iri
