"""The command ``python -m bench``, which runs benchmarks and writes the results into ``docs/benchmarks.md``."""

import argparse
from collections.abc import Callable
from pathlib import Path

from bench import before, canned, collections, sparql, verdict
from bench.report import machine, progress, write_section

RESULTS = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BENCHMARKS: dict[str, Callable[[int], str]] = {
    "verdict": verdict.measure,
    "sparql": sparql.measure,
    "collections": collections.measure,
    "canned": canned.measure,
    "before": before.measure,
}
"""Name of a benchmark and of its section -> function that measures with a seed and returns the text of the section."""


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=f"Run benchmarks; the results go into docs/{RESULTS.name}."
    )
    parser.add_argument(
        "benchmarks", nargs="*", metavar="BENCHMARK", help=f"which ones (default: all): {', '.join(BENCHMARKS)}"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of the graphs (default: 1)")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.benchmarks if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    for name in arguments.benchmarks or BENCHMARKS:
        progress(f"{name}: start")
        section = BENCHMARKS[name](arguments.seed)
        write_section(RESULTS, name, f"{machine(arguments.seed)}\n\n{section}")
        print(section)


if __name__ == "__main__":
    main()
