"""The law of a revision as verdicts read it: provisions with their time in force, order of steps, displacements."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from kembar.law import contract
from kembar.law.outcomes import Binding, binding_of
from kembar.law.rules import Rule, Rules
from kembar.namespaces import CONCEPT
from kembar.rdf.dates import Span
from kembar.rdf.names import kb, rdf, xsd
from kembar.rdf.terms import Literal, NamedNode, Triple
from kembar.store.protocol import Store, objects
from kembar.things.description import labels

__all__ = ["Statutes"]

_UNREAD, _SECOND_HAND = f"{CONCEPT}text-status/unread", f"{CONCEPT}text-status/second-hand"


class _InForce(NamedTuple):
    start: Span | None
    end: Span | None
    year: int | None
    awaited: bool
    """Whether the start awaits an event."""


class Statutes:
    """The law of a store, read once for each provision."""

    def __init__(self, rules: Rules, store: Store, assumed: Mapping[str, date] | None = None) -> None:
        """Read the law of ``store``.

        ``assumed`` gives the start of the time in force of provisions, to see what they would change.
        """
        self.rules, self.store, self.assumed = rules, store, assumed or {}
        self.provision = cache(self._provision)
        """Return a provision with its citation and its regulation."""
        self._period_of, self._text_status = cache(self._read_period), cache(self._read_text_status)

    def binding(self, rule: Rule, act: Span) -> Binding:
        """Return how the provision of a rule binds an act."""
        in_force = self.in_force(rule.basis, act)
        if in_force is Binding.NOT_IN_FORCE:
            return in_force
        status = self._text_status(rule.basis)
        if _UNREAD in status:
            return Binding.UNREAD
        return Binding.FOR_INFORMATION if rule.for_information or _SECOND_HAND in status else in_force

    def in_force(self, iri: str, act: Span) -> Binding:
        """Return whether a provision or an argument is in force for an act: BOUND, NOT_IN_FORCE or UNKNOWN.

        The time is that of the thing itself, or else that of its regulation. A period whose start awaits an event has
        not begun.
        """
        period = self._period_of(iri)
        return Binding.NOT_IN_FORCE if period.awaited else binding_of(act, period.start, period.end, period.year)

    def _read_period(self, iri: str) -> _InForce:
        years = [year for regulation in self._of(iri) for year in objects(self.store, regulation, kb.regulationYear)]
        year = int(years[0]) if years else None
        for holder in (iri, *self._of(iri)):
            for period in objects(self.store, holder, kb.inForce):
                start, end = self._bound(period, "start"), self._bound(period, "end")
                return _InForce(start, end, year, start is None and bool(objects(self.store, period, kb.awaits)))
        return _InForce(None, None, year, awaited=False)

    def _read_text_status(self, iri: str) -> list[str]:
        return objects(self.store, iri, kb.textStatus) or [
            value for regulation in self._of(iri) for value in objects(self.store, regulation, kb.textStatus)
        ]

    def _provision(self, iri: str) -> contract.Provision:
        regulation = next(iter(self._of(iri)), None)
        return {
            "id": iri,
            "citation": next(iter(objects(self.store, iri, kb.citation)), None),
            "label": labels(self.store, iri),
            "regulation": regulation,
            "regulationLabel": labels(self.store, regulation) if regulation else {},
        }

    @cached_property
    def statements(self) -> tuple[Triple, ...]:
        """The statements on the law that the queries of the rules read, with the assumed times in force."""
        triples = dict.fromkeys(self._statements())
        return tuple(triples)

    @cached_property
    def _starts(self) -> dict[str, date]:
        """The assumed start, by the IRI of the period."""
        periods = {
            provision: next(
                (
                    period
                    for holder in (provision, *self._of(provision))
                    for period in objects(self.store, holder, kb.inForce)
                ),
                None,
            )
            for provision in self.assumed
        }
        return {period: self.assumed[provision] for provision, period in periods.items() if period}

    def _statements(self) -> Iterator[Triple]:
        bases = {rule.basis for rule in self.rules.rules}
        for argument in {argument.iri for argument in self.rules.arguments}:
            node = NamedNode(argument)
            yield from (quad.triple for quad in self.store.quads(node, kb.legalBasis))
            bases |= set(objects(self.store, node, kb.legalBasis))
        for basis in sorted(bases):
            for regulation in self._of(basis):
                yield Triple(NamedNode(basis), kb.provisionOf, NamedNode(regulation))
                yield from (quad.triple for quad in self.store.quads(NamedNode(regulation), kb.ofRegion))
        for step in self._all(kb.ProcedureStep):
            for prop in (kb.precededBy, kb.optional):
                yield from (quad.triple for quad in self.store.quads(step, prop))
        for displacement in self._all(kb.Displacement):
            yield from (quad.triple for quad in self.store.quads(displacement))
            for period in objects(self.store, displacement, kb.inForce):
                for end in ("start", "end"):
                    if bound := self._bound(period, end):
                        yield _day(period, f"{end}Earliest", bound.earliest)
                        yield _day(period, f"{end}Latest", bound.latest)

    def _all(self, kind: NamedNode) -> list[NamedNode]:
        found = {quad.subject for quad in self.store.quads(None, rdf.type, kind)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=str)

    def _of(self, iri: str) -> list[str]:
        return objects(self.store, iri, kb.provisionOf)

    def _bound(self, period: str, end: str) -> Span | None:
        if end == "start" and period in self._starts:
            return Span(self._starts[period], self._starts[period], "day")
        earliest, latest = (
            objects(self.store, period, kb[f"{end}Earliest"]),
            objects(self.store, period, kb[f"{end}Latest"]),
        )
        if earliest and latest:
            return Span(date.fromisoformat(earliest[0]), date.fromisoformat(latest[0]), "range")
        if end == "end":
            return next(
                (b for other in objects(self.store, period, kb.endsWith) if (b := self._bound(other, "start"))), None
            )
        return None


def _day(period: str, prop: str, day: date) -> Triple:
    return Triple(NamedNode(period), kb[prop], Literal(day.isoformat(), datatype=xsd.date))
