"""A collection cannot take the path of a route: the reserved names cover all routes of the application."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from kembar.application import Kembar
from kembar.http.app import create_app
from kembar.namespaces import RESERVED_NAMES
from kembar.settings import Settings


def innermost(app: Any) -> FastAPI:
    """Return the FastAPI application inside its middleware."""
    while not isinstance(app, FastAPI):
        app = vars(app)["_app" if "_app" in vars(app) else "app"]
    return app


def test_every_route_that_is_not_a_collections_has_a_reserved_name(kembar: Kembar, tmp_path: Path) -> None:
    app = innermost(create_app(kembar, Settings(content=None, home=tmp_path)))
    paths = [route.path for route in iter_route_contexts(app.routes) if route.path]
    names = {path.split("/")[1].split(".")[0] for path in paths}
    collections = {collection.name for collection in kembar.snapshot.collections}
    assert collections < names
    assert len(names - collections) > 10
    assert names - collections <= RESERVED_NAMES
    assert collections.isdisjoint(RESERVED_NAMES)
