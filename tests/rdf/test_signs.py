"""A byte order mark is skipped; another sign that nobody sees is named by code point and place where it breaks a text."""

from pathlib import Path

import pytest

from kembar.errors import ContentError, GraphSyntaxError, QuerySyntaxError
from kembar.files import Content, ContentFile
from kembar.rdf.formats import Format
from kembar.rdf.parsing import parse_bytes, parse_content
from kembar.rdf.signs import is_blank, sign_in, sign_outside_texts, visible
from kembar.store.embedded import EmbeddedStore

OWN = Content.shipped().context
TURTLE = "@prefix kb: <https://w3id.org/kembar/ontology#> .\n<http://e/d> a kb:Deed{} .\n"
MARK = "\ufeff"


@pytest.mark.parametrize(
    ("form", "graph"),
    [
        (Format.TURTLE, TURTLE.format("")),
        (Format.TRIG, TURTLE.format("")),
        (Format.N_TRIPLES, "<http://e/d> <http://e/p> <http://e/o> .\n"),
        (Format.JSON_LD, '{"@id": "http://e/d", "http://e/p": "x"}'),
        (Format.JSON, '{"id": "http://e/d", "http://e/p": "x"}'),
    ],
)
def test_a_graph_may_begin_with_a_byte_order_mark(form: Format, graph: str) -> None:
    assert parse_bytes((MARK + graph).encode(), form, OWN) == parse_bytes(graph.encode(), form, OWN)


def test_a_content_file_may_begin_with_a_byte_order_mark() -> None:
    assert parse_content(MARK + TURTLE.format(""), "x.ttl") == parse_content(TURTLE.format(""), "x.ttl")


SIGNS = {
    "\u200b": "U+200B ZERO WIDTH SPACE",
    "\u2060": "U+2060 WORD JOINER",
    "\u00ad": "U+00AD SOFT HYPHEN",
    "\u202e": "U+202E RIGHT-TO-LEFT OVERRIDE",
    "\u2066": "U+2066 LEFT-TO-RIGHT ISOLATE",
    "\u00a0": "U+00A0 NO-BREAK SPACE",
    "\0": "U+0000 NULL",
}


@pytest.mark.parametrize(("sign", "name"), SIGNS.items(), ids=SIGNS.values())
def test_a_sign_that_breaks_a_graph_is_named_with_line_and_column(sign: str, name: str) -> None:
    with pytest.raises(GraphSyntaxError) as caught:
        parse_bytes(TURTLE.format(sign).encode(), Format.TURTLE, OWN)
    assert name in caught.value.detail
    assert (caught.value.extra["line"], caught.value.extra["column"]) == (2, 23)


@pytest.mark.parametrize(("sign", "name"), SIGNS.items(), ids=SIGNS.values())
def test_a_sign_that_breaks_a_query_is_named_with_line_and_column(sign: str, name: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        EmbeddedStore().query(f"SELECT *\nWHERE{sign} {{ ?s ?p ?o }}")
    assert name in caught.value.detail
    assert (caught.value.extra["line"], caught.value.extra["column"]) == (2, 6)


@pytest.mark.parametrize(("sign", "name"), SIGNS.items(), ids=SIGNS.values())
def test_a_sign_that_breaks_a_content_file_is_named_with_its_line(sign: str, name: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse_content(TURTLE.format(sign), "data/x.ttl")
    (fault,) = caught.value.faults
    assert name in fault.reason
    assert fault.line == 2


def test_a_sign_in_a_text_or_a_comment_explains_no_error() -> None:
    graph = '<http://e/d> <http://e/p> "a\u200bb" . # \u200b\n'
    assert sign_outside_texts(graph) is None
    with pytest.raises(GraphSyntaxError) as caught:
        parse_bytes((graph + "<http://e/d>").encode(), Format.TURTLE, OWN)
    assert "U+200B" not in caught.value.detail


def test_a_text_without_letter_and_digit_is_blank() -> None:
    assert all(is_blank(text) for text in ("", " \t", "\u00a0", "\u200b", "-", "…"))
    assert not any(is_blank(text) for text in ("1", "No. 1", "協定"))


def test_visible_text_has_no_sign() -> None:
    assert sign_in("Persetujuan DPRD – 21/2026\n\t協定 é") is None


def test_a_file_of_the_content_is_read_without_its_mark(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "x.ttl").write_text(MARK + TURTLE.format(""), encoding="utf-8")
    (folder / "x.csv").write_text(MARK + "basis\n", encoding="utf-8")
    content = Content(tmp_path)
    assert content.files("data", ".ttl") == [ContentFile("data/x.ttl", TURTLE.format(""))]
    assert content.files("data", ".csv") == [ContentFile("data/x.csv", "basis\n")]


def test_an_invisible_sign_in_a_name_is_shown_in_its_place() -> None:
    assert visible("country/i\u200bl") == "country/i[U+200B ZERO WIDTH SPACE]l"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_graph_in_utf_16_is_refused_as_such(encoding: str) -> None:
    with pytest.raises(GraphSyntaxError, match="UTF-16"):
        parse_bytes(("\ufeff" + TURTLE.format("")).encode(encoding), Format.TURTLE, OWN)
