"""Provisions assumed to be in force from a day, to see what they would change: ``uu-2-2024-49-5@2026-06-01``."""

from collections.abc import Iterable, Mapping
from datetime import date

from kembar.errors import BadParameter, UnknownName
from kembar.law.contract import Change
from kembar.law.names import Names
from kembar.law.verdict import Judged, Verdict
from kembar.law.vocabulary import Vocabulary
from kembar.namespaces import ID, slug_of
from kembar.rdf.names import kb, rdf
from kembar.rdf.terms import NamedNode
from kembar.store.protocol import Store, objects

__all__ = ["ASSUMPTION", "MOST_ASSUMED", "assumptions", "changes"]

ASSUMPTION = r"^[^@\s]{1,200}@\d{4}-\d\d-\d\d$"
"""The form of an assumption: the IRI or slug of a provision, and the day from which it is in force."""

MOST_ASSUMED = 20
"""The most assumptions of one request."""

_PROVISION = f"{ID}provision/"


def assumptions(texts: Iterable[str], store: Store, vocabulary: Vocabulary) -> dict[str, date]:
    """Return the days from which provisions are assumed to be in force, by IRI.

    A day replaces the recorded start of the time in force: that of the provision, or else that of its regulation, with
    which all provisions of that regulation begin. A start that is recorded already may be replaced by another day.

    Raises:
        BadParameter: If a text has another form, its day is that of the record, or its time in force is not recorded,
            and if two texts give one period different days.
        UnknownName: With the nearest names, if the record describes no such provision.
    """
    assumed: dict[str, date] = {}
    starts: dict[str, date] = {}
    for text in texts:
        name, _, day_text = text.rpartition("@")
        try:
            day = date.fromisoformat(day_text)
        except ValueError:
            day = None
        if not name or day is None or len(day_text) != len("2026-06-01"):
            raise _bad(f"assume is a provision and a day, as in uu-2-2024-49-5@2026-06-01, not {text[:80]!r}.")
        provision = _provision(name, store, vocabulary)
        period = _period(provision, store)
        if period is None:
            raise _bad(f"The record has no time in force of {slug_of(provision)} whose start could be assumed.")
        known = {*objects(store, period, kb.startEarliest), *objects(store, period, kb.startLatest)}
        if known == {day.isoformat()}:
            raise _bad(f"{slug_of(provision)} is in force from {day} by the record, so nothing would be assumed.")
        if starts.setdefault(period, day) != day:
            raise _bad(f"{slug_of(provision)} begins on one day only; {starts[period]} and {day} are given.")
        assumed[provision] = day
    return assumed


def changes(now: Verdict, assumed: Verdict) -> list[Change]:
    """Return what differs between two verdicts on one deed, in the order of the procedure."""
    before: Mapping[str, Judged] = {judged.requirement: judged for judged in now.requirements}
    return [
        {
            "requirement": after.requirement,
            "label": after.rule.label,
            "from": before[after.requirement].outcome,
            "to": after.outcome,
            "bindingFrom": before[after.requirement].binding,
            "bindingTo": after.binding,
        }
        for after in assumed.requirements
        if (before[after.requirement].outcome, before[after.requirement].binding) != (after.outcome, after.binding)
    ]


def _provision(name: str, store: Store, vocabulary: Vocabulary) -> str:
    iri = name if ":" in name else _PROVISION + name
    try:
        if store.contains(NamedNode(iri), rdf.type, kb.Provision):
            return iri
    except ValueError:  # not an IRI
        pass
    near = Names(store, {}, vocabulary).nearest(iri, wanted=kb.Provision.value)
    nearest = [slug_of(one) for one in near]
    raise UnknownName(
        f"The record has no provision {name[:80]!r}. Nearest: {', '.join(nearest) or 'none'}.",
        parameter="assume",
        known=nearest,
    )


def _period(provision: str, store: Store) -> str | None:
    holders = (provision, *objects(store, provision, kb.provisionOf))
    return next((period for holder in holders for period in objects(store, holder, kb.inForce)), None)


def _bad(detail: str) -> BadParameter:
    return BadParameter(detail, parameter="assume")
