"""The content of Kembar: plain files, one subject a file."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kembar.errors import CannotRun

__all__ = ["DERIVATION_VERSION", "Content", "ContentFile"]

DERIVATION_VERSION = 1
"""Raise it when code derives other facts, judgements or index tables from the same content; a golden test fails until then."""

GRAPH_FOLDERS = ("ontology", "data", "shapes")


@dataclass(frozen=True)
class ContentFile:
    """One file; ``name`` is its path below the content's root, as errors and graphs call it."""

    name: str
    text: str


@dataclass(frozen=True)
class Content:
    """All content below one root folder."""

    root: Path

    @classmethod
    def at(cls, root: Path | None) -> "Content":
        """The content below ``root``, or the shipped one. Raises :class:`CannotRun` where there is none."""
        if root is None:
            return cls.shipped()
        if not (root / "ontology" / "kembar.ttl").is_file():
            raise CannotRun(f"{root} holds no content: ontology/kembar.ttl is missing there.")
        return cls(root)

    @classmethod
    def shipped(cls) -> "Content":
        """The content of this installation: inside the wheel, or the repository it is developed in."""
        package = Path(__file__).parent
        for root in (package / "content", package.parents[1]):
            if (root / "ontology" / "kembar.ttl").is_file():
                return cls(root)
        raise CannotRun(f"No content found beside {package}. Install the wheel, or run from the repository.")

    def files(self, folder: str, suffix: str) -> list[ContentFile]:
        """The files of one folder (and below), in the order of their names."""
        paths = sorted((self.root / folder).rglob(f"*{suffix}"))
        return [ContentFile(path.relative_to(self.root).as_posix(), path.read_text("utf-8")) for path in paths]

    @cached_property
    def context(self) -> dict[str, Any]:
        """The JSON-LD context document."""
        document: dict[str, Any] = json.loads((self.root / "ontology" / "context.jsonld").read_text("utf-8"))
        return document

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 over the content of the graph and the version of the derivation."""
        digest = hashlib.sha256(str(DERIVATION_VERSION).encode() + b"\0")
        content = sorted(path for folder in GRAPH_FOLDERS for path in (self.root / folder).rglob("*") if path.is_file())
        for path in content:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()
