"""The competency questions: each query over the shipped data gives the rows that a reading of the chapter gives."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kembar.application import Kembar
from kembar.files import ContentFile
from kembar.namespaces import BASE, ID
from kembar.store.templates import header

FILES = [
    ContentFile(f"tests/competency/{path.name}", path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parents[1] / "competency").glob("*.rq"))
]
PARTS = {"abstract", *"ABCDEFGHIJ", "table", "figure"}


def name(file: ContentFile) -> str:
    return file.name.rsplit("/", 1)[-1].removesuffix(".rq")


def text(term: object) -> str:
    """A term as the expected rows write it: a short IRI, a lexical form, and nothing for what is unbound."""
    return "" if term is None else str(getattr(term, "value", term)).removeprefix(ID).removeprefix(BASE)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_question_has_the_answer_that_the_chapter_gives(kembar: Kembar, file: ContentFile) -> None:
    result = kembar.revision.store.query(file.text)
    assert isinstance(result, ox.QuerySolutions)
    found = [[text(row[variable]) for variable in result.variables] for row in result]
    expected = header(file)["expected"]
    if "ORDER BY" in file.text.rsplit("}", 1)[-1]:
        assert found == expected
    else:
        assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_header_is_whole_and_an_answer_is_not_empty(file: ContentFile) -> None:
    said = header(file)
    assert set(said) == {"question", "pertanyaan", "section", "hard", "expected"}
    assert said["question"].endswith("?")
    assert said["pertanyaan"].endswith("?")
    assert isinstance(said["hard"], bool)
    assert said["expected"]
    assert re.fullmatch(r"\d\d-[a-z0-9-]+", name(file))


def test_there_are_forty_questions_at_least_and_a_third_of_them_are_hard() -> None:
    hard = [file for file in FILES if header(file)["hard"]]
    assert len(FILES) >= 40
    assert len(hard) * 3 >= len(FILES)
    assert len({name(file)[:2] for file in FILES}) == len(FILES)


def test_every_part_of_the_chapter_has_a_question() -> None:
    asked = {re.split(r"[. ]", header(file)["section"])[0].removesuffix("s") for file in FILES}
    assert asked == PARTS
