"""A CSV table and its Turtle template become triples, row by row; a mistake in a row is one fault at its line."""

import pyoxigraph as ox
import pytest

from kembar.files import ContentFile
from kembar.rdf.parsing import parse_content
from kembar.rdf.tables import Rows, expand, in_template

TEMPLATE = """@prefix row: <https://w3id.org/kembar/shape/row/> . @prefix e: <http://example.org/> .
row:thing a e:Thing ; e:label "{label}, of {owner}"@en ; e:owner row:owner ; e:part row:part , e:always ; e:example row:thing-example .
row:thing-example e:about row:thing .
e:always e:label "{label} is no blank outside the template" .
"""
HEADER = "thing,label,owner,part\n"


def rows(table: str) -> Rows:
    triples, prefixes = parse_content(TEMPLATE, "things.ttl")
    template = [triple for triple in triples if in_template(triple)]
    return expand(template, prefixes, ContentFile("things.csv", table))


def triples_of(table: str) -> set[ox.Triple]:
    expanded = rows(table)
    assert not expanded.faults
    return set(expanded.triples)


def turtle(text: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(f"@prefix e: <http://example.org/> . {text}", format=ox.RdfFormat.TURTLE)}


def test_each_row_becomes_the_triples_of_the_template() -> None:
    assert triples_of(HEADER + 'e:a,One,e:x,"e:p , e:q"\ne:b,Two,e:y,\n') == turtle(
        """e:a a e:Thing ; e:label "One, of e:x"@en ; e:owner e:x ; e:part e:p , e:q , e:always ; e:example e:a-example .
           e:a-example e:about e:a .
           e:b a e:Thing ; e:label "Two, of e:y"@en ; e:owner e:y ; e:part e:always ; e:example e:b-example .
           e:b-example e:about e:b ."""
    )


def test_a_text_may_hold_commas_quotation_marks_and_lines() -> None:
    (label,) = [
        triple.object
        for triple in triples_of(HEADER + 'e:a,"One, ""two""\nand three",e:x,\n')
        if triple.predicate.value.endswith("label")
    ]
    assert label == ox.Literal('One, "two"\nand three, of e:x', language="en")


def test_a_table_saved_by_a_spreadsheet_is_read() -> None:
    assert triples_of("\ufeff" + (HEADER + "e:a,One,e:x,\n").replace("\n", "\r\n")) == triples_of(
        HEADER + "e:a,One,e:x,\n"
    )


def test_the_line_of_an_iri_is_the_first_row_that_names_it() -> None:
    lines = rows(HEADER + 'e:a,"One\nline",e:x,\n\ne:b,Two,e:x,e:p\n').lines
    assert {iri.removeprefix("http://example.org/"): line for iri, line in lines.items()} == {
        "a": 2, "a-example": 2, "x": 2, "b": 5, "b-example": 5, "p": 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        (HEADER + "e:a,One,e:x,\ne:b,Two, too,e:y,\n", 3, "has 5 cells for 4 columns"),
        (HEADER + "e:a,One,e:x,\ne:b,Two\n", 3, "has 2 cells for 4 columns"),
        (HEADER + "e:a,One,e:x,\ne:b,,e:y,\n", 3, "the column label is empty"),
        (HEADER + "e:a,One,e:x,\ne:b,Two,,\n", 3, "the column owner is empty"),
        (HEADER + "e:a,One,e:x,\n,Two,e:y,\n", 3, "does not name what it describes"),
        (HEADER + "e:a,One,e:x,\ne:b,Two,f:y,\n", 3, "'f:y' in the column owner is no name"),
        (HEADER + "e:a,One,e:x,\ne:b,Two,y,\n", 3, "'y' in the column owner is no name"),
        (HEADER + "e:a,One,e:x,\ne:b,Two,e:y>,\n", 3, "'e:y>' in the column owner is no name"),
        (HEADER + "e:a,One,e:x,\ne:b,Two,e:y,\ne:a,Three,e:x,\n", 4, "a is in line 2 already"),
        (HEADER + 'e:a,One,e:x,\ne:b,"Two,e:y,\ne:c,Three,e:x,\n', 3, "cannot be read as CSV"),
        ("thing,label,owner\ne:a,One,e:x\n", 1, "lacks the columns part"),
        ("thing,label,owner,part,colour\ne:a,One,e:x,,\n", 1, "not used, or are there twice: colour"),
        ("thing,label,owner,part,label\ne:a,One,e:x,,\n", 1, "not used, or are there twice: label"),
        ("", 1, "lacks the columns label, owner, part, thing"),
    ],
)
def test_a_mistake_is_one_fault_at_its_line(table: str, line: int, reason: str) -> None:
    expanded = rows(table)
    (fault,) = expanded.faults
    assert (fault.file, fault.line) == ("things.csv", line)
    assert reason in fault.reason
    assert fault.alasan not in ("", fault.reason)


def test_the_rows_without_a_mistake_are_still_read() -> None:
    expanded = rows(HEADER + "e:a,One,e:x,\ne:b,,e:y,\ne:c,Three,e:z\ne:d,Four,e:x,\n")
    assert [fault.line for fault in expanded.faults] == [3, 4]
    assert set(expanded.triples) == triples_of(HEADER + "e:a,One,e:x,\ne:d,Four,e:x,\n")
