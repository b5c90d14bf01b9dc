"""The report on a verdict in its three depths: what it says, in which order, and what it leaves out."""

import re
from pathlib import Path

import pytest

from kembar.application import Kembar
from kembar.law import contract
from kembar.law.outcomes import Binding, Outcome, Overall
from kembar.namespaces import ID, slug_of
from kembar.rdf.formats import Format
from kembar.report.text import report
from tests.report.verdicts import DEED, argument, contest, evidence, prospect, provision, requirement, verdict

ROOT = Path(__file__).parents[2]
DEEDS = ("complete", "shanghai", "out-of-order")
LANGUAGES = ("id", "en")
DISCLAIMER = {"id": "bukan pendapat hukum.", "en": "no legal opinion."}
FOREIGN = {
    "id": {"the", "of", "and", "is", "not", "by", "which", "must", "with", "deed", "this", "that", "for"},
    "en": {"yang", "dan", "atau", "tidak", "dengan", "syarat", "naskah", "pada", "untuk", "oleh", "belum"},
}
"""Words of the other language, which a report does not have."""


@pytest.fixture(scope="module")
def verdicts(kembar: Kembar) -> dict[str, contract.Verdict]:
    graphs = {
        "complete": (ROOT / "docs/examples/complete-proposal.ttl").read_bytes(),
        "shanghai": f"<{ID}deed/shanghai-mou-2020> a <https://w3id.org/kembar/ontology#Deed> .".encode(),
        "out-of-order": (ROOT / "tests/law/cases/11-out-of-order-draft.ttl").read_bytes(),
    }
    return {name: kembar.verdicts.validate(graph, Format.TURTLE).to_json() for name, graph in graphs.items()}


