"""Content is checked before it is loaded: every file parses, every term is defined, everything referred to exists, every date is one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kembar import messages
from kembar.content.structure import breaches
from kembar.errors import ContentError, Fault
from kembar.files import Content, ContentFile
from kembar.namespaces import BASE, GRAPH, ID, KB, PREFIXES, slug_of
from kembar.rdf.bounds import DateProperties, bad_dates, bounds, date_properties
from kembar.rdf.parsing import line_of, parse_content
from kembar.rdf.terms import text_of

__all__ = ["CheckedContent", "CheckedFile", "check"]

_TYPE = PREFIXES["rdf"] + "type"
_DATASET = PREFIXES["void"] + "Dataset"
_SOURCE = PREFIXES["prov"] + "hadPrimarySource"
_STRUCTURE = "shapes/structure/"
_FORMER = (KB + "Renamed", KB + "Withdrawn")
_OF_FORMER = (KB + "reason", PREFIXES["dct"] + "isReplacedBy", PREFIXES["dct"] + "date")
"""What may be said of a name that is used no longer."""
_NAMESPACES = {"ontology/concepts": "concept-", "ontology": "ontology-", "data": "", "shapes": "shape-"}


@dataclass(frozen=True)
class CheckedFile:
    """A content file, its triples, and the named graph that it is."""

    file: ContentFile
    graph: str
    triples: list[ox.Triple]
    prefixes: dict[str, str]

    def fault(self, iri: str, texts: Mapping[str, str]) -> Fault:
        """A fault at the first line that mentions ``iri``."""
        line = line_of(self.file.text, iri, self.prefixes)
        return Fault(self.file.name, line, texts.get("en", ""), texts.get("id", ""))


@dataclass(frozen=True)
class CheckedContent:
    """Content without a fault."""

    files: list[CheckedFile]
    derived: list[ox.Triple]
    dates: DateProperties


def check(content: Content) -> CheckedContent:
    """Read and check all Turtle files. Raises :class:`ContentError` with everything that is wrong.

    The structure shapes are asked once every file parses: before, they would find missing what only cannot be read.
    """
    files, unread = _parse(file for folder in ("ontology", "data", "shapes") for file in content.files(folder, ".ttl"))
    triples = [triple for file in files for triple in file.triples]
    dates = date_properties(triples)
    undated = [
        file.fault(text_of(bad.triple.subject), {language: f"{text}." for language, text in bad.texts.items()})
        for bad in bad_dates(triples, dates)
        for file in files
        if bad.triple in file.triples
    ]
    derived = [] if undated else list(bounds(triples, dates))
    faults = [*unread, *undated, *_names(files, triples), *([] if unread else _breaches(files, [*triples, *derived]))]
    if faults:
        raise ContentError(sorted(set(faults), key=lambda fault: (fault.file, fault.line or 0, fault.reason)))
    return CheckedContent(files, derived, dates)


def _names(files: list[CheckedFile], triples: list[ox.Triple]) -> Iterator[Fault]:
    defined = {text_of(triple.subject) for triple in triples if triple.predicate.value == _TYPE}
    terms = {
        text_of(triple.subject)
        for file in files
        if file.graph.startswith(GRAPH + "ontology-")
        for triple in file.triples
        if triple.predicate.value == _TYPE
    }
    former = {
        text_of(triple.subject)
        for triple in triples
        if triple.predicate.value == _TYPE and text_of(triple.object) in _FORMER
    }
    graphs: dict[str, str] = {}
    for file in files:
        yield from _undefined(file, defined, terms)
        yield from _speaking_of_former(file, former)
        yield from _without_source(file)
        if file.graph in graphs:
            yield Fault(file.file.name, None, f"has the same graph name as {graphs[file.graph]}; rename one of them.")
        graphs[file.graph] = file.file.name


def _breaches(files: list[CheckedFile], triples: list[ox.Triple]) -> Iterator[Fault]:
    shapes = [triple for file in files if file.file.name.startswith(_STRUCTURE) for triple in file.triples]
    home = {
        text_of(triple.subject): file
        for file in reversed(files)
        for triple in file.triples
        if triple.predicate.value == _TYPE
    }
    for breach in breaches(triples, shapes):
        file = home.get(breach.thing)
        if file:
            yield file.fault(breach.thing, breach.texts)
        else:
            yield Fault("data", None, breach.texts.get("en", breach.thing), breach.texts.get("id", ""))


def _parse(content: Iterable[ContentFile]) -> tuple[list[CheckedFile], list[Fault]]:
    files: list[CheckedFile] = []
    faults: list[Fault] = []
    for file in content:
        try:
            triples, prefixes = parse_content(file.text, file.name)
        except ContentError as error:
            faults.extend(error.faults)
        else:
            files.append(CheckedFile(file, _graph_name(file.name), triples, prefixes))
    return files, faults


def _graph_name(name: str) -> str:
    folder = next(folder for folder in _NAMESPACES if name.startswith(folder + "/"))
    return f"{GRAPH}{_NAMESPACES[folder]}{slug_of(name).removesuffix('.ttl')}"


def _undefined(file: CheckedFile, defined: set[str], terms: set[str]) -> Iterator[Fault]:
    mentions: dict[str, str] = {}
    for triple in file.triples:
        if triple.predicate.value not in terms:
            mentions.setdefault(triple.predicate.value, "undefined.property")
        is_a = triple.predicate.value == _TYPE
        for term, is_class in ((triple.subject, False), (triple.object, is_a)):
            if not isinstance(term, ox.NamedNode) or term.value in defined or term.value.startswith(GRAPH):
                continue
            if is_class:
                mentions.setdefault(term.value, "undefined.class")
            elif term.value.startswith(BASE):
                mentions.setdefault(
                    term.value,
                    "undefined.term"
                    if term.value.startswith(KB)
                    else "undefined.thing"
                    if term.value.startswith(ID)
                    else "undefined.concept",
                )
    for iri, message in mentions.items():
        yield file.fault(iri, messages.text(message, iri=iri))


def _speaking_of_former(file: CheckedFile, former: set[str]) -> Iterator[Fault]:
    """Statements about a renamed or withdrawn name, or with it, beside those that say where it went."""
    for triple in file.triples:
        prop, (subject, value) = triple.predicate.value, (text_of(triple.subject), text_of(triple.object))
        if value in former and isinstance(triple.object, ox.NamedNode) and prop != PREFIXES["dct"] + "isReplacedBy":
            yield file.fault(value, messages.text("content.former", iri=value))
        if subject in former and prop not in _OF_FORMER and not (prop == _TYPE and value in _FORMER):
            yield file.fault(subject, messages.text("content.former", iri=subject))


def _without_source(file: CheckedFile) -> Iterator[Fault]:
    if not file.file.name.startswith("data/"):
        return
    said: dict[str, set[str]] = defaultdict(set)
    for triple in file.triples:
        if text_of(triple.subject) == file.graph:
            said[triple.predicate.value].add(text_of(triple.object))
    if _DATASET not in said[_TYPE] or not said[_SOURCE]:
        head = f"<{file.graph}> a void:Dataset ; prov:hadPrimarySource source:… ."
        texts = messages.text("content.without-source", head=head)
        yield Fault(file.file.name, None, texts["en"], texts["id"])
