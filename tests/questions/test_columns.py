"""A column that several questions have is declared once and called by its key; a fault names the file and the line."""

import json
import tomllib
from collections import Counter
from typing import Any

import pytest

from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.questions.catalogue import Questions
from kembar.questions.columns import SHARED_FILE
from kembar.questions.table import Column
from kembar.store.templates import header

SHARED = """# Shared.
s = { kind = "iri", description = { id = "Hal.", en = "The thing." } }
o = { kind = "text", description = { id = "Isi.", en = "The text." } }

[o-or-none]
name = "o"
kind = "text"
description = { id = "Isi atau kosong.", en = "The text, or empty." }
"""
HEAD = """#+ view = "table"
#+ tags = ["test"]
#+ columns = [
#+   {columns}
#+ ]
#+ title = {{ id = "x", en = "x" }}
#+ description = {{ id = "x", en = "x" }}
"""
QUERY = "SELECT ?s ?o {{ ?s ?p ?o }} ORDER BY ?s ?o"
BOTH = '"s", "o"'


def file(columns: str, name: str = "test", query: str = QUERY) -> ContentFile:
    return ContentFile(f"queries/{name}.rq", (HEAD + query).format(columns=columns))


def questions(*files: ContentFile, shared: str = SHARED + "# end\n", unused: str = '"o-or-none"') -> Questions:
    """The questions, and one that has the rest of the shared columns."""
    rest = file(f'"s", {unused}', "rest")
    return Questions([*files, rest], ContentFile(SHARED_FILE, shared))


def columns(items: str) -> tuple[Column, ...]:
    return questions(file(items), file(BOTH, "both"))["test"].columns


def test_a_column_in_the_list_is_the_shared_one_of_its_key() -> None:
    assert columns(BOTH) == (
        Column("s", "iri", {"id": "Hal.", "en": "The thing."}),
        Column("o", "text", {"id": "Isi.", "en": "The text."}),
    )


def test_a_second_meaning_of_a_name_has_another_key() -> None:
    assert columns('"s", "o-or-none"')[1] == Column(
        "o", "text", {"id": "Isi atau kosong.", "en": "The text, or empty."}
    )


def test_a_table_without_a_kind_changes_the_shared_column() -> None:
    changed = columns('"s", { name = "o", description = { id = "Lain.", en = "Another." } }')[1]
    assert changed == Column("o", "text", {"id": "Lain.", "en": "Another."})


def test_a_table_with_a_kind_takes_nothing_from_the_shared_column() -> None:
    own = columns('"s", { name = "o", kind = "records", fields = ["a"], description = { id = "L", en = "A" } }')[1]
    assert own == Column("o", "records", {"id": "L", "en": "A"}, ("a",))


def test_columns_may_be_tables_of_their_own_without_any_shared_file() -> None:
    head = HEAD.replace("#+ columns = [\n#+   {columns}\n#+ ]\n", "").format() + "".join(
        f'#+ [[columns]]\n#+ name = "{name}"\n#+ kind = "text"\n#+ description = {{ id = "x", en = "x" }}\n'
        for name in "so"
    )
    (question,) = Questions([ContentFile("queries/test.rq", head + QUERY.format())])
    assert [column.name for column in question.columns] == ["s", "o"]


def test_columns_are_listed_in_the_order_of_the_select() -> None:
    with pytest.raises(ContentError, match=r"queries/test.rq:1: its columns are s, o; the header declares o, s\."):
        questions(file('"o", "s"'))


@pytest.mark.parametrize("item", ['"nothing"', '{ name = "nothing" }'])
def test_a_column_that_is_nowhere_declared_is_one_fault_with_its_line(item: str) -> None:
    with pytest.raises(ContentError) as caught:
        questions(file(f'"s",\n#+   {item}'), file(BOTH, "both"))
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == ("queries/test.rq", 5)
    assert "the column nothing is not declared, neither here nor in queries/columns.toml" in fault.reason


def test_all_files_are_read_before_the_faults_are_told() -> None:
    with pytest.raises(ContentError) as caught:
        questions(file('"s", "a"'), file('"s", "b"', "other"))
    assert [fault.file for fault in caught.value.faults] == ["queries/test.rq", "queries/other.rq"]


def test_a_shared_column_that_no_question_has_is_a_fault_with_its_line() -> None:
    with pytest.raises(ContentError) as caught:
        questions(file(BOTH), unused='"o"')
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.reason) == (SHARED_FILE, 5, "no question has the column o-or-none.")


@pytest.mark.parametrize(
    ("shared", "line", "reason"),
    [
        (SHARED.replace('"iri"', '"mood"'), 2, "the column s has an unknown kind: mood."),
        (SHARED.replace('"iri"', '"records"'), 2, "the column s holds records and declares no fields."),
        (SHARED.replace('id = "Hal.", ', ""), 2, "s needs a description in id and in en."),
        (SHARED.replace('name = "o"', "title = 1"), 5, "the column o-or-none is broken"),
        (SHARED + "?", 9, "it is not TOML"),
    ],
)
def test_a_broken_shared_column_is_a_fault_with_its_line(shared: str, line: int, reason: str) -> None:
    with pytest.raises(ContentError) as caught:
        questions(file(BOTH), shared=shared)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == (SHARED_FILE, line)
    assert fault.reason.startswith(reason)


def test_a_change_of_a_shared_column_gives_its_questions_another_version() -> None:
    other = file(
        '{ name = "s", kind = "text", description = { id = "x", en = "x" } }', "other", "SELECT ?s {{ ?s ?p ?o }}"
    )
    before, after = (questions(file(BOTH), other, shared=text) for text in (SHARED, SHARED.replace("Hal.", "Benda.")))
    assert before["test"].version != after["test"].version
    assert before["other"].version == after["other"].version


def test_the_spelling_of_a_header_is_no_part_of_the_version() -> None:
    spelt = file(
        '"s",\n#+ # the object\n#+   { name = "o", kind = "text", description = { en = "The text.", id = "Isi." } }'
    )
    assert questions(spelt, file(BOTH, "both"))["test"].version == questions(file(BOTH))["test"].version


def test_no_shipped_column_is_declared_twice() -> None:
    def key(declaration: dict[str, Any]) -> str:
        return json.dumps(declaration, sort_keys=True, default=str)

    content = Content.shipped()
    shared = tomllib.loads((content.root / SHARED_FILE).read_text())
    declarations = [{"name": name, **declaration} for name, declaration in shared.items()]
    for question in content.files("queries", ".rq"):
        tables = [item for item in header(question)["columns"] if not isinstance(item, str)]
        declarations += [table if "kind" in table else {**shared[table["name"]], **table} for table in tables]
    assert [each for each, count in Counter(map(key, declarations)).items() if count > 1] == []
