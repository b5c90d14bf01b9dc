"""A server under load whose outgoing connections, memory and log are observed."""

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
    """Yield a server whose proxies are a trap, the address of the trap, and the list of its callers."""
    with trapping() as (address, calls):
        proxies = {
            name: address
            for scheme in ("http", "https", "all")
            for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper())
        }
        with running(home, log, **proxies, **settings, no_proxy="", NO_PROXY="") as server:
            yield server, address, calls


def as_before(name: str, before: int, *after: int) -> bool:
    """Return whether memory did not grow by more than the allowance for the allocator.

    Args:
        name: The measured part of the service, to print.
        before: Bytes after the warm-up.
        after: Bytes of later measurements, of which the least counts.
    """
    later_sizes = ", ".join(f"{size / 1e6:.0f}" for size in after)
    print(f"memory of {name}: {before / 1e6:.0f} MB after the warm-up, then {later_sizes} MB")
    return min(after) <= before * (1 + _MAY_GROW_SHARE) + _MAY_GROW_BYTES
