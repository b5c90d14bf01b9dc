"""The lexer splits SPARQL and Turtle into tokens, and tells names from comments and strings."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kembar.rdf.lexer import tokens
from kembar.rdf.parsing import line_of


def test_comments_and_white_space_are_skipped_and_lines_are_counted() -> None:
    scanned = [(token.kind, token.text, token.line) for token in tokens("# a comment\nSELECT ?x\n{ ?x kb:date 'y' }")]
    assert scanned[:3] == [("word", "SELECT", 2), ("variable", "?x", 2), ("other", "{", 3)]
    assert ("name", "kb:date", 3) in scanned
    assert ("string", "'y'", 3) in scanned


def test_no_parameter_is_read_inside_a_string_a_comment_or_an_iri() -> None:
    text = 'SELECT * { ?s ?p "$a" , """$b""" , <http://x/$c> . # $d\n FILTER($e) }'
    assert [token.text for token in tokens(text) if token.kind == "variable" and token.text.startswith("$")] == ["$e"]


def test_an_escape_is_part_of_its_iri_or_name() -> None:
    text = r"<http://e/\u0023x> k:a\#b :c _:d.e"
    assert [(token.kind, token.text) for token in tokens(text)] == [
        ("iri", r"<http://e/\u0023x>"),
        ("name", r"k:a\#b"),
        ("name", ":c"),
        ("blank", "_:d.e"),
    ]


def test_the_line_of_a_term_is_its_first_use_outside_comments_and_strings() -> None:
    text = '@prefix kb: <http://kb/> .\n# kb:lost\nkb:a kb:b "kb:lost" .\nkb:a\n kb:lost kb:c .'
    assert line_of(text, "http://kb/lost", {"kb": "http://kb/"}) == 5
    assert line_of(text, "http://kb/nowhere", {"kb": "http://kb/"}) is None


@given(st.text(max_size=200))
def test_every_text_is_read_to_its_end(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert text[token.start : token.start + len(token.text)] == token.text
        assert token.start >= last
        last = token.start + len(token.text)


@pytest.mark.parametrize(
    "part",
    [
        "a.",
        "a-",
        "a..",
        "a:b..",
        "_:a.",
        "?a.",
        "<a",
        '\\"',
        "\\'",
        '"""',
        "'''",
        '\\"""',
        "EXISTS {",
        "@a-",
        "a:\\.",
        ".",
    ],
)
def test_the_time_grows_with_the_length_and_not_with_its_square(part: str) -> None:
    for before in ("", "'", '"', "'''"):
        started = time.process_time()
        for _ in tokens(before + part * 100_000):
            pass
        assert time.process_time() - started < 5  # a square would take hours


def test_a_word_with_dots_and_hyphens_is_a_prefix_only_before_a_colon() -> None:
    assert [(token.kind, token.text) for token in tokens("a-b.c a-b.c:d 1.5 a.")] == [
        *[("word", "a"), ("other", "-"), ("word", "b"), ("other", "."), ("word", "c")],
        *[("name", "a-b.c:d"), ("word", "1"), ("other", "."), ("word", "5"), ("word", "a"), ("other", ".")],
    ]


def test_a_string_without_its_end_is_one_token() -> None:
    assert [(token.kind, token.text) for token in tokens("a 'b c\nd '''e\nf")] == [
        *[("word", "a"), ("other", "'b c"), ("word", "d"), ("other", "'''e\nf")],
    ]
