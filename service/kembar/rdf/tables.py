"""Rows of a CSV table as RDF, by a template in Turtle.

The template is the statements about a ``row:`` name; each is made once for each row. In them ``row:basis`` stands for
the names in the column ``basis``, ``row:requirement-example`` for the name in the column ``requirement`` with
``-example`` after it, and ``{label_id}`` in a text for the text in the column ``label_id``. A cell holds a text, or
prefixed names separated by commas; a statement with the names of an empty cell is not made.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kembar import messages
from kembar.errors import Fault
from kembar.files import ContentFile
from kembar.namespaces import SHAPE, slug_of

__all__ = ["Rows", "expand", "in_template"]

_ROW = SHAPE + "row/"
_BLANK = re.compile(r"\{([a-z_]+)\}")
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass
class Rows:
    """The statements of the rows, the line in which each IRI first occurs, and the faults of the table."""

    triples: list[ox.Triple] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def in_template(triple: ox.Triple) -> bool:
    """Return whether a statement is made once for each row."""
    return bool(_names_in(triple.subject))


def expand(template: Sequence[ox.Triple], prefixes: Mapping[str, str], table: ContentFile) -> Rows:
    """Return the statements of the rows of a table; a row with a mistake has none.

    Args:
        template: The statements of the template.
        prefixes: The prefixes of the names in the table.
        table: The CSV file, with a header row.
    """
    rows = Rows()
    defined: dict[str, int] = {}
    try:
        records = list(_records(table.text))
        header = records[0][1] if records else []
        _check_header(header, template)
    except _Mistake as mistake:
        rows.faults.append(mistake.fault(table.name))
        return rows
    for line, cells in records[1:]:
        try:
            row = _Row(line, header, cells, prefixes)
            made = [triple for statement in template for triple in row.state(statement)]
            row.check_subjects(defined)
        except _Mistake as mistake:
            rows.faults.append(mistake.fault(table.name))
            continue
        defined |= dict.fromkeys(row.subjects, line)
        rows.triples += made
        for iri in row.iris:
            rows.lines.setdefault(iri, line)
    return rows


class _Mistake(ValueError):
    """A mistake in one line, with its message."""

    def __init__(self, line: int, texts: messages.Texts) -> None:
        super().__init__(texts["en"])
        self._line, self._texts = line, texts

    def fault(self, file: str) -> Fault:
        return Fault(file, self._line, self._texts["en"], self._texts["id"])


class _Row:
    """One row, with the IRIs that its cells name (``iris``) and those that it describes (``subjects``)."""

    def __init__(self, line: int, header: Sequence[str], cells: Sequence[str], prefixes: Mapping[str, str]) -> None:
        if len(cells) != len(header):
            raise _Mistake(line, messages.text("table.cells", cells=len(cells), columns=len(header)))
        self._line, self._prefixes = line, prefixes
        self._cells = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
        self.iris: set[str] = set()
        self.subjects: set[str] = set()

    def state(self, statement: ox.Triple) -> Iterator[ox.Triple]:
        """Yield the statements that this row makes of one statement of the template."""
        for subject in self._names(statement.subject):
            self.subjects.add(subject.value)
            for value in self._values(statement.object):
                yield ox.Triple(subject, statement.predicate, value)

    def check_subjects(self, defined: Mapping[str, int]) -> None:
        """Raise :class:`_Mistake` if the row describes nothing, or a thing that is ``defined`` already."""
        if not self.subjects:
            raise _Mistake(self._line, messages.text("table.without-subject"))
        for subject in sorted(self.subjects & defined.keys()):
            raise _Mistake(self._line, messages.text("table.repeated", name=slug_of(subject), line=defined[subject]))

    def _values(self, term: Term) -> Sequence[Term]:
        if isinstance(term, ox.Literal):
            text = _BLANK.sub(lambda blank: self._text(blank[1]), term.value)
            if term.language:
                return [ox.Literal(text, language=term.language)]
            return [ox.Literal(text, datatype=term.datatype)]
        return self._names(term) if _names_in(term) else [term]

    def _text(self, column: str) -> str:
        if not self._cells[column]:
            raise _Mistake(self._line, messages.text("table.empty", column=column))
        return self._cells[column]

    def _names(self, term: Term) -> list[ox.NamedNode]:
        """Return the names in the cell that a ``row:`` name of the template stands for."""
        column, suffix = _names_in(term)[0]
        names = []
        for word in re.findall(r"[^\s,]+", self._cells[column]):
            prefix, _, slug = word.partition(":")
            if prefix not in self._prefixes or not re.fullmatch(r"[\w-]+", slug):
                raise _Mistake(self._line, messages.text("table.not-a-name", word=word, column=column))
            names.append(ox.NamedNode(self._prefixes[prefix] + slug + suffix))
        self.iris.update(name.value for name in names)
        return names


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows, each with its first line. A byte order mark, which spreadsheets write, is skipped."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _Mistake(line, messages.text("table.unreadable", error=error)) from error


def _check_header(header: Sequence[str], template: Sequence[ox.Triple]) -> None:
    """Raise :class:`_Mistake` unless the columns are those that the template uses, each once."""
    terms = [term for triple in template for term in (triple.subject, triple.object)]
    used = {column for term in terms for column, _ in _names_in(term)}
    used |= {column for term in terms if isinstance(term, ox.Literal) for column in _BLANK.findall(term.value)}
    if missing := ", ".join(sorted(used - set(header))):
        raise _Mistake(1, messages.text("table.missing-columns", columns=missing))
    if surplus := ", ".join(sorted({column for column in header if column not in used or header.count(column) > 1})):
        raise _Mistake(1, messages.text("table.surplus-columns", columns=surplus))


def _names_in(term: Term) -> list[tuple[str, str]]:
    """Return column and suffix of a ``row:`` name; nothing for any other term."""
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(_ROW):
        return []
    column, hyphen, rest = term.value.removeprefix(_ROW).partition("-")
    return [(column, hyphen + rest)]
