"""Problem details (RFC 9457): the one form of errors, made by the one function :func:`problem`."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import Scope
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from kembar import messages
from kembar.errors import BadInput, BadParameter, KembarError, NotFound
from kembar.http.contract import Problem
from kembar.http.schemas.components import reference
from kembar.messages import LANGUAGES
from kembar.namespaces import BASE, path_of

__all__ = ["NOT_SNIFFED", "PROBLEM_RESPONSES", "asked_language", "install", "problem"]

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

_log = logging.getLogger("kembar")


def asked_language(scope: Scope) -> str:
    """Return the language of problems: by ``lang=`` or ``Accept-Language``, or English, which programs expect."""
    given = QueryParams(scope["query_string"]).get("lang")
    if given in LANGUAGES:
        return str(given)
    accepted = ", ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language")
    return parse_accept_header(accepted, LanguageAccept).best_match(["en", "id"], default="en")


def problem(error: Exception, language: str = "en") -> JSONResponse:
    """Return problem details for any error. An unexpected error is a 500, and its text is only logged.

    The title is in ``language``, and so is the detail if it exists in it. ``Content-Language`` is that of the detail.
    """
    if isinstance(error, RequestValidationError):
        error = _refused(error)
    elif isinstance(error, ClientDisconnect):  # while sending the body
        error = HTTPException(499, "The client hung up.")
    headers: dict[str, str] = {}
    if isinstance(error, KembarError):
        slug, status, texts, extra = error.slug, error.status, error.texts, error.extra
        if "location" in extra:
            headers["Location"] = path_of(extra["location"])
        if status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        if "retryAfter" in extra:
            headers["Retry-After"] = str(extra["retryAfter"])
    elif isinstance(error, HTTPException):
        known = NotFound if error.status_code == 404 else BadInput
        slug, status, extra = known.slug, error.status_code, {}
        headers.update(error.headers or {})
        said = {404: "refused.no-page", 405: "refused.method"}.get(status)
        texts = messages.text(said) if said else {"en": str(error.detail)}
    else:
        _log.error("unexpected error", exc_info=error)
        slug, status, texts, extra = "internal", 500, messages.text("refused.internal"), {}
    detail_language = language if language in texts else "en"
    body: Problem = {
        "type": f"{BASE}problem/{slug}",
        "title": messages.text(f"problem.{slug}")[language],
        "status": status,
        "detail": texts[detail_language],
    }
    headers |= {"Content-Language": detail_language, "Vary": "Accept-Language"}
    return JSONResponse({**body, **extra}, status, headers=headers, media_type=MEDIA_TYPE)


def _refused(error: RequestValidationError) -> KembarError:
    first = error.errors()[0]
    place, name = first["loc"][0], str(first["loc"][-1])
    if place == "path":
        return NotFound(messages.text("refused.no-page"))
    return BadParameter(messages.text("refused.value", name=name, reason=first["msg"]), parameter=name)


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
        answer = problem(error, asked_language(request.scope))
        if answer.status_code == 405:
            answer.headers["Allow"] = ", ".join(_allowed(request))
        return answer

    for kind in (KembarError, HTTPException, RequestValidationError, ClientDisconnect, Exception):
        app.add_exception_handler(kind, handle)
