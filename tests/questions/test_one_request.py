"""What a researcher asks about the chapter is one request: the questions, parameters and filters that were missing."""

import pytest

from kembar.application import Kembar
from kembar.listings.pages import PageRequest
from tests.questions.shipped import ask, column


def listed(kembar: Kembar, collection: str, **filters: str) -> set[str]:
    """Return the names of all things of a collection that meet the filters."""
    page = kembar.snapshot.listing.page(collection, PageRequest("en", filters, limit=1_000), kembar.snapshot.limits)
    return {item["id"].rpartition("/")[2] for item in page.items}


def test_the_chapter_names_eleven_of_the_regulations(kembar: Kembar) -> None:
    named = column(ask(kembar, "regulations", source="chapter"), "regulation")
    assert len(named) == 11
    assert set(named) == listed(kembar, "regulations", source="chapter")
    assert len(ask(kembar, "regulations")) > 30
    assert set(column(ask(kembar, "regulations", source="chapter,press"), "regulation")) > set(named)


def test_activities_of_a_year_are_asked_by_date_or_by_the_narrative(kembar: Kembar) -> None:
    by_date = {
        row["year"]: (row["certain"], row["possible"]) for row in ask(kembar, "held-by-year", partnership="beijing")
    }
    told = {
        row["year"]: (row["certain"], row["possible"])
        for row in ask(kembar, "held-by-year", partnership="beijing", by="narrative")
    }
    assert by_date == {1992: (1, 1), 2017: (4, 4), 2019: (2, 3), 2020: (1, 2)}  # the expo is of 2019 or of 2020
    assert told == {1992: (1, 1), 2017: (4, 4), 2019: (3, 3), 2020: (1, 1)}


def test_contacts_count_only_if_asked_for(kembar: Kembar) -> None:
    def of_paris(**values: str) -> dict[object, object]:
        return {row["year"]: row["possible"] for row in ask(kembar, "held-by-year", partnership="paris", **values)}

    assert of_paris() == {1995: 1}
    assert of_paris(contacts="include") == {1995: 1, 2020: 4}


def test_the_participants_of_the_meeting_and_the_letters_of_article_27_are_parts(kembar: Kembar) -> None:
    assert len(ask(kembar, "document-items", provision="pp-28-2018-32-3")) == 4
    assert [row["citation"] for row in ask(kembar, "document-items", provision="pp-28-2018-27-1")] == [
        f"Pasal 27 ayat (1) huruf {letter}" for letter in "abcde"
    ]
    assert {row["part_of"] for row in ask(kembar, "document-items", form="document")} >= {"study", "cooperation-plan"}


def test_missions_are_indonesian_or_foreign(kembar: Kembar) -> None:
    kyiv = {row["mission"]: row["kind"] for row in ask(kembar, "missions", partnership="kyiv")}
    assert kyiv == {"indonesian-embassy-kyiv": "indonesian", "ukrainian-mission": "foreign"}
    assert set(column(ask(kembar, "missions", kind="foreign"), "partnership")) == {"budapest", "kyiv", "moscow"}


def test_foundings_are_counted_by_decade_with_the_gaps_between_them(kembar: Kembar) -> None:
    decades = {row["decade"]: row["foundings"] for row in ask(kembar, "foundings-by-decade", region="jakarta")}
    assert decades == {1970: 1, 1980: 4, 1990: 7, 2000: 9, 2020: 1}
    gaps = {row["partnership"]: row["days"] for row in ask(kembar, "founding-gaps", region="jakarta")}
    assert gaps["jeddah"] is None
    assert max(gaps, key=lambda each: gaps[each] or 0) == "shanghai"
    assert gaps["moscow"] == 1  # after Kyiv


def test_fields_are_listed_as_the_tables_print_them(kembar: Kembar) -> None:
    items = ask(kembar, "fields-as-listed", partnership="seoul")
    assert [row["position"] for row in items] == [1, 2, 3, 4, 5, 6, 7]


def test_no_member_of_the_flood_group_lists_a_field_of_floods(kembar: Kembar) -> None:
    groups = {row["group"]: row for row in ask(kembar, "groups-without-field", region="jakarta")}
    assert [name for name, row in groups.items() if row["none"]] == ["flood"]
    assert {each["label_en"] for each in groups["flood"]["without"]} == {
        "Jakarta–Tokyo",
        "Jakarta–Berlin",
        "Jakarta–Budapest",
    }


def test_three_partnerships_have_a_told_origin(kembar: Kembar) -> None:
    assert set(column(ask(kembar, "origins"), "partnership")) == {"berlin", "rotterdam", "tokyo"}


def test_the_reasons_that_the_chapter_gives_stand_in_the_answer(kembar: Kembar) -> None:
    reasons = {row["activity"]: row["reason_en"] for row in ask(kembar, "postponed-and-declined")}
    assert reasons["pyongyang-2019-animal-loan"] == "The animals asked for belong to a protected category."
    assert reasons["hanoi-2019-badminton-tournament"] is None  # none is given


