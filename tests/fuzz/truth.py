"""Right answers, computed in this process from the same revision, without HTTP, workers and limits."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kembar.files import Content
from kembar.namespaces import BASE, PREFIXES
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.questions.catalogue import Questions
from kembar.settings import Settings
from kembar.store.revisions import RevisionFolder
from kembar.store.sparql import AnswerLimits
from kembar.things.description import describe

__all__ = ["Truth"]


class Truth:
    """The right answers of the newest revision of ``home``, compared with a media type and a body."""

    def __init__(self, home: Path) -> None:
        folder = RevisionFolder(home / "revisions")
        self._revision = folder.at(folder.newest() or 0)
        self._store = self._revision.store
        self._questions = Questions.of(Content.shipped())
        self._summary = RevisionSummary.of(self._revision)
        self._limits = Settings().limits(AnswerLimits)
        self._cached_answer = lru_cache(1_000)(self._answer)
        self._quads = frozenset(self._store.quads())
        self._triples = frozenset(quad.triple for quad in self._quads)
        former = {
            triple.subject for triple in self._triples if triple.predicate.value == PREFIXES["dct"] + "isReplacedBy"
        }
        subjects = {
            triple.subject.value.removeprefix(BASE)
            for triple in self._triples
            if isinstance(triple.subject, ox.NamedNode) and triple.subject not in former
        }
        self.things = sorted(
            path
            for path in subjects
            if path.split("/")[0] in ("id", "concept") and path.count("/") == 2 and "." not in path
        )
        """Paths of things."""

    def of_query(self, query: str, media: str, body: bytes) -> bool:
        expected = self._cached_answer(query, media)
        return body == expected or ("ORDER BY" not in query and _content(media, body) == _content(media, expected))

    def _answer(self, query: str, media: str) -> bytes:
        result = self._store.query(query)
        if isinstance(result, ox.QueryTriples):
            return ox.serialize(result, format=ox.RdfFormat.from_media_type(media)) or b""
        return result.serialize(format=ox.QueryResultsFormat.from_media_type(media)) or b""

    def of_thing(self, path: str, media: str, body: bytes) -> bool:
        return _content(media, body) == set(describe(self._store, BASE + path))

    def of_question(self, name: str, arguments: Mapping[str, str], media: str, body: bytes) -> bool:
        table = answer_question(
            self._questions[name].bind(self._store, arguments), self._store, self._summary, self._limits
        )
        return (
            (body.decode("utf-8-sig") == table.to_csv())
            if media == "text/csv"
            else bool({**json.loads(body), "cite": None} == {**json.loads(json.dumps(table.to_json())), "cite": None})
        )

    def of_dump(self, media: str, body: bytes) -> bool:
        quads = frozenset(ox.parse(body, format=ox.RdfFormat.from_media_type(media)))
        return quads == self._quads if media != "text/turtle" else {quad.triple for quad in quads} == self._triples


def _content(media: str, body: bytes) -> object:
    """Return the content of a body without its order."""
    if media == "text/csv":
        header, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
        return header, Counter(map(tuple, rows))
    if form := ox.RdfFormat.from_media_type(media):
        return {quad.triple for quad in ox.parse(body, format=form)}
    result = ox.parse_query_results(body, format=ox.QueryResultsFormat.from_media_type(media))
    assert isinstance(result, ox.QuerySolutions)
    return [variable.value for variable in result.variables], Counter(map(str, result))
