"""The documents are true: settings are complete, links have targets, and commands and queries of the README run."""

import re
import runpy
import subprocess
from pathlib import Path

import httpx
import pytest

from kembar.application import Kembar
from kembar.errors import variable
from kembar.settings import Settings

REPOSITORY = Path(__file__).parents[1]
DOCUMENTS = sorted(path for folder in (".", "docs", ".github") for path in (REPOSITORY / folder).glob("*.md"))
README = (REPOSITORY / "README.md").read_text()


def anchors(document: Path) -> set[str]:
    """Return the anchors of the headings of a document, as the site and common repository viewers compute them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_within_the_repository_has_a_target(document: Path) -> None:
    for link, _, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(#([^)]*))?\)", document.read_text()):
        target = document.parent / link if link else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), f"{link}#{anchor}"


@pytest.mark.parametrize("document", ["threats", "stability"])
def test_every_promise_names_an_existing_test(document: str) -> None:
    tests = {
        name
        for path in (REPOSITORY / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text())
    }
    rows = [
        row
        for row in (REPOSITORY / f"docs/{document}.md")
        .read_text()
        .split("## What we promise")[1]
        .split("##")[0]
        .splitlines()
        if row.startswith("| ")
    ][2:]
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row)
        assert named, row
        assert set(named) <= tests, set(named) - tests


def test_the_guide_for_operators_lists_every_setting_with_its_definition() -> None:
    script = runpy.run_path(str(REPOSITORY / "scripts/settings.py"))
    text = script["GUIDE"].read_text()
    assert script["with_table"](text, script["table"]()) == text, "run make docs"
    assert all(f"| `{variable(name)}` |" in text for name in Settings.model_fields)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_variable_that_a_document_names_is_a_setting(document: Path) -> None:
    variables = {*map(variable, Settings.model_fields), "KEMBAR_CONFORMANCE"}
    assert set(re.findall(r"KEMBAR_[A-Z_]*[A-Z]", document.read_text())) <= variables


def test_the_requests_of_the_readme_are_answered(client: httpx.Client) -> None:
    blocks = [block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "curl" in block]
    assert len(blocks) == 3
    for block in blocks:
        script = block.replace("http://127.0.0.1:8000", str(client.base_url).rstrip("/")).replace(
            "curl ", "curl --silent --show-error --fail --noproxy '*' "
        )
        answer = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=60, check=False)
        assert answer.returncode == 0, answer.stderr
        assert re.search(r"inactive-partners|not-lawful|chapter-", answer.stdout)


def test_the_query_of_the_model_finds_the_place_of_a_fact(client: httpx.Client) -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", (REPOSITORY / "docs/model.md").read_text(), re.DOTALL)
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    assert "place/chapter-table-5-1-row-3" in answer.text


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_guides_for_jurists_list_every_requirement_of_the_rules(kembar: Kembar, language: str) -> None:
    script = runpy.run_path(str(REPOSITORY / "scripts/requirements.py"))
    text = script["GUIDES"][language].read_text()
    assert script["with_table"](text, script["table"](kembar, language)) == text, "run make docs"


def test_nothing_committed_names_this_machine_or_a_package_registry() -> None:
    hosts = re.compile("py" + r"pi\.org|python" + r"hosted|registry\.npm" + r"js|/wo" + "rk/")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    paths = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    assert len(paths) > 100
    for path in paths:
        assert not hosts.search(path.read_text(errors="ignore")), path
