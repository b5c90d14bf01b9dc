"""Nothing in a JSON-LD document is dropped silently: it is in the graph, or the document is refused and says where."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.errors import GraphSyntaxError, UnacceptableGraph
from kembar.files import Content
from kembar.namespaces import CONTEXT, KB
from kembar.rdf.formats import Format
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.terms import Triple

OWN = Content.shipped().context
DEED = {"id": "http://e/deed", "type": "Deed"}


def parsed(document: Any, form: Format = Format.JSON_LD) -> list[Triple]:
    if isinstance(document, dict) and form is Format.JSON_LD:
        document = {"@context": CONTEXT, **document}
    return parse_bytes(json.dumps(document).encode(), form, OWN)


def refused(document: Any) -> UnacceptableGraph:
    with pytest.raises(UnacceptableGraph) as caught:
        parsed(document)
    return caught.value


def test_an_unknown_member_is_named_with_its_place_and_the_nearest_terms() -> None:
    error = refused({"@graph": [DEED, {**DEED, "fields": ["http://e/x"]}]})
    assert (error.extra["member"], error.extra["pointer"]) == ("fields", "/@graph/1/fields")
    assert error.extra["nearest"][0] == "field"
    assert "field" in error.detail


@pytest.mark.parametrize(
    ("member", "nearest"), [("Party", "party"), ("OpensOffice", "opensOffice"), ("opens_office", "opensOffice")]
)
def test_a_member_is_told_from_a_term_by_case_and_spelling(member: str, nearest: str) -> None:
    assert refused({**DEED, member: "x"}).extra["nearest"][0] == nearest


def test_a_relative_iri_is_named_where_the_graph_has_no_base() -> None:
    error = refused({**DEED, "field": ["http://e/x", "foreign-policy"]})
    assert (error.extra["member"], error.extra["pointer"]) == ("foreign-policy", "/field/1")
    assert "relative" in error.detail
    assert parsed({"@context": [CONTEXT, {"@base": "http://e/"}], **DEED, "field": "foreign-policy"})[-1].object


DROPPED = {
    "a relative identifier": {"id": "deed", "type": "Deed"},
    "a relative class": {**DEED, "type": "deed"},
    "a relative class in a list": {**DEED, "type": ["Deed", "Actr"]},
    "an IRI with a space": {**DEED, "party": "http://e/a b"},
    "an identifier with a space": {"id": "http://e/a b", "type": "Deed"},
    "a member with a space": {**DEED, "http://e/a b": "x"},
    "a keyword that there is not": {**DEED, "@tpye": "Deed"},
    "a value like a keyword": {**DEED, "party": "@none"},
    "a blank node as a property": {**DEED, "_:p": "x"},
    "a text beside things": {"@graph": [DEED, "Deed"]},
    "a number beside things": {"@graph": [DEED, 5]},
    "a value beside things": {"@graph": [DEED, {"@value": "x"}]},
    "a thing of which nothing is said": {"@graph": [DEED, {"id": "http://e/party"}]},
    "a text in a language that is none": {**DEED, "label": {"en us": "x", "en": "y"}},
    "a value object where languages are expected": {**DEED, "label": {"@value": "x", "@language": "en"}},
    "a language object in a list": {**DEED, "label": [{"en": "x"}]},
    "a language tag that is none": {**DEED, "altLabel": {"@value": "x", "@language": "e n"}},
    "an unknown datatype": {**DEED, "date": {"@value": "2026", "type": "dat"}},
    "an index": {**DEED, "party": {"id": "http://e/x", "@index": "x"}},
    "a nest": {**DEED, "@nest": {"party": "http://e/x"}},
    "an ordered list": {**DEED, "document": {"@list": ["a", ["b"]]}},
    "a member beside a value": {**DEED, "document": {"@value": "x", "party": "y"}},
    "an unknown reverse property": {**DEED, "@reverse": {"takenFo": {"id": "http://e/x"}}},
    "an unknown member of a nested object": {**DEED, "signature": {"type": "Signature", "signedBy": "x"}},
    "an unknown member of an included object": {**DEED, "@included": [{"type": "Actor", "kind": "x"}]},
    "terms below a context that takes them away": {**DEED, "party": {"@context": None, "id": "http://e/x"}},
    "a term that is taken away": {"@context": [CONTEXT, {"party": None}], **DEED, "party": "http://e/x"},
    "a term that gets another meaning": {"@context": [CONTEXT, {"party": "http://e/p"}], **DEED, "party": "x"},
    "a context of one term": {"@context": [CONTEXT, {"x": {"@id": "kb:party", "@context": {}}}], **DEED, "x": "y"},
    "an index container": {"@context": [CONTEXT, {"x": {"@id": "kb:note", "@container": "@index"}}], **DEED},
    "a term that is no IRI": {"@context": {"a": "b"}, "@id": "http://e/d", "a": "c"},
    "a document without a context": {"@context": {}, **DEED},
}


@pytest.mark.parametrize("document", DROPPED.values(), ids=DROPPED.keys())
def test_what_a_processor_would_drop_is_refused_with_its_place(document: Any) -> None:
    assert refused(document).extra["pointer"].startswith("/")


READ = {
    "null": ({"party": None, "document": {"@value": None}}, 1),
    "an empty list": ({"party": []}, 1),
    "lists in lists": ({"party": [["http://e/a"], "http://e/b"]}, 3),
    "a set": ({"document": {"@set": ["a", "b"]}}, 3),
    "texts in languages": ({"label": {"en": "x", "id": ["y", "z"], "@none": "w"}}, 5),
    "a nested thing": ({"party": {"id": "http://e/a", "type": "Actor"}}, 3),
    "a reverse property": ({"@reverse": {"takenFor": [{"id": "http://e/s", "type": "StepTaken"}]}}, 3),
    "included things": ({"@included": [{"id": "http://e/a", "type": "Actor"}]}, 2),
    "compact and full names": ({"kb:document": "x", KB + "document": "y"}, 3),
    "numbers and booleans": ({"position": 1, "opensOffice": True, "percent": 1.5}, 4),
    "a typed value": ({"date": {"@value": "2026-05-04", "type": "xsd:date"}}, 2),
}


@pytest.mark.parametrize(("members", "statements"), READ.values(), ids=READ.keys())
def test_what_can_be_read_is_read(members: dict[str, Any], statements: int) -> None:
    assert len(parsed({**DEED, **members})) == statements


def test_terms_of_a_context_of_ones_own_are_read_beside_ours() -> None:
    own = {"pihak": {"@id": "kb:party", "@type": "@id"}, "gov": "https://w3id.org/kembar/id/government/"}
    (_, party) = parsed({"@context": [CONTEXT, own], **DEED, "pihak": "gov:jakarta"})
    assert str(party.object) == "<https://w3id.org/kembar/id/government/jakarta>"


def test_a_prefix_that_processors_read_differently_is_refused() -> None:
    document = {"@context": {"p": {"@id": "http://e/p/"}}, "@id": "http://e/d", "p:x": "y"}
    assert "not read" in refused(document).detail


def test_a_member_that_is_given_twice_is_refused_because_one_would_be_dropped() -> None:
    with pytest.raises(GraphSyntaxError, match="party"):
        parse_bytes(b'{"id": "http://e/d", "party": "http://e/a", "party": "http://e/b"}', Format.JSON, OWN)


def test_json_without_a_context_is_read_by_ours_and_json_with_one_by_its_own() -> None:
    assert parsed(DEED, Format.JSON) == parsed(DEED)
    assert parsed([DEED], Format.JSON) == parsed(DEED)
    assert len(parsed({"@context": {"a": "http://e/a"}, "@id": "http://e/d", "a": "b"}, Format.JSON)) == 1


def test_a_sign_that_nobody_sees_is_named_in_a_member_and_between_members() -> None:
    assert "U+200B ZERO WIDTH SPACE" in refused({**DEED, "party\u200b": "http://e/x"}).detail
    with pytest.raises(GraphSyntaxError, match=re.escape("U+00A0 NO-BREAK SPACE")) as caught:
        parse_bytes('{"id":\n \u00a0"http://e/d"}'.encode(), Format.JSON, OWN)
    assert (caught.value.extra["line"], caught.value.extra["column"]) == (2, 2)


# ── Every leaf of a document is looked for in the graph, by another way than the one that the service goes ───────────────

NAMES = ["party", "document", "label", "field", "altLabel", "opensOffice", "kb:party", "http://e/p", "prty", "Party"]
KEYS = [*NAMES, "id", "type", "@type", "@set", "@value", "@language", "@included", "@index", "@nest", "@reverse", "@x"]


@st.composite
def documents(draw: st.DrawFn) -> Any:
    count = iter(range(1_000_000))

    def leaf() -> Any:
        form = draw(st.sampled_from(["{}", "http://e/{}", "kembar:{}", "kb:{}", "./{}", "http://e/ {}", "_:{}", "@{}"]))
        return form.format(f"leaf{next(count)}x")

    def value(depth: int) -> Any:
        kind = draw(st.sampled_from(["leaf", "leaf", "list", "object", "null"] if depth else ["leaf", "null"]))
        if kind == "list":
            return [value(depth - 1) for _ in range(draw(st.integers(0, 2)))]
        if kind == "object":
            return thing(depth - 1)
        return leaf() if kind == "leaf" else None

    def thing(depth: int) -> dict[str, Any]:
        keys = draw(st.lists(st.sampled_from(KEYS), max_size=4, unique=True))
        contexts: list[dict[str, Any]] = [{}, {}, {}, {"@context": None}, {"@context": {"@vocab": "http://e/"}}]
        return {**draw(st.sampled_from(contexts)), **{key: value(depth) for key in keys}}

    return {"@context": CONTEXT, "id": "http://e/deed", "type": "Deed", **thing(3)}


@settings(max_examples=400)
@given(documents())
def test_every_leaf_of_an_accepted_document_is_in_its_graph(document: Any) -> None:
    try:
        graph = " ".join(map(str, parsed(document)))
    except (UnacceptableGraph, GraphSyntaxError):
        return
    leaves = set(re.findall(r"leaf\d+x", json.dumps(document)))
    blank = set(re.findall(r"_:(leaf\d+x)", json.dumps(document)))  # renamed by the parser
    assert leaves - blank <= set(re.findall(r"leaf\d+x", graph))
