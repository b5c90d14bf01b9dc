"""Compressed answers (RFC 9110 §12.5.3)."""

from functools import lru_cache

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send
from werkzeug.http import parse_accept_header

from kembar.http.middleware.vary import varying

__all__ = ["Compression"]

_FILES = ("/dataset/dump.", "/dataset/tables.")


class Compression(GZipMiddleware):
    """ASGI middleware that compresses answers of 500 bytes and more by gzip, for clients whose weights accept it.

    ETags are made outside it, of the bytes that are sent. Dumps are sent as the files that they are, with their length,
    and tables as they are compressed already.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_FILES):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "http":
            accepted = [value for name, value in scope["headers"] if name == b"accept-encoding"]
            if not _accepts_gzip(b",".join(accepted)):
                await self.app(scope, receive, varying(send, b"Accept-Encoding"))
                return
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope["headers"] = [*others, (b"accept-encoding", b"gzip")]
        await super().__call__(scope, receive, send)


@lru_cache(256)
def _accepts_gzip(value: bytes) -> bool:
    return parse_accept_header(value.decode("latin-1")).quality("gzip") > 0
