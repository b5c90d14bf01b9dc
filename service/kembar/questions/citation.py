"""The permanent link of an answer (RFC 8574), and its citation (CSL-JSON 1.0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from kembar import messages
from kembar.errors import Gone
from kembar.questions.answering import RevisionSummary
from kembar.questions.contract import Citation
from kembar.questions.question import Question

__all__ = ["AnswerAddress", "citation"]


@dataclass(frozen=True)
class AnswerAddress:
    """The address of an answer.

    Attributes:
        path: The address without its query, ``https://example.org/queries/deeds.json``.
        form: The values of ``format`` and ``shape``, as far as the request has them.
        revisions_kept: How many revisions the service keeps beside the tagged ones.
    """

    path: str
    form: Mapping[str, str]
    revisions_kept: int

    def permanent_link(self, question: Question, values: Mapping[str, str], revision: int, tag: str | None) -> str:
        """Return the address with every value, the version of the question, and the revision by its tag or number."""
        pinned = {"version": question.version, "revision": tag or str(revision)}
        return f"{self.path}?{urlencode({**values, **self.form, **pinned})}"

    def check_version(self, question: Question, version: str | None, parameters: Mapping[str, str]) -> None:
        """Raise :class:`Gone` if the request names another version of the question than the current one.

        Args:
            question: The current question.
            version: The version that the request names.
            parameters: The other parameters of the request, for the address of the answer.
        """
        if version not in (None, question.version):
            raise Gone(
                messages.text(
                    "refused.version", name=question.name, version=repr(str(version)[:40]), current=question.version
                ),
                version=question.version,
                address=f"{self.path}?{urlencode({**parameters, 'version': question.version})}",
            )


def citation(
    question: Question, link: str, revision: RevisionSummary, tag: str | None, revisions_kept: int
) -> Citation:
    """Return the citation of an answer. It holds no day of access, which would make every answer differ."""
    untagged = f" Revision {revision.number} has no tag: it is kept only among the newest {revisions_kept}."
    item: Citation = {
        "id": link,
        "type": "dataset",
        "title": question.title["en"],
        "author": [{"literal": "Kembar"}],
        "publisher": "Kembar",
        "container-title": "Kembar: foreign cooperation of Indonesian regional governments",
        "version": f"question {question.version}, revision {revision.number}{f' ({tag})' if tag else ''}",
        "URL": link,
        "note": "Licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/." + ("" if tag else untagged),
    }
    if revision.made:
        day = datetime.fromisoformat(revision.made)
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return item
