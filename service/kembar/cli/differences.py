"""How the verdict on a case differs from what its row expects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kembar import messages
from kembar.cli.cases import Case, Expected
from kembar.errors import KembarError
from kembar.namespaces import slug_of
from kembar.rdf.formats import Format
from kembar.rdf.names import kb, rdf, xsd
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.serialization import graph_bytes
from kembar.rdf.terms import Literal, Triple, text_of

__all__ = ["Difference", "Judge", "differences"]


class Judge(Protocol):
    """What judges a case, such as a :class:`kembar.cli.backend.Backend`."""

    def validate(self, data: bytes, form: Format, deed: str | None, as_of: str | None) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Difference:
    """A cell whose expectation is not met."""

    row: int
    column: str
    expected: str
    got: str
    provision: str


def differences(case: Case, backend: Judge, context: dict[str, Any], language: str) -> list[Difference]:
    """Judge a case as ``kembar validate`` does, and return the cells whose expectation is not met.

    Raises:
        KembarError: If the case cannot be judged for a reason that is not in it.
    """
    data, form = _dated(case, context)
    try:
        verdict = backend.validate(data, form, case.deed, case.as_of)
    except KembarError as error:
        if error.status >= 500:
            raise
        refused = messages.text("cases.refused", status=error.status, detail=error.detail)[language]
        return [
            _difference(case, expected, refused)
            for column, expected in case.expected.items()
            if column != "refused" or str(error.status) not in expected.values
        ]
    judged = {slug_of(one["requirement"]): one for one in verdict["requirements"]}
    missing = messages.text("cases.missing")[language]
    found = []
    for column, expected in case.expected.items():
        one = judged.get(column)
        got = verdict["overall"] if column in ("overall", "refused") else one["outcome"] if one else missing
        if got not in expected.values:
            found.append(_difference(case, expected, got, _citation(one, language) if one else ""))
    return found


def _difference(case: Case, expected: Expected, got: str, provision: str = "") -> Difference:
    return Difference(case.row, expected.column, " / ".join(expected.values), got, expected.reason or provision)


def _citation(judged: Mapping[str, Any], language: str) -> str:
    provision = judged["provision"]
    parts = (provision["citation"], provision["regulationLabel"].get(language))
    return ", ".join(part for part in parts if part)


def _dated(case: Case, context: dict[str, Any]) -> tuple[bytes, Format]:
    """Return the graph of a case, its deed signed on the act date of the row if there is one.

    A graph that does not parse is returned as it is, to be refused like any other.
    """
    if not case.act_date:
        return case.data, case.form
    try:
        triples = parse_bytes(case.data, case.form, context)
    except KembarError:
        return case.data, case.form
    deeds = {triple.subject for triple in triples if triple.predicate == rdf.type and triple.object == kb.Deed}
    deeds = {deed for deed in deeds if case.deed in (None, text_of(deed))}
    day = Literal(case.act_date, datatype=xsd.date)
    kept = [triple for triple in triples if triple.subject not in deeds or triple.predicate != kb.date]
    return graph_bytes([*kept, *(Triple(deed, kb.date, day) for deed in deeds)], Format.N_TRIPLES), Format.N_TRIPLES
