"""``/search`` shows first what bears the name: of 22 partners, and for words of the trade in both languages."""

import httpx
import pytest

PARTNERS = [
    "Al-Quds", "Arkansas", "Bangkok", "Beijing", "Berlin", "Budapest", "Casablanca", "Hanoi", "Islamabad", "Istanbul",
    "Jeddah", "Kyiv", "Los Angeles", "Maputo", "Moscow", "New South Wales", "Paris", "Pyongyang", "Rotterdam", "Seoul",
    "Shanghai", "Tokyo",
]  # fmt: skip
GAGARIN, ANNA = "Gift of a statue of Yuri Gagarin from Russia", "Gift of a statue of Anna de Kyiv from Kyiv"
WORDS = {
    "flood": ["floods and tidal inundation", "flood control", "master plan for flood mitigation"],
    "banjir": ["flood control", "floods and tidal inundation", "master plan for flood mitigation"],
    "grant": ["aid or grant", "PP) 2/2012 on regional grants"],
    "hibah": ["aid or grant", GAGARIN, ANNA],
    "gift": ["Gift of a PCR machine from Seoul", GAGARIN, ANNA],
    "sister school": ["Start of a sister school tie", "Video calls of pupils and teachers of the two sister schools"],
    "tourism": ["tourism promotion", "tourism management", "tourism"],
    "pariwisata": ["tourism promotion", "tourism management", "tourism"],
    "big data": ["big data for traffic"],
    "transport": ["transport", "public transport"],
    "sampah": ["waste management"],
    "football": ["Tokyo football tournament", "under-14 football team", "football team at the Beijing tournament"],
    "museum": ["museums", "museum", "maritime museums of Jakarta and Rotterdam"],
    "smart city": ["smart city", "Jakarta's part in the Africa-Casablanca smart city conference"],
    "kunjungan": ["exchange of official visits", "exchange of visits", "Working visit of the Governor of Jakarta"],
    "letter of intent": ["Surabaya–Shah Alam (2009)", "Jakarta–Casablanca-Settat", "letter of intent"],
}


def found(client: httpx.Client, q: str, **parameters: str) -> list[dict[str, str]]:
    response = client.get("/search", params={"q": q, "lang": "en", **parameters})
    assert response.status_code == 200, response.text
    items: list[dict[str, str]] = response.json()["items"]
    return items


@pytest.mark.parametrize("name", PARTNERS)
def test_the_name_of_a_partner_finds_the_partnership_then_the_territory_then_its_government(
    client: httpx.Client, name: str
) -> None:
    first, second, third = found(client, name)[:3]
    assert (first["type"], first["label"]) == ("Partnership", f"Jakarta–{name}")
    assert second["type"] == "Territory"
    assert name in second["label"]
    assert third["type"] == ("Territory" if name == "Casablanca" else "LocalGovernment")  # and Casablanca-Settat


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_trade_finds_in_the_first_three_what_it_names(client: httpx.Client, word: str) -> None:
    labels = [item["label"] for item in found(client, word)[:3]]
    for expected in WORDS[word]:
        assert any(expected in label for label in labels), labels


def test_a_name_that_most_partnerships_bear_finds_the_thing_of_that_name(client: httpx.Client) -> None:
    assert [item["type"] for item in found(client, "jakarta")[:2]] == ["Territory", "LocalGovernment"]


def test_a_geometry_is_never_found(client: httpx.Client) -> None:
    assert not [item for item in found(client, "point", limit="200") if "Geometry" in item["type"]]


@pytest.mark.parametrize(("typed", "meant"), [("tokio", "tokyo"), ("rotterdm", "rotterdam")])
def test_a_word_has_one_correction_the_nearest(client: httpx.Client, typed: str, meant: str) -> None:
    response = client.get("/search", params={"q": typed, "lang": "en"}).json()
    assert response["corrected"] == {typed: [meant]}
    assert response["items"][0]["label"].casefold() == f"jakarta–{meant}"


@pytest.mark.parametrize("kind", [None, "Activity"])
def test_pages_of_a_search_follow_each_other_in_its_order(client: httpx.Client, kind: str | None) -> None:
    parameters = {"type": kind} if kind else {}
    whole = [item["id"] for item in found(client, "jakarta", limit="300", **parameters)]
    pages: list[str] = []
    url = f"/search?q=jakarta&lang=en&limit=7{'&type=Activity' if kind else ''}"
    while url:
        response = client.get(url)
        pages += [item["id"] for item in response.json()["items"]]
        url = response.links.get("next", {}).get("url", "")
    assert pages[:300] == whole[: len(pages)]
    assert len(set(pages)) == len(pages) > 50
