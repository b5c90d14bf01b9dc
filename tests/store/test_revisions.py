"""Revisions are written atomically, unchanged content adds none, and one process holds the store."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kembar.content.loading import load
from kembar.errors import BadParameter, ContentError, Gone, StoreInUse, UnknownName
from kembar.files import Content
from kembar.namespaces import GRAPH
from kembar.store.protocol import Store
from kembar.store.revisions import Holder, RevisionFolder, Revisions, holder
from tests.content.test_checking import GOOD, content

QUAD = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("o"), ox.NamedNode("http://e/g"))


def test_changed_content_adds_a_revision_and_unchanged_content_adds_none(tmp_path: Path) -> None:
    with Revisions(tmp_path / "home") as revisions:
        first = load(content(tmp_path, GOOD), revisions)
        unchanged = load(Content(tmp_path), revisions)
        second = load(content(tmp_path, GOOD.replace("2019", "2020")), revisions)
    assert (first.number, unchanged.number, second.number) == (1, 1, 2)


def test_each_file_is_a_named_graph_and_derived_facts_have_their_own(tmp_path: Path) -> None:
    with Revisions(tmp_path / "home") as revisions:
        store = load(content(tmp_path, GOOD), revisions).store
    names = {graph.value.removeprefix(GRAPH) for graph in store.graphs() if isinstance(graph, ox.NamedNode)}
    assert names == {"ontology-kembar", "events", "derived", "revisions"}


def test_broken_content_leaves_the_last_revision_as_it_was(tmp_path: Path) -> None:
    with Revisions(tmp_path / "home") as revisions:
        load(content(tmp_path, GOOD), revisions)
        with pytest.raises(ContentError):
            load(content(tmp_path, GOOD + "event:x a kb:Nothing ."), revisions)
        current = revisions.current()
    assert current
    assert current.number == 1


def test_the_history_of_revisions_is_in_the_graph(tmp_path: Path) -> None:
    with Revisions(tmp_path) as revisions:
        revisions.add([QUAD], "a")
        store = revisions.add([QUAD], "b").store
    digests = store.query(
        "SELECT ?d { GRAPH ?g { ?r <https://w3id.org/kembar/ontology#contentDigest> ?d } } ORDER BY ?r"
    )
    assert isinstance(digests, ox.QuerySolutions)
    assert [row["d"].value for row in digests] == ["a", "b"]


def test_a_failed_attempt_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(_: Store) -> None:
        raise RuntimeError

    with Revisions(tmp_path) as revisions:
        with pytest.raises(RuntimeError):
            revisions.add(
                [QUAD, ox.Quad(QUAD.subject, QUAD.predicate, ox.Literal("from the failed attempt"))], "a", fail
            )
        added = revisions.add([QUAD], "b")
    assert (added.number, added.digest) == (1, "b")
    assert "from the failed attempt" not in {getattr(quad.object, "value", "") for quad in added.store.quads()}


def test_a_second_process_is_refused_and_the_error_names_the_holder(tmp_path: Path) -> None:
    with Revisions(tmp_path) as revisions:
        revisions.announce("http://127.0.0.1:1")
        with pytest.raises(StoreInUse) as caught:
            Revisions(tmp_path)
    assert caught.value.extra["url"] == "http://127.0.0.1:1"


def test_the_holder_is_known_only_while_it_holds_the_store(tmp_path: Path) -> None:
    assert holder(tmp_path) is None
    with Revisions(tmp_path) as revisions:
        revisions.announce("http://127.0.0.1:1")
        assert holder(tmp_path) == Holder("http://127.0.0.1:1", os.getpid())
    assert holder(tmp_path) is None


def test_the_newest_revisions_are_kept_and_a_pruned_one_names_the_nearest(tmp_path: Path) -> None:
    with Revisions(tmp_path, kept=3) as revisions:
        for name in "abcde":
            revisions.add([QUAD], name)
        assert revisions.folder.numbers() == [3, 4, 5]
        assert revisions.folder.at(4).digest == "d"
        with pytest.raises(Gone) as pruned:
            revisions.folder.at(1)
        assert pruned.value.extra == {"nearest": 3}
        for number in (0, -1, 6, 10**300):
            with pytest.raises(UnknownName) as unknown:
                revisions.folder.at(number)
            assert unknown.value.extra == {"parameter": "revision", "newest": 5}


def test_a_tagged_revision_is_kept_and_read_by_its_tag(tmp_path: Path) -> None:
    with Revisions(tmp_path, kept=2) as revisions:
        revisions.add([QUAD], "a")
        revisions.add([QUAD], "b")
        assert revisions.folder.tag("first", 1) == 1
        assert RevisionFolder(tmp_path / "revisions").tag("second", None) == 2
        for name in "cde":
            revisions.add([QUAD], name)
        assert revisions.folder.numbers() == [1, 2, 4, 5]
        assert [revisions.folder.numbered(text) for text in ("first", "second", "5", "9" * 300)] == [
            1,
            2,
            5,
            int("9" * 300),
        ]
        for text, error in {
            **dict.fromkeys(("", "0", "-1", "1.5", "٣", "9" * 2_000, "first\n"), BadParameter),
            "third": UnknownName,
        }.items():
            with pytest.raises(error) as unknown:
                revisions.folder.numbered(text)
            assert unknown.value.extra == {"parameter": "revision", "known": ["first", "second"]}


WRITER = """
import sys, pyoxigraph as ox
from pathlib import Path
from kembar.store.revisions import Revisions
prop, graph = ox.NamedNode("http://e/p"), ox.NamedNode("http://e/g")
quads = [ox.Quad(ox.NamedNode(f"http://e/{n}"), prop, ox.Literal(n), graph) for n in range(2000)]
with Revisions(Path(sys.argv[1])) as revisions:
    while True:
        print(revisions.add(quads, "x").number, flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_only_whole_revisions(tmp_path: Path) -> None:
    acknowledged = 0
    for pause in (0.0, 0.011, 0.023, 0.037, 0.051):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            acknowledged = int(writer.stdout.readline())
            time.sleep(pause)
            os.kill(writer.pid, signal.SIGKILL)
            acknowledged = max([acknowledged, *(int(line) for line in writer.stdout if line.strip())])
        with Revisions(tmp_path) as revisions:
            current = revisions.current()
            assert current
            assert current.number >= acknowledged
            assert len(list(current.store.quads(None, None, None, ox.NamedNode("http://e/g")))) == 2000
            assert not list(tmp_path.glob("revisions/*.partial"))
