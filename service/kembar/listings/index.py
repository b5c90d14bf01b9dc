"""Index tables of a revision, to filter, sort and search its things.

They are one SQLite file beside the store of the revision, derived from the graph and deleted with it.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from kembar.errors import ContentError, Fault
from kembar.files import DERIVATION_VERSION, atomic_path
from kembar.listings.catalogue import Collections
from kembar.listings.collection import Collection, Member
from kembar.listings.text import fold, words
from kembar.namespaces import KB, PREFIXES
from kembar.rdf.names import dct, kb, rdf, rdfs, skos
from kembar.rdf.terms import Literal, NamedNode, text_of
from kembar.store.protocol import QuerySolution, Store
from kembar.store.revisions import Revision

__all__ = ["FIELDS", "open_index", "value_of"]

FIELDS = ("label", "alternative", "related", "description")
"""Fields of the full-text index; ``related`` holds the texts of the paths in the ``search`` of a collection."""
_PREDICATES = {
    "label": (rdfs.label, skos.prefLabel),
    "alternative": (skos.altLabel, dct.title),
    "description": (skos.definition, dct.description, kb.note),
}
_NONE = float("-inf")
"""Sort key of a thing without a value. SQLite sorts numbers before texts, so it comes first."""

# thing:      the things by number. Numbers ascend with the IRIs, so the order (key, thing) is the order (key, IRI).
# text:       the texts of a thing by field and language.
# cell:       the values of a thing in a list of values (Collections.lists).
# place:      the sort key of a thing in an order (Collections.orders).
# words, vocabulary, spelling: the full-text index, its words, and their trigrams.
# literal, typed, member: texts, classes and items by IRI, while the tables are filled.
_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000;
CREATE TABLE made (digest TEXT);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, type TEXT, id_label TEXT, en_label TEXT);
CREATE TABLE text (
  thing INTEGER, field INTEGER, language TEXT, text TEXT, PRIMARY KEY (thing, field, language, text)
) WITHOUT ROWID;
CREATE TABLE cell (
  list INTEGER, value, thing INTEGER, language TEXT, PRIMARY KEY (list, value, thing, language)
) WITHOUT ROWID;
CREATE TABLE place (list INTEGER, key, thing INTEGER, PRIMARY KEY (list, key, thing)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  label, alternative, related, description, content='', prefix='2 3', tokenize='unicode61'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
CREATE VIRTUAL TABLE spelling USING fts5(word, tokenize='trigram');
CREATE TEMP TABLE literal (
  iri TEXT, field INTEGER, language TEXT, text TEXT, PRIMARY KEY (iri, field, language, text)
) WITHOUT ROWID;
CREATE TEMP TABLE typed (iri TEXT, other INTEGER, type TEXT, PRIMARY KEY (iri, other, type)) WITHOUT ROWID;
CREATE TEMP TABLE member (collection TEXT, iri TEXT, PRIMARY KEY (collection, iri)) WITHOUT ROWID;
"""
_NAMED_VOCABULARIES = ("owl", "rdf", "rdfs", "sh", "skos", "void")
"""Prefixes that the published JSON-LD context has for classes of other vocabularies."""


