"""A line on the terminal for what takes longer than a second."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["progress"]

_SILENT_S, _STEP_S = 1.0, 0.5


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Show a text with the seconds that have passed, if the context takes longer than a second.

    Only a terminal gets the line; a file or another program that reads the errors does not.
    """
    if not sys.stderr.isatty():
        yield
        return
    ended = threading.Event()
    line = threading.Thread(target=_show, args=(text, ended), daemon=True)
    line.start()
    try:
        yield
    finally:
        ended.set()
        line.join()


def _show(text: str, ended: threading.Event) -> None:
    started_at = time.monotonic()
    if ended.wait(_SILENT_S):
        return
    while not ended.wait(_STEP_S):
        print(f"\r{text} … {time.monotonic() - started_at:.0f} s", end="", file=sys.stderr, flush=True)
    print("\r\033[K", end="", file=sys.stderr, flush=True)  # clears the line
