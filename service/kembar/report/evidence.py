"""Evidence in sentences: what supports a requirement, what opposes it, and what is missing or unclear."""

from collections.abc import Iterable
from typing import Literal

from kembar.law import contract
from kembar.report.words import Words, wrapped

__all__ = ["evidence_lines", "sentences", "source_list", "unclear", "violating"]

_ABSENT = frozenset({"open", "unclear", "gap"})
"""The roles of evidence that says what is missing: it has no source."""
_PLACE = "\0"

Detail = Literal["sources", "marks", "none"]
"""What follows a sentence: whether only the proposer states it, with the sources; only that; or neither."""


def violating(requirement: contract.RequirementOutcome) -> list[contract.Evidence]:
    """Return the evidence that violates a requirement."""
    return [item for item in requirement["evidence"]["against"] if item["finds"] not in _ABSENT]


def unclear(requirement: contract.RequirementOutcome) -> list[contract.Evidence]:
    """Return what is missing or unclear."""
    return [item for item in requirement["evidence"]["against"] if item["finds"] in _ABSENT]


def evidence_lines(requirement: contract.RequirementOutcome, deed: str, words: Words) -> list[str]:
    """Return the evidence on a requirement, each kind under its own heading."""
    lines = []
    for key, items in (
        ("report.supporting", requirement["evidence"]["for"]),
        ("report.opposing", violating(requirement)),
        ("report.unclear", unclear(requirement)),
    ):
        if items:
            lines += wrapped(words.text(key), 3)
            lines += [line for sentence in sentences(items, deed, words) for line in wrapped(f"- {sentence}", 5, 2)]
    return lines


def sentences(items: Iterable[contract.Evidence], deed: str, words: Words, detail: Detail = "sources") -> list[str]:
    """Return one sentence for the items of which the rule says the same, with their names, days and sources."""
    groups: dict[tuple[str, str], list[str]] = {}
    for item in items:
        name, says = words.of(item["label"], item["thing"]), words.of(item["says"])
        label = item["label"].get(words.language, "")
        template = says.replace(label, _PLACE, 1) if label else says
        suffix = _suffix(item, words, detail)
        names = groups.setdefault((template, suffix), [])
        named = _with_facts(name, item, deed, words)
        if named not in names:
            names.append(named)
    return [
        template.replace(_PLACE, "; ".join(names)).removesuffix(".") + suffix + "."
        for (template, suffix), names in groups.items()
    ]


def _with_facts(name: str, item: contract.Evidence, deed: str, words: Words) -> str:
    """Return the name of a thing with its days and its document, in brackets."""
    facts = {} if item["thing"] == deed else item["facts"]
    spoken = [facts["document"]] if "document" in facts and facts["document"] not in name else []
    spoken += [words.day(facts["date"])] if "date" in facts else []
    for fact, key in (
        ("start", "report.since"),
        ("end", "report.until"),
        ("stateKnownAsOf", "report.known-as-of"),
        ("noEndRecordedAsOf", "report.no-end"),
    ):
        if fact in facts:
            spoken.append(words.text(key, day=words.day(facts[fact])))
    iri = words.iri(item["thing"])
    if not spoken:
        return name + iri
    said = ", ".join(spoken)
    return (f"{name[:-1]}, {said})" if name.endswith(")") else f"{name} ({said})") + iri


def _suffix(item: contract.Evidence, words: Words, detail: Detail) -> str:
    """Return the sources of an item and whether only the proposer states it; what is missing has neither."""
    if detail == "none" or item["finds"] in ("open", "unclear"):
        return ""
    marks = [words.text("report.unchecked")] if item["unchecked"] else []
    if detail == "sources" and item["finds"] not in _ABSENT and item["statedAt"]:
        marks.append(source_list(item["statedAt"], words))
    return "".join(f" {mark}" for mark in marks)


def source_list(places: Iterable[contract.StatedAt], words: Words) -> str:
    """Return the names of sources in brackets, or nothing if there is none."""
    names = list(dict.fromkeys(words.of(place["label"]) + words.iri(place["id"]) for place in places))
    return words.text("report.sources", sources="; ".join(names)) if names else ""
