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

from kembar import messages
from kembar.content.derivation import JUDGEMENTS
from kembar.errors import ContentError, Fault
from kembar.files import DERIVATION_VERSION, Content
from kembar.law.neighbourhood import deeds_touched
from kembar.law.report import judgement
from kembar.law.rules import Rules, rule_files
from kembar.law.verdict import Judge, Verdict
from kembar.namespaces import CONCEPT, GRAPH, ID, slug_of
from kembar.rdf.bounds import DateProperties, date_properties
from kembar.rdf.dates import EDTF
from kembar.rdf.names import kb, rdf, rdfs, skos
from kembar.rdf.terms import Literal, NamedNode, Quad, Triple, in_graph
from kembar.store.protocol import Store, WritableStore, objects

__all__ = ["RULE", "DerivedJudgements"]

RULE = NamedNode(ID + "rule/judgements")
_TELLS_EVERY_S = 5
_log = logging.getLogger("kembar")


@dataclass(frozen=True)
class DerivedJudgements:
    """What judges: the rules, and the digest of their files and of the derivation version."""

    rules: Rules
    digest: str

    @classmethod
    def of(cls, content: Content) -> Self:
        """Those of a content. Raises :class:`ContentError`."""
        files = "\0".join([str(DERIVATION_VERSION), *(file.text for file in rule_files(content))])
        return cls(Rules.of(content), hashlib.sha256(files.encode()).hexdigest())

    def derive_after(self, before: Store, after: WritableStore, changed: Iterable[Quad]) -> None:
        """Add to ``after``, which holds all other facts, the judgements: as in ``before`` for the deeds that the ``changed`` statements leave alone.

        Raises :class:`ContentError` where shapes are ill-formed.
        """
        dates = date_properties(
            quad.triple for quad in after.quads(None, None, None, NamedNode(GRAPH + "ontology-kembar"))
        )
        digest = self._digest(after, dates)
        kept = set(before.quads(RULE, kb.contentDigest, Literal(digest), JUDGEMENTS))
        subjects = {quad.subject for quad in changed if isinstance(quad.subject, NamedNode)} if kept else set()
        paths = dict.fromkeys(path for rule in self.rules.rules for path in rule.reads)
        touched = deeds_touched(subjects, paths, (before, after)) if kept else set()
        after.extend(in_graph(_rule(digest), JUDGEMENTS))
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

    def _judge(self, store: WritableStore, deeds: list[NamedNode], dates: DateProperties) -> None:
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
            store.extend(in_graph(triples, JUDGEMENTS))

    def _digest(self, store: Store, dates: DateProperties) -> str:
        """Of all that every verdict rests on beside the neighbourhood of its deed."""
        law = {rule.basis for rule in self.rules.rules} | {argument.iri for argument in self.rules.arguments}
        for prop in (kb.provisionOf, kb.inForce):
            law |= {value for iri in law for value in objects(store, iri, prop)}
        said = sorted({str(quad.triple) for iri in law for quad in store.quads(NamedNode(iri), None, None)})
        return hashlib.sha256(
            "\n".join([self.digest, *said, *map(str, self.rules.arguments), *map(str, sorted(dates.items()))]).encode()
        ).hexdigest()


def _dated(store: Store) -> Iterator[NamedNode]:
    for subject in {quad.subject for quad in store.quads(None, rdf.type, kb.Deed)}:
        if isinstance(subject, NamedNode) and store.contains(subject, kb.earliest):
            yield subject


def _judged(store: Store, deed: NamedNode) -> Iterator[Quad]:
    for found in (
        quad.subject for prop in (kb.verdictOn, kb.judgedDeed) for quad in store.quads(None, prop, deed, JUDGEMENTS)
    ):
        yield from store.quads(found, None, None, JUDGEMENTS)


def _rule(digest: str) -> Iterator[Triple]:
    yield Triple(RULE, rdf.type, kb.DerivationRule)
    yield Triple(RULE, kb.contentDigest, Literal(digest))
    for prop, key in ((rdfs.label, "judgements.label"), (skos.definition, "judgements.definition")):
        for language, text in messages.text(key).items():
            yield Triple(RULE, prop, Literal(text, language=language))


def _facts(store: Store, verdict: Verdict) -> Iterator[Triple]:
    """The verdict and its judgements; no statement has the deed itself for a subject, where a rule would read it."""
    deed = NamedNode(verdict.deed)
    node = NamedNode(f"{ID}verdict/{slug_of(verdict.deed)}")
    written = [quad.object for quad in store.quads(deed, kb.date, None)]
    yield Triple(node, rdf.type, kb.Verdict)
    yield Triple(node, kb.verdictOn, deed)
    yield Triple(node, kb.overall, NamedNode(f"{CONCEPT}overall/{verdict.overall}"))
    yield Triple(
        node,
        kb.actDate,
        *(written[:1] or [Literal(verdict.act_date, datatype=NamedNode(EDTF))]),
    )
    yield Triple(node, kb.derivedBy, RULE)
    for partnership in {iri for prop in (kb.founds, kb.partnership) for iri in objects(store, verdict.deed, prop)}:
        yield Triple(node, kb.partnership, NamedNode(partnership))
    for judged in verdict.requirements:
        iri = f"{ID}judgement/{slug_of(verdict.deed)}--{slug_of(judged.requirement)}"
        yield from judgement(iri, judged, verdict.deed)
        yield Triple(NamedNode(iri), kb.derivedBy, RULE)
        for evidence in judged.evidence:
            prop = kb.leavesOpen if evidence.finds == "open" else kb.evidence
            yield Triple(NamedNode(iri), prop, NamedNode(evidence.thing))
        for contested in judged.rests_on:
            yield Triple(NamedNode(iri), kb.restsOn, NamedNode(contested["contradiction"]))
