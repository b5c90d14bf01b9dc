"""A proposal describes its own things; a forbidden statement is refused and named in the error."""

import pytest

from kembar.application import Kembar
from kembar.errors import UnacceptableGraph
from kembar.rdf.formats import Format

HEAD = """@prefix kb: <https://w3id.org/kembar/ontology#> . @prefix id: <https://w3id.org/kembar/id/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
id:deed\\/new a kb:Deed ; kb:party id:government\\/jakarta , id:government\\/berlin .
"""


@pytest.mark.parametrize(
    "statement",
    [
        "id:relation\\/indonesia-il kb:relationState <https://w3id.org/kembar/concept/relation-state/established> .",
        "id:relation\\/new a kb:DiplomaticRelation ; kb:with id:country\\/il .",
        "id:actor\\/new a kb:Actor ; kb:with id:country\\/il .",
        "id:country\\/new a kb:Country ; kb:countsAs id:country\\/de .",
        "id:territory\\/jakarta kb:level <https://w3id.org/kembar/concept/level/second> .",
        "id:provision\\/pp-28-2018-27-1-a kb:citation 'x' .",
        "id:requirement\\/new a kb:Requirement .",
        "id:contradiction\\/new a kb:Contradiction ; kb:concerns id:relation\\/indonesia-il .",
        "id:deed\\/new a sh:NodeShape .",
        "<http://e/> a owl:Ontology ; owl:imports <http://127.0.0.1:9/> .",
        "kb:party a owl:AnnotationProperty .",
        "id:deed\\/new kb:earliest '1990-01-01'^^xsd:date .",
        "id:deed\\/new kb:asOfEarliest '1990-01-01'^^xsd:date .",
        "id:deed\\/new kb:date '2026-02-30'^^xsd:date .",
        "id:deed\\/new kb:date '99999'^^xsd:gYear .",
        "id:government\\/untyped kb:governs id:territory\\/berlin .",
    ],
)
def test_a_forbidden_statement_is_refused_and_named(kembar: Kembar, statement: str) -> None:
    with pytest.raises(UnacceptableGraph) as caught:
        kembar.verdicts.validate((HEAD + statement).encode(), Format.TURTLE)
    assert "statement" in caught.value.extra


def test_a_statement_of_the_content_may_be_repeated(kembar: Kembar) -> None:
    assert kembar.verdicts.validate(
        (HEAD + "id:territory\\/berlin kb:level <https://w3id.org/kembar/concept/level/first> .").encode(),
        Format.TURTLE,
    )


def test_a_graph_without_a_deed_is_refused(kembar: Kembar) -> None:
    with pytest.raises(UnacceptableGraph, match="contains no deed"):
        kembar.verdicts.validate(b"<http://e/a> a <https://w3id.org/kembar/ontology#Actor> .", Format.TURTLE)


def test_blank_nodes_get_iris_so_that_no_report_holds_one(kembar: Kembar) -> None:
    graph = (
        HEAD
        + "[] a kb:Attestation ; kb:attests id:requirement\\/diplomatic-relations ; kb:attestedFor id:deed\\/two ; kb:attestor id:actor\\/ministry-of-foreign-affairs ; kb:document 'No. 1' ."
        + "id:deed\\/two a kb:Deed ; kb:party id:government\\/jakarta , [ a kb:LocalGovernment ] ."
    )
    verdict = kembar.verdicts.validate(graph.encode(), Format.TURTLE, deed="https://w3id.org/kembar/id/deed/two")
    (relations,) = [
        judgement for judgement in verdict.requirements if judgement.requirement.endswith("diplomatic-relations")
    ]
    assert relations.outcome == "attested"
    assert relations.evidence[0].thing.startswith("https://w3id.org/kembar/.well-known/genid/")
