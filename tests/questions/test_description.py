"""A question in RDF depends on what it says, not on how it is spelt."""

import pytest

from kembar.files import Content, ContentFile
from kembar.questions.columns import SHARED_FILE, SharedColumns
from kembar.questions.compiler import compile_questions
from kembar.questions.description import describe_question
from kembar.questions.parameters import SharedParameters

ROOT = Content.shipped().root
TEXT = (ROOT / "queries/inactive-partners.rq").read_text()
SPELLINGS = {
    "lower case": TEXT.replace("PREFIX ", "prefix "),
    "mixed case and spaces": TEXT.replace("PREFIX ", "  Prefix\t").replace(": <http", ":\n  <http"),
    "relative": TEXT.replace("<https://w3id.org/kembar/", "<"),
}


def described(text: str) -> set[str]:
    """The triples, without the query itself and the version, which follow its spelling."""
    shared = SharedColumns(ContentFile(SHARED_FILE, (ROOT / SHARED_FILE).read_text()))
    name = "queries/parameters.toml"
    parameters = SharedParameters(ContentFile(name, (ROOT / name).read_text()))
    (question,) = compile_questions(ContentFile("queries/inactive-partners.rq", text), shared, parameters)
    triples = describe_question(question, "http://h")
    return {str(triple) for triple in triples if not triple.predicate.value.endswith(("#select", "#version"))}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_the_spelling_of_prefixes_changes_nothing_in_rdf(text: str) -> None:
    assert text != TEXT
    assert described(text) == described(TEXT)
    assert sum("shacl#namespace" in triple for triple in described(text)) == TEXT.count("PREFIX ")
