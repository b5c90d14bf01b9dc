"""What Kembar does, in one place: the HTTP layer and the command line are two ways to call it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import pyoxigraph as ox

from kembar import __version__
from kembar.content import Content
from kembar.graph.bounds import date_properties
from kembar.graph.dataset import describe_dataset, dump
from kembar.graph.documentation import vocabulary_page
from kembar.graph.loading import load
from kembar.graph.parsing import GraphLimits
from kembar.graph.revisions import Revisions
from kembar.graph.sparql import GRAPH_FORMATS, Answer, answer
from kembar.graph.things import describe, write
from kembar.law.proposal import Vocabulary
from kembar.law.report import validation_report
from kembar.law.rules import Rules
from kembar.law.verdict import Verdict
from kembar.names import GRAPH, PREFIXES
from kembar.questions import Question, Questions
from kembar.table import Table
from kembar.verdicts import Verdicts

__all__ = ["Answer", "Kembar"]

Choose = Callable[[list[str]], str]
"""Picks one of the format names that an answer can be given in; raises :class:`NotAcceptable`."""


class Kembar:
    """The service over one content and the store that holds it. Everything is compiled and checked here; what is broken raises at once."""

    def __init__(self, content: Content, revisions: Revisions, limits: GraphLimits | None = None) -> None:
        """Raises :class:`ContentError` with everything that is wrong in the content."""
        self.context = content.context
        self.questions = Questions(content.files("queries", ".rq"))
        self.revision = load(content, revisions)
        store = self.revision.store
        self._vocabulary_triples = vocabulary = [quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH + "ontology-kembar"))]
        domain = PREFIXES["rdfs"] + "domain"
        domains = {str(t.subject)[1:-1]: str(t.object)[1:-1] for t in vocabulary if t.predicate.value == domain}
        properties = frozenset(str(t.subject)[1:-1] for t in vocabulary if t.predicate.value == PREFIXES["rdf"] + "type" and "Property" in str(t.object))
        self.vocabulary = Vocabulary(properties, domains, date_properties(vocabulary))
        self.rules = Rules.of(content)
        # Both hold for the life of a revision, and take a moment to make.
        self._documentation = cache(lambda: vocabulary_page(vocabulary))
        self._dataset_description = cache(lambda: describe_dataset(store, self.revision.number))
        self.verdicts = Verdicts(self.rules, self.vocabulary, self.context, revisions.folder, self.revision.number, limits or GraphLimits())

    def query(self, text: str, choose: Choose, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """The whole answer to a SPARQL query over the union of all graphs, or over those named."""
        return answer(self.revision.store, text, choose, default_graphs, named_graphs)

    def question(self, name: str) -> Question:
        """A canned question. Raises :class:`NotFound`."""
        return self.questions[name]

    def ask(self, name: str, parameters: Mapping[str, str]) -> Table:
        """The answer to a canned question."""
        return self.questions[name].ask(self.revision.store, self.revision.number, parameters)

    def thing(self, iri: str, choose: Choose) -> Answer:
        """What the graph says of a thing. Raises :class:`NotFound`."""
        triples = describe(self.revision.store, iri)
        name = choose(list(GRAPH_FORMATS))
        return Answer(name, write(triples, name))

    def vocabulary_document(self, choose: Choose) -> Answer:
        """The vocabulary as RDF, or as a page for people."""
        name = choose([*GRAPH_FORMATS, "html"])
        if name == "html":
            return Answer(name, self._documentation())
        return Answer(name, write(self._vocabulary_triples, name))

    def dataset(self, choose: Choose) -> Answer:
        """What the dataset is and holds, in DCAT and VoID."""
        name = choose(list(GRAPH_FORMATS))
        return Answer(name, write(self._dataset_description(), name))

    def dump(self, name: str) -> Answer:
        """The whole graph; ``name`` is one of :data:`kembar.graph.dataset.DUMPS`. Raises :class:`NotFound`."""
        return Answer(*dump(self.revision.store, name))

    def report(self, verdict: Verdict, name: str) -> Answer:
        """The W3C validation report of a verdict, in a format of graphs."""
        return Answer(name, write(validation_report(verdict, self.rules), name))

    def health(self) -> dict[str, Any]:
        """Whether it is ready, and with what."""
        return {
            "status": "ready",
            "version": __version__,
            "revision": self.revision.number,
            "content": self.revision.digest,
            "statements": len(self.revision.store),
        }
