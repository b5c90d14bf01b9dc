"""What is read: SPARQL, canned questions, things, the vocabulary and the dataset, over the revisions of one store."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

import pyoxigraph as ox

from kembar.graph.dataset import describe_dataset, dump, graph_triples
from kembar.graph.documentation import vocabulary_page
from kembar.graph.revisions import Revision, RevisionFolder
from kembar.graph.service_description import describe_service
from kembar.graph.sparql import GRAPH_FORMATS, Answer, AnswerLimits, answer
from kembar.graph.things import describe, write
from kembar.names import GRAPH
from kembar.questions import Questions
from kembar.table import Table

__all__ = ["Reader"]

Choose = Callable[[list[str]], str]
"""Picks one of the format names that an answer can be given in; raises :class:`NotAcceptable`."""


@dataclass(frozen=True)
class Reader:
    """Answers from revision ``number``, unless a question names another that is kept. Each process has its own."""

    questions: Questions
    revisions: RevisionFolder
    number: int
    limits: AnswerLimits

    def query(self, text: str, choose: Choose, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = (), revision: int | None = None) -> Answer:
        """The whole answer to a SPARQL query over the union of all graphs, or over those named."""
        return answer(self._at(revision).store, text, choose, default_graphs, named_graphs, self.limits)

    def ask(self, name: str, parameters: Mapping[str, str], revision: int | None = None) -> Table:
        """The answer to a canned question. Raises :class:`NotFound`."""
        at = self._at(revision)
        return self.questions[name].ask(at.store, at.number, parameters)

    def thing(self, iri: str, choose: Choose, revision: int | None = None) -> Answer:
        """What the graph says of a thing. Raises :class:`NotFound`."""
        triples = describe(self._at(revision).store, iri)
        name = choose(list(GRAPH_FORMATS))
        return Answer(name, write(triples, name))

    def vocabulary_document(self, choose: Choose, revision: int | None = None) -> Answer:
        """The vocabulary as RDF, or as a page for people."""
        name = choose([*GRAPH_FORMATS, "html"])
        graph = ox.NamedNode(GRAPH + "ontology-kembar")
        vocabulary = [quad.triple for quad in self._at(revision).store.quads_for_pattern(None, None, None, graph)]
        return Answer(name, vocabulary_page(vocabulary) if name == "html" else write(vocabulary, name))

    def dataset(self, choose: Choose, revision: int | None = None) -> Answer:
        """What the dataset is and holds, in DCAT and VoID."""
        name = choose(list(GRAPH_FORMATS))
        at = self._at(revision)
        return Answer(name, write(describe_dataset(at.store, at.number), name))

    def service_description(self, endpoint: str, choose: Choose, revision: int | None = None) -> Answer:
        """What the query service at ``endpoint`` can do."""
        name = choose(list(GRAPH_FORMATS))
        return Answer(name, write(describe_service(self._at(revision).store, endpoint), name))

    def graph(self, iri: str | None, choose: Choose, revision: int | None = None) -> Answer:
        """A named graph, or for None the default graph, which holds all statements. Raises :class:`NotFound`."""
        triples = graph_triples(self._at(revision).store, iri)
        name = choose(list(GRAPH_FORMATS))
        return Answer(name, write(triples, name))

    def dump(self, name: str, revision: int | None = None) -> Answer:
        """The whole graph; ``name`` is one of :data:`kembar.graph.dataset.DUMPS`. Raises :class:`NotFound`."""
        return Answer(*dump(self._at(revision).store, name))

    def answers(self) -> bool:
        """Whether the store of this process can be read."""
        return len(self._newest.store) > 0

    def open(self) -> Self:
        """The same, with its store open."""
        self._newest  # noqa: B018
        return self

    def __getstate__(self) -> dict[str, Any]:
        """For another process: without the open store."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _newest(self) -> Revision:
        return self.revisions.at(self.number)

    def _at(self, revision: int | None) -> Revision:
        return self._newest if revision is None or revision == self.number else self.revisions.at(revision)
