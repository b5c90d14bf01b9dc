"""Graphs of any size in our own vocabulary, for measuring: skewed as the world is, and the same bytes for the same seed and size.

A graph of a smaller size is, but for its last partnership, the beginning of a greater one of the same seed. All things are named ``…/id/{kind}/synthetic-…``
(countries by the codes that ISO 3166-1 leaves free), so none is one of the shipped content; of that they use the concepts, Indonesia, and the steps and
bodies of the procedure. Nothing is held in memory but the names of the governments.

Derived facts are there as in a revision, and made by the service's own code: bounds of dates by :mod:`kembar.rdf.bounds`, and what
``ontology/derived/`` says of a partnership by those rules, which read nothing but that partnership and what belongs to it, all of it written together
here. Shares of the whole dataset are left to :mod:`bench.home`, which has the whole.
"""

import argparse
import random
import sys
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from bench.governments import Governments
from bench.happenings import happenings
from bench.partnerships import Partnership, fields_by_frequency
from bench.setting import COUNTRIES, dataset, setting
from kembar.content.derivation import DERIVED, DerivationRule
from kembar.files import Content
from kembar.namespaces import CONCEPT, ID, PREFIXES, slug_of
from kembar.rdf.bounds import DateProperties, bounds, date_properties
from kembar.rdf.terms import text_of
from kembar.store.embedded import EmbeddedStore

__all__ = ["derivation_rules", "generate"]

_SCHEMES = """activity-kind activity-level actor-kind channel confidence contradiction-kind cooperation-type deed-type direction field issue-group level
    relation-state role scheme status territory-kind tier""".split()  # noqa: SIM905 -- a list of words reads better
_HEAD = "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in (PREFIXES | {scheme: f"{CONCEPT}{scheme}/" for scheme in _SCHEMES}).items()
)
_OF_A_PARTNERSHIP, _OF_AN_ACTIVITY = 200, 22
"""Statements that one brings on the average."""
_MOST_ACTIVITIES = 400
_PARTNERSHIPS_A_GRAPH = 100


def generate(size: int, seed: int = 1) -> Iterator[ox.Quad]:
    """About ``size`` statements: the last partnership has no more activities than there is room for, and is written to its end."""
    rng = random.Random(seed)
    content = Content.shipped()
    dates = date_properties(
        quad.triple for quad in ox.parse(content.files("ontology", "kembar.ttl")[0].text, format=ox.RdfFormat.TURTLE)
    )
    rules = derivation_rules(content)
    rules_of_a_partnership = [rule for rule in rules if rule.scope == "partnership"]
    begin = [
        *_stated("".join(setting(rng)), dates),
        *_in_derived(triple for rule in rules for triple in rule.describe()),
    ]
    yield from begin
    written = len(begin)
    fields = fields_by_frequency([slug_of(concept) for concept in _fields(content)])
    home, abroad = Governments(rng, "home", ["id"], new=0.3), Governments(rng, "partner", COUNTRIES, new=0.6)
    number = 0
    while written < size:
        number += 1
        room = (size - written - _OF_A_PARTNERSHIP) // _OF_AN_ACTIVITY
        text = _partnership(rng, number, home, abroad, fields, max(0, min(room, _MOST_ACTIVITIES)))
        quads = [*_stated(text, dates)]
        quads += _derived(quads, ox.NamedNode(f"{ID}partnership/synthetic-{number}"), rules_of_a_partnership)
        yield from quads
        written += len(quads)


def derivation_rules(content: Content) -> list[DerivationRule]:
    """The rules of ``ontology/derived/``."""
    return [DerivationRule.compile(file) for file in content.files("ontology/derived", ".rq")]


def _partnership(
    rng: random.Random, number: int, home: Governments, abroad: Governments, fields: dict[str, float], most: int
) -> str:
    """A partnership with all that belongs to it and, where they are new, its governments."""
    ours, our_name, about_us = home.draw()
    theirs, their_name, about_them = abroad.draw()
    partnership = Partnership(
        number,
        (ours, theirs),
        f"{our_name}–{their_name}",
        founded=min(rng.randint(1985, 2023), rng.randint(1985, 2050)),
    )
    part = number // _PARTNERSHIPS_A_GRAPH + 1
    graph = f"activities-{part}"
    declared = (
        dataset(graph, f"Kegiatan rekaan, bagian {part}", f"Invented activities, part {part}")
        if number % _PARTNERSHIPS_A_GRAPH in (0, 1)
        else ""
    )
    # A fifth has no activities; the others by a power law, so that the busiest has hundreds.
    count = 0 if rng.random() < 0.2 else min(int(rng.paretovariate(0.9)), most)
    return (
        declared
        + about_us
        + about_them
        + partnership.describe(rng, fields)
        + happenings(rng, partnership, f"graph:synthetic-{graph}", count)
    )


def _stated(text: str, dates: DateProperties) -> Iterator[ox.Quad]:
    """The statements of a text, and the bounds of its dates."""
    quads = list(ox.parse(_HEAD + text, format=ox.RdfFormat.TRIG))
    yield from quads
    yield from _in_derived(bounds((quad.triple for quad in quads), dates))


def _derived(quads: list[ox.Quad], partnership: ox.NamedNode, rules: list[DerivationRule]) -> list[ox.Quad]:
    store = EmbeddedStore()
    store.extend(quads)
    # Sorted, for a store gives its answers in no order that is promised.
    return sorted(_in_derived(triple for rule in rules for triple in rule.apply(store, partnership)), key=str)


def _in_derived(triples: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    return (ox.Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in triples)


def _fields(content: Content) -> list[str]:
    in_scheme = ox.NamedNode(PREFIXES["skos"] + "inScheme")
    quads = ox.parse(
        next(file.text for file in content.files("ontology/concepts", "field.ttl")), format=ox.RdfFormat.TURTLE
    )
    return [text_of(quad.subject) for quad in quads if quad.predicate == in_scheme]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.generator",
        description="Write an invented graph of about SIZE statements as N-Quads, with its derived facts.",
        epilog="Example: python -m bench.generator 1000000 --seed 7 > graph.nq",
    )
    parser.add_argument("size", type=int, metavar="SIZE", help="how many statements, from 10000 to 10000000 and more")
    parser.add_argument("--seed", type=int, default=1, help="the same seed and size give the same bytes (default: 1)")
    arguments = parser.parse_args()
    ox.serialize(generate(arguments.size, arguments.seed), sys.stdout.buffer, format=ox.RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()
