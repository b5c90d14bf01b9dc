"""A proposal describes its own things; a forbidden statement is refused and named in the error."""

from datetime import date

import pytest

from kembar.application import Kembar
from kembar.errors import UnacceptableGraph
from kembar.files import Content
from kembar.law.proposal import read_proposal
from kembar.rdf.formats import Format
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.terms import text_of

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
        + "[] a kb:Attestation ; kb:attests id:requirement\\/diplomatic-relations ; kb:attestedFor id:deed\\/two ; kb:attestor id:actor\\/ministry-of-foreign-affairs ; kb:date '2026-01-12'^^xsd:date ; kb:document 'No. 1' ."
        + "id:deed\\/two a kb:Deed ; kb:party id:government\\/jakarta , [ a kb:LocalGovernment ; kb:governs [ a kb:Territory ; kb:country [ a kb:Country ] ] ] ."
    )
    verdict = kembar.verdicts.validate(graph.encode(), Format.TURTLE, deed="https://w3id.org/kembar/id/deed/two")
    (relations,) = [
        judgement for judgement in verdict.requirements if judgement.requirement.endswith("diplomatic-relations")
    ]
    assert relations.outcome == "attested"
    assert relations.supporting[0].thing.startswith("https://w3id.org/kembar/.well-known/genid/")


DAY = date(2026, 5, 4)
NEW = """deed:new a kb:Deed ; kb:party government:jakarta , government:berlin .
stepTaken:new a kb:StepTaken ; kb:takenFor deed:new ; kb:step step:ksdpl-initiative . """
CONCEPTS = "".join(
    f"@prefix {scheme}: <https://w3id.org/kembar/concept/{scheme}/> .\n"
    for scheme in ("field", "deed-type", "level", "status", "step-result", "signing-capacity")
)


def read(kembar: Kembar, statements: str) -> set[str]:
    """Return the new statements of a proposal with these statements, in N-Triples."""
    triples = parse_bytes(f"{CONCEPTS}{NEW}{statements}".encode(), Format.TURTLE, Content.shipped().context, True)
    store, _ = read_proposal(triples, kembar.revision.store, kembar.vocabulary, DAY)
    return {str(quad.triple) for quad in store.quads()}


def refused(kembar: Kembar, statements: str) -> UnacceptableGraph:
    with pytest.raises(UnacceptableGraph) as caught:
        read(kembar, statements)
    assert "statement" in caught.value.extra
    return caught.value


UNKNOWN = {
    "a country in capitals": ("territory:new a kb:Territory ; kb:country country:IL .", "country/il"),
    "a government": ("deed:new kb:party government:jakrata .", "government/jakarta"),
    "a body that nobody describes": ("deed:new kb:party actor:foo .", None),
    "a concept": ("deed:new kb:field field:educaton .", "field/education"),
    "a scheme": ("deed:new kb:field <https://w3id.org/kembar/concept/fields/education> .", "field/education"),
    "a step": ("stepTaken:new kb:step step:ksdpl-initiativ .", "step/ksdpl-initiative"),
    "a property": ("deed:new kb:partyy government:jakarta .", "ontology#party"),
    "a class": ("deed:other a kb:Deedd .", "ontology#Deed"),
    "a subject": ("actor:ministry-of-home-affair kb:document 'x' .", "actor/ministry-of-home-affairs"),
    "the value of a note": ("deed:new dct:source source:foo .", None),
    "a prefix that is none": ("deed:new kb:party <government:jakarta> .", "government/jakarta"),
    "a party elsewhere": ("deed:new kb:party <http://e/x> .", None),
    "a deed": ("deed:jeddah-mou-1978 a kb:Deed .", "deed/jeddah-mou-1979"),
}