def flat(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def without_data(text: str, judged: contract.Verdict) -> str:
    """Return a report without the titles of documents, which the proposer writes as they are."""
    documents = {
        item["facts"]["document"]
        for one in judged["requirements"]
        for item in (*one["evidence"]["for"], *one["evidence"]["against"])
        if "document" in item["facts"]
    }
    text = flat(text)
    for document in sorted(documents, key=len, reverse=True):
        text = text.replace(document, "")
    return text


# ── The three deeds ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("depth", [1, 2])
def test_a_report_for_people_has_no_iri_and_no_slug(
    verdicts: dict[str, contract.Verdict], deed: str, language: str, depth: int
) -> None:
    judged = verdicts[deed]
    text = without_data(report(judged, language, depth), judged)
    assert "https://" not in text
    slugs = {slug_of(one["requirement"]) for one in judged["requirements"]} | {slug_of(judged["deed"])}
    slugs |= {slug_of(item["thing"]) for one in judged["requirements"] for item in one["evidence"]["for"]}
    assert {slug for slug in slugs if "-" in slug and re.search(rf"(?<![\w-]){slug}(?![\w-])", text)} == set()
    assert "kb:" not in text
    assert "None" not in text


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_every_report_fits_the_line_and_ends_in_what_it_is_not(
    verdicts: dict[str, contract.Verdict], deed: str, language: str, depth: int
) -> None:
    text = report(verdicts[deed], language, depth)
    assert [line for line in text.splitlines() if len(line) > 100 and "https://" not in line] == []
    assert flat(text.splitlines()[-1]).endswith(DISCLAIMER[language])
    assert {"id": "Hukum sebagaimana diperiksa pada", "en": "Law as checked on"}[language] in text


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_dates_are_written_in_words(
    verdicts: dict[str, contract.Verdict], deed: str, language: str, depth: int
) -> None:
    text = re.sub(r"\[?https://\S+", "", report(verdicts[deed], language, depth))
    assert not re.search(r"\b\d{4}-\d\d(-\d\d)?\b", text)
    assert re.search(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b", flat(text))


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_no_sentence_has_a_word_of_the_other_language(
    verdicts: dict[str, contract.Verdict], deed: str, language: str, depth: int
) -> None:
    text = without_data(re.sub(r"\[https://[^]]*\]", "", report(verdicts[deed], language, depth)), verdicts[deed])
    # Names of sources and citations of provisions stand as their publishers write them.
    text = re.sub(r"\[(menurut|source:) [^]]*\]", "", text)
    assert set(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", text.lower())) & FOREIGN[language] == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("deed", ["shanghai", "out-of-order"])
def test_the_next_steps_are_in_the_order_of_the_procedure(
    verdicts: dict[str, contract.Verdict], deed: str, language: str
) -> None:
    text = report(verdicts[deed], language, 2)
    heading = {"id": "LANGKAH BERIKUTNYA", "en": "NEXT STEPS"}[language]
    steps = re.findall(r"^\d+\. (.*)$", text.split(heading)[1], re.MULTILINE)
    assert steps == [step["label"][language] for step in verdicts[deed]["next"]]


def test_a_complete_draft_is_never_called_filed(verdicts: dict[str, contract.Verdict]) -> None:
    text = flat(report(verdicts["complete"], "id", 1))
    assert "Kesimpulan: Memenuhi persyaratan" in text
    assert "Usulan ini belum diajukan." in text
    assert "LANGKAH BERIKUTNYA" not in report(verdicts["complete"], "id", 2)


def test_a_signed_deed_is_not_called_a_proposal(verdicts: dict[str, contract.Verdict]) -> None:
    text = flat(report(verdicts["shanghai"], "id", 2))
    assert "23 Oktober 2020 (naskah telah ditandatangani)" in text
    assert "belum diajukan" not in text


def test_a_step_out_of_order_names_the_papers_with_their_days(verdicts: dict[str, contract.Verdict]) -> None:
    text = flat(report(verdicts["out-of-order"], "id", 1))
    assert "Tidak memenuhi persyaratan" in text
    assert "Persetujuan DPRD 21/2026, 2 November 2026" in text


def test_evidence_for_and_against_stands_apart(verdicts: dict[str, contract.Verdict]) -> None:
    text = report(verdicts["out-of-order"], "id", 2)
    consideration = text.split("2. Pertimbangan dan verifikasi")[1].split("\n\n")[0]
    supporting, opposing = consideration.split("Yang bertentangan:")
    assert "Verifikasi 118/2026" in supporting.split("Yang mendukung:")[1]
    assert "Verifikasi 118/2026" not in opposing


def test_the_full_report_has_every_requirement_and_each_iri_once(verdicts: dict[str, contract.Verdict]) -> None:
    judged = verdicts["out-of-order"]
    text = report(judged, "en", 3)
    for one in judged["requirements"]:
        assert text.count(f"[{one['requirement']}]") == 1
    assert f"[{judged['deed']}]" in text


# ── Small verdicts ───────────────────────────────────────────────────────────────────────────────────────────────────

MET = requirement("met", Outcome.SATISFIED, supporting=[evidence("a/1", "Met by a/1.")])


@pytest.mark.parametrize(
    ("overall", "words"),
    [
        (Overall.LAWFUL, "Memenuhi persyaratan"),
        (Overall.NOT_LAWFUL, "Tidak memenuhi persyaratan"),
        (Overall.ARGUABLE, "Dapat diperdebatkan"),
        (Overall.NOT_YET_SHOWN, "Belum terbukti"),
        (Overall.OUTSIDE, "Di luar lingkup"),
    ],
)
def test_the_answer_is_in_the_words_of_the_office(overall: Overall, words: str) -> None:
    outcome = {
        Overall.LAWFUL: Outcome.SATISFIED,
        Overall.NOT_YET_SHOWN: Outcome.UNDETERMINED,
        Overall.OUTSIDE: Outcome.NOT_APPLICABLE,
    }.get(overall, Outcome.VIOLATED)
    text = report(verdict(overall, requirement("a", outcome)), "id", 1)
    assert f"Kesimpulan: {words}\n" in text


def test_a_partial_result_says_how_much_is_shown() -> None:
    judged = verdict(
        Overall.NOT_YET_SHOWN,
        requirement("a", Outcome.UNDETERMINED),
        MET,
        requirement("b", Outcome.NOT_APPLICABLE),
        requirement("c", Outcome.UNDETERMINED, Binding.FOR_INFORMATION),
    )
    text = flat(report(judged, "id", 1))
    assert "1 dari 2 syarat yang mengikat telah dibuktikan." in text
    assert "Label a" in text


def test_the_violated_come_first_then_what_alone_decides_then_what_no_longer_matters() -> None:
    item = [evidence("a/1", "Missing.", "open")]
    judged = verdict(
        Overall.ARGUABLE,
        requirement("settled", Outcome.UNDETERMINED, against=item,
                    prospect=prospect(Overall.ARGUABLE, Overall.ARGUABLE, can_matter=False)),
        requirement("deciding", Outcome.UNDETERMINED, against=item,
                    prospect=prospect(Overall.ARGUABLE, Overall.NOT_LAWFUL)),
        requirement("violated", Outcome.VIOLATED, against=[evidence("a/2", "Refused.", "violated")],
                    arguments=[argument("x")]),
    )  # fmt: skip
    text = report(judged, "id", 2)
    assert re.findall(r"^\d+\. Label (\w+) –", text, re.MULTILINE) == ["violated", "deciding", "settled"]
    assert "idak lagi menentukan" in text
    assert "terlanggar; dapat diperdebatkan" in text


def test_each_open_requirement_says_what_the_answer_becomes() -> None:
    judged = verdict(
        Overall.NOT_YET_SHOWN,
        requirement("a", Outcome.UNDETERMINED, prospect=prospect(Overall.LAWFUL, Overall.NOT_LAWFUL)),
    )
    text = flat(report(judged, "en", 2))
    assert "Meets the requirements; if it is refuted: Does not meet the requirements" in text


def test_an_argument_stands_once_with_its_rebuttal_and_is_then_referred_to() -> None:
    judged = verdict(
        Overall.ARGUABLE,
        requirement("a", Outcome.VIOLATED, arguments=[argument("x")]),
        requirement("b", Outcome.VIOLATED, arguments=[argument("x"), argument("y")]),
    )
    text = flat(report(judged, "id", 2))
    assert text.count("Answer x") == text.count("Message x") == 1
    assert "Argumen A: Label x." in text
    assert "argumen A di atas" in text
    assert "Argumen B: Label y." in text


def test_what_is_missing_has_no_source_and_evidence_has_its_own() -> None:
    missing = evidence("a/1", "Missing.", "open", sources=["Buku A"])
    found = evidence("a/2", "Found: a/2.", label="a/2", sources=["Buku B, bagian E"], unchecked=True)
    text = report(verdict(Overall.NOT_YET_SHOWN, requirement("a", Outcome.UNDETERMINED, supporting=[found],
                                                             against=[missing])), "id", 2)  # fmt: skip
    assert "Buku A" not in text
    assert "Found: a/2 (dinyatakan pengusul, belum diperiksa) [menurut Buku B, bagian E]." in flat(text)


def test_evidence_of_which_the_same_is_said_is_one_sentence() -> None:
    fields = [evidence(f"field/of-{name}", f"Among them: {name}.", label=name) for name in ("Budaya", "Seni", "Pasar")]
    text = flat(report(verdict(Overall.NOT_YET_SHOWN, requirement("a", Outcome.UNDETERMINED, supporting=fields)), "id"))
    assert "Among them: Budaya; Seni; Pasar." in text


def test_a_contested_fact_that_turns_an_outcome_shows_the_other_reading() -> None:
    turning = requirement("a", Outcome.SATISFIED, rests_on=[contest("x", turns=True)])
    staying = requirement("b", Outcome.SATISFIED, rests_on=[contest("y", turns=False)])
    text = flat(report(verdict(Overall.LAWFUL, turning, staying), "id"))
    assert "Fact x" in text
    assert "19 April 1960: versi yang diutamakan [menurut Buku A]" in text
    assert "1965: menurut versi ini syaratnya terlanggar [menurut Buku B]" in text
    assert "Fact y" not in text
    assert "Fact y" in report(verdict(Overall.LAWFUL, turning, staying), "id", 3)


def test_what_is_met_or_not_in_force_is_silent_until_the_full_report() -> None:
    old = requirement("old", Outcome.VIOLATED, Binding.NOT_IN_FORCE, against=[evidence("a/3", "Old.", "violated")])
    judged = verdict(Overall.LAWFUL, MET, old)
    assert "Label old" not in report(judged, "id", 2)
    assert "Met by" not in report(judged, "id", 2)
    full = report(judged, "id", 3)
    assert "Label old" in full
    assert "Met by" in full


def test_a_next_step_says_what_who_towards_whom_by_which_document_and_when() -> None:
    wrong = requirement("a", Outcome.VIOLATED, against=[evidence("a/1", "Refused.", "violated")])
    text = flat(report(verdict(Overall.NOT_LAWFUL, wrong, requirement("b", Outcome.UNDETERMINED)), "id"))
    assert "Yang salah: Refused. Tindakan: Remedy" in text
    assert "Yang kurang: belum ada bukti yang tercatat. Yang diperlukan: Needed b Tindakan: Step" in text
    assert text.count("Pelaksana: Bureau. Ditujukan kepada: Council. Dokumen: Letter. Jangka waktu: 45 hari") == 2


def test_law_that_is_due_for_a_check_is_counted_and_never_named_by_iri() -> None:
    due = [f"{ID}provision/old", f"{ID}relation/old"]
    text = flat(report(verdict(Overall.LAWFUL, MET, lawDue=due), "id", 1))
    assert "belum diperiksa sejak hari itu. Perlu diperiksa ulang: 2 ketentuan" in text
    assert due[0] in report(verdict(Overall.LAWFUL, MET, lawDue=due), "id", 3)
    assert "belum pernah diperiksa" in flat(
        report(verdict(Overall.LAWFUL, MET, lawDue=due, lawCheckedOn=None), "id", 1)
    )


def test_an_assumed_provision_marks_the_report_as_a_trial() -> None:
    assumed = provision("uu-2-2024-49", "Pasal 49")
    judged = verdict(Overall.LAWFUL, MET, assumed={assumed["id"]: "2027-01-02"}, assumedProvisions=[assumed])
    for depth in (1, 2):
        assert "UJI COBA: Pasal 49 PP 28/2018 diandaikan berlaku sejak 2 Januari 2027." in flat(
            report(judged, "id", depth)
        )


def test_a_displaced_requirement_names_what_displaces_it() -> None:
    by = evidence("displacement/x", "Displaced: Act 2.", "exempt", label="Act 2")
    text = flat(report(verdict(Overall.LAWFUL, MET, requirement("a", Outcome.NOT_APPLICABLE, supporting=[by])), "en"))
    assert "PROVISIONS THAT ARE DISPLACED Act 2. So these do not apply to this deed: “Label a”." in text


def test_a_party_without_a_name_is_named_by_its_kind(kembar: Kembar) -> None:
    graph = """
        deed:d a kb:Deed ; kb:party government:jakarta , government:new-place .
        government:new-place a kb:LocalGovernment ; kb:governs territory:new-place .
        territory:new-place a kb:Territory ; kb:country country:ch ."""
    prefixes = "".join(f"@prefix {name}: <{ID}{name}/> .\n" for name in ("deed", "government", "territory", "country"))
    data = f"{prefixes}@prefix kb: <https://w3id.org/kembar/ontology#> .{graph}"
    judged = kembar.verdicts.validate(data.encode(), Format.TURTLE).to_json()
    for language in LANGUAGES:
        text = report(judged, language)
        assert "new-place" not in text
        assert {"id": "yang belum diberi nama", "en": "without a name"}[language] in text


def test_an_unknown_act_date_is_said_in_words() -> None:
    text = flat(report(verdict(Overall.LAWFUL, MET, actDate=None, signed=None, asOf=None), "id"))
    assert "Tanggal tindakan: tidak diketahui" in text
    assert "pada tanggal yang tidak diketahui" in text


def test_what_ended_what_was_claimed_and_what_no_rule_used_have_their_own_parts() -> None:
    stated: contract.Stated = {
        "thing": DEED,
        "property": f"{ID}p",
        "value": "x",
        "says": {"id": "Bern – tingkat: 1", "en": "Bern"},
    }
    unused: contract.Stated = {**stated, "says": {"id": "Bern – warna: biru", "en": "Bern"}}
    ended = {"thing": DEED, "says": {"id": "Berakhir pada 2024-03-01.", "en": ""}, "end": "2024-03-01"}
    text = report(verdict(Overall.LAWFUL, MET, claims=[stated], unused=[unused], ended=[ended]), "id")
    assert "- Bern – tingkat: 1 (dinyatakan pengusul, belum diperiksa)" in text
    assert "PERNYATAAN YANG TIDAK DIPAKAI ATURAN MANA PUN\n\n- Bern – warna: biru" in text
    assert "YANG TELAH BERAKHIR\n\n- Berakhir pada 1 Maret 2024." in text


def test_a_deed_without_a_name_is_not_called_by_its_slug() -> None:
    slug = {"id": "bern-mou", "en": "bern-mou"}
    text = report(verdict(Overall.LAWFUL, MET, label=slug), "id")
    assert "bern-mou" not in text
    assert "naskah yang belum diberi nama" in text
