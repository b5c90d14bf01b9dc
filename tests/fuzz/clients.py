"""Clients with each kind of behaviour."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests.fuzz.calls import Call
from tests.fuzz.watching import HANGS_AFTER_S

__all__ = ["Client"]

# Shorter than on the server, which could otherwise close a connection that the client is about to reuse.
_LIMITS = httpx.Limits(keepalive_expiry=2)


class Client:
    """A client whose address is ``address`` according to X-Forwarded-For; a context manager."""

    def __init__(self, url: str, address: str) -> None:
        self._http = httpx.Client(
            base_url=url, headers={"X-Forwarded-For": address}, timeout=HANGS_AFTER_S, limits=_LIMITS, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(self, call: Call, patience: float) -> httpx.Response | None:
        """Send a request in its manner; return the response, or None if the client does not wait for it.

        Args:
            call: The request.
            patience: The seconds before a disconnection and the share of a truncated request, from 0 to 1.
        """
        if call.manner == "raw":
            self._send_bytes(call.body)
            return None
        request = self._request(call, call.body)
        if call.manner in ("disconnects", "truncates"):
            self._send_raw(request, call.body, patience, complete=call.manner == "disconnects")
            return None
        if call.manner == "stops reading":
            with self._http.stream(
                request.method, request.url, headers=request.headers, content=call.body or None
            ) as response:
                next(response.iter_raw(), b"")
            return None
        if call.manner == "sends slowly" and call.body:
            return self._http.send(self._request(call, _slowly(call.body, patience)))
        response = self._http.send(request)
        if call.manner == "revalidates" and response.status_code == 200 and call.method in ("GET", "HEAD"):
            request.headers["If-None-Match"] = response.headers["etag"]
            revalidated = self._http.send(request)
            assert revalidated.status_code in (304, 503), f"{revalidated.status_code} for a current ETag"
        return response

    def _send_bytes(self, data: bytes) -> None:
        """Send bytes, read the beginning of an answer and disconnect. The service may have closed the connection."""
        address = self._http.base_url
        with (
            suppress(ConnectionError),
            socket.create_connection((address.host, address.port or 0), timeout=HANGS_AFTER_S) as connection,
        ):
            connection.sendall(data)
            connection.recv(65_536)

    def _request(self, call: Call, body: bytes | Iterator[bytes]) -> httpx.Request:
        headers = [(name.encode(), value.encode()) for name, value in call.headers.items()]
        return self._http.build_request(
            call.method, call.path, params=call.params or None, headers=headers, content=body or None
        )

    @staticmethod
    def _send_raw(request: httpx.Request, body: bytes, patience: float, *, complete: bool) -> None:
        """Send the request, or the share ``patience`` of it, wait ``patience`` seconds and disconnect."""
        head = b"%s %s HTTP/1.1\r\n" % (request.method.encode(), request.url.raw_path)
        data = head + b"".join(b"%s: %s\r\n" % pair for pair in request.headers.raw) + b"\r\n" + body
        address = urlsplit(str(request.url))
        with socket.create_connection((address.hostname, address.port), timeout=HANGS_AFTER_S) as connection:
            connection.sendall(data if complete else data[: int(len(data) * patience)])
            time.sleep(patience)


def _slowly(body: bytes, seconds: float) -> Iterator[bytes]:
    for start in range(0, len(body), size := len(body) // 5 + 1):
        time.sleep(seconds / 5)
        yield body[start : start + size]
