"""Cross-origin access (Fetch §3.3): every web page may read every answer, without credentials."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

__all__ = ["readable_by_pages"]

_EXPOSED = (
    "Allow", "Deprecation", "ETag", "Kembar-Revision", "Link", "Location", "Retry-After", "Server-Timing", "Sunset",
    "X-Request-Id",
)  # fmt: skip
_ALLOWED = ("Cache-Control", "If-None-Match", "Pragma", "X-Requested-With")
"""Request headers that a page may send. Authorization is not among them: a token is not for the pages of others."""


def readable_by_pages(app: ASGIApp) -> ASGIApp:
    """Return ``app`` with Starlette's CORS middleware around it; it has to wrap everything that answers errors."""
    return CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=_ALLOWED,
        expose_headers=_EXPOSED,
        max_age=86_400,
    )
