"""The coverage of the record, on which every negative answer depends."""

from kembar.questions.contract import Coverage
from kembar.rdf.terms import text_of
from kembar.store.protocol import Store

__all__ = ["coverage_of"]

_QUERY = """
PREFIX kb: <https://w3id.org/kembar/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?coverage ?id ?en ?note_id ?note_en ?start ?end (GROUP_CONCAT(STR(?covered); separator=" ") AS ?partnerships)
WHERE {
  ?coverage a kb:Coverage ; rdfs:label ?id , ?en . FILTER(LANG(?id) = "id" && LANG(?en) = "en")
  OPTIONAL { ?coverage kb:note ?note_id . FILTER(LANG(?note_id) = "id") }
  OPTIONAL { ?coverage kb:note ?note_en . FILTER(LANG(?note_en) = "en") }
  OPTIONAL { ?coverage kb:period ?period . OPTIONAL { ?period kb:start ?start } OPTIONAL { ?period kb:end ?end } }
  OPTIONAL { ?coverage kb:covers ?covered }
}
GROUP BY ?coverage ?id ?en ?note_id ?note_en ?start ?end
ORDER BY ?coverage
"""


def coverage_of(store: Store) -> list[Coverage]:
    """Return the coverage of the record in a store."""
    return [
        {
            "coverage": text_of(row["coverage"]),
            "label": {"id": text_of(row["id"]), "en": text_of(row["en"])},
            "note": {"id": _text(row["note_id"]), "en": _text(row["note_en"])},
            "from": _text(row["start"]),
            "until": _text(row["end"]),
            "partnerships": sorted((_text(row["partnerships"]) or "").split()),
        }
        for row in store.select(_QUERY)
    ]


def _text(term: object) -> str | None:
    return None if term is None else text_of(term)
