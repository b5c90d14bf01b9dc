"""Graphs of any size in the vocabulary of Kembar, for benchmarks, with the skew of real data.

The same seed and size give the same bytes. A smaller graph is the beginning of a larger one of the same seed, except
for its last partnership. All things are named ``…/id/{kind}/synthetic-…`` (countries by codes that ISO 3166-1 leaves
free), so that none is a thing of the shipped content, of which the graphs use the concepts, Indonesia, and the steps
and bodies of the procedure. Only the names of the governments are held in memory.

Derived facts are computed by the code of the service: bounds of dates by :mod:`kembar.rdf.bounds`, and facts about a
partnership by the rules in ``ontology/derived/``, which read only that partnership and its things. :mod:`bench.home`
derives the shares of the whole dataset.
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
from kembar.namespaces import CONCEPT, ID, KB, PREFIXES, slug_of
from kembar.rdf.bounds import DateProperties, bounds, date_properties
from kembar.rdf.terms import text_of
from kembar.store.embedded import EmbeddedStore

__all__ = ["derivation_rules", "generate"]

_SCHEMES = """
    activity-kind activity-level actor-kind channel confidence contradiction-kind cooperation-type deed-type direction
    field issue-group level relation-state role scheme status territory-kind tier
""".split()  # noqa: SIM905 -- a list of words is easier to read
_HEAD = "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in (PREFIXES | {scheme: f"{CONCEPT}{scheme}/" for scheme in _SCHEMES}).items()
)
_PARTNERSHIP_SIZE, _ACTIVITY_SIZE = 200, 22
"""Average numbers of statements."""
_MAX_ACTIVITIES = 400
_PARTY, _GOVERNS, _COUNTRY, _TYPE = (
    *(ox.NamedNode(KB + name) for name in ("party", "governs", "country")), ox.NamedNode(PREFIXES["rdf"] + "type"),
)  # fmt: skip
_PARTNERSHIPS_PER_GRAPH = 100


def generate(size: int, seed: int = 1) -> Iterator[ox.Quad]:
    """Yield about ``size`` statements.

    The last partnership is complete, with only as many activities as ``size`` allows.
    """
    rng = random.Random(seed)
    content = Content.shipped()
    dates = date_properties(
        quad.triple for quad in ox.parse(content.files("ontology", "kembar.ttl")[0].text, format=ox.RdfFormat.TURTLE)
    )
    rules = derivation_rules(content)
    partnership_rules = [rule for rule in rules if rule.scope == "partnership"]
    preamble = [
        *_parsed("".join(setting(rng)), dates),
        *_in_derived(triple for rule in rules for triple in rule.describe()),
    ]
    yield from preamble
    count = len(preamble)
    fields = fields_by_frequency([slug_of(concept) for concept in _fields(content)])
    home, abroad = Governments(rng, "home", ["id"], new=0.3), Governments(rng, "partner", COUNTRIES, new=0.6)
    governments: dict[object, list[ox.Quad]] = {}
    number = 0
    while count < size:
        number += 1
        max_activities = (size - count - _PARTNERSHIP_SIZE) // _ACTIVITY_SIZE
        text = _partnership(rng, number, home, abroad, fields, max(0, min(max_activities, _MAX_ACTIVITIES)))
        quads = [*_parsed(text, dates)]
        for quad in quads:
            if quad.predicate in (_GOVERNS, _COUNTRY, _TYPE):
                governments.setdefault(quad.subject, []).append(quad)
        parties = [quad.object for quad in quads if quad.predicate == _PARTY]
        governing = [quad for party in parties for quad in governments[party]]
        governed = [quad for place in governing for quad in governments.get(place.object, [])]
        quads += _derived(
            [*quads, *governing, *governed], ox.NamedNode(f"{ID}partnership/synthetic-{number}"), partnership_rules
        )
        yield from quads
        count += len(quads)


def derivation_rules(content: Content) -> list[DerivationRule]:
    """Return the rules of ``ontology/derived/``."""
    return [DerivationRule.compile(file) for file in content.files("ontology/derived", ".rq")]


def _partnership(
    rng: random.Random,
    number: int,
    home: Governments,
    abroad: Governments,
    fields: dict[str, float],
    max_activities: int,
) -> str:
    """Return a partnership with its deeds and activities, and its governments if they are new, in TriG."""
    home_slug, home_name, home_text = home.draw()
    partner_slug, partner_name, partner_text = abroad.draw()
    partnership = Partnership(
        number,
        (home_slug, partner_slug),
        f"{home_name}–{partner_name}",
        founded=min(rng.randint(1985, 2023), rng.randint(1985, 2050)),
    )
    graph_number = number // _PARTNERSHIPS_PER_GRAPH + 1
    graph = f"activities-{graph_number}"
    declaration = (
        dataset(graph, f"Kegiatan rekaan, bagian {graph_number}", f"Invented activities, part {graph_number}")
        if number % _PARTNERSHIPS_PER_GRAPH in (0, 1)
        else ""
    )
    # A fifth has no activities; the others follow a power law, so that the busiest has hundreds.
    count = 0 if rng.random() < 0.2 else min(int(rng.paretovariate(0.9)), max_activities)
    return (
        declaration
        + home_text
        + partner_text
        + partnership.describe(rng, fields)
        + happenings(rng, partnership, f"graph:synthetic-{graph}", count)
    )


def _parsed(text: str, dates: DateProperties) -> Iterator[ox.Quad]:
    """Yield the statements of a text and the bounds of its dates."""
    quads = list(ox.parse(_HEAD + text, format=ox.RdfFormat.TRIG))
    yield from quads
    yield from _in_derived(bounds((quad.triple for quad in quads), dates))


def _derived(quads: list[ox.Quad], partnership: ox.NamedNode, rules: list[DerivationRule]) -> list[ox.Quad]:
    store = EmbeddedStore()
    store.extend(quads)
    # Sorted, because the order of the answers of a store is not defined.
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
    """Run the command."""
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
