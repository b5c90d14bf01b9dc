"""The matrix that is read from the stored judgements is the one that judging every deed gives."""

from dataclasses import replace

from kembar.application import Kembar
from kembar.law.judge import Judge
from kembar.law.matrix import judged_matrix, stored_matrix


def test_the_stored_matrix_has_the_cells_that_judging_gives(kembar: Kembar) -> None:
    store, rules = kembar.revision.store, kembar.rules
    judge = Judge(rules, store, kembar.revision.number, kembar.vocabulary.dates)
    stored, judged = (
        matrix.to_json()
        for matrix in (
            stored_matrix(rules, store, kembar.revision.number, all_deeds=True),
            judged_matrix(rules, judge, store, kembar.revision.number, all_deeds=True),
        )
    )
    assert stored == judged


def test_a_requirement_that_a_revision_does_not_judge_yet_has_no_column(kembar: Kembar) -> None:
    store, rules = kembar.revision.store, kembar.rules
    younger = replace(rules, rules=(*rules.rules, replace(rules.rules[0], iri="urn:younger")))
    columns = {column["requirement"] for column in stored_matrix(younger, store, 1).columns}
    assert "urn:younger" not in columns
    assert len(columns) == len(rules.rules)
