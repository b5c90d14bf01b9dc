"""Pages of a list: the cursor that leads to the next, and the links."""

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from starlette.datastructures import URL
from starlette.requests import Request

from kembar.errors import BadInput

__all__ = ["Cursor", "links"]


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: in which revision, after which item. It holds for one list only: the same path, filters, order and language."""

    revision: int
    after: str

    @classmethod
    def read(cls, text: str, about: Mapping[str, str]) -> Self:
        """The cursor that :meth:`write` wrote for the same list. Raises :class:`BadInput`."""
        try:
            revision, after, proof = json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
            cursor = cls(revision, after)
            if type(revision) is int and type(after) is str and proof == cursor._proof(about):
                return cursor
        except (ValueError, TypeError, UnicodeError, binascii.Error, RecursionError):
            pass
        raise BadInput(
            "cursor is none that this list gave: take the link to the next page as it is, and change nothing else.",
            parameter="cursor",
        )

    def write(self, about: Mapping[str, str]) -> str:
        """The cursor as a parameter."""
        said = json.dumps([self.revision, self.after, self._proof(about)], separators=(",", ":"))
        return urlsafe_b64encode(said.encode()).decode("ascii").rstrip("=")

    def _proof(self, about: Mapping[str, str]) -> str:
        # No secret: who makes one up reads what everybody may.
        return hashlib.sha256(json.dumps([self.revision, self.after, sorted(about.items())]).encode()).hexdigest()[:16]


def links(request: Request, revision: int, language: str, following: str | None) -> tuple[str, dict[str, str]]:
    """The ``Link`` header (RFC 8288) of a page, and its own address and that of the next page, if any. All are of the same revision and language."""
    page = URL(
        scope={**request.scope, "query_string": b""}
    )  # that may be no UTF-8, and the host anything: neither is taken apart
    given = dict(request.query_params)
    asked = {name: value for name, value in given.items() if name not in ("cursor", "revision")}

    def address(**more: str) -> str:
        return f"{page}?{urlencode(asked | more)}"

    first = address(revision=str(revision), lang=language)
    own = {"id": address(**({"cursor": given["cursor"]} if "cursor" in given else {"revision": str(revision)}))}
    if following is None:
        return f'<{first}>; rel="first"', own
    after = address(cursor=following, lang=language)
    return f'<{after}>; rel="next", <{first}>; rel="first"', own | {"next": after}
