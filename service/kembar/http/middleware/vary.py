"""The header Vary (RFC 9110 §12.5.5) on answers that depend on a header of the request, though this one lacks it."""

from starlette.types import Message, Send

__all__ = ["varying"]


def varying(send: Send, header: bytes) -> Send:
    """Return ``send`` for answers that would be other ones with another ``header``."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"vary", header)]}
        await send(message)

    return send_varying
