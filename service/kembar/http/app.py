"""The ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from kembar import __version__
from kembar.application import Kembar
from kembar.http import graph_store, problems, resources, sparql, validation
from kembar.http.cache import ResponseCache
from kembar.http.limits import BodyLimit
from kembar.http.observation import Observation, Observed
from kembar.http.sharing import Compression, Sharing
from kembar.settings import Settings
from kembar.workers import Workers

__all__ = ["create_app"]


def create_app(kembar: Kembar, settings: Settings) -> ASGIApp:
    """The application that serves ``kembar``."""
    observation = Observation()
    observation.facts = {"revision": kembar.revision.number, "statements": len(kembar.revision.store)}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with (
            Workers(kembar.verdicts.warm, settings.verdict_limits) as app.state.verdicts,
            Workers(kembar.reader.open, settings.query_limits) as app.state.readers,
        ):
            observation.workers = {"verdict": app.state.verdicts, "query": app.state.readers}
            yield

    app = FastAPI(
        lifespan=lifespan,
        title="Kembar",
        version=__version__,
        summary="Foreign cooperation of Indonesian regional governments, as linked data.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.kembar = kembar
    app.state.observation = observation
    problems.install(app)
    app.add_middleware(BodyLimit, max_bytes=settings.request_max_bytes)
    for part in (sparql, graph_store, resources, validation):
        app.include_router(part.router)
    # Around the router and its errors, the first to be asked last.
    cache = ResponseCache(Compression(app, compresslevel=6), lambda: app.state.kembar.revision.number, settings.cache_max_bytes, observation.cache)
    return Sharing(Observed(cache, observation))
