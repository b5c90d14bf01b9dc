"""A verdict as a SHACL validation report (§3), and judgements as linked data, both without blank nodes."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from kembar.law.outcomes import Outcome
from kembar.law.rules import Rules
from kembar.law.verdict import Judged, Verdict
from kembar.namespaces import BASE, CONCEPT, slug_of
from kembar.rdf.names import kb, rdf, sh, xsd
from kembar.rdf.terms import Literal, NamedNode, Triple

__all__ = ["judgement", "judgements", "validation_report"]

_SEVERITY = {Outcome.VIOLATED: "Violation", Outcome.UNDETERMINED: "Warning"}
_ROLE = {Outcome.VIOLATED: "violated", Outcome.UNDETERMINED: "open"}
Term = NamedNode | Literal


def validation_report(verdict: Verdict, rules: Rules) -> list[Triple]:
    """Return the validation report: a result for each violated (sh:Violation) or undetermined (sh:Warning) requirement.

    The source shape is the shape with the finding, or the requirement itself if no fact is known.
    """
    shapes = {rule.iri: rule.shapes for rule in rules.rules}
    report = f"{BASE}.well-known/genid/report-{quote(slug_of(verdict.deed), safe='')}"
    unmet = [judged for judged in verdict.requirements if judged.outcome in _SEVERITY]
    triples = [
        _triple(report, rdf.type, sh.ValidationReport),
        _triple(report, sh.conforms, _boolean(not unmet)),
        _triple(report, kb.overall, _iri(f"{CONCEPT}overall/{verdict.overall}")),
    ]
    for judged in unmet:
        result = f"{report}-{slug_of(judged.requirement)}"
        triples.append(_triple(report, sh.result, _iri(result)))
        triples.extend(_result(result, judged, verdict.deed, shapes[judged.requirement]))
    return triples


def _result(result: str, judged: Judged, deed: str, shapes: dict[str, tuple[str, ...]]) -> Iterator[Triple]:
    role = _ROLE[judged.outcome]
    yield _triple(result, rdf.type, sh.ValidationResult)
    yield _triple(result, sh.focusNode, _iri(deed))
    yield _triple(result, sh.resultSeverity, sh[_SEVERITY[judged.outcome]])
    yield _triple(result, sh.sourceShape, _iri(next(iter(shapes.get(role, ())), judged.requirement)))
    yield _triple(result, sh.sourceConstraintComponent, sh.SPARQLConstraintComponent)
    for language, text in (judged.needed or judged.message).items():
        yield _triple(result, sh.resultMessage, Literal(f"{judged.message[language]} {text}", language=language))
    for evidence in judged.evidence:
        if evidence.finds == role:
            yield _triple(result, sh.value, _iri(evidence.thing))
    yield from _judgement(result, judged, deed)


def judgements(verdicts: Iterable[Verdict]) -> list[Triple]:
    """Return every judgement of the verdicts, and the overall answer for each deed."""
    triples: list[Triple] = []
    for verdict in verdicts:
        triples.append(_triple(verdict.deed, kb.overall, _iri(f"{CONCEPT}overall/{verdict.overall}")))
        for judged in verdict.requirements:
            node = f"{BASE}.well-known/genid/judgement-{slug_of(verdict.deed)}-{slug_of(judged.requirement)}"
            triples.extend(judgement(node, judged, verdict.deed))
    return triples


def judgement(node: str, judged: Judged, deed: str) -> Iterator[Triple]:
    """Yield the judgement of a requirement for a deed, whose IRI is ``node``."""
    yield _triple(node, rdf.type, kb.Judgement)
    yield from _judgement(node, judged, deed)


def _judgement(node: str, judged: Judged, deed: str) -> Iterator[Triple]:
    yield _triple(node, kb.judgedDeed, _iri(deed))
    yield _triple(node, kb.judgedRequirement, _iri(judged.requirement))
    yield _triple(node, kb.outcome, _iri(f"{CONCEPT}outcome/{judged.outcome}"))
    yield _triple(node, kb.binding, _iri(f"{CONCEPT}binding/{judged.binding}"))
    yield _triple(node, kb.isArguable, _boolean(bool(judged.arguable)))


def _triple(subject: str, prop: NamedNode, value: Term) -> Triple:
    return Triple(_iri(subject), prop, value)


def _iri(text: str) -> NamedNode:
    return NamedNode(text)


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=xsd.boolean)
