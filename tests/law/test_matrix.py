"""The matrix of partnerships and requirements, and the verdict as a SHACL validation report."""

import csv
import io
from datetime import date

import httpx
import pyoxigraph as ox
import pytest

from kembar.application import Kembar
from kembar.namespaces import ID, slug_of
from kembar.rdf.formats import GRAPHS, Format
from tests.law.test_verdict import HEAD, RECORD, draft

LATER = {
    "rotterdam-arrangement-2019": ("satisfied", "undetermined", "bound"),
    "moscow-programme-2020": ("satisfied", "satisfied", "bound"),
    "berlin-implementing-arrangement-2020": ("satisfied", "satisfied", "bound"),
    "bangkok-implementing-arrangement-2019": ("satisfied", "satisfied", "bound"),
    "shanghai-mou-2020": ("satisfied", "satisfied", "bound"),
}
"""Outcomes and binding of the deeds signed after 13 July 2018, which the law binds."""


COMMON_OUTCOMES = {
    "diplomatic-relations": "satisfied",
    "equal-status": "satisfied",
    "equal-status-1993": "satisfied",
    "equal-status-2008": "satisfied",
    "transferable-technology": "not-applicable",
    "meeting-regency": "not-applicable",
    "no-contact-with-israel": "not-applicable",
    "contact-with-taiwan": "not-applicable",
    "dprk-science": "not-applicable",
    "initiative-institution": "not-applicable",
    "partner-institution": "not-applicable",
}
"""Outcomes of every founding deed.

All other requirements are undetermined, because the record holds no document of them.
"""

MAPPED = (
    "jeddah",
    "seoul",
    "islamabad",
    "rotterdam",
    "casablanca",
    "beijing",
    "paris",
    "bangkok",
    "al-quds",
    "budapest",
)
"""Partners of whose founding deed each field is tied to a matter of the regions or to an object."""

SIGNED_BY_THE_GOVERNOR = ("beijing", "berlin", "budapest")

UNEQUAL = {
    "jeddah": "a city inside Makkah",
    "rotterdam": "a municipality inside South Holland",
    "los-angeles": "a city inside California",
    "casablanca": "a prefecture inside Casablanca-Settat",
    "paris": "inside Île-de-France",
}
EXCEPTIONS = {
    **{
        (partner, "equal-status"): ("undetermined", f"{why}, no finding on territory")
        for partner, why in UNEQUAL.items()
    },
    # Circular of 1993 and regulation of 2008, known at second hand: shown for information, and never counted.
    **{
        (partner, f"equal-status-{year}"): ("violated", why)
        for partner, why in UNEQUAL.items()
        for year in (1993, 2008)
    },
    **{("al-quds", f"equal-status-{year}"): ("undetermined", "its level is disputed") for year in (1993, 2008)},
    **{
        (partner, requirement): ("satisfied", "the mapping of its fields")
        for partner in MAPPED
        for requirement in ("matter-of-regional-government", "cooperation-object")
    },
    **{(partner, "signed-by-head"): ("satisfied", "the signatures") for partner in SIGNED_BY_THE_GOVERNOR},
    ("new-south-wales", "transferable-technology"): ("undetermined", "a field is related to science and technology"),
    ("pyongyang", "dprk-science"): ("undetermined", "the resolution speaks of scientific and technical cooperation"),
    ("al-quds", "equal-status"): ("undetermined", "its level is disputed and no reading is preferred"),
    ("los-angeles", "transferable-technology"): ("undetermined", "science and technology is among its fields"),
    ("islamabad", "transferable-technology"): ("undetermined", "progress of science is among its fields"),
    ("rotterdam", "transferable-technology"): ("undetermined", "technology of solid waste is among its fields"),
    ("tokyo", "transferable-technology"): ("undetermined", "other fields that both agree on: the list is not closed"),
    ("hanoi", "transferable-technology"): ("undetermined", "other fields that both agree on: the list is not closed"),
    ("kyiv", "transferable-technology"): ("undetermined", "other fields that both agree on: the list is not closed"),
}


