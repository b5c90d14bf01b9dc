"""The HTTP server: connections are checked every second, and none of them delays its end."""

import asyncio
import logging
import socket

import uvicorn

from kembar.http.protocol import Protocol

__all__ = ["Server"]

_TICKS = 10
"""uvicorn calls :meth:`Server.on_tick` ten times a second."""
_LAST_ANSWERS_S = 4
"""Time for requests under way after a signal to end. With the rest of the end it is less than ten seconds."""


class _WithoutEnds(logging.Filter):
    """Drops the tracebacks of requests whose connection or service has ended while they were answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        closed = isinstance(error, RuntimeError) and "the handler is closed" in str(error)  # as uvloop says it
        return not closed and not isinstance(error, asyncio.CancelledError)


class Server(uvicorn.Server):
    """The server of uvicorn, whose clients have limited time."""

    def __init__(self, config: uvicorn.Config) -> None:
        config.timeout_graceful_shutdown = _LAST_ANSWERS_S + 2
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(_WithoutEnds())

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS == 0:
            self._check()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the service: requests under way have :data:`_LAST_ANSWERS_S` to end."""
        ending = asyncio.get_running_loop().call_later(_LAST_ANSWERS_S, self._abort)
        await super().shutdown(sockets)
        ending.cancel()

    def _check(self) -> None:
        now = asyncio.get_running_loop().time()
        for connection in list(self.server_state.connections):
            if isinstance(connection, Protocol):
                connection.check(now)

    def _abort(self) -> None:
        for connection in list(self.server_state.connections):
            if isinstance(connection, Protocol):
                connection.end()
