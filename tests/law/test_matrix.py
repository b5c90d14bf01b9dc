"""Partnerships by requirements, and a verdict as the validation report of SHACL."""

import csv
import io
from datetime import date

import httpx
import pyoxigraph as ox
import pytest

from kembar.application import Kembar
from kembar.namespaces import ID
from kembar.rdf.formats import GRAPHS, Format

from .test_verdict import HEAD, RECORD, draft

LATER = {
    "rotterdam-arrangement-2019": ("satisfied", "undetermined", "bound"),
    "moscow-programme-2020": ("satisfied", "satisfied", "bound"),
    "berlin-implementing-arrangement-2020": ("satisfied", "satisfied", "bound"),
    "bangkok-implementing-arrangement-2019": ("satisfied", "satisfied", "bound"),
    "shanghai-mou-2020": ("satisfied", "satisfied", "bound"),
}
"""Deeds of after 13 July 2018: the ones that the law binds."""


PLAIN = {
    "diplomatic-relations": "satisfied",
    "equal-status": "satisfied",
    "transferable-technology": "not-applicable",
    "meeting-regency": "not-applicable",
    "no-contact-with-israel": "not-applicable",
    "contact-with-taiwan": "not-applicable",
}
"""What is plain of a founding deed; every other requirement is undetermined, because the record holds no document of it."""

NOT_PLAIN = {
    ("jeddah", "equal-status"): ("undetermined", "a city inside Makkah, and no finding on territory"),
    ("rotterdam", "equal-status"): ("undetermined", "a municipality inside South Holland, and no finding on territory"),
    ("los-angeles", "equal-status"): ("undetermined", "a city inside California, and no finding on territory"),
    ("casablanca", "equal-status"): (
        "undetermined",
        "a prefecture inside Casablanca-Settat, and no finding on territory",
    ),
    ("paris", "equal-status"): ("undetermined", "inside Île-de-France, and no finding on territory"),
    ("al-quds", "equal-status"): ("undetermined", "its level is disputed and no reading is preferred"),
    ("los-angeles", "transferable-technology"): ("undetermined", "science and technology is among its fields"),
    ("islamabad", "transferable-technology"): ("undetermined", "progress of science is among its fields"),
    ("rotterdam", "transferable-technology"): ("undetermined", "technology of solid waste is among its fields"),
    ("tokyo", "transferable-technology"): ("undetermined", "other fields that both agree on: the list is not closed"),
    ("hanoi", "transferable-technology"): ("undetermined", "other fields that both agree on: the list is not closed"),
    ("kyiv", "transferable-technology"): ("undetermined", "other fields that both agree on: the list is not closed"),
    ("budapest", "matter-of-regional-government"): (
        "satisfied",
        "each of its fields is tied to a matter of the regions",
    ),
}


@pytest.fixture(scope="module")
def every_deed(kembar: Kembar) -> dict[str, dict[str, tuple[str, str]]]:
    found = kembar.verdicts.judge_all(None, True, None)
    return {
        verdict.deed.removeprefix(f"{ID}deed/"): {
            judged.requirement.removeprefix(f"{ID}requirement/"): (str(judged.outcome), str(judged.binding))
            for judged in verdict.requirements
        }
        for _, _, verdict in found.rows
    }


def test_the_matrix_has_a_row_for_each_founding_deed_and_the_pinned_outcomes(client: httpx.Client) -> None:
    said = client.get("/matrix").json()
    rows = {row["partnership"].removeprefix(f"{ID}partnership/"): row for row in said["rows"]}
    assert set(rows) == set(RECORD)
    for partner, (deed, relations, status, _) in RECORD.items():
        cells = rows[partner]["cells"]
        assert rows[partner]["deed"] == f"{ID}deed/{deed}"
        assert cells[f"{ID}requirement/diplomatic-relations"]["outcome"] == relations
        assert cells[f"{ID}requirement/equal-status"]["outcome"] == status
    counts = said["counts"][f"{ID}requirement/equal-status"]
    assert counts == {"satisfied": 16, "undetermined": 6}
    assert said["overall"] == {"not-yet-shown": 22}


def test_every_cell_of_the_22_is_as_pinned_each_with_its_reason(
    every_deed: dict[str, dict[str, tuple[str, str]]],
) -> None:
    found = {
        (partner, requirement): outcome
        for partner, (deed, *_) in RECORD.items()
        for requirement, (outcome, _) in every_deed[deed].items()
    }
    expected = {cell: NOT_PLAIN[cell][0] if cell in NOT_PLAIN else PLAIN.get(cell[1], "undetermined") for cell in found}
    assert found == expected
    assert NOT_PLAIN.keys() <= found.keys()


@pytest.mark.parametrize("deed", LATER)
def test_the_deeds_that_the_law_binds_are_judged_as_deeds_of_their_own_date(
    every_deed: dict[str, dict[str, tuple[str, str]]], deed: str
) -> None:
    relations, status, binding = LATER[deed]
    cells = every_deed[deed]
    assert cells["diplomatic-relations"] == (relations, binding)
    assert cells["equal-status"] == (status, binding)
    assert cells["dprd-approval"] == ("undetermined", "bound")
    assert cells["meeting-regency"] == ("not-applicable", "bound")
    assert cells["full-powers"][1] == "information"


