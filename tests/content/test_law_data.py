"""The law of the record: every paragraph is accounted for, and every provision says how well its text is known."""

import pyoxigraph as ox
import pytest

from kembar.files import Content
from kembar.law.rules import Rules
from kembar.namespaces import ID, PREFIXES

CONTENT = Content.shipped()
KB = PREFIXES["kb"]
HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("kb", "rdfs", "xsd", "void", "provision", "step"))
PP = f"{ID}provision/pp-28-2018-"

# The paragraphs of PP 28/2018 that a rule tests: those that are the kb:legalBasis of a requirement.
TESTED = frozenset(rule.basis.removeprefix(PP) for rule in Rules.of(CONTENT).rules if rule.basis.startswith(PP))

# Days, gazette numbers and paragraphs that are known from general knowledge only, so that no statement of the law may have them.
UNSOURCED = {
    "uu-37-1999": ("1999-09",),
    "uu-24-2000": ("2000-10",),
    "uu-22-1999": ("TLN 3839",),
    "pp-10-2011": ("2011-02",),
    "permenlu-09-2006": ("2006-12-28",),
    "perda-1-2018": ("2018-04-",),
    "pp-28-2018": ("TLN 6219",),
    "permendagri-3-2008": ("2008-01", "2008-02"),
    "unscr-2321": ("aragraf 11", "aragraph 11"),
}


@pytest.fixture(scope="module")
def law() -> ox.Store:
    """Return the statements of the law files."""
    store = ox.Store()
    for file in CONTENT.files("data", ".ttl"):
        if file.name.startswith("data/law-"):
            store.load(file.text.encode(), ox.RdfFormat.TURTLE)
    return store


