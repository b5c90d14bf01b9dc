"""The connection of a request: who asks, and that work for someone who has gone is given up."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import Query
from starlette.exceptions import HTTPException
from starlette.requests import Request

from kembar.errors import KembarError
from kembar.reader import Reader
from kembar.tokens import Token, Tokens
from kembar.workers import Asker, Workers

__all__ = ["REVISION", "TIMEOUT_MS", "asker", "read", "reading", "token_of", "while_asked"]

REVISION = "Read this revision; default is the newest."
TIMEOUT_MS = "Give up after so many milliseconds; default and most is the limit of the service."

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


async def reading(
    request: Request,
    revision: Annotated[int | None, Query(ge=1, description=REVISION)] = None,
    timeout_ms: Annotated[int | None, Query(ge=1, description=TIMEOUT_MS)] = None,
) -> None:
    """What every request that reads the graph can say; kept in the state of the request for :func:`read`."""
    request.state.revision, request.state.timeout_ms = revision, timeout_ms


def token_of(request: Request) -> Token | None:
    """The token that the client shows, if any. Raises :class:`Unauthorized`."""
    authorization = request.headers.get("authorization")
    tokens: Tokens = request.app.state.tokens
    return tokens.of(authorization) if authorization else None


def asker(request: Request) -> Asker:
    """The client of ``request``, by its token or its address."""
    token = token_of(request)
    client = f"token {token.name}" if token else request.client.host if request.client else ""
    max_ms = getattr(request.state, "timeout_ms", None)
    return Asker(client, max_ms, token.query_max_ms if token else None, request.state.timing)


async def read(request: Request, task: Callable[Concatenate[Reader, _Given], _Result], *arguments: _Given.args, **_: _Given.kwargs) -> _Result:
    """What a method of :class:`Reader` gives, by one of the processes that read, for a request that depends on :func:`reading`."""
    readers: Workers[Reader] = request.app.state.readers
    # By its number: the newest may be another by the time that a process is free.
    revision: int = request.state.revision or request.app.state.kembar.revision.number
    request.state.read = revision
    work = readers.run(asker(request), Reader.do, revision, task, arguments)
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
