"""Run the constraints of the rules over the neighbourhood of a deed; each solution is a finding with its evidence.

The constraints are SHACL's (§5.1) with one focus node, the deed under test, which is pre-bound to ``$this`` (§5.3.1).
Oxigraph runs them; a test sees that pySHACL's validation report over the same graph has the same results.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import chain

from kembar.law.days import ActDate
from kembar.law.rules import Constraint, Rule, Rules
from kembar.namespaces import BASE
from kembar.rdf.dates import Span
from kembar.rdf.names import kb, xsd
from kembar.rdf.terms import Literal, NamedNode, Quad, Triple, text_of
from kembar.store.embedded import EmbeddedStore

__all__ = ["Finding", "Findings", "find", "find_again", "under_test"]

_SIGNED = NamedNode(BASE + "fact#signed")
"""One of the facts on the deed under test, which are worked out for a verdict and never stored."""


@dataclass(frozen=True)
class Finding:
    """A solution of a ``constraint`` of a ``shape``.

    ``value`` is the evidence. ``requirement`` is the requirement that it bears on, where the query gives it as
    ``?path``; otherwise the finding bears on all requirements that name the shape.
    """

    shape: str
    constraint: str
    value: str
    requirement: str | None = None


@dataclass(frozen=True)
class Findings:
    """The findings on one deed, by shape and the requirement that they bear on."""

    by_shape: dict[tuple[str, str | None], set[Finding]]
    facts: list[Triple]
    """The facts that were derived on the deed under test."""

    def of(self, shapes: Iterable[str], requirement: str) -> list[Finding]:
        """Return the findings of some shapes that bear on a requirement."""
        found = (self.by_shape.get((shape, key), ()) for shape in shapes for key in (requirement, None))
        return sorted(chain.from_iterable(found), key=lambda finding: (finding.constraint, finding.value))

    def of_others(self, constraints: Iterable[Constraint]) -> Iterator[Finding]:
        """Yield the findings of all constraints but these."""
        without = {constraint.iri for constraint in constraints}
        return (one for found in self.by_shape.values() for one in found if one.constraint not in without)

    def roles(self, rule: Rule) -> set[str]:
        """Return the roles in which the shapes of a rule find something."""
        return {role for role, shapes in rule.shapes.items() if self.of(shapes, rule.iri)}


def find(rules: Rules, triples: Iterable[Triple], deed: str, act: ActDate, as_of: Span) -> Findings:
    """Run the constraints of the rules on one deed and return the findings.

    Args:
        rules: The rules and their shapes.
        triples: The neighbourhood of the deed, and the statements on the law that the queries read.
        deed: The IRI of the deed.
        act: The act date of the deed.
        as_of: The bounds of the day whose facts are read.
    """
    store, facts = under_test(rules, triples, deed, act, as_of)
    return Findings(_grouped(_found(store, deed, rules.constraints)), facts)


def find_again(rules: Rules, before: Findings, triples: Iterable[Triple], deed: str, properties: Set[str]) -> Findings:
    """Return the findings after a change of the values of some properties that no derivation reads.

    The facts on the deed are the same, and so are the findings of the constraints that do not read these properties.
    ``triples`` has the changed neighbourhood and the statements on the law.
    """
    changed = [constraint for constraint in rules.constraints if not constraint.mentions.isdisjoint(properties)]
    store = EmbeddedStore()
    store.extend(map(_quad, chain(triples, rules.statements, before.facts)))
    return Findings(_grouped(chain(before.of_others(changed), _found(store, deed, changed))), before.facts)


def under_test(
    rules: Rules, triples: Iterable[Triple], deed: str, act: ActDate, as_of: Span
) -> tuple[EmbeddedStore, list[Triple]]:
    """Return a store of the neighbourhood with the facts that the rules derive from it, and these facts.

    The days of the verdict are among the facts.
    """
    facts = list(_days(NamedNode(deed), act, as_of))
    store = EmbeddedStore()
    store.extend(map(_quad, chain(triples, rules.statements, facts)))
    for query in rules.derivations:
        facts += store.derive(query)
    return store, facts


def _found(store: EmbeddedStore, deed: str, constraints: Iterable[Constraint]) -> list[Finding]:
    this = {"this": NamedNode(deed)}
    return [
        Finding(constraint.shape, constraint.iri, _text(row, "value") or deed, _text(row, "path"))
        for constraint in constraints
        for row in store.select_with(constraint.select, this)
    ]


def _grouped(found: Iterable[Finding]) -> dict[tuple[str, str | None], set[Finding]]:
    groups: dict[tuple[str, str | None], set[Finding]] = defaultdict(set)
    for finding in found:
        groups[finding.shape, finding.requirement].add(finding)
    return groups


def _days(deed: NamedNode, act: ActDate, as_of: Span) -> Iterator[Triple]:
    """Yield the days of the verdict; only the deed under test is a subject of ``kb:actEarliest``."""
    for prop, day in (
        (kb.actEarliest, act.span.earliest),
        (kb.actLatest, act.span.latest),
        (kb.asOfEarliest, as_of.earliest),
        (kb.asOfLatest, as_of.latest),
    ):
        yield Triple(deed, prop, Literal(day.isoformat(), datatype=xsd.date))
    if act.signed is not None:
        yield Triple(deed, _SIGNED, Literal("true" if act.signed else "false", datatype=xsd.boolean))


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


def _text(row: object, name: str) -> str | None:
    try:
        value = row[name]  # type: ignore[index]
    except KeyError:  # the query has no such variable
        return None
    return None if value is None else text_of(value)
