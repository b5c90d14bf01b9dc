"""Requests to every part of the service, from good to hostile, each with the outcomes that it may have."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from kembar.law.outcomes import Overall
from tests.fuzz import hostile, queries
from tests.fuzz.answers import overall_of
from tests.fuzz.graphs import COMPLETE
from tests.fuzz.raw import RAW
from tests.fuzz.truth import Truth

__all__ = ["Call", "Manner", "calls"]

Manner = str
"""The behaviour of a client.

It ``waits`` for the answer, ``revalidates`` it with the ETag, ``sends slowly`` its body, ``disconnects`` after the
request, ``stops reading`` within the answer, ``truncates`` its request, or sends its body as ``raw`` bytes that need
not be a request.
"""

_POLITE_MANNERS: list[Manner] = ["waits"] * 6 + ["revalidates", "sends slowly"]
_RUDE_MANNERS: list[Manner] = ["disconnects", "stops reading", "truncates"]

_URL = "application/x-www-form-urlencoded"

OK = "ok"
_BUSY_ENDS = {"overloaded", "too-long"}
_REFUSED_ENDS = {"query-syntax", "query-refused"}
_GRAPH_ENDS = {
    OK,
    "graph-syntax",
    "unacceptable-graph",
    "too-large",
    "unsupported-media-type",
    "bad-parameter",
    "unknown-name",
    "not-found",
    "not-acceptable",
    "worker-died",
    "too-nested",
}


@dataclass(frozen=True)
class Call:
    """A request and its allowed outcomes.

    Attributes:
        ends: ``ok`` and slugs of problems; an overloaded service and a passed deadline are always allowed.
        truth: Returns whether a media type and a body are the right answer.
    """

    kind: str
    path: str
    ends: frozenset[str]
    method: str = "GET"
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    truth: Callable[[str, bytes], bool] | None = None
    manner: Manner = "waits"


def _call(kind: str, path: str, ends: set[str], **options: object) -> Call:
    return Call(kind, path, frozenset(ends | _BUSY_ENDS), **options)  # type: ignore[arg-type]


_ACCEPTED = {
    "SELECT": [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
        "*/*",
        "text/html, text/csv;q=0.5",
    ],
    "ASK": ["application/sparql-results+json", "application/sparql-results+xml", "*/*"],
    "CONSTRUCT": ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml", "*/*"],
}
_ACCEPTED["DESCRIBE"] = _ACCEPTED["CONSTRUCT"]
_FORM = re.compile("|".join(_ACCEPTED))


@st.composite
def _sparql(
    draw: st.DrawFn,
    kind: str,
    texts: st.SearchStrategy[str],
    ends: set[str],
    truth: Truth | None = None,
    manners: list[Manner] = _POLITE_MANNERS,
) -> Call:
    """Draw a query by GET or by either form of POST."""
    text = draw(texts)
    form = _FORM.search(text)
    headers = {
        "Accept": draw(st.sampled_from(_ACCEPTED[form[0] if form else "ASK"])),
        "Accept-Encoding": draw(st.sampled_from(["gzip", "identity"])),
    }
    patience = draw(st.sampled_from(["", "", "", "", "50", "700", "999999999999"]))
    parameters = (("query", text), *([("timeout_ms", patience)] if patience else []))
    method = draw(
        st.sampled_from(
            ["GET", "HEAD", "form", "body"] if len(quote(text, errors="replace")) < 20_000 else ["form", "body"]
        )
    )
    call = partial(
        _call,
        kind,
        "/sparql",
        ends,
        truth=truth and partial(truth.of_query, text),
        manner=draw(st.sampled_from(manners)),
    )
    if method in ("GET", "HEAD"):
        return call(method=method, params=parameters, headers=headers)
    if method == "form":
        return call(method="POST", headers={**headers, "Content-Type": _URL}, body=urlencode(parameters).encode())
    return call(
        method="POST",
        params=parameters[1:],
        headers={**headers, "Content-Type": "application/sparql-query"},
        body=text.encode(),
    )


_PAGES = """
    ontology ontology.html dataset sparql context.jsonld queries openapi.json graph/sources rdf-graph-store?graph=https://w3id.org/kembar/graph/sources
