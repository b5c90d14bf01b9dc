"""Complete answers to queries of clients: refused if they call other machines, serialized, and limited in size."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import unquote_plus

import pyoxigraph as ox

from kembar import messages
from kembar.errors import AnswerTooLarge, BadInput, Limits, QuerySyntaxError
from kembar.messages import Texts
from kembar.rdf.formats import BOOLEANS, GRAPHS, SOLUTIONS, Format
from kembar.rdf.serialization import write_graph
from kembar.store.federation import judged
from kembar.store.hints import misplaced, unsupported
from kembar.store.moment import depends_on_moment
from kembar.store.protocol import Store

__all__ = ["Answer", "AnswerLimits", "Choose", "Encoded", "answer"]

_Row = TypeVar("_Row")

Choose = Callable[[Sequence[Format]], Format]
"""Returns one of the formats in which an answer is available, or raises :class:`NotAcceptable`."""


class Encoded(str):
    """A text of a form that is still encoded, because decoding a long one takes long."""

    def decoded(self) -> str:
        """Return the text. Raise :class:`BadInput` if it is not UTF-8."""
        try:
            return unquote_plus(self, errors="strict")
        except ValueError as error:
            raise BadInput(f"The form cannot be read: {error}.") from error


@dataclass(frozen=True)
class Answer:
    """A complete answer.

    Attributes:
        changes: Whether the same query over the same revision may have another answer later.
        advice: What the client should know about the query, if anything.
    """

    format: Format
    body: bytes
    changes: bool = False
    advice: str | None = None


_INSTEAD = messages.template("limit.narrower")


@dataclass(frozen=True)
class AnswerLimits(Limits):
    """The maximum sizes of an answer and a dump."""

    result_max_bytes: int
    result_max_rows: int
    dump_max_bytes: int

    def take(self, rows: Iterable[_Row], instead: Texts | None = None) -> list[_Row]:
        """Return all rows. Raise :class:`AnswerTooLarge` as soon as they exceed the limit."""
        taken = list(islice(rows, self.result_max_rows + 1))
        self.check_rows(len(taken), instead)
        return taken

    def answer(self, form: Format, body: bytes, instead: Texts | None = None) -> Answer:
        """Return a complete answer. Raise :class:`AnswerTooLarge` if it has more bytes than the limit."""
        self.check_bytes(len(body), instead)
        return Answer(form, body)

    def json(self, document: object, form: Format = Format.TABLE_JSON, instead: Texts | None = None) -> Answer:
        """Return a document as a complete answer in JSON. Raise as :meth:`answer` does."""
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return self.answer(form, text.encode(), instead)

    def check_rows(self, rows: int, instead: Texts | None = None) -> None:
        """Raise :class:`AnswerTooLarge` for more rows than the limit; ``instead`` says how to ask for fewer."""
        if rows > self.result_max_rows:
            raise self._too_large("result_max_rows", messages.template("limit.rows"), instead)

    def check_bytes(self, size: int, instead: Texts | None = None) -> None:
        """Raise :class:`AnswerTooLarge` for more bytes than the limit; ``instead`` says how to ask for fewer."""
        if size > self.result_max_bytes:
            raise self._too_large("result_max_bytes", messages.template("limit.bytes"), instead)

    def _too_large(self, field: str, problem: Texts, instead: Texts | None) -> AnswerTooLarge:
        return self.exceeded(AnswerTooLarge, field, problem, instead or _INSTEAD)


def answer(
    store: Store,
    query: str,
    choose: Choose,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    *,
    limits: AnswerLimits,
) -> Answer:
    """Return the complete answer to a client's query in the format that ``choose`` picks among those of its query form.

    Raises:
        QuerySyntaxError: With line and column.
        QueryRefused: If the query could call another machine.
        UnsupportedQuery: If the engine does not know a function of the query.
        AnswerTooLarge: If the answer exceeds a limit; partial answers are never returned.
    """
    form = judged(query)
    try:
        return _answer(store, form.text, choose, default_graphs, named_graphs, limits)
    except QuerySyntaxError as error:
        raise misplaced(error, lambda line, column: form.place(query, line, column)) from error
    except RuntimeError as error:  # by the engine; its errors of reading the store are OSErrors
        raise unsupported(str(error)) from error


def _answer(
    store: Store,
    query: str,
    choose: Choose,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
    limits: AnswerLimits,
) -> Answer:
    result = store.query(query, default_graphs, named_graphs)
    body = _BoundedBuffer(limits)
    changes = depends_on_moment(query)
    if isinstance(result, ox.QueryTriples):
        form = choose(GRAPHS)
        write_graph(result, body, form)
        return Answer(form, body.getvalue(), changes)
    form = choose(SOLUTIONS if isinstance(result, ox.QuerySolutions) else BOOLEANS)
    result.serialize(body, format=form.results)
    if isinstance(result, ox.QuerySolutions):
        limits.check_rows(_rows(body.getvalue(), form, limits.result_max_rows))
    return Answer(form, body.getvalue(), changes)


_BETWEEN_ROWS = {
    Format.SPARQL_JSON: b"},{",
    Format.SPARQL_XML: b"<result>",
    Format.SPARQL_CSV: b"\n",
    Format.SPARQL_TSV: b"\n",
}
"""A text that occurs at least once for each row except the first."""


def _rows(body: bytes, form: Format, limit: int) -> int:
    """Return the number of rows of a serialized result, or an upper bound if that is not above ``limit``.

    A literal may contain the text between rows, so if the bound is above the limit the result is parsed.
    """
    bound = body.count(_BETWEEN_ROWS[form]) + 1
    if bound <= limit:
        return bound
    if form is Format.SPARQL_CSV:  # pyoxigraph does not parse CSV
        return sum(1 for _ in csv.reader(StringIO(body.decode(), newline=""))) - 1
    solutions = ox.parse_query_results(body, format=form.results)
    return sum(1 for _ in solutions) if isinstance(solutions, ox.QuerySolutions) else 0


class _BoundedBuffer(BytesIO):
    """A buffer that refuses more bytes than the limit."""

    def __init__(self, limits: AnswerLimits) -> None:
        super().__init__()
        self._limits = limits

    def write(self, data: Any) -> int:
        self._limits.check_bytes(self.tell() + len(data))
        return super().write(data)
