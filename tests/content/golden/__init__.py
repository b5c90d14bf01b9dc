"""A small frozen content, and the facts derived from it as text, for comparison with a committed file.

``python -m tests.content.golden`` rewrites the file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from kembar.application import Kembar
from kembar.content.derivation import DERIVED, JUDGEMENTS
from kembar.files import DERIVATION_VERSION, Content
from kembar.rdf.names import kb
from kembar.store.protocol import Store
from kembar.store.revisions import Revisions

__all__ = ["COMMAND", "CONTENT", "FILE", "derivation", "difference", "golden_text"]

CONTENT = Path(__file__).parent
FILE = CONTENT / "derived.txt"
COMMAND = "python -m tests.content.golden"


def golden_text(root: Path = CONTENT) -> str:
    """Return the text of the golden file: the version of the derivation, then all facts derived from a content."""
    return "\n".join([f"DERIVATION_VERSION {DERIVATION_VERSION}", *derivation(root)]) + "\n"


def derivation(root: Path) -> list[str]:
    """Return the derived facts and judgements of a content without digests, and the tables of its index, as lines."""
    with TemporaryDirectory() as folder, Revisions(Path(folder)) as revisions:
        revision = Kembar(Content.at(root), revisions).revision
        return [*_quads(revision.store), *_tables(revisions.folder.path / f"{revision.number}.sqlite")]


def difference(golden: str, current: str) -> str | None:
    """Return an instruction if the derivation differs from the golden file, or None."""
    if golden == current:
        return None
    if golden.partition("\n")[0] == current.partition("\n")[0]:
        return f"The derivation changed: raise DERIVATION_VERSION and write the golden file anew (`{COMMAND}`)"
    return f"The golden file is of another DERIVATION_VERSION: write it anew (`{COMMAND}`)"


def _quads(store: Store) -> list[str]:
    quads = (quad for graph in (DERIVED, JUDGEMENTS) for quad in store.quads(graph=graph))
    return sorted(f"{quad} ." for quad in quads if quad.predicate != kb.contentDigest)


def _tables(path: Path) -> Iterator[str]:
    """Yield the definitions and the rows of the tables in an index."""
    query = """
        SELECT entry.name, entry.sql, coalesce(kind.type, entry.type)
        FROM sqlite_schema AS entry LEFT JOIN pragma_table_list AS kind ON kind.name = entry.name AND kind.schema = 'main'
        WHERE entry.sql IS NOT NULL ORDER BY entry.name"""
    with closing(sqlite3.connect(path)) as tables:
        for name, definition, kind in tables.execute(query).fetchall():
            if kind != "shadow":  # internal tables of FTS5
                yield " ".join(definition.split())
            if "content=''" in definition:  # a contentless table: list its words with their places
                tables.execute(f"CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, {name}, instance)")
                yield from _rows(tables, "places")
            elif kind in ("table", "virtual") and name != "made":
                yield from _rows(tables, name)


def _rows(tables: sqlite3.Connection, name: str) -> list[str]:
    return sorted(f"{name} {row!r}" for row in tables.execute(f"SELECT * FROM {name}"))
