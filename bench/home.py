"""A home (``KEMBAR_HOME``) whose newest revision holds the shipped content and an invented graph."""

from itertools import chain

import pyoxigraph as ox

from bench.generator import derivation_rules, generate
from kembar.application import Kembar
from kembar.content.derivation import DERIVED, derive
from kembar.files import Content
from kembar.namespaces import KB, PREFIXES
from kembar.store.revisions import REVISIONS, Revision, Revisions

__all__ = ["fill"]

_TYPE, _SHARE = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(KB + "Share")


def fill(revisions: Revisions, size: int, seed: int = 1) -> Revision:
    """Fill a new home with the shipped content as revision 1, and about ``size`` further statements in revision 2.

    A service that starts on this home finds its own content and changes nothing. Invented deeds are not judged, because
    a judgement takes a tenth of a second.
    """
    content = Content.shipped()
    shipped = Kembar(content, revisions).revision.store
    # Shares depend on the whole dataset, so they are derived again.
    shares = {quad.subject for quad in shipped.quads(None, _TYPE, _SHARE, DERIVED)}
    quads = (quad for quad in shipped.quads() if quad.graph_name != REVISIONS and quad.subject not in shares)
    dataset_rules = [rule for rule in derivation_rules(content) if rule.scope == "dataset"]
    return revisions.add(
        chain(quads, generate(size, seed)), content.digest, lambda store: derive(store, dataset_rules, [])
    )
