"""Loading of content: check it, derive facts from it and make a new revision, unless the content is unchanged."""

from collections.abc import Callable, Iterator

from kembar.content.checking import CheckedContent, check
from kembar.content.derivation import DERIVED, JUDGEMENTS, DerivationRule, derive, partnerships_of, touched
from kembar.errors import ContentError, Fault
from kembar.files import Content
from kembar.namespaces import GRAPH
from kembar.rdf.names import kb
from kembar.rdf.terms import NamedNode, Quad, in_graph, text_of
from kembar.store.embedded import EmbeddedStore
from kembar.store.protocol import Store, WritableStore
from kembar.store.revisions import REVISIONS, Revision, Revisions

__all__ = ["Derive", "check_all", "derive_after", "load"]

_NOT_CONTENT = (DERIVED, JUDGEMENTS, REVISIONS)

Derive = Callable[[Store, WritableStore, set[Quad]], None]
"""Adds derived facts to the second store; the first is the store before, and the quads are the changed content."""


def check_all(content: Content) -> tuple[CheckedContent, list[DerivationRule]]:
    """Return the checked content and its derivation rules. Raise :class:`ContentError` with all faults in both."""
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


def load(content: Content, revisions: Revisions, judging: Callable[[], Derive] | None = None) -> Revision:
    """Return the current revision if it has this content, else make a new one.

    Derived facts of partnerships that the change does not affect are copied.

    Args:
        content: The content.
        revisions: The store that this process holds.
        judging: Returns the function that derives judgements. It is called after the content has been checked.

    Raises:
        ContentError: If the content is broken; no revision is made.
    """
    current = revisions.current()
    if current and current.digest == content.digest:
        return current
    checked, rules = check_all(content)
    before: Store = current.store if current else EmbeddedStore()
    judge = judging() if judging else None

    def complete(store: WritableStore) -> None:
        changes = derive_after(before, store, rules)
        if judge:
            judge(before, store, changes)

    return revisions.add(_quads(checked), content.digest, complete)


def derive_after(before: Store, after: WritableStore, rules: list[DerivationRule]) -> set[Quad]:
    """Add derived facts to ``after``, which holds the new content, and return the quads in which the contents differ.

    Facts that the change does not affect are copied from ``before``.
    """
    changes = _content(before) ^ _content(after)
    after.extend(_kept(before, after, rules, changes))
    done = {quad.object for quad in after.quads(None, kb.partnership, None, DERIVED)}
    derive(after, rules, partnerships_of(after) - done)
    return changes


def _kept(before: Store, after: Store, rules: list[DerivationRule], changes: set[Quad]) -> list[Quad]:
    """Return the derived facts that the change does not affect; none if the vocabulary or a rule changed."""
    if any(text_of(quad.graph_name).startswith((f"{GRAPH}ontology-", f"{GRAPH}concept-")) for quad in changes):
        return []
    digests = {text_of(quad.object) for quad in before.quads(None, kb.contentDigest, None, DERIVED)}
    if digests != {rule.digest for rule in rules}:
        return []
    reached = touched({quad.subject for quad in changes}, (before, after))
    owned = (quad for quad in before.quads(None, kb.partnership, None, DERIVED) if quad.object not in reached)
    things = [*(quad.subject for quad in owned), *(partnerships_of(before) - reached)]
    return [quad for thing in things for quad in before.quads(thing, None, None, DERIVED)]


def _content(store: Store) -> set[Quad]:
    """Return the quads of a store that come from content files."""
    graphs = (graph for graph in store.graphs() if graph not in _NOT_CONTENT)
    return {quad for graph in graphs for quad in store.quads(graph=graph)}


def _quads(checked: CheckedContent) -> Iterator[Quad]:
    for file in checked.files:
        yield from in_graph(file.triples, NamedNode(file.graph))
    yield from in_graph(checked.derived, DERIVED)
