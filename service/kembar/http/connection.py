"""The connection of a request: work for someone who has gone is given up."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

__all__ = ["while_asked"]

_Result = TypeVar("_Result")


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
