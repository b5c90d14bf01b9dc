"""A kind is defined once: what it reads, its schema and its type in RDF agree."""

import json

import pyoxigraph as ox
import pytest
from jsonschema import Draft202012Validator

from kembar.errors import BadParameter
from kembar.http.schemas.questions import parameter_schema
from kembar.namespaces import CONCEPT, ID
from kembar.questions.kinds import COLUMN_KINDS, KINDS
from kembar.questions.parameters import Parameter

TEXTS = ["2017-01-01", "2017", "-3", "true", "a text", "one", "seoul", f"{ID}partnership/seoul"]


def parameter(kind: str) -> Parameter:
    return Parameter("given", kind, {"id": "x", "en": "x"}, choices=("one",), scheme="field")


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_kind_is_a_value_of_it(kind: str) -> None:
    given = parameter(kind)
    assert given.bind(given.example()) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_term_has_the_datatype_or_the_namespace_of_its_kind(kind: str) -> None:
    term = parameter(kind).bind(parameter(kind).example())
    if isinstance(term, ox.Literal):
        assert (term.datatype.value, KINDS[kind].class_) == (KINDS[kind].datatype, None)
    else:
        space = {"concept": f"{CONCEPT}field/", "region": f"{ID}government/"}.get(kind, f"{ID}{kind}/")
        assert (term.value, KINDS[kind].datatype) == (f"{space}a", None)
        assert KINDS[kind].class_


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_a_kind_allows_every_text_that_it_reads(kind: str) -> None:
    schema = Draft202012Validator(parameter_schema(parameter(kind), None)["schema"])
    read = []
    for text in [*TEXTS, KINDS[kind].example]:
        try:
            parameter(kind).bind(text)
        except BadParameter as error:
            assert kind == "choice" or KINDS[kind].form in error.detail  # noqa: PT017 -- some texts are read, some are not
        else:
            read.append(json.loads(text) if KINDS[kind].schema["type"] in ("integer", "boolean") else text)
    assert read
    for value in read:
        schema.validate(value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("iri", "http://e/x", "http://e/x"),
        ("text", "x", "x"),
        ("date", "2017-01-01", "2017-01-01"),
        ("integer", "3", 3),
        ("decimal", "3.5", 3.5),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("latitude", "-6.2", -6.2),
        ("longitude", "106.8", 106.8),
    ],
)
def test_a_cell_is_read_as_a_value_that_its_schema_allows(kind: str, text: str, value: object) -> None:
    assert COLUMN_KINDS[kind].read(text) == value
    assert type(COLUMN_KINDS[kind].read(text)) is type(value)
    Draft202012Validator(dict(COLUMN_KINDS[kind].schema)).validate(value)
