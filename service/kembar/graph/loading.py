"""Content into the store: checked whole, then made a new revision; left alone where nothing changed."""

from collections.abc import Iterator

import pyoxigraph as ox

from kembar.content import Content
from kembar.graph.checking import CheckedContent, check
from kembar.graph.revisions import Revision, Revisions
from kembar.names import GRAPH

__all__ = ["load"]


def load(content: Content, revisions: Revisions) -> Revision:
    """The revision that holds this content, made now if there is none. Raises :class:`ContentError`; then nothing is stored."""
    current = revisions.current()
    if current and current.digest == content.digest:
        return current
    return revisions.add(_quads(check(content)), content.digest)


def _quads(checked: CheckedContent) -> Iterator[ox.Quad]:
    for file in checked.files:
        graph = ox.NamedNode(file.graph)
        yield from (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in file.triples)
    derived = ox.NamedNode(GRAPH + "derived")
    yield from (ox.Quad(triple.subject, triple.predicate, triple.object, derived) for triple in checked.derived)
