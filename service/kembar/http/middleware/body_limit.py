"""The limits on request bodies, kept before anything is read into memory: their size, and how long they may take."""

import asyncio
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kembar.errors import Limits, TooLarge, TooSlow
from kembar.http.problems import problem

__all__ = ["BodyLimit", "RequestLimits"]


@dataclass(frozen=True)
class RequestLimits(Limits):
    """How large a request body may be, and how long it may take to arrive."""

    request_max_bytes: int
    request_max_ms: int


class BodyLimit:
    """ASGI middleware that answers 413 to a body that is too large, announced or streamed, and 408 to a slow one."""

    def __init__(self, app: ASGIApp, limits: RequestLimits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._limits.request_max_bytes:
            await problem(self._too_large())(scope, receive, send)
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
                raise self._limits.exceeded(
                    TooSlow, "request_max_ms", "The body was not whole after {limit} ms", "Send it faster"
                ) from None
            whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > self._limits.request_max_bytes:
                raise self._too_large()
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> TooLarge:
        problem = "The body is larger than {limit} bytes"
        return self._limits.exceeded(TooLarge, "request_max_bytes", problem, "Send one proposal at a time")
