"""The connection of a request: who asks, and that work for someone who has gone is given up."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kembar.reader import Reader
from kembar.workers import Asker, Workers

__all__ = ["asker", "read", "while_asked"]

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def asker(request: Request, max_ms: int | None = None) -> Asker:
    """The client of ``request``, by its address."""
    return Asker(request.client.host if request.client else "", max_ms, request.state.timing)


async def read(request: Request, task: Callable[Concatenate[Reader, _Given], _Result], *arguments: _Given.args, **_: _Given.kwargs) -> _Result:
    """What a method of :class:`Reader` gives, by one of the processes that read."""
    readers: Workers[Reader] = request.app.state.readers
    return await while_asked(request, readers.run(asker(request), task, *arguments, **_))


async def while_asked(request: Request, work: Coroutine[Any, Any, _Result]) -> _Result:
    """What ``work`` gives; it is cancelled when the client of ``request``, whose body has been read, hangs up."""
    working, hung_up = asyncio.create_task(work), asyncio.create_task(_hung_up(request))
    try:
        await asyncio.wait((working, hung_up), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise HTTPException(499, "The client hung up.")
        return await working
    finally:
        hung_up.cancel()
        working.cancel()


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
