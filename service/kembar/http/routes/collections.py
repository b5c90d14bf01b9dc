"""The collections and ``/search``, in pages of JSON-LD or CSV."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import Depends, FastAPI, Request, Response
from starlette.datastructures import URL

from kembar import messages
from kembar.errors import BadParameter, Limits, NotFound
from kembar.http.announcement import announcement
from kembar.http.dependencies import origin_of, read, reading
from kembar.http.negotiation import language_of, respond, split_suffix, table_chooser
from kembar.http.routes.questions import given_once
from kembar.listings.pages import PageRequest
from kembar.listings.paging import Cursor, PageAddress
from kembar.listings.search import QUERY
from kembar.messages import LANGUAGES
from kembar.questions.parameters import Parameter, unknown_parameter
from kembar.rdf.formats import Format
from kembar.snapshot import Snapshot

__all__ = ["DEFAULT_LIMIT", "LANG", "LIMIT", "install"]

DEFAULT_LIMIT = 50
_FORMATS = (Format.TABLE_JSON, Format.JSON_LD, Format.ROWS_JSON, Format.TABLE_CSV)
_WHOLE = (Format.ROWS_JSON, Format.TABLE_CSV)
"""Formats that have no place for the address of the next page: without a limit they hold all rows."""
_CONTEXT = "http://www.w3.org/ns/json-ld#context"
_OF_ALL = ("q", "limit", "cursor", "lang")
"""Parameters of collections and of the search."""
_OF_THE_PAGE = ("limit", "cursor", "fields")
"""Parameters that do not change the identity of the list."""
LANG = Parameter("lang", "choice", messages.text("parameter.lang"), optional=True, choices=LANGUAGES)
LIMIT = Parameter("limit", "number", messages.text("parameter.limit"), optional=True)


@dataclass(frozen=True)
class PageLimits(Limits):
    """The number of items that a page may have."""

    page_max_items: int


def install(app: FastAPI) -> None:
    """Add the paths of the collections and of the search that ``app`` does not have yet."""
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
    snapshot: Snapshot = request.app.state.kembar.snapshot
    collection = None if name == "search" else snapshot.collections[name]
    suffix = split_suffix(request.scope["path"])[1]
    if suffix is None and request.path_params:
        raise NotFound(messages.text("refused.suffixes", name=name))
    given = given_once(request)
    filters = [each.parameter for each in collection.filters] if collection else []
    former = [parameter.name for parameter in filters if parameter.renamed]
    known = [parameter.name for parameter in filters if not parameter.renamed]
    known += [*(["sort", "fields", "shape"] if collection else ["type"]), *_OF_ALL]
    elsewhere = [key for key in ("version", "shape") if key in request.query_params]
    for unknown in (key for key in (*given, *elsewhere) if key not in (*known, *former)):
        raise unknown_parameter(name, unknown, known)
    form = table_chooser(request, suffix)(_FORMATS if collection else _FORMATS[:2])
    language = _language(request, given)
    identity = {"": name, "lang": language} | {key: given[key] for key in given if key not in _OF_THE_PAGE}
    # The query, which may not be UTF-8, is not taken apart.
    path = str(URL(scope={**request.scope, "query_string": b""}))
    address = PageAddress(origin_of(request), path, dict(request.query_params), identity)
    whole = form in _WHOLE and not given.keys() & {"limit", "cursor"}
    wanted = _page_request(request, given, language, identity, None if whole else _limit(request, given))
    if collection:
        answer, link = await read(request, Snapshot.page, name, wanted, form, address)
    else:
        if wanted.q is None:
            raise BadParameter(
                messages.text("refused.required", name="q", description=QUERY.description), parameter="q"
            )
        answer, link = await read(request, Snapshot.search, wanted, form, address)
    if form is Format.TABLE_JSON:  # the other media types do not take it (JSON-LD 1.1 §6.1)
        link = f'{link}, <{address.context}>; rel="{_CONTEXT}"; type="{Format.JSON_LD.media_type}"'
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": language, "Link": link}
    return respond(answer, headers | announcement(filters, given))


def _language(request: Request, given: Mapping[str, str]) -> str:
    if "lang" in given:
        LANG.bind(given["lang"])
    return language_of(request, given.get("lang"))


def _limit(request: Request, given: Mapping[str, str]) -> int:
    limits: PageLimits = request.app.state.settings.limits(PageLimits)
    most = limits.page_max_items
    LIMIT.bind(given.get("limit", "1"))
    limit = int(given.get("limit", min(DEFAULT_LIMIT, most)))
    if limit < 1:
        raise BadParameter(messages.text("refused.least"), parameter="limit")
    if limit > most:
        many, advice = messages.template("limit.items"), messages.template("limit.next-page")
        raise limits.exceeded(BadParameter, "page_max_items", many, advice, parameter="limit")
    return limit


def _page_request(
    request: Request, given: Mapping[str, str], language: str, identity: Mapping[str, str], limit: int | None
) -> PageRequest:
    cursor = Cursor.read(given["cursor"], identity) if "cursor" in given else None
    if cursor:
        if request.state.revision not in (None, cursor.revision):
            said = messages.text("refused.cursor-revision", number=cursor.revision)
            raise BadParameter(said, parameter="revision")
        request.state.revision = cursor.revision
    return PageRequest(
        language,
        {key: value for key, value in given.items() if key not in ("q", "sort", "limit", "cursor", "fields", "lang")},
        given.get("q"),
        given.get("sort"),
        limit,
        cursor.after if cursor else None,
        tuple(given["fields"].split(",")) if "fields" in given else None,
    )
