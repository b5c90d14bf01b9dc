"""Configure Sphinx: ``make docs`` builds these documents as a site. No page loads anything from elsewhere."""

import os
import re
import tomllib
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

DOCS = Path(__file__).parent
REPOSITORY = DOCS.parent
PAGES = {
    "README.md": "index.md",
    **{f"{name}.md": f"{name.lower()}.md" for name in ("CHANGELOG", "CODE_OF_CONDUCT", "CONTRIBUTING", "SECURITY")},
}
"""The documents of the root folder, and the pages that include them."""
MERMAID = REPOSITORY / ".venv/docs/node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"
"""The script that draws diagrams. Where npm was missing there is none, and a diagram is shown as its text."""

project = "Kembar"
version = release = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["version"]
project_copyright = "Kembar's founders"

extensions = ["myst_parser"]
myst_heading_anchors = 3
myst_fence_as_directive = ["mermaid"]

html_theme = "furo"
html_title = f"Kembar {release}"
html_static_path = [str(MERMAID.parent)] if MERMAID.exists() else []
html_show_sphinx = False
html_copy_source = False


class Diagram(SphinxDirective):
    """A diagram in the language of Mermaid, drawn in the browser."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the text of the diagram as the element that the script replaces."""
        text = "\n".join(self.content)
        return [nodes.raw(text, f'<pre class="mermaid">{escape(text)}</pre>', format="html")]


def with_links_of_the_site(text: str, folder: Path) -> str:
    """Return a document of ``folder`` with links as they are in the site.

    Documents of the root folder have a page; other files are copied, to be downloaded; folders are only named.
    """

    def link(match: re.Match[str]) -> str:
        title, path, anchor = match.groups(default="")
        target = (folder / path).resolve()
        if target.is_dir():
            return title
        return f"[{title}]({PAGES.get(target.name) or os.path.relpath(target, DOCS)}{anchor})"

    return re.sub(r"\[([^\]]+)\]\((?!\w+:|#)([^)#\s]+)(#[^)]*)?\)", link, text)


def setup(app: Sphinx) -> None:
    """Register what this file defines."""

    def read(_: Sphinx, __: str, source: list[str]) -> None:
        source[0] = with_links_of_the_site(source[0], DOCS)

    def include(_: Sphinx, __: Path, ___: str, source: list[str]) -> None:
        source[0] = with_links_of_the_site(source[0], REPOSITORY)

    def draw(_: Sphinx, page: str, *___: object) -> None:
        if MERMAID.exists() and page == "model":
            app.add_js_file(MERMAID.name)

    app.add_directive("mermaid", Diagram)
    app.connect("source-read", read)
    app.connect("include-read", include)
    app.connect("html-page-context", draw)
