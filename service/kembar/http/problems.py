"""Problem details (RFC 9457): the one form of errors, made by the one function :func:`problem`."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from kembar.errors import BadInput, BadParameter, KembarError, NotFound
from kembar.http.contract import Problem
from kembar.http.schemas.components import reference
from kembar.namespaces import BASE, path_of

__all__ = ["NOT_SNIFFED", "PROBLEM_RESPONSES", "install", "problem"]

MEDIA_TYPE = "application/problem+json"
NOT_SNIFFED = (b"x-content-type-options", b"nosniff")
"""The header of every answer by which a browser takes no answer for a page or script that it does not say it is."""
PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem (RFC 9457).",
        "content": {MEDIA_TYPE: {"schema": reference(Problem)}},
    }
}
"""The ``responses`` of every operation."""

_NO_PAGE = "There is no such page."
_log = logging.getLogger("kembar")


def problem(error: Exception) -> JSONResponse:
    """Return problem details for any error. An unexpected error is a 500, and its text is only logged."""
    if isinstance(error, RequestValidationError):
        error = _refused(error)
    elif isinstance(error, ClientDisconnect):  # while sending the body
        error = HTTPException(499, "The client hung up.")
    headers: Mapping[str, str] | None = None
    if isinstance(error, KembarError):
        slug, title, status, detail, extra = error.slug, error.title, error.status, error.detail, error.extra
        if "location" in extra:
            headers = {"Location": path_of(extra["location"])}
        if status == 401:
            headers = {"WWW-Authenticate": "Bearer"}
        if "retryAfter" in extra:
            headers = {"Retry-After": str(extra["retryAfter"])}
    elif isinstance(error, HTTPException):
        known = NotFound if error.status_code == 404 else BadInput
        slug, title, status, extra, headers = known.slug, known.title, error.status_code, {}, error.headers
        detail = {404: _NO_PAGE, 405: "This method is not allowed here."}.get(error.status_code, str(error.detail))
    else:
        _log.error("unexpected error", exc_info=error)
        slug, title, status, detail, extra = (
            "internal",
            "Something went wrong in here",
            500,
            "The fault is ours, and it is in our log.",
            {},
        )
    body: Problem = {"type": f"{BASE}problem/{slug}", "title": title, "status": status, "detail": detail}
    return JSONResponse({**body, **extra}, status, headers=dict(headers) if headers else None, media_type=MEDIA_TYPE)


def _refused(error: RequestValidationError) -> KembarError:
    first = error.errors()[0]
    place, name = first["loc"][0], str(first["loc"][-1])
    if place == "path":
        return NotFound(_NO_PAGE)
    return BadParameter(f"{name}: {first['msg']}.", parameter=name)


def _allowed(request: Request) -> list[str]:
    """Return the methods of all routes of a path (RFC 9110 §15.5.6); the router knows those of one route only."""
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE")
    allowed = [
        method
        for method in methods
        if any(route.matches({**request.scope, "method": method})[0] == Match.FULL for route in request.app.routes)
    ]
    return [*(["GET", "HEAD"] if "GET" in allowed else []), *(method for method in allowed if method != "GET")]


def install(app: FastAPI) -> None:
    """Register handlers that turn every error of ``app`` into problem details."""

    async def handle(request: Request, error: Exception) -> JSONResponse:
        answer = problem(error)
        if answer.status_code == 405:
            answer.headers["Allow"] = ", ".join(_allowed(request))
        return answer

    for kind in (KembarError, HTTPException, RequestValidationError, ClientDisconnect, Exception):
        app.add_exception_handler(kind, handle)
