"""What every answer gets on its way out: leave for any web page to read it (CORS), HEAD, and gzip."""

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.http import parse_accept_header

__all__ = ["Compression", "Sharing"]

_SHARED = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Allow, Deprecation, ETag, Link, Location, Retry-After, Server-Timing, Sunset, X-Request-Id, Kembar-Revision",
    ),
)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "*",  # never covers Authorization (Fetch §3.3.3): what needs a token is not for foreign pages
    "Access-Control-Max-Age": "86400",
}


class Sharing:
    """ASGI middleware, outside all others so that errors pass it too: every page may read every answer, without credentials (Fetch §3.3).

    The header is the same for every origin, so caches need no Vary: Origin. HEAD is asked of the application as GET; the server sends no body for it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_SHARED]}
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, shared)
        else:
            await self._app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, shared)


class Compression(GZipMiddleware):
    """gzip for those who accept it by weight (RFC 9110 §12.5.3), from 500 bytes on. ETags are made outside it, of the bytes that are sent."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            accepted = parse_accept_header(Headers(scope=scope).get("accept-encoding", "")).quality("gzip") > 0
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope["headers"] = [*others, (b"accept-encoding", b"gzip")] if accepted else others
        await super().__call__(scope, receive, send)
