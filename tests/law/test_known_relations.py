"""Relations without a recorded start: a source shows that they existed on its day, and nothing about days before."""

from datetime import date
from typing import Any

import pytest

from kembar.application import Kembar
from kembar.namespaces import ID
from kembar.rdf.formats import Format


def judgement_of(kembar: Kembar, country: str, day: date | None = None) -> dict[str, Any]:
    """Return the judgement on diplomatic relations for a draft with a city of a country."""
    graph = f"""
        @prefix kb: <https://w3id.org/kembar/ontology#> . @prefix id: <{ID}> .
        id:deed\\/draft a kb:Deed ; kb:party id:government\\/jakarta , id:government\\/example .
        id:government\\/example a kb:LocalGovernment ; kb:governs id:territory\\/example .
        id:territory\\/example a kb:Territory ; kb:country id:country\\/{country} .
    """
    verdict = kembar.verdicts.validate(graph.encode(), Format.TURTLE, as_of=day).to_json()
    name = f"{ID}requirement/diplomatic-relations"
    (judgement,) = [each for each in verdict["requirements"] if each["requirement"] == name]
    return dict(judgement)


@pytest.mark.parametrize("country", ["cv", "li"])
def test_relations_known_to_exist_satisfy_the_requirement_from_the_day_of_their_source(
    kembar: Kembar, country: str
) -> None:
    assert judgement_of(kembar, country)["outcome"] == "satisfied"


def test_before_the_day_of_their_source_they_are_undetermined_and_not_denied(kembar: Kembar) -> None:
    judgement = judgement_of(kembar, "cv", date(2012, 12, 4))
    assert judgement["outcome"] == "undetermined"
    assert "Ministry of Foreign Affairs" in judgement["needed"]["en"]


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(1960, 1, 1), "undetermined"),  # one reading of the first start is later than this day
        (date(1970, 1, 1), "violated"),
        (date(1975, 6, 1), "satisfied"),
        (date(1980, 1, 1), "violated"),
        (date(2000, 1, 1), "satisfied"),
    ],
)
def test_relations_with_portugal_have_two_gaps(kembar: Kembar, day: date, outcome: str) -> None:
    assert judgement_of(kembar, "pt", day)["outcome"] == outcome
