"""A check of submitted JSON-LD before it is parsed, because a JSON-LD processor drops silently what it cannot read.

The check follows the expansion algorithm (JSON-LD 1.1 API §5.1) and collects which statements the document must yield.
After the parse they are looked for in the graph, so that neither reading alone decides that nothing was dropped.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pyoxigraph as ox

from kembar.rdf.json_ld_context import Context, Path, Term, is_language, refusal
from kembar.rdf.names import rdf
from kembar.rdf.terms import text_of

__all__ = ["Reading"]

_NOT_READ = {
    "@list": "json-ld.list",
    "@index": "json-ld.index",
    "@nest": "json-ld.nest",
    "@direction": "json-ld.not-read",
    "@json": "json-ld.not-read",
    "@none": "json-ld.none",
}
_DOCUMENT = Term("")


class Reading:
    """What a JSON-LD document says, without anything that a processor would drop."""

    def __init__(self, document: Any) -> None:
        """Read a document whose remote contexts are replaced.

        Raises:
            UnacceptableGraph: With the member or value that would be dropped, and where it stands.
        """
        self._expected: dict[tuple[str, str | None], Path] = {}
        self._contexts: dict[tuple[int, int], tuple[Context, Any, Context]] = {}
        self._readers: dict[str, Callable[[Any, Context, Path], None]] = {
            "@id": self._identifier,
            "@type": self._types,
            "@reverse": self._reverse,
            "@included": self._included,
            "@graph": self._top,
        }
        self._top(document, Context(), ())

    def check(self, triples: Iterable[ox.Triple]) -> None:
        """Raise :class:`UnacceptableGraph` for a value of the document that the parsed graph does not contain."""
        read: set[tuple[str, str | None]] = set()
        for triple in triples:
            read |= {(triple.predicate.value, text_of(triple.object)), (triple.predicate.value, None)}
        for (predicate, value), path in self._expected.items():
            if (predicate, value) not in read:
                raise refusal(path, "json-ld.lost", value, predicate=predicate)

    def _top(self, value: Any, context: Context, path: Path) -> None:
        """Read the document, or what is in ``@graph``: an object, or an array of objects."""
        for place, item in _items(value, path):
            if not isinstance(item, dict):
                raise refusal(place, "json-ld.alone", value=repr(item))
            self._node(item, context, place, top=True)

    def _node(self, node: dict[str, Any], context: Context, path: Path, top: bool = False) -> None:
        """Read a node object: its identifier, its types and its properties."""
        if "@context" in node:
            context = self._extended(context, node["@context"], (*path, "@context"))
        members = self._members(node, context, path)
        keywords = {term.iri for term, _, _ in members if term.iri.startswith("@")}
        if keywords & {"@value", "@set", "@list"}:
            raise refusal(path, "json-ld.value-alone")
        for term, value, place in members:
            if term.iri in _NOT_READ:
                raise refusal(place, _NOT_READ[term.iri], str(place[-1]))
            if term.iri == "@graph" and not top:
                raise refusal(place, "json-ld.graph-in-graph")
            if term.iri in self._readers:
                self._readers[term.iri](value, context, place)
            elif term.iri.startswith("@"):
                raise refusal(place, "json-ld.meaningless", str(place[-1]))
            else:
                self._property(term, value, context, place)
        if top and keywords == {"@id"} and len(members) == 1:
            raise refusal(path, "json-ld.only-named")

    def _members(self, node: dict[str, Any], context: Context, path: Path) -> list[tuple[Term, Any, Path]]:
        members = [
            (context.member(key, (*path, key)), value, (*path, key)) for key, value in node.items() if key != "@context"
        ]
        seen: set[str] = set()
        for term, _, place in members:
            if term.iri in seen and term.iri.startswith("@"):
                raise refusal(place, "json-ld.twice", str(place[-1]), keyword=term.iri)
            seen.add(term.iri)
        return members

    def _identifier(self, value: Any, context: Context, path: Path) -> None:
        if not isinstance(value, str):
            raise refusal(path, "json-ld.no-identifier", value=repr(value))
        context.iri(value, path)

    def _types(self, value: Any, context: Context, path: Path) -> None:
        for place, item in _items(value, path):
            if not isinstance(item, str):
                raise refusal(place, "json-ld.no-class", value=repr(item))
            self._expect(rdf.type.value, context.iri(item, place, vocabulary=True), place)

    def _reverse(self, value: Any, context: Context, path: Path) -> None:
        if not isinstance(value, dict):
            raise refusal(path, "json-ld.no-object")
        for term, subjects, place in self._members(value, context, path):
            if term.iri.startswith("@"):
                raise refusal(place, "json-ld.no-property", str(place[-1]))
            for where, subject in _items(subjects, place):
                self._expect(term.iri, None, where)
                if isinstance(subject, dict):
                    self._node(subject, context, where)
                elif isinstance(subject, str) and term.type in ("@id", "@vocab"):
                    context.iri(subject, where, vocabulary=term.type == "@vocab")
                else:
                    raise refusal(where, "json-ld.no-subject", value=repr(subject))

    def _included(self, value: Any, context: Context, path: Path) -> None:
        for place, item in _items(value, path):
            if not isinstance(item, dict):
                raise refusal(place, "json-ld.no-thing", value=repr(item))
            self._node(item, context, place)

    def _property(self, term: Term, value: Any, context: Context, path: Path) -> None:
        if "@language" in term.container and isinstance(value, dict):
            self._language_map(term, value, path)
            return
        for place, item in _items(value, path):
            if isinstance(item, dict):
                self._object(term, item, context, place)
            else:
                self._scalar(term, item, context, place)

    def _language_map(self, term: Term, value: dict[str, Any], path: Path) -> None:
        for language, texts in value.items():
            if language != "@none" and not is_language(language):
                raise refusal((*path, language), "json-ld.language-map", language)
            for place, item in _items(texts, (*path, language)):
                if not isinstance(item, str):
                    raise refusal(place, "json-ld.no-text", value=repr(item))
                self._expect(term.iri, item, place)

    def _object(self, term: Term, value: dict[str, Any], context: Context, path: Path) -> None:
        """Read an object under a property: a literal (``@value``), an array (``@set``) or a node."""
        if "@context" in value:
            context = self._extended(context, value["@context"], (*path, "@context"))
        members = self._members(value, context, path)
        keywords = {member.iri: (item, place) for member, item, place in members}
        for name in keywords.keys() & _NOT_READ.keys() - {"@direction"}:
            raise refusal(keywords[name][1], _NOT_READ[name], str(keywords[name][1][-1]))
        if "@value" in keywords:
            self._literal(term, keywords, context, path)
        elif "@set" in keywords:
            self._alone(keywords, {"@set"})
            self._property(term, keywords["@set"][0], context, keywords["@set"][1])
        else:
            self._expect(term.iri, None, path)
            self._node({key: item for key, item in value.items() if key != "@context"}, context, path)

    def _literal(self, term: Term, keywords: dict[str, tuple[Any, Path]], context: Context, path: Path) -> None:
        self._alone(keywords, {"@value", "@type", "@language"})
        value, place = keywords["@value"]
        if isinstance(value, (dict, list)):
            raise refusal(place, "json-ld.no-single-value")
        if "@type" in keywords and "@language" in keywords:
            raise refusal(path, "json-ld.type-and-language")
        if "@language" in keywords:
            language, where = keywords["@language"]
            if not (isinstance(language, str) and is_language(language) and isinstance(value, str)):
                raise refusal(where, "json-ld.language-of-text", value=repr(language))
        if "@type" in keywords:
            datatype, where = keywords["@type"]
            if not isinstance(datatype, str) or context.terms.get(datatype, _DOCUMENT).iri.startswith("@"):
                raise refusal(where, "json-ld.no-datatype", value=repr(datatype))
            context.iri(datatype, where, vocabulary=True)
        if value is not None:
            self._expect(term.iri, value if isinstance(value, str) else None, path)

    def _alone(self, keywords: dict[str, tuple[Any, Path]], allowed: set[str]) -> None:
        for name in keywords.keys() - allowed:
            place = keywords[name][1]
            raise refusal(place, "json-ld.beside", str(place[-1]), keyword=min(keywords.keys() & allowed))

    def _scalar(self, term: Term, value: Any, context: Context, path: Path) -> None:
        if isinstance(value, str) and term.type in ("@id", "@vocab"):
            self._expect(term.iri, context.iri(value, path, vocabulary=term.type == "@vocab"), path)
        else:
            self._expect(term.iri, value if isinstance(value, str) else None, path)

    def _extended(self, context: Context, local: Any, path: Path) -> Context:
        """Return an extended context; the same context, such as ours, is read once however often it occurs."""
        key = id(context), id(local)
        if key not in self._contexts:
            self._contexts[key] = context, local, context.extended(local, path)
        return self._contexts[key][2]

    def _expect(self, predicate: str, value: str | None, path: Path) -> None:
        blank = value is not None and value.startswith("_:")
        self._expected.setdefault((predicate, None if blank else value), path)


def _items(value: Any, path: Path) -> list[tuple[Path, Any]]:
    """Return the values in nested arrays, without those that are null, each with its place."""
    if isinstance(value, list):
        return [item for number, inner in enumerate(value) for item in _items(inner, (*path, number))]
    return [] if value is None else [(path, value)]
