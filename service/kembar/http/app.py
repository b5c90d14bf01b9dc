"""The ASGI application."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from kembar import __version__
from kembar.application import Kembar
from kembar.errors import KembarError
from kembar.http import problems
from kembar.http.middleware.authorization import KnownTokens
from kembar.http.middleware.body_limit import BodyLimit, RequestLimits
from kembar.http.middleware.cache import OFF_LOOP_BYTES, ResponseCache
from kembar.http.middleware.compression import Compression
from kembar.http.middleware.cors import readable_by_pages
from kembar.http.middleware.delivery import Delivery
from kembar.http.middleware.head import HeadAsGet
from kembar.http.middleware.metrics import Measured, Metrics
from kembar.http.routes import collections, graph_store, health, questions, sparql, things, validation
from kembar.http.schemas import document
from kembar.pool.pool import Workers
from kembar.pool.turns import Turns
from kembar.settings import Settings
from kembar.tokens import Tokens

__all__ = ["create_app"]

_log = logging.getLogger("kembar")


def create_app(kembar: Kembar, settings: Settings, load: Callable[[], Kembar] | None = None) -> ASGIApp:
    """Return the application that serves ``kembar``, and after a SIGUSR1 what ``load`` returns then."""
    metrics = Metrics(lambda: {"revision": app.state.kembar.revision.number, "statements": app.state.kembar.statements})

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        turns, renewals = Turns(), set[asyncio.Future[None]]()
        async with (
            Workers(kembar.verdicts.warm, settings.verdict_limits, turns) as app.state.verdicts,
            Workers(kembar.snapshot.warm, settings.query_limits, turns) as app.state.readers,
        ):
            if load:

                def renew() -> None:
                    renewals.add(renewal := asyncio.ensure_future(_renew(app, load)))
                    renewal.add_done_callback(renewals.discard)

                asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, renew)
            metrics.workers = {"verdict": app.state.verdicts, "query": app.state.readers}
            yield
            metrics.write_log()

    app = FastAPI(
        lifespan=lifespan,
        title="Kembar",
        version=__version__,
        generate_unique_id_function=lambda route: route.name,
        openapi_url=None,
    )
    app.state.kembar, app.state.settings = kembar, settings
    app.state.metrics = metrics
    app.state.renewing = asyncio.Lock()
    app.state.loads, app.state.load_error = 1, None
    app.state.tokens = Tokens(settings.home)
    problems.install(app)
    for part in (sparql, graph_store, questions, things, validation, health):
        app.include_router(part.router)
    collections.install(app)
    document.install(app)
    # CORS is inside the cache: outside, it takes 7 µs of each kept answer, a quarter of its time.
    limited = BodyLimit(sparql.QueriesFirst(app, app), settings.limits(RequestLimits))
    compressed = Compression(limited, compresslevel=6, thread_minimum_size=OFF_LOOP_BYTES)
    readable = readable_by_pages(KnownTokens(compressed, app.state.tokens.of))
    cache = ResponseCache(readable, lambda: app.state.kembar.state, settings.cache_max_bytes, metrics.cache)
    return HeadAsGet(Delivery(Measured(cache, metrics), settings.unread_max_bytes))


async def _renew(app: FastAPI, load: Callable[[], Kembar]) -> None:
    """Load the content again.

    If it changed, new requests are answered from it; requests under way end on the old content.
    """
    async with app.state.renewing:
        try:
            kembar = await asyncio.to_thread(load)
        except (KembarError, OSError) as error:  # faults of the content; no room on the disk
            app.state.load_error = str(error).replace(f"{app.state.settings.home}/", "")
            _log.error(
                "the content was not loaded, and revision %s goes on answering:\n%s",
                app.state.kembar.revision.number,
                error,
            )
            return
        else:
            app.state.load_error = None
        finally:
            app.state.loads += 1
        if kembar.state == app.state.kembar.state:
            return
        app.state.kembar = kembar
        collections.install(app)
        app.state.verdicts.renew(kembar.verdicts.warm)
        app.state.readers.renew(kembar.snapshot.warm)
        _log.info("revision %s answers", kembar.revision.number)
