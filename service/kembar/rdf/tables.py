"""Rows of a CSV table as RDF, by a template in Turtle.

The template is the statements about a ``row:`` name; each is made once for each row. In them ``row:basis`` stands for the names in the column ``basis``,
``row:requirement-example`` for the name in the column ``requirement`` with ``-example`` after it, and ``{label_id}`` in a text for the text in the
column ``label_id``. A cell holds one or more prefixed names, separated by commas, or a text.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kembar.errors import Fault
from kembar.files import ContentFile
from kembar.namespaces import SHAPE, slug_of

__all__ = ["Rows", "expand", "in_template"]

_ROW = SHAPE + "row/"
_BLANK = re.compile(r"\{([a-z_]+)\}")


@dataclass
class Rows:
    """The statements that the rows make, the line that first names an IRI, and what is wrong with the table."""

    triples: list[ox.Triple] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def in_template(triple: ox.Triple) -> bool:
    """Return whether a statement is made for each row."""
    return _is_row_name(triple.subject)


def expand(template: Sequence[ox.Triple], prefixes: Mapping[str, str], table: ContentFile) -> Rows:
    """Return what the rows of a table state; a row with a mistake states nothing.

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
            row.check_new(made, defined)
        except _Mistake as mistake:
            rows.faults.append(mistake.fault(table.name))
            continue
        rows.triples += made
        for iri in row.iris:
            rows.lines.setdefault(iri, line)
    return rows


class _Mistake(ValueError):
    """What is wrong in one line, in English and in Indonesian."""

    def __init__(self, line: int, reason: str, alasan: str) -> None:
        super().__init__(reason)
        self._line, self._reason, self._alasan = line, reason, alasan

    def fault(self, file: str) -> Fault:
        return Fault(file, self._line, self._reason, self._alasan)


class _Row:
    """One row; ``iris`` collects the IRIs that its cells name."""

    def __init__(self, line: int, header: Sequence[str], cells: Sequence[str], prefixes: Mapping[str, str]) -> None:
        if len(cells) != len(header):
            raise _Mistake(
                line,
                f"has {len(cells)} cells under {len(header)} columns. Put a text that holds a comma between quotation marks.",
                f"mempunyai {len(cells)} sel di bawah {len(header)} kolom. Apit teks yang memuat koma dengan tanda kutip.",
            )
        self._line, self._prefixes = line, prefixes
        self._cells = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
        self.iris: set[str] = set()

    def state(self, statement: ox.Triple) -> Iterator[ox.Triple]:
        """Yield what a statement of the template says of this row; nothing where a cell of names is empty."""
        for subject in self._terms(statement.subject):
            for value in self._terms(statement.object):
                yield ox.Triple(subject, statement.predicate, value)

    def check_new(self, made: Sequence[ox.Triple], defined: dict[str, int]) -> None:
        """Add the subjects of this row to those ``defined`` before it. Raise :class:`_Mistake` where one is there or none is made."""
        subjects = {triple.subject.value for triple in made if isinstance(triple.subject, ox.NamedNode)}
        if not subjects:
            raise _Mistake(self._line, "names nothing that it states something of.", "tidak menyebut hal yang dinyatakannya.")
        for subject in sorted(subjects & defined.keys()):
            name, line = slug_of(subject), defined[subject]
            raise _Mistake(self._line, f"{name} is in line {line} already.", f"{name} sudah ada di baris {line}.")
        defined |= dict.fromkeys(subjects, self._line)

    def _terms(self, term: ox.NamedNode | ox.BlankNode | ox.Literal) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        if isinstance(term, ox.Literal):
            text = _BLANK.sub(lambda blank: self._text(blank[1]), term.value)
            return [ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)]
        if not _is_row_name(term):
            return [term]
        column, hyphen, rest = term.value.removeprefix(_ROW).partition("-")
        iris = [iri + hyphen + rest for iri in self._names(column)]
        self.iris.update(iris)
        return [ox.NamedNode(iri) for iri in iris]

    def _text(self, column: str) -> str:
        if not self._cells[column]:
            raise _Mistake(
                self._line,
                f"the column {column} is empty, and a text needs it.",
                f"kolom {column} kosong, padahal dipakai dalam teks.",
            )
        return self._cells[column]

    def _names(self, column: str) -> Iterator[str]:
        for name in re.findall(r"[^\s,]+", self._cells[column]):
            prefix, colon, slug = name.partition(":")
            if not (colon and prefix in self._prefixes and re.fullmatch(r"[\w-]+", slug)):
                raise _Mistake(
                    self._line,
                    f"{name!r} in the column {column} is no name with a prefix of the file beside the table.",
                    f"{name!r} di kolom {column} bukan nama dengan awalan dari berkas di samping tabel.",
                )
            yield self._prefixes[prefix] + slug


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows, each with the line that it begins in."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _Mistake(
            line,
            f"cannot be read as CSV: {error}. Is a quotation mark missing or not doubled?",
            f"tidak terbaca sebagai CSV: {error}. Kurang tanda kutip, atau belum digandakan?",
        ) from error


def _check_header(header: Sequence[str], template: Sequence[ox.Triple]) -> None:
    used = {column for triple in template for term in (triple.subject, triple.object) for column in _columns(term)}
    if lacking := ", ".join(sorted(used - set(header))):
        raise _Mistake(1, f"lacks columns that the template uses: {lacking}.", f"tidak mempunyai kolom yang dipakai: {lacking}.")
    if surplus := ", ".join(sorted({column for column in header if column not in used or header.count(column) > 1})):
        raise _Mistake(1, f"has columns twice or of no use: {surplus}.", f"mempunyai kolom ganda atau tak terpakai: {surplus}.")


def _columns(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> list[str]:
    if isinstance(term, ox.Literal):
        return _BLANK.findall(term.value)
    return [term.value.removeprefix(_ROW).partition("-")[0]] if _is_row_name(term) else []


def _is_row_name(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(_ROW)