""".split()  # noqa: SIM905


def _good(truth: Truth) -> st.SearchStrategy[Call]:
    """Return requests with one right answer, which is checked."""
    things = st.builds(
        lambda path, suffix, manner: _call(
            "a thing", f"/{path}{suffix}", {OK}, truth=partial(truth.of_thing, path), manner=manner
        ),
        st.sampled_from(truth.things),
        st.sampled_from(["", ".ttl", ".nt", ".jsonld"]),
        st.sampled_from(_POLITE_MANNERS),
    )
    questions = st.builds(
        lambda suffix, arguments, manner: _call(
            "a question",
            f"/queries/inactive-partners{suffix}",
            {OK},
            params=tuple(arguments.items()),
            truth=partial(truth.of_question, "inactive-partners", arguments),
            manner=manner,
        ),
        st.sampled_from(["", ".csv", ".json"]),
        st.fixed_dictionaries(
            {}, optional={"since": st.dates().map(str), "contacts": st.sampled_from(["include", "exclude"])}
        ),
        st.sampled_from(_POLITE_MANNERS),
    )
    collections = st.builds(
        lambda path, arguments, manner: _call(
            "a collection", path, {OK}, params=tuple(arguments.items()), manner=manner
        ),
        st.sampled_from(["/partnerships", "/partners.csv", "/activities.jsonld", "/deeds", "/search"]),
        st.fixed_dictionaries(
            {"q": st.sampled_from(["kiyv", "Jakarta", "rotterdm", '"OR" 1', "\u0130st"])},
            optional={"lang": st.sampled_from(["id", "en"])},
        ),
        st.sampled_from(_POLITE_MANNERS),
    )
    dumps = st.builds(
        lambda suffix, manner: _call("a dump", f"/dataset/dump.{suffix}", {OK}, truth=truth.of_dump, manner=manner),
        st.sampled_from(["nq", "trig", "ttl"]),
        st.sampled_from(["waits", *_RUDE_MANNERS]),
    )
    pages = st.sampled_from([_call("a page", f"/{path}", {OK}) for path in _PAGES])
    verdicts = st.sampled_from(
        [
            _call(
                "a proposal",
                "/validate",
                {OK},
                method="POST",
                headers={"Content-Type": "text/turtle"},
                body=COMPLETE,
                truth=_lawful,
                manner=manner,
            )
            for manner in _POLITE_MANNERS
        ]
    )
    sparql = _sparql("a query", queries.good, {OK}, truth)
    return _mixed({sparql: 8, things: 4, questions: 2, collections: 2, dumps: 1, pages: 1, verdicts: 1, _SERVICE: 1})


def _lawful(media: str, body: bytes) -> bool:
    return overall_of(media, body) == Overall.LAWFUL


def _verdict(media: str, body: bytes) -> bool:
    return overall_of(media, body) in set(Overall)


_SERVICE = st.sampled_from(
    [
        _call("health", "/health", {OK}, truth=lambda _, body: bool(json.loads(body)["status"] == "ready")),
        _call("metrics", "/metrics", {OK}, truth=lambda _, body: b"kembar_workers_idle" in body),
    ]
)


def _graphs(address: str) -> st.SearchStrategy[Call]:
    def call(request: hostile.Request, manner: Manner) -> Call:
        options = {
            "params": tuple(request.params.items()),
            "headers": request.headers,
            "body": request.body,
            "manner": manner,
        }
        return _call("a stranger's graph", "/validate", _GRAPH_ENDS, method="POST", truth=_verdict, **options)

    return st.builds(call, hostile.requests(address), st.sampled_from([*["waits"] * 8, *_RUDE_MANNERS]))


_ASK = ("query", "ASK {}")
_BAD_CALLS = [
    *(_call("a bad parameter", "/sparql", {"bad-parameter"}, params=(_ASK, ("timeout_ms", text)))
      for text in ("", "0", "-1", "1.5", "soon", "²", "1e3", "1" * 5000 + "x")),
    *(_call("a bad parameter", "/sparql", {"not-acceptable"}, params=(_ASK, ("format", text)))
      for text in ("pdf", "csv", "ttl", "json\0", "é" * 500)),
    *(_call("a bad parameter", "/sparql", {"bad-request"}, params=params)
      for params in ((_ASK, _ASK), (("query", ""),), (("query", " \n"),), (("x", "y"),))),
    *(_call("a bad parameter", "/sparql", {"query-refused"}, params=(_ASK, (name, "a b")))
      for name in ("default-graph-uri", "named-graph-uri")),
    *(_call("a bad parameter", f"/queries/inactive-partners?{text}", {"bad-parameter"})
      for text in ("since=soon", "since=%00", "contacts=", "since=2017-02-29")),
    *(_call("a bad parameter", f"/queries/{text}", {"unknown-parameter", "not-found"})
      for text in ("inactive-partners?x", "nothing", "..", "%2e%2e%2fx", "é")),
    *(_call("a bad parameter", f"/rdf-graph-store?{text}", {"bad-request", "not-found"})
      for text in ("", "graph=a", "graph=<>", "default&graph=a", "graph=a:b")),
    *(_call("a bad parameter", f"/search?q={text}", {"bad-parameter", "head-too-large"})
      for text in ("", "%00", "%ED%A0%80%0D", "---", "a" * 201, "x" * 50_000)),
    *(_call("a bad parameter", f"/activities?{text}",
        {"bad-request", "bad-parameter", "unknown-name", "unknown-parameter"})
      for text in ("x", "cursor=W10", "limit=9999", "since=1", "field=x", "fields=x")),
    *(_call("no such page", path, {"not-found", "bad-parameter"})
      for path in ("/nothing", "/id/partnership/a%3E%20b", "/id/x/%00", "//", "/concept/x/y", "/dataset/dump.x")),
    *(_call("a wrong method", path, {"bad-request", "not-found"}, method=method)
      for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS") for path in ("/sparql", "/validate", "/x/..", "/")),
    *(_call("a wrong body", "/sparql", {"unsupported-media-type"}, method="POST", headers={"Content-Type": m},
        body=b"ASK {}")
      for m in ("", "text/plain", "a;b=/", "multipart/form-data; boundary=")),
    *(_call("a wrong body", "/sparql", {"bad-request"}, method="POST", headers={"Content-Type": _URL}, body=body)
      for body in (b"\xff", b"query=%ff", b"query=%20", b"", b"&" * 9999)),
    *(_call("a wrong body", path, {"too-large"}, method="POST", headers={"Content-Type": "text/turtle"},
        body=b"#" * 2_100_000)
      for path in ("/validate", "/sparql")),
    _call("a wrong body", "/sparql", {"too-large"}, method="POST", headers={"Content-Type": _URL},
        body=b"#" * 2_100_000, manner="sends slowly"),
]  # fmt: skip

_ODD_HEADERS = [
    *({"Accept": text} for text in ("", "*", ";;,,", "*/*;q=x", "a/b;q=1e999", 'x/y;a="',
        "application/sparql-results+json;q=0", "a/b," * 9_000)),
    *({"Accept-Encoding": text} for text in ("gzip;q=0", "br, *;q=0.1", "gzip;q=", ",,,", "identity;q=0")),
    *({"If-None-Match": text} for text in ("*", '"', 'W/"x", "y"', "," * 9_000)),
    *({"X-Forwarded-For": text} for text in ("", "::1", "unknown", "1.2.3.4, 5.6.7.8", "é", "a" * 9_000,
        "127.0.0.1:x")), {"X-Forwarded-Proto": "x"}, {"X-Forwarded-Proto": "wss"},
    *({"Host": text} for text in ("", "a%zz", "[::1", "é", "a" * 9_000, "x/y?z#", "x:99999999")),
    {"Range": "bytes=0-1"}, {"Authorization": "Basic !"}, {"Cookie": "a=b" * 9_000},
    {"Connection": "close"}, {"Connection": "upgrade", "Upgrade": "websocket"},
    {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c"}, {"Expect": "100-continue"}, {"Origin": "null"},
    {"Content-Encoding": "gzip"}, {"Access-Control-Request-Method": "é"}, {"X-HTTP-Method-Override": "DELETE"},
    {"X-Request-Id": "x" * 999}, {"Traceparent": "é"},
]  # fmt: skip


def _odd(truth: Truth) -> st.SearchStrategy[Call]:
    """Return good requests with an unusual header."""
    ends = {OK, "not-acceptable", "bad-request", "not-found", "unauthorized", "head-too-large"}
    return st.builds(
        lambda headers, path: _call(
            "an odd header", path, ends, params=(_ASK,) if path == "/sparql" else (), headers=headers
        ),
        st.sampled_from(_ODD_HEADERS),
        st.sampled_from(
            [
                "/sparql",
                "/sparql?format=ttl",
                "/health",
                f"/{truth.things[0]}",
                "/queries/inactive-partners",
                "/activities",
            ]
        ),
    )


_RAW_CALLS = [_call("a hostile request", "/", set(), body=data, manner="raw") for data in RAW.values()]


def calls(truth: Truth, address: str) -> st.SearchStrategy[Call]:
    """Return requests of every kind, half of them good; ``address`` stands for other servers and must not be called."""
    killed = {"worker-died", "too-nested", "answer-too-large"}
    return _mixed(
        {
            _good(truth): 24,
            _sparql("a harmless query", queries.harmless(address), {OK}, truth): 2,
            _sparql("a rude client's query", queries.good, {OK}, truth, _RUDE_MANNERS): 3,
            _sparql("a killer", st.sampled_from(queries.KILLERS), killed, None, ["waits", *_RUDE_MANNERS]): 2,
            _sparql("too large an answer", st.sampled_from(queries.TOO_LARGE), {"answer-too-large"}): 1,
            _sparql("a query that calls out", queries.calling_out(address), {"query-refused"}): 4,
            _sparql("a broken query", st.sampled_from(queries.BROKEN), _REFUSED_ENDS): 3,
            _sparql(
                "a damaged query",
                st.one_of(queries.damaged, st.text()),
                {
                    OK,
                    "bad-request",
                    "not-acceptable",
                    "answer-too-large",
                    "unknown-term",
                    "query-unsupported",
                    *_REFUSED_ENDS,
                },
            ): 4,
            _sparql(
                "a monstrous query", queries.monstrous, {OK, "too-large", "worker-died", "too-nested", *_REFUSED_ENDS}
            ): 2,
            _graphs(address): 3,
            st.sampled_from(_BAD_CALLS): 4,
            _odd(truth): 3,
            st.sampled_from(_RAW_CALLS): 6,
        }
    )


def _mixed(shares: dict[st.SearchStrategy[Call], int]) -> st.SearchStrategy[Call]:
    return st.sampled_from([strategy for strategy, share in shares.items() for _ in range(share)]).flatmap(
        lambda strategy: strategy
    )
