"""A small graph with derived facts, written in Turtle, and the answers of shipped questions over it."""

from typing import Any

import pyoxigraph as ox

from kembar.content.derivation import DERIVED, DerivationRule, derive, partnerships_of
from kembar.files import Content
from kembar.namespaces import CONCEPT, ID, KB, PREFIXES
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.rdf.bounds import bounds, date_properties
from kembar.settings import Settings
from kembar.store.embedded import EmbeddedStore
from kembar.store.sparql import AnswerLimits
from tests.questions.shipped import QUESTIONS, short

__all__ = ["PREFIX_LINES", "answers", "graph", "rows"]

_CONTENT = Content.shipped()
_RULES = [DerivationRule.compile(file) for file in _CONTENT.files("ontology/derived", ".rq")]
_DATES = date_properties(
    quad.triple for quad in ox.parse((_CONTENT.root / "ontology/kembar.ttl").read_text(), format=ox.RdfFormat.TURTLE)
)
_CONCEPTS = [
    quad.triple
    for file in _CONTENT.files("ontology/concepts", ".ttl")
    for quad in ox.parse(file.text, format=ox.RdfFormat.TURTLE)
]
PREFIX_LINES = "\n".join(
    [
        f"@prefix kb: <{KB}> . @prefix rdfs: <{PREFIXES['rdfs']}> . @prefix xsd: <{PREFIXES['xsd']}> . @prefix c: <{CONCEPT}> .",
        *(
            f"@prefix {kind}: <{ID}{kind}/> ."
            for kind in [
                "activity",
                "coverage",
                "country",
                "deed",
                "event",
                "government",
                "partnership",
                "period",
                "place",
                "source",
                "state",
                "territory",
            ]
        ),
    ]
)


def graph(turtle: str) -> EmbeddedStore:
    """Return a store with the code lists, the graph, the bounds of its dates and all derived facts."""
    triples = [quad.triple for quad in ox.parse(f"{PREFIX_LINES}\n{turtle}", format=ox.RdfFormat.TURTLE)]
    store, record = EmbeddedStore(), ox.NamedNode("https://w3id.org/kembar/graph/test")
    store.extend(ox.Quad(each.subject, each.predicate, each.object, record) for each in [*_CONCEPTS, *triples])
    store.extend(ox.Quad(each.subject, each.predicate, each.object, DERIVED) for each in bounds(triples, _DATES))
    derive(store, _RULES, partnerships_of(store))
    return store


def rows(store: EmbeddedStore, name: str, /, **values: str) -> list[dict[str, Any]]:
    """Return the rows of an answer, with IRIs cut to the names of what they name."""
    limits = Settings().limits(AnswerLimits)
    table = answer_question(QUESTIONS[name].bind(store, values), store, RevisionSummary(1, None, []), limits)
    return [{column: short(value) for column, value in row.items()} for row in table.rows]


def answers(store: EmbeddedStore, name: str, key: str, /, *columns: str, **values: str) -> dict[Any, Any]:
    """Return one column of an answer, or several, by another."""
    return {
        row[key]: row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns)
        for row in rows(store, name, **values)
    }
