"""Every known kind of damage to a content file is reported with file, line and remedy.

The service does not start if the shipped content breaks the structure, so no test checks the shipped content itself.
"""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from kembar.content.checking import check
from kembar.errors import ContentError, Fault
from kembar.files import Content
from tests.conftest import copied_content
from tests.content.damages import DAMAGES, Damage

SKOS = "http://www.w3.org/2004/02/skos/core#"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the shipped content to damage."""
    return copied_content(tmp_path_factory.mktemp("content"))


@contextmanager
def damaged(root: Path, damage: Damage) -> Iterator[Content]:
    path = root / "data" / f"{damage.file}.ttl"
    original = path.read_text("utf-8")
    start = original.index(f"\n{damage.thing} a kb:") if damage.thing else 0
    head, tail = original[:start], original[start:]
    assert damage.old in tail, "the content has changed: adapt this damage"
    path.write_text(head + tail.replace(damage.old, damage.new, 1), "utf-8")
    try:
        yield Content(root)
    finally:
        path.write_text(original, "utf-8")


def faults(content: Content) -> tuple[Fault, ...]:
    gc.disable()  # garbage collection takes nearly as long as the check
    try:
        with pytest.raises(ContentError) as caught:
            check(content)
    finally:
        gc.enable()
    return caught.value.faults


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    # Each takes two seconds; only every eighth runs in the fast tier.
    [
        pytest.param(damage, id=name, marks=[pytest.mark.slow] if number % 8 else [])
        for number, (name, damage) in enumerate(DAMAGES.items())
    ],
)
def test_a_fault_has_its_line_and_remedy_in_both_languages_when(copy: Path, damage: Damage) -> None:
    with damaged(copy, damage) as content:
        reported = faults(content)
    place = f"data/{damage.at or damage.file}.ttl"
    expected = [fault for fault in reported if fault.file == place and damage.reason in fault.reason]
    assert expected, "\n".join(map(str, reported))
    assert all(fault.line for fault in expected)
    assert all(fault.alasan not in ("", fault.reason) for fault in expected)


def test_what_real_papers_hold_is_taken(copy: Path) -> None:
    added = copy / "data" / "real-papers.ttl"
    shutil.copy(Path(__file__).parent / "papers" / "real-papers.ttl", added)
    try:
        check(Content(copy))
    finally:
        added.unlink()


def test_the_address_of_a_concept_begins_with_that_of_its_list() -> None:
    # The shapes recognise a code list by its addresses.
    for file in Content.shipped().files("ontology/concepts", ".ttl"):
        members = [
            quad.triple
            for quad in ox.parse(file.text, format=ox.RdfFormat.TURTLE)
            if quad.triple.predicate.value == SKOS + "inScheme"
        ]
        assert members
        for member in members:
            assert isinstance(member.subject, ox.NamedNode)
            assert isinstance(member.object, ox.NamedNode)
            assert member.subject.value.startswith(f"{member.object.value}/")
