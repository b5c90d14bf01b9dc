"""Write the tables of requirements in the guides for jurists (``make docs``)."""

import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from kembar.application import Kembar
from kembar.files import Content
from kembar.law.outcomes import Outcome
from kembar.law.rules import Rule
from kembar.law.statutes import Statutes
from kembar.namespaces import CONCEPT, slug_of
from kembar.rdf.dates import Span
from kembar.rdf.names import kb
from kembar.store.protocol import objects
from kembar.store.revisions import Revisions
from kembar.things.description import labels

DOCS = Path(__file__).parents[1] / "docs"
GUIDES = {"id": DOCS / "ahli-hukum.md", "en": DOCS / "jurists.md"}
HEADS = {
    "id": (
        "Syarat",
        "Dasar hukum",
        "Yang membuktikannya",
        "Dokumen; tujuan; jangka waktu",
        "Dapat dinyatakan oleh",
        "Hasil yang mungkin",
    ),
    "en": (
        "Requirement",
        "Legal basis",
        "What shows it",
        "Document; towards whom; time limit",
        "May be attested by",
        "Outcomes it can give",
    ),
}
MARKS_OF_BINDING = {
    "for-information": {"id": " *(sebagai keterangan)*", "en": " *(for information)*"},
    "unread": {"id": " *(isi peraturan belum dibaca)*", "en": " *(text not read)*"},
}
MARKS = "<!-- requirements -->", "<!-- end of requirements -->"


def table(kembar: Kembar, language: str) -> str:
    """Return the table of all rules in one language."""
    rows = ["| " + " | ".join(HEADS[language]) + " |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([*rows, *(_row(kembar, rule, language) for rule in kembar.rules.rules)])


def _row(kembar: Kembar, rule: Rule, language: str) -> str:
    store = kembar.revision.store
    regulation = next(iter(objects(store, rule.basis, kb.provisionOf)), "")
    citation = next(iter(objects(store, rule.basis, kb.citation)), "")
    basis = f"{citation}, {labels(store, regulation).get(language, slug_of(regulation))}"
    bodies = (
        ", ".join(dict.fromkeys(labels(store, body).get(language, slug_of(body)) for body in rule.attested_by)) or "–"
    )
    outcomes = ", ".join(
        labels(store, f"{CONCEPT}outcome/{outcome}").get(language, outcome)
        for outcome in sorted({example.outcome for example in rule.examples}, key=list(Outcome).index)
    )
    cells = (
        rule.label[language] + MARKS_OF_BINDING.get(_binding(kembar, rule), {}).get(language, ""),
        basis,
        rule.needed[language],
        "; ".join(filter(None, [rule.paper[language], rule.addressee[language], rule.time_limit.get(language)])),
        bodies,
        outcomes,
    )
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _binding(kembar: Kembar, rule: Rule) -> str:
    """Return how a provision that is in force on every day binds, as far as its text and the rule tell."""
    return Statutes(kembar.rules, kembar.revision.store).binding(rule, Span(date.min, date.max, "range"))


def with_table(text: str, rows: str) -> str:
    """Return a guide with the table between its marks."""
    return re.sub(f"{MARKS[0]}.*{MARKS[1]}", lambda _: f"{MARKS[0]}\n{rows}\n{MARKS[1]}", text, flags=re.DOTALL)


def main() -> int:
    """Update both guides."""
    with tempfile.TemporaryDirectory() as home, Revisions(Path(home)) as revisions:
        kembar = Kembar(Content.shipped(), revisions)
        for language, guide in GUIDES.items():
            guide.write_text(with_table(guide.read_text(), table(kembar, language)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
