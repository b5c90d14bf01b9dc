"""Parse HTTP for uvicorn: limits on heads and on the time of a connection, and problem details for malformed requests.

uvicorn parses by httptools, which has no limit on a head, and waits for clients without end.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from kembar.errors import BadInput, HeadTooLarge, KembarError, Limits, TooSlow
from kembar.http.problems import NOT_SNIFFED, problem
from kembar.namespaces import BASE

__all__ = ["ABORT", "ConnectionLimits", "Protocol", "protocol_with"]

ABORT = f"{BASE}abort"
"""The name of the extension of ASGI by which the application ends a connection whose client takes no answer."""

_INSTEAD = "Send long input by POST: a query to /sparql, a graph to /validate"
_UNREADABLE = BadInput(f"The request is not HTTP/1.1. {_INSTEAD}.")
_WITHOUT_HOST = BadInput("A request of HTTP/1.1 has exactly one Host header, and no request has two (RFC 9112 §3.2).")
_LISTS = (b"accept", b"accept-encoding", b"accept-language")
_MOST_ENTRIES, _LONGEST_LIST_BYTES = 100, 4_000
"""Browsers send up to a dozen entries. Reading a list of 32 kB takes up to 45 ms."""
_MOST_PARAMETERS = 1_000
"""As many named graphs as a query could use, with room to spare."""
_MOST_PIPELINED = 16
"""Requests that a connection sends without waiting for answers; each holds memory. No browser does so any more."""


@dataclass(frozen=True)
class ConnectionLimits(Limits):
    """The size and time of the head of a request, and the time in which a client takes part of an answer."""

    head_max_bytes: int
    head_max_ms: int
    unread_max_ms: int


class Protocol(HttpToolsProtocol):
    """One connection.

    The limits on time are checked by :meth:`check`, which the server calls every second: a timer of each request would
    cost more than the requests that are answered from the cache.
    """

    limits: ConnectionLimits

    _useless_bytes = 0
    """Bytes since the last end of a head or part of a body: of a head, or of what may surround the parts of a body."""
    _refusal: KembarError = _UNREADABLE
    _unread_since: float | None = None
    _awaiting_since: float | None = None
    """Since when the head of a request is expected; None while a request is answered."""

    _answering: RequestResponseCycle | None = None
    """The request that is answered; with pipelined ones behind it, it is not uvicorn's ``cycle``, which is the last."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._awaiting_since = self.loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answering:
            self._answering.disconnected = True
        super().connection_lost(exc)
        # Else reference cycles keep megabytes of headers until Python looks for such cycles.
        self.scope = self.headers = self.cycle = self._answering = None  # type: ignore[assignment]
        self.pipeline.clear()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        self._useless_bytes += len(data)
        super().data_received(data)
        if self._useless_bytes > self.limits.head_max_bytes:
            self._refuse(self._head_too_large())

    def on_body(self, body: bytes) -> None:
        self._useless_bytes = 0
        super().on_body(body)

    def on_message_begin(self) -> None:
        if len(self.pipeline) >= _MOST_PIPELINED:
            raise ValueError  # the parser stops, and send_400_response is called
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: self.end}  # type: ignore[dict-item]
        if self._awaiting_since is not None:
            self._awaiting_since = self.loop.time()

    def on_headers_complete(self) -> None:
        self._awaiting_since, self._useless_bytes = None, 0
        size, lists, entries, hosts, cookies = len(self.url), 0, 0, 0, False
        for name, value in self.headers:
            size += len(name) + len(value) + 4  # the colon, a space and the end of the line
            if name in _LISTS:
                lists += len(value)
                entries += value.count(b",") + 1
            hosts += name == b"host"
            cookies = cookies or name == b"cookie"
        if size > self.limits.head_max_bytes:
            self._raise(self._head_too_large())
        if hosts > 1 or (not hosts and self.parser.get_http_version() != "1.0"):
            self._raise(_WITHOUT_HOST)
        if lists > _LONGEST_LIST_BYTES or entries > _MOST_ENTRIES:
            self._raise(
                HeadTooLarge(
                    f"Accept, Accept-Encoding and Accept-Language may have {_MOST_ENTRIES} entries and "
                    f"{_LONGEST_LIST_BYTES} bytes together."
                )
            )
        if self.url.count(b"&") >= _MOST_PARAMETERS:
            self._raise(BadInput(f"The address has more than {_MOST_PARAMETERS} parameters."))
        if cookies:  # nobody reads them, but FastAPI would parse them, which can take seconds
            self.headers[:] = [field for field in self.headers if field[0] != b"cookie"]
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle and not self.pipeline and self.cycle.response_complete:
            self._awaiting_since = self.loop.time()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread_since = self.loop.time()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._unread_since = None

    def end(self) -> None:
        """End the connection at once, whatever is under way."""
        for cycle in filter(None, (self.cycle, self._answering)):
            cycle.disconnected = True
        self.transport.abort()

    def check(self, now: float) -> None:
        """End the connection if its client lets the service wait for longer than the limits."""
        if self.transport.is_closing():  # what was written before is still to be taken
            self._unread_since = self._unread_since or now
        if self._unread_since is not None and now - self._unread_since > self.limits.unread_max_ms / 1000:
            self.end()
        elif self._awaiting_since is not None and now - self._awaiting_since > self.limits.head_max_ms / 1000:
            if self._useless_bytes and not self.transport.is_closing():
                slow = "The head of the request was not whole after {limit} ms"
                self._refuse(self.limits.exceeded(TooSlow, "head_max_ms", slow, "Send it at once"))
            else:
                self.transport.close()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- the name is uvicorn's
        """Send problem details and close the connection."""
        self._refuse(self._refusal)

    def _head_too_large(self) -> HeadTooLarge:
        return self.limits.exceeded(
            HeadTooLarge, "head_max_bytes", "The address and the headers have more than {limit} bytes", _INSTEAD
        )

    def _raise(self, error: KembarError) -> None:
        """Stop the parser, so that uvicorn asks for an answer to a malformed request."""
        self._refusal = error
        raise error

    def _refuse(self, error: KembarError) -> None:
        if self.transport.is_closing():
            return
        if self.cycle and not self.cycle.response_complete:
            self.end()  # an answer is under way, and another one may not be put into it
            return
        answer = problem(error)
        head = [
            STATUS_LINE[answer.status_code].rstrip(),
            *(name + b": " + value for name, value in (*answer.raw_headers, NOT_SNIFFED)),
            b"connection: close",
            b"",
            b"",
        ]
        self.transport.write(b"\r\n".join(head) + bytes(answer.body))
        self.transport.close()


def protocol_with(limits: ConnectionLimits) -> type[Protocol]:
    """Return the protocol of connections with these limits."""
    return type("Protocol", (Protocol,), {"limits": limits})
