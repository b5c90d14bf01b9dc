"""Parse HTTP for uvicorn and answer malformed requests with problem details (RFC 9457)."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kembar.errors import BadInput
from kembar.http.problems import problem

__all__ = ["Protocol"]

_UNREADABLE = BadInput(
    "The request is not HTTP/1.1, or its address has more than 65,535 bytes. "
    "Send long input by POST: a query to /sparql, a graph to /validate."
)


class Protocol(HttpToolsProtocol):
    """The parser of uvicorn, which by itself answers malformed requests with a line of text."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- the name is uvicorn's
        """Send problem details and close the connection."""
        answer = problem(_UNREADABLE)
        head = [
            b"HTTP/1.1 400 Bad Request",
            *(name + b": " + value for name, value in answer.raw_headers),
            b"connection: close",
            b"",
            b"",
        ]
        self.transport.write(b"\r\n".join(head) + bytes(answer.body))
        self.transport.close()
