"""The content and DERIVATION_VERSION decide whether a revision is made; a golden file guards the version."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kembar
from kembar.files import DERIVATION_VERSION, Content, ContentFile
from kembar.rdf import bounds
from kembar.rdf.lexer import tokens
from kembar.rdf.parsing import parse_content
from tests.content.golden import CONTENT, FILE, derivation, difference, golden_text

LOAD = """
import json, sys
from pathlib import Path
import kembar
from kembar.application import Kembar
from kembar.content.derivation import DerivationRule
from kembar.files import Content
from kembar.law.judgements import DerivedJudgements
from kembar.store.revisions import Revisions
content = Content.at(Path(sys.argv[1]))
with Revisions(Path(sys.argv[2])) as revisions:
    number = Kembar(content, revisions).revision.number
    index = (revisions.folder.path / f"{number}.sqlite").stat()
rules = [DerivationRule.compile(file).digest for file in content.files("ontology/derived", ".rq")]
print(json.dumps({
    "package": str(Path(kembar.__file__).parent),
    "revision": number,
    "index": [index.st_ino, index.st_mtime_ns],
    "digests": [content.digest, *rules, DerivedJudgements.of(content).digest],
}))
"""


def load_golden(package: Path, home: Path) -> dict[str, object]:
    """Load the golden content with a copy of the package; return the revision, its index file and all digests."""
    command = [sys.executable, "-c", LOAD, str(CONTENT), str(home)]
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    report: dict[str, object] = json.loads(
        subprocess.run(command, env=environment, check=True, capture_output=True).stdout
    )
    assert report.pop("package") == str(package)
    return report


def with_prefix(text: str, prefix: str, new_prefix: str) -> str:
    """Return a Turtle text with a prefix renamed; strings and comments stay unchanged."""
    names = [token for token in tokens(text) if token.kind == "name" and token.text.startswith(f"{prefix}:")]
    for token in reversed(names):
        text = text[: token.start] + new_prefix + text[token.start + len(prefix) :]
    return text


def test_the_derivation_is_the_one_of_its_version() -> None:
    instruction = difference(FILE.read_text(), golden_text())
    assert instruction is None, instruction


def test_a_changed_derivation_demands_another_version_and_a_new_golden_file(monkeypatch: pytest.MonkeyPatch) -> None:
    day = bounds._day
    monkeypatch.setattr(bounds, "_day", lambda thing, prop, _: day(thing, prop, "2000-01-01"))
    assert difference(FILE.read_text(), golden_text()) == (
        "The derivation changed: raise DERIVATION_VERSION and write the golden file anew"
        " (`python -m tests.content.golden`)"
    )


def test_another_version_demands_a_new_golden_file() -> None:
    golden = FILE.read_text()
    next_version = golden.replace(
        f"DERIVATION_VERSION {DERIVATION_VERSION}", f"DERIVATION_VERSION {DERIVATION_VERSION + 1}"
    )
    assert next_version != golden
    assert difference(golden, next_version) == (
        "The golden file is of another DERIVATION_VERSION: write it anew (`python -m tests.content.golden`)"
    )


def test_the_golden_content_has_a_derived_fact_of_every_kind() -> None:
    golden = FILE.read_text()
    for fact in (
        "ontology#startEarliest>", "date-precision/day>", "date-precision/month>", "date-precision/year>", "date-precision/range>",
        "date-precision/choice>", "summary/quiet>", "share/all>", "ontology#evidence>", "ontology#leavesOpen>", "ontology#restsOn>",
        'isArguable> "true"', 'isArguable> "false"', "binding/bound>", "binding/unknown>", "binding/not-in-force>", "overall/not-yet-shown>", "overall/outside>", "overall/lawful>",
        "\nthing (", "\ntext (", "\ncell (", "\nplace (", "\nplaces (", "\nspelling (", "\nvocabulary (",
    ):  # fmt: skip
        assert fact in golden, fact


def test_a_changed_comment_in_the_code_changes_no_digest_and_makes_no_revision(tmp_path: Path) -> None:
    package = tmp_path / "kembar"
    shutil.copytree(Path(kembar.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    original = load_golden(package, tmp_path / "home")
    for path in package.rglob("*.py"):
        path.write_text(f"{path.read_text()}\n# Another comment.\n")
    assert load_golden(package, tmp_path / "home") == original
    assert original["revision"] == 1


def test_changed_content_changes_the_digest(tmp_path: Path) -> None:
    copy = shutil.copytree(CONTENT, tmp_path / "content")
    assert Content(copy).digest == Content(CONTENT).digest
    (copy / "data" / "record.ttl").write_text((copy / "data" / "record.ttl").read_text() + "# A comment.\n")
    assert Content(copy).digest != Content(CONTENT).digest


def test_another_version_changes_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Content(CONTENT).digest
    monkeypatch.setattr("kembar.files.DERIVATION_VERSION", DERIVATION_VERSION + 1)
    assert Content(CONTENT).digest != original


@pytest.mark.parametrize("file", Content.shipped().files("data", ".ttl"), ids=lambda file: file.name)
def test_a_renamed_prefix_changes_no_triple(file: ContentFile) -> None:
    renamed = with_prefix(file.text, "kb", "k")
    assert renamed != file.text
    assert parse_content(renamed, file.name)[0] == parse_content(file.text, file.name)[0]


@pytest.mark.parametrize("name", ["ontology/kembar.ttl", "data/record.ttl", "data/law.ttl", "shapes/equal-level.ttl"])
def test_a_renamed_prefix_changes_no_derived_fact(name: str, tmp_path: Path) -> None:
    file = shutil.copytree(CONTENT, tmp_path / "content") / name
    file.write_text(with_prefix(file.read_text(), "kb", "k"))
    assert derivation(tmp_path / "content") == FILE.read_text().splitlines()[1:]
