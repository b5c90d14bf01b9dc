"""HTTP as it comes by the wire. What is none, or has too long an address, gets problem details, as every error does."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kembar.errors import BadInput
from kembar.http.problems import problem

__all__ = ["Protocol"]

_UNREADABLE = BadInput(
    "This is no HTTP/1.1, or its address has more than 65,535 bytes. What is long is posted: a query to /sparql, a graph to /validate."
)


class Protocol(HttpToolsProtocol):
    """uvicorn's, whose own answer to such a request is a line of text."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- the name is uvicorn's
        """Answer, and close the connection."""
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
