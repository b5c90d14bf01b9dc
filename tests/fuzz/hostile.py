"""Hostile texts and request parts, which the parsers and the HTTP layer must withstand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from kembar.namespaces import CONTEXT, ID, KB
from kembar.rdf.formats import READABLE, Format
from tests.fuzz.graphs import bodies_of, drawn, mutated, tampered

__all__ = ["Request", "requests"]

MEDIA_TYPES = {form.media_type: form for form in READABLE}


@dataclass(frozen=True)
class Request:
    """A request to /validate."""

    body: bytes
    headers: Mapping[str, str]
    params: Mapping[str, str]

    @property
    def format(self) -> Format:
        """Return the format of the graph, or Turtle if the media type names none."""
        return MEDIA_TYPES.get(self.headers["Content-Type"], Format.TURTLE)


_HEAD = f"@prefix kb: <{KB}> .\n@prefix : <{ID}deed/> .\n:x a kb:Deed ; kb:party <http://e/> .\n"
_PIECES = """
    @prefix @base @version PREFIX BASE GRAPH a true -1.5e400 <> <#> <http://e/> <http://e/\\u0020> <x:\\U0010FFFF>
    <http://[> <//> : :x kb: kb:date _:b _: [] ( ) [ ] { } . ; , ^ ^^ ^^kb:date "" "\\uD800" "\\u0000" ''' \"\"\"
    "x"@en "x"@en--ltr @ << >> <<( )>> {| |} ~ # \\ %zz :%2F
""".split()  # noqa: SIM905
_NESTS = [
    ("[ kb:party ", "]"), ("( ", ")"), ("<<( :x kb:party ", ")>>"), ("<< :x kb:party ", ">>"), ("{", "}"), ("[", "]"),
    ('{"@graph":', "}"), ('{"@context":', "}"),
    ('{"@context":[', "]}"), ('{"@reverse":', "}"), ('{"@included":[', "]}"), ('{"http://e/a":{"@list":[', "]}}"),
    ('{"@nest":', "}"), ('{"@value":', "}"),
]  # fmt: skip
_KEYS = """
    @context @id @type @value @language @direction @index @list @set @reverse @graph @included @nest @import @base
    @vocab @version @propagate @protected @container @prefix @none @json @default id type party label date Deed kb:
    http://e/a kembar:id/deed/x
""".split()  # noqa: SIM905


def _json(address: str) -> st.SearchStrategy[bytes]:
    words = st.sampled_from(
        [
            *_KEYS,
            CONTEXT,
            address,
            f"{address}/context.jsonld",
            KB + "Deed",
            f"{ID}government/jakarta",
            "rtl",
            "_:b",
            "",
            "\ud800",
            "2020-01-01",
        ]
    )
    leaves = st.one_of(
        words, st.none(), st.booleans(), st.integers(), st.floats(), st.just(10**4299), st.text(max_size=5)
    )
    keys = st.sampled_from([*_KEYS, address])
    values = st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
        max_leaves=20,
    )
    contexts = st.one_of(
        st.sampled_from(
            [
                CONTEXT,
                address,
                [CONTEXT, address],
                {"@import": f"{address}/x"},
                {"a": {"@id": "http://e/a", "@context": address}},
                None,
                {},
            ]
        ),
        values,
    )

    def document(context: Any, content: Any) -> bytes:
        deed = {"@id": f"{ID}deed/x", "@type": KB + "Deed", KB + "party": {"@id": f"{ID}government/jakarta"}}
        return json.dumps(
            {**deed, "@context": context, **content}
            if isinstance(content, dict)
            else [{**deed, "@context": context}, content]
        ).encode()

    return st.one_of(st.builds(document, contexts, values), values.map(lambda value: json.dumps(value).encode()))


def _texts(address: str) -> st.SearchStrategy[tuple[Format, bytes]]:
    pieces = st.lists(st.one_of(st.sampled_from([*_PIECES, f"<{address}>"]), st.text(max_size=3)), max_size=15).map(
        " ".join
    )
    nests = st.builds(
        lambda nest, deep, closed: nest[0] * deep + "1" + nest[1] * (deep if closed else 0),
        st.sampled_from(_NESTS),
        st.integers(0, 900),
        st.booleans(),
    )
    ends = st.sampled_from(["", " .", " kb:party kb:x ."])
    turtle = st.builds(
        lambda head, text, end: (head + text + end).encode("utf-8", "replace"),
        st.sampled_from([_HEAD, _HEAD + ":x kb:party ", ""]),
        st.one_of(pieces, nests),
        ends,
    )
    graphs = st.tuples(
        st.sampled_from([Format.TURTLE, Format.TRIG, Format.N_TRIPLES]), st.one_of(turtle, st.binary(max_size=60))
    )
    return st.one_of(
        graphs,
        st.tuples(
            st.just(Format.JSON_LD),
            st.one_of(_json(address), _json(address), nests.map(str.encode), st.binary(max_size=20)),
        ),
    )


_HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30).map(str.strip)
_ACCEPT = st.one_of(
    st.sampled_from(
        ["*/*", "text/turtle", "application/ld+json", "text/html", "*/*;q=x", "a/b;q=1e999", ";;,,", 'x/y;a="', "*"]
    ),
    _HEADER,
)
_DEEDS = st.one_of(
    st.sampled_from([f"{ID}deed/x", f"{ID}deed/drawn-0", f"{ID}deed/drawn-1", "", "<x>", "http://[::1]"]),
    st.text(max_size=10),
)
_DAYS = st.one_of(
    st.sampled_from(["0001-01-01", "9999-12-31", "0", "1e9", "2020-02-30", "٢٠٢٠-01-01"]),
    st.dates().map(str),
    st.text(max_size=10),
)
_REVISIONS = st.one_of(
    st.sampled_from(["1", "2", "0", "-1", "9" * 300, "9" * 5000, "1.0", " 1", "1_0", "٣"]), st.integers().map(str)
)


def requests(address: str) -> st.SearchStrategy[Request]:
    """Return requests of every kind; ``address`` stands for other servers and must not be called."""
    bodies = st.one_of(bodies_of(drawn(address)), bodies_of(mutated(address)), tampered(), _texts(address))
    media = st.one_of(st.sampled_from([*MEDIA_TYPES, "text/turtle; charset=utf-16", "text/csv"]), _HEADER)
    headers = {
        "Content-Type": media,
        "Accept": _ACCEPT,
        "Accept-Language": _HEADER,
        "Content-Encoding": st.just("gzip"),
        "X-Y": _HEADER,
    }
    params = {
        "deed": _DEEDS,
        "as_of": _DAYS,
        "revision": _REVISIONS,
        "format": st.sampled_from(["ttl", "csv", ""]),
        "x": st.text(max_size=3),
    }
    return st.builds(
        lambda body, headers, params: Request(body[1], {"Content-Type": body[0].media_type, **headers}, params),
        bodies,
        _few(headers),
        _few(params),
    )


def _few(choices: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[dict[str, str]]:
    """Draw none of ``choices`` in most cases, rarely one or two; each can end a request before its graph is read."""
    single = st.sampled_from(sorted(choices)).flatmap(lambda name: choices[name].map(lambda value: {name: value}))
    return st.integers(0, 9).flatmap(
        lambda n: st.just({}) if n < 7 else single if n < 9 else st.builds(lambda a, b: a | b, single, single)
    )
