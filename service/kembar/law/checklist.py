"""The checklist of a deed: what each requirement asks for, in the order of the procedure, and how far it has come.

The state of a document and the outcome of a requirement are two things and have two columns. A document can be there
and not suffice, and an outcome can be shown by the record without a document. Nothing is finished before the deed is
signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kembar import messages
from kembar.errors import BadInput
from kembar.law import contract
from kembar.law.evidence import label_of
from kembar.law.outcomes import Binding, DocumentState, Outcome
from kembar.law.rules import Rules
from kembar.law.statutes import Statutes
from kembar.law.verdict import Judged, Verdict
from kembar.law.working_days import deadline
from kembar.messages import LANGUAGES, Texts
from kembar.namespaces import CONCEPT, ID, KB
from kembar.rdf.names import kb
from kembar.rdf.terms import NamedNode, text_of
from kembar.store.protocol import Store, objects
from kembar.things.description import labels

__all__ = ["checklist"]

_SHOWN = (Outcome.SATISFIED, Outcome.ATTESTED)
_STEP, _BODY = f"{ID}step/", f"{CONCEPT}body/"
_SIGNATURE, _LETTER = f"{_STEP}ksdpl-signature", f"{_STEP}ksdpl-letter-of-intent"
_CONSULTATION = f"{_STEP}ksdpl-loi-consultation"
_REQUEST, _COUNCIL = f"{_STEP}ksdpl-dprd-request", f"{_STEP}ksdpl-dprd-approval"
_HEADLINES = {True: "checklist.signed", False: "checklist.draft", None: "checklist.undated"}
_COUNCIL_DAYS = 45
"""Working days that the council has from the receipt of the request (PP 28/2018 Pasal 30(4))."""


def checklist(
    verdict: Verdict, rules: Rules, record: Store, proposal: Store | None, today: date, made_up: bool = False
) -> contract.Checklist:
    """Return the checklist of the deed of a verdict.

    Args:
        verdict: The verdict.
        rules: The rules by which it was given.
        record: The record.
        proposal: The graph of the proposal; None for a deed of the record.
        today: The day by which a time limit has passed or not.
        made_up: Whether the deed is a draft that nobody proposed.
    """
    return _Lister(verdict, rules, (record,) if proposal is None else (record, proposal), today).checklist(made_up)


@dataclass(frozen=True)
class _Taken:
    thing: str
    document: str | None
    day: str | None
    counts: bool
    """Whether it has a document and a date and was neither left out nor refused."""


class _Lister:
    def __init__(self, verdict: Verdict, rules: Rules, stores: tuple[Store, ...], today: date) -> None:
        self._verdict, self._rules, self._stores, self._today = verdict, rules, stores, today
        self._listed = [judged for judged in verdict.requirements if self._is_listed(judged)]
        is_letter = f"{CONCEPT}deed-type/loi" in self._values(verdict.deed, kb.deedType)
        # The consultation is a step of the letter only, and its requirement names no step.
        own = {_LETTER, _CONSULTATION} if is_letter else {_SIGNATURE}
        self._signing = _LETTER if is_letter else _SIGNATURE
        self._steps = {judged.rule.step for judged in self._listed if judged.rule.step} | own

    def checklist(self, made_up: bool) -> contract.Checklist:
        verdict = self._verdict
        rows = [self._row(judged) for judged in self._listed]
        # A deed to which nothing applies has no procedure, and so no signature in it.
        rows = sorted([*rows, *([self._signature()] if rows else [])], key=self._position)
        counted = [judged for judged in self._listed if judged.counts and judged.outcome is not Outcome.NOT_APPLICABLE]
        shown = sum(judged.outcome in _SHOWN for judged in counted)
        violated = {judged.requirement for judged in counted if judged.outcome is Outcome.VIOLATED}
        key = _HEADLINES[verdict.signed] if counted else "checklist.none-counts"
        left = [judged for judged in verdict.requirements if judged not in self._listed]
        return {
            "deed": None if made_up else verdict.deed,
            "label": verdict.label,
            "actDate": verdict.act_date,
            "signed": verdict.signed,
            "asOf": verdict.as_of,
            "lawCheckedOn": verdict.checked_on,
            "lawDue": verdict.due,
            "assumed": {provision: day.isoformat() for provision, day in verdict.assumed.items()},
            "revision": verdict.revision,
            "overall": verdict.overall,
            "shown": shown,
            "counted": len(counted),
            "headline": messages.text(key, shown=shown, counted=len(counted), date=verdict.act_date or ""),
            "stops": [row for row in rows if row["requirement"] in violated],
            "rows": rows,
            "aside": [
                {"requirement": judged.requirement, "label": judged.rule.label, "provision": judged.provision}
                for judged in left
            ],
            "note": messages.text("checklist.note"),
        }

    def _is_listed(self, judged: Judged) -> bool:
        """Return whether a requirement gets a row: it applies, or will once the deed is signed."""
        if judged.binding is Binding.NOT_IN_FORCE:
            return False
        if judged.outcome is Outcome.NOT_APPLICABLE:
            exempting = {item.thing for item in judged.evidence if item.finds == "exempt"}
            return self._awaits_signature(judged) and exempting == {self._verdict.deed}
        return judged.binding is not Binding.FOR_INFORMATION or judged.rule.step is not None

    def _awaits_signature(self, judged: Judged) -> bool:
        return self._verdict.signed is False and judged.requirement in self._of("asksOfSigned")

    def _row(self, judged: Judged) -> contract.ChecklistRow:
        rule = judged.rule
        documents = self._documents(judged)
        state, waits_for = self._state(judged, documents)
        steps = {
            language: ", ".join(step["label"].get(language, step["id"]) for step in waits_for) for language in LANGUAGES
        }
        return {
            "step": self._step(rule.step) if rule.step else None,
            "requirement": rule.iri,
            "label": rule.label,
            "provision": judged.provision,
            "message": rule.message,
            "responsible": rule.responsible,
            "addressee": rule.addressee,
            "paper": rule.paper,
            "timeLimit": rule.time_limit or None,
            "deadline": self._deadline() if rule.step == _COUNCIL and rule.time_limit else None,
            "documents": documents,
            "documentState": state,
            "documentStateText": _state_text(state, steps, rule.addressee),
            "waitsFor": waits_for,
            "outcome": judged.outcome,
            "binding": judged.binding,
            "findings": list(_findings(judged)),
        }

    def _signature(self) -> contract.ChecklistRow:
        """Return the row of the signature, which no requirement of the procedure is about."""
        step = self._step(self._signing)
        signed = self._verdict.signed
        waits_for = [] if signed is not False else self._waits_for(self._signing)
        state = DocumentState.PRESENT if signed else DocumentState.BLOCKED if waits_for else DocumentState.NONE
        steps = {
            language: ", ".join(each["label"].get(language, each["id"]) for each in waits_for) for language in LANGUAGES
        }
        basis = next(iter(objects(self._stores[0], self._signing, kb.legalBasis)), None)
        own: contract.ChecklistDocument = {
            "thing": self._verdict.deed,
            "label": self._verdict.label,
            "document": None,
            "date": self._verdict.act_date,
            "actors": [],
            "unchecked": not self._stores[0].contains(NamedNode(self._verdict.deed)),
        }
        return {
            "step": step,
            "requirement": None,
            "label": {language: step["label"].get(language, step["id"]) for language in LANGUAGES},
            "provision": Statutes(self._rules, self._stores[0]).provision(basis) if basis else None,
            "message": None,
            "responsible": None,
            "addressee": None,
            "paper": messages.text("checklist.letter" if self._signing == _LETTER else "checklist.deed"),
            "timeLimit": None,
            "deadline": None,
            "documents": [own] if signed else [],
            "documentState": state,
            "documentStateText": messages.text("checklist.unrecorded")
            if signed is None
            else _state_text(state, steps, {}),
            "waitsFor": waits_for,
            "outcome": None,
            "binding": None,
            "findings": [],
        }

    def _state(
        self, judged: Judged, documents: list[contract.ChecklistDocument]
    ) -> tuple[DocumentState, list[contract.ChecklistStep]]:
        """Return the state of the document of a requirement, and the steps that it waits for."""
        if any(document["document"] and document["date"] for document in documents):
            return DocumentState.PRESENT, []
        if documents:
            return DocumentState.INCOMPLETE, []
        if judged.outcome in _SHOWN:
            return DocumentState.RECORDED, []
        if self._awaits_signature(judged):
            return DocumentState.BLOCKED, [self._step(self._signing)]
        step = judged.rule.step
        if step and (waits_for := self._waits_for(step)):
            return DocumentState.BLOCKED, waits_for
        of_others = not self._of("requiresBody", judged.requirement) & {f"{_BODY}home-government", f"{_BODY}home-head"}
        began = step is not None and any(self._counts(other) for other in self._preceding(step))
        return (DocumentState.WAITING if began and of_others else DocumentState.NONE), []

    def _waits_for(self, step: str) -> list[contract.ChecklistStep]:
        """Return the listed steps that a provision places just before a step and that have no document yet."""
        missing = sorted(other for other in self._preceding(step) if not self._counts(other))
        return sorted(map(self._step, missing), key=lambda one: self._place(one["id"]))

    def _preceding(self, step: str) -> set[str]:
        """Return the steps just before a step; one that is not listed stands for those before it."""
        found: set[str] = set()
        pending, seen = objects(self._stores[0], step, kb.precededBy), set()
        while pending:
            other = pending.pop()
            if other in self._steps:
                found.add(other)
            elif other not in seen:
                seen.add(other)
                pending += objects(self._stores[0], other, kb.precededBy)
        return found

    def _counts(self, step: str) -> bool:
        attested = (
            judged.outcome is Outcome.ATTESTED for judged in self._listed if judged.counts and judged.rule.step == step
        )
        return any(taken.counts for taken in self._taken.get(step, ())) or any(attested)

    @cached_property
    def _taken(self) -> dict[str, list[_Taken]]:
        """The steps taken for the deed, by step."""
        found: dict[str, list[_Taken]] = {}
        nodes = {
            text_of(quad.subject)
            for store in self._stores
            for quad in store.quads(None, kb.takenFor, NamedNode(self._verdict.deed))
        }
        for node in sorted(nodes):
            document, day = self._value(node, kb.document), self._value(node, kb.date)
            bad = set(self._values(node, kb.result)) - {f"{CONCEPT}step-result/approved"}
            omitted = "true" in self._values(node, kb.omitted)
            taken = _Taken(node, document, day, bool(document and day) and not bad and not omitted)
            for step in self._values(node, kb.step) if not omitted else ():
                found.setdefault(step, []).append(taken)
        return found

    def _documents(self, judged: Judged) -> list[contract.ChecklistDocument]:
        """Return what was sent or recorded for a requirement: the steps taken, and papers among the evidence."""
        taken = [one.thing for one in self._taken.get(judged.rule.step or "", ())]
        papers = [
            item.thing
            for item in judged.evidence
            if item.thing != self._verdict.deed
            and any(self._values(item.thing, prop) for prop in (kb.document, kb.attestor, kb.takenFor))
        ]
        return [self._document(thing) for thing in dict.fromkeys([*taken, *papers])]

    def _document(self, thing: str) -> contract.ChecklistDocument:
        actors = [actor for prop in (kb.actedBy, kb.attestor) for actor in self._values(thing, prop)]
        return {
            "thing": thing,
            "label": label_of(self._stores, thing),
            "document": self._value(thing, kb.document),
            "date": self._value(thing, kb.date),
            "actors": [label_of(self._stores, actor) for actor in sorted(set(actors))],
            "unchecked": not self._stores[0].contains(NamedNode(thing)),
        }

    def _deadline(self) -> contract.ChecklistDeadline | None:
        """Return the last day of the council, if the day is known on which it received the last request."""
        days = [day for taken in self._taken.get(_REQUEST, ()) if (day := _day(taken.day))]
        if not days:
            return None
        try:
            until = deadline(max(days), _COUNCIL_DAYS)
        except BadInput:  # the calendar does not have that year
            return None
        return {
            "received": max(days).isoformat(),
            "day": until.day.isoformat(),
            "estimated": until.estimated,
            "passed": until.day < self._today,
            "assumed": until.assumed,
        }

    def _step(self, step: str) -> contract.ChecklistStep:
        return {"id": step, "label": labels(self._stores[0], step)}

    def _place(self, step: str) -> int:
        return int(self._value(step, kb.position) or 0)

    def _position(self, row: contract.ChecklistRow) -> int:
        return self._place(row["step"]["id"]) if row["step"] else 0

    def _of(self, name: str, requirement: str | None = None) -> set[str]:
        """Return the requirements that the rules say something of, or what they say of one."""
        said = [triple for triple in self._rules.statements if triple.predicate.value == KB + name]
        if requirement is None:
            return {text_of(triple.subject) for triple in said}
        return {text_of(triple.object) for triple in said if text_of(triple.subject) == requirement}

    def _values(self, thing: str, prop: NamedNode) -> list[str]:
        return [value for store in self._stores for value in objects(store, thing, prop)]

    def _value(self, thing: str, prop: NamedNode) -> str | None:
        return next(iter(self._values(thing, prop)), None)


def _findings(judged: Judged) -> Iterator[Texts]:
    """Yield what decides a requirement or keeps it open, and since when a relation or period has lasted."""
    against = judged.outcome not in _SHOWN
    for item in judged.opposing if against and judged.outcome is not Outcome.NOT_APPLICABLE else judged.supporting:
        yield item.says
        if start := item.facts.get("start"):
            yield messages.text("checklist.since", start=start)
    for contest in judged.rests_on:
        starts = sorted(reading["value"] for reading in contest["readings"])
        if contest["property"] == kb.start.value and not any(reading["preferred"] for reading in contest["readings"]):
            yield messages.text("checklist.since-disputed", starts=" / ".join(starts))


def _state_text(state: DocumentState, steps: Texts, others: Texts) -> Texts:
    """Return the state of a document in words."""
    text = messages.text(f"document-state.{state}", steps="{steps}", others="{others}")
    return {
        language: said.replace("{steps}", steps[language]).replace("{others}", others.get(language, ""))
        for language, said in text.items()
    }


def _day(text: str | None) -> date | None:
    """Return the day of a date, or None if its precision is less than a day."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