def test_a_deed_between_institutions_gets_no_outcome_of_the_law_on_regional_governments(
    every_deed: dict[str, dict[str, tuple[str, str]]],
) -> None:
    cells = every_deed["new-south-wales-institutional-mou-2017"]
    assert {outcome for outcome, _ in cells.values()} == {"not-applicable"}


def test_no_cell_of_the_record_is_violated_for_want_of_a_document(
    every_deed: dict[str, dict[str, tuple[str, str]]],
) -> None:
    assert not [
        (deed, requirement)
        for deed, cells in every_deed.items()
        for requirement, (outcome, _) in cells.items()
        if outcome == "violated"
    ]


def test_an_as_of_looks_at_the_facts_of_that_day_under_the_law_of_the_act_date(client: httpx.Client) -> None:
    said = client.get("/matrix", params={"as_of": "1975-01-01"}).json()
    (beijing,) = [row for row in said["rows"] if row["partnership"].endswith("/beijing")]
    assert beijing["cells"][f"{ID}requirement/diplomatic-relations"] == {
        "outcome": "violated",
        "binding": "information",
        "arguable": False,
    }


def test_csv_and_linked_data_hold_the_same_cells(client: httpx.Client) -> None:
    said = client.get("/matrix").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/matrix", headers={"Accept": "text/csv"}).text)))
    for row, other in zip(said["rows"], rows, strict=True):
        assert other["deed"] == row["deed"]
        for iri, cell in row["cells"].items():
            assert other[iri.rsplit("/", 1)[-1]].split(" ")[0] == cell["outcome"]
    triples = {
        quad.triple
        for quad in ox.parse(client.get("/matrix", headers={"Accept": "text/turtle"}).text, format=ox.RdfFormat.TURTLE)
    }
    judgements = [triple for triple in triples if triple.predicate.value.endswith("#judgedRequirement")]
    assert len(judgements) == 22 * len(said["requirements"])


@pytest.mark.parametrize("parameters", [{"as_of": "soon"}, {"deeds": "some"}])
def test_a_parameter_that_is_none_is_named(client: httpx.Client, parameters: dict[str, str]) -> None:
    answer = client.get("/matrix", params=parameters)
    assert (answer.status_code, answer.json()["parameter"]) == (422, next(iter(parameters)))


def test_the_report_of_shacl_names_deed_shape_severity_value_and_both_languages(kembar: Kembar) -> None:
    verdict = kembar.verdicts.validate(draft("tel-aviv", "country:il", "first").encode(), Format.TURTLE)
    sh = "http://www.w3.org/ns/shacl#"
    reports = {form: set(ox.parse(kembar.verdicts.report(verdict, form).body, format=form.rdf)) for form in GRAPHS}
    assert reports[Format.TURTLE] == reports[Format.JSON_LD] == reports[Format.N_TRIPLES]
    triples = [quad.triple for quad in reports[Format.TURTLE]]
    assert not [
        term for triple in triples for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)
    ]
    (result,) = [
        triple.subject
        for triple in triples
        if triple.predicate.value == sh + "sourceShape"
        and str(triple.object).endswith("diplomatic-relations-violated>")
    ]
    said = {triple.predicate.value.removeprefix(sh): triple.object for triple in triples if triple.subject == result}
    assert said["focusNode"] == ox.NamedNode(verdict.deed)
    assert said["resultSeverity"] == ox.NamedNode(sh + "Violation")
    assert said["value"] == ox.NamedNode(f"{ID}relation/indonesia-il")
    languages = {
        getattr(triple.object, "language", None)
        for triple in triples
        if triple.subject == result and triple.predicate.value == sh + "resultMessage"
    }
    assert languages == {"id", "en"}


def test_validate_answers_with_the_report_when_asked_for_turtle(client: httpx.Client) -> None:
    graph = f"{HEAD} deed:shanghai-mou-2020 a kb:Deed ."
    answer = client.post("/validate", content=graph, headers={"Content-Type": "text/turtle", "Accept": "text/turtle"})
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "sh:ValidationReport" in answer.text
    as_default = client.post("/validate", content=graph, headers={"Content-Type": "text/turtle"})
    assert as_default.headers["content-type"] == "application/json"


def test_three_questions_are_three_calls_of_one_function(kembar: Kembar) -> None:
    """Valid when signed; what stands today under the law of then; if signed today."""
    when_signed = kembar.verdicts.validate(f"{HEAD} deed:beijing-mou-1992 a kb:Deed .".encode(), Format.TURTLE)
    stands = kembar.verdicts.validate(
        f"{HEAD} deed:beijing-mou-1992 a kb:Deed .".encode(), Format.TURTLE, as_of=date(2024, 1, 1)
    )
    today = kembar.verdicts.validate(
        f"{HEAD} deed:draft a kb:Deed ; kb:party government:jakarta , government:beijing .".encode(), Format.TURTLE
    )
    bindings = [
        {str(one.binding) for one in verdict.requirements if one.requirement.endswith("diplomatic-relations")}
        for verdict in (when_signed, stands, today)
    ]
    assert bindings == [{"information"}, {"information"}, {"bound"}]
    assert (stands.act_date, stands.as_of) == ("1992-08-04", "2024-01-01")
