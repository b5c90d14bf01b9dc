"""Refusal of unknown tokens (RFC 6750 §3.1) before anything else is looked at."""

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from kembar.errors import KembarError
from kembar.http.problems import asked_language, problem

__all__ = ["KnownTokens"]


class KnownTokens:
    """ASGI middleware that answers 401 to an unknown token at every address, also where no token makes a difference.

    ``check`` raises an error for the value of an ``Authorization`` header that names no known token.
    """

    def __init__(self, app: ASGIApp, check: Callable[[str], object]) -> None:
        self._app, self._check = app, check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            for name, value in scope.get("headers", ()):
                if name == b"authorization":
                    self._check(value.decode("latin-1"))
        except KembarError as error:
            await problem(error, asked_language(scope))(scope, receive, send)
            return
        await self._app(scope, receive, send)
