"""The index tables agree with the graph: filters find what SPARQL finds, and pages of any size give the whole list."""

import itertools
import sqlite3
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kembar.application import Kembar
from kembar.errors import ContentError
from kembar.files import Content
from kembar.listings import selection
from kembar.listings.collection import Collection, Filter
from kembar.listings.index import open_index
from kembar.listings.pages import Page, PageRequest
from kembar.listings.text import fold, words
from kembar.rdf.terms import text_of
from kembar.store.protocol import Store
from kembar.store.revisions import Revisions

NAMES = [
    "activities",
    "actors",
    "countries",
    "deeds",
    "fields",
    "partners",
    "partnerships",
    "regulations",
    "requirements",
]
EXAMPLES = {
    "date": ["1990-01-01", "2007-06-21", "2019-07-01", "2021-01-01"],
    "year": ["1999", "2014", "2018"],
    "boolean": ["true", "false"],
}
FEW = selection._MAX_SORTED


def ask(kembar: Kembar, name: str, request: PageRequest) -> Page:
    return kembar.snapshot.listing.page(name, request, kembar.snapshot.limits)


def found_by_sparql(store: Store, collection: Collection, chosen: list[tuple[Filter, str]]) -> set[str]:
    found = {text_of(row["thing"]) for row in solutions(store, collection.select())}
    values = {each.parameter.name: value for each, value in chosen}
    in_order = []
    for each, text in chosen:
        pattern = each.pattern_for(values)
        value = f"?value_{each.parameter.name}"
        tests = [
            f"{value} = {term}" if isinstance(term, ox.NamedNode) else f'STR({value}) {each.compare} "{term.value}"'
            for term in map(each.parameter.bind, each.parameter.split(text))
        ]
        condition = pattern.replace("?value", value) + f" FILTER({' || '.join(tests)}) BIND({value} AS ?value)"
        if pattern and each.compare == "=":
            found &= {text_of(row["thing"]) for row in solutions(store, collection.select(condition))}
        elif pattern:
            in_order.append(condition.replace("BIND", "#"))  # together, as they share ?key
    if in_order:
        together = "\n".join(in_order) + "\nBIND(?key AS ?value)"
        found &= {text_of(row["thing"]) for row in solutions(store, collection.select(together))}
    return found


def solutions(store: Store, query: str) -> ox.QuerySolutions:
    return store.select(query)


@pytest.mark.parametrize("few", [0, FEW], ids=["met in order", "found and sorted"])
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_filters_find_what_sparql_finds(
    kembar: Kembar, monkeypatch: pytest.MonkeyPatch, few: int, data: st.DataObject
) -> None:
    monkeypatch.setattr(selection, "_MAX_SORTED", few)
    collection = kembar.snapshot.collections[data.draw(st.sampled_from(NAMES))]
    filters = data.draw(
        st.lists(st.sampled_from(collection.filters), max_size=3, unique_by=lambda each: each.parameter.name)
    )
    chosen = []
    for each in filters:
        known = kembar.choices(each.parameter) or EXAMPLES[each.parameter.kind]
        drawn = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=2 if each.parameter.several else 1))
        chosen.append((each, ",".join(drawn)))
    days = {each.parameter.name: value for each, value in chosen}
    assume(days.get("since", "") <= days.get("until", "9"))  # another period is refused
    asked = PageRequest(
        "en", {each.parameter.name: value for each, value in chosen}, sort=data.draw(st.sampled_from(collection.sorts))
    )
    items = ask(kembar, collection.name, asked).items
    assert {item["id"] for item in items} == found_by_sparql(kembar.revision.store, collection, chosen)
    assert len({item["id"] for item in items}) == len(items)


