"""Hostile graphs to validate: each gets a verdict or problem details, and causes no outgoing connection."""

import json

import httpx
import pytest

from tests.http.problems import problem

CONTEXT = "https://w3id.org/kembar/context.jsonld"
TURTLE = {"Content-Type": "text/turtle"}
JSON_LD = {"Content-Type": "application/ld+json"}
PREFIXES = """
@prefix kb: <https://w3id.org/kembar/ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix deed: <https://w3id.org/kembar/id/deed/> .
@prefix government: <https://w3id.org/kembar/id/government/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
deed:draft a kb:Deed ; kb:party government:jakarta , government:casablanca-settat .
"""


@pytest.mark.parametrize(
    "content_type", ["text/turtle", "application/ld+json", "application/n-triples", "application/trig"]
)
def test_an_empty_body(live_client: httpx.Client, content_type: str) -> None:
    problem(
        live_client.post("/validate", content=b"", headers={"Content-Type": content_type}),
        400,
        "graph-syntax",
    )


def test_broken_turtle(live_client: httpx.Client) -> None:
    details = problem(
        live_client.post("/validate", content=b"@prefix kb: <http://kb/> .\nkb:a kb:b .", headers=TURTLE),
        400,
        "graph-syntax",
    )
    assert details["line"] == 2


def test_turtle_that_is_not_utf_8(live_client: httpx.Client) -> None:
    problem(live_client.post("/validate", content=b"\xff\xfe<http://e/> .", headers=TURTLE), 400, "graph-syntax")


@pytest.mark.parametrize(
    "graph",
    [
        b"<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> <http://e/c> )>> .",
        b'<http://e/a> <http://e/b> "x"@en--ltr .',
        b"<http://e/a> <http://e/b> <http://e/c> {| <http://e/d> <http://e/e> |} .",
        b"<a:a> <a:b> " + b"<<(<a:a> <a:b> " * 90_000 + b"<a:c>" + b")>>" * 90_000 + b" .",
    ],
    ids=[
        "a triple term",
        "a base direction",
        "an annotation",
        "triple terms within triple terms, on which the parser dies",
    ],
)
def test_terms_of_rdf_1_2(live_client: httpx.Client, graph: bytes) -> None:
    details = problem(live_client.post("/validate", content=graph, headers=TURTLE), 422, "unacceptable-graph")
    assert "RDF 1.2" in str(details["detail"])


@pytest.mark.parametrize("form", ["{0}", '["{0}"]', '[{{}}, "{0}"]'])
def test_a_json_ld_document_with_a_remote_context(
    live_client: httpx.Client, trap: tuple[str, list[str]], form: str
) -> None:
    address, calls = trap
    context = form.format(address) if form != "{0}" else f'"{address}"'
    problem(
        live_client.post("/validate", content=f'{{"@context": {context}, "a": "b"}}'.encode(), headers=JSON_LD),
        400,
        "graph-syntax",
    )
    assert calls == []


def test_a_remote_context_inside_a_term_definition(live_client: httpx.Client, trap: tuple[str, list[str]]) -> None:
    address, calls = trap
    document = {"@context": {"a": {"@id": "http://e/a", "@context": address}}, "a": {"b": "c"}}
    problem(live_client.post("/validate", json=document, headers=JSON_LD), 400, "graph-syntax")
    assert calls == []


def test_the_context_of_the_service_is_read_from_the_shipped_file(live_client: httpx.Client) -> None:
    document = {
        "@context": "https://w3id.org/kembar/context.jsonld",
        "id": "kembar:id/deed/draft",
        "type": "Deed",
        "party": ["kembar:id/government/jakarta", "kembar:id/government/casablanca-settat"],
        "label": {"en": "Draft", "id": "Rancangan"},
    }
    verdict = live_client.post("/validate", json=document, headers=JSON_LD)
    assert verdict.status_code == 200, verdict.text
    outcomes = {
        requirement["requirement"].rsplit("/", 1)[-1]: requirement["outcome"]
        for requirement in verdict.json()["requirements"]
    }
    assert outcomes["equal-status"] == "satisfied"


