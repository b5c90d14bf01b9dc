"""States of ties, ties in force on a day, ends of deeds and the day to act.

Each case has one tie, described by its deeds and states.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.law.working_days import shifted
from kembar.namespaces import CONCEPT
from kembar.store.embedded import EmbeddedStore
from tests.questions.small import answers, graph, rows

NAMES = 'rdfs:label "x"@id , "x"@en'
TIE = f"partnership:tie a kb:Partnership ; {NAMES} . source:one a kb:Source ; {NAMES} .\n"


def concept(scheme: str, name: str) -> str:
    return f"<{CONCEPT}{scheme}/{name}>"


def deed(name: str = "one", *more: str, signed: str | None = "2010-01-01", kind: str = "mou") -> str:
    """A deed of the tie; ``more`` are further properties."""
    properties = ["kb:partnership partnership:tie", f"kb:deedType {concept('deed-type', kind)}", *more]
    if signed:
        properties.append(f'kb:date "{signed}"^^xsd:{ {4: "gYear", 7: "gYearMonth", 10: "date"}[len(signed)] }')
    return f"deed:{name} a kb:Deed ; {NAMES} ; {' ; '.join(properties)} ; kb:statedAt source:one .\n"


def state(stage: str, day: str, name: str = "one", printed: str = "kata") -> str:
    kind = "date" if len(day) == 10 else "gYear"
    return (
        f'state:{name} a kb:TieState ; kb:stateOf partnership:tie ; kb:date "{day}"^^xsd:{kind} ; '
        f'kb:tieStage {concept("tie-stage", stage)} ; kb:asPrinted "{printed}"@id ; kb:statedAt source:one .\n'
    )


ON_SIGNING = f"kb:entryIntoForce {concept('entry-into-force', 'on-signing')}"
THREE_YEARS = f'{ON_SIGNING} ; kb:duration "P3Y"^^xsd:duration'
NONE, BY_CONSENT, BY_ITSELF = (
    f"kb:renewalClause {concept('renewal-clause', name)}" for name in ("none", "by-consent", "by-itself")
)
FOUNDS = "kb:founds partnership:tie"


@pytest.mark.parametrize(
    ("record", "on", "answer"),
    [
        ("", "2012-01-01", ("unknown", "nothing-recorded")),
        (deed(), "2012-01-01", ("unknown", "no-term")),
        (deed(signed=None), "2012-01-01", ("unknown", "no-term")),
        (deed("one", THREE_YEARS), "2012-01-01", ("yes", "term-runs")),
        (deed("one", THREE_YEARS), "2013-01-01", ("yes", "term-runs")),
        (deed("one", THREE_YEARS), "2013-01-02", ("unknown", "renewal-not-recorded")),
        (deed("one", THREE_YEARS, BY_CONSENT), "2013-01-02", ("unknown", "renewal-not-recorded")),
        (deed("one", THREE_YEARS, NONE), "2013-01-02", ("no", "term-over")),
        (deed("one", THREE_YEARS, BY_ITSELF), "2020-06-01", ("yes", "renews-itself")),
        (deed("one", THREE_YEARS, signed="2010"), "2010-06-01", ("unknown", "no-term")),
        (deed("one", THREE_YEARS, signed="2010"), "2012-12-31", ("yes", "term-runs")),
        (deed("one", THREE_YEARS, signed="2010"), "2013-06-01", ("unknown", "no-term")),
        (deed("one", 'kb:duration "P3Y"^^xsd:duration'), "2011-01-01", ("unknown", "no-term")),
        (deed("one", f"kb:entryIntoForce {concept('entry-into-force', 'on-notice')}"), "2011-01-01", ("unknown", "no-term")),
        (deed("one", FOUNDS), "2009-12-31", ("no", "not-yet-founded")),
        (deed("one", THREE_YEARS) + deed("two", THREE_YEARS, "kb:renews deed:one", signed="2013-01-01"), "2014-06-01", ("yes", "term-runs")),
        (deed("one", THREE_YEARS, kind="loi"), "2011-01-01", ("unknown", "nothing-recorded")),
        (deed("one", THREE_YEARS) + state("suspended", "2011-01-01"), "2012-01-01", ("no", "stopped")),
        (deed("one", THREE_YEARS) + state("suspended", "2011-01-01"), "2010-06-01", ("yes", "term-runs")),
        (deed("one", THREE_YEARS) + state("ended", "2009-01-01"), "2012-01-01", ("yes", "term-runs")),
        (state("ended", "2011-01-01"), "2012-01-01", ("no", "stopped")),
        (state("expired", "2005"), "2012-01-01", ("no", "stopped")),
        (state("in-force", "2011-01-01"), "2011-01-01", ("yes", "stated")),
        (state("in-force", "2011-01-01"), "2012-01-01", ("unknown", "stated-before")),
        (state("in-force", "2011-01-01") + state("ended", "2011-01-01", "two"), "2012-01-01", ("unknown", "states-disagree")),
        (state("exploring", "2011-01-01"), "2011-01-01", ("no", "only-early")),
        (state("exploring", "2011-01-01"), "2012-01-01", ("unknown", "early-before")),
        (state("exploring", "2011-01-01"), "2010-01-01", ("unknown", "nothing-recorded")),
        (deed("one", THREE_YEARS) + state("being-renewed", "2014-01-01"), "2014-06-01", ("unknown", "being-renewed")),
    ],
)  # fmt: skip
def test_whether_a_tie_is_in_force_is_yes_no_or_cannot_be_told(record: str, on: str, answer: tuple[str, str]) -> None:
    (row,) = rows(graph(TIE + record), "ties-in-force", on=on)
    assert (row["in_force"], row["reason"]) == answer
    assert row["reason_id"]
    assert row["reason_en"]


def test_a_state_is_listed_with_its_day_stage_words_and_source() -> None:
    (row,) = rows(graph(TIE + state("exploring", "2010", printed="penjajakan")), "tie-states")
    assert (row["partnership"], row["stage"], row["printed"], row["date"]) == ("tie", "exploring", "penjajakan", "2010")
    assert (row["earliest"], row["latest"]) == ("2010-01-01", "2010-12-31")
    assert [place["label_en"] for place in row["places"]] == ["x"]


def test_a_state_whose_words_are_not_mapped_is_listed_without_a_stage() -> None:
    unmapped = 'state:one a kb:TieState ; kb:stateOf partnership:tie ; kb:date "2010"^^xsd:gYear ; kb:asPrinted "sistercity"@id .'
    (row,) = rows(graph(TIE + unmapped), "tie-states")
    assert (row["stage"], row["printed"]) == (None, "sistercity")


@pytest.mark.parametrize(
    ("record", "explored"),
    [
        (state("exploring", "2010"), True),
        (state("exploring", "2010") + state("negotiated", "2012", "two"), True),
        (state("exploring", "2010") + state("in-force", "2012", "two"), False),
        (state("letter-of-intent", "2010"), False),
        (state("exploring", "2010") + deed(), False),
        (state("exploring", "2010") + deed(signed=None), True),
        ("", False),
    ],
)
def test_a_tie_is_only_explored_if_nothing_further_is_on_record(record: str, explored: bool) -> None:
    store = graph(TIE + record)
    assert (
        bool(store.query("ASK { GRAPH ?g { ?tie <https://w3id.org/kembar/ontology#onlyExplored> true } }")) is explored
    )


def ends(store: EmbeddedStore) -> tuple[str, ...]:
    found = store.select(
        """PREFIX kb: <https://w3id.org/kembar/ontology#>
        SELECT ?first ?last ?act { ?deed kb:nextEnd ?first ; kb:nextEndLatest ?last ; kb:actBefore ?act }"""
    )
    return tuple(str(value.value) for row in found for value in (row["first"], row["last"], row["act"]))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (deed("one", THREE_YEARS), ("2013-01-01", "2013-01-01", "2013-01-01")),
        (deed("one", THREE_YEARS, "kb:noticeMonths 6"), ("2013-01-01", "2013-01-01", "2012-07-01")),
        (deed("one", THREE_YEARS, "kb:noticeMonths 1", signed="2012-02-29"), ("2015-02-28", "2015-02-28", "2015-01-28")),
        (deed("one", THREE_YEARS, signed="2010"), ("2013-01-01", "2013-12-31", "2013-01-01")),
        (deed("one", 'kb:duration "P3Y"^^xsd:duration'), ()),
        (deed("one", 'kb:duration "P3Y"^^xsd:duration', 'kb:inForceFrom "2010-06-01"^^xsd:date'), ("2013-06-01", "2013-06-01", "2013-06-01")),
        (deed("one", THREE_YEARS, signed=None), ()),
        (deed("one", ON_SIGNING), ()),
        (
            deed("one", THREE_YEARS, "kb:term period:one") + 'period:one a kb:Period ; kb:start "2010"^^xsd:gYear ; kb:end "2012-05"^^xsd:gYearMonth .',
            ("2012-05-01", "2012-05-31", "2012-05-01"),
        ),
    ],
)  # fmt: skip
def test_the_first_term_ends_by_the_closing_clauses_or_the_term_on_record(
    record: str, expected: tuple[str, ...]
) -> None:
    assert ends(graph(TIE + record)) == expected


DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))


@settings(max_examples=40, deadline=None)
@given(DAYS, st.integers(0, 40), st.integers(0, 11), st.integers(0, 36))
def test_periods_of_the_calendar_are_those_of_the_law(signed: date, years: int, months: int, notice: int) -> None:
    """The rule counts in SPARQL, the law in Python; where a month lacks the day, both take its last day."""
    clauses = f'{ON_SIGNING} ; kb:duration "P{years}Y{months}M"^^xsd:duration', f"kb:noticeMonths {notice}"
    end = shifted(signed, 12 * years + months).earlier
    act = shifted(end, -notice).earlier
    expected = (end.isoformat(), end.isoformat(), act.isoformat())
    assert ends(graph(TIE + deed("one", *clauses, signed=signed.isoformat()))) == expected


@settings(max_examples=30, deadline=None)
@given(DAYS, st.integers(1, 60), st.integers(1, 60), st.integers(0, 12), st.integers(0, 9000), st.integers(1, 4000))
def test_a_deed_that_renews_itself_is_due_in_its_first_term_from_the_day_asked_about(
    signed: date, months: int, renewal: int, notice: int, later: int, width: int
) -> None:
    clauses = f'{ON_SIGNING} ; kb:duration "P{months}M"^^xsd:duration ; kb:renewalDuration "P{renewal}M"^^xsd:duration'
    record = graph(TIE + deed("one", clauses, BY_ITSELF, f"kb:noticeMonths {notice}", signed=signed.isoformat()))
    start = signed + timedelta(later)
    before = start + timedelta(width)
    first = shifted(signed, months).earlier
    terms = [shifted(first, number * renewal).earlier for number in range(400)]
    days = [(shifted(end, -notice).earlier, end) for end in terms]
    due = [(act.isoformat(), end.isoformat()) for act, end in days if start <= act < before][:1]
    asked = rows(record, "deeds-to-act-on", since=start.isoformat(), before=before.isoformat())
    assert [(row["act_before"], row["ends"]) for row in asked] == due
    last = [(act.isoformat(), end.isoformat()) for act, end in days if act < before][-1:]
    asked = rows(record, "deeds-to-act-on", before=before.isoformat())
    assert [(row["act_before"], row["ends"]) for row in asked] == last


def test_a_renewed_deed_needs_no_act_and_one_of_an_uncertain_day_says_so() -> None:
    renewal = deed("two", THREE_YEARS, "kb:renews deed:one", signed="2013")
    record = graph(TIE + deed("one", THREE_YEARS) + renewal)
    assert answers(record, "deeds-to-act-on", "deed", "act_before", "certain", before="2020-01-01") == {
        "two": ("2016-01-01", False)
    }


@pytest.mark.parametrize(
    ("record", "standing"),
    [
        (deed("one", THREE_YEARS), {"one": "expired"}),
        (deed("one", THREE_YEARS, BY_CONSENT), {"one": "expired"}),
        (deed("one", THREE_YEARS, BY_ITSELF), {}),
        (deed("one", THREE_YEARS, BY_CONSENT) + state("being-renewed", "2013"), {"one": "being-renewed"}),
        (
            deed("one", THREE_YEARS, BY_CONSENT) + state("being-renewed", "2013") + state("ended", "2015", "two"),
            {"one": "expired"},
        ),
        (deed("one", THREE_YEARS) + deed("two", THREE_YEARS, "kb:renews deed:one", signed="2018-01-01"), {"one": "renewed"}),
    ],
)  # fmt: skip
def test_an_expired_deed_is_told_from_one_that_is_renewed_or_being_renewed(
    record: str, standing: dict[str, str]
) -> None:
    assert answers(graph(TIE + record), "deeds-expired", "deed", "standing", before="2020-01-01") == standing


def test_a_deed_without_an_end_on_record_is_shown_if_asked_for() -> None:
    record = graph(TIE + deed())
    assert rows(record, "deeds-expired", before="2020-01-01") == []
    (row,) = rows(record, "deeds-expired", before="2020-01-01", unknown="include")
    assert (row["standing"], row["term_end"], row["certain"]) == ("unknown", None, None)
