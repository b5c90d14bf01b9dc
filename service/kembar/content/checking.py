"""Checks of content files: syntax, undefined terms and references, dates, and the structure shapes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kembar import messages
from kembar.content.belonging import Belonging
from kembar.content.reading import GraphFile, read
from kembar.content.structure import breaches
from kembar.errors import ContentError, Fault
from kembar.files import Content
from kembar.namespaces import BASE, GRAPH, ID, KB, slug_of
from kembar.rdf.bounds import DateProperties, bad_dates, bounds, date_properties
from kembar.rdf.names import dct, kb, prov, rdf, void
from kembar.rdf.signs import visible
from kembar.rdf.terms import NamedNode, Term, Triple, text_of

__all__ = ["CheckedContent", "check"]

_STRUCTURE = "shapes/structure/"
_FORMER = (kb.Renamed, kb.Withdrawn)
_OF_FORMER = (kb.reason, dct.isReplacedBy, dct.date)
"""Properties that a renamed or withdrawn name may have."""


@dataclass(frozen=True)
class CheckedContent:
    """Checked content, with the derived bounds of its dates."""

    files: list[GraphFile]
    derived: list[Triple]
    dates: DateProperties

    def notices(self, texts: Mapping[str, messages.Texts]) -> list[Fault]:
        """Return what is to be said of things, each at its place and sorted by it; ``texts`` are by IRI."""
        homes = _homes(self.files)
        places = [homes[iri].fault(iri, said) for iri, said in texts.items()]
        return sorted(places, key=lambda place: (place.file, place.line or 0, place.reason))


def check(content: Content) -> CheckedContent:
    """Read and check all Turtle files and the tables of rules. Raise :class:`ContentError` with every fault.

    References and structure shapes are checked only if every file parses, and shapes only if every date is one;
    otherwise they would report what could not be read as missing.
    """
    turtle = [file for folder in ("ontology", "data", "shapes") for file in content.files(folder, ".ttl")]
    files, unread = read([*turtle, *content.files("shapes", ".csv")])
    triples = [triple for file in files for triple in file.triples]
    dates = date_properties(triples)
    undated = [
        file.fault(text_of(bad.triple.subject), {language: f"{text}." for language, text in bad.texts.items()})
        for bad in bad_dates(triples, dates)
        for file in files
        if bad.triple in file.triples
    ]
    derived = [] if undated else list(bounds(triples, dates))
    faults = [*unread, *undated, *_names(files, triples, whole=not unread)]
    if not unread and not undated:
        # A thing that names what does not exist breaks the shape of that property too; one mistake is one fault.
        known = {(fault.file, fault.line) for fault in faults}
        found = _breaches(files, [*triples, *derived])
        faults += [fault for fault in found if (fault.file, fault.line) not in known]
    if faults:
        raise ContentError(sorted(set(faults), key=lambda fault: (fault.file, fault.line or 0, fault.reason)))
    return CheckedContent(files, derived, dates)


def _names(files: list[GraphFile], triples: list[Triple], whole: bool) -> Iterator[Fault]:
    types = [triple for triple in triples if triple.predicate == rdf.type]
    defined: set[object] = {triple.subject for triple in types}
    former: set[object] = {triple.subject for triple in types if triple.object in _FORMER}
    terms: set[object] = {
        triple.subject
        for file in files
        if file.graph.startswith(GRAPH + "ontology-")
        for triple in file.triples
        if triple.predicate == rdf.type
    }
    belonging = Belonging.of(triples)
    classes: dict[object, set[str]] = defaultdict(set)
    for triple in types:
        classes[triple.subject].add(text_of(triple.object))
    graphs: dict[str, str] = {}
    for file in files:
        if whole:
            yield from _undefined(file, defined, terms)
        yield from _uses_of_former_names(file, former)
        yield from _without_source(file)
        yield from _misplaced(file, belonging, classes)
        if file.graph in graphs:
            yield Fault(file.file.name, None, f"has the same graph name as {graphs[file.graph]}; rename one of them.")
        graphs[file.graph] = file.file.name


def _breaches(files: list[GraphFile], triples: list[Triple]) -> Iterator[Fault]:
    shapes = [triple for file in files if file.file.name.startswith(_STRUCTURE) for triple in file.triples]
    home = _homes(files)
    for breach in breaches(triples, shapes):
        file = home.get(breach.thing)
        if file:
            yield file.fault(breach.thing, breach.texts)
        else:
            yield Fault("data", None, breach.texts.get("en", breach.thing), breach.texts.get("id", ""))


def _homes(files: list[GraphFile]) -> dict[str, GraphFile]:
    """Return the file that describes each thing; the first, if there are several."""
    return {
        text_of(triple.subject): file
        for file in reversed(files)
        for triple in file.triples
        if triple.predicate == rdf.type
    }


def _undefined(file: GraphFile, defined: set[object], terms: set[object]) -> Iterator[Fault]:
    mentions: dict[str, str] = {}
    for triple in file.triples:
        if triple.predicate not in terms:
            mentions.setdefault(triple.predicate.value, "undefined.property")
        for node, is_class in ((triple.subject, False), (triple.object, triple.predicate == rdf.type)):
            if isinstance(node, NamedNode) and node not in defined and not node.value.startswith(GRAPH):
                key = "undefined.class" if is_class else _undefined_key(node.value)
                if key:
                    mentions.setdefault(node.value, key)
    for iri, key in mentions.items():
        yield file.fault(iri, messages.text(key, iri=visible(iri)))


def _undefined_key(iri: str) -> str | None:
    """Return the key of the message for an undefined IRI in our namespace, and None for any other IRI."""
    if not iri.startswith(BASE):
        return None
    return "undefined.term" if iri.startswith(KB) else "undefined.thing" if iri.startswith(ID) else "undefined.concept"


def _uses_of_former_names(file: GraphFile, former: set[object]) -> Iterator[Fault]:
    """Yield a fault for each statement on or with a renamed or withdrawn name, but for those that say where it went."""
    for triple in file.triples:
        if triple.object in former and triple.predicate != dct.isReplacedBy:
            yield _former_fault(file, text_of(triple.object))
        makes_it_former = triple.predicate == rdf.type and triple.object in _FORMER
        if triple.subject in former and triple.predicate not in _OF_FORMER and not makes_it_former:
            yield _former_fault(file, text_of(triple.subject))


def _misplaced(file: GraphFile, belonging: Belonging, classes: Mapping[object, set[str]]) -> Iterator[Fault]:
    """Yield a fault for each property on a thing whose class does not take it, with the place where it belongs."""
    for triple in file.triples:
        own = classes.get(triple.subject, set())
        elsewhere = belonging.misplaced(triple.predicate.value, own)
        if elsewhere is None:
            continue
        place = {
            "property": _short(triple.predicate.value),
            "thing": slug_of(text_of(triple.subject)),
            "stated": ", ".join(sorted(map(_short, own))),
            "takers": ", ".join(map(_short, elsewhere.takers)),
        }
        if elsewhere.instead:
            instead = ", ".join(f"{_short(other)} ({_short(taker)})" for other, taker in elsewhere.instead)
            texts = messages.text("misplaced.said-elsewhere", instead=instead, **place)
        elif elsewhere.nearest:
            texts = messages.text("misplaced.near", near=", ".join(map(_short, elsewhere.nearest)), **place)
        else:
            texts = messages.text("misplaced.property", **place)
        yield file.fault(text_of(triple.subject), texts, triple.predicate.value)


def _short(iri: str) -> str:
    return f"kb:{iri.removeprefix(KB)}" if iri.startswith(KB) else iri


def _former_fault(file: GraphFile, iri: str) -> Fault:
    return file.fault(iri, messages.text("content.former", iri=iri))


def _without_source(file: GraphFile) -> Iterator[Fault]:
    if not file.file.name.startswith("data/"):
        return
    values: dict[NamedNode, set[Term | Triple]] = defaultdict(set)
    for triple in file.triples:
        if text_of(triple.subject) == file.graph:
            values[triple.predicate].add(triple.object)
    if void.Dataset not in values[rdf.type] or not values[prov.hadPrimarySource]:
        head = f"<{file.graph}> a void:Dataset ; prov:hadPrimarySource source:… ."
        texts = messages.text("content.without-source", head=head)
        yield Fault(file.file.name, None, texts["en"], texts["id"])
