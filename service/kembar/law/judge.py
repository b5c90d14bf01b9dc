"""Judges deeds by the rules over one revision."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kembar import messages
from kembar.law import contract
from kembar.law.days import act_date, today
from kembar.law.evidence import Evidence, Witnesses, label_of
from kembar.law.findings import Findings, find, find_again
from kembar.law.freshness import Checked, checked
from kembar.law.neighbourhood import Contradiction, Flip, Neighbourhood, gather
from kembar.law.outcomes import OPEN, Binding, Outcome, outcome_of, overall_of
from kembar.law.rules import Rule, Rules
from kembar.law.statutes import Statutes
from kembar.law.verdict import Judged, Verdict
from kembar.namespaces import ID, KB
from kembar.rdf.bounds import BESIDE_BOUNDS, DateProperties
from kembar.rdf.dates import Span
from kembar.rdf.names import kb, rdf
from kembar.rdf.terms import NamedNode, Quad, Triple, text_of
from kembar.store.protocol import Store, objects, texts
from kembar.things.description import labels

__all__ = ["Judge"]

_NOT_FOR_RULES = frozenset({"statedAt", "note", "confidence", "checkedOn", "checkedBy"})
"""Properties that say where a fact comes from; that no rule reads them is no gap."""


_CLAIMS = frozenset(
    kb[name]
    for name in ("level", "territoryKind", "actorKind", "country", "governs", "parentActor", "councilOf", "headOf")
)
"""Properties that say what a party is and who acts for it."""


@dataclass(frozen=True)
class _Flipped:
    contradiction: Contradiction
    findings: dict[str, Findings]


class Judge:
    """Judges deeds by the rules over one revision."""

    def __init__(
        self,
        rules: Rules,
        store: Store,
        revision: int,
        dates: DateProperties,
        assumed: Mapping[str, date] | None = None,
        checked_max_days: int | None = None,
    ) -> None:
        """Judge by the law of ``store``.

        Args:
            rules: The rules.
            store: The record.
            revision: The number of its revision.
            dates: The date properties.
            assumed: Provisions to take as in force from a day, for trial.
            checked_max_days: For how long the check of a provision or relation is good; None leaves it out.
        """
        self._rules, self._store, self._revision, self._dates = rules, store, revision, dates
        self._statutes = Statutes(rules, store, assumed or {})
        self._order = _procedure(rules, store)
        self._checked_max_days = checked_max_days

    @property
    def assumed(self) -> Mapping[str, date]:
        """The provisions taken to be in force from a day, for trial."""
        return self._statutes.assumed

    def judge(self, deed: str, proposal: Store | None = None, as_of: date | None = None, flips: bool = True) -> Verdict:
        """Return the verdict on a deed.

        Args:
            deed: The IRI of the deed.
            proposal: The graph that contains the deed; without it, the deed is in the store.
            as_of: The day whose facts are read; by default the day of signature.
            flips: Whether to judge the deed under the other readings of contested facts as well.
        """
        around = self._gather(deed, proposal)
        act = act_date(around.triples, deed, self._recorded(deed))
        looked_at = act.span if as_of is None else Span(as_of, as_of, "day")
        found = find(self._rules, self._with_law(around), deed, act, looked_at)
        flipped = self._flips(around, found, deed, proposal, as_of) if flips else []
        witnesses = Witnesses(self._store, proposal, looked_at)
        judged = [self._judged(rule, found, act.span, flipped, witnesses) for rule in self._rules.rules]
        fresh = self._freshness(judged)
        return Verdict(
            deed,
            label_of(witnesses.stores, deed),
            act.text,
            act.signed,
            act.text if as_of is None else as_of.isoformat(),
            self._revision,
            overall_of((one.outcome, one.binding, bool(one.arguable)) for one in judged),
            sorted(judged, key=lambda one: self._order[one.requirement]),
            ended=list(self._ended(deed, witnesses.stores, looked_at)),
            claims=[witnesses.stated(quad) for quad in _sorted(proposal) if quad.predicate in _CLAIMS],
            unused=list(self._unused(around, proposal, witnesses)),
            assumed=self._statutes.assumed,
            assumed_provisions=[self._statutes.provision(iri) for iri in self._statutes.assumed],
            parties=[witnesses.name(party) for party in _parties(deed, witnesses.stores)],
            checked_on=fresh["checkedOn"],
            due=fresh["due"],
        )

    def _freshness(self, judged: list[Judged]) -> Checked:
        """Return when the provisions that count and the relations that they rest on were last checked."""
        if self._checked_max_days is None:
            return {"checkedOn": None, "due": []}
        used = [one.rule.basis for one in judged if one.counts]
        found = {item.thing for one in judged if one.counts for item in one.evidence}
        used += [iri for thing in sorted(found) for iri in self._relations(thing)]
        return checked(self._store, used, today(), self._checked_max_days)

    def _relations(self, thing: str) -> Iterator[str]:
        """Yield a diplomatic relation that is evidence itself, or by one of its periods."""
        holders = {thing, *(text_of(quad.subject) for quad in self._store.quads(None, kb.period, NamedNode(thing)))}
        return (iri for iri in holders if self._store.contains(NamedNode(iri), rdf.type, kb.DiplomaticRelation))

    def _judged(self, rule: Rule, found: Findings, act: Span, flips: list[_Flipped], witnesses: Witnesses) -> Judged:
        outcome = outcome_of(found.roles(rule))
        evidence: list[Evidence] = [
            witnesses.evidence(finding, role, self._rules.message_of(finding.constraint))
            for role, shapes in rule.shapes.items()
            if role != "gap" or outcome is Outcome.UNDETERMINED
            for finding in found.of(shapes, rule.iri)
        ]
        things = {item.thing for item in evidence}
        rests_on = []
        for flip in flips:
            otherwise = {iri: outcome_of(under.roles(rule)) for iri, under in flip.findings.items()}
            turns = any(other is not outcome for other in otherwise.values())
            if turns or flip.contradiction.thing.value in things:
                rests_on.append(witnesses.contest(flip.contradiction, otherwise, turns))
        return Judged(
            rule,
            self._statutes.provision(rule.basis),
            outcome,
            self._statutes.binding(rule, act),
            self._arguments(rule, outcome, found, act),
            evidence,
            rests_on,
        )

    def _recorded(self, deed: str) -> bool:
        return self._store.contains(NamedNode(deed), rdf.type, kb.Deed)

    def _gather(self, deed: str, proposal: Store | None, flip: Flip | None = None) -> Neighbourhood:
        stores = (self._store,) if proposal is None else (self._store, proposal)
        return gather(stores, NamedNode(deed), self._rules.paths, self._dates, flip)

    def _with_law(self, around: Neighbourhood) -> Iterator[Triple]:
        yield from around.triples
        yield from self._statutes.statements

    def _flips(
        self, around: Neighbourhood, found: Findings, deed: str, proposal: Store | None, as_of: date | None
    ) -> list[_Flipped]:
        """Return the findings for each other reading of each contested fact, one reading at a time."""
        flipped = []
        for contradiction in around.contradictions:
            # The queries read the date of the deed itself as the act date.
            own_date = contradiction.thing.value == deed and contradiction.prop.value == KB + "date"
            properties = self._with_bounds(contradiction)
            if not own_date and self._rules.mentions.isdisjoint(properties):
                continue
            findings = {}
            for reading in (reading for reading in contradiction.readings if not reading.preferred):
                under = self._gather(deed, proposal, Flip(contradiction, reading))
                if not own_date and self._rules.derived_from.isdisjoint(properties):
                    findings[reading.iri] = find_again(self._rules, found, self._with_law(under), deed, properties)
                    continue
                act = act_date(under.triples, deed, self._recorded(deed))
                looked_at = act.span if as_of is None else Span(as_of, as_of, "day")
                findings[reading.iri] = find(self._rules, self._with_law(under), deed, act, looked_at)
            if findings:
                flipped.append(_Flipped(contradiction, findings))
        return flipped

    def _with_bounds(self, contradiction: Contradiction) -> set[str]:
        """Return the properties whose values another reading may change, with the bounds of dates."""
        disputed = {contradiction.prop.value, *(t.predicate.value for r in contradiction.readings for t in r.carries)}
        return disputed | {bound for prop in disputed for bound in self._dates.get(prop, ())}

    def _arguments(self, rule: Rule, outcome: Outcome, found: Findings, act: Span) -> list[contract.Argument]:
        if outcome not in OPEN:
            return []
        raised = [
            argument.iri
            for argument in self._rules.arguments
            if argument.requirement == rule.iri
            and found.of([argument.shape], rule.iri)
            and self._statutes.in_force(argument.iri, act) is not Binding.NOT_IN_FORCE
        ]
        return [
            {
                "argument": iri,
                "label": labels(self._store, iri),
                "message": texts(self._store, iri, kb.message),
                "rebuttal": texts(self._store, iri, kb.rebuttal),
                "rebuttedBy": [self._statutes.provision(basis) for basis in objects(self._store, iri, kb.rebuttedBy)],
            }
            for iri in raised
        ]

    def _ended(self, deed: str, stores: tuple[Store, ...], looked_at: Span) -> Iterator[contract.Ended]:
        """Yield the term of the deed if it ended before the day looked at (PP 28/2018 Pasal 48 protects until then)."""
        for store in stores:
            for term in objects(store, deed, kb.term):
                for end in objects(store, term, kb.endLatest):
                    if date.fromisoformat(end) < looked_at.earliest:
                        yield {"thing": term, "says": messages.text("verdict.term-ended", end=end), "end": end}

    def _unused(self, around: Neighbourhood, proposal: Store | None, witnesses: Witnesses) -> Iterator[contract.Stated]:
        """Yield the statements of the proposal that no rule read."""
        read = {(triple.subject, triple.predicate) for triple in around.triples}
        sources = {quad.subject for quad in _sorted(proposal) if quad.object in (kb.Source, kb.SourcePlace)}
        for quad in _sorted(proposal):
            if quad.subject in sources:
                continue
            prop = quad.predicate.value
            if not prop.startswith(KB) or prop.removeprefix(KB) in _NOT_FOR_RULES or self._derived(prop):
                continue
            if (quad.subject, quad.predicate) not in read or not self._mentioned(prop):
                yield witnesses.stated(quad)

    def _derived(self, prop: str) -> bool:
        return prop in BESIDE_BOUNDS or any(prop in pair for pair in self._dates.values())

    def _mentioned(self, prop: str) -> bool:
        return not self._rules.mentions.isdisjoint({prop, *self._dates.get(prop, ())})


def _sorted(proposal: Store | None) -> list[Quad]:
    return [] if proposal is None else sorted(proposal.quads(), key=str)


def _parties(deed: str, stores: tuple[Store, ...]) -> list[str]:
    """Return the parties of a deed, or else those of its partnership."""
    own = sorted({party for store in stores for party in objects(store, deed, kb.party)})
    partnerships = {
        iri for store in stores for prop in (kb.founds, kb.partnership) for iri in objects(store, deed, prop)
    }
    return own or sorted({party for store in stores for iri in partnerships for party in objects(store, iri, kb.party)})


def _procedure(rules: Rules, store: Store) -> dict[str, tuple[int, str]]:
    """Return the place of each requirement in the procedure: by its step, and before all steps if it has none."""
    positions = {step: int(found[0]) for step in _steps(rules) if (found := objects(store, step, kb.position))}
    return {rule.iri: (positions.get(rule.step or "", 0), rule.iri.removeprefix(ID)) for rule in rules.rules}


def _steps(rules: Rules) -> Iterable[str]:
    return {rule.step for rule in rules.rules if rule.step}
