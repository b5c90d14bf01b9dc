"""Every dated deed of the record, judged as of its act date, as derived facts that questions can ask (design §5).

No verdict reads them: no rule reads along their properties. A deed without a date has none, for its act date is the day of asking. After a change only
the deeds are judged anew that :func:`kembar.law.neighbourhood.deeds_touched` names, or all where a rule, the law's time in force or this code changed.
"""

import gc
import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import pyoxigraph as ox

from kembar.content.derivation import DIGEST, JUDGEMENTS
from kembar.errors import ContentError, Fault
from kembar.files import DERIVATION_VERSION, Content
from kembar.law.neighbourhood import deeds_touched
from kembar.law.report import judgement
from kembar.law.rules import Rules, rule_files
from kembar.law.verdict import Judge, Verdict
from kembar.namespaces import CONCEPT, GRAPH, ID, KB, PREFIXES, slug_of
from kembar.rdf.bounds import DateProperties, date_properties
from kembar.rdf.dates import EDTF
from kembar.rdf.terms import objects

__all__ = ["RULE", "Judgements"]

RULE = ox.NamedNode(ID + "rule/judgements")
_LABELS = {"id": "Penilaian hukum menurut tanggal tindakan", "en": "Judgements as of the act date"}
_DEFINITIONS = {
    "id": "Setiap naskah bertanggal diuji dengan semua syarat, menurut hukum dan fakta pada tanggal tindakannya.",
    "en": "Each dated deed is tested by all requirements, by the law and the facts of its act date.",
}
_TYPE, _DEED, _DATE, _EARLIEST = (
    ox.NamedNode(PREFIXES["rdf"] + "type"),
    *(ox.NamedNode(KB + name) for name in ("Deed", "date", "earliest")),
)
_ON = tuple(ox.NamedNode(KB + name) for name in ("verdictOn", "judgedDeed"))
_TELLS_EVERY_S = 5
_log = logging.getLogger("kembar")


@dataclass(frozen=True)
class Judgements:
    """What judges: the rules, and the digest of their files and of the derivation version."""

    rules: Rules
    digest: str

    @classmethod
    def of(cls, content: Content) -> Self:
        """Those of a content. Raises :class:`ContentError`."""
        files = "\0".join([str(DERIVATION_VERSION), *(file.text for file in rule_files(content))])
        return cls(Rules.of(content), hashlib.sha256(files.encode()).hexdigest())

    def derive_after(self, before: ox.Store, after: ox.Store, changed: Iterable[ox.Quad]) -> None:
        """Add to ``after``, which holds all other facts, the judgements: as in ``before`` for the deeds that the ``changed`` statements leave alone.

        Raises :class:`ContentError` where shapes are ill-formed.
        """
        dates = date_properties(
            quad.triple for quad in after.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH + "ontology-kembar"))
        )
        digest = self._digest(after, dates)
        kept = set(before.quads_for_pattern(RULE, DIGEST, ox.Literal(digest), JUDGEMENTS))
        subjects = {quad.subject for quad in changed if isinstance(quad.subject, ox.NamedNode)} if kept else set()
        paths = dict.fromkeys(path for rule in self.rules.rules for path in rule.reads)
        touched = deeds_touched(subjects, paths, (before, after)) if kept else set()
        after.extend(ox.Quad(triple.subject, triple.predicate, triple.object, JUDGEMENTS) for triple in _rule(digest))
        anew = []
        for deed in sorted(_dated(after), key=str):
            known = [] if deed in touched or not kept else list(_judged(before, deed))
            after.extend(known)
            anew += [] if known else [deed]
        gc.freeze()  # what the load holds would be searched for garbage again and again, a fifth of the time
        try:
            self._judge(after, anew, dates)
        finally:
            gc.unfreeze()

    def _judge(self, store: ox.Store, deeds: list[ox.NamedNode], dates: DateProperties) -> None:
        judge = Judge(self.rules, store, 0, dates)
        told = time.monotonic()
        for done, deed in enumerate(deeds):
            if time.monotonic() - told > _TELLS_EVERY_S:
                told = time.monotonic()
                _log.info("%s of %s deeds judged", done, len(deeds))
            try:
                triples = list(_facts(store, judge.judge(deed.value)))
            except RuntimeError as error:  # pySHACL's, of shapes that are ill-formed
                raise ContentError(
                    [Fault("shapes", None, f"{slug_of(deed.value)} cannot be judged: {error}.")]
                ) from error
            store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, JUDGEMENTS) for triple in triples)

    def _digest(self, store: ox.Store, dates: DateProperties) -> str:
        """Of all that every verdict rests on beside the neighbourhood of its deed."""
        law = {rule.basis for rule in self.rules.rules} | {argument.iri for argument in self.rules.arguments}
        for prop in ("provisionOf", "inForce"):
            law |= {value for iri in law for value in objects(store, iri, KB + prop)}
        said = sorted(
            {str(quad.triple) for iri in law for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None)}
        )
        return hashlib.sha256(
            "\n".join([self.digest, *said, *map(str, self.rules.arguments), *map(str, sorted(dates.items()))]).encode()
        ).hexdigest()