DRAFT = {
    "id": "kembar:id/deed/draft",
    "type": "Deed",
    "party": ["kembar:id/government/jakarta", "kembar:id/government/casablanca-settat"],
}
JSON = {"Content-Type": "application/json"}


def test_json_is_read_by_the_context_of_the_service_if_it_has_none(live_client: httpx.Client) -> None:
    implied = live_client.post("/validate", json=DRAFT, headers=JSON)
    named = live_client.post("/validate", json={"@context": CONTEXT, **DRAFT}, headers=JSON_LD)
    assert implied.status_code == 200, implied.text
    assert implied.json() == named.json()
    assert live_client.post("/validate", json={"@context": CONTEXT, **DRAFT}, headers=JSON).json() == named.json()


def test_json_ld_without_a_context_says_that_it_has_none(live_client: httpx.Client) -> None:
    details = problem(live_client.post("/validate", json=DRAFT, headers=JSON_LD), 422, "unacceptable-graph")
    assert "no @context" in str(details["detail"])


@pytest.mark.parametrize(
    ("members", "pointer", "nearest"),
    [
        ({"fields": "kembar:concept/field/education"}, "/fields", "field"),
        ({"Party": "kembar:id/government/seoul"}, "/Party", "party"),
        ({"field": "foreign-policy"}, "/field", None),
        ({"type": ["Deed", "Actr"]}, "/type/1", "Actor"),
    ],
)
def test_a_member_or_iri_that_would_be_dropped_is_named_with_its_place(
    live_client: httpx.Client, members: dict[str, object], pointer: str, nearest: str | None
) -> None:
    response = live_client.post("/validate", json={**DRAFT, **members}, headers=JSON)
    details = problem(response, 422, "unacceptable-graph")
    assert details["pointer"] == pointer
    assert nearest is None or nearest in str(details["nearest"])


def test_a_member_that_is_given_twice_is_refused(live_client: httpx.Client) -> None:
    body = b'{"id": "kembar:id/deed/draft", "type": "Deed", "party": "kembar:id/government/jakarta", "party": []}'
    details = problem(live_client.post("/validate", content=body, headers=JSON), 400, "graph-syntax")
    assert details["member"] == "party"


def test_an_unknown_name_is_a_problem_with_the_nearest_names(live_client: httpx.Client) -> None:
    graph = PREFIXES + "deed:draft kb:party government:jakrata ."
    details = problem(live_client.post("/validate", content=graph, headers=TURTLE), 422, "unacceptable-graph")
    assert details["nearest"] == ["https://w3id.org/kembar/id/government/jakarta"]
    assert "government:jakarta" in str(details["detail"])
    assert str(details["statement"]).endswith("<https://w3id.org/kembar/id/government/jakrata> .")


@pytest.mark.parametrize("content_type", ["text/turtle", "application/trig"])
def test_a_graph_may_begin_with_a_byte_order_mark(live_client: httpx.Client, content_type: str) -> None:
    graph = ("\ufeff" + PREFIXES.strip()).encode()
    response = live_client.post("/validate", content=graph, headers={"Content-Type": content_type})
    assert response.status_code == 200, response.text
    response = live_client.post("/validate", content=b"\xef\xbb\xbf" + json.dumps(DRAFT).encode(), headers=JSON)
    assert response.status_code == 200, response.text


def test_a_sign_that_nobody_sees_is_named_with_its_place(live_client: httpx.Client) -> None:
    graph = PREFIXES + "deed:draft\u200b kb:opensOffice true ."
    details = problem(live_client.post("/validate", content=graph.encode(), headers=TURTLE), 400, "graph-syntax")
    assert "U+200B ZERO WIDTH SPACE" in str(details["detail"])
    assert (details["line"], details["column"]) == (6, 11)


HALF_JSON = [b"{", b'{"@context": {"a": ', b"null", b"{}", b'"text"', b"\xff"]
DEEP_JSON = [b"[" * 100_000, b"[" * 900 + b"]" * 900, b'{"@context":' + b"[" * 700 + b"]" * 700 + b"}"]
LONG_NUMBER = b'{"http://e/a": ' + b"1" * 5000 + b"}"


