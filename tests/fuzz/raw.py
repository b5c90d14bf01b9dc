"""Hostile requests as bytes: long heads, forms and lists, floods, and queries that are dear to read."""

from urllib.parse import quote

__all__ = ["RAW"]

_HOST = b"Host: kembar\r\nX-Forwarded-For: 192.0.2.66\r\n"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def _get(path: str, headers: bytes = b"") -> bytes:
    return b"GET " + path.encode() + b" HTTP/1.1\r\n" + _HOST + headers + b"\r\n"


def _post(path: str, body: bytes, headers: bytes = _FORM) -> bytes:
    head = b"POST " + path.encode() + b" HTTP/1.1\r\n" + _HOST + headers
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _sparql(query: str, **more: str) -> str:
    return "/sparql?query=" + quote(query) + "".join(f"&{name}={value}" for name, value in more.items())


_ASK = _sparql("ASK {}")
RAW = {
    "a head without end": _get("/")[:-2] + b"X-Long: " + b"a" * 2_000_000,
    "a head of many fields": _get("/")[:-2] + b"A: b\r\n" * 200_000,
    "a long address": _get("/" + "a" * 60_000),
    "an address with many parameters": _get("/search?" + "a&" * 15_000),
    "a long path": _get("/id/" + "a/" * 15_000),
    "Accept with many entries": _get(_ASK, b"Accept: " + b"a/b;q=0.1," * 3_000 + b"\r\n"),
    "Accept with many parameters": _get(_ASK, b"Accept: a/b" + b";a=b" * 7_000 + b"\r\n"),
    "many Accept headers": _get(_ASK, b"Accept: a/b,c/d;q=0.1\r\n" * 1_200),
    "Accept-Language of hyphens": _get("/search?q=jakarta", b"Accept-Language: " + b"-" * 31_000 + b"\r\n"),
    "Accept-Language with many entries": _get("/search?q=jakarta", b"Accept-Language: " + b"a-b," * 7_700 + b"\r\n"),
    "Accept-Encoding with many entries": _get(_ASK, b"Accept-Encoding: " + b"a;q=0.1," * 3_900 + b"\r\n"),
    "a cookie of backslashes": _get(_ASK, b'Cookie: a="' + b"\\" * 31_000 + b'"\r\n'),
    "If-None-Match with many entries": _get(_ASK, b"If-None-Match: " + b'"a",' * 7_700 + b"\r\n"),
    "many ranges": _get("/dataset/dump.nq", b"Range: bytes=" + b"0-1," * 7_700 + b"\r\n"),
    "a form with many fields": _post("/sparql", b"a&" * 990_000),
    "a form with many encoded characters": _post("/sparql", b"query=" + b"%41" * 660_000),
    "a form with a long name": _post("/sparql", b"%41" * 660_000 + b"=x"),
    "a trailer without end": _post("/sparql", b"", b"Transfer-Encoding: chunked\r\n").replace(
        b"Content-Length: 0\r\n", b""
    )
    + b"0\r\nX: "
    + b"a" * 2_000_000,
    "many requests at once": _get("/health") * 10_000,
    "empty lines without end": b"\r\n" * 500_000,
    "a slow query with dotted words": _get(
        _sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # " + "a." * 9_000, timeout_ms="200")
    ),
    "a slow query with nested EXISTS": _get(
        _sparql("ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i " + "FILTER EXISTS {" * 300 + "}" * 301, timeout_ms="200")
    ),
    "a query with an unfinished string of escapes": _post(
        "/sparql", b"ASK { ?a <https://w3id.org/kembar/ontology#x> '" + b"\\'" * 500_000,
        b"Content-Type: application/sparql-query\r\n",
    ),
    "a large answer, compressed": _get(_sparql("SELECT * { ?s ?p ?o }"), b"Accept-Encoding: gzip\r\n"),
    "the OpenAPI document, compressed": _get("/openapi.json?x", b"Accept-Encoding: gzip\r\n"),
    "the list of questions": _get("/queries?x"),
    "the questions in RDF": _get("/queries.ttl?x"),
    "the vocabulary as a page": _get("/ontology.html?x"),
    "the metrics": _get("/metrics"),
}  # fmt: skip
"""A name -> what is sent on one connection."""
