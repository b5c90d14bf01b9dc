"""Graphs in the vocabulary, and mutations of the complete proposal, that pass the parser and reach the rules."""

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from hypothesis import strategies as st

from kembar.files import Content
from kembar.namespaces import BASE, CONCEPT, ID, KB, PREFIXES
from kembar.rdf.formats import READABLE, Format
from kembar.rdf.terms import text_of

__all__ = ["COMPLETE", "bodies_of", "drawn", "mutated", "tampered"]

COMPLETE = (Path(__file__).parents[2] / "docs/examples/complete-proposal.ttl").read_bytes()
PROPOSAL = [quad.triple for quad in ox.parse(COMPLETE, format=ox.RdfFormat.TURTLE)]

Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_VOCABULARY = [
    quad.triple
    for quad in ox.parse((Content.shipped().root / "ontology/kembar.ttl").read_text(), format=ox.RdfFormat.TURTLE)
]
_OWL, _XSD = PREFIXES["owl"], PREFIXES["xsd"]


def _declared(prop: str) -> dict[str, str]:
    return {text_of(triple.subject): text_of(triple.object) for triple in _VOCABULARY if triple.predicate.value == prop}


_KINDS, _DOMAINS, _RANGES = (
    _declared(prop) for prop in (PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "domain", PREFIXES["rdfs"] + "range")
)
_DATES = _declared(KB + "earliestIn")
_PROPERTIES = [prop for prop, kind in _KINDS.items() if kind.endswith("Property")]
_KNOWN_NAMES = """
    government/jakarta government/seoul government/casablanca-settat country/il country/ma country/xk country/tw
    territory/seoul territory/jakarta deed/seoul-mou-1984 partnership/seoul actor/dprd-jakarta
    actor/ministry-of-home-affairs step/ksdpl-initiative step/ksdpl-letter-of-intent requirement/complementary
    item/cooperation-plan-1 nothing/nothing
""".split()  # noqa: SIM905
_CONCEPTS = """
    cooperation-type/ksdpl cooperation-type/kslln deed-type/mou field/education level/first level/second
    actor-kind/zoo matter/central nothing/nothing
""".split()  # noqa: SIM905

# Few things of each class, so that statements share subjects.
_CLASSES = """
    Activity Actor Attestation Contact Country Deed Event Finding LocalGovernment Partnership Period Person
    Signature Source StepTaken Territory Venue
""".split()  # noqa: SIM905
_DEED = ox.NamedNode(f"{ID}deed/drawn-0")
_THINGS: dict[str, list[Node]] = {
    KB + name: [ox.NamedNode(f"{ID}{name.lower()}/drawn-{number}") for number in range(2)] for name in _CLASSES
}
_THINGS[KB + "Deed"].append(ox.NamedNode("http://[::1]"))
_THINGS[KB + "StepTaken"].append(ox.NamedNode("urn:x:è#"))
_THINGS[KB + "Period"].append(ox.BlankNode("drawn"))
_CLASS_OF = {thing: ox.NamedNode(name) for name, things in _THINGS.items() for thing in things}
_SENSIBLE = [
    prop
    for prop in _PROPERTIES
    if _DOMAINS.get(prop, KB + "Deed") in _THINGS.keys() - {KB + "Country"}
    and not re.search("[a-z](Earliest|Latest)$|#(earliest|latest)$", prop)
]

