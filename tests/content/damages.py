"""Damages to the shipped content, one a kind of fault that the structure names."""

from typing import NamedTuple


class Damage(NamedTuple):
    """A replacement of text in a content file, and the fault that it must cause.

    Attributes:
        file: The damaged file is ``data/{file}.ttl``.
        thing: The thing whose description, from its first ``a kb:…`` on, is searched for ``old``.
        old: The text to replace.
        new: The replacement.
        reason: A part of the reason of the fault.
        at: The file in which the fault is reported, if it is another one.
    """

    file: str
    thing: str
    old: str
    new: str
    reason: str
    at: str = ""


MOSCOW, ROTTERDAM, FOUNDING = (
    "chapter-activities-moscow-tokyo",
    "chapter-activities-rotterdam-seoul",
    "chapter-founding-deeds",
)
SIGNING, VISIT = "activity:moscow-2008-programme-signing", "activity:rotterdam-1982-mayor-visit"
INVITATION = "contact:casablanca-2019-smart-city-conference-invitation"
NINE_WORDS = "satu dua tiga empat lima enam tujuh delapan sembilan"

DAMAGES = {
    "a label is missing": Damage(
        "chapter-partnerships",
        "partnership:seoul",
        'rdfs:label "Jakarta–Seoul"@id , "Jakarta–Seoul"@en ;',
        "",
        "Give it an rdfs:label in Indonesian",
    ),
    "a label is in one language only": Damage(
        "chapter-partnerships", "partnership:seoul", ' , "Jakarta–Seoul"@en', "", "lacks one of the two languages"
    ),
    "a label is in a third language": Damage(
        "chapter-partnerships", "partnership:seoul", '"Jakarta–Seoul"@en', '"Jakarta–Seoul"@fr', "Write @id or @en"
    ),
    "a note is in one language only": Damage(
        "relations-others",
        "relation:indonesia-xk",
        '"Tidak diakui Indonesia (2023). XK kode pakai sendiri, bukan ISO 3166-1."@id ,',
        "",
        "note (kb:note) is missing in Indonesian",
    ),
    "a slug has capital letters": Damage(
        "territories",
        "territory:seoul",
        "territory:seoul a",
        "territory:Seoul a kb:Territory . territory:seoul a",
        "…/id/territory/slug",
    ),
    "there are two statuses": Damage(
        MOSCOW, SIGNING, "kb:status status:held", "kb:status status:held , status:planned", "exactly one status"
    ),
    "a status is not in any list": Damage(
        MOSCOW, SIGNING, "status:held", "status:done", "concept/status/done> is not defined"
    ),
    "a status is of another list": Damage(
        MOSCOW,
        SIGNING,
        "status:held",
        "<https://w3id.org/kembar/concept/outcome/satisfied>",
        "satisfied is no status of an activity",
    ),
    "an activity is part of a deed": Damage(
        MOSCOW,
        SIGNING,
        "kb:status",
        "kb:isPartOf deed:moscow-mou-2007 ; kb:status",
        "names the one activity:… that this one is part of",
    ),
    "a whole is part of another": Damage(
        MOSCOW,
        "activity:moscow-2017-festival-indonesia",
        "kb:status",
        "kb:isPartOf activity:moscow-2008-programme-signing ; kb:status",
        "is itself part of another",
    ),
    "an activity has no kind": Damage(
        MOSCOW, SIGNING, "kb:activityKind activity-kind:document-signing ;", "", "Give it one or more kb:activityKind"
    ),
    "a property is misspelled": Damage(
        MOSCOW,
        SIGNING,
        "kb:activityKind",
        "kb:activtyKind",
        "activtyKind> is a property that the vocabulary (ontology/) does not define",
    ),
    "a class is misspelled": Damage(
        MOSCOW,
        SIGNING,
        "a kb:Activity",
        "a kb:Actvity",
        "Actvity> is a class that the vocabulary (ontology/) does not define",
    ),
    "a reference dangles": Damage(
        MOSCOW, SIGNING, "partnership:moscow", "partnership:moskva", "partnership/moskva> does not exist"
    ),
    "a date has the datatype of another precision": Damage(
        MOSCOW, SIGNING, '"2008-10-03"^^xsd:date', '"2008-10"^^xsd:date', "is not a calendar day"
    ),
    "a signing is held on another day than its deed": Damage(
        MOSCOW, SIGNING, '"2008-10-03"', '"2008-10-01"', "earlier than the deed that it concludes"
    ),
    "a participant is missing": Damage(
        MOSCOW,
        "participation:moscow-2008-programme-signing-1",
        "kb:participant government:jakarta ;",
        "",
        "exactly one actor",
    ),
    "a participant is a city and no actor": Damage(
        MOSCOW,
        "participation:moscow-2008-programme-signing-1",
        "government:jakarta",
        "<https://w3id.org/kembar/id/territory/jakarta>",
        "The participant jakarta is no actor",
    ),
    "a role is of another list": Damage(
        MOSCOW, "participation:moscow-2008-programme-signing-1", "role:participant", "status:held", "held is no role"
    ),
    "a visit before the founding is not marked as preparatory": Damage(
        ROTTERDAM, VISIT, "kb:preparatory true ;", "", "mark it kb:preparatory true"
    ),
    "a visit after the founding is marked as preparatory": Damage(
        ROTTERDAM,
        VISIT,
        '"1982-10"^^xsd:gYearMonth',
        '"1992-10"^^xsd:gYearMonth',
        "took place after rotterdam-mou-1986",
    ),
    "a contact has a status": Damage(
        "chapter-activities-less-active",
        INVITATION,
        "kb:direction",
        "kb:status status:held ; kb:direction",
        "A contact has no status",
    ),
    "a partnership has one party": Damage(
        "chapter-partnerships", "partnership:seoul", "government:jakarta , ", "", "two parties at least"
    ),
    "a partnership of local governments has an institution as a party": Damage(
        "chapter-partnerships",
        "partnership:seoul",
        "government:seoul",
        "<https://w3id.org/kembar/id/actor/dprd-jakarta>",
        "an institution only where the type is ksdll",
    ),
    "a party is a country": Damage(
        "chapter-partnerships",
        "partnership:seoul",
        "government:seoul",
        "<https://w3id.org/kembar/id/country/kr>",
        "The party kr is no local government",
    ),
    "a deed belongs to no partnership": Damage(
        "chapter-deeds",
        "deed:rotterdam-arrangement-2017",
        "kb:partnership partnership:rotterdam ;",
        "",
        "belongs to no partnership",
    ),
    "a partnership has two founding deeds": Damage(
        "chapter-deeds",
        "deed:rotterdam-arrangement-2017",
        "kb:partnership partnership:rotterdam",
        "kb:founds partnership:rotterdam",
        "has two founding deeds",
        "chapter-partnerships",
    ),
    "a state of a tie has no place": Damage(
        "surabaya-partners-2010",
        "tie-state:surabaya-seattle-2010",
        " ; kb:statedAt place:surabaya-report-2010-row-1",
        "",
        "does not say where it is stated",
    ),
    "a council is that of a city and not of its government": Damage(
        "surabaya-region",
        "actor:dprd-surabaya",
        "kb:councilOf government:surabaya",
        "kb:councilOf territory:surabaya",
        "surabaya is no local government. kb:councilOf",
    ),
    "a head is that of a city and not of its government": Damage(
        "surabaya-region",
        "actor:mayor-of-surabaya",
        "kb:headOf government:surabaya",
        "kb:headOf territory:surabaya",
        "surabaya is no local government. kb:headOf",
    ),
    "a deed has two states": Damage(
        "chapter-deeds",
        "deed:rotterdam-arrangement-2017",
        "kb:deedState deed-state:signed ;",
        "kb:deedState deed-state:signed , deed-state:draft ;",
        "has two states",
    ),
    "a deed is signed after its term": Damage(
        "chapter-deeds",
        "deed:rotterdam-arrangement-2017",
        'kb:date "2017"',
        'kb:date "2021"',
        "signed on 2021-01-01, after this term",
    ),
    "a period starts after its end": Damage(
        "chapter-deeds",
        "period:term-rotterdam-arrangement-2017",
        'kb:start "2017"',
        'kb:start "2020"',
        "starts on 2020-01-01, after its end",
    ),
    "a listed field is in no deed": Damage(
        "chapter-fields", "listing:jeddah-1", "kb:listedIn deed:jeddah-mou-1979 ;", "", "exactly one deed"
    ),
    "a field is not of the scheme of fields": Damage(
        "chapter-fields",
        "listing:jeddah-1",
        "field:expert-exchange",
        "<https://w3id.org/kembar/concept/activity-kind/training>",
        "training is no field of cooperation",
    ),
    "a reading has no place": Damage(
        FOUNDING,
        "reading:rotterdam-mou-1986-date-2",
        " ;\n    kb:statedAt place:chapter-h-1-p1",
        "",
        "does not say where it is stated",
    ),
    "a contradiction has one reading": Damage(
        "relations-partners",
        "contradiction:relation-sa-start",
        " , reading:relation-sa-start-2",
        "",
        "two readings at least",
    ),
    "a contradiction has no kind": Damage(
        "relations-partners",
        "contradiction:relation-sa-start",
        "kb:contradictionKind contradiction-kind:date ;",
        "",
        "Give it one kb:contradictionKind",
    ),
    "two readings are preferred": Damage(
        FOUNDING,
        "reading:rotterdam-mou-1986-date-2",
        "kb:value",
        'kb:preferred true ; kb:reason "Ya."@id , "Yes."@en ; kb:value',
        "Two of its readings are preferred",
    ),
    "a reading is preferred without a reason": Damage(
        FOUNDING,
        "reading:rotterdam-mou-1986-date-2",
        "kb:value",
        "kb:preferred true ; kb:value",
        "preferred without a reason",
    ),
    "a disputed date is stated though no reading is preferred": Damage(
        "relations-partners",
        "period:relation-sa-1",
        "kb:confidence",
        'kb:start "1950"^^xsd:gYear ; kb:confidence',
        "no reading is preferred, yet it has a kb:start",
    ),
    "a disputed date is not the preferred one": Damage(
        FOUNDING, "deed:rotterdam-mou-1986", '"1986-08-01"', '"1986-08-02"', "Write the preferred value there"
    ),
    "a quotation has nine words": Damage(
        "chapter-places",
        "place:chapter-a-p4",
        "Kerja Sama Daerah dengan Daerah Lain",
        NINE_WORDS,
        "more than eight words",
    ),
    "a place is in no source": Damage(
        "chapter-places", "place:chapter-a-p4", "kb:inSource source:hutapea-2022 ;", "", "exactly one source"
    ),
    "a source has neither address nor citation": Damage(
        "sources", "source:hutapea-2022", "dct:bibliographicCitation", "dct:title", "Give its address (kb:url)"
    ),
    "a territory has a level of another list": Damage(
        "territories", "territory:seoul", "level:first", "territory-kind:city", "city is no administrative level"
    ),
    "a territory has two levels": Damage(
        "territories", "territory:seoul", "level:first", "level:first , level:second", "The territory has two levels"
    ),
    "a territory has two kinds": Damage(
        "territories",
        "territory:seoul",
        "territory-kind:province-level-city",
        "territory-kind:province-level-city , territory-kind:city",
        "The territory has two kinds",
    ),
    "latitude and longitude are swapped": Damage(
        "coordinates-geonames",
        "",
        "territory:jakarta wgs:lat -6.21462 ; wgs:long 106.84513",
        "territory:jakarta wgs:lat 106.84513 ; wgs:long -6.21462",
        "not on earth",
        "territories",
    ),
    "a country has no code": Damage("countries", "country:id", 'kb:isoCode "ID" ;', "", "exactly one ISO 3166 code"),
    "a provision is of no regulation": Damage(
        "law-provisions-foreign-relations",
        "provision:uu-37-1999-9-1",
        "kb:provisionOf regulation:uu-37-1999 ;",
        "",
        "exactly one regulation",
    ),
    "relations exist without a period": Damage(
        "relations-partners",
        "relation:indonesia-us",
        "kb:period period:relation-us-1 ;",
        "",
        "Relations that exist have a period",
    ),
    "relations are denied without a date": Damage(
        "relations-others",
        "relation:indonesia-xk",
        'kb:stateKnownAsOf "2023-10-24"^^xsd:date ;',
        "",
        "Add that day with kb:stateKnownAsOf",
    ),
    "an assessment has no level": Damage(
        "chapter-assessments",
        "assessment:jeddah-d-1-p1",
        "kb:activityLevel activity-level:inactive ;",
        "",
        "exactly one category",
    ),
}
