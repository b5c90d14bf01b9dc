"""Content is checked before it is loaded: every file parses, every term is defined, everything referred to exists, every date is one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kembar.content import Content, ContentFile
from kembar.errors import ContentError, Fault
from kembar.graph.bounds import BadDate, DateProperties, bounds, date_properties
from kembar.graph.parsing import line_of, parse_content
from kembar.graph.terms import text_of
from kembar.names import BASE, GRAPH, ID, KB, PREFIXES, slug_of

__all__ = ["CheckedContent", "CheckedFile", "check"]

_TYPE = PREFIXES["rdf"] + "type"
_DATASET = PREFIXES["void"] + "Dataset"
_SOURCE = PREFIXES["prov"] + "hadPrimarySource"
_NAMESPACES = {"ontology/concepts": "concept-", "ontology": "ontology-", "data": "", "shapes": "shape-"}


@dataclass(frozen=True)
class CheckedFile:
    """A content file, its triples, and the named graph that it is."""

    file: ContentFile
    graph: str
    triples: list[ox.Triple]
    prefixes: dict[str, str]

    def fault(self, iri: str, reason: str) -> Fault:
        """A fault at the first line that mentions ``iri``."""
        return Fault(self.file.name, line_of(self.file.text, iri, self.prefixes), reason)


@dataclass(frozen=True)
class CheckedContent:
    """Content without a fault."""

    files: list[CheckedFile]
    derived: list[ox.Triple]
    dates: DateProperties


def check(content: Content) -> CheckedContent:
    """Read and check all Turtle files. Raises :class:`ContentError` with everything that is wrong."""
    files, faults = _parse(file for folder in ("ontology", "data", "shapes") for file in content.files(folder, ".ttl"))
    defined = {text_of(triple.subject) for file in files for triple in file.triples if triple.predicate.value == _TYPE}
    terms = {
        text_of(triple.subject) for file in files for triple in file.triples if triple.predicate.value == _TYPE and file.graph.startswith(GRAPH + "ontology-")
    }
    seen: dict[str, str] = {}
    for file in files:
        faults.extend(_undefined(file, defined, terms))
        faults.extend(_without_source(file))
        if file.graph in seen:
            faults.append(Fault(file.file.name, None, f"has the same graph name as {seen[file.graph]}; rename one of them."))
        seen[file.graph] = file.file.name
    dates = date_properties(triple for file in files for triple in file.triples)
    derived: list[ox.Triple] = []
    try:
        derived = list(bounds((triple for file in files for triple in file.triples), dates))
    except BadDate as error:
        place = next(file for file in files if error.triple in file.triples)
        faults.append(place.fault(text_of(error.triple.subject), f"{error}."))
    if faults:
        raise ContentError(sorted(faults, key=lambda fault: (fault.file, fault.line or 0)))
    return CheckedContent(files, derived, dates)


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
            mentions.setdefault(triple.predicate.value, "is a property that the vocabulary (ontology/) does not define")
        is_a = triple.predicate.value == _TYPE
        for term, is_class in ((triple.subject, False), (triple.object, is_a)):
            if not isinstance(term, ox.NamedNode) or term.value in defined or term.value.startswith(GRAPH):
                continue
            if is_class:
                mentions.setdefault(term.value, "is a class that the vocabulary (ontology/) does not define")
            elif term.value.startswith(KB):
                mentions.setdefault(term.value, "is a term that the vocabulary (ontology/) does not define")
            elif term.value.startswith(BASE):
                mentions.setdefault(
                    term.value, "does not exist: no content file says what it is" if term.value.startswith(ID) else "is not defined in any content file"
                )
    for iri, reason in mentions.items():
        yield file.fault(iri, f"<{iri}> {reason}.")


def _without_source(file: CheckedFile) -> Iterator[Fault]:
    if not file.file.name.startswith("data/"):
        return
    said: dict[str, set[str]] = defaultdict(set)
    for triple in file.triples:
        if text_of(triple.subject) == file.graph:
            said[triple.predicate.value].add(text_of(triple.object))
    if _DATASET not in said[_TYPE] or not said[_SOURCE]:
        yield Fault(file.file.name, None, f"does not say where it comes from: add <{file.graph}> a void:Dataset ; prov:hadPrimarySource source:… .")