@pytest.mark.parametrize("few", [0, FEW], ids=["met in order", "found and sorted"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_pages_of_any_size_make_the_whole_in_order(
    kembar: Kembar, monkeypatch: pytest.MonkeyPatch, few: int, data: st.DataObject
) -> None:
    monkeypatch.setattr(selection, "_MAX_SORTED", few)
    collection = kembar.snapshot.collections[data.draw(st.sampled_from(NAMES))]
    language, sort = data.draw(st.sampled_from(["id", "en"])), data.draw(st.sampled_from(collection.sorts))
    q, limit = data.draw(st.sampled_from([None, "jakarta", "a"])), data.draw(st.integers(3, 60))
    whole = ask(kembar, collection.name, PageRequest(language, q=q, sort=sort)).items
    walked: list[Mapping[str, object]] = []
    after = None
    for _ in itertools.count():
        page = ask(kembar, collection.name, PageRequest(language, q=q, sort=sort, limit=limit, after=after))
        walked += page.items
        assert page.total == len(whole)
        after = page.after
        if after is None:
            break
    assert walked == whole
    keys = [(key(item[sort.removeprefix("-")]), item["id"]) for item in whole]
    assert keys == sorted(keys, reverse=sort.startswith("-"))


def test_the_total_is_left_out_only_where_many_things_would_have_to_be_looked_at(
    kembar: Kembar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "_MAX_COUNTED", 10)
    totals = [
        ask(kembar, "activities", PageRequest("en", values, q=q, limit=1)).total
        for values, q in (({}, None), ({}, "a"), ({"partnership": "kyiv"}, "a"))
    ]
    assert totals[1] is None
    assert all(totals[::2])


def key(value: object) -> tuple[bool, object]:
    if isinstance(value, dict):
        value = value["label"]
    return value is not None, fold(value) if isinstance(value, str) else value or 0


def test_what_is_none_comes_first_and_in_descending_order_last(kembar: Kembar) -> None:
    up, down = (
        [item["earliest"] for item in ask(kembar, "activities", PageRequest("en", sort=sort)).items]
        for sort in ("earliest", "-earliest")
    )
    assert up[0] is down[-1] is None
    assert up == down[::-1]


def test_words_are_without_accents_and_case() -> None:
    assert words("São Paulo – Łódź, İstanbul; ĐÀ NẴNG (Straße)") == [
        "sao",
        "paulo",
        "lodz",
        "istanbul",
        "da",
        "nang",
        "strasse",
    ]


@pytest.fixture
def tables(kembar: Kembar, tmp_path: Path) -> Callable[[], sqlite3.Connection]:
    (tmp_path / f"{kembar.revision.number}").mkdir()
    return lambda: open_index(tmp_path, kembar.revision, kembar.snapshot.collections)


def test_tables_are_made_once_and_again_when_they_are_missing_or_broken(
    tables: Callable[[], sqlite3.Connection], tmp_path: Path
) -> None:
    file = tmp_path / "1.sqlite"
    tables()
    made = file.stat()
    tables()
    assert file.stat().st_mtime_ns == made.st_mtime_ns
    for spoil in (file.unlink, lambda: file.write_bytes(b"no tables"), lambda: file.write_bytes(b"")):
        spoil()
        assert tables().execute("SELECT count(*) FROM thing").fetchone()[0] > 1000
    with sqlite3.connect(file) as changed:
        changed.execute("UPDATE made SET digest = 'other'")
    changed.close()
    assert tables().execute("SELECT digest <> 'other' FROM made").fetchone() == (1,)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["1.sqlite"]


def test_several_who_need_them_at_once_make_them_once(tables: Callable[[], sqlite3.Connection], tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as several:
        made = [several.submit(tables) for _ in range(4)]
        assert {each.result().execute("SELECT count(*) > 1000 FROM thing").fetchone() for each in made} == {(1,)}
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["1.sqlite"]


def test_tables_are_for_reading_only(tables: Callable[[], sqlite3.Connection]) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        tables().execute("DELETE FROM thing")


def test_tables_are_thrown_away_with_their_revision(tmp_path: Path) -> None:
    quad = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("o"))
    with Revisions(tmp_path, kept=1) as revisions:
        revisions.add([quad], "a")
        (tmp_path / "revisions" / "1.sqlite").touch()
        revisions.add([quad], "b")
        assert {path.name for path in (tmp_path / "revisions").iterdir()} == {"2"}
        (tmp_path / "revisions" / "7.sqlite").touch()
        (tmp_path / "revisions" / "2.sqlite.partial").touch()
    with Revisions(tmp_path):
        assert {path.name for path in (tmp_path / "revisions").iterdir()} == {"2"}


def test_a_second_value_where_one_is_declared_is_told(kembar: Kembar, tmp_path: Path) -> None:
    content = Content.shipped()
    with Revisions(tmp_path) as revisions:
        deed, when = ox.NamedNode("http://e/deed"), ox.NamedNode("https://w3id.org/kembar/ontology#deedType")
        kind = ox.Quad(
            deed,
            ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode("https://w3id.org/kembar/ontology#Deed"),
        )
        revision = revisions.add(
            [kind, *(ox.Quad(deed, when, ox.NamedNode(f"http://e/{number}")) for number in (1, 2))], content.digest
        )
        with pytest.raises(
            ContentError, match="deedType is declared to have one value, and <http://e/deed> has several"
        ):
            open_index(revisions.folder.path, revision, kembar.snapshot.collections)
