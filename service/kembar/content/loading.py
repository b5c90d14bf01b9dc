"""Content into the store: checked whole, derived from, then made a new revision; left alone where nothing changed."""

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from kembar.content.checking import CheckedContent, check
from kembar.content.derivation import DERIVED, DIGEST, JUDGEMENTS, DerivationRule, derive, partnerships_of, touched
from kembar.errors import ContentError, Fault
from kembar.files import Content
from kembar.namespaces import GRAPH, KB
from kembar.rdf.terms import text_of
from kembar.store.revisions import REVISIONS, Revision, Revisions

__all__ = ["check_all", "derive_after", "load"]

_PARTNERSHIP = ox.NamedNode(KB + "partnership")
_NOT_CONTENT = (DERIVED, JUDGEMENTS, REVISIONS)

Further = Callable[[ox.Store, ox.Store, set[ox.Quad]], None]
"""Adds to the second store what follows from it; the first is that of before, and the statements are what changed in the content since."""


def check_all(content: Content) -> tuple[CheckedContent, list[DerivationRule]]:
    """The content and its derivation rules. Raises :class:`ContentError` with everything that is wrong in both."""
    faults: list[Fault] = []
    rules: list[DerivationRule] = []
    for file in content.files("ontology/derived", ".rq"):
        try:
            rules.append(DerivationRule.compile(file))
        except ContentError as error:
            faults.extend(error.faults)
    try:
        checked = check(content)
    except ContentError as error:
        raise ContentError([*faults, *error.faults]) from error
    if faults:
        raise ContentError(faults)
    return checked, rules


def load(content: Content, revisions: Revisions, further: Callable[[], Further] | None = None) -> Revision:
    """The revision that holds this content, made now if there is none. Raises :class:`ContentError`; then nothing is stored.

    What was derived before is kept for the partnerships that the change does not touch. Once the content is checked, ``further`` gives what derives
    from all that.
    """
    current = revisions.current()
    if current and current.digest == content.digest:
        return current
    checked, rules = check_all(content)
    quads = list(_quads(checked))

    before = current.store if current else ox.Store()
    derive_further = further() if further else None

    def complete(store: ox.Store) -> None:
        changed = derive_after(before, store, rules)
        if derive_further:
            derive_further(before, store, changed)

    return revisions.add(quads, content.digest, complete)


def derive_after(before: ox.Store, after: ox.Store, rules: list[DerivationRule]) -> set[ox.Quad]:
    """Add to ``after``, which holds new content, what is derived: as in ``before`` for the partnerships that the change leaves alone, the rest anew.

    Returns the statements that the content has more or less than before.
    """
    changed = _content(before) ^ _content(after)
    after.extend(_kept(before, after, rules, changed))
    done = {quad.object for quad in after.quads_for_pattern(None, _PARTNERSHIP, None, DERIVED)}
    derive(after, rules, partnerships_of(after) - done)
    return changed


def _kept(before: ox.Store, after: ox.Store, rules: list[DerivationRule], changed: set[ox.Quad]) -> list[ox.Quad]:
    """The derived statements of the partnerships that a change leaves alone; none where the vocabulary or a rule changed."""
    if any(text_of(quad.graph_name).startswith((f"{GRAPH}ontology-", f"{GRAPH}concept-")) for quad in changed):
        return []
    if {text_of(quad.object) for quad in before.quads_for_pattern(None, DIGEST, None, DERIVED)} != {
        rule.digest for rule in rules
    }:
        return []
    reached = touched({quad.subject for quad in changed}, (before, after))
    return [
        quad
        for owned in before.quads_for_pattern(None, _PARTNERSHIP, None, DERIVED)
        if owned.object not in reached
        for quad in before.quads_for_pattern(owned.subject, None, None, DERIVED)
    ]


def _content(store: ox.Store) -> set[ox.Quad]:
    return {
        quad
        for graph in store.named_graphs()
        if graph not in _NOT_CONTENT
        for quad in store.quads_for_pattern(None, None, None, graph)
    }


def _quads(checked: CheckedContent) -> Iterator[ox.Quad]:
    for file in checked.files:
        graph = ox.NamedNode(file.graph)
        yield from (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in file.triples)
    yield from (ox.Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in checked.derived)
