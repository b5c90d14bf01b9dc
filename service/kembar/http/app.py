"""The ASGI application."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp

from kembar import __version__
from kembar.application import Kembar
from kembar.errors import ContentError
from kembar.http import problems
from kembar.http.middleware.body_limit import BodyLimit, RequestLimits
from kembar.http.middleware.cache import ResponseCache
from kembar.http.middleware.compression import Compression
from kembar.http.middleware.cors import readable_by_pages
from kembar.http.middleware.head import HeadAsGet
from kembar.http.middleware.metrics import Observation, Observed
from kembar.http.routes import collections, graph_store, health, questions, sparql, things, validation
from kembar.http.schemas import collections as collection_schemas
from kembar.pool.pool import Workers
from kembar.settings import Settings
from kembar.tokens import Tokens

__all__ = ["create_app"]

_log = logging.getLogger("kembar")


def create_app(kembar: Kembar, settings: Settings, load: Callable[[], Kembar] | None = None) -> ASGIApp:
    """The application that serves ``kembar``, and after a SIGUSR1 what ``load`` then gives."""
    observation = Observation(
        lambda: {"revision": app.state.kembar.revision.number, "statements": len(app.state.kembar.revision.store)}
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with (
            Workers(kembar.verdicts.warm, settings.verdict_limits) as app.state.verdicts,
            Workers(kembar.snapshot.open, settings.query_limits) as app.state.readers,
        ):
            if load:
                asyncio.get_running_loop().add_signal_handler(
                    signal.SIGUSR1, lambda: app.state.renewals.add(asyncio.ensure_future(_renew(app, load)))
                )
            observation.workers = {"verdict": app.state.verdicts, "query": app.state.readers}
            yield
            observation.write_log()

    app = FastAPI(
        lifespan=lifespan,
        title="Kembar",
        version=__version__,
        summary="Foreign cooperation of Indonesian regional governments, as linked data.",
        description="Paths, members, columns, parameters and the one form of errors are stable: members may come, none goes before it was marked "
        "deprecated, with its day. `Link: rel=cite-as` is the permanent link of an answer.",
        generate_unique_id_function=lambda route: route.name,
        docs_url=None,
        redoc_url=None,
    )
    app.state.kembar, app.state.settings = kembar, settings
    app.state.observation = observation
    app.state.renewals, app.state.renewing = set(), asyncio.Lock()
    app.state.tokens = Tokens(settings.home)
    problems.install(app)
    app.add_middleware(BodyLimit, limits=settings.limits(RequestLimits))
    for part in (sparql, graph_store, questions, things, validation, health):
        app.include_router(part.router)
    collections.install(app)
    # FastAPI's own way to extend the document.
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]
    # Around the router and its errors. CORS is inside the cache: outside, it takes 7 µs of each kept answer,
    # a quarter of its time.
    readable = readable_by_pages(Compression(app, compresslevel=6))
    cache = ResponseCache(readable, lambda: app.state.kembar.state, settings.cache_max_bytes, observation.cache)
    return HeadAsGet(Observed(cache, observation))


def _document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: FastAPI's, each canned question and collection as an operation of its own, and what ``/sparql`` reads by hand."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes
        )
        question = document["paths"]["/queries/{name}"]["get"]
        document["paths"] |= questions.paths(app.state.kembar, question)
        document["paths"] |= collection_schemas.paths(app.state.kembar, question, app.state.settings.page_max_items)
        for parameter in document["paths"]["/queries"]["get"]["parameters"]:
            if parameter["name"] == "tag":
                parameter["schema"] = {"enum": app.state.kembar.snapshot.questions.tags}
        for operation in document["paths"]["/sparql"].values():
            operation["parameters"] = [
                *operation.get("parameters", ()),
                *(each for each in question["parameters"] if each["name"] in sparql.OF_THE_READING),
            ]
        app.openapi_schema = document
    return app.openapi_schema


async def _renew(app: FastAPI, load: Callable[[], Kembar]) -> None:
    """Load the content again; where it changed, what is asked from now on is answered from it, and what is under way from what was."""
    async with app.state.renewing:
        try:
            kembar = await asyncio.to_thread(load)
        except ContentError as error:
            _log.error(
                "the content was not loaded, and revision %s goes on answering:\n%s",
                app.state.kembar.revision.number,
                error,
            )
            return
        if kembar.state == app.state.kembar.state:
            return
        app.state.kembar, app.openapi_schema = kembar, None
        collections.install(app)
        app.state.verdicts.renew(kembar.verdicts.warm)
        app.state.readers.renew(kembar.snapshot.open)
        _log.info("revision %s answers", kembar.revision.number)
