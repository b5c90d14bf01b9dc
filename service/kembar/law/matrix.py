"""The matrix of partnerships by requirements, with the outcome of every requirement for every deed."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date

from kembar.law import contract
from kembar.law.verdict import Judge, Verdict
from kembar.namespaces import KB, slug_of
from kembar.rdf.terms import text_of
from kembar.store.protocol import Store
from kembar.things.description import labels

__all__ = ["Matrix", "matrix"]

_DEEDS = f"""
PREFIX kb: <{KB}>
SELECT DISTINCT ?partnership ?deed ?founds WHERE {{
  ?deed a kb:Deed ; (kb:founds|kb:partnership) ?partnership . OPTIONAL {{ ?deed kb:founds ?founded }}
  BIND(BOUND(?founded) AS ?founds)
}} ORDER BY ?partnership ?deed
"""


@dataclass(frozen=True)
class Matrix:
    """The matrix of one revision.

    Attributes:
        as_of: The day whose facts are used; None if each row uses the facts of its own act date.
        rows: Partnership, its labels, and the verdict on one of its deeds, sorted by partnership and deed.
    """

    revision: int
    as_of: date | None
    rows: list[tuple[str, dict[str, str], Verdict]]

    @property
    def requirements(self) -> list[str]:
        """The IRIs of the requirements, which are the columns, in alphabetical order."""
        return sorted({judged.requirement for _, _, verdict in self.rows for judged in verdict.requirements})

    def to_json(self) -> contract.Matrix:
        """Return the columns, the rows with their cells, and the number of occurrences of each outcome."""
        first = {judged.requirement: judged for judged in self.rows[0][2].requirements} if self.rows else {}
        cells = [{judged.requirement: judged for judged in verdict.requirements} for _, _, verdict in self.rows]
        return {
            "revision": self.revision,
            "asOf": self.as_of.isoformat() if self.as_of else None,
            "requirements": [
                {"requirement": iri, "label": first[iri].label, "provision": first[iri].provision}
                for iri in self.requirements
            ],
            "rows": [
                {
                    "partnership": partnership,
                    "label": label,
                    "deed": verdict.deed,
                    "actDate": verdict.act_date,
                    "asOf": verdict.as_of,
                    "overall": verdict.overall,
                    "cells": {
                        iri: {
                            "outcome": row[iri].outcome,
                            "binding": row[iri].binding,
                            "arguable": bool(row[iri].arguable),
                        }
                        for iri in self.requirements
                    },
                }
                for (partnership, label, verdict), row in zip(self.rows, cells, strict=True)
            ],
            "counts": {iri: dict(Counter(str(row[iri].outcome) for row in cells)) for iri in self.requirements},
            "overall": dict(Counter(str(verdict.overall) for _, _, verdict in self.rows)),
        }

    def to_csv(self) -> str:
        """Return a row for each deed; a cell has the outcome, then the binding in brackets unless it is bound."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(
            ["partnership", "deed", "act_date", "as_of", "overall", *(slug_of(iri) for iri in self.requirements)]
        )
        for partnership, _, verdict in self.rows:
            cells = {
                judged.requirement: f"{judged.outcome}{'' if judged.binding == 'bound' else f' ({judged.binding})'}"
                for judged in verdict.requirements
            }
            writer.writerow(
                [
                    partnership,
                    verdict.deed,
                    verdict.act_date,
                    verdict.as_of,
                    str(verdict.overall),
                    *(cells[iri] for iri in self.requirements),
                ]
            )
        return text.getvalue()


def matrix(judge: Judge, store: Store, revision: int, as_of: date | None = None, all_deeds: bool = False) -> Matrix:
    """Return the matrix of the founding deeds of all partnerships, or of all their deeds."""
    rows = []
    for row in store.select(_DEEDS):
        if all_deeds or text_of(row["founds"]) == "true":
            partnership = text_of(row["partnership"])
            verdict = judge.judge(text_of(row["deed"]), as_of=as_of, flips=False)
            rows.append((partnership, labels(store, partnership), verdict))
    return Matrix(revision, as_of, rows)
