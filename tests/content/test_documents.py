"""What papers say of ties, clauses, decisions and money is checked: a right description passes, each wrong one is named.

Each graph is the right one with one statement changed.
"""

import pytest

from kembar.content.structure import breaches
from kembar.files import Content
from kembar.namespaces import CONCEPT
from kembar.rdf.formats import Format
from kembar.rdf.parsing import parse_bytes

RIGHT = f"""
partnership:a a kb:Partnership .
government:a a kb:Actor .
tieState:a a kb:TieState ; kb:stateOf partnership:a ; kb:date "2010"^^xsd:gYear ; kb:asPrinted "sistercity"@id ;
    kb:tieStage <{CONCEPT}tie-stage/in-force> .
deed:loi a kb:Deed .
deed:mou a kb:Deed ; kb:followsFrom deed:loi ; kb:amends deed:loi ; kb:annexOf deed:loi ;
    kb:entryIntoForce <{CONCEPT}entry-into-force/on-signing> ; kb:duration "P3Y"^^xsd:duration ;
    kb:renewalClause <{CONCEPT}renewal-clause/by-itself> ; kb:renewalDuration "P1Y6M"^^xsd:duration ; kb:noticeMonths 6 ;
    kb:originals 4 ; kb:prevailingLanguage "en"^^xsd:language ; kb:witness government:a ; kb:workingGroup government:a ;
    kb:responsibleUnit government:a ; kb:carriedOutBy government:a ; kb:clause clause:a ; kb:budget budget:a .
clause:a a kb:Clause ; kb:clauseKind <{CONCEPT}clause-kind/disputes> ; kb:clauseState <{CONCEPT}clause-state/present> .
stepTaken:a kb:decisionPaper decisionPaper:a .
decisionPaper:a a kb:DecisionPaper ; kb:deedNumber "1/2010" ; kb:date "2010-05-01"^^xsd:date ; kb:issuer government:a ;
    kb:decisionKind <{CONCEPT}decision-kind/letter> ; kb:seenState <{CONCEPT}seen-state/seen> ;
    kb:approvedField <{CONCEPT}field/culture> .
budget:a a kb:Budget ; kb:amount 850000000 ; kb:currency "IDR" ; kb:payer government:a .
"""

