"""The documents build as a site without warnings; its links have targets, and its pages load local files only."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

REPOSITORY = Path(__file__).parents[1]
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}
"""HTML elements that make a browser load a file, and the attribute with its address."""


class Page(HTMLParser):
    """The loaded files, links and anchors of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.anchors.add(attributes.get("id", ""))
        if tag in LOADED and LOADED[tag] in attributes:
            self.loads.append(attributes[LOADED[tag]])
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site, built as with ``make docs``."""
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--fail-on-warning", "--keep-going", "-d", str(folder / "doctrees")]
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(REPOSITORY / "docs"), str(folder / "html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Return every page of the site by its path."""
    return {path: Page(path) for path in sorted(site.glob("*.html"))}


def test_every_document_has_a_page(pages: dict[Path, Page]) -> None:
    assert {path.stem for path in (REPOSITORY / "docs").glob("*.md")} <= {path.stem for path in pages}


def test_no_page_loads_a_file_of_another_site(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        assert page.loads
        for address in page.loads:
            assert not urlsplit(address).netloc, f"{path.name} loads {address}"


def test_no_style_sheet_loads_a_file_of_another_site(site: Path) -> None:
    styles = list(site.rglob("*.css"))
    assert styles
    for path in styles:
        addresses = re.findall(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""", path.read_text())
        assert all(address.startswith("data:") or not urlsplit(address).netloc for address in addresses), path


def test_every_link_within_the_site_has_a_target(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link == "#":
                continue
            target = (path.parent / unquote(parts.path)) if parts.path else path
            assert target.is_file(), f"{path.name} links to {link}"
            if parts.fragment and target in pages and not parts.fragment.startswith("svg-"):
                assert unquote(parts.fragment) in pages[target].anchors, f"{path.name} links to {link}"


@pytest.mark.node
def test_the_picture_of_the_model_is_drawn_by_a_script_of_the_site(site: Path, pages: dict[Path, Page]) -> None:
    (script,) = [load for load in pages[site / "model.html"].loads if "mermaid" in load]
    assert (site / urlsplit(script).path).stat().st_size > 1_000_000
    assert '<pre class="mermaid">' in (site / "model.html").read_text()
