"""The collections and ``/search``: JSON that is JSON-LD, and CSV, in pages."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from kembar import messages
from kembar.errors import BadInput, BadParameter, Limits, NotFound, UnknownParameter
from kembar.http.dependencies import read, reading
from kembar.http.negotiation import MEDIA_TYPES, chooser, csv_response, split_suffix
from kembar.http.paging import Cursor, links
from kembar.http.routes.questions import given_once
from kembar.listings.collection import LANGUAGES, context_of
from kembar.listings.pages import Asked, Page
from kembar.listings.search import QUERY
from kembar.questions.parameters import Parameter
from kembar.snapshot import Snapshot

__all__ = ["DEFAULT_LIMIT", "LANG", "LIMIT", "install"]

DEFAULT_LIMIT = 50
_FORMATS = ["table-json", "json-ld", "csv"]
_OF_THE_PAGE = ("limit", "cursor", "fields")
"""Parameters that do not make it another list."""
LANG = Parameter("lang", "choice", messages.text("parameter.lang"), optional=True, choices=LANGUAGES)
LIMIT = Parameter("limit", "number", messages.text("parameter.limit"), optional=True)


@dataclass(frozen=True)
class PageLimits(Limits):
    """How many items a page may have."""

    page_max_items: int


def install(app: FastAPI) -> None:
    """Give each collection, and the search, its path; those that ``app`` has already are left alone."""
    known = {getattr(route, "path", None) for route in app.routes}
    for name in ("search", *(collection.name for collection in app.state.kembar.snapshot.collections)):
        for path in (f"/{name}", f"/{name}.{{suffix}}"):
            if path not in known:
                app.add_api_route(
                    path,
                    _endpoint(name),
                    include_in_schema=False,
                    response_class=Response,
                    dependencies=[Depends(reading)],
                )


def _endpoint(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await _answer(request, name)

    return answer


async def _answer(request: Request, name: str) -> Response:
    reader: Snapshot = request.app.state.kembar.snapshot
    collection = None if name == "search" else reader.collections[name]
    suffix = split_suffix(request.scope["path"])[1]
    if suffix is None and request.path_params:
        raise NotFound(f"{name} come as .json, .jsonld and .csv.")
    chosen = chooser(request, suffix)(_FORMATS if collection else _FORMATS[:2])
    given = given_once(request)
    known = [*(each.parameter.name for each in collection.filters), "sort", "fields"] if collection else ["type"]
    known += ["q", "limit", "cursor", "lang"]
    for unknown in (key for key in given if key not in known):
        raise UnknownParameter(
            f"{name} has no parameter {unknown[:40]!r}; it has {', '.join(known)}.", parameter=unknown[:40], known=known
        )
    language = _language(request, given)
    about = {"": name, "lang": language} | {key: given[key] for key in given if key not in _OF_THE_PAGE}
    whole = chosen == "csv" and not given.keys() & {"limit", "cursor"}
    asked = _asked(request, given, language, about, None if whole else _limit(request, given))
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": language}
    if collection and chosen == "csv":
        page, body = await read(request, Snapshot.page_csv, name, asked)
        headers["Link"], _ = links(request, page.revision, language, _following(page, about))
        return csv_response(body, headers)
    if collection:
        page = await read(request, Snapshot.page, name, asked)
    else:
        if asked.q is None:
            raise BadParameter(f"q is required: {QUERY.description['en']}", parameter="q")
        page = await read(request, Snapshot.search, asked)
    headers["Link"], addresses = links(request, page.revision, language, _following(page, about))
    said = {
        "@context": collection.context(language) if collection else context_of(language, {}),
        **addresses,
        "collection": name,
        "revision": page.revision,
        "items": page.items,
        "complete": asked.after is None and page.after is None,
        **({"corrected": page.corrected} if page.corrected else {}),
    }
    return JSONResponse(said, headers=headers, media_type=MEDIA_TYPES[chosen][0])


def _language(request: Request, given: Mapping[str, str]) -> str:
    if "lang" in given:
        LANG.bind(given["lang"])
        return given["lang"]
    wanted = parse_accept_header(", ".join(request.headers.getlist("accept-language")), LanguageAccept)
    return wanted.best_match(LANGUAGES, default=LANGUAGES[0])


def _limit(request: Request, given: Mapping[str, str]) -> int:
    limits: PageLimits = request.app.state.settings.limits(PageLimits)
    most = limits.page_max_items
    LIMIT.bind(given.get("limit", "1"))
    limit = int(given.get("limit", min(DEFAULT_LIMIT, most)))
    if limit < 1:
        raise BadParameter("limit is at least 1.", parameter="limit")
    if limit > most:
        advice = "The link to the next page leads on"
        raise limits.exceeded(BadInput, "page_max_items", "limit is at most {limit}", advice, parameter="limit")
    return limit


def _asked(
    request: Request, given: Mapping[str, str], language: str, about: Mapping[str, str], limit: int | None
) -> Asked:
    cursor = Cursor.read(given["cursor"], about) if "cursor" in given else None
    if cursor:
        if request.state.revision not in (None, cursor.revision):
            raise BadInput(
                f"The cursor reads revision {cursor.revision}; revision= asks for another.", parameter="revision"
            )
        request.state.revision = cursor.revision
    return Asked(
        language,
        {key: value for key, value in given.items() if key not in ("q", "sort", "limit", "cursor", "fields", "lang")},
        given.get("q"),
        given.get("sort"),
        limit,
        cursor.after if cursor else None,
        tuple(given["fields"].split(",")) if "fields" in given else None,
    )


def _following(page: Page, about: Mapping[str, str]) -> str | None:
    return Cursor(page.revision, page.after).write(about) if page.after else None
