"""The limits on request bodies, kept before anything is read into memory: their size, and how long they may take."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kembar.errors import TooLarge, TooSlow
from kembar.http.problems import problem

__all__ = ["BodyLimit"]


class BodyLimit:
    """ASGI middleware that answers 413 to a body of more than ``max_bytes``, announced or streamed, and 408 to one not there after ``max_ms``."""

    def __init__(self, app: ASGIApp, max_bytes: int, max_ms: int) -> None:
        self._app, self._max, self._max_ms = app, max_bytes, max_ms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._max:
            await problem(self._error())(scope, receive, send)
            return
        received, whole = 0, False
        until = asyncio.get_running_loop().time() + self._max_ms / 1000

        async def counted() -> Message:
            nonlocal received, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise TooSlow(
                    f"The body was not whole after {self._max_ms} ms. An operator can raise KEMBAR_REQUEST_MAX_MS.",
                    limit=self._max_ms,
                    setting="KEMBAR_REQUEST_MAX_MS",
                ) from None
            whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > self._max:
                raise self._error()
            return message

        await self._app(scope, counted, send)

    def _error(self) -> TooLarge:
        return TooLarge(
            f"The body is larger than {self._max} bytes. Send one proposal at a time; an operator can raise KEMBAR_REQUEST_MAX_BYTES.",
            limit=self._max,
            setting="KEMBAR_REQUEST_MAX_BYTES",
        )
