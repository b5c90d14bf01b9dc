"""Turtle in the style of the content files: prefixes at the top, then one block for each thing."""

import re
from collections.abc import Iterator, Mapping

from kembar.namespaces import CONCEPT, GRAPH, ID, PREFIXES
from kembar.rdf.names import kb, rdf, rdfs, xsd
from kembar.rdf.terms import Literal, NamedNode, Triple

__all__ = ["Draft", "Value"]

_WIDTH = 160
_INDENT = "    "
_FOLDERS = (ID, CONCEPT)
_OTHERS = ("kb", "dct", "prov", "rdf", "rdfs", "skos", "void", "xsd", "edtf")
_SLUG = re.compile("[a-z0-9-]+")
_LOCAL = re.compile("[A-Za-z][A-Za-z0-9]*")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
Value = Literal | NamedNode
"""What a statement can have as its value."""
_Block = dict[NamedNode, dict[Value, None]]


class Draft:
    """Statements in the order in which they were made, gathered by thing and property."""

    def __init__(self) -> None:
        self._blocks: dict[NamedNode, _Block] = {}

    def add(self, thing: str, prop: NamedNode, *values: Value | str) -> None:
        """State values of a property; a text is the IRI of a thing. What was stated before is not repeated."""
        if not values:
            return
        block = self._blocks.setdefault(NamedNode(thing), {})
        held = block.setdefault(prop, {})
        held.update(dict.fromkeys(NamedNode(value) if isinstance(value, str) else value for value in values))

    def describe(self, thing: str, kind: NamedNode, label: Mapping[str, str] | None = None) -> None:
        """State the class of a thing, and its label by language."""
        self.add(thing, rdf.type, kind)
        for language, text in (label or {}).items():
            self.add(thing, rdfs.label, Literal(text, language=language))

    def note(self, thing: str, texts: Mapping[str, str]) -> None:
        """State a note by language."""
        self.add(thing, kb.note, *(Literal(text, language=language) for language, text in texts.items()))

    def values(self, thing: str, prop: NamedNode) -> list[Value]:
        """Return the values of a property that were stated."""
        return list(self._blocks.get(NamedNode(thing), {}).get(prop, ()))

    def triples(self) -> list[Triple]:
        """Return all statements."""
        return [
            Triple(thing, prop, value)
            for thing, block in self._blocks.items()
            for prop, values in block.items()
            for value in values
        ]

    def text(self, *comments: str) -> str:
        """Return the statements as a Turtle document below comments."""
        written: dict[str, str] = {}
        blocks = [_block(thing, block, written) for thing, block in self._blocks.items()]
        width = max(map(len, written), default=0) + 1
        heads = [f"@prefix {f'{prefix}:':<{width}} <{written[prefix]}> ." for prefix in sorted(written)]
        return "\n".join([*(f"# {comment}" for comment in comments), *heads, "", *blocks]) + "\n"


def _block(thing: NamedNode, block: _Block, written: dict[str, str]) -> str:
    parts = list(_parts(block, written))
    lines, line = [], _name(thing, written)
    for number, part in enumerate(parts):
        end = " ;" if number < len(parts) - 1 else " ."
        joined = f"{line} {part}{end}"
        if len(joined) > _WIDTH and number:
            lines.append(line)
            joined = f"{_INDENT}{part}{end}"
        line = joined
    return "\n".join([*lines, line])


def _parts(block: _Block, written: dict[str, str]) -> Iterator[str]:
    for prop, values in block.items():
        name = "a" if prop == rdf.type else _name(prop, written)
        yield f"{name} {' , '.join(_value(value, written) for value in values)}"


def _value(value: Value, written: dict[str, str]) -> str:
    if isinstance(value, NamedNode):
        return _name(value, written)
    text = f'"{value.value.translate(_ESCAPES)}"'
    if value.language:
        return f"{text}@{value.language}"
    if value.datatype == xsd.string:
        return text
    if value.datatype == xsd.integer and re.fullmatch("[0-9]+", value.value):
        return value.value
    return f"{text}^^{_name(value.datatype, written)}"


def _name(node: NamedNode, written: dict[str, str]) -> str:
    """Return a node with a prefix, which is noted, or as an IRI in brackets."""
    iri = node.value
    for prefix, base, pattern in _bases(iri):
        local = iri.removeprefix(base)
        if iri.startswith(base) and pattern.fullmatch(local):
            written[prefix] = base
            return f"{prefix}:{local}"
    return str(node)


def _bases(iri: str) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    for folder in _FOLDERS:
        kind, slash, _ = iri.removeprefix(folder).partition("/")
        if iri.startswith(folder) and slash:
            yield kind, f"{folder}{kind}/", _SLUG
    yield "graph", GRAPH, _SLUG
    for prefix in _OTHERS:
        yield prefix, PREFIXES[prefix], _LOCAL
