"""The verdict on one deed.

It gives each requirement an outcome, whether the requirement binds, the evidence for the outcome, the contested facts
that the outcome depends on, and the next step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kembar.law import contract
from kembar.law.findings import Finding, Findings, find
from kembar.law.neighbourhood import Contradiction, Flip, Neighbourhood, gather
from kembar.law.outcomes import Binding, Outcome, Overall, binding_of, outcome_of, overall_of
from kembar.law.rules import Rule, Rules, Texts
from kembar.messages import LANGUAGES
from kembar.namespaces import KB, slug_of
from kembar.rdf.bounds import DateProperties
from kembar.rdf.dates import Span
from kembar.rdf.names import kb, prov, rdf
from kembar.rdf.terms import NamedNode, Triple, text_of
from kembar.store.protocol import Store, objects, texts
from kembar.things.description import labels

__all__ = ["Evidence", "Judge", "Judged", "Verdict", "act_date", "today"]


def today(instant: datetime | None = None) -> date:
    """Return the day in Jakarta at ``instant``, by default now: the act date of a deed that is not signed yet."""
    return (instant or datetime.now(UTC)).astimezone(ZoneInfo("Asia/Jakarta")).date()


@dataclass(frozen=True)
class Evidence:
    """A thing that decides an outcome, the role of the shape that found it, its message, its dates and its sources."""

    thing: str
    label: Texts
    finds: str
    says: Texts
    facts: dict[str, str]
    stated_at: list[contract.StatedAt]


@dataclass(frozen=True)
class Judged:
    """The outcome for one requirement."""

    requirement: str
    label: Texts
    provision: contract.Provision
    outcome: Outcome
    binding: Binding
    arguable: list[contract.Argument]
    evidence: list[Evidence]
    needed: Texts | None
    rests_on: list[contract.Contest]
    message: Texts


@dataclass(frozen=True)
class Verdict:
    """The verdict on one deed."""

    deed: str
    act_date: str
    as_of: str
    revision: int
    overall: Overall
    next: Texts | None
    requirements: list[Judged]

    def to_json(self) -> contract.Verdict:
        """Return the verdict in the form of the JSON contract, the worst requirement first."""
        return {
            "deed": self.deed,
            "actDate": self.act_date,
            "asOf": self.as_of,
            "revision": self.revision,
            "overall": self.overall,
            "next": self.next,
            "requirements": [_requirement(judged) for judged in self.requirements],
        }


def _requirement(judged: Judged) -> contract.RequirementOutcome:
    return {
        "requirement": judged.requirement,
        "label": judged.label,
        "provision": judged.provision,
        "outcome": judged.outcome,
        "binding": judged.binding,
        "arguable": bool(judged.arguable),
        "arguments": judged.arguable,
        "evidence": [
            {
                "thing": item.thing,
                "label": item.label,
                "finds": item.finds,
                "says": item.says,
                "facts": item.facts,
                "statedAt": item.stated_at,
            }
            for item in judged.evidence
        ],
        "needed": judged.needed,
        "restsOn": judged.rests_on,
        "message": judged.message,
    }


class Judge:
    """Judges deeds by the rules over one revision."""

    def __init__(self, rules: Rules, store: Store, revision: int, dates: DateProperties) -> None:
        self._rules, self._store, self._revision, self._dates = rules, store, revision, dates

    def judge(self, deed: str, proposal: Store | None = None, as_of: date | None = None, flips: bool = True) -> Verdict:
        """Return the verdict on a deed.

        Args:
            deed: The IRI of the deed.
            proposal: The graph that contains the deed; without it, the deed is in the store.
            as_of: The day whose facts are read; by default the day of signature.
            flips: Whether to judge the deed under the other readings of contested facts as well.
        """
        stores = (self._store,) if proposal is None else (self._store, proposal)
        around = self._gather(stores, deed)
        act, act_text = act_date(around.triples, deed)
        looked_at = act if as_of is None else Span(as_of, as_of, "day")
        found = find(self._rules, around.triples, deed, act, looked_at)
        flipped = self._flips(stores, around, deed, as_of) if flips else []
        judged = [self._judged(rule, found, act, looked_at, flipped, stores) for rule in self._rules.rules]
        worst_first = sorted(judged, key=_weight)
        overall = overall_of((one.outcome, one.binding, bool(one.arguable)) for one in judged)
        return Verdict(
            deed,
            act_text,
            act_text if as_of is None else as_of.isoformat(),
            self._revision,
            overall,
            self._next(worst_first),
            worst_first,
        )

    def _judged(
        self,
        rule: Rule,
        found: Findings,
        act: Span,
        looked_at: Span,
        flips: "list[_Flipped]",
        stores: tuple[Store, ...],
    ) -> Judged:
        outcome = self._outcome(rule, found)
        evidence = [
            _evidence(stores, finding, role, self._rules.message_of(finding.said_by, rule), looked_at)
            for role, shapes in rule.shapes.items()
            for finding in found.of(shapes, rule.iri)
        ]
        things = {item.thing for item in evidence}
        rests_on = []
        for flip in flips:
            otherwise = {iri: self._outcome(rule, under) for iri, under in flip.findings.items()}
            turns = any(other is not outcome for other in otherwise.values())
            if turns or flip.contradiction.thing.value in things:
                rests_on.append(_rests_on(stores, flip.contradiction, otherwise, turns))
        return Judged(
            requirement=rule.iri,
            label=rule.label,
            provision=_provision(self._store, rule.basis),
            outcome=outcome,
            binding=Binding.INFORMATION
            if rule.for_information
            else binding_of(act, *_in_force(self._store, rule.basis)),
            arguable=self._arguments(rule, outcome, found, act),
            evidence=evidence,
            needed=rule.needed if outcome in (Outcome.UNDETERMINED, Outcome.VIOLATED) else None,
            rests_on=rests_on,
            message=rule.message,
        )

    def _outcome(self, rule: Rule, found: Findings) -> Outcome:
        return outcome_of(found.roles(rule), "applies" in rule.shapes)

    def _gather(self, stores: tuple[Store, ...], deed: str, flip: Flip | None = None) -> Neighbourhood:
        paths = dict.fromkeys(path for rule in self._rules.rules for path in rule.reads)
        return gather(stores, NamedNode(deed), paths, self._dates, flip)

    def _flips(
        self, stores: tuple[Store, ...], around: Neighbourhood, deed: str, as_of: date | None
    ) -> "list[_Flipped]":
        """Return the findings for each other reading of each contested fact, one reading at a time."""
        flipped = []
        for contradiction in around.contradictions:
            # The shapes read the date of the deed itself as the day whose facts are read.
            own_date = contradiction.thing.value == deed and contradiction.prop.value == KB + "date"
            if not own_date and self._rules.mentions.isdisjoint(
                {contradiction.prop.value, *self._dates.get(contradiction.prop.value, ())}
            ):
                continue
            findings = {}
            for reading in (reading for reading in contradiction.readings if not reading.preferred):
                under = self._gather(stores, deed, Flip(contradiction, reading)).triples
                act, _ = act_date(under, deed)
                findings[reading.iri] = find(
                    self._rules, under, deed, act, act if as_of is None else Span(as_of, as_of, "day")
                )
            if findings:
                flipped.append(_Flipped(contradiction, findings))
        return flipped

    def _arguments(self, rule: Rule, outcome: Outcome, found: Findings, act: Span) -> list[contract.Argument]:
        if outcome not in (Outcome.UNDETERMINED, Outcome.VIOLATED):
            return []
        raised = [
            argument
            for argument in self._rules.arguments
            if argument.requirement == rule.iri and found.of([argument.shape], rule.iri)
        ]
        return [
            {
                "argument": argument.iri,
                "label": labels(self._store, argument.iri),
                "message": _texts(self._store, argument.iri, "message"),
                "rebuttal": _texts(self._store, argument.iri, "rebuttal"),
                "rebuttedBy": [
                    _provision(self._store, iri) for iri in _objects(self._store, argument.iri, "rebuttedBy")
                ],
            }
            for argument in raised
            if binding_of(act, *_in_force(self._store, argument.iri)) is not Binding.INFORMATION
        ]

    def _next(self, worst_first: list[Judged]) -> Texts | None:
        open_ones = [
            one
            for one in worst_first
            if one.binding is not Binding.INFORMATION and one.outcome in (Outcome.VIOLATED, Outcome.UNDETERMINED)
        ]
        rule = next((rule for one in open_ones for rule in self._rules.rules if rule.iri == one.requirement), None)
        return rule.next_step if rule else None


def _weight(judged: Judged) -> tuple[bool, int, bool]:
    """Return the sort key, worst first: binding before information, then by outcome, then certain before unknown."""
    return judged.binding is Binding.INFORMATION, list(Outcome).index(judged.outcome), judged.binding is Binding.UNKNOWN


@dataclass(frozen=True)
class _Flipped:
    contradiction: Contradiction
    findings: dict[str, Findings]


def act_date(triples: Iterable[Triple], deed: str) -> tuple[Span, str]:
    """Return the bounds of the day of signature and its literal form; today for a deed without a date."""
    own = {triple.predicate.value: text_of(triple.object) for triple in triples if text_of(triple.subject) == deed}
    if KB + "earliest" not in own:
        day = today()
        return Span(day, day, "day"), day.isoformat()
    earliest, latest = date.fromisoformat(own[KB + "earliest"]), date.fromisoformat(own[KB + "latest"])
    return Span(earliest, latest, slug_of(own.get(KB + "precision", ""))), own.get(KB + "date", f"{earliest}/{latest}")


def _in_force(store: Store, iri: str) -> tuple[Span | None, Span | None, int | None]:
    """Return the start and the end of the time in force, and the year of the regulation if neither is known.

    The period is that of the provision or argument itself, or else that of the regulation.
    """
    for holder in (iri, *_objects(store, iri, "provisionOf")):
        for period in _objects(store, holder, "inForce"):
            return _bound(store, period, "start"), _bound(store, period, "end"), None
    years = [
        int(year)
        for regulation in _objects(store, iri, "provisionOf")
        for year in _objects(store, regulation, "regulationYear")
    ]
    return None, None, years[0] if years else None


def _bound(store: Store, period: str, end: str) -> Span | None:
    earliest, latest = _objects(store, period, f"{end}Earliest"), _objects(store, period, f"{end}Latest")
    return (
        Span(date.fromisoformat(earliest[0]), date.fromisoformat(latest[0]), "range") if earliest and latest else None
    )


def _provision(store: Store, iri: str) -> contract.Provision:
    regulation = next(iter(_objects(store, iri, "provisionOf")), None)
    return {
        "id": iri,
        "citation": next(iter(_objects(store, iri, "citation")), None),
        "label": labels(store, iri),
        "regulation": regulation,
        "regulationLabel": labels(store, regulation) if regulation else {},
    }


def _evidence(stores: tuple[Store, ...], finding: Finding, role: str, message: Texts, looked_at: Span) -> Evidence:
    label = _label(stores, finding.value)
    facts = {
        prop: value
        for prop in ("start", "end", "date", "stateKnownAsOf", "document")
        for store in stores
        for value in _objects(store, finding.value, prop)
    }
    if "start" in facts and "end" not in facts:
        facts["noEndRecordedAsOf"] = looked_at.latest.isoformat()
    says = {language: text.replace("{?value}", label[language]) for language, text in message.items()}
    return Evidence(
        finding.value,
        label,
        role,
        says,
        facts,
        [_place(store, iri) for store in stores for iri in _stated_at(store, finding.value)],
    )


def _label(stores: tuple[Store, ...], iri: str) -> Texts:
    """Return the label of a thing, or else that of the owner of a period, or else the slug."""
    owners = (text_of(quad.subject) for store in stores for quad in store.quads(None, kb.period, NamedNode(iri)))
    found = next((named for thing in (iri, *owners) for store in stores if (named := labels(store, thing))), {})
    return {language: found.get(language, slug_of(iri)) for language in LANGUAGES}


def _stated_at(store: Store, iri: str) -> list[str]:
    """Return the places that the graphs with the type of a thing give for it, or else the sources of these graphs."""
    node, places = NamedNode(iri), []
    for graph in sorted(
        {
            text_of(quad.graph_name)
            for quad in store.quads(node, rdf.type, None)
            if isinstance(quad.graph_name, NamedNode)
        }
    ):
        own = [text_of(quad.object) for quad in store.quads(node, kb.statedAt, None, NamedNode(graph))]
        places += own or objects(store, graph, prov.hadPrimarySource)
    return places


def _place(store: Store, iri: str) -> contract.StatedAt:
    return {"id": iri, "label": labels(store, iri)}


def _rests_on(
    stores: tuple[Store, ...], contradiction: Contradiction, otherwise: dict[str, Outcome], turns: bool
) -> contract.Contest:
    readings: list[contract.ContestedReading] = [
        {
            "reading": reading.iri,
            "value": reading.value.value,
            "label": next((found for store in stores if (found := labels(store, reading.value.value))), {})
            if isinstance(reading.value, NamedNode)
            else {},
            "preferred": reading.preferred,
            "outcome": otherwise.get(reading.iri),
            "statedAt": [_place(store, iri) for store in stores for iri in _objects(store, reading.iri, "statedAt")],
        }
        for reading in contradiction.readings
    ]
    label = next((found for store in stores if (found := labels(store, contradiction.iri))), {})
    return {
        "contradiction": contradiction.iri,
        "label": label,
        "thing": contradiction.thing.value,
        "property": contradiction.prop.value,
        "turns": turns,
        "readings": readings,
    }


def _objects(store: Store, iri: str, prop: str) -> list[str]:
    return objects(store, iri, kb[prop])


def _texts(store: Store, iri: str, prop: str) -> Texts:
    return texts(store, iri, kb[prop])
