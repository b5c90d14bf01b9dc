"""Content files as named graphs: each Turtle file is one, with the rows of the table beside it where there is one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kembar import messages
from kembar.errors import ContentError, Fault
from kembar.files import ContentFile
from kembar.namespaces import GRAPH, slug_of
from kembar.rdf.parsing import line_of, parse_content
from kembar.rdf.tables import Rows, expand, in_template
from kembar.rdf.terms import Triple

__all__ = ["GraphFile", "read"]

_NAMESPACES = {"ontology/concepts": "concept-", "ontology": "ontology-", "data": "", "shapes": "shape-"}


@dataclass(frozen=True)
class GraphFile:
    """A Turtle file, its triples with those of the rows of its table, and the named graph that it is.

    ``lines`` holds, for each IRI that a row names, the line of the first such row in ``table``.
    """

    file: ContentFile
    graph: str
    triples: list[Triple]
    prefixes: dict[str, str]
    table: str = ""
    lines: dict[str, int] = field(default_factory=dict)

    def fault(self, iri: str, texts: Mapping[str, str], prop: str | None = None) -> Fault:
        """Return a fault at the first row, or else the first line, that mentions ``iri``; ``texts`` are the reasons.

        With a property, the line is the first from there on that mentions it.
        """
        reasons = texts.get("en", ""), texts.get("id", "")
        if iri in self.lines:
            return Fault(self.table, self.lines[iri], *reasons)
        line = line_of(self.file.text, iri, self.prefixes)
        if prop and line:
            line = line_of(self.file.text, prop, self.prefixes, line) or line
        return Fault(self.file.name, line, *reasons)


def read(content: Iterable[ContentFile]) -> tuple[list[GraphFile], list[Fault]]:
    """Parse Turtle files, and the CSV tables among them: each belongs to the Turtle file of the same name.

    Returns:
        The files that parse, without the rows that hold a mistake, and what is wrong with the others.
    """
    turtle, tables = [], {}
    for file in content:
        if file.name.endswith(".csv"):
            tables[file.name.removesuffix(".csv")] = file
        else:
            turtle.append(file)
    files: list[GraphFile] = []
    faults: list[Fault] = []
    for file in turtle:
        table = tables.pop(file.name.removesuffix(".ttl"), None)
        try:
            triples, prefixes = parse_content(file.text, file.name)
        except ContentError as error:
            faults.extend(error.faults)
            continue
        template = [triple for triple in triples if in_template(triple)]
        if template and not table:
            faults.append(_alone(file.name, ".csv"))
        rows = expand(template, prefixes, table) if table else Rows()
        faults.extend(rows.faults)
        stated = [*(triple for triple in triples if not in_template(triple)), *rows.triples]
        graph = _graph_name(file.name)
        files.append(GraphFile(file, graph, stated, prefixes, table.name if table else "", rows.lines))
    return files, [*faults, *(_alone(table.name, ".ttl") for table in tables.values())]


def _alone(name: str, missing: str) -> Fault:
    texts = messages.text("content.alone", file=name.rsplit(".", 1)[0] + missing)
    return Fault(name, None, texts["en"], texts["id"])


def _graph_name(name: str) -> str:
    folder = next(folder for folder in _NAMESPACES if name.startswith(folder + "/"))
    return f"{GRAPH}{_NAMESPACES[folder]}{slug_of(name).removesuffix('.ttl')}"