@pytest.mark.parametrize("document", [*HALF_JSON, *DEEP_JSON, LONG_NUMBER], ids=lambda document: document[:20])
def test_a_truncated_or_deeply_nested_json_document(live_client: httpx.Client, document: bytes) -> None:
    response = live_client.post("/validate", content=document, headers=JSON_LD)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_deed_whose_iri_must_be_escaped_in_the_report(live_client: httpx.Client) -> None:
    deed = "<http://[::1]> a kb:Deed ; kb:party government:jakarta ."
    response = live_client.post(
        "/validate",
        params={"deed": "http://[::1]"},
        content=PREFIXES + deed,
        headers={**TURTLE, "Accept": "text/turtle"},
    )
    assert response.status_code == 200, response.text
    assert "report-%5B%3A%3A1%5D" in response.text


def test_a_graph_with_a_forbidden_statement(live_client: httpx.Client) -> None:
    graph = b"<https://w3id.org/kembar/id/country/il> <https://w3id.org/kembar/ontology#countsAs> <https://w3id.org/kembar/id/country/de> ."
    details = problem(live_client.post("/validate", content=graph, headers=TURTLE), 422, "unacceptable-graph")
    assert "country/il" in str(details["statement"])


REFUSED = {
    "a deed that claims to be a shape": "deed:draft a sh:NodeShape .",
    "a deed with a target": "deed:draft sh:targetClass kb:Deed .",
    "an import": "deed:draft owl:imports <{0}> .",
    "an import of its own ontology": "<http://e/> a owl:Ontology ; owl:imports <{0}> .",
    "shapes that are fetched": "deed:draft sh:shapesGraph <{0}> .",
    "our class redefined": "kb:Deed rdfs:subClassOf kb:Regulation .",
    "our property redefined": "kb:party owl:inverseOf kb:founds .",
    "a relation": "<https://w3id.org/kembar/id/relation/x> a kb:DiplomaticRelation .",
    "a regulation": "<https://w3id.org/kembar/id/regulation/x> a kb:Regulation .",
    "a requirement": "<https://w3id.org/kembar/shape/requirement/x> a kb:Requirement .",
    "another's deed": "deed:founding-seoul kb:date '2020' .",
    "the year 99999": "deed:draft kb:date '99999-01-01' .",
    "a word for a date": "deed:draft kb:date 'soon' .",
    "a text for a party": "deed:draft kb:party 'Tel Aviv' .",
    "a text for a class": "deed:draft a 'https://w3id.org/kembar/ontology#Deed' .",
    "a number that fills a gigabyte": "deed:draft kb:document '1E-999999999'^^xsd:decimal .",
    "a number in words": "deed:draft kb:opensOffice 'no'^^xsd:boolean .",
    "a page for a name": "deed:draft rdfs:label '<p>'^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML> .",
    "a choice of five thousand years": f"deed:draft kb:date '[{'2001,' * 5000}2001]'^^<http://id.loc.gov/datatypes/edtf/EDTF> .",
    "a country in capitals": "[] a kb:Actor ; kb:country <https://w3id.org/kembar/id/country/IL> .",
    "a party that nobody describes": "deed:draft kb:party government:tlv .",
    "a text for an office": "deed:draft kb:opensOffice 'true' .",
    "an empty document": "[] a kb:StepTaken ; kb:document '' .",
    "a step of the year 9000": "[] a kb:StepTaken ; kb:takenFor deed:draft ; kb:date '9000-01-01'^^xsd:date .",
    "the day it is judged by": "deed:draft kb:actEarliest '1900-01-01' .",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_what_a_submission_may_not_say_is_refused_with_its_statement(
    live_client: httpx.Client, trap: tuple[str, list[str]], statement: str
) -> None:
    address, calls = trap
    details = problem(
        live_client.post("/validate", content=(PREFIXES + statement.format(address)).encode(), headers=TURTLE),
        422,
        "unacceptable-graph",
    )
    assert str(details["statement"]).startswith("<")
    assert calls == []


UNREADABLE = {
    "an IRI that breaks out": "deed:draft kb:party <http://e/> . <x> <y> <z> .",
    "an IRI with a space": "deed:draft kb:party <http://e/a b> .",
    "a language tag that is none": 'deed:draft rdfs:label "x"@123456789012 .',
    "half a document": "deed:draft rdfs:label",
    "half a string": 'deed:draft rdfs:label """x',
    "a blank node without end": "deed:draft kb:party " + "[ kb:party " * 50_000,
}


@pytest.mark.parametrize("statement", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_syntax_error_is_reported_with_its_line(live_client: httpx.Client, statement: str) -> None:
    response = live_client.post("/validate", content=(PREFIXES + statement).encode(), headers=TURTLE)
    assert response.json()["line"] >= 6
    problem(response, 400, "graph-syntax")


HARMLESS = {
    "a cycle of blank nodes": "deed:draft kb:signature _:a . _:a a kb:Signature ; kb:signedBy _:b . _:b a kb:Person ; kb:memberOf _:a .",
    "a deed that is its own party": "deed:draft kb:party deed:draft .",
    "the year 0": "deed:draft kb:date '0000' .",
}


@pytest.mark.parametrize("statement", HARMLESS.values(), ids=HARMLESS.keys())
def test_an_unusual_graph_gets_a_verdict_or_problem_details(live_client: httpx.Client, statement: str) -> None:
    response = live_client.post("/validate", content=(PREFIXES + statement).encode(), headers=TURTLE)
    if response.status_code == 200:
        assert response.json()["overall"] != "lawful"
    else:
        problem(response, 422, "unacceptable-graph")


LARGE = {
    "a list without end": (PREFIXES + "deed:draft kb:party " + "( " * 50_000, TURTLE, "KEMBAR_GRAPH_MAX_STATEMENTS"),
    "a hundred thousand statements": (
        "".join(f"<a:{n}> <a:b> 1 .\n" for n in range(100_000)),
        TURTLE,
        "KEMBAR_GRAPH_MAX_STATEMENTS",
    ),
    "a prefix of nine hundred kilobytes": (
        f"@prefix a: <http://e/{'y' * 900_000}> .\n" + "a:a a:b a:c .\n" * 50_000,
        TURTLE,
        "KEMBAR_GRAPH_MAX_BYTES",
    ),
    "a list of ten thousand": (
        PREFIXES + "deed:draft kb:party (" + "1 " * 10_000 + ") .",
        TURTLE,
        "KEMBAR_GRAPH_MAX_STATEMENTS",
    ),
}


@pytest.mark.parametrize(("body", "headers", "setting"), LARGE.values(), ids=LARGE.keys())
def test_a_graph_that_says_too_much_names_the_limit(
    live_client: httpx.Client, body: str, headers: dict[str, str], setting: str
) -> None:
    assert (
        problem(live_client.post("/validate", content=body.encode(), headers=headers), 413, "too-large")["setting"]
        == setting
    )


def test_the_context_of_the_service_may_be_embedded(live_client: httpx.Client) -> None:
    context = live_client.get("/context.jsonld").json()["@context"]
    parties = [{"id": f"http://e/{number}", "type": "Actor", "label": {"en": "x"}} for number in range(100)]
    deed = {"id": "http://e/deed", "type": "Deed", "party": "kembar:id/government/jakarta"}
    response = live_client.post("/validate", json={"@context": context, "@graph": [deed, *parties]}, headers=JSON_LD)
    assert response.status_code == 200, response.text


def test_json_ld_that_unfolds_like_a_zip_bomb_is_refused_before_it_does(live_client: httpx.Client) -> None:
    document = {"@context": {"a": f"http://e/{'y' * 900_000}"}, "@graph": [{"a": n} for n in range(60_000)]}
    details = problem(live_client.post("/validate", json=document, headers=JSON_LD), 413, "too-large")
    assert details["setting"] == "KEMBAR_GRAPH_MAX_BYTES"
