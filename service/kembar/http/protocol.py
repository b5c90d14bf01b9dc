"""Parse HTTP for uvicorn and answer malformed requests with problem details (RFC 9457)."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kembar.errors import BadInput
from kembar.http.problems import NOT_SNIFFED, problem

__all__ = ["Protocol"]

_UNREADABLE = BadInput(
    "The request is not HTTP/1.1, or its address has more than 65,535 bytes. "
    "Send long input by POST: a query to /sparql, a graph to /validate."
)
_WITHOUT_HOST = BadInput("A request of HTTP/1.1 has exactly one Host header, and no request has two (RFC 9112 §3.2).")


class Protocol(HttpToolsProtocol):
    """The parser of uvicorn, which by itself answers malformed requests with a line of text."""

    _fault = _UNREADABLE

    def on_headers_complete(self) -> None:
        """Start the request. Raise :class:`BadInput`, which the parser passes on, unless it names one host."""
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and self.parser.get_http_version() != "1.0"):
            self._fault = _WITHOUT_HOST
            raise _WITHOUT_HOST
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- the name is uvicorn's
        """Send problem details and close the connection."""
        answer = problem(self._fault)
        head = [
            b"HTTP/1.1 400 Bad Request",
            *(name + b": " + value for name, value in (*answer.raw_headers, NOT_SNIFFED)),
            b"connection: close",
            b"",
            b"",
        ]
        self.transport.write(b"\r\n".join(head) + bytes(answer.body))
        self.transport.close()
