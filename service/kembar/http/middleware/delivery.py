"""Delivery of large answers in pieces, with a limit on what clients have not taken yet."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kembar.http.protocol import ABORT

__all__ = ["Delivery"]

PIECE_BYTES = 256_000


@dataclass(eq=False)
class _Parcel:
    """An answer on its way.

    Attributes:
        client: The address of the client.
        size: The bytes of the answer, which stay in memory until the client has taken them all.
        moved_at: When the client took a piece last.
        abort: Ends the connection.
    """

    client: str
    size: int
    moved_at: float
    abort: Callable[[], None]


class Delivery:
    """ASGI middleware that passes bodies on in pieces, the next one when the client has taken the last.

    ``max_bytes`` bounds the answers on their way. Past it a connection is ended: of the client that has most of them
    the one that has stood still for longest. The connection ends also those that stand still for too long.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app, self._max_bytes = app, max_bytes
        self._parcels: set[_Parcel] = set()
        self.unread_bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def deliver(message: Message) -> None:
            if len(message.get("body", b"")) > PIECE_BYTES:
                await self._deliver(scope, message, send)
            else:
                await send(message)

        await self._app(scope, receive, deliver)

    async def _deliver(self, scope: Scope, message: Message, send: Send) -> None:
        now = asyncio.get_running_loop().time
        abort = (scope.get("extensions") or {}).get(ABORT, _nothing)
        parcel = _Parcel((scope.get("client") or ("",))[0], len(message["body"]), now(), abort)
        self._add(parcel)
        try:
            body = memoryview(message["body"])
            for start in range(0, len(body), PIECE_BYTES):
                await send({**message, "body": body[start : start + PIECE_BYTES], "more_body": True})
                parcel.moved_at = now()
            # The server accepts this one when the client has taken nearly all that was sent before.
            await send({**message, "body": b""})
        finally:
            self._remove(parcel)

    def _add(self, parcel: _Parcel) -> None:
        while self._parcels and self.unread_bytes + parcel.size > self._max_bytes:
            held: Counter[str] = Counter()
            for each in self._parcels:
                held[each.client] += each.size
            if parcel.client in held:
                held[parcel.client] += parcel.size
            client = held.most_common(1)[0][0]
            stalest = min((each for each in self._parcels if each.client == client), key=lambda each: each.moved_at)
            stalest.abort()
            self._remove(stalest)
        self._parcels.add(parcel)
        self.unread_bytes += parcel.size

    def _remove(self, parcel: _Parcel) -> None:
        if parcel in self._parcels:
            self._parcels.remove(parcel)
            self.unread_bytes -= parcel.size


def _nothing() -> None:
    """Stand for the end of a connection that the server does not offer."""
