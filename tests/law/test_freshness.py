"""How fresh the law is: the oldest day of checking, and what is due for a check."""

from datetime import date

import pytest

from kembar.law.freshness import checked, checked_on, to_be_checked
from kembar.namespaces import ID
from kembar.rdf.formats import Format
from kembar.rdf.parsing import parse_bytes
from kembar.rdf.terms import NamedNode, in_graph
from kembar.store.embedded import EmbeddedStore

TODAY = date(2026, 11, 27)
NEW, OLD, NEVER = f"{ID}provision/new", f"{ID}provision/old", f"{ID}relation/never"
LAW = """
provision:new a kb:Provision ; kb:checkedOn "2026-11-01"^^xsd:date .
provision:old a kb:Provision ; kb:checkedOn "2025-11-01"^^xsd:date .
relation:never a kb:DiplomaticRelation .
country:nl a kb:Country .
"""


def store(turtle: str = LAW, *more: str) -> EmbeddedStore:
    result = EmbeddedStore()
    for number, text in enumerate((turtle, *more)):
        triples = parse_bytes(text.encode(), Format.TURTLE, {}, prefixes=True)
        result.extend(in_graph(triples, NamedNode(f"https://example.org/{number}")))
    return result


def test_provisions_and_relations_are_to_be_checked_and_nothing_else() -> None:
    assert to_be_checked(store()) == [NEW, OLD, NEVER]


def test_the_law_is_as_fresh_as_its_oldest_check() -> None:
    assert checked(store(), [NEW, OLD], TODAY, 3650) == {"checkedOn": "2025-11-01", "due": []}


def test_what_is_older_than_the_limit_is_due() -> None:
    assert checked(store(), [NEW, OLD], TODAY, 365) == {"checkedOn": "2025-11-01", "due": [OLD]}


@pytest.mark.parametrize(("limit", "due"), [(390, [OLD]), (391, [])])
def test_a_check_is_good_up_to_and_including_the_last_day(limit: int, due: list[str]) -> None:
    assert checked(store(), [OLD], TODAY, limit)["due"] == due


def test_what_was_never_checked_is_due_and_has_no_day() -> None:
    assert checked(store(), [NEVER], TODAY, 365) == {"checkedOn": None, "due": [NEVER]}
    assert checked(store(), [NEVER, NEW], TODAY, 365) == {"checkedOn": "2026-11-01", "due": [NEVER]}


def test_a_thing_that_the_store_does_not_describe_was_never_checked() -> None:
    assert checked(store(), [f"{ID}provision/unknown"], TODAY, 365)["due"] == [f"{ID}provision/unknown"]


def test_no_provision_is_neither_fresh_nor_due() -> None:
    assert checked(store(), [], TODAY, 365) == {"checkedOn": None, "due": []}


def test_a_provision_that_is_named_twice_is_due_once() -> None:
    assert checked(store(), [OLD, OLD], TODAY, 365)["due"] == [OLD]


def test_of_two_checks_the_last_counts() -> None:
    again = store(LAW, 'provision:old kb:checkedOn "2026-10-02"^^xsd:date .')
    assert checked_on(again, OLD, TODAY) == date(2026, 10, 2)
    assert checked(again, [OLD], TODAY, 365) == {"checkedOn": "2026-10-02", "due": []}


@pytest.mark.parametrize("value", ['"2027-01-11"^^xsd:date', '"soon"', '""'])
def test_a_day_to_come_and_a_text_that_is_no_day_count_as_no_check(value: str) -> None:
    wrong = store(f"provision:wrong a kb:Provision ; kb:checkedOn {value} .")
    assert checked(wrong, [f"{ID}provision/wrong"], TODAY, 365) == {"checkedOn": None, "due": [f"{ID}provision/wrong"]}


def test_a_day_with_a_time_zone_is_that_day() -> None:
    zoned = store('provision:zoned a kb:Provision ; kb:checkedOn "2026-11-01+07:00"^^xsd:date .')
    assert checked(zoned, [f"{ID}provision/zoned"], TODAY, 365)["checkedOn"] == "2026-11-01"
