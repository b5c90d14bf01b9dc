"""Cursors and links of pages."""

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from kembar import messages
from kembar.errors import BadParameter
from kembar.namespaces import CONTEXT, path_of

__all__ = ["Cursor", "PageAddress"]


@dataclass(frozen=True)
class Cursor:
    """The end of a page: its revision and the IRI of its last item. It is valid for one list (:class:`PageAddress`)."""

    revision: int
    after: str

    @classmethod
    def read(cls, text: str, identity: Mapping[str, str]) -> Self:
        """Return the cursor that :meth:`write` wrote for the same list.

        Raise :class:`BadParameter` for any other text.
        """
        try:
            revision, after, proof = json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
            cursor = cls(revision, after)
            if type(revision) is int and type(after) is str and proof == cursor._proof(identity):
                return cursor
        except (ValueError, TypeError, UnicodeError, binascii.Error, RecursionError):
            pass
        raise BadParameter(messages.text("refused.cursor"), parameter="cursor")

    def write(self, identity: Mapping[str, str]) -> str:
        """Return the cursor as the value of a parameter."""
        text = json.dumps([self.revision, self.after, self._proof(identity)], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode("ascii").rstrip("=")

    def _proof(self, identity: Mapping[str, str]) -> str:
        # No key is needed: all data is public, so a forged cursor gives access to nothing more.
        content = json.dumps([self.revision, self.after, sorted(identity.items())])
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class PageAddress:
    """The address of a page.

    Attributes:
        origin: The scheme and host by which the client called, such as ``https://example.org``.
        path: The address without its query, such as ``https://example.org/partnerships``.
        parameters: The parameters of the request.
        identity: The name, language, filters and order of the list. A cursor is valid for the same values only.
    """

    origin: str
    path: str
    parameters: Mapping[str, str]
    identity: Mapping[str, str]

    @property
    def context(self) -> str:
        """The address of the published JSON-LD context, where a client reaches it without any redirect."""
        return self.of(CONTEXT) or CONTEXT

    def of(self, iri: str) -> str | None:
        """Return the address at which this service describes a thing; None for a thing of another namespace."""
        path = path_of(iri)
        return None if path == iri else self.origin + path

    def links(self, revision: int, after: str | None) -> tuple[str, dict[str, str]]:
        """Return the ``Link`` header (RFC 8288), and the addresses of this page (``id``) and the next one (``next``).

        All addresses have the same revision and language.

        Args:
            revision: The number of the revision.
            after: The IRI of the last item, or None on the last page.
        """
        language = {"lang": self.identity["lang"]}
        first = self._address(revision=str(revision), **language)
        cursor = self.parameters.get("cursor")
        addresses = {"id": self._address(cursor=cursor) if cursor else self._address(revision=str(revision))}
        if after is None:
            return f'<{first}>; rel="first"', addresses
        following = self._address(cursor=Cursor(revision, after).write(self.identity), **language)
        return f'<{following}>; rel="next", <{first}>; rel="first"', addresses | {"next": following}

    def _address(self, **replacements: str) -> str:
        """Return the address with the parameters of the request, of which cursor and revision are replaced."""
        kept = {name: value for name, value in self.parameters.items() if name not in ("cursor", "revision")}
        return f"{self.path}?{urlencode(kept | replacements)}"
