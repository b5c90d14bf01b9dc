"""Judging a small graph of a test: in Turtle without prefixes, which are those of the content."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from kembar.application import Kembar
from kembar.files import Content
from kembar.law.days import ActDate, act_date
from kembar.law.judge import Judge
from kembar.law.neighbourhood import gather
from kembar.law.proposal import read_proposal
from kembar.law.statutes import Statutes
from kembar.law.verdict import Judged, Verdict
from kembar.namespaces import slug_of
from kembar.rdf.dates import Span
from kembar.rdf.formats import Format
from kembar.rdf.names import kb, rdf
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.terms import NamedNode, Triple
from kembar.store.embedded import EmbeddedStore

__all__ = [
    "CONTENT",
    "PREFIXES",
    "UnderTest",
    "by_slug",
    "judge",
    "outcome",
    "outcomes",
    "parsed",
    "proposal_of",
    "under_test_of",
]

CONTENT = Content.shipped()
SCHEMES = ("actor-kind", "cooperation-type", "deed-type", "field", "level", "signing-capacity", "step-result")
PREFIXES = "".join(f"@prefix {scheme}: <https://w3id.org/kembar/concept/{scheme}/> .\n" for scheme in SCHEMES)
"""The prefixes of concepts; those of things are known without declaration."""


def parsed(graph: str) -> list[Triple]:
    """Return the triples of a graph."""
    return list(parse_bytes((PREFIXES + graph).encode(), Format.TURTLE, CONTENT.context, prefixes=True))


def proposal_of(kembar: Kembar, triples: list[Triple]) -> tuple[EmbeddedStore, list[str]]:
    """Return the proposal that the service reads from triples, and its deeds."""
    store, deeds = read_proposal(triples, kembar.revision.store, kembar.vocabulary)
    assert isinstance(store, EmbeddedStore)
    return store, deeds


def judge(
    kembar: Kembar,
    graph: str | list[Triple],
    as_of: date | None = None,
    assumed: Mapping[str, date] | None = None,
    flips: bool = False,
) -> Verdict:
    """Return the verdict on the only deed of a graph."""
    proposal, (deed,) = proposal_of(kembar, parsed(graph) if isinstance(graph, str) else graph)
    judge = Judge(kembar.rules, kembar.revision.store, 1, kembar.vocabulary.dates, assumed)
    return judge.judge(deed, proposal, as_of, flips)


def by_slug(verdict: Verdict) -> dict[str, Judged]:
    """Return what is judged, by the last part of the IRI of the requirement."""
    return {slug_of(judged.requirement): judged for judged in verdict.requirements}


def outcomes(verdict: Verdict) -> dict[str, str]:
    """Return the outcomes by the last part of the IRI of the requirement."""
    return {slug: str(judged.outcome) for slug, judged in by_slug(verdict).items()}


def outcome(kembar: Kembar, graph: str, requirement: str) -> str:
    """Return the outcome of one requirement for the only deed of a graph."""
    return outcomes(judge(kembar, graph))[requirement]


class UnderTest(NamedTuple):
    """What :func:`kembar.law.findings.find` is given for the only deed of a graph."""

    triples: list[Triple]
    deed: str
    act: ActDate
    looked_at: Span


def under_test_of(kembar: Kembar, graph: str | list[Triple]) -> UnderTest:
    """Return the neighbourhood of the only deed of a graph, with the statements on the law, and its act date."""
    store = kembar.revision.store
    proposal, (deed,) = proposal_of(kembar, parsed(graph) if isinstance(graph, str) else graph)
    around = gather((store, proposal), NamedNode(deed), kembar.rules.paths, kembar.vocabulary.dates).triples
    act = act_date(around, deed, of_the_record=store.contains(NamedNode(deed), rdf.type, kb.Deed))
    return UnderTest([*around, *Statutes(kembar.rules, store).statements], deed, act, act.span)
