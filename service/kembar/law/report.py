"""A verdict as the validation report of SHACL (§3), and judgements as linked data. No blank node is a focus node, a shape or a value."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pyoxigraph as ox

from kembar.law.outcomes import Outcome
from kembar.law.rules import Rules
from kembar.law.verdict import Judged, Verdict
from kembar.namespaces import BASE, CONCEPT, KB, PREFIXES, slug_of

__all__ = ["judgement", "judgements", "validation_report"]

_RDF_TYPE, _SH, _XSD = PREFIXES["rdf"] + "type", PREFIXES["sh"], PREFIXES["xsd"]
_SEVERITY = {Outcome.VIOLATED: "Violation", Outcome.UNDETERMINED: "Warning"}
_ROLE = {Outcome.VIOLATED: "violated", Outcome.UNDETERMINED: "open"}
Term = ox.NamedNode | ox.Literal


def validation_report(verdict: Verdict, rules: Rules) -> list[ox.Triple]:
    """The W3C report: a result for each requirement that is violated (sh:Violation) or undetermined (sh:Warning).

    The source shape is the shape that found it, or the requirement itself where nothing is found because nothing is known.
    """
    shapes = {rule.iri: rule.shapes for rule in rules.rules}
    report = f"{BASE}.well-known/genid/report-{quote(slug_of(verdict.deed), safe='')}"
    told = [judged for judged in verdict.requirements if judged.outcome in _SEVERITY]
    triples = [
        _say(report, _RDF_TYPE, _iri(_SH + "ValidationReport")),
        _say(report, _SH + "conforms", _boolean(not told)),
        _say(report, KB + "overall", _iri(f"{CONCEPT}overall/{verdict.overall}")),
    ]
    for judged in told:
        result = f"{report}-{slug_of(judged.requirement)}"
        triples.append(_say(report, _SH + "result", _iri(result)))
        triples.extend(_result(result, judged, verdict.deed, shapes[judged.requirement]))
    return triples


def _result(result: str, judged: Judged, deed: str, shapes: dict[str, tuple[str, ...]]) -> Iterator[ox.Triple]:
    role = _ROLE[judged.outcome]
    yield _say(result, _RDF_TYPE, _iri(_SH + "ValidationResult"))
    yield _say(result, _SH + "focusNode", _iri(deed))
    yield _say(result, _SH + "resultSeverity", _iri(_SH + _SEVERITY[judged.outcome]))
    yield _say(result, _SH + "sourceShape", _iri(next(iter(shapes.get(role, ())), judged.requirement)))
    yield _say(result, _SH + "sourceConstraintComponent", _iri(_SH + "SPARQLConstraintComponent"))
    for language, text in (judged.needed or judged.message).items():
        yield _say(result, _SH + "resultMessage", ox.Literal(f"{judged.message[language]} {text}", language=language))
    for evidence in judged.evidence:
        if evidence.finds == role:
            yield _say(result, _SH + "value", _iri(evidence.thing))
    yield from _judgement(result, judged, deed)


def judgements(verdicts: Iterable[Verdict]) -> list[ox.Triple]:
    """Every judgement of these verdicts, and the overall answer on each deed."""
    triples: list[ox.Triple] = []
    for verdict in verdicts:
        triples.append(_say(verdict.deed, KB + "overall", _iri(f"{CONCEPT}overall/{verdict.overall}")))
        for judged in verdict.requirements:
            node = f"{BASE}.well-known/genid/judgement-{slug_of(verdict.deed)}-{slug_of(judged.requirement)}"
            triples.extend(judgement(node, judged, verdict.deed))
    return triples


def judgement(node: str, judged: Judged, deed: str) -> Iterator[ox.Triple]:
    """One requirement as judged for a deed, under the IRI ``node``."""
    yield _say(node, _RDF_TYPE, _iri(KB + "Judgement"))
    yield from _judgement(node, judged, deed)


def _judgement(node: str, judged: Judged, deed: str) -> Iterator[ox.Triple]:
    yield _say(node, KB + "judgedDeed", _iri(deed))
    yield _say(node, KB + "judgedRequirement", _iri(judged.requirement))
    yield _say(node, KB + "outcome", _iri(f"{CONCEPT}outcome/{judged.outcome}"))
    yield _say(node, KB + "binding", _iri(f"{CONCEPT}binding/{judged.binding}"))
    yield _say(node, KB + "isArguable", _boolean(bool(judged.arguable)))


def _say(subject: str, prop: str, value: Term) -> ox.Triple:
    return ox.Triple(_iri(subject), _iri(prop), value)


def _iri(text: str) -> ox.NamedNode:
    return ox.NamedNode(text)


def _boolean(value: bool) -> ox.Literal:
    return ox.Literal("true" if value else "false", datatype=_iri(_XSD + "boolean"))