days = st.dates().map(str)
good_dates = st.one_of(
    days.map(lambda day: ("xsd:date", day)),
    st.integers(1900, 2100).map(lambda year: ("xsd:gYear", str(year))),
    st.builds("{}-{:02}".format, st.integers(1900, 2100), st.integers(1, 12)).map(
        lambda month: ("xsd:gYearMonth", month)
    ),
    st.tuples(days, days).map(lambda pair: ("edtf:EDTF", "/".join(sorted(pair)))),
    st.sampled_from(["2001-21", "1984?", "1984-06~", "2017/..", "[2001,2003]"]).map(lambda text: ("edtf:EDTF", text)),
)
dates = st.one_of(
    good_dates,
    st.integers(0, 12_000).map(lambda year: ("xsd:gYear", str(year))),
    st.lists(days, max_size=30).map(lambda chosen: ("edtf:EDTF", f"[{','.join(chosen)}]")),
    st.one_of(
        st.sampled_from(["Y-17E7", "156u-12-25", "[..1984]", "../.."]),
        st.text("0123456789-/[]{},.?~%XuYE", max_size=40),
    ).map(lambda text: ("edtf:EDTF", text)),
)
numbers = st.one_of(
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["9" * 5000, "1E9999999", "1E-999999999", "-0", "٣", "NaN", "true", "x"]),
)
labels = st.builds(
    lambda text, language: ox.Literal(text, language=language),
    st.text(max_size=30),
    st.sampled_from(["id", "en", "en-latn-x-y", "x-q"]),
)
literals: st.SearchStrategy[ox.Literal] = st.one_of(
    dates.map(lambda date: _typed(*date)),
    st.tuples(
        st.sampled_from(
            [
                "xsd:integer",
                "xsd:decimal",
                "xsd:double",
                "xsd:boolean",
                "xsd:dateTime",
                "xsd:duration",
                "xsd:gYear",
                "rdf:HTML",
                "rdf:XMLLiteral",
            ]
        ),
        numbers,
    ).map(lambda pair: _typed(*pair)),
    st.text(max_size=30).map(ox.Literal),
    labels,
)


def _typed(name: str, text: str) -> ox.Literal:
    prefix, local = name.split(":")
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES[prefix] + local))


def _iris(address: str) -> st.SearchStrategy[Node]:
    foreign = [f"{address}/x", f"{address}/x.ttl#y", "http://e/", "urn:x", BASE, KB + "Deed"]
    return st.sampled_from(
        [
            *map(
                ox.NamedNode, [*(ID + name for name in _KNOWN_NAMES), *(CONCEPT + name for name in _CONCEPTS), *foreign]
            ),
            *_CLASS_OF,
        ]
    )


@st.composite
def _sensible(draw: st.DrawFn, iris: st.SearchStrategy[Node]) -> ox.Triple:
    """Draw a triple with a subject of the property's domain and a value of its range."""
    prop = draw(st.sampled_from(_SENSIBLE))
    subject = draw(st.sampled_from(_THINGS.get(_DOMAINS.get(prop, ""), list(_CLASS_OF))))
    return ox.Triple(subject, ox.NamedNode(prop), draw(_values(prop, iris)))


def _values(prop: str, iris: st.SearchStrategy[Node]) -> st.SearchStrategy[Term]:
    expected_class = _RANGES.get(prop, "")
    if prop in _DATES:
        return good_dates.map(lambda date: _typed(*date))
    if expected_class == PREFIXES["skos"] + "Concept":
        return st.sampled_from(_CONCEPTS).map(lambda name: ox.NamedNode(CONCEPT + name))
    if _KINDS[prop] == _OWL + "ObjectProperty":
        return st.one_of(st.sampled_from(_THINGS[expected_class]), iris) if expected_class in _THINGS else iris
    if expected_class in (_XSD + "integer", _XSD + "boolean"):
        return st.sampled_from(["0", "1"]).map(lambda text: ox.Literal(text, datatype=ox.NamedNode(expected_class)))
    return labels


def _wild(address: str, iris: st.SearchStrategy[Node]) -> st.SearchStrategy[ox.Triple]:
    """Return arbitrary triples, and triples that request a fetch or redefine terms of the vocabulary."""
    fetched = [
        _OWL + "imports",
        _OWL + "sameAs",
        *(PREFIXES["sh"] + name for name in ("shapesGraph", "declare", "select")),
        PREFIXES["rdfs"] + "seeAlso",
    ]
    lists = [PREFIXES["rdf"] + name for name in ("type", "first", "rest", "value")]
    props = st.sampled_from([*fetched, *lists, *_PROPERTIES]).map(ox.NamedNode)
    return st.one_of(
        st.builds(ox.Triple, iris, props, st.one_of(iris, literals)),
        st.sampled_from(fetched).map(
            lambda prop: ox.Triple(_DEED, ox.NamedNode(prop), ox.NamedNode(f"{address}/fetched"))
        ),
    )


