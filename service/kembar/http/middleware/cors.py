"""Cross-origin access (Fetch §3.3): every web page may read every answer, without credentials."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from kembar.http.middleware.vary import varying

__all__ = ["readable_by_pages"]

_EXPOSED = (
    "Allow", "Deprecation", "ETag", "Kembar-Advice", "Kembar-Revision", "Link", "Location", "Retry-After",
    "Server-Timing", "Sunset", "X-Request-Id",
)  # fmt: skip
_ALLOWED = ("Cache-Control", "If-None-Match", "Pragma", "X-Requested-With")
"""Request headers that a page may send. Authorization is not among them: a token is not for the pages of others."""


class _ForPages(CORSMiddleware):
    """Starlette's middleware, asked only for requests with an ``Origin``: it takes a tenth of the time of a look-up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or any(name == b"origin" for name, _ in scope["headers"]):
            await super().__call__(scope, receive, send)
            return
        await self.app(scope, receive, varying(send, b"Origin"))


def readable_by_pages(app: ASGIApp) -> ASGIApp:
    """Return ``app`` with CORS middleware around it; it has to wrap everything that answers errors."""
    return _ForPages(
        app,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=_ALLOWED,
        expose_headers=_EXPOSED,
        max_age=86_400,
    )
