"""The competency questions: each query over the shipped data returns the rows that a reader of the chapter gives."""

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
    for path in sorted(Path(__file__).parent.glob("*.rq"))
]
PARTS = {"abstract", *"ABCDEFGHIJ", "table", "figure"}


def name(file: ContentFile) -> str:
    return file.name.rsplit("/", 1)[-1].removesuffix(".rq")


def text(term: object) -> str:
    """Return a term as the expected rows have it: a short IRI, a lexical form, or an empty text if unbound."""
    return "" if term is None else str(getattr(term, "value", term)).removeprefix(ID).removeprefix(BASE)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_question_has_the_answer_that_the_chapter_gives(kembar: Kembar, file: ContentFile) -> None:
    result = kembar.revision.store.query(file.text)
    assert isinstance(result, ox.QuerySolutions)
    rows = [[text(row[variable]) for variable in result.variables] for row in result]
    expected = header(file)["expected"]
    if "ORDER BY" in file.text.rsplit("}", 1)[-1]:
        assert rows == expected
    else:
        assert sorted(rows) == sorted(expected)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_header_is_complete_and_its_expected_answer_is_not_empty(file: ContentFile) -> None:
    metadata = header(file)
    assert set(metadata) == {"question", "pertanyaan", "section", "hard", "expected"}
    assert metadata["question"].endswith("?")
    assert metadata["pertanyaan"].endswith("?")
    assert isinstance(metadata["hard"], bool)
    assert metadata["expected"]
    assert re.fullmatch(r"\d\d-[a-z0-9-]+", name(file))


def test_there_are_at_least_forty_questions_and_a_third_are_hard() -> None:
    hard = [file for file in FILES if header(file)["hard"]]
    assert len(FILES) >= 40
    assert len(hard) * 3 >= len(FILES)
    assert len({name(file)[:2] for file in FILES}) == len(FILES)


def test_every_part_of_the_chapter_has_a_question() -> None:
    sections = {re.split(r"[. ]", header(file)["section"])[0].removesuffix("s") for file in FILES}
    assert sections == PARTS