def drawn(address: str) -> st.SearchStrategy[list[ox.Triple]]:
    """Return graphs of a deed and related things, most of them acceptable; ``address`` must not be called."""
    iris = _iris(address)
    triples = st.lists(_sensible(iris), max_size=40)
    wild: st.SearchStrategy[list[ox.Triple]] = st.one_of(st.just([]), st.lists(_wild(address, iris), max_size=2))
    return st.builds(
        lambda party, triples, wild: _with_classes(
            [ox.Triple(_DEED, ox.NamedNode(KB + "party"), party), *triples, *wild]
        ),
        iris,
        triples,
        wild,
    )


def _with_classes(triples: list[ox.Triple]) -> list[ox.Triple]:
    terms = {term for triple in triples for term in (triple.subject, triple.object)}
    return [*(ox.Triple(thing, _TYPE, name) for thing, name in _CLASS_OF.items() if thing in terms), *triples]


def mutated(address: str) -> st.SearchStrategy[list[ox.Triple]]:
    """Return the complete proposal with triples removed or added, or terms exchanged."""
    terms = st.one_of(
        st.sampled_from(sorted({triple.object for triple in PROPOSAL}, key=str)), _iris(address), literals
    )
    index_strategy = st.integers(0, len(PROPOSAL) - 1)
    changes: list[st.SearchStrategy[Callable[[list[ox.Triple]], None]]] = [
        index_strategy.map(lambda n: lambda triples: triples.__delitem__(n % len(triples))),
        st.builds(
            lambda n, term: lambda triples: triples.append(_with(triples[n % len(triples)], term)),
            index_strategy,
            terms,
        ),
        st.builds(lambda n, term: lambda triples: _replace_object(triples, n, term), index_strategy, terms),
        st.builds(
            lambda n, m: (
                lambda triples: triples.append(_with(triples[n % len(triples)], triples[m % len(triples)].object))
            ),
            index_strategy,
            index_strategy,
        ),
        st.builds(
            lambda n, prop, term: (
                lambda triples: triples.append(ox.Triple(triples[n % len(triples)].subject, ox.NamedNode(prop), term))
            ),
            index_strategy,
            st.sampled_from(_PROPERTIES),
            terms,
        ),
    ]

    def apply(edits: list[Callable[[list[ox.Triple]], None]]) -> list[ox.Triple]:
        triples = list(PROPOSAL)
        for change in edits:
            change(triples)
        return triples

    return st.lists(st.one_of(changes), max_size=6).map(apply)


def _replace_object(triples: list[ox.Triple], number: int, term: Term) -> None:
    index = number % len(triples)
    triples[index] = _with(triples[index], term)


def _with(triple: ox.Triple, term: Term) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, term)


def bodies_of(graphs: st.SearchStrategy[list[ox.Triple]]) -> st.SearchStrategy[tuple[Format, bytes]]:
    """Return pairs of a format and a graph serialised in it."""
    return st.builds(
        lambda graph, form: (form, ox.serialize(graph, format=form.rdf) or b""),
        graphs,
        st.sampled_from(READABLE),
    )


def tampered() -> st.SearchStrategy[tuple[Format, bytes]]:
    """Return the text of the complete proposal truncated, with parts removed or repeated, or with other bytes in it."""
    position = st.integers(0, len(COMPLETE))
    return st.one_of(
        position.map(lambda end: COMPLETE[:end]),
        st.builds(lambda a, b: COMPLETE[:a] + COMPLETE[b:], position, position),
        st.builds(lambda a, put: COMPLETE[:a] + put + COMPLETE[a:], position, st.binary(min_size=1, max_size=20)),
        st.builds(
            lambda a, put: COMPLETE[:a] + put + COMPLETE[a + len(put) :],
            position,
            st.text("<>\"'\\[](){}^@.;,#%u0_: \n", min_size=1, max_size=6).map(str.encode),
        ),
    ).map(lambda body: (Format.TURTLE, body))
