"""Judgements of every deed as of its act date, as derived facts for questions.

No verdict depends on them, because no rule reads along their properties. The act date of a deed without a date is
unknown. After a change, only the deeds of :func:`kembar.law.neighbourhood.deeds_touched` are
judged again, or all deeds if a rule, a time in force or the version of the derivation changed.
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
from kembar.law.judge import Judge
from kembar.law.neighbourhood import deeds_touched
from kembar.law.report import judgement, judgement_iri
from kembar.law.rules import Rules, rule_files
from kembar.law.statutes import Statutes
from kembar.law.verdict import Verdict
from kembar.namespaces import CONCEPT, GRAPH, ID, slug_of
from kembar.rdf.bounds import DateProperties, date_properties
from kembar.rdf.names import kb, rdf, rdfs, skos
from kembar.rdf.terms import Literal, NamedNode, Quad, Triple, in_graph
from kembar.store.protocol import Store, WritableStore, objects

__all__ = ["RULE", "DerivedJudgements"]

RULE = NamedNode(ID + "rule/judgements")
_LOG_INTERVAL_S = 5
_log = logging.getLogger("kembar")


@dataclass(frozen=True)
class DerivedJudgements:
    """The derivation of judgements: the rules, and the digest of their files and the version of the derivation."""

    rules: Rules
    digest: str

    @classmethod
    def of(cls, content: Content) -> Self:
        """Compile the rules of a content. Raise :class:`ContentError` if they are broken."""
        files = "\0".join([str(DERIVATION_VERSION), *(file.text for file in rule_files(content))])
        return cls(Rules.of(content), hashlib.sha256(files.encode()).hexdigest())

    def derive_after(self, before: Store, after: WritableStore, changed: Iterable[Quad]) -> None:
        """Add the judgements to a store that contains all other facts.

        Args:
            before: The store before the change. Judgements of deeds that the change does not affect are copied from it.
            after: The store after the change.
            changed: The statements that differ between the two.

        Raises:
            ContentError: If shapes are ill-formed.
        """
        dates = date_properties(
            quad.triple for quad in after.quads(None, None, None, NamedNode(GRAPH + "ontology-kembar"))
        )
        digest = self._digest(after, dates)
        kept = set(before.quads(RULE, kb.contentDigest, Literal(digest), JUDGEMENTS))
        subjects = {quad.subject for quad in changed if isinstance(quad.subject, NamedNode)} if kept else set()
        touched = deeds_touched(subjects, self.rules.paths, (before, after)) if kept else set()
        after.extend(in_graph(_rule(digest), JUDGEMENTS))
        pending = []
        for deed in sorted(_deeds(after), key=str):
            known = [] if deed in touched or not kept else list(_judged(before, deed))
            after.extend(known)
            pending += [] if known else [deed]
        gc.freeze()  # repeated collection of the objects of the load took a fifth of the time
        try:
            self._judge(after, pending, dates)
        finally:
            gc.unfreeze()

    def _judge(self, store: WritableStore, deeds: list[NamedNode], dates: DateProperties) -> None:
        judge = Judge(self.rules, store, 0, dates)
        logged = time.monotonic()
        for done, deed in enumerate(deeds):
            if time.monotonic() - logged > _LOG_INTERVAL_S:
                logged = time.monotonic()
                _log.info("%s of %s deeds judged", done, len(deeds))
            try:
                triples = list(_facts(store, judge.judge(deed.value)))
            except RuntimeError as error:
                raise ContentError(
                    [Fault("shapes", None, f"{slug_of(deed.value)} cannot be judged: {error}.")]
                ) from error
            store.extend(in_graph(triples, JUDGEMENTS))

    def _digest(self, store: Store, dates: DateProperties) -> str:
        """Return the digest of all facts on which verdicts depend beside the neighbourhoods of their deeds."""
        law = {rule.basis for rule in self.rules.rules} | {argument.iri for argument in self.rules.arguments}
        for prop in (kb.legalBasis, kb.provisionOf, kb.inForce, kb.endsWith):
            law |= {value for iri in law for value in objects(store, iri, prop)}
        statements = {str(quad.triple) for iri in law for quad in store.quads(NamedNode(iri), None, None)}
        statements |= set(map(str, Statutes(self.rules, store).statements))
        return hashlib.sha256(
            "\n".join(
                [self.digest, *sorted(statements), *map(str, self.rules.arguments), *map(str, sorted(dates.items()))]
            ).encode()
        ).hexdigest()


def _deeds(store: Store) -> set[NamedNode]:
    return {quad.subject for quad in store.quads(None, rdf.type, kb.Deed) if isinstance(quad.subject, NamedNode)}


def _judged(store: Store, deed: NamedNode) -> Iterator[Quad]:
    """Yield the stored verdict on a deed with its judgements."""
    for node in (
        quad.subject for prop in (kb.verdictOn, kb.judgedDeed) for quad in store.quads(None, prop, deed, JUDGEMENTS)
    ):
        yield from store.quads(node, None, None, JUDGEMENTS)


def _rule(digest: str) -> Iterator[Triple]:
    """Yield the description of the derivation."""
    yield Triple(RULE, rdf.type, kb.DerivationRule)
    yield Triple(RULE, kb.contentDigest, Literal(digest))
    for prop, key in ((rdfs.label, "judgements.label"), (skos.definition, "judgements.definition")):
        for language, text in messages.text(key).items():
            yield Triple(RULE, prop, Literal(text, language=language))


def _facts(store: Store, verdict: Verdict) -> Iterator[Triple]:
    """Yield the verdict and its judgements. The deed itself is never a subject, because rules read its statements."""
    deed = NamedNode(verdict.deed)
    node = NamedNode(f"{ID}verdict/{slug_of(verdict.deed)}")
    yield Triple(node, rdf.type, kb.Verdict)
    yield Triple(node, kb.verdictOn, deed)
    yield Triple(node, kb.overall, NamedNode(f"{CONCEPT}overall/{verdict.overall}"))
    for quad in store.quads(deed, kb.date, None):
        yield Triple(node, kb.actDate, quad.object)
    yield Triple(node, kb.derivedBy, RULE)
    for partnership in {iri for prop in (kb.founds, kb.partnership) for iri in objects(store, verdict.deed, prop)}:
        yield Triple(node, kb.partnership, NamedNode(partnership))
    for judged in verdict.requirements:
        iri = judgement_iri(verdict.deed, judged.requirement)
        yield from judgement(iri, verdict.deed, judged.requirement, judged.cell)
        yield Triple(NamedNode(iri), kb.derivedBy, RULE)
        for evidence in judged.evidence:
            prop = kb.leavesOpen if evidence.finds in ("open", "unclear", "gap") else kb.evidence
            yield Triple(NamedNode(iri), prop, NamedNode(evidence.thing))
        for dispute in judged.rests_on:
            yield Triple(NamedNode(iri), kb.restsOn, NamedNode(dispute["contradiction"]))
