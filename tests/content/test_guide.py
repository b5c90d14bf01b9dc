"""The worked examples of the guide for editors, added in order to the shipped content, have the described effects."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from kembar.application import Kembar
from kembar.content.checking import check
from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.law.rules import Rules
from kembar.questions.answering import RevisionSummary, answer_question
from kembar.questions.columns import SHARED_FILE, SharedColumns
from kembar.questions.compiler import compile_questions
from kembar.questions.kinds import COLUMN_KINDS, KINDS, ColumnKind, Kind
from tests.commands import run
from tests.conftest import copied_content, serving

pytestmark = pytest.mark.slow  # each example loads the whole content

GUIDE = (Path(__file__).parents[2] / "docs/editing.md").read_text()
EXAMPLES = re.findall(r"```turtle\n# (data/\S+)\n(.*?)```", GUIDE, re.DOTALL)
MISTAKES = re.findall(r"```turtle mistakes\n# (data/\S+)\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a copy of the shipped content to edit."""
    return copied_content(tmp_path / "content")


def add(content: Path, examples: list[tuple[str, str]]) -> None:
    for name, text in examples:
        with (content / name).open("a") as file:
            file.write(text)


def command(content: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(*words, KEMBAR_CONTENT=str(content), KEMBAR_HOME=str(content.parent / "home"))


@pytest.mark.parametrize(
    "count", [*(pytest.param(count, marks=pytest.mark.slow) for count in range(1, len(EXAMPLES))), len(EXAMPLES)]
)
def test_each_example_of_the_guide_passes_the_check(content: Path, count: int) -> None:
    add(content, EXAMPLES[:count])
    check(Content(content))


def test_three_mistakes_are_reported_at_once_in_plain_words_with_their_lines(content: Path) -> None:
    add(content, [*EXAMPLES, *MISTAKES])
    result = command(content, "check")
    faults = result.stdout.splitlines()
    assert result.returncode == 1
    assert all(re.match(r"data/report-2023.ttl:\d+: ", fault) for fault in faults), result.stdout
    assert [word in result.stdout for word in ("status/happened", "partnership/jedah", "label")] == [True, True, True]
    indonesian = command(content, "check", "--language", "id")
    assert "tidak ada" in indonesian.stdout
    with pytest.raises(ContentError):
        check(Content(content))
    assert command(content, "load").returncode == 2


def test_the_mended_activity_changes_last_activity_indicators_and_level(content: Path) -> None:
    (_, text), *_ = MISTAKES
    mended = text.replace("status:happened", "status:held").replace("partnership:jedah", "partnership:jeddah")
    mended = mended.replace(
        '"Kunjungan dengan tiga kesalahan"@id', '"Kunjungan yang sudah dibetulkan"@id , "Visit, mended"@en'
    ).replace('"2023-07"', '"2020-07"')
    query = """
        PREFIX kb: <https://w3id.org/kembar/ontology#> PREFIX p: <https://w3id.org/kembar/id/partnership/>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT ?last ?level ?count {
          ?s a kb:Summary ; kb:partnership p:jeddah ; kb:lastHeldLatest ?last .
          ?e a kb:EvidenceLevel ; kb:partnership p:jeddah ; kb:activityLevel ?level .
          OPTIONAL {
            ?i a kb:IndicatorYear ; kb:partnership p:jeddah ; kb:year '2020'^^xsd:gYear ; kb:count ?count
          }
        }"""
    answers = []
    head = EXAMPLES[:1]
    for examples in ([], [*head, ("data/report-2023.ttl", mended)]):
        add(content, examples)
        with serving(content.parent / "home", KEMBAR_CONTENT=str(content)) as url:
            answers.append(
                httpx.get(f"{url}/sparql", params={"query": query, "format": "csv"}, trust_env=False).text.split()[1]
            )
            revision = httpx.get(f"{url}/health", trust_env=False).json()["revision"]
    concept = "https://w3id.org/kembar/concept/activity-level/"
    assert answers == [f"1979-03-10,{concept}inactive,", f"2020-07-31,{concept}less-active,1"]
    assert revision == 2


def test_a_former_name_is_answered_with_a_redirect(content: Path) -> None:
    add(content, EXAMPLES)
    with serving(content.parent / "home", KEMBAR_CONTENT=str(content)) as url:
        answer = httpx.get(f"{url}/id/activity/jeddah-2023-visit", trust_env=False)
        followed = httpx.get(
            f"{url}/id/activity/jeddah-2023-visit.json?as_of=2023-12-31", follow_redirects=True, trust_env=False
        )
    assert (answer.status_code, answer.headers["location"]) == (308, "/id/activity/jeddah-2023-planning-visit")
    assert answer.headers["content-type"] == "application/problem+json"
    assert followed.status_code == 200
    assert followed.json()["asOf"] == "2023-12-31"


def test_a_withdrawn_name_is_answered_with_the_reason(content: Path) -> None:
    add(content, EXAMPLES)
    with serving(content.parent / "home", KEMBAR_CONTENT=str(content)) as url:
        answers = [
            httpx.get(f"{url}/id/activity/jeddah-2023-exhibition{suffix}", trust_env=False) for suffix in ("", ".json")
        ]
    for answer in answers:
        assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
        assert answer.json()["reason"] == {
            "id": "Laporan mencatat pekan raya yang sama dua kali.",
            "en": "The report recorded the same fair twice.",
        }
        assert answer.json()["since"] == "2024-05-31"


def test_a_withdrawal_without_a_reason_fails_the_check(content: Path) -> None:
    add(content, [*EXAMPLES, (EXAMPLES[0][0], "activity:jeddah-2023-nothing a kb:Withdrawn .")])
    with pytest.raises(ContentError, match="withdrawn without a reason"):
        check(Content(content))


def test_a_verdict_can_be_requested_of_an_older_revision(content: Path) -> None:
    deed = b"<https://w3id.org/kembar/id/deed/contoh-mou-2023> a <https://w3id.org/kembar/ontology#Deed> ."
    headers = {"Content-Type": "text/turtle"}
    home = content.parent / "home"
    with serving(home, KEMBAR_CONTENT=str(content)):
        pass
    add(content, EXAMPLES)
    with (
        serving(home, KEMBAR_CONTENT=str(content)) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        current = client.post("/validate", content=deed, headers=headers)
        older = client.post("/validate", params={"revision": 1}, content=deed, headers=headers)
        unknown = client.post("/validate", params={"revision": 99}, content=deed, headers=headers)
        rows = [len(client.get("/matrix", params={"revision": revision}).json()["rows"]) for revision in (1, 2)]
    assert (current.status_code, current.json()["revision"]) == (200, 2)
    assert older.status_code == 422, "revision 1 does not hold the deed"
    assert (unknown.status_code, unknown.json()["newest"]) == (422, 2)
    assert rows == [22, 23]


def test_the_row_of_the_guide_is_a_rule(content: Path) -> None:
    ((name, row),) = re.findall(r"```text\n# (shapes/\S+)\n(.*?)```", GUIDE, re.DOTALL)
    known_rules = {rule.iri for rule in Rules.of(Content(content)).rules}
    add(content, [(name, row)])
    check(Content(content))
    (rule,) = [rule for rule in Rules.of(Content(content)).rules if rule.iri not in known_rules]
    assert rule.iri == "https://w3id.org/kembar/id/requirement/letter-of-intent"
    assert rule.needed == {
        "id": "Nomor, tanggal, dan salinan surat pernyataan kehendak.",
        "en": "The number, the date and a copy of the signed letter of intent.",
    }
    assert {example.outcome for example in rule.examples} == {
        "satisfied",
        "violated",
        "attested",
        "undetermined",
        "not-applicable",
    }


def test_the_question_of_the_guide_has_rows_and_coordinates(kembar: Kembar) -> None:
    (text,) = re.findall(r"```sparql question\n(.*?)```", GUIDE, re.DOTALL)
    shared = SharedColumns(ContentFile(SHARED_FILE, (Content.shipped().root / SHARED_FILE).read_text()))
    (question,) = compile_questions(ContentFile("queries/guide.rq", text), shared)
    store = kembar.revision.store
    summary, limits = RevisionSummary.of(kembar.revision), kembar.snapshot.limits
    table = answer_question(question.bind(store, question.example), store, summary, limits)
    assert question.coordinates == ("long", "lat")
    assert "https://w3id.org/kembar/id/territory/tokyo" in {row["territory"] for row in table.rows}


@pytest.mark.parametrize(("heading", "kinds"), [("parameter", KINDS), ("column", COLUMN_KINDS)])
def test_the_guide_lists_every_kind_with_its_form_in_the_code(
    heading: str, kinds: Mapping[str, Kind | ColumnKind]
) -> None:
    (rows,) = re.findall(rf"^\| kind of {heading} \|.*\n\| --- .*\n((?:\| .*\n)+)", GUIDE, re.MULTILINE)
    assert rows == "".join(f"| `{kind.name}` | {kind.form} |\n" for kind in kinds.values())
