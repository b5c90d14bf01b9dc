"""Clients of every manner."""

import socket
import time
from collections.abc import Iterator
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests.fuzz.calls import Call
from tests.fuzz.watching import HANGS_AFTER_S

__all__ = ["Client"]

_PATIENCE = httpx.Limits(
    keepalive_expiry=2
)  # less than the server's own, which would close a connection that is just used again


class Client:
    """A client at ``address``, as a proxy would tell it. Use it in a ``with`` statement."""

    def __init__(self, url: str, address: str) -> None:
        self._http = httpx.Client(
            base_url=url, headers={"X-Forwarded-For": address}, timeout=HANGS_AFTER_S, limits=_PATIENCE, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(self, call: Call, patience: float) -> httpx.Response | None:
        """The answer, or None where the client did not stay for it; ``patience``, from 0 to 1, is how much of a second or of the request goes before."""
        request = self._request(call, call.body)
        if call.manner in ("hangs up", "half"):
            self._send_raw(request, call.body, patience, whole=call.manner == "hangs up")
            return None
        if call.manner == "leaves":
            with self._http.stream(
                request.method, request.url, headers=request.headers, content=call.body or None
            ) as response:
                next(response.iter_raw(), b"")
            return None
        if call.manner == "dribbles" and call.body:
            return self._http.send(self._request(call, _in_pieces(call.body, patience)))
        response = self._http.send(request)
        if call.manner == "asks again" and response.status_code == 200 and call.method in ("GET", "HEAD"):
            request.headers["If-None-Match"] = response.headers["etag"]
            again = self._http.send(request)
            assert again.status_code in (304, 503), f"{again.status_code} to an ETag that holds"
        return response

    def _request(self, call: Call, body: bytes | Iterator[bytes]) -> httpx.Request:
        headers = [(name.encode(), value.encode()) for name, value in call.headers.items()]
        return self._http.build_request(
            call.method, call.path, params=call.params or None, headers=headers, content=body or None
        )

    @staticmethod
    def _send_raw(request: httpx.Request, body: bytes, patience: float, *, whole: bool) -> None:
        """Send the request, or as much of it as there is patience; wait as long, and hang up."""
        head = b"%s %s HTTP/1.1\r\n" % (request.method.encode(), request.url.raw_path)
        data = head + b"".join(b"%s: %s\r\n" % pair for pair in request.headers.raw) + b"\r\n" + body
        address = urlsplit(str(request.url))
        with socket.create_connection((address.hostname, address.port), timeout=HANGS_AFTER_S) as connection:
            connection.sendall(data if whole else data[: int(len(data) * patience)])
            time.sleep(patience)


def _in_pieces(body: bytes, seconds: float) -> Iterator[bytes]:
    for at in range(0, len(body), size := len(body) // 5 + 1):
        time.sleep(seconds / 5)
        yield body[at : at + size]