def test_deeds_say_where_they_were_signed_and_how_far_they_have_come(kembar: Kembar) -> None:
    deeds = {row["deed"]: row for row in ask(kembar, "deeds", region="jakarta")}
    assert [each["label_en"] for each in deeds["berlin-mou-1994"]["signed_at"]] == ["Jakarta"]
    assert [each["label_en"] for each in deeds["berlin-implementing-arrangement-2020"]["signed_at"]] == ["online"]
    assert {row["state"] for row in deeds.values()} == {"signed", "agreed", "draft"}
    in_jakarta = {"seoul-mou-1984", "beijing-mou-1992", "berlin-mou-1994", "budapest-mou-2009"}
    assert set(column(ask(kembar, "deeds", place="jakarta"), "deed")) == in_jakarta


@pytest.mark.parametrize(
    ("day", "regulation", "state"),
    [
        ("2016-01-01", "uu-23-2014", "in-force"),
        ("2016-01-01", "pp-28-2018", "not-in-force"),
        ("2019-01-01", "pp-28-2018", "in-force"),
        ("2016-01-01", "perda-2-2025", "not-in-force"),
        ("2020-01-01", "pergub-150-2019", "cannot-tell"),
    ],
)
def test_a_regulation_is_in_force_or_not_on_a_day_or_it_cannot_be_told(
    kembar: Kembar, day: str, regulation: str, state: str
) -> None:
    assert {row["regulation"]: row["state"] for row in ask(kembar, "regulations", on=day)}[regulation] == state


def test_plans_show_their_years(kembar: Kembar) -> None:
    years = {row["regulation"]: row["plan_years"] for row in kembar.snapshot.ask("regulations", {}).rows}
    assert years["https://w3id.org/kembar/id/regulation/perpres-18-2020"] == "2020/2024"


def test_every_deed_is_under_a_law_or_under_none(kembar: Kembar) -> None:
    rows = ask(kembar, "deeds-by-law", region="jakarta")
    assert set(column(rows, "deed")) == set(column(ask(kembar, "deeds", region="jakarta"), "deed"))
    assert {row["founding"] for row in rows} == {True, False}
    under = ask(kembar, "deeds-by-law", regulation="uu-5-1974")
    assert set(column(under, "regulation")) == {"uu-5-1974"}


def test_relations_say_since_when_with_each_reading(kembar: Kembar) -> None:
    since = {
        row["partnership"]: row["since"]
        for row in kembar.snapshot.ask("relations-at-signing", {"region": "jakarta"}).rows
    }
    by_name = {str(name).rpartition("/")[2]: text for name, text in since.items()}
    assert set(str(by_name["kyiv"]).split(" | ")) == {"1992-06-06", "1992-06-11"}
    assert by_name["shanghai"] == "1990-08-08"


def test_steps_and_requirements_of_one_regulation(kembar: Kembar) -> None:
    assert 0 < len(ask(kembar, "procedure-steps", regulation="pp-28-2018")) < len(ask(kembar, "procedure-steps"))
    assert set(column(ask(kembar, "requirements", regulation="pp-28-2018"), "regulation")) == {"pp-28-2018"}


def test_online_is_a_medium_also_of_contacts(kembar: Kembar) -> None:
    online = listed(kembar, "activities", medium="online")
    assert {"berlin-2020-pandemic-video-conference", "casablanca-2020-sister-province-webinar"} <= online
    described = kembar.snapshot.ask("held-by-year", {"partnership": "new-south-wales", "contacts": "include"})
    assert described.rows
    query = (
        "SELECT ?c { ?c a <https://w3id.org/kembar/ontology#Contact> ; <https://w3id.org/kembar/ontology#medium> ?m }"
    )
    assert len(list(kembar.revision.store.select(query))) == 3  # video calls, and two by letter


def test_a_filter_takes_several_values(kembar: Kembar) -> None:
    both = listed(kembar, "activities", status="postponed,declined")
    assert both == listed(kembar, "activities", status="postponed") | listed(kembar, "activities", status="declined")
    assert set(column(ask(kembar, "plans", status="planned,under-discussion"), "status")) == {
        "planned",
        "under-discussion",
    }


def test_a_field_is_one_of_the_founding_deed_or_of_any(kembar: Kembar) -> None:
    by = {of: listed(kembar, "partnerships", field="tourism", of=of) for of in ("founding", "signed", "any")}
    assert by["founding"] <= by["signed"] <= by["any"] == listed(kembar, "partnerships", field="tourism")
    assert (
        set(column(ask(kembar, "partners-by-field", field="tourism", of="founding"), "partnership")) == by["founding"]
    )


def test_contacts_are_left_out_of_any_count_that_has_them(kembar: Kembar) -> None:
    def years(contacts: str) -> list[dict[str, object]]:
        return ask(kembar, "activity-by-year", indicator="contact", contacts=contacts)

    assert {row["partnership"] for row in years("exclude")} == {"berlin"}  # two video conferences
    assert len(years("include")) > len(years("exclude"))
    governor = {
        contacts: {row["actor"]: row["all"] for row in ask(kembar, "busiest-actors", contacts=contacts)}[
            "governor-of-jakarta"
        ]
        for contacts in ("include", "exclude")
    }
    assert governor["include"] > governor["exclude"]
