"""What routes depend on: the client and its token, the revision, and work that ends when the client hangs up."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Concatenate, Literal, ParamSpec, TypeVar

from fastapi import Query
from pydantic import BeforeValidator
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kembar import messages
from kembar.application import Kembar
from kembar.errors import BadInput, KembarError
from kembar.pool.pool import Client, Workers
from kembar.snapshot import Snapshot
from kembar.tokens import Token, Tokens

__all__ = [
    "Day",
    "Language",
    "Revision",
    "client_of",
    "origin_of",
    "read",
    "reading",
    "revision_of",
    "token_of",
    "while_asked",
]

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_QUICK_S = 0.05
_HOST = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")

Revision = Annotated[
    str | None,
    Query(
        description="Read this revision, by its number or its tag; default is the newest.",
        json_schema_extra={"pattern": r"^([1-9][0-9]*|[a-z][a-z0-9.-]{0,59})$", "maxLength": 60},
    ),
]
"""The parameter that :func:`revision_of` reads."""


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("a day is written as 2017-01-01")
    return date.fromisoformat(text)


Day = Annotated[date, BeforeValidator(_day)]
"""A day as in RFC 3339; pydantic alone would accept numbers, too."""


Language = Annotated[
    Literal["id", "en"] | None, Query(description="The language of texts; default follows Accept-Language.")
]


def revision_of(request: Request, text: str | None) -> int | None:
    """Return the number of the revision that a number or tag names.

    Raise :class:`BadParameter`, which lists the tags.
    """
    kembar: Kembar = request.app.state.kembar
    return None if text is None else kembar.snapshot.revisions.numbered(text)


async def reading(
    request: Request,
    revision: Revision = None,
    timeout_ms: Annotated[
        int | None,
        Query(ge=1, description="Give up after so many milliseconds; default and most is the limit of the service."),
    ] = None,
) -> None:
    """Read the parameters of every reading request into the state of the request, for :func:`read`."""
    request.state.revision, request.state.timeout_ms = revision_of(request, revision), timeout_ms


def origin_of(request: Request) -> str:
    """Return the scheme and host by which the client called. Raise :class:`BadInput` if the host is invalid."""
    url = request.url
    if not _HOST.fullmatch((url.hostname and url.netloc.removesuffix(f":{url.port}")) or ""):
        raise BadInput(messages.text("refused.host"))
    return f"{url.scheme}://{url.netloc}"


def token_of(request: Request) -> Token | None:
    """Return the token of the request, or None. Raise :class:`Unauthorized`."""
    authorization = request.headers.get("authorization")
    tokens: Tokens = request.app.state.tokens
    return tokens.of(authorization) if authorization else None


def client_of(request: Request) -> Client:
    """Return the client of a request: its token or its address, and the time that it waits."""
    token = token_of(request)
    client = f"token {token.name}" if token else request.client.host if request.client else ""
    max_ms = getattr(request.state, "timeout_ms", None)
    return Client(client, max_ms, token.query_max_ms if token else None, request.state.timing)


async def read(
    request: Request,
    task: Callable[Concatenate[Snapshot, _Given], _Result],
    *arguments: _Given.args,
    **_: _Given.kwargs,
) -> _Result:
    """Return what a method of :class:`Snapshot` returns in a worker, for a request that depends on :func:`reading`."""
    readers: Workers[Snapshot] = request.app.state.readers
    # By number, because another revision may be the newest by the time a worker is free.
    revision: int = request.state.revision or request.app.state.kembar.revision.number
    request.state.read = revision
    work = readers.run(client_of(request), Snapshot.do, revision, task, arguments)
    result: _Result = await while_asked(request, work)
    return result


async def while_asked(request: Request, work: Coroutine[Any, Any, _Result]) -> _Result:
    """Return the result of ``work``. Cancel it if the client of ``request``, whose body has been read, hangs up.

    The client is watched only after :data:`_QUICK_S`: a task of its own would take a tenth of the time of a look-up.
    """
    watching: list[asyncio.Task[None]] = []
    try:
        async with asyncio.timeout(None) as timeout:
            later = asyncio.get_running_loop().call_later(
                _QUICK_S, lambda: watching.append(asyncio.create_task(_hung_up(request, timeout)))
            )
            try:
                return await work
            finally:
                later.cancel()
                for task in watching:
                    task.cancel()
    except TimeoutError:
        if not timeout.expired():
            raise
        raise HTTPException(499, "The client hung up.") from None


async def _hung_up(request: Request, timeout: asyncio.Timeout) -> None:
    """Let the timeout expire as soon as the client hangs up or sends more than it may."""
    with suppress(KembarError):
        while (await request.receive())["type"] != "http.disconnect":
            pass
    timeout.reschedule(0)
