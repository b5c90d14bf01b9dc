"""A revision once more as tables to filter, sort and search: one SQLite file beside it, made of the graph and thrown away with it."""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from kembar.errors import ContentError, Fault
from kembar.files import DERIVATION_VERSION, whole
from kembar.listings.collection import Collection, Collections
from kembar.listings.text import fold, words
from kembar.namespaces import KB, PREFIXES
from kembar.rdf.names import dct, kb, rdf, rdfs, skos
from kembar.rdf.terms import Literal, NamedNode, text_of
from kembar.store.protocol import QuerySolution, Store
from kembar.store.revisions import Revision

__all__ = ["FIELDS", "open_index", "value_of"]

FIELDS = ("label", "alternative", "related", "description")
"""What a thing is found by; related are the names by which a collection finds its things beside their own."""
_PREDICATES = {
    "label": (rdfs.label, skos.prefLabel),
    "alternative": (skos.altLabel, dct.title),
    "description": (skos.definition, dct.description, kb.note),
}
_NONE = float("-inf")
"""The key of what has no value: before all numbers, which are before all texts."""

# Things are numbered in the order of their IRIs, so the order (key, thing) is that of (key, IRI).
_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;
CREATE TABLE made (digest TEXT);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, type TEXT, id_label TEXT, en_label TEXT);
CREATE TABLE text (thing INTEGER, field INTEGER, language TEXT, text TEXT, PRIMARY KEY (thing, field, language, text)) WITHOUT ROWID;
CREATE TABLE cell (list INTEGER, value, thing INTEGER, language TEXT, PRIMARY KEY (list, value, thing, language)) WITHOUT ROWID;
CREATE TABLE place (list INTEGER, key, thing INTEGER, PRIMARY KEY (list, key, thing)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(label, alternative, related, description, content='', prefix='2 3', tokenize='unicode61');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
CREATE TEMP TABLE said (iri TEXT, field INTEGER, language TEXT, text TEXT, PRIMARY KEY (iri, field, language, text)) WITHOUT ROWID;
CREATE TEMP TABLE typed (iri TEXT, other INTEGER, type TEXT, PRIMARY KEY (iri, other, type)) WITHOUT ROWID;
CREATE TEMP TABLE member (collection TEXT, iri TEXT, PRIMARY KEY (collection, iri)) WITHOUT ROWID;
"""


def open_index(folder: Path, revision: Revision, collections: Collections) -> sqlite3.Connection:
    """The tables of a revision that is kept in ``folder``, for reading; they are made now where they are missing or were made otherwise.

    Raises :class:`ContentError` where a member that has one value finds several.
    """
    path = folder / f"{revision.number}.sqlite"
    digest = _digest(revision, collections)
    found = _opened(path, digest)
    if found:
        return found
    held = os.open(folder / str(revision.number), os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)  # another process may be making the same
        if not (found := _opened(path, digest)):
            _make(path, digest, revision.store, collections)
            found = _opened(path, digest)
    finally:
        os.close(held)
    if found is None:
        raise OSError(f"{path} was changed while it was made")
    return found


def _make(path: Path, digest: str, store: Store, collections: Collections) -> None:
    with whole(path) as partial, closing(sqlite3.connect(partial, isolation_level=None)) as tables:
        _fill(tables, store, collections)
        tables.execute("INSERT INTO made VALUES (?)", [digest])


def value_of(term: object) -> str | int:
    """A term as the tables hold it: a number for an integer or a year, else its IRI or text."""
    if isinstance(term, Literal) and term.datatype.value.endswith(("#integer", "#gYear")):
        return int(term.value)
    return text_of(term)


def _digest(revision: Revision, collections: Collections) -> str:
    return hashlib.sha256(f"{DERIVATION_VERSION}\0{collections.digest}\0{revision.digest}".encode()).hexdigest()


def _opened(path: Path, digest: str) -> sqlite3.Connection | None:
    if not path.exists():
        return None
    tables = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        if tables.execute("SELECT digest FROM made").fetchone() == (digest,):
            return tables
    except sqlite3.DatabaseError:  # not whole, or of another version: it is made again
        pass
    tables.close()
    return None


def _fill(tables: sqlite3.Connection, store: Store, collections: Collections) -> None:
    tables.create_function("fold", 1, lambda text: None if text is None else fold(text), deterministic=True)
    tables.executescript(_SCHEMA)
    tables.execute("BEGIN")
    tables.executemany("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?)", _texts(store, collections))
    tables.executemany("INSERT OR IGNORE INTO typed VALUES (?, ?, ?)", _types(store))
    for collection in collections:
        tables.executemany(
            "INSERT INTO member VALUES (?, ?)",
            ((collection.name, text_of(row["thing"])) for row in _rows(store, collection.select())),
        )
    tables.execute(
        """INSERT INTO thing (iri, type, id_label, en_label)
        SELECT iri, (SELECT type FROM typed WHERE typed.iri = named.iri ORDER BY other, type LIMIT 1),
          (SELECT min(text) FROM said WHERE said.iri = named.iri AND field = 0 AND language = 'id'),
          (SELECT min(text) FROM said WHERE said.iri = named.iri AND field = 0 AND language = 'en')
        FROM (SELECT iri FROM said UNION SELECT iri FROM member) AS named ORDER BY iri"""
    )
    tables.execute("INSERT INTO text SELECT id, field, language, text FROM said JOIN thing USING (iri)")
    for (name, pattern), number in collections.lists.items():
        rows = (
            (number, value_of(row["value"]), _language(row["value"]), text_of(row["thing"]))
            for row in _rows(store, collections[name].select(pattern))
        )
        tables.executemany(
            "INSERT OR IGNORE INTO cell (list, value, language, thing) SELECT ?1, ?2, ?3, id FROM thing WHERE iri = ?4",
            rows,
        )
    tables.execute("CREATE INDEX cell_thing ON cell (list, thing)")
    for collection in collections:
        _check(tables, collection, collections)
    _order(tables, collections)
    tables.execute("CREATE INDEX place_thing ON place (list, thing)")
    tables.execute("CREATE INDEX thing_type ON thing (type)")
    tables.executemany(
        "INSERT INTO words (rowid, label, alternative, related, description) VALUES (?, ?, ?, ?, ?)", _documents(tables)
    )
    tables.execute("INSERT INTO spelling SELECT '^' || term || '$' FROM vocabulary WHERE length(term) > 2")
    tables.execute("COMMIT")


def _texts(store: Store, collections: Collections) -> Iterator[tuple[str, int, str, str]]:
    for field, predicates in _PREDICATES.items():
        for predicate in predicates:
            for quad in store.quads(None, predicate):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    yield quad.subject.value, FIELDS.index(field), quad.object.language or "", quad.object.value
    for collection in collections:
        for path in collection.search:
            for row in _rows(store, collection.select(f"?thing {path} ?value .")):
                yield text_of(row["thing"]), FIELDS.index("related"), _language(row["value"]), text_of(row["value"])


def _types(store: Store) -> Iterator[tuple[str, bool, str]]:
    """Each thing's classes as the context names them, those that are not ours after ours."""
    for quad in store.quads(None, rdf.type):
        if isinstance(quad.subject, NamedNode):
            kind = text_of(quad.object)
            prefix = next(
                (
                    prefix
                    for prefix in ("owl", "rdf", "rdfs", "sh", "skos", "void")
                    if kind.startswith(PREFIXES[prefix])
                ),
                None,
            )
            short = (
                kind.removeprefix(KB)
                if kind.startswith(KB)
                else f"{prefix}:{kind.removeprefix(PREFIXES[prefix])}"
                if prefix
                else kind
            )
            yield quad.subject.value, not kind.startswith(KB), short


def _rows(store: Store, query: str) -> Iterable[QuerySolution]:
    return (row for row in store.select(query) if isinstance(row["thing"], NamedNode))


def _language(term: object) -> str:
    return (isinstance(term, Literal) and term.language) or ""


def _check(tables: sqlite3.Connection, collection: Collection, collections: Collections) -> None:
    for member in collection.members:
        if not member.several and member.kind != "texts":
            number = collections.lists[collection.name, member.pattern]
            query = "SELECT iri FROM cell JOIN thing ON id = thing WHERE list = ? GROUP BY thing, language HAVING count(*) > 1"
            many = tables.execute(query, [number]).fetchone()
            if many:
                file = f"queries/collections/{collection.name}.toml"
                raise ContentError(
                    [Fault(file, None, f"{member.name} is declared to have one value, and <{many[0]}> has several.")]
                )


def _order(tables: sqlite3.Connection, collections: Collections) -> None:
    for (name, member, language), number in collections.orders.items():
        found = {each.name: each for each in collections[name].members}.get(member)
        if found is None:
            key, joined, given = f"fold(thing.{language}_label)", "", []
        else:
            joined = "LEFT JOIN cell ON cell.list = ? AND cell.thing = thing.id" + (
                f" AND cell.language = '{language}'" if found.kind == "translated" else ""
            )
            given = [collections.lists[name, found.pattern]]
            if found.refers:
                joined += " LEFT JOIN thing AS named ON named.iri = cell.value"
            key = (
                f"fold(named.{language}_label)"
                if found.refers
                else "fold(cell.value)"
                if found.kind in ("text", "translated")
                else "cell.value"
            )
        tables.execute(
            f"INSERT INTO place SELECT ?, coalesce({key}, ?), thing.id FROM member JOIN thing USING (iri) {joined} WHERE collection = ?",
            [number, _NONE, *given, name],
        )


def _documents(tables: sqlite3.Connection) -> Iterator[tuple[int | str, ...]]:
    """Each thing with its words, field by field; what it is found by twice counts once."""
    for thing, rows in groupby(
        tables.execute("SELECT thing, field, text FROM text ORDER BY thing"), key=lambda row: row[0]
    ):
        fields: list[dict[str, None]] = [{} for _ in FIELDS]
        for _, field, text in rows:
            fields[field][" ".join(words(text))] = None
        yield thing, *(" ".join(field) for field in fields)
