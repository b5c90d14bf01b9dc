"""Content is checked before it is loaded: every file parses, every term is defined, everything referred to exists, every date is one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kembar.content.reading import GraphFile, read
from kembar.content.structure import breaches
from kembar.errors import ContentError, Fault
from kembar.files import Content
from kembar.namespaces import BASE, GRAPH, ID, KB, PREFIXES
from kembar.rdf.bounds import DateProperties, bad_dates, bounds, date_properties
from kembar.rdf.terms import text_of

__all__ = ["CheckedContent", "check"]

_TYPE = PREFIXES["rdf"] + "type"
_DATASET = PREFIXES["void"] + "Dataset"
_SOURCE = PREFIXES["prov"] + "hadPrimarySource"
_STRUCTURE = "shapes/structure/"
_FORMER = (KB + "Renamed", KB + "Withdrawn")
_OF_FORMER = (KB + "reason", PREFIXES["dct"] + "isReplacedBy", PREFIXES["dct"] + "date")
"""What may be said of a name that is used no longer."""


@dataclass(frozen=True)
class CheckedContent:
    """Content without a fault."""

    files: list[GraphFile]
    derived: list[ox.Triple]
    dates: DateProperties


def check(content: Content) -> CheckedContent:
    """Read and check all Turtle files, and the tables of rules. Raises :class:`ContentError` with everything that is wrong.

    References and structure shapes are checked once everything parses: before, they would find missing what only cannot be read.
    """
    turtle = [file for folder in ("ontology", "data", "shapes") for file in content.files(folder, ".ttl")]
    files, unread = read([*turtle, *content.files("shapes", ".csv")])
    triples = [triple for file in files for triple in file.triples]
    dates = date_properties(triples)
    undated = [
        file.fault(text_of(bad.triple.subject), f"{bad}.", f"{bad.alasan}.")
        for bad in bad_dates(triples, dates)
        for file in files
        if bad.triple in file.triples
    ]
    derived = [] if undated else list(bounds(triples, dates))
    faults = [*unread, *undated, *_names(files, triples, whole=not unread)]
    if not unread:
        # A row that names what does not exist breaks the shape of that property too; one mistake is one fault.
        known = {(fault.file, fault.line) for fault in faults if fault.file.endswith(".csv")}
        found = _breaches(files, [*triples, *derived])
        faults += [fault for fault in found if (fault.file, fault.line) not in known]
    if faults:
        raise ContentError(sorted(set(faults), key=lambda fault: (fault.file, fault.line or 0, fault.reason)))
    return CheckedContent(files, derived, dates)


def _names(files: list[GraphFile], triples: list[ox.Triple], whole: bool) -> Iterator[Fault]:
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
        if whole:
            yield from _undefined(file, defined, terms)
        yield from _speaking_of_former(file, former)
        yield from _without_source(file)
        if file.graph in graphs:
            yield Fault(file.file.name, None, f"has the same graph name as {graphs[file.graph]}; rename one of them.")
        graphs[file.graph] = file.file.name


def _breaches(files: list[GraphFile], triples: list[ox.Triple]) -> Iterator[Fault]:
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
            yield file.fault(breach.thing, breach.texts.get("en", ""), breach.texts.get("id", ""))
        else:
            yield Fault("data", None, breach.texts.get("en", breach.thing), breach.texts.get("id", ""))


_UNDEFINED = {
    "property": (
        "is a property that the vocabulary (ontology/) does not define. Is it misspelled?",
        "adalah properti yang tidak didefinisikan kosakata (ontology/). Salah eja?",
    ),
    "class": (
        "is a class that the vocabulary (ontology/) does not define. Is it misspelled?",
        "adalah kelas yang tidak didefinisikan kosakata (ontology/). Salah eja?",
    ),
    "term": (
        "is a term that the vocabulary (ontology/) does not define. Is it misspelled?",
        "adalah istilah yang tidak didefinisikan kosakata (ontology/). Salah eja?",
    ),
    "thing": (
        "does not exist: no content file says what it is. Describe it, or mend its name.",
        "tidak ada: tidak satu berkas pun menerangkannya. Terangkan, atau perbaiki namanya.",
    ),
    "concept": (
        "is not defined in any content file. Is it misspelled?",
        "tidak didefinisikan dalam berkas mana pun. Salah eja?",
    ),
}


def _undefined(file: GraphFile, defined: set[str], terms: set[str]) -> Iterator[Fault]:
    mentions: dict[str, str] = {}
    for triple in file.triples:
        if triple.predicate.value not in terms:
            mentions.setdefault(triple.predicate.value, "property")
        is_a = triple.predicate.value == _TYPE
        for term, is_class in ((triple.subject, False), (triple.object, is_a)):
            if not isinstance(term, ox.NamedNode) or term.value in defined or term.value.startswith(GRAPH):
                continue
            if is_class:
                mentions.setdefault(term.value, "class")
            elif term.value.startswith(BASE):
                mentions.setdefault(
                    term.value,
                    "term" if term.value.startswith(KB) else "thing" if term.value.startswith(ID) else "concept",
                )
    for iri, kind in mentions.items():
        reason, alasan = _UNDEFINED[kind]
        yield file.fault(iri, f"<{iri}> {reason}", f"<{iri}> {alasan}")


def _speaking_of_former(file: GraphFile, former: set[str]) -> Iterator[Fault]:
    """Statements about a renamed or withdrawn name, or with it, beside those that say where it went."""
    for triple in file.triples:
        prop, (subject, value) = triple.predicate.value, (text_of(triple.subject), text_of(triple.object))
        if value in former and isinstance(triple.object, ox.NamedNode) and prop != PREFIXES["dct"] + "isReplacedBy":
            yield _former_fault(file, value)
        if subject in former and prop not in _OF_FORMER and not (prop == _TYPE and value in _FORMER):
            yield _former_fault(file, subject)


def _former_fault(file: GraphFile, iri: str) -> Fault:
    reason = "is renamed or withdrawn, and yet spoken of. Use its present name, or take the statement out."
    alasan = "sudah berganti nama atau ditarik, tetapi masih dibicarakan. Pakai namanya yang sekarang, atau hapus pernyataannya."
    return file.fault(iri, f"<{iri}> {reason}", f"<{iri}> {alasan}")


def _without_source(file: GraphFile) -> Iterator[Fault]:
    if not file.file.name.startswith("data/"):
        return
    said: dict[str, set[str]] = defaultdict(set)
    for triple in file.triples:
        if text_of(triple.subject) == file.graph:
            said[triple.predicate.value].add(text_of(triple.object))
    if _DATASET not in said[_TYPE] or not said[_SOURCE]:
        head = f"<{file.graph}> a void:Dataset ; prov:hadPrimarySource source:… ."
        yield Fault(
            file.file.name,
            None,
            f"does not say where it comes from: add {head}",
            f"tidak menyebut asalnya: tambahkan {head}",
        )
