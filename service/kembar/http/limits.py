"""The limit on request bodies, kept before anything is read into memory."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kembar.errors import TooLarge
from kembar.http.problems import problem

__all__ = ["BodyLimit"]


class BodyLimit:
    """ASGI middleware that answers 413 to a body of more than ``max_bytes``, whether it is announced or streamed."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app, self._max = app, max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._max:
            await problem(self._error())(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
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
