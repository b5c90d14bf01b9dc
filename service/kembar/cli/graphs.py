"""Graphs that commands judge: their formats by suffix, and deeds of the record as graphs."""

import re

from kembar.law.names import deed_iri
from kembar.namespaces import KB
from kembar.rdf.formats import READABLE

__all__ = ["FORMATS", "deed_iri", "deed_of_the_record"]

FORMATS = {f".{suffix}": form for form in READABLE for suffix in form.suffixes if not re.search("[-+]", suffix)}
"""Formats of graphs by the suffix of a file."""


def deed_of_the_record(deed: str) -> bytes:
    """Return the graph, in Turtle, by which a recorded deed is judged."""
    return f"<{deed}> a <{KB}Deed> .".encode()
