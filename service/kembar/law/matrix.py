"""The matrix of partnerships by requirements, with the outcome of every requirement for every deed."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kembar.content.derivation import JUDGEMENTS
from kembar.law import contract
from kembar.law.judge import Judge
from kembar.law.outcomes import Binding, Outcome, Overall
from kembar.law.report import judgement, judgement_iri
from kembar.law.rules import Rules
from kembar.law.statutes import Statutes
from kembar.namespaces import BASE, CONCEPT, KB, slug_of
from kembar.rdf.names import kb
from kembar.rdf.terms import NamedNode, Triple, text_of
from kembar.store.protocol import QuerySolution, Store
from kembar.things.description import labels

__all__ = ["Matrix", "MatrixRow", "judged_matrix", "stored_matrix"]

_DEEDS = f"""
PREFIX kb: <{KB}>
SELECT DISTINCT ?partnership ?deed ?founds WHERE {{
  ?deed a kb:Deed ; (kb:founds|kb:partnership) ?partnership . OPTIONAL {{ ?deed kb:founds ?founded }}
  BIND(BOUND(?founded) AS ?founds)
}} ORDER BY ?partnership ?deed
"""
_VERDICTS = f"""
PREFIX kb: <{KB}>
SELECT ?deed ?overall ?date WHERE {{
  ?verdict kb:verdictOn ?deed ; kb:overall ?overall . OPTIONAL {{ ?verdict kb:actDate ?date }}
}}
"""
_JUDGEMENTS = f"""
PREFIX kb: <{KB}>
SELECT ?value (GROUP_CONCAT(STR(?judgement)) AS ?judgements) WHERE {{
  GRAPH <{JUDGEMENTS.value}> {{ ?judgement %s ?value }}
}} GROUP BY ?value
"""


@dataclass(frozen=True)
class MatrixRow:
    """One deed of a partnership, with the cell of each requirement by its IRI."""

    partnership: str
    label: dict[str, str]
    deed: str
    act_date: str | None
    as_of: str | None
    overall: Overall
    cells: dict[str, contract.MatrixCell]


@dataclass(frozen=True)
class Matrix:
    """The matrix of one revision.

    Attributes:
        as_of: The day whose facts are used; None if each row uses the facts of its own act date.
        columns: The requirements in alphabetical order.
        rows: Sorted by partnership and deed.
        assumed: The provisions taken to be in force from a day, for trial.
    """

    revision: int
    as_of: date | None
    columns: list[contract.MatrixColumn]
    rows: list[MatrixRow]
    assumed: Mapping[str, date] = field(default_factory=dict)

    def to_json(self) -> contract.Matrix:
        """Return the columns, the rows with their cells, and the number of occurrences of each outcome."""
        requirements = [column["requirement"] for column in self.columns]
        return {
            "revision": self.revision,
            "asOf": self.as_of.isoformat() if self.as_of else None,
            "assumed": {provision: day.isoformat() for provision, day in self.assumed.items()},
            "requirements": self.columns,
            "rows": [
                {
                    "partnership": row.partnership,
                    "label": row.label,
                    "deed": row.deed,
                    "actDate": row.act_date,
                    "asOf": row.as_of,
                    "overall": row.overall,
                    "cells": row.cells,
                }
                for row in self.rows
            ],
            "counts": {iri: dict(Counter(str(row.cells[iri]["outcome"]) for row in self.rows)) for iri in requirements},
            "overall": dict(Counter(str(row.overall) for row in self.rows)),
        }

    def to_csv(self) -> str:
        """Return a row for each deed; a cell has the outcome, then the binding in brackets unless it is bound."""
        text = io.StringIO()
        writer = csv.writer(text)
        requirements = [column["requirement"] for column in self.columns]
        writer.writerow(["partnership", "deed", "act_date", "as_of", "overall", *map(slug_of, requirements)])
        for row in self.rows:
            cells = (row.cells[iri] for iri in requirements)
            writer.writerow(
                [
                    row.partnership,
                    row.deed,
                    row.act_date or "",
                    row.as_of or "",
                    str(row.overall),
                    *(_cell_text(cell) for cell in cells),
                ]
            )
        return text.getvalue()

    def judgements(self) -> list[Triple]:
        """Return every judgement, and the overall answer for each deed."""
        triples: list[Triple] = []
        for row in self.rows:
            overall = NamedNode(f"{CONCEPT}overall/{row.overall}")
            triples.append(Triple(NamedNode(row.deed), kb.overall, overall))
            for requirement, cell in row.cells.items():
                node = f"{BASE}.well-known/genid/judgement-{slug_of(row.deed)}-{slug_of(requirement)}"
                triples += judgement(node, row.deed, requirement, cell)
        return triples


def stored_matrix(rules: Rules, store: Store, revision: int, all_deeds: bool = False) -> Matrix:
    """Return the matrix as of the act dates, from the judgements that are stored with a revision."""
    outcome, binding, arguable = (_judged(store, name) for name in ("kb:outcome", "kb:binding", "kb:isArguable"))
    columns = _columns(rules, store)

    def cells(deed: str) -> dict[str, contract.MatrixCell]:
        nodes = {column["requirement"]: judgement_iri(deed, column["requirement"]) for column in columns}
        return {
            requirement: {
                "outcome": Outcome(outcome[node]),
                "binding": Binding(binding[node]),
                "arguable": arguable[node] == "true",
            }
            for requirement, node in nodes.items()
            if node in outcome  # an older revision does not judge by rules that are younger
        }

    verdicts = {text_of(row["deed"]): row for row in store.select(_VERDICTS)}
    rows = []
    for partnership, deed in _deeds(store, all_deeds):
        day = _optional(verdicts[deed], "date")
        overall = Overall(slug_of(text_of(verdicts[deed]["overall"])))
        rows.append(MatrixRow(partnership, labels(store, partnership), deed, day, day, overall, cells(deed)))
    judged = set[str]().union(*(row.cells for row in rows))
    return Matrix(revision, None, [column for column in columns if column["requirement"] in judged], rows)


def judged_matrix(
    rules: Rules, judge: Judge, store: Store, revision: int, as_of: date | None = None, all_deeds: bool = False
) -> Matrix:
    """Return the matrix for a day, or under the provisions that ``judge`` assumes; every deed is judged."""
    rows = []
    for partnership, deed in _deeds(store, all_deeds):
        verdict = judge.judge(deed, as_of=as_of, flips=False)
        cells = {judged.requirement: judged.cell for judged in verdict.requirements}
        label = labels(store, partnership)
        rows.append(MatrixRow(partnership, label, deed, verdict.act_date, verdict.as_of, verdict.overall, cells))
    return Matrix(revision, as_of, _columns(rules, store), rows, judge.assumed)


def _judged(store: Store, prop: str) -> dict[str, str]:
    """Return the value of a property by judgement, of a concept its slug.

    One row for each value instead of each judgement takes a fifth of the time.
    """
    values: dict[str, str] = {}
    for row in store.select(_JUDGEMENTS % prop):
        values |= dict.fromkeys(text_of(row["judgements"]).split(), slug_of(text_of(row["value"])))
    return values


def _deeds(store: Store, all_deeds: bool) -> Iterator[tuple[str, str]]:
    for row in store.select(_DEEDS):
        if all_deeds or text_of(row["founds"]) == "true":
            yield text_of(row["partnership"]), text_of(row["deed"])


def _columns(rules: Rules, store: Store) -> list[contract.MatrixColumn]:
    statutes = Statutes(rules, store)
    return [
        {"requirement": rule.iri, "label": rule.label, "provision": statutes.provision(rule.basis)}
        for rule in sorted(rules.rules, key=lambda rule: rule.iri)
    ]


def _optional(row: QuerySolution, name: str) -> str | None:
    return None if row[name] is None else text_of(row[name])


def _cell_text(cell: contract.MatrixCell) -> str:
    binding = cell["binding"]
    return f"{cell['outcome']}{'' if binding is Binding.BOUND else f' ({binding})'}"
