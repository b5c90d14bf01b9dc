"""Whole answers, kept in front of the router, with ETag and 304 (RFC 9110 §8.8.3, §13.1.2).

The key is the revision with the questions and tags, the address with its host, which an answer may name and a client may
invent, what the client accepts, and whether it names an origin, without which an answer has no CORS headers.

A request with credentials is never answered from here, nor its answer kept: its reader may see what others may not.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from cachetools import LRUCache
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CacheFigures", "ResponseCache"]

_VARIES = (b"accept", b"accept-encoding", b"accept-language", b"host")
_LARGEST_SHARE = 8
"""An answer larger than the room divided by this is not kept: it would drive out too many others."""

Headers = list[tuple[bytes, bytes]]
Key = tuple[object, ...]


@dataclass(frozen=True)
class _Kept:
    headers: Headers
    etag: bytes
    body: bytes
    key_bytes: int
    """Of what its client sent to be answered so, which may be more than the answer."""

    def size_bytes(self) -> int:
        return len(self.body) + self.key_bytes + 1_000  # headers


@dataclass
class CacheFigures:
    """What the cache did since the start, and the bytes that it holds."""

    hits: int = 0
    misses: int = 0
    bytes: int = 0


class ResponseCache:
    """ASGI middleware. ``state`` is another as soon as answers may be others; ``max_bytes`` is the room for answers."""

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
    """Collects an answer before it is sent, gives it an ETag, and keeps it where it may be kept."""

    def __init__(
        self, cache: ResponseCache, key: Key | None, match: bytes, state: Mapping[str, object], send: Send
    ) -> None:
        self._cache, self._key, self._match, self._state, self._send = cache, key, match, state, send
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if message["status"] != 200:
                await self._send(message)
            return
        if self._start is None or self._start["status"] != 200:
            await self._send(message)
            return
        self._parts.append(message.get("body", b""))
        if message.get("more_body"):
            return
        body = b"".join(self._parts)
        headers: Headers = list(self._start["headers"])
        said = dict(headers)
        etag = said.get(b"etag")
        if etag is None:
            etag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'
            headers.append((b"etag", etag))
        control = said.get(b"cache-control")
        if control is None:
            headers.append(
                (b"cache-control", b"no-cache" if self._key else b"private, no-cache")
            )  # that is: keep it, and ask whether it still holds
        if revision := self._state.get("read"):
            headers.append((b"kembar-revision", str(revision).encode()))
        answer = _Kept(headers, etag, body, sum(len(part) for part in self._key or () if isinstance(part, bytes)))
        if self._key and control is None:
            lasting = [(name, value) for name, value in headers if name not in (b"server-timing", b"x-request-id")]
            self._cache.keep(self._key, replace(answer, headers=lasting))
        await _send(self._send, answer, self._match)


async def _send(send: Send, answer: _Kept, match: bytes, *more: tuple[bytes, bytes]) -> None:
    if match and (
        match.strip() == b"*" or answer.etag in (tag.strip().removeprefix(b"W/") for tag in match.split(b","))
    ):
        headers = [
            (name, value)
            for name, value in answer.headers
            if name not in (b"content-length", b"content-type", b"content-encoding")
        ]
        await send({"type": "http.response.start", "status": 304, "headers": [*headers, *more]})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [*answer.headers, *more]})
    await send({"type": "http.response.body", "body": answer.body})
