"""The connection of a request: who asks, and that work for someone who has gone is given up."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import Query
from pydantic import BeforeValidator
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kembar.application import Kembar
from kembar.errors import BadInput, KembarError
from kembar.pool.pool import Client, Workers
from kembar.snapshot import Snapshot
from kembar.tokens import Token, Tokens

__all__ = ["Day", "Revision", "asker", "origin_of", "read", "reading", "revision_of", "token_of", "while_asked"]

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_HOST = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")

Revision = Annotated[
    str | None,
    Query(
        description="Read this revision, by its number or its tag; default is the newest.",
        json_schema_extra={"pattern": r"^([1-9][0-9]*|[a-z][a-z0-9.-]{0,59})$", "maxLength": 60},
    ),
]
"""A parameter for :func:`revision_of`."""


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("a day is written as 2017-01-01")
    return date.fromisoformat(text)


Day = Annotated[date, BeforeValidator(_day)]
"""A day as RFC 3339 writes it; pydantic by itself takes numbers, too."""


def revision_of(request: Request, text: str | None) -> int | None:
    """The number of the revision that a client names by number or tag, if any. Raises :class:`BadParameter`, which lists the tags."""
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
    """What every request that reads the graph can say; kept in the state of the request for :func:`read`."""
    request.state.revision, request.state.timeout_ms = revision_of(request, revision), timeout_ms


def origin_of(request: Request) -> str:
    """Scheme and host by which the client called, to write addresses with. Raises :class:`BadInput` where that is no host."""
    url = request.url
    if not _HOST.fullmatch((url.hostname and url.netloc.removesuffix(f":{url.port}")) or ""):
        raise BadInput("The Host header does not name a host.")
    return f"{url.scheme}://{url.netloc}"


def token_of(request: Request) -> Token | None:
    """The token that the client shows, if any. Raises :class:`Unauthorized`."""
    authorization = request.headers.get("authorization")
    tokens: Tokens = request.app.state.tokens
    return tokens.of(authorization) if authorization else None


def asker(request: Request) -> Client:
    """The client of ``request``, by its token or its address."""
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
    """What a method of :class:`Snapshot` gives, by one of the processes that read, for a request that depends on :func:`reading`."""
    readers: Workers[Snapshot] = request.app.state.readers
    # By its number: the newest may be another by the time that a process is free.
    revision: int = request.state.revision or request.app.state.kembar.revision.number
    request.state.read = revision
    work = readers.run(asker(request), Snapshot.do, revision, task, arguments)
    result: _Result = await while_asked(request, work)
    return result


async def while_asked(request: Request, work: Coroutine[Any, Any, _Result]) -> _Result:
    """What ``work`` gives; it is cancelled when the client of ``request``, whose body has been read, hangs up."""
    try:
        async with asyncio.timeout(None) as asked:
            watching = asyncio.create_task(_hung_up(request, asked))
            try:
                return await work
            finally:
                watching.cancel()
    except TimeoutError:
        if not asked.expired():
            raise
        raise HTTPException(499, "The client hung up.") from None


async def _hung_up(request: Request, asked: asyncio.Timeout) -> None:
    """Let ``asked`` expire as soon as the client hangs up, or sends what it may not."""
    with suppress(KembarError):
        while (await request.receive())["type"] != "http.disconnect":
            pass
    asked.reschedule(0)
