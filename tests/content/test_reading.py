"""A table of rules is read with the Turtle file beside it; a mistake in a row is one fault with its line."""

import re
from pathlib import Path

import pytest

from kembar.content.checking import check
from kembar.content.reading import read
from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.law.judgements import DerivedJudgements
from tests.conftest import copied_content

TEMPLATE = '@prefix row: <https://w3id.org/kembar/shape/row/> . row:thing <http://example.org/label> "{label}" .'
STEPS = "shapes/papers/steps.csv"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """Return a copy of the shipped content to edit."""
    return Content(copied_content(tmp_path))


def replace(content: Content, name: str, current: str, replacement: str) -> int:
    """Replace a text in a file and return its line."""
    path = content.root / name
    head, match, tail = path.read_text("utf-8").partition(current)
    assert match
    path.write_text(head + replacement + tail, "utf-8")
    return head.count("\n") + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("current", "replacement", "reason"),
    [
        ("provision:pp-28-2018-28-3,", "provision:pp-28-2018-28-33,", "pp-28-2018-28-33> does not exist"),
        ("step:ksdpl-exploration,", "step:ksdpl-explorations,", "ksdpl-explorations> does not exist"),
        ("provision:pp-28-2018-30-1,", ",", "dprd-approval: It has no legal basis"),
        (",,body:home-council,", ",,home-council,", "'home-council' in the column bodies is no name"),
        ("requirement:dprd-approval,", "requirement:exploration,", "exploration is in line 4 already"),
        ("Persetujuan DPRD,", "Persetujuan, DPRD,", "Quote a text that holds a comma"),
        ("Persetujuan DPRD,", '"Persetujuan DPRD,', "cannot be read as CSV"),
    ],
)
def test_one_mistake_in_a_row_is_one_fault_at_its_line(
    content: Content, current: str, replacement: str, reason: str
) -> None:
    line = replace(content, STEPS, current, replacement)
    with pytest.raises(ContentError) as caught:
        check(content)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == (STEPS, line)
    assert reason in fault.reason
    assert fault.alasan not in ("", fault.reason)


def test_a_mistake_in_a_template_is_reported_at_its_line_in_the_turtle_file(content: Content) -> None:
    line = replace(content, "shapes/papers/steps.ttl", "kb:requiresStep row:step", "kb:requireStep row:step")
    with pytest.raises(ContentError) as caught:
        check(content)
    assert [(fault.file, fault.line) for fault in caught.value.faults] == [("shapes/papers/steps.ttl", line)]


def test_a_table_and_a_template_need_each_other() -> None:
    table = ContentFile("shapes/things.csv", "thing,label\n")
    template = ContentFile("shapes/others.ttl", TEMPLATE)
    _, faults = read([table, template])
    assert {str(fault) for fault in faults} == {
        "shapes/things.csv: needs shapes/things.ttl beside it.",
        "shapes/others.ttl: needs shapes/others.csv beside it.",
    }


def test_a_changed_row_changes_the_digests_of_the_content_and_the_law(content: Content) -> None:
    digests = content.digest, DerivedJudgements.of(content).digest
    replace(content, STEPS, "the head of the region", "the head of the local government")
    changed = Content(content.root)
    assert changed.digest != digests[0]
    assert DerivedJudgements.of(changed).digest != digests[1]


def test_the_rows_are_in_the_graph_of_the_turtle_file() -> None:
    shapes = [file for suffix in (".ttl", ".csv") for file in Content.shipped().files("shapes", suffix)]
    files, faults = read(shapes)
    assert not faults
    (steps,) = [file for file in files if file.graph.endswith("/graph/shape-steps")]
    triples = "\n".join(map(str, steps.triples))
    assert "<https://w3id.org/kembar/id/requirement/exploration>" in triples
    assert "/shape/row/" not in triples
    assert not re.search(r"\{[a-z_]+\}", triples)
