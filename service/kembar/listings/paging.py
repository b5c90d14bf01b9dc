"""The cursor and the links of a page."""

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from kembar.errors import BadInput

__all__ = ["Cursor", "PageAddress"]


@dataclass(frozen=True)
class Cursor:
    """The end of a page: its revision and last item. It is valid for one list only (:class:`PageAddress`)."""

    revision: int
    after: str

    @classmethod
    def read(cls, text: str, identity: Mapping[str, str]) -> Self:
        """Return the cursor that :meth:`write` wrote for the same list. Raise :class:`BadInput`."""
        try:
            revision, after, proof = json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
            cursor = cls(revision, after)
            if type(revision) is int and type(after) is str and proof == cursor._proof(identity):
                return cursor
        except (ValueError, TypeError, UnicodeError, binascii.Error, RecursionError):
            pass
        raise BadInput(
            "cursor is not one of this list: use the link to the next page unchanged, and change nothing else.",
            parameter="cursor",
        )

    def write(self, identity: Mapping[str, str]) -> str:
        """Return the cursor as a parameter."""
        text = json.dumps([self.revision, self.after, self._proof(identity)], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode("ascii").rstrip("=")

    def _proof(self, identity: Mapping[str, str]) -> str:
        # This is no secret: an invented cursor reads only what everybody may read.
        content = json.dumps([self.revision, self.after, sorted(identity.items())])
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class PageAddress:
    """The address of a page.

    Attributes:
        path: The address without its query, ``https://example.org/partnerships``.
        parameters: The parameters of the request.
        identity: What makes the list the same list: its name, language, filters and order. A cursor is valid for it alone.
    """

    path: str
    parameters: Mapping[str, str]
    identity: Mapping[str, str]

    def links(self, revision: int, after: str | None) -> tuple[str, dict[str, str]]:
        """Return the ``Link`` header (RFC 8288), and the addresses of this page and of the next one, if there is one.

        All are of the same revision and language. ``after`` is the last item, where more follow.
        """
        language = {"lang": self.identity["lang"]}
        first = self._address(revision=str(revision), **language)
        cursor = self.parameters.get("cursor")
        own = {"id": self._address(cursor=cursor) if cursor else self._address(revision=str(revision))}
        if after is None:
            return f'<{first}>; rel="first"', own
        following = self._address(cursor=Cursor(revision, after).write(self.identity), **language)
        return f'<{following}>; rel="next", <{first}>; rel="first"', own | {"next": following}

    def _address(self, **parameters: str) -> str:
        own = {name: value for name, value in self.parameters.items() if name not in ("cursor", "revision")}
        return f"{self.path}?{urlencode(own | parameters)}"