def rows(law: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = law.query(HEAD + query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in solutions]


def article(provision: str) -> int:
    """Return the number of the article (Pasal) of a provision of PP 28/2018."""
    return int(provision.removeprefix(PP).split("-")[0])


def paragraphs(law: ox.Store) -> list[str]:
    """Return the provisions of PP 28/2018 from Pasal 23 to Pasal 48."""
    found = rows(law, "SELECT ?p { ?p kb:provisionOf <https://w3id.org/kembar/id/regulation/pp-28-2018> }")
    return [provision for (provision,) in found if 23 <= article(provision) <= 48]


def test_every_article_of_pp_28_2018_from_23_to_48_is_in_the_record(law: ox.Store) -> None:
    assert {article(provision) for provision in paragraphs(law)} == set(range(23, 49))


def test_each_paragraph_of_pp_28_2018_has_a_rule_or_says_in_both_languages_why_not(law: ox.Store) -> None:
    reasons: dict[str, set[str]] = {}
    for provision, language in rows(law, "SELECT ?p ?l { ?p kb:noRule ?why BIND(LANG(?why) AS ?l) }"):
        reasons.setdefault(provision, set()).add(language)
    without = [p for p in paragraphs(law) if p.removeprefix(PP) not in TESTED and reasons.get(p) != {"id", "en"}]
    assert without == []
    assert [p for p in paragraphs(law) if p.removeprefix(PP) in TESTED and p in reasons] == []


def test_every_tested_paragraph_is_in_the_record(law: ox.Store) -> None:
    assert {p.removeprefix(PP) for p in paragraphs(law)} >= TESTED


def test_every_provision_says_how_its_text_is_known_and_when_and_by_whom_it_was_checked(law: ox.Store) -> None:
    every = {p for (p,) in rows(law, "SELECT ?p { ?p a kb:Provision }")}
    checked = rows(
        law,
        """SELECT ?p ?status { ?p a kb:Provision ; kb:textStatus ?status ; kb:checkedOn ?day ; kb:checkedBy ?who .
        FILTER(DATATYPE(?day) = xsd:date) }""",
    )
    assert {status.rsplit("/", 1)[-1] for _, status in checked} == {"read", "second-hand", "unread"}
    assert len(checked) == len(every)
    assert {provision for provision, _ in checked} == every


def test_every_provision_and_regulation_has_a_source_and_a_confidence(law: ox.Store) -> None:
    lacking = rows(
        law,
        """SELECT DISTINCT ?x { VALUES ?kind { kb:Provision kb:Regulation } ?x a ?kind .
        OPTIONAL { ?x kb:statedAt ?place ; kb:confidence ?confidence } FILTER(!BOUND(?place)) }""",
    )
    assert lacking == []


def test_a_text_that_was_not_read_is_never_stated_with_high_confidence(law: ox.Store) -> None:
    bold = rows(
        law,
        """SELECT ?p { ?p kb:textStatus ?status ; kb:confidence <https://w3id.org/kembar/concept/confidence/high> .
        FILTER(!STRENDS(STR(?status), "/read")) }""",
    )
    assert bold == []


@pytest.mark.parametrize("regulation", UNSOURCED)
def test_nothing_that_is_only_general_knowledge_is_stated(law: ox.Store, regulation: str) -> None:
    said = rows(
        law,
        f"""SELECT ?value {{
            {{ <{ID}regulation/{regulation}> ?p ?value }}
            UNION {{ <{ID}regulation/{regulation}> kb:inForce ?period . ?period ?p ?value }}
            UNION {{ ?provision kb:provisionOf <{ID}regulation/{regulation}> ; ?p ?value }}
            FILTER(ISLITERAL(?value)) }}""",
    )
    assert said
    assert [value for (value,) in said for wrong in UNSOURCED[regulation] if wrong in value] == []


def test_the_act_on_jakarta_awaits_the_presidential_decree_and_ends_the_one_before_it(law: ox.Store) -> None:
    assert rows(
        law,
        f"""SELECT ?awaited ?ended {{
            <{ID}regulation/uu-2-2024> kb:inForce ?period . ?period kb:awaits ?awaited . FILTER(LANG(?awaited) = "en")
            ?before kb:endsWith ?period . ?ended a kb:Regulation ; kb:inForce ?before .
            OPTIONAL {{ ?period kb:start ?start }} FILTER(!BOUND(?start)) }}""",
    ) == [("the Presidential Decree on moving the capital", f"{ID}regulation/uu-29-2007")]


def test_each_regulation_of_jakarta_is_of_its_region(law: ox.Store) -> None:
    local = rows(
        law,
        """SELECT DISTINCT ?r ?region { ?r kb:regulationType ?type . FILTER(REGEX(STR(?type), "/(perda|pergub)$"))
        OPTIONAL { ?r kb:ofRegion ?region } }""",
    )
    assert {region for _, region in local} == {f"{ID}government/jakarta"}


def test_each_plan_names_the_years_that_it_covers(law: ox.Store) -> None:
    spans = rows(
        law,
        """SELECT ?r ?from ?to { ?r a kb:Regulation ; kb:period ?span . ?span kb:start ?from ; kb:end ?to }
        ORDER BY STR(?from) STR(?r)""",
    )
    assert [(plan.rsplit("/", 1)[-1], first, last) for plan, first, last in spans] == [
        ("perda-6-2012", "2005", "2025"),
        ("perda-2-2013", "2013", "2017"),
        ("perda-1-2018", "2017", "2022"),
        ("perpres-18-2020", "2020", "2024"),
        ("pergub-25-2022", "2023", "2026"),
        ("perda-2-2025", "2025", "2029"),
        ("perpres-12-2025", "2025", "2029"),
        ("uu-59-2024", "2025", "2045"),
    ]


def test_a_displacement_names_its_ground_its_rebuttal_and_the_reply_and_whom_it_is_for(law: ox.Store) -> None:
    (displacement,) = rows(
        law,
        """SELECT ?d (COUNT(DISTINCT ?displaced) AS ?n) { ?d a kb:Displacement ; kb:displaces ?displaced ; kb:displacedFor ?region ;
        kb:legalBasis ?basis ; kb:inForce ?period ; kb:ground ?ground ; kb:rebuttal ?rebuttal ; kb:rebuttedBy ?by ; kb:reply ?reply }
        GROUP BY ?d""",
    )
    assert displacement == (f"{ID}displacement/uu-2-2024-49", "11")


def test_a_step_comes_after_another_only_where_both_are_in_that_order(law: ox.Store) -> None:
    wrong = rows(
        law,
        "SELECT ?step ?before { ?step kb:precededBy ?before ; kb:position ?n . ?before kb:position ?m . FILTER(?m >= ?n) }",
    )
    assert wrong == []
    assert {
        before.rsplit("/ksdpl-", 1)[-1]
        for (before,) in rows(law, "SELECT ?before { step:ksdpl-signature kb:precededBy ?before }")
    } == {"confirmation-letter", "confirmation-forwarded"}
