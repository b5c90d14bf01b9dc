"""Compressed answers (RFC 9110 §12.5.3)."""

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send
from werkzeug.http import parse_accept_header

__all__ = ["Compression"]

_FILES = "/dataset/dump."


class Compression(GZipMiddleware):
    """ASGI middleware that compresses answers of 500 bytes and more by gzip, for clients whose weights accept it.

    ETags are made outside it, of the bytes that are sent. Dumps are sent as the files that they are, with their length.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_FILES):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "http":
            accepted = parse_accept_header(Headers(scope=scope).get("accept-encoding", "")).quality("gzip") > 0
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope["headers"] = [*others, (b"accept-encoding", b"gzip")] if accepted else others
        await super().__call__(scope, receive, send)
