"""Query templates are tokenised once; header, prefixes and parameters are read from the tokens."""

import pyoxigraph as ox
import pytest

from kembar.errors import ContentError
from kembar.files import ContentFile
from kembar.store.templates import Template, header

TEXT = """#+ title = "$not"
PREFIX e: <http://e/>
SELECT ?x {
  ?x e:a $one , "$not" . # $not
  ?x e:b $two , $one
}
"""


def test_a_template_finds_its_parameters_with_the_line_of_their_first_use() -> None:
    template = Template.of(TEXT)
    assert (template.names, template.lines) == (("one", "two", "one"), {"one": 4, "two": 5})
    assert template.text == TEXT


def test_each_use_of_a_parameter_is_replaced_by_its_term() -> None:
    bound = Template.of(TEXT).bind({"one": ox.Literal('a"$two'), "two": "UNDEF"})
    assert bound.splitlines()[3:5] == [r'  ?x e:a "a\"$two" , "$not" . # $not', r'  ?x e:b UNDEF , "a\"$two"']


def test_a_template_with_fixed_parameters_keeps_the_others() -> None:
    fixed = Template.of(TEXT).fix({"one": ox.NamedNode("http://e/x")})
    assert fixed.names == ("two",)
    assert fixed.text == TEXT.replace("$one", "<http://e/x>")


def test_a_query_without_parameters_is_left_as_it_is() -> None:
    assert Template.of("ASK {}").bind({}) == "ASK {}"


@pytest.mark.parametrize(
    "prologue",
    [
        "PREFIX e: <http://e/>",
        "prefix e: <http://e/>",
        "Prefix\n  e:<http://e/>",
        "  PREFIX e: # <http://no/>\n <http://e/>",
        "BASE <http://e/x> PREFIX e: <.>",
        r"PREFIX e: <http://e\u002f>",
    ],
)
def test_prefixes_are_found_however_they_are_written(prologue: str) -> None:
    assert Template.of(f"{prologue}\nSELECT * {{ ?s e:p 'PREFIX f: <http://f/>' }}").prefixes == {"e": "http://e/"}


def test_a_relative_prefix_is_resolved_and_the_empty_prefix_is_allowed() -> None:
    prefixes = Template.of("PREFIX kb: <ontology#> PREFIX : <http://e/> ASK {}").prefixes
    assert prefixes == {"kb": "https://w3id.org/kembar/ontology#", "": "http://e/"}


def test_a_standalone_query_frees_the_variable_of_an_optional_parameter() -> None:
    text, variables = Template.of(
        "#+ x = 1\nSELECT * { ?s ?p ?o values ?wanted {$given} FILTER(!BOUND(?wanted) || ?o = $other) }"
    ).standalone
    assert text == "SELECT * { ?s ?p ?o FILTER(!BOUND(?wanted) || ?o = $other) }"
    assert variables == {"given": "wanted", "other": "other"}


def test_a_broken_header_is_reported_with_its_line() -> None:
    with pytest.raises(ContentError) as caught:
        header(ContentFile("x.rq", "#+ a = 1\nSELECT\n#+ b = \n"))
    assert str(caught.value).startswith("x.rq:3: its header is broken")
