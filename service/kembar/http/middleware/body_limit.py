"""Limits on the size of request bodies and on the time that they take, applied before anything is read into memory."""

import asyncio
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kembar import messages
from kembar.errors import Limits, TooLarge, TooSlow
from kembar.http.problems import asked_language, problem

__all__ = ["BodyLimit", "RequestLimits"]


@dataclass(frozen=True)
class RequestLimits(Limits):
    """The size that a request body may have, and the time that it may take to arrive."""

    request_max_bytes: int
    request_max_ms: int


class BodyLimit:
    """ASGI middleware that answers 413 to too large a body, announced or streamed, and 408 to too slow a body."""

    def __init__(self, app: ASGIApp, limits: RequestLimits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._limits.request_max_bytes:
            await problem(self._too_large(), asked_language(scope))(scope, receive, send)
            return
        received, whole = 0, False
        until = asyncio.get_running_loop().time() + self._limits.request_max_ms / 1000

        async def counted() -> Message:
            nonlocal received, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                slow, advice = messages.template("limit.slow-body"), messages.template("limit.faster")
                raise self._limits.exceeded(TooSlow, "request_max_ms", slow, advice) from None
            whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > self._limits.request_max_bytes:
                raise self._too_large()
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> TooLarge:
        large, advice = messages.template("limit.body"), messages.template("limit.one-proposal")
        return self._limits.exceeded(TooLarge, "request_max_bytes", large, advice)
