"""What is written parses to the same statements, whatever texts it holds."""

from hypothesis import given
from hypothesis import strategies as st

from kembar.lists.turtle import Draft
from kembar.namespaces import ID
from kembar.rdf.names import kb, xsd
from kembar.rdf.parsing import parse_content
from kembar.rdf.terms import Literal

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(st.lists(TEXTS, min_size=1), TEXTS)
def test_a_draft_reads_back_as_it_was_written(texts: list[str], name: str) -> None:
    draft = Draft()
    draft.describe(f"{ID}deed/one", kb.Deed, {"id": name, "en": name})
    draft.add(f"{ID}deed/one", kb.note, *(Literal(text, language="id") for text in texts))
    draft.add(f"{ID}deed/one", kb.originals, Literal("6", datatype=xsd.integer))
    draft.add(f"{ID}deed/one", kb.duration, Literal("P3Y", datatype=xsd.duration))
    draft.add(f"{ID}deed/one", kb.partnership, f"{ID}partnership/two")
    triples, _ = parse_content(draft.text("A comment."), "data/list.ttl")
    assert set(triples) == set(draft.triples())


def test_what_was_stated_is_not_repeated_and_nothing_is_no_statement() -> None:
    draft = Draft()
    draft.add(f"{ID}deed/one", kb.partnership, f"{ID}partnership/two")
    draft.add(f"{ID}deed/one", kb.partnership, f"{ID}partnership/two")
    draft.add(f"{ID}deed/one", kb.note)
    assert len(draft.triples()) == 1
    assert "kb:note" not in draft.text()
