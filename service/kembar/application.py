"""Composition root: the service that the HTTP layer and the command line call."""

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from kembar import __version__
from kembar.content.loading import load
from kembar.files import Content
from kembar.law.judgements import DerivedJudgements
from kembar.law.judging import VerdictService
from kembar.law.proposal import Vocabulary
from kembar.law.rules import Rules
from kembar.listings.catalogue import Collections
from kembar.namespaces import GRAPH
from kembar.pool.walls import Wall
from kembar.questions.catalogue import Questions
from kembar.questions.parameters import Parameter
from kembar.rdf.contract import RevisionNumber
from kembar.rdf.parsing import GraphLimits
from kembar.rdf.terms import NamedNode
from kembar.report.text import report
from kembar.settings import Settings
from kembar.snapshot import Snapshot
from kembar.store.revisions import Revisions
from kembar.store.sparql import Answer, AnswerLimits

__all__ = ["Answer", "Health", "Kembar"]


class Health(TypedDict):
    """The state of a service that is ready."""

    status: Literal["ready"]
    version: str
    """Of the software."""
    revision: RevisionNumber
    content: str
    """Digest of the content."""
    questions: str
    """Digest of the questions."""
    statements: int
    walls: list[Wall]
    """What keeps the processes that read from calling other machines; empty only if the operator allows it."""
    loads: int
    """How often the content has been loaded since the start, also without success."""
    loadError: str | None
    """Why the last load failed; the content before it goes on answering. Null if it did not."""


class Kembar:
    """The service for one content and its store.

    Attributes:
        context: The JSON-LD context document.
        revision: The revision that holds the content.
        statements: The number of its statements.
        vocabulary: The vocabulary, to check proposals with.
        rules: The requirements of the law.
        verdicts: The judge of proposals, for the processes that judge.
        snapshot: The reader of the revision, for the processes that read.
    """

    def __init__(
        self,
        content: Content,
        revisions: Revisions,
        settings: Settings | None = None,
    ) -> None:
        """Compile and check the content, and load it if it changed. Raise :class:`ContentError` with all faults."""
        settings = settings or Settings()
        self.context = content.context
        questions = Questions.of(content)
        collections = Collections(content.files("queries/collections", ".toml"), content.context)
        self.revision = load(content, revisions, lambda: DerivedJudgements.of(content).derive_after)
        store = self.revision.store
        vocabulary = [quad.triple for quad in store.quads(graph=NamedNode(GRAPH + "ontology-kembar"))]
        self.vocabulary = Vocabulary.of(vocabulary)
        self.rules = Rules.of(content)
        self.verdicts = VerdictService(
            self.rules,
            self.vocabulary,
            self.context,
            revisions.folder,
            self.revision.number,
            settings.limits(GraphLimits),
            settings.limits(AnswerLimits),
            settings.law_checked_max_days,
            report,
        )
        self.snapshot = Snapshot(
            questions, revisions.folder, self.revision.number, settings.limits(AnswerLimits), collections
        )
        self.statements = len(store)  # once, because the store counts them one by one
        self.snapshot.types()  # creates the index tables now rather than during the first request

    @property
    def state(self) -> object:
        """A value that changes whenever the answer to a request may change."""
        return self.revision.number, self.snapshot.questions.digest, self.snapshot.revisions.tags.changed()

    def choices(self, parameter: Parameter) -> list[str] | None:
        """Return the values that a parameter can have, or None if they are not a list."""
        return parameter.values(self.revision.store)

    def health(self, walls: Sequence[Wall] = (), loads: int = 1, load_error: str | None = None) -> Health:
        """Return the status, the version, what identifies the content that is served, and how the last load ended."""
        return {
            "status": "ready",
            "version": __version__,
            "revision": self.revision.number,
            "content": self.revision.digest,
            "questions": self.snapshot.questions.digest,
            "statements": self.statements,
            "walls": list(walls),
            "loads": loads,
            "loadError": load_error,
        }
