"""Cross-origin access (Fetch §3.3): every web page may read every answer, without credentials."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

__all__ = ["readable_by_pages"]

_EXPOSED = (
    "Allow", "Deprecation", "ETag", "Kembar-Revision", "Link", "Location", "Retry-After", "Server-Timing", "Sunset",
    "X-Request-Id",
)  # fmt: skip
_ALLOWED = ("Cache-Control", "If-None-Match", "Pragma", "X-Requested-With")
"""Request headers beside those that need no leave. Authorization is not one: foreign pages need no token."""


def readable_by_pages(app: ASGIApp) -> ASGIApp:
    """Return ``app`` with Starlette's CORS middleware around it; it has to be outside of all that answers errors."""
    return CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=_ALLOWED,
        expose_headers=_EXPOSED,
        max_age=86_400,
    )
