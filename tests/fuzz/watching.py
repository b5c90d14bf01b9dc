"""A server in a soak, and what is seen of it: who it calls, what it keeps in memory, what its log says."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tests.conftest import Running, running, trapping

__all__ = ["HANGS_AFTER_S", "SECONDS", "as_before", "trapped"]

SECONDS = float(os.environ.get("KEMBAR_SOAK_SECONDS", "25"))
HANGS_AFTER_S = 60
_MAY_GROW_SHARE, _MAY_GROW_BYTES = 0.10, 8_000_000


@contextmanager
def trapped(home: Path, log: TextIO | None = None, /, **settings: str) -> Iterator[tuple[Running, str, list[str]]]:
    """A server that finds a trap wherever it calls: the trap is every proxy. With its address, and the list of who called."""
    with trapping() as (address, calls):
        proxies = {
            name: address
            for scheme in ("http", "https", "all")
            for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper())
        }
        with running(home, log, **proxies, **settings, no_proxy="", NO_PROXY="") as server:
            yield server, address, calls


def as_before(name: str, before: int, *after: int) -> bool:
    """Whether memory is what it was ``before``, after the warm-up, but for the tenth that the allocator may take; the least of ``after`` counts."""
    print(
        f"memory of {name}: {before / 1e6:.0f} MB after the warm-up, then {', '.join(f'{size / 1e6:.0f}' for size in after)} MB"
    )
    return min(after) <= before * (1 + _MAY_GROW_SHARE) + _MAY_GROW_BYTES
