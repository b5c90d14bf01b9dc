"""A verdict as a SHACL validation report (§3), and judgements as linked data, both without blank nodes."""

from collections.abc import Iterator
from urllib.parse import quote

from kembar.law import contract
from kembar.law.outcomes import Outcome
from kembar.law.verdict import Judged, Verdict
from kembar.namespaces import BASE, CONCEPT, ID, slug_of
from kembar.rdf.names import kb, rdf, sh, xsd
from kembar.rdf.terms import Literal, NamedNode, Triple

__all__ = ["judgement", "judgement_iri", "validation_report"]

_SEVERITY = {Outcome.VIOLATED: "Violation", Outcome.UNDETERMINED: "Warning"}
_ROLES = {Outcome.VIOLATED: ("violated",), Outcome.UNDETERMINED: ("unclear", "open", "gap")}
Term = NamedNode | Literal


def validation_report(verdict: Verdict) -> list[Triple]:
    """Return the validation report: a result for each violated (sh:Violation) or undetermined (sh:Warning) requirement.

    The source shape is the shape with the finding, or the requirement itself if no fact is known.
    """
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
        triples.extend(_result(result, judged, verdict.deed))
    return triples


def _result(result: str, judged: Judged, deed: str) -> Iterator[Triple]:
    found = [item for role in _ROLES[judged.outcome] for item in judged.evidence if item.finds == role]
    yield _triple(result, rdf.type, sh.ValidationResult)
    yield _triple(result, sh.focusNode, _iri(deed))
    yield _triple(result, sh.resultSeverity, sh[_SEVERITY[judged.outcome]])
    yield _triple(result, sh.sourceShape, _iri(found[0].shape if found else judged.requirement))
    yield _triple(result, sh.sourceConstraintComponent, sh.SPARQLConstraintComponent)
    for language, text in (judged.needed or {}).items():
        message = f"{judged.rule.message[language]} {text}"
        yield _triple(result, sh.resultMessage, Literal(message, language=language))
    for item in found:
        if item.shape == found[0].shape:
            yield _triple(result, sh.value, _iri(item.thing))
    yield from _judgement(result, deed, judged.requirement, judged.cell)


def judgement_iri(deed: str, requirement: str) -> str:
    """Return the IRI of the stored judgement of a requirement for a deed."""
    return f"{ID}judgement/{slug_of(deed)}--{slug_of(requirement)}"


def judgement(node: str, deed: str, requirement: str, cell: contract.MatrixCell) -> Iterator[Triple]:
    """Yield the judgement of a requirement for a deed, whose IRI is ``node``."""
    yield _triple(node, rdf.type, kb.Judgement)
    yield from _judgement(node, deed, requirement, cell)


def _judgement(node: str, deed: str, requirement: str, cell: contract.MatrixCell) -> Iterator[Triple]:
    yield _triple(node, kb.judgedDeed, _iri(deed))
    yield _triple(node, kb.judgedRequirement, _iri(requirement))
    yield _triple(node, kb.outcome, _iri(f"{CONCEPT}outcome/{cell['outcome']}"))
    yield _triple(node, kb.binding, _iri(f"{CONCEPT}binding/{cell['binding']}"))
    yield _triple(node, kb.isArguable, _boolean(cell["arguable"]))


def _triple(subject: str, prop: NamedNode, value: Term) -> Triple:
    return Triple(_iri(subject), prop, value)


def _iri(text: str) -> NamedNode:
    return NamedNode(text)


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=xsd.boolean)