@pytest.fixture(scope="module")
def every_deed(kembar: Kembar) -> dict[str, dict[str, tuple[str, str]]]:
    matrix = kembar.verdicts.judge_all(None, True, None)
    return {
        slug_of(row.deed): {
            slug_of(requirement): (str(cell["outcome"]), str(cell["binding"]))
            for requirement, cell in row.cells.items()
        }
        for row in matrix.rows
    }


def test_the_matrix_has_a_row_for_each_founding_deed_and_the_pinned_outcomes(client: httpx.Client) -> None:
    matrix = client.get("/matrix").json()
    rows = {row["partnership"].removeprefix(f"{ID}partnership/"): row for row in matrix["rows"]}
    assert set(rows) == set(RECORD)
    for partner, (deed, relations, status, _) in RECORD.items():
        cells = rows[partner]["cells"]
        assert rows[partner]["deed"] == f"{ID}deed/{deed}"
        assert cells[f"{ID}requirement/diplomatic-relations"]["outcome"] == relations
        assert cells[f"{ID}requirement/equal-status"]["outcome"] == status
    counts = matrix["counts"][f"{ID}requirement/equal-status"]
    assert counts == {"satisfied": 16, "undetermined": 6}
    assert matrix["overall"] == {"not-yet-shown": 10, "outside": 12}
    outside = {partner for partner, row in rows.items() if row["overall"] == "outside"}
    assert outside == {partner for partner, row in rows.items() if row["actDate"] < "2000"}, "UU 24/2000 is the oldest"


def test_every_cell_of_the_22_founding_deeds_has_the_pinned_outcome(
    every_deed: dict[str, dict[str, tuple[str, str]]],
) -> None:
    actual = {
        (partner, requirement): outcome
        for partner, (deed, *_) in RECORD.items()
        for requirement, (outcome, _) in every_deed[deed].items()
    }
    expected = {
        cell: EXCEPTIONS[cell][0] if cell in EXCEPTIONS else COMMON_OUTCOMES.get(cell[1], "undetermined")
        for cell in actual
    }
    assert actual == expected
    assert EXCEPTIONS.keys() <= actual.keys()


@pytest.mark.parametrize("deed", LATER)
def test_the_deeds_that_the_law_binds_are_judged_under_the_law_of_their_date(
    every_deed: dict[str, dict[str, tuple[str, str]]], deed: str
) -> None:
    relations, status, binding = LATER[deed]
    cells = every_deed[deed]
    assert cells["diplomatic-relations"] == (relations, binding)
    assert cells["equal-status"] == (status, binding)
    assert cells["dprd-approval"] == ("undetermined", "bound")
    assert cells["meeting-regency"] == ("not-applicable", "bound")
    assert cells["full-powers"][1] == "for-information"


def test_a_deed_between_institutions_gets_no_outcome_of_the_law_on_regional_governments(
    every_deed: dict[str, dict[str, tuple[str, str]]],
) -> None:
    cells = every_deed["new-south-wales-institutional-mou-2017"]
    assert {outcome for outcome, _ in cells.values()} == {"not-applicable"}


def test_no_requirement_is_violated_only_because_a_document_is_missing(
    every_deed: dict[str, dict[str, tuple[str, str]]],
) -> None:
    violated = {
        (deed, requirement, binding)
        for deed, cells in every_deed.items()
        for requirement, (outcome, binding) in cells.items()
        if outcome == "violated"
    }
    # Unequal levels are on record; whether the rules of 1993 and 2008 asked for equal ones is told at second hand.
    assert {requirement for _, requirement, binding in violated if binding in ("bound", "unknown")} == {
        "signed-by-head"
    }
    assert {requirement for _, requirement, _ in violated} == {
        "signed-by-head",
        "equal-status-1993",
        "equal-status-2008",
    }
    assert {deed for deed, requirement, _ in violated if requirement == "signed-by-head"} == {
        "berlin-implementing-arrangement-2020"
    }, "an agency head signed; whether the governor may delegate is arguable"