def open_index(folder: Path, revision: Revision, collections: Collections) -> sqlite3.Connection:
    """Open the index tables of a revision for reading, and create them first if they are missing or outdated.

    Args:
        folder: The folder that holds the store of the revision.
        revision: The revision.
        collections: The collections that the tables are for.

    Raises:
        ContentError: A thing has several values for a member that is declared to have one.
    """
    path = folder / f"{revision.number}.sqlite"
    digest = _digest(revision, collections)
    tables = _open(path, digest)
    if tables:
        return tables
    lock = os.open(folder / str(revision.number), os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tables = _open(path, digest)  # another process may have created them meanwhile
        if not tables:
            _create(path, digest, revision.store, collections)
            tables = _open(path, digest)
    finally:
        os.close(lock)
    if tables is None:
        raise OSError(f"{path} was changed by another program while it was created")
    return tables


def _create(path: Path, digest: str, store: Store, collections: Collections) -> None:
    try:
        with atomic_path(path) as partial, closing(sqlite3.connect(partial, isolation_level=None)) as tables:
            _fill(tables, store, collections)
            tables.execute("INSERT INTO made VALUES (?)", [digest])
    except sqlite3.OperationalError as error:
        raise OSError(f"{path} cannot be written: {error}") from error


def value_of(term: object) -> str | int:
    """Return a term as the tables hold it: a number for an integer or a year, the IRI or text for any other."""
    if isinstance(term, Literal) and term.datatype.value.endswith(("#integer", "#gYear")):
        return int(term.value)
    return text_of(term)


def _digest(revision: Revision, collections: Collections) -> str:
    return hashlib.sha256(f"{DERIVATION_VERSION}\0{collections.digest}\0{revision.digest}".encode()).hexdigest()


def _open(path: Path, digest: str) -> sqlite3.Connection | None:
    if not path.exists():
        return None
    tables = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        if tables.execute("SELECT digest FROM made").fetchone() == (digest,):
            return tables
    except sqlite3.DatabaseError:  # incomplete, or of another version: create it again
        pass
    tables.close()
    return None


def _fill(tables: sqlite3.Connection, store: Store, collections: Collections) -> None:
    tables.create_function("fold", 1, lambda text: None if text is None else fold(text), deterministic=True)
    tables.executescript(_SCHEMA)
    tables.execute("BEGIN")
    tables.executemany("INSERT OR IGNORE INTO literal VALUES (?, ?, ?, ?)", _texts(store, collections))
    tables.executemany("INSERT OR IGNORE INTO typed VALUES (?, ?, ?)", _types(store))
    for collection in collections:
        tables.executemany(
            "INSERT INTO member VALUES (?, ?)",
            ((collection.name, text_of(row["thing"])) for row in _rows(store, collection.select())),
        )
    tables.execute(
        """INSERT INTO thing (iri, type, id_label, en_label)
        SELECT iri, (SELECT type FROM typed WHERE typed.iri = named.iri ORDER BY other, type LIMIT 1),
          (SELECT min(text) FROM literal WHERE literal.iri = named.iri AND field = 0 AND language = 'id'),
          (SELECT min(text) FROM literal WHERE literal.iri = named.iri AND field = 0 AND language = 'en')
        FROM (SELECT iri FROM literal UNION SELECT iri FROM member) AS named ORDER BY iri"""
    )
    tables.execute("INSERT INTO text SELECT id, field, language, text FROM literal JOIN thing USING (iri)")
    for (name, pattern), number in collections.lists.items():
        rows = (
            (number, value_of(row["value"]), _key(row), text_of(row["thing"]))
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
    """Yield IRI, field, language and text of each text that a search finds a thing by."""
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
    """Yield IRI, whether the class is of another vocabulary, and the name of the class in the JSON-LD context."""
    for quad in store.quads(None, rdf.type):
        if isinstance(quad.subject, NamedNode):
            iri = text_of(quad.object)
            yield quad.subject.value, not iri.startswith(KB), _class_name(iri)


def _class_name(iri: str) -> str:
    if iri.startswith(KB):
        return iri.removeprefix(KB)
    for prefix in _NAMED_VOCABULARIES:
        if iri.startswith(PREFIXES[prefix]):
            return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
    return iri


def _rows(store: Store, query: str) -> Iterable[QuerySolution]:
    return (row for row in store.select(query) if isinstance(row["thing"], NamedNode))


def _key(row: QuerySolution) -> str:
    """Return the key that a pattern binds, or the language of the value."""
    return text_of(row["key"]) if len(row) > 2 else _language(row["value"])


def _language(term: object) -> str:
    return (isinstance(term, Literal) and term.language) or ""


def _check(tables: sqlite3.Connection, collection: Collection, collections: Collections) -> None:
    """Raise :class:`ContentError` if a thing has several values for a member that is declared to have one."""
    query = """SELECT iri FROM cell JOIN thing ON id = thing WHERE list = ?
        GROUP BY thing, language HAVING count(*) > 1"""
    for member in collection.members:
        if not member.several and member.kind != "texts":
            row = tables.execute(query, [collections.lists[collection.name, member.pattern]]).fetchone()
            if row:
                file = f"queries/collections/{collection.name}.toml"
                reason = f"{member.name} is declared to have one value, and <{row[0]}> has several."
                raise ContentError([Fault(file, None, reason)])


def _order(tables: sqlite3.Connection, collections: Collections) -> None:
    """Fill the sort keys of all orders."""
    for (name, member_name, language), number in collections.orders.items():
        member = {member.name: member for member in collections[name].members}.get(member_name)
        values: list[object] = []
        if member is None:
            key, joins = f"fold(thing.{language}_label)", ""
        else:
            key, joins = _sort_key(member, language)
            values = [collections.lists[name, member.pattern]]
        tables.execute(
            f"""INSERT INTO place SELECT ?, coalesce({key}, ?), thing.id
            FROM member JOIN thing USING (iri) {joins} WHERE collection = ?""",
            [number, _NONE, *values, name],
        )


def _sort_key(member: Member, language: str) -> tuple[str, str]:
    """Return the SQL expression for the sort key of a member, and the joins that it needs."""
    joins = "LEFT JOIN cell ON cell.list = ? AND cell.thing = thing.id"
    if member.kind == "translated":
        joins += f" AND cell.language = '{language}'"
    if member.refers:
        return f"fold(named.{language}_label)", f"{joins} LEFT JOIN thing AS named ON named.iri = cell.value"
    return "fold(cell.value)" if member.kind in ("text", "translated") else "cell.value", joins


def _documents(tables: sqlite3.Connection) -> Iterator[tuple[int | str, ...]]:
    """Yield the number of each thing and its words by field; a text that occurs twice in a field counts once."""
    rows = tables.execute("SELECT thing, field, text FROM text ORDER BY thing")
    for thing, texts in groupby(rows, key=lambda row: row[0]):
        fields: list[dict[str, None]] = [{} for _ in FIELDS]
        for _, field, text in texts:
            fields[field][" ".join(words(text))] = None
        yield thing, *(" ".join(field) for field in fields)