@pytest.mark.parametrize(("statements", "near"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_unknown_name_is_refused_with_the_nearest_names(kembar: Kembar, statements: str, near: str | None) -> None:
    nearest = refused(kembar, statements).extra["nearest"]
    assert nearest[0].endswith(near) if near else nearest == []


def test_a_name_with_a_sign_that_nobody_sees_is_refused_and_the_sign_named(kembar: Kembar) -> None:
    error = refused(kembar, "deed:new kb:party <https://w3id.org/kembar/id/government/seoul\u200b> .")
    assert "U+200B ZERO WIDTH SPACE" in error.detail


UNFIT = {
    "a text for a boolean": ("deed:new kb:opensOffice 'true' .", "true or false"),
    "a word for a boolean": ("deed:new kb:opensOffice 'yes'^^xsd:boolean .", "cannot be read"),
    "a number for a boolean": ("deed:new kb:opensOffice 1 .", "true or false"),
    "a text for a date": ("deed:new kb:date '2020-01-01' .", "takes a date"),
    "a time for a date": ("deed:new kb:date '2020-01-01T00:00:00'^^xsd:dateTime .", "takes a date"),
    "a year for a day": ("deed:new kb:intendedDate '2027'^^xsd:gYear .", "xsd:date"),
    "a text without a language": ("deed:new kb:note 'x' .", "language"),
    "a text with a language": ("stepTaken:new kb:document 'x'@id .", "without language"),
    "a number for a text": ("stepTaken:new kb:document 5 .", "takes a text"),
    "a text for a number": ("deed:new kb:position '1' .", "xsd:integer"),
    "a thing for a text": ("stepTaken:new kb:document deed:new .", "has a thing"),
    "a thing for a date": ("deed:new kb:date deed:new .", "takes a date"),
    "a thing for a name": ("deed:new rdfs:label deed:new .", "has a thing"),
    "a text for a thing": ("deed:new kb:field 'education' .", "instead of a thing"),
    "an empty document": ("stepTaken:new kb:document '' .", "empty text"),
    "a document of blanks": ("stepTaken:new kb:document ' \u00a0' .", "empty text"),
    "a document of signs": ("stepTaken:new kb:document '-' .", "empty text"),
    "an empty section": ("[] a kb:SourcePlace ; kb:section ' ' .", "empty text"),
    "an empty section of a plan": ("[] a kb:PlanReference ; kb:planSection '' .", "empty text"),
    "an empty number": ("deed:new kb:deedNumber '' .", "empty text"),
    "an empty name": ("deed:new rdfs:label ''@en .", "empty text"),
    "no code of a language": ("deed:new kb:language 'xx-invalid!' .", "BCP 47"),
    "the name of a language": ("deed:new kb:language 'indonesian' .", "BCP 47"),
    "a government for a deed": ("stepTaken:new kb:takenFor government:jakarta .", "kb:LocalGovernment"),
    "a territory for a party": ("deed:new kb:party territory:berlin .", "kb:Territory"),
    "a concept for a party": ("deed:new kb:party field:education .", "takes kb:Actor"),
    "a concept of another scheme": ("deed:new kb:field deed-type:mou .", "no concept of"),
    "a thing for a concept": ("deed:new kb:field deed:new .", "no concept of"),
    "a blank node of no class": ("deed:new kb:party [ ] .", "class"),
}


@pytest.mark.parametrize(("statements", "reason"), UNFIT.values(), ids=UNFIT.keys())
def test_a_value_outside_the_range_of_its_property_is_refused(kembar: Kembar, statements: str, reason: str) -> None:
    assert reason in refused(kembar, statements).detail


MISPLACED = {
    "a status on a deed": ("deed:new kb:status status:held .", "kb:Activity"),
    "an office on a step": ("stepTaken:new kb:opensOffice true .", "kb:Deed"),
    "a council of a deed": ("deed:new kb:councilOf government:jakarta .", "kb:Actor"),
    "the result of a deed": ("deed:new kb:result step-result:approved .", "kb:StepTaken"),
    "a citation of a requirement": ("deed:new kb:remedy 'x'@en .", "kb:Requirement"),
}


@pytest.mark.parametrize(("statements", "belongs"), MISPLACED.values(), ids=MISPLACED.keys())
def test_a_misplaced_property_names_the_class_where_it_belongs(kembar: Kembar, statements: str, belongs: str) -> None:
    assert belongs in refused(kembar, statements).detail


LATER = {
    "a step": "stepTaken:new kb:date '2026-05-05'^^xsd:date .",
    "a step of next year": "stepTaken:new kb:date '2027'^^xsd:gYear .",
    "an attestation": "[] a kb:Attestation ; kb:date '2026-06'^^xsd:gYearMonth .",
    "a finding": "[] a kb:Finding ; kb:date '2026-05-05'^^xsd:date .",
    "a signature": "[] a kb:Signature ; kb:date '2026-05-05'^^xsd:date .",
    "the deed": "deed:new kb:date '2026-05-05/2026-06-01'^^edtf:EDTF .",
}


@pytest.mark.parametrize("statements", LATER.values(), ids=LATER.keys())
def test_what_certainly_happens_after_today_did_not_happen(kembar: Kembar, statements: str) -> None:
    assert "kb:intendedDate" in refused(kembar, statements).detail


NOT_LATER = {
    "today": "stepTaken:new kb:date '2026-05-04'^^xsd:date .",
    "this year": "stepTaken:new kb:date '2026'^^xsd:gYear .",
    "a choice of which one has passed": "deed:new kb:date '[2026-05-01,2026-06-01]'^^edtf:EDTF .",
    "an intended day": "deed:new kb:intendedDate '2027-01-01'^^xsd:date .",
    "the end of a term": "deed:new kb:term [ a kb:Period ; kb:end '2030-01-01'^^xsd:date ] .",
    "a planned activity": "activity:new a kb:Activity ; kb:date '2030'^^xsd:gYear .",
}


@pytest.mark.parametrize("statements", NOT_LATER.values(), ids=NOT_LATER.keys())
def test_what_may_have_happened_or_is_only_planned_is_accepted(kembar: Kembar, statements: str) -> None:
    assert read(kembar, statements)


@pytest.mark.parametrize(
    ("prop", "known"), [("councilOf", "actor:dprd-jakarta"), ("headOf", "actor:governor-of-jakarta")]
)
def test_a_second_council_or_head_of_a_region_is_refused(kembar: Kembar, prop: str, known: str) -> None:
    problem = refused(kembar, f"actor:x a kb:Actor ; kb:{prop} government:jakarta .")
    assert f"Nearest: {known}." in problem.detail


ACCEPTED = {
    "bodies of a region": "actor:x a kb:Actor ; kb:councilOf government:berlin . actor:y a kb:Person ; kb:headOf government:berlin .",
    "the result of a step": "stepTaken:new kb:result step-result:approved ; kb:through actor:ministry-of-home-affairs .",
    "a denial": "[] a kb:Attestation ; kb:denies requirement:complementary ; kb:attestedFor deed:new .",
    "a reference to a plan": "deed:new kb:planReference [ a kb:PlanReference ; kb:planSection 'Bab 3' ; kb:document 'RPJMD' ] .",
    "languages": "deed:new kb:language 'id' , 'en'^^xsd:language .",
    "grants and loans": "deed:new kb:promisesGrant false ; kb:commitsToLoan true .",
    "a capacity": "deed:new kb:signature [ a kb:Signature ; kb:signatory [ a kb:Person ] ; kb:capacity signing-capacity:head ] .",
    "a party of its own": "deed:new kb:party actor:x . actor:x a kb:Actor .",
}


@pytest.mark.parametrize("statements", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_the_vocabulary_has_for_proposals_is_accepted(kembar: Kembar, statements: str) -> None:
    assert read(kembar, statements)


def test_a_language_is_kept_as_a_code_however_it_is_written(kembar: Kembar) -> None:
    statements = read(kembar, "deed:new kb:language 'id' .")
    assert any('"id"^^<http://www.w3.org/2001/XMLSchema#language>' in statement for statement in statements)


def test_every_deed_of_the_record_may_be_named(kembar: Kembar) -> None:
    deed_class = "https://w3id.org/kembar/ontology#Deed"
    store = kembar.revision.store
    deeds = [text_of(solution["deed"]) for solution in store.select(f"SELECT ?deed {{ ?deed a <{deed_class}> }}")]
    assert len(deeds) > 30
    for deed in deeds:
        triples = parse_bytes(f"<{deed}> a <{deed_class}> .".encode(), Format.TURTLE, {})
        assert read_proposal(triples, store, kembar.vocabulary)[1] == [deed]


def test_every_property_whose_values_are_concepts_names_their_scheme(kembar: Kembar) -> None:
    concept = "http://www.w3.org/2004/02/skos/core#Concept"
    of_concepts = {prop for prop, wanted in kembar.vocabulary.ranges.items() if wanted == concept}
    assert of_concepts == kembar.vocabulary.schemes.keys()