def test_as_of_applies_the_law_of_the_act_date_to_the_facts_of_that_day(client: httpx.Client) -> None:
    matrix = client.get("/matrix", params={"as_of": "1975-01-01"}).json()
    (beijing,) = [row for row in matrix["rows"] if row["partnership"].endswith("/beijing")]
    assert beijing["cells"][f"{ID}requirement/diplomatic-relations"] == {
        "outcome": "violated",
        "binding": "not-in-force",
        "arguable": False,
    }


def test_csv_and_linked_data_hold_the_same_cells(client: httpx.Client) -> None:
    matrix = client.get("/matrix").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/matrix", headers={"Accept": "text/csv"}).text)))
    for row, csv_row in zip(matrix["rows"], rows, strict=True):
        assert csv_row["deed"] == row["deed"]
        for iri, cell in row["cells"].items():
            assert csv_row[iri.rsplit("/", 1)[-1]].split(" ")[0] == cell["outcome"]
    triples = {
        quad.triple
        for quad in ox.parse(client.get("/matrix", headers={"Accept": "text/turtle"}).text, format=ox.RdfFormat.TURTLE)
    }
    judgements = [triple for triple in triples if triple.predicate.value.endswith("#judgedRequirement")]
    assert len(judgements) == 22 * len(matrix["requirements"])


@pytest.mark.parametrize("parameters", [{"as_of": "soon"}, {"deeds": "some"}])
def test_an_invalid_parameter_is_named(client: httpx.Client, parameters: dict[str, str]) -> None:
    answer = client.get("/matrix", params=parameters)
    assert (answer.status_code, answer.json()["parameter"]) == (422, next(iter(parameters)))


def test_the_shacl_report_names_deed_shape_severity_value_and_both_languages(kembar: Kembar) -> None:
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
        if triple.predicate.value == sh + "sourceShape" and str(triple.object).endswith("/relations-denied>")
    ]
    result_properties = {
        triple.predicate.value.removeprefix(sh): triple.object for triple in triples if triple.subject == result
    }
    assert result_properties["focusNode"] == ox.NamedNode(verdict.deed)
    assert result_properties["resultSeverity"] == ox.NamedNode(sh + "Violation")
    assert result_properties["value"] == ox.NamedNode(f"{ID}relation/indonesia-il")
    languages = {
        getattr(triple.object, "language", None)
        for triple in triples
        if triple.subject == result and triple.predicate.value == sh + "resultMessage"
    }
    assert languages == {"id", "en"}


def test_validate_returns_the_shacl_report_for_an_accept_header_of_turtle(client: httpx.Client) -> None:
    graph = f"{HEAD} deed:shanghai-mou-2020 a kb:Deed ."
    answer = client.post("/validate", content=graph, headers={"Content-Type": "text/turtle", "Accept": "text/turtle"})
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "sh:ValidationReport" in answer.text
    unnegotiated = client.post("/validate", content=graph, headers={"Content-Type": "text/turtle"})
    assert unnegotiated.headers["content-type"] == "application/json"


def test_validity_at_signature_today_and_if_signed_today_are_calls_of_one_function(kembar: Kembar) -> None:
    """Check validity at signature, validity today under the law at signature, and validity if signed today."""
    when_signed = kembar.verdicts.validate(f"{HEAD} deed:beijing-mou-1992 a kb:Deed .".encode(), Format.TURTLE)
    today_under_old_law = kembar.verdicts.validate(
        f"{HEAD} deed:beijing-mou-1992 a kb:Deed .".encode(), Format.TURTLE, as_of=date(2024, 1, 1)
    )
    signed_today = kembar.verdicts.validate(
        f"{HEAD} deed:draft a kb:Deed ; kb:party government:jakarta , government:beijing .".encode(), Format.TURTLE
    )
    bindings = [
        {
            str(judgement.binding)
            for judgement in verdict.requirements
            if judgement.requirement.endswith("diplomatic-relations")
        }
        for verdict in (when_signed, today_under_old_law, signed_today)
    ]
    assert bindings == [{"not-in-force"}, {"not-in-force"}, {"bound"}]
    assert (today_under_old_law.act_date, today_under_old_law.as_of) == ("1992-08-04", "2024-01-01")