WRONG = {
    "a state is of no tie": ("kb:stateOf partnership:a ;", "", "exactly one partnership"),
    "a state is of two ties": ("kb:stateOf partnership:a", "kb:stateOf partnership:a , partnership:b", "exactly one"),
    "a state is of a government": ("kb:stateOf partnership:a", "kb:stateOf government:a", "a is no partnership"),
    "a state has no day": ('kb:date "2010"^^xsd:gYear ;', "", "as of one day, month or year"),
    "a state says nothing": (
        f'kb:asPrinted "sistercity"@id ;\n    kb:tieStage <{CONCEPT}tie-stage/in-force>',
        'rdfs:label "a"@en',
        "what the state is",
    ),
    "a state has two stages": (
        "tie-stage/in-force>",
        f"tie-stage/in-force> , <{CONCEPT}tie-stage/ended>",
        "two stages",
    ),
    "a stage is of another list": ("tie-stage/in-force", "status/held", "held is no stage of a tie"),
    "a deed follows from a tie": ("kb:followsFrom deed:loi", "kb:followsFrom partnership:a", "kb:followsFrom names"),
    "a deed is an annex of a tie": ("kb:annexOf deed:loi", "kb:annexOf partnership:a", "kb:annexOf names a deed"),
    "a deed amends a tie": ("kb:amends deed:loi", "kb:amends partnership:a", "kb:amends of a deed names"),
    "an entry into force is of another list": (
        "entry-into-force/on-signing",
        "status/held",
        "held is no way of entering into force",
    ),
    "a renewal clause is of another list": ("renewal-clause/by-itself", "status/held", "held is no renewal clause"),
    "there are two renewal clauses": (
        "renewal-clause/by-itself>",
        f"renewal-clause/by-itself> , <{CONCEPT}renewal-clause/by-consent>",
        "two renewal",
    ),
    "what is not renewed has a duration of renewals": (
        "renewal-clause/by-itself",
        "renewal-clause/none",
        "so it has no kb:renewalDuration",
    ),
    "a duration is in hours": ('"P3Y"', '"PT3H"', "is no duration"),
    "a duration is zero": ('"P3Y"', '"P0Y"', "is no duration"),
    "a duration is a text": ('"P3Y"^^xsd:duration', '"P3Y"', "is no duration"),
    "there are two durations": (
        '"P3Y"^^xsd:duration',
        '"P3Y"^^xsd:duration , "P5Y"^^xsd:duration',
        "two values of kb:duration",
    ),
    "a renewal is for a negative time": ('"P1Y6M"', '"-P1Y"', "is no duration"),
    "there are two durations of renewals": (
        '"P1Y6M"^^xsd:duration',
        '"P1Y"^^xsd:duration , "P5Y"^^xsd:duration',
        "two values of kb:renewalDuration",
    ),
    "notice is zero months": ("kb:noticeMonths 6", "kb:noticeMonths 0", "is no number of months"),
    "there are two notices": ("kb:noticeMonths 6", "kb:noticeMonths 6 , 3", "two notices"),
    "there are no originals": ("kb:originals 4", "kb:originals 0", "is no number of originals"),
    "two languages prevail": (
        '"en"^^xsd:language',
        '"en"^^xsd:language , "id"^^xsd:language',
        "one code of a language",
    ),
    "a witness is a deed": ("kb:witness government:a", "kb:witness deed:loi", "kb:witness names an actor"),
    "a working group is a deed": ("kb:workingGroup government:a", "kb:workingGroup deed:loi", "kb:workingGroup names"),
    "a unit is a deed": ("kb:responsibleUnit government:a", "kb:responsibleUnit deed:loi", "kb:responsibleUnit names"),
    "a deed carries itself out": ("kb:carriedOutBy government:a", "kb:carriedOutBy deed:mou", "kb:carriedOutBy names"),
    "a clause is a deed": ("kb:clause clause:a", "kb:clause deed:loi", "loi is no clause"),
    "a clause has no kind": (f"kb:clauseKind <{CONCEPT}clause-kind/disputes> ;", "", "exactly one kind"),
    "a kind of clause is of another list": ("clause-kind/disputes", "status/held", "held is no kind of clause"),
    "a clause has no state": (f"; kb:clauseState <{CONCEPT}clause-state/present>", "", "exactly one state"),
    "a state of a clause is of another list": ("clause-state/present", "status/held", "held is no state of a clause"),
    "a step is shown by a deed": ("kb:decisionPaper decisionPaper:a", "kb:decisionPaper deed:loi", "no decision paper"),
    "a paper has neither number nor title": ('kb:deedNumber "1/2010" ;', "", "neither a number nor a title"),
    "a paper has an empty number": ('kb:deedNumber "1/2010"', 'kb:deedNumber " "', "neither a number nor a title"),
    "a paper has two dates": ('"2010-05-01"^^xsd:date', '"2010-05-01"^^xsd:date , "2010"^^xsd:gYear', "two dates"),
    "a paper is issued by a deed": ("kb:issuer government:a", "kb:issuer deed:loi", "kb:issuer names an actor"),
    "a kind of paper is of another list": ("decision-kind/letter", "status/held", "held is no kind of paper"),
    "a state of a paper is of another list": ("seen-state/seen", "status/held", "held is no state of a paper"),
    "an approved field is of another list": ("field/culture", "status/held", "held is no field of cooperation"),
    "a budget is a deed": ("kb:budget budget:a", "kb:budget deed:loi", "loi is no budget"),
    "a budget has no amount": ("kb:amount 850000000 ;", "", "exactly one amount"),
    "a budget has no currency": ('kb:currency "IDR" ;', "", "exactly one currency"),
    "a currency is a word": ('"IDR"', '"rupiah"', "exactly one currency"),
    "a payer is a deed": ("kb:payer government:a", "kb:payer deed:loi", "kb:payer names an actor"),
}


def found(graph: str) -> list[dict[str, str]]:
    content = Content.shipped()
    shapes = [
        triple
        for file in content.files("shapes/structure", ".ttl")
        if file.name.endswith("/documents.ttl")
        for triple in parse_bytes(file.text.encode(), Format.TURTLE, content.context)
    ]
    data = parse_bytes(graph.encode(), Format.TURTLE, content.context, prefixes=True)
    return [breach.texts for breach in breaches(data, shapes)]


def test_a_right_description_passes() -> None:
    assert found(RIGHT) == []


def test_a_deed_may_be_silent_on_how_long_a_renewal_is() -> None:
    assert found(RIGHT.replace('kb:renewalDuration "P1Y6M"^^xsd:duration ;', "")) == []


@pytest.mark.parametrize(("old", "new", "reason"), WRONG.values(), ids=WRONG)
def test_it_is_reported_in_both_languages_when(old: str, new: str, reason: str) -> None:
    assert old in RIGHT
    texts = found(RIGHT.replace(old, new, 1))
    assert [text for text in texts if reason in text["en"] and text["id"] not in ("", text["en"])], texts
