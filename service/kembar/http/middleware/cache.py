"""A cache of whole answers in front of the router, with ETag and 304 (RFC 9110 §8.8.3, §13.1.2).

The key holds the revision with the questions and tags, the address with its host (an answer may name the host, and a
client may invent it), what the client accepts, and whether it names an origin: without one, an answer has no CORS
headers.

A request with credentials is not answered from the cache, and its answer is not kept: others may not be allowed to see
it.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from cachetools import LRUCache
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["OFF_LOOP_BYTES", "CacheFigures", "ResponseCache"]

_VARIES = (b"accept", b"accept-encoding", b"accept-language", b"host")
_LARGEST_SHARE = 8
"""An answer larger than the cache divided by this is not kept, because it would displace too many others."""

OFF_LOOP_BYTES = 65_536
"""Bodies of this size and more are hashed and compressed in threads, so that other requests are answered meanwhile."""

Headers = list[tuple[bytes, bytes]]
Key = tuple[object, ...]


@dataclass(frozen=True)
class _Kept:
    headers: Headers
    etag: bytes
    body: bytes
    key_bytes: int
    """Size of the parts of the key that the client chose; they may be larger than the answer."""

    def size_bytes(self) -> int:
        return len(self.body) + self.key_bytes + 1_000  # headers


@dataclass
class CacheFigures:
    """Hits and misses since the start, and the bytes that the cache holds."""

    hits: int = 0
    misses: int = 0
    bytes: int = 0


class ResponseCache:
    """ASGI middleware.

    ``state`` changes whenever kept answers become invalid; ``max_bytes`` bounds the kept answers.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], object], max_bytes: int, figures: CacheFigures) -> None:
        self._app, self._state, self._figures = app, state, figures
        self._kept: LRUCache[Key, _Kept] = LRUCache(max_bytes, _Kept.size_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        match = headers.get(b"if-none-match", b"")
        public = b"authorization" not in headers and b"range" not in headers
        varying = ((name, value) for name, value in scope["headers"] if name in _VARIES)
        address = (scope["scheme"], scope["raw_path"], scope["query_string"])
        key = (self._state(), *address, b"origin" in headers, *chain.from_iterable(varying))
        kept = self._kept.get(key) if public else None
        if kept:
            self._figures.hits += 1
            await _send(send, kept, match, (b"server-timing", b"cache;desc=hit"))
            return
        await self._app(scope, receive, _Answer(self, key if public else None, match, scope["state"], send))

    def keep(self, key: Key, answer: _Kept) -> None:
        self._figures.misses += 1
        if answer.size_bytes() * _LARGEST_SHARE <= self._kept.maxsize:
            self._kept[key] = answer
            self._figures.bytes = int(self._kept.currsize)


class _Answer:
    """Collects an answer before it is sent, gives it an ETag, and keeps it if it may be kept. Files are passed on."""

    def __init__(
        self, cache: ResponseCache, key: Key | None, match: bytes, state: Mapping[str, object], send: Send
    ) -> None:
        self._cache, self._key, self._match, self._state, self._send = cache, key, match, state, send
        self._headers: Headers = []
        self._passes_body: bool | None = None
        """Whether the body is passed on or dropped; None while it is collected."""
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._passes_body:
            await self._send(message)
        elif self._passes_body is None:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._end(b"".join(self._parts))

    async def _begin(self, message: Message) -> None:
        if message["status"] != 200:
            self._passes_body = True
            await self._send(message)
            return
        self._headers = list(message["headers"])
        names = dict(self._headers)
        if b"cache-control" in names:
            self._key = None
        else:  # the client may keep it, and asks whether it is still valid
            self._headers.append((b"cache-control", b"no-cache" if self._key else b"private, no-cache"))
        if revision := self._state.get("read"):
            self._headers.append((b"kembar-revision", str(revision).encode()))
        if b"accept-ranges" in names:  # a file, which brings its own ETag
            self._passes_body = not _matches(self._match, names[b"etag"])
            if self._passes_body:
                await self._send({**message, "headers": self._headers})
            else:
                await self._send(_not_modified(self._headers))
                await self._send({"type": "http.response.body", "body": b""})

    async def _end(self, body: bytes) -> None:
        etag = _etag(body) if len(body) < OFF_LOOP_BYTES else await asyncio.to_thread(_etag, body)
        key_bytes = sum(len(part) for part in self._key or () if isinstance(part, bytes))
        answer = _Kept([*self._headers, (b"etag", etag)], etag, body, key_bytes)
        if self._key:
            lasting = [each for each in answer.headers if each[0] not in (b"server-timing", b"x-request-id")]
            self._cache.keep(self._key, replace(answer, headers=lasting))
        await _send(self._send, answer, self._match)


def _etag(body: bytes) -> bytes:
    return b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'


async def _send(send: Send, answer: _Kept, match: bytes, *more: tuple[bytes, bytes]) -> None:
    headers = [*answer.headers, *more]
    if _matches(match, answer.etag):
        await send(_not_modified(headers))
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _matches(match: bytes, etag: bytes) -> bool:
    """Return whether the value of If-None-Match names an ETag (RFC 9110 §13.1.2)."""
    return match.strip() == b"*" or etag in (tag.strip().removeprefix(b"W/") for tag in match.split(b","))


def _not_modified(headers: Headers) -> Message:
    of_content = (b"content-length", b"content-type", b"content-encoding")
    kept = [(name, value) for name, value in headers if name not in of_content]
    return {"type": "http.response.start", "status": 304, "headers": kept}