def _dated(store: ox.Store) -> Iterator[ox.NamedNode]:
    for subject in {quad.subject for quad in store.quads_for_pattern(None, _TYPE, _DEED)}:
        if isinstance(subject, ox.NamedNode) and any(True for _ in store.quads_for_pattern(subject, _EARLIEST, None)):
            yield subject


def _judged(store: ox.Store, deed: ox.NamedNode) -> Iterator[ox.Quad]:
    for found in (quad.subject for prop in _ON for quad in store.quads_for_pattern(None, prop, deed, JUDGEMENTS)):
        yield from store.quads_for_pattern(found, None, None, JUDGEMENTS)


def _rule(digest: str) -> Iterator[ox.Triple]:
    yield ox.Triple(RULE, _TYPE, ox.NamedNode(KB + "DerivationRule"))
    yield ox.Triple(RULE, DIGEST, ox.Literal(digest))
    for prop, texts in ((PREFIXES["rdfs"] + "label", _LABELS), (PREFIXES["skos"] + "definition", _DEFINITIONS)):
        yield from (
            ox.Triple(RULE, ox.NamedNode(prop), ox.Literal(text, language=language)) for language, text in texts.items()
        )


def _facts(store: ox.Store, verdict: Verdict) -> Iterator[ox.Triple]:
    """The verdict and its judgements; no statement has the deed itself for a subject, where a rule would read it."""
    deed = ox.NamedNode(verdict.deed)
    node = ox.NamedNode(f"{ID}verdict/{slug_of(verdict.deed)}")
    written = [quad.object for quad in store.quads_for_pattern(deed, _DATE, None)]
    yield ox.Triple(node, _TYPE, ox.NamedNode(KB + "Verdict"))
    yield ox.Triple(node, ox.NamedNode(KB + "verdictOn"), deed)
    yield ox.Triple(node, ox.NamedNode(KB + "overall"), ox.NamedNode(f"{CONCEPT}overall/{verdict.overall}"))
    yield ox.Triple(
        node,
        ox.NamedNode(KB + "actDate"),
        *(written[:1] or [ox.Literal(verdict.act_date, datatype=ox.NamedNode(EDTF))]),
    )
    yield ox.Triple(node, ox.NamedNode(KB + "derivedBy"), RULE)
    for partnership in {iri for prop in ("founds", "partnership") for iri in objects(store, verdict.deed, KB + prop)}:
        yield ox.Triple(node, ox.NamedNode(KB + "partnership"), ox.NamedNode(partnership))
    for judged in verdict.requirements:
        iri = f"{ID}judgement/{slug_of(verdict.deed)}--{slug_of(judged.requirement)}"
        yield from judgement(iri, judged, verdict.deed)
        yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(KB + "derivedBy"), RULE)
        for evidence in judged.evidence:
            prop = "leavesOpen" if evidence.finds == "open" else "evidence"
            yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(KB + prop), ox.NamedNode(evidence.thing))
        for contested in judged.rests_on:
            yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(KB + "restsOn"), ox.NamedNode(contested["contradiction"]))
