"""Triples as text in a format of graphs."""

import re
from collections.abc import Iterable, Iterator
from typing import IO

import pyoxigraph as ox

from kembar.errors import NotAcceptable
from kembar.namespaces import PREFIXES
from kembar.rdf.formats import GRAPHS, Format

__all__ = ["graph_bytes", "write_graph"]

_TAG = re.compile(r"[\x00-\x7f]*[A-Za-z_][A-Za-z0-9_.-]*")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # \r can be written, but is read as \n


def graph_bytes(triples: list[ox.Triple], form: Format) -> bytes:
    """Return the triples in a format of graphs, with our prefixes if the format has prefixes.

    Raise :class:`NotAcceptable` if RDF/XML cannot express a triple.
    """
    used = {prefix: iri for prefix, iri in PREFIXES.items() if any(iri in str(triple) for triple in triples)}
    return ox.serialize(_expressible(triples, form), format=form.rdf, prefixes=used) or b""


def write_graph(triples: Iterable[ox.Triple], output: IO[bytes], form: Format) -> None:
    """Write triples in a format of graphs, without prefixes. Raise as :func:`graph_bytes` does."""
    ox.serialize(_expressible(triples, form), output, format=form.rdf)


def _expressible(triples: Iterable[ox.Triple], form: Format) -> Iterable[ox.Triple]:
    return _in_xml(triples) if form is Format.RDF_XML else triples


def _in_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield the triples; raise :class:`NotAcceptable` if RDF/XML cannot express one (RDF/XML §5.1, XML 1.0 §2.2).

    pyoxigraph would write text that is not XML. Editions of XML differ in the non-ASCII letters that they allow in a
    tag, so predicates with such letters are refused.
    """
    for triple in triples:
        value = triple.object.value if isinstance(triple.object, ox.Literal) else ""
        if not _TAG.fullmatch(triple.predicate.value) or _NOT_IN_XML.search(value):
            available = [form.media_type for form in GRAPHS if form is not Format.RDF_XML]
            raise NotAcceptable(f"RDF/XML cannot express {triple}. Ask for another format.", available=available)
        yield triple
